"""Every solution passes, every known mistake gets its own hint, and an empty cell never breaks a notebook."""

import ast
import inspect
import re
from decimal import Decimal
from fractions import Fraction
from itertools import count
from textwrap import dedent

import numpy as np
import pytest

from lossbook.exercises import EXERCISES, check
from lossbook.exercises.engine import judge
from lossbook.exercises.huber import MISSES
from lossbook.exercises.intro import DARTS
from lossbook.exercises.mutants import mutants
from lossbook.exercises.report import fingerprints
from lossbook.exercises.trying import CRASHED, agree, call, say, value_of

FUNCTIONS = [name for name, exercise in EXERCISES.items() if exercise.probes]
# Exercises whose answers are numbers, and not words.
COMPUTED = [name for name in FUNCTIONS if not isinstance(EXERCISES[name].answer(*EXERCISES[name].probes[0]), str)]
MISTAKES = [(name, index) for name, exercise in EXERCISES.items() for index in range(len(exercise.mistakes))]


@pytest.mark.parametrize("name", EXERCISES)
def test_solution_passes(name):
    exercise = EXERCISES[name]
    assert judge(exercise, exercise.answer).kind == "right"
    assert exercise.right in check(name, exercise.answer).html.replace("&#x27;", "'").replace("&quot;", '"')


@pytest.mark.parametrize(("name", "index"), MISTAKES)
def test_each_known_mistake_gets_its_own_hint(name, index):
    exercise = EXERCISES[name]
    mistake = exercise.mistakes[index]
    verdict = judge(exercise, mistake.wrong)
    assert verdict.kind == "recognised"
    pattern = mistake.thought.split("{got}")
    assert all(part in verdict.message for part in pattern), verdict.message


@pytest.mark.parametrize("name", EXERCISES)
def test_hints_have_three_rungs_and_tell_mistakes_apart(name):
    exercise = EXERCISES[name]
    assert len(exercise.hints) == 3
    # One thought may show itself in several answers, but an exercise has more to say than one thing.
    assert len({mistake.thought for mistake in exercise.mistakes}) >= (2 if name == "intro.darts" else 3)
    assert exercise.twin
    assert exercise.right


@pytest.mark.parametrize("name", COMPUTED)
def test_results_in_the_praise_are_those_of_the_solution(name):
    exercise = EXERCISES[name]
    numbers = [np.ravel(np.asarray(exercise.answer(*probe), dtype=float)) for probe in exercise.probes]
    given = re.findall(r"\d+\.\d+", repr(exercise.probes))
    for text in re.findall(r"(?<![\w.])\d+\.\d+", exercise.right):
        decimals = len(text.split(".")[1])
        results = {f"{abs(value):.{decimals}f}" for value in np.concatenate(numbers)}
        assert text in results or text in given, text


def with_last_hint(exercise):
    """The solution with the line of the last hint in the place of its own, and no other help for its arguments."""
    function, line = ast.parse(dedent(exercise.solution)).body[0], ast.parse(exercise.hints[2]).body[0]

    def makes(statement):
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        return {name.id for target in targets if target for name in ast.walk(target) if isinstance(name, ast.Name)}

    def alike(statement):
        if isinstance(line, ast.Return):
            return statement is function.body[-1]
        return ast.dump(statement) == ast.dump(line) or (
            type(statement) is type(line) and makes(statement) & makes(line)
        )

    bodies = [node.body for node in ast.walk(function) if isinstance(getattr(node, "body", None), list)]
    body = next(body for body in reversed(bodies) if any(map(alike, body)))  # the innermost
    body[:] = [line if alike(each) else each for each in body]
    arguments = {argument.arg for argument in function.args.args}
    for each in [each for each in function.body if isinstance(each, ast.Assign) and makes(each) & arguments]:
        if each is not line:
            function.body.remove(each)
    space = {"np": np}
    exec(compile(ast.fix_missing_locations(ast.Module([function], [])), exercise.name, "exec"), space)
    return space[function.name]


def is_code(text):
    """Whether a hint is a line that runs: not a part of one, and not words."""
    try:
        return not isinstance(ast.parse(text).body[0], ast.Expr)
    except SyntaxError:
        return False


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if is_code(EXERCISES[name].hints[-1])])
def test_last_hint_works_in_the_solution(name):
    assert judge(EXERCISES[name], with_last_hint(EXERCISES[name])).kind == "right"


def waiting(*, less=0, against="lowest", reset=True):
    """Early stopping as learners write it, with one of three faults."""

    def best_epoch(losses, patience):
        best = waited = 0
        for epoch, loss in enumerate(losses):
            other = losses[best] if against == "lowest" else losses[epoch - 1]
            if epoch and loss >= other:
                waited += 1
            elif reset:
                waited = 0
            if loss < losses[best]:
                best = epoch
            if waited >= patience - less:
                break
        return best

    return best_epoch


def flat_triplet(a, p, n, margin):
    return max(0, np.hypot(a[0] - p[0], a[1] - p[1]) - np.hypot(a[0] - n[0], a[1] - n[1]) + margin)


def short_grid(values, loss):
    cost = {"absolute": abs, "squared": np.square}[loss]
    return min(range(min(values), max(values)), key=lambda guess: sum(cost(guess - value) for value in values))


TOO_NEAR = {  # wrong answers that few inputs tell from right ones
    "cut to a whole number": ("intro.error", lambda p, a: int(p - a)),
    "divided without the rest": (
        "intro.average_miss",
        lambda p, a: sum(abs(x - y) for x, y in zip(p, a, strict=True)) // len(p),
    ),
    "one value short": ("mae.best_constant", short_grid),
    "two coordinates": ("triplet.triplet", flat_triplet),
    "two digits": ("custom.share_in_time", lambda late, early: round(late / (late + early), 2)),
    "one epoch less": ("training_loop.best_epoch", waiting(less=1)),
    "better than the last": ("training_loop.best_epoch", waiting(against="last")),
    "never counted anew": ("training_loop.best_epoch", waiting(reset=False)),
    "lowest of the first": ("training_loop.best_epoch", lambda v, n: v.index(min(v[: n + 1]))),
    "those from above": ("loss_vs_accuracy.both_rise", [0.6, 0.6, 0.55, 0.001]),
}


@pytest.mark.parametrize(("name", "answer"), TOO_NEAR.values(), ids=TOO_NEAR)
def test_what_is_nearly_right_is_refused(name, answer):
    assert judge(EXERCISES["training_loop.best_epoch"], waiting()).kind == "right"
    assert judge(EXERCISES[name], answer).kind in ("recognised", "unknown")


@pytest.mark.parametrize("delta", [0.3, 5.2, 6.99, 46.5, 1000])
def test_any_delta_is_told_how_many_misses_it_squares(delta):
    verdict = judge(EXERCISES["huber.delta"], delta)
    assert verdict.kind == "recognised"
    assert (
        f"With {delta:g}, {sum(abs(miss) <= delta for miss in MISSES)} of the 20 misses are inside" in verdict.message
    )
    assert ("higher" in verdict.message) == (delta < 7)


@pytest.mark.parametrize(
    ("answer", "words"),
    [("7", "quotation marks"), ([7, 8], "one number"), (-7, "above 0"), ({}, "Not there"), (7j, "Not there")],
)
def test_what_is_no_delta_is_not_right(answer, words):
    assert judge(EXERCISES["huber.delta"], answer).kind != "right"
    assert words in judge(EXERCISES["huber.delta"], answer).message


def test_right_answers_of_other_number_types_pass():
    mse, share = EXERCISES["mse.mse"], EXERCISES["custom.share_in_time"]
    assert judge(share, lambda late, early: Fraction(late, late + early)).kind == "right"
    assert (
        judge(mse, lambda p, a: sum(Fraction(x - y) ** 2 for x, y in zip(p, a, strict=True)) / len(p)).kind == "right"
    )
    assert judge(mse, lambda p, a: np.float32(mse.answer(p, a))).kind == "right"


@pytest.mark.parametrize("name", EXERCISES)
def test_empty_answers_are_not_yet(name):
    exercise = EXERCISES[name]
    for empty in [None, ...] + [lambda *_: None, lambda *_: ...] * bool(exercise.probes):
        verdict = judge(exercise, empty)
        assert verdict.kind == "not yet"
        assert verdict.message.startswith("Not yet")


@pytest.mark.parametrize("name", FUNCTIONS)
class TestSlips:
    def test_printing_instead_of_returning(self, name):
        solution = EXERCISES[name].answer
        assert "prints" in judge(EXERCISES[name], lambda *inputs: print(solution(*inputs))).message

    def test_text_instead_of_a_number(self, name):
        if name not in COMPUTED:
            pytest.skip("a word is asked for")
        solution = EXERCISES[name].answer
        assert "text" in judge(EXERCISES[name], lambda *inputs: str(solution(*inputs))).message

    def test_crash_is_explained(self, name):
        verdict = judge(EXERCISES[name], lambda *_: undefined_name)  # noqa: F821
        assert "NameError" in verdict.message
        assert "spelling" in verdict.message

    def test_passing_the_result_instead_of_the_function(self, name):
        assert "without brackets" in judge(EXERCISES[name], 5.0).message

    def test_unknown_mistake_shows_the_smallest_case(self, name):
        solution = EXERCISES[name].answer
        if name not in COMPUTED or isinstance(solution(*EXERCISES[name].probes[0]), bool):
            pytest.skip("no number is asked for")

        grows = count()

        def odd(*inputs):
            right = np.asarray(solution(*inputs), dtype=float)
            return (right + 12345.678 + next(grows) ** 3)[()]

        verdict = judge(EXERCISES[name], odd)
        assert verdict.kind == "unknown"
        assert "The smallest input that shows it" in verdict.message
        assert "Yours gave" in verdict.message
        assert not verdict.case

    def test_wrong_number_of_arguments(self, name):
        assert "Count the names" in judge(EXERCISES[name], lambda: 1).message

    def test_changing_the_input_does_not_fool_the_checker(self, name):
        exercise = EXERCISES[name]

        def spoils(*inputs):
            result = exercise.answer(*inputs)
            for values in inputs:
                if isinstance(values, list):
                    values.clear()
            return result

        assert judge(exercise, spoils).kind == "right"

    def test_solution_is_short_and_reads_alone(self, name):
        assert len(EXERCISES[name].solution.strip().splitlines()) <= 8


def test_rounding_is_recognised():
    verdict = judge(EXERCISES["mse.rmse"], lambda p, a: round(EXERCISES["mse.rmse"].answer(p, a), 2))
    assert "rounded to 2 digits" in verdict.message


def test_ties_may_go_either_way():
    assert judge(EXERCISES["intro.darts"], ["C", "D", "B", "A"]).kind == "right"
    assert judge(EXERCISES["intro.darts"], ["C", "B", "D", "A"]).kind == "right"
    verdict = judge(EXERCISES["intro.darts"], ["C", "B", "A", "D"])
    assert verdict.kind == "recognised"
    assert "A stands before D, and landed farther away" in verdict.message


def test_unknown_exercise_lists_the_known():
    with pytest.raises(ValueError, match=r"no exercise 'mse.msee'.*mse\.mse"):
        check("mse.msee")


@pytest.mark.parametrize("name", [name for name, exercise in EXERCISES.items() if fingerprints(exercise)])
def test_numbers_by_hand_agree_with_the_checker(name):
    call, right, wrong = fingerprints(EXERCISES[name])
    assert call.startswith(name.split(".")[1])
    values = [right, *(value for value, _ in wrong)]
    gaps = np.abs(np.subtract.outer(values, values))[~np.eye(len(values), dtype=bool)]
    assert gaps.min() > 0.1, "two answers are closer than one decimal can tell"


def test_agreement_is_not_loose():
    assert agree(0.1 + 0.2, 0.3)
    assert not agree(1.0001, 1)
    assert not agree([1, 2], [[1, 2]])
    assert not agree("5", 5)
    assert not agree(None, 0)


def test_check_never_raises_for_an_answer():
    class Strange:
        def __call__(self, *_):
            raise RuntimeError("odd")

    class Refuses:
        def __array__(self, *_, **__):
            raise RuntimeError("no")

        def __repr__(self):
            raise RuntimeError("no")

    returned = (
        ([1, 9], 10),
        True,
        10**400,
        [1, [2]],
        Refuses(),
        float("nan"),
        {"mse": 5},
        np.float32(5.1),
        print,
        b"5",
    )
    for name in [*FUNCTIONS[::7], *(name for name in EXERCISES if name not in FUNCTIONS)]:
        for value in returned:
            assert check(name, lambda *_, value=value: value).text
        for answer in (
            exit,
            lambda *_: exit(),
            Strange(),
            object(),
            [],
            {},
            "",
            b"",
            np.array([]),
            inspect,
            lambda *_: object(),
            lambda *_: [None],
        ):
            assert check(name, answer).text


def solution(name):
    """What the solution of an exercise gives."""
    return EXERCISES[name].answer


def twin(name):
    """The function that answers a twin; it may call what the exercises of its chapter ask for."""
    chapter = name.split(".")[0]
    space = {"np": np}
    space |= {other.split(".")[1]: solution(other) for other in FUNCTIONS if other.split(".")[0] == chapter}
    known = set(space)
    code = ast.parse(dedent(EXERCISES[name].twin_code))
    assert [type(each) for each in code.body] == [ast.FunctionDef]
    exec(compile(code, name, "exec"), space)
    function = space[code.body[0].name]
    assert function.__globals__ is space
    assert set(space) <= known | {code.body[0].name, "__builtins__"}
    return function


def slope_of(function, at, h=1e-6):
    return (function(at + h) - function(at - h)) / (2 * h)


def entropy(*shares):
    return -sum(share * np.log(share) for share in shares)


def sum_of_squares(weights):
    return sum(w**2 for w in weights)


def valley(w):
    """The loss of the training loop's line."""
    return np.mean([(w * 1 - 2) ** 2, (w * 2 - 4) ** 2])


def left_of_a_miss(rate, combine):
    """What one step leaves of a miss of 1 for y = w · x on 1 and 2."""
    return 1 - rate * combine([2 * x * x for x in (1, 2)])


def best_of(power, prices, values=(200, 210, 220, 230, 1000)):
    """The best whole guess, where a guess that is too low pays the second price."""
    early, late = prices
    grid = range(min(values), max(values) + 1)
    cost = {g: sum((early, late)[g < v] * abs(g - v) ** power for v in values) for g in grid}
    return min(cost, key=cost.get)


BEFORE, AFTER = [0.6, 0.6, 0.45, 0.45], [0.99, 0.49, 0.49, 0.49]
FOUR = ([0.8, 0.2, 0.1, 0.3], [1, 0, 1, 0])
EPOCHS = [5, 3, 4, 4.5, 2]
SPLIT = sorted(np.abs(MISSES))[17:19]  # the last ordinary miss, and the first wild one


def shares(temperature):
    powers = np.exp(np.array([2, 1, 0]) / temperature)
    return powers / powers.sum()


def left_by(rate):
    """What a step of the training loop leaves of its loss."""
    return valley(1 - rate * slope_of(valley, 1)) / valley(1)


# All numbers in the answer to a twin, in their order: those that it takes from the twin, and those that follow, worked out.
TWIN_NUMBERS = {
    "binary_cross_entropy.bce": lambda: [1, 0, 1, 0],
    "binary_cross_entropy.bce_mean": lambda: [
        min(np.arange(0.01, 0.995, 0.01), key=lambda p: solution("binary_cross_entropy.bce_mean")([p] * 4, FOUR[1])),
        solution("binary_cross_entropy.bce_mean")([0.5] * 4, FOUR[1]),
        solution("binary_cross_entropy.bce_mean")(*FOUR),
    ],
    "binary_cross_entropy.bce_from_score": lambda: [2, np.log(1 + np.exp(-2)), 1, np.log(1 + np.exp(2)), -1],
    "bug_clinic.repair": lambda: [1, 1, 2, 0.3, abs(left_of_a_miss(0.3, np.mean)), 5],
    "bug_clinic.start_loss_ok": lambda: [entropy(0.9, 0.1), -0.9, 0.9, 0.1, 0.1, np.log(2)],
    "bug_clinic.numeric_gradient": lambda: [3, 1, *twin("bug_clinic.numeric_gradient")(sum_of_squares, [3, 1])],
    "categorical_cross_entropy.softmax": lambda: [2, 1, 0, 10, *shares(10), 0.1, shares(0.1)[0]],
    "categorical_cross_entropy.cce": lambda: [
        *(2, 1, 0, 0, 1),
        np.mean([solution("categorical_cross_entropy.cce")([2, 1, 0], label) for label in (0, 1)]),
    ],
    "categorical_cross_entropy.slopes": lambda: [
        *(0.001, 2, 1, 0, 0),
        twin("categorical_cross_entropy.slopes")([2, 1, 0], 0, 1),
        shares(1)[1],
    ],
    "choosing.compare": lambda: [
        *(1, 1, 7, 2, 2, 2),
        *(middle(misses) for middle in (np.mean, np.median) for misses in ([1, 1, 7], [2, 2, 2])),
    ],
    "choosing.baseline": lambda: [entropy(*[1 / 3] * 3), np.exp(entropy(*[1 / 3] * 3))],
    "custom.late_loss": lambda: [
        twin("custom.late_loss")(30, 30),
        round(twin("custom.late_loss")(30, 30 + 1e-9), 6),
        slope_of(lambda actual: twin("custom.late_loss")(25, actual), 30),
    ],
    "custom.share_in_time": lambda: [(1 - 0.05) / 0.05, 1, (1 - 0.05) / 0.05, 100 * solution("custom.share_in_time")(19, 1)],
    "custom.total": lambda: [2, solution("custom.total")(0.4, 0.9, 2), twin("custom.total")(0.4, 0.9, 2)],
    "focal.focal": lambda: [1 - 0.5 ** (1 / 2), 2, 1 - 0.5 ** (1 / 5), 5, 1, 1 / 2, 1, 1 / 2, 1],
    "focal.focal_alpha": lambda: [next(a / 100 for a in range(1, 100) if a == 100 - a)],
    "focal.hard_share": lambda: [round((0.8**2 * np.log(0.2)) / (0.05**2 * np.log(0.95)))],
    "hinge.hinge": lambda: [
        slope_of(lambda score: twin("hinge.hinge")(score, 1), 1),
        1,
        *(value for at in (0, 0.5, 1) for value in (slope_of(lambda score: twin("hinge.hinge")(score, 1), at), at)),
        slope_of(lambda score: twin("hinge.hinge")(score, 1), 1),
    ],
    "hinge.to_signs": lambda: [0, 0],
    "hinge.hinge_slope": lambda: [solution("hinge.hinge")(1.5, 1)],
    "huber.huber": lambda: [slope_of(lambda e: solution("huber.huber")(e, 4) / 4, 100)],
    "huber.huber_slope": lambda: [2, 2, 10, 3, solution("huber.huber")(10, 3)],
    "huber.delta": lambda: [SPLIT[0] / (SPLIT[0] / 60), *SPLIT, SPLIT[0] / 60, SPLIT[1] / 60],
    "intro.error": lambda: [twin("intro.error")(2, 1), 0, 0, 0],
    "intro.average_miss": lambda: [abs(4 - 5), abs(6 - 3), twin("intro.average_miss")([4, 6], [5, 3])],
    "intro.darts": lambda: [DARTS["C"], DARTS["B"]],
    "loss_vs_accuracy.accuracy": lambda: [1, 0.9, 0.2, 0.5, 0.12, 1, 1, 1, 0, 2 / 3, 1],
    "loss_vs_accuracy.both_rise": lambda: [
        *AFTER,
        *(100 * np.mean(np.array(given) > 0.5) for given in (BEFORE, AFTER)),
        *(-np.mean(np.log(given)) for given in (BEFORE, AFTER)),
        *(-np.sum(np.log(part)) for part in (AFTER[1:], BEFORE[2:], AFTER[:1], BEFORE[:2])),
    ],
    "loss_vs_accuracy.baseline": lambda: [0 / 4, 100 * solution("loss_vs_accuracy.baseline")([0] * 16 + [1] * 4)],
    "mae.best_constant": lambda: [
        best_of(power, prices) for power in (1, 2) for prices in ((1, 1), (1, 3))
    ],
    "mae.absolute_error_slope": lambda: [
        0.5,
        *twin("mae.absolute_error_slope")([1, 2, 9], 0.5, 2),
        sum(np.sign(2 - np.array([1, 2, 9]))),
        0.3,
        np.median([1, 2, 9]),
        *twin("mae.absolute_error_slope")([1, 2, 9], 0.3, 41)[-2:],
    ],
    "mse.mse": lambda: [abs(4 - 5) ** 3, abs(6 - 3) ** 3, abs(6 - 3), 3**3, 1**3 + 3**3, 27 / 28, 9 / 10],
    "mse.rmse": lambda: [3, -3, solution("mse.rmse")([3, -3], [0, 0])],
    "training_loop.gradient": lambda: [value for w in (0, 2, 3) for value in (slope_of(valley, w), w)],
    "training_loop.train": lambda: [valley(0), 0.1, left_by(0.1), 0.2, left_by(0.2), 0.4, valley(0) * left_by(0.4), 0.45, left_by(0.45)],
    "training_loop.best_epoch": lambda: [
        *(*EPOCHS, 2),
        *twin("training_loop.best_epoch")(EPOCHS, 2),
        twin("training_loop.best_epoch")(EPOCHS, 2)[1],
        len(EPOCHS),
        100 * (1 - twin("training_loop.best_epoch")(EPOCHS, 2)[1] / len(EPOCHS)),
    ],
    "triplet.hardness": lambda: [0, 0],
    "triplet.collapsed": lambda: [np.ptp([[0.3, 0.4]] * 5, axis=0).max()],
    "likelihood.bell_loss": lambda: [2, 2, 2 / 2, 2 * 2, np.log(2 * 2), twin("likelihood.bell_loss")(28, 30, 2)],
    "likelihood.best_spread": lambda: [4, 2, 1, 3, np.mean(np.abs([4, -2, 1]))],
    "likelihood.extra_cost": lambda: [solution("likelihood.extra_cost")(0.7, 0.5), solution("likelihood.extra_cost")(0.7, 0.9), 90, 100 * (0.9 - 0.7)],
    "penalties.printed_loss": lambda: [np.mean(np.square([1, -4, -1, 2])), sum(map(abs, [3, -2, 0.5])), 0.5 * sum(map(abs, [3, -2, 0.5])), twin("penalties.printed_loss")([1, -4, -1, 2], [3, -2, 0.5], 8, 0.5)],
    "penalties.best_weight": lambda: [0, 0, 5, 16, twin("penalties.best_weight")(5, 16), solution("penalties.best_weight")(5, 16)],
    "penalties.decay_step": lambda: [1, 1, 0, 1],
    "next_token.shares": lambda: [round(max(solution("next_token.shares")([3, 1, 0, 0], 1e6)), 5)],
    "next_token.masked_mean": lambda: [0],
    "next_token.bits_per_letter": lambda: [8 * 35_000 / 100_000, 8, 8 * 35_000, 100_000],
    "contrastive.slopes": lambda: [next(t / 10 for t in range(1, 10) if np.isclose(solution("contrastive.slopes")([0.3, 0.3], 1, t / 10)[1], -1)), 0.5, 0.5, 1, solution("contrastive.slopes")([0.3, 0.3], 1, 0.5)[1]],
    "contrastive.found": lambda: [1 / 10, 10],
    "preferences.preference": lambda: [min(np.arange(-5, 6), key=lambda gap: twin("preferences.preference")(gap, 0)), 2, twin("preferences.preference")(3, 3)],
    "preferences.after_vote": lambda: [2, 0.5, 0.5, *twin("preferences.after_vote")([2, 0.5], 0, 1, 0.5)],
    "preferences.dpo": lambda: [*{round(solution("preferences.dpo")(-14 + move, -11 - move, -14, -11, beta), 9) for move, beta in ((1, 0.5), (0.5, 1))}],
    "denoising.best_guess": lambda: [0.5, *(value for size in (1, 0.5, 0.1) for value in (solution("denoising.best_guess")(0.5, size, [-1, 1]), size)), solution("denoising.best_guess")(0, 0.1, [-1, 1]), 0],
    "denoising.noise_error": lambda: [value for size in (0.05, 0.5, 5) for value in (solution("denoising.noise_error")(1, 0.3, size, 1.1), size)] + [0.1**2],
    "denoising.walk": lambda: [solution("denoising.walk")(-0.1, [2, 1, 0.5, 0], [-1, 1]), 2, 0, solution("denoising.walk")(-0.1, np.linspace(2, 0, 41), [-1, 1]), 0, solution("denoising.walk")(0, [2, 1, 0.5, 0], [-1, 1])],
}  # fmt: skip

# Inputs on which the code of an answer is run, and what comes out: a value, or the error that it raises.
TWIN_RUNS = {
    "binary_cross_entropy.bce": [((0.2, 1), -np.log(0.2)), ((0.2, 0), -np.log(0.8))],
    "binary_cross_entropy.bce_from_score": [((2, 1), np.log(1 + np.exp(-2))), ((2, -1), np.log(1 + np.exp(2)))],
    "bug_clinic.numeric_gradient": [((sum_of_squares, [3, 1]), [6, 2]), ((lambda w: 5 * w[0] - w[2], [1, 2, 3]), [5, 0, -1])],
    "categorical_cross_entropy.softmax": [
        (([2, 1, 0], 1), np.exp([2, 1, 0]) / np.sum(np.exp([2, 1, 0]))),
        (([[4, 2, 0], [10, 0, 0]], 2), [np.exp([2, 1, 0]) / np.sum(np.exp([2, 1, 0])), np.exp([5, 0, 0]) / np.sum(np.exp([5, 0, 0]))]),
        (([1000, 1000], 0.1), [0.5, 0.5]),
    ],
    "categorical_cross_entropy.cce": [(([[2, 1, 0], [0, 0, 0]], [1, 2]), (np.log(np.sum(np.exp([2, 1, 0]))) - 1 + np.log(3)) / 2), (([[1000, 0], [0.5, -1.5], [2, 2]], [1, 0, 1]), (1000 + np.log(1 + np.exp(-2)) + np.log(2)) / 3)],
    "categorical_cross_entropy.slopes": [(([1, 2, 3], 2, 2), np.log(np.sum(np.exp([1, 2, 3.001]))) - np.log(np.sum(np.exp([1, 2, 3]))) - 0.001), (([0, 0], 1, 0), np.log(np.exp(0.001) + 1) - np.log(2)), (([0, 0], 0, 0), np.log(np.exp(0.001) + 1) - np.log(2) - 0.001)],
    "choosing.compare": [(([(0, 0), (0, 2)], [1, 2, 3], [1, 1, 7]), [1, 1]), (([(0, 0), (1, 0)], [5, 6, 7], [2, 2, 2]), [2, 4])],
    "choosing.baseline": [(([0, 1, 2],), np.log(3)), (([0, 0, 0, 2],), entropy(0.75, 0.25)), (([3],), 0)],
    "custom.late_loss": [((25, 30), 25), ((35, 30), 5), ((30, 30), 0), ((7.5, 8.25), 12.25)],
    "custom.total": [((0.4, 0.9, 2), 2.2 / 3), ((0.4, 0.9, 0), 0.4)],
    "focal.focal": [((1,), 0.5), ((2,), 1 - np.sqrt(0.5))],
    "focal.hard_share": [((0.95, 0.2, 2), (0.8**2 * np.log(0.2)) / (0.05**2 * np.log(0.95)))],
    "hinge.hinge": [((-0.4, 1), 1.96), ((2.5, 1), 0), ((0.5, -1), 2.25)],
    "hinge.to_signs": [(([-1, 1, 1],), [0, 1, 1]), (([-1, 0],), ValueError)],
    "huber.huber": [((10, 3), 8.5), ((-1, 2), 0.25), ((-10, 3), 8.5)],
    "huber.huber_slope": [((10, 3), 25.5), ((-10, 3), 25.5), ((2, 3), 2)],
    "intro.error": [((4, 5), -20), ((3, 2), 50), ((4, 3), 100 / 3), ((1, 0), ZeroDivisionError)],
    "intro.average_miss": [(([4, 6], [5, 3]), 3), (([1, 0, 7], [5.25, 3, 7]), 4.25)],
    "loss_vs_accuracy.accuracy": [(([0.9, 0.2, 0.5, 0.12], [1, 1, 1, 0]), 2 / 3), (([0.9, 0.9], [0, 1]), 1), (([0.3, 0.4, 0.6], [1, 1, 1]), 1 / 3), (([0.9], [0]), ZeroDivisionError)],
    "mae.mae": [(([110, 80], [100, 120]), 40), (([5, 3], [1, 2]), 4), (([5, 3.5, 1], [1, 8, 5.75]), 4.75)],
    "mae.best_constant": [(([200, 210, 220, 230, 1000], "absolute"), 230), (([200, 210, 220, 230, 1000], "squared"), 551), (([0, 4], "squared"), 3), (([0, 10], "absolute"), 10), (([0, 1, 9, 9], "absolute"), 9), (([-3, 1, 8, 9], "squared"), best_of(2, (1, 3), [-3, 1, 8, 9]))],
    "mae.absolute_error_slope": [(([1, 2, 9], 0.5, 4), [1.5, 2, 2, 2]), (([1, 2, 9], 0.3, 5), [0.9, 1.8, 2.1, 1.8, 2.1]), (([-4], 0.25, 2), [-0.25, -0.5])],
    "mse.mse": [(([4, 6], [5, 3]), 14), (([0, 0.5, 3], [1, 0, 1]), 9.125 / 3)],
    "mse.safe_mse": [(([4, 6], [5, 3]), 5), (([0, 0.5, 3], [1, 0, 1]), 5.25 / 3), (([[4], [6]], [5, 3]), ValueError), (([1], [1, 1]), ValueError)],
    "training_loop.gradient": [((0,), -10), ((2,), 0), ((3,), 5), ((-0.37,), -11.85), ((1.2, 0.1), -4)],
    "training_loop.train": [((3, 0.1), [10, 2.5, 0.625]), ((2, 0.2), [10, 0]), ((3, 0.4), [10, 10, 10]), ((2, 0.45), [10, 15.625])],
    "training_loop.best_epoch": [(([5, 3, 4, 4.5, 2], 2), (1, 4)), (([5, 4, 3], 2), (2, 3)), (([6, 5, 5, 7, 4], 3), (4, 5)), (([6, 5, 5, 7, 7, 4], 3), (1, 5))],
    "likelihood.bell_loss": [((28, 30, 2), 1 + np.log(4)), ((33, 30, 0.5), 6), ((3, 5, 4), 0.5 + np.log(8))],
    "likelihood.best_spread": [(([4, -2, 1],), 7 / 3), (([-7],), 7), (([0, -0.5],), 0.25)],
    "penalties.printed_loss": [(([1, -4, -1, 2], [3, -2, 0.5], 8, 0.5), 8.25), (([0.5, -1.5], [-4], -2, 0.3), 2.45), (([2], [3], 1, 0), 4)],
    "penalties.best_weight": [((5, 16), 5 / 17), ((-5, 0.25), -4), ((0, 2), 0)],
    "penalties.decay_step": [(([2, -3, 10], [4, 2, 1], 0.1, 0.5), [1.6 / 1.05, -3.2 / 1.05, 9.9]), (([2, 1], [0, 0], 3, 1), [0.5, 1])],
    "next_token.masked_mean": [(([[2, 7]], [[0, 1]]), 7), (([[4, 2, 9], [1, 1, 1]], [[1, 1, 0], [1, 1, 1]]), 9 / 5), (([np.inf, 2], [0, 1]), np.nan)],
    "preferences.preference": [((3, 3), np.log(2)), ((2, 1), (np.log(1 + np.exp(-1)) + np.log(1 + np.exp(1))) / 2), ((1000, 0), 500)],
    "preferences.after_vote": [(([1.0, 4.0, 1.0], 0, 2, 1), [1, 4, 1]), (([0.0, np.log(3)], 0, 1, 2), [0.5, np.log(3) - 0.5]), (([0.0, np.log(3)], 1, 0, 2), [0.5, np.log(3) - 0.5])],
    "denoising.best_guess": [((seen, size), solution("denoising.best_guess")(seen, size, [-1, 1])) for seen, size in ((0.5, 1), (-0.2, 0.5), (3, 4), (0.6, 0.1))],
}  # fmt: skip


@pytest.mark.parametrize("name", EXERCISES)
def test_numbers_in_the_answer_to_a_twin_are_worked_out(name):
    """To the digits that are written; whole ones are whole."""
    written = re.findall(r"(?<![\w.])−?\d+(?:,\d{3})*(?:\.\d+)?", EXERCISES[name].twin_answer)
    worked_out = TWIN_NUMBERS.get(name, list)()
    assert len(written) == len(worked_out), f"{written}: work each of them out in TWIN_NUMBERS"
    for text, value in zip(written, worked_out, strict=True):
        decimals = len(text.partition(".")[2])
        off = abs(float(text.replace("−", "-").replace(",", "")) - value)
        assert off <= (0.5001 * 10**-decimals if decimals else 1e-5), (text, value)


@pytest.mark.parametrize("name", [name for name, exercise in EXERCISES.items() if exercise.twin_code])
def test_code_in_the_answer_to_a_twin_works(name):
    assert max(map(len, dedent(EXERCISES[name].twin_code).splitlines())) <= 76
    for inputs, expected in TWIN_RUNS[name]:
        if isinstance(expected, type):
            with pytest.raises(expected):
                twin(name)(*inputs)
        else:
            with np.errstate(all="ignore"):  # a twin may ask what becomes of infinity
                assert agree(twin(name)(*inputs), expected, 1e-6), inputs


def test_claims_in_the_answers_to_twins_hold():
    with np.errstate(all="ignore"):
        assert np.isnan(twin("binary_cross_entropy.bce")(1.0, 1))  # as the twin says
    with pytest.raises(ValueError, match=r"\(2, 1\) and \(2,\)"):
        twin("mse.safe_mse")([[4], [6]], [5, 3])
    assert -np.log(AFTER).mean() < -np.log(BEFORE).mean()
    rng = np.random.default_rng(0)
    triplet, hardness = solution("triplet.triplet"), solution("triplet.hardness")
    for _ in range(20):
        a, p, n, shift = rng.normal(size=(4, 3))
        assert triplet(a, p, n, 0.5) == pytest.approx(triplet(a + shift, p + shift, n + shift, 0.5))
        near, far, margin = rng.uniform(size=3)
        loss = max(0, near - far + margin)
        assert hardness(near, far, margin) == (0 if loss == 0 else 1 if loss < margin else 2)
        errors = rng.normal(size=2)
        assert solution("mse.rmse")(errors, [0, 0]) > np.mean(np.abs(errors))
        focal, halved = solution("focal.focal"), solution("focal.focal_alpha")
        assert halved(1, far, margin, 0.5) == pytest.approx(focal(1, far, margin) / 2)
        assert halved(0, far, margin, 0.5) == pytest.approx(focal(0, far, margin) / 2)
    for x in ([0.99] * 3, [0.5, -1.2, 3]):
        assert twin("huber.huber_slope")(x[1], 1) == pytest.approx(solution("huber.huber")(x[1], 1))


@pytest.mark.parametrize("name", EXERCISES)
def test_answers_to_twins_are_short_and_kind(name):
    answer = EXERCISES[name].twin_answer
    assert 1 <= len(re.findall(r"[.?!](?=\s|$)", answer)) <= 3
    assert answer.endswith(".")
    assert not re.search(r"\b(simply|just|obvious(ly)?|of course|easily)\b", answer, re.IGNORECASE)
    assert not re.search(r"\?\s*\(", EXERCISES[name].twin), "the twin gives its answer away"


def test_every_entry_for_a_twin_is_looked_at():
    assert set(TWIN_NUMBERS) <= set(EXERCISES)
    assert set(TWIN_RUNS) == {name for name, exercise in EXERCISES.items() if exercise.twin_code}


def varied(probe, rng):
    """A probe with other numbers of the same kind: labels stay labels, probabilities probabilities, lists as long."""

    def other(value):
        if isinstance(value, np.ndarray):
            return np.reshape([other(each) for each in value.ravel().tolist()], value.shape)
        if isinstance(value, (list, tuple)):
            return type(value)(other(each) for each in value)
        if isinstance(value, str) or callable(value) or value in (0, 1, -1):
            return value
        if isinstance(value, int):
            return value + int(rng.integers(0, 3)) if value > 1 else value - int(rng.integers(0, 3))
        return value + rng.uniform(-0.4, 0.4) * (min(value, 1 - value) if 0 < value < 1 else value)

    return tuple(map(other, probe))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_differs_from_the_solution_somewhere_is_refused(name):
    exercise = EXERCISES[name]
    rng = np.random.default_rng(0)
    rich = [varied(probe, rng) for probe in exercise.probes for _ in range(6)]
    expected = [value_of(exercise.answer, probe) for probe in rich]
    telling = [place for place, value in enumerate(expected) if value is not CRASHED]
    assert telling
    passed = []
    for slip, answer, _ in mutants(name, (exercise.solution, *exercise.also)):
        values = [value_of(answer, probe) for probe in exercise.probes]
        right = [value_of(exercise.answer, probe) for probe in exercise.probes]
        if all(exercise.is_right(value, fine) for value, fine in zip(values, right, strict=True)):
            passed += [
                f"{slip}: {rich[at]} gives {value_of(answer, rich[at])} and not {expected[at]}"
                for at in telling
                if not exercise.is_right(value_of(answer, rich[at]), expected[at])
            ][:1]
    assert not passed


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_right_in_other_words_is_right(name):
    exercise = EXERCISES[name]
    for source in exercise.also:
        space = {"np": np}
        exec(dedent(source), space)
        assert judge(exercise, space[name.split(".")[1]]).kind == "right"


def in_other_types(value):
    """The same value as other right answers have it."""
    if isinstance(value, str):
        return [value.upper(), f" {value}"]
    if isinstance(value, (bool, np.bool_)):
        return [np.bool_(value), int(value)]
    if np.ndim(value):
        return [list(value), tuple(value), np.array(value), np.array(value, dtype=np.float32)]
    exact = [Fraction(float(value)), Decimal(float(value))] if np.isfinite(value) else [float(value)] * 2
    return [np.array(value), np.float32(value), *exact]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_right_answers_of_any_type_pass(name):
    exercise = EXERCISES[name]
    for kind in range(len(in_other_types(exercise.answer(*exercise.probes[0])))):
        assert (
            judge(exercise, lambda *inputs, kind=kind: in_other_types(exercise.answer(*inputs))[kind]).kind == "right"
        )


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        *(("intro.darts", answer) for answer in (("C", "B", "D", "A"), "CDBA", "c, b, d, a", ["C", ["B", "D"], "A"])),
        ("intro.darts", np.array(["C", "D", "B", "A"])),
        ("loss_vs_accuracy.both_rise", np.array([0.51, 0.51, 0.51, 0.01])),
        ("triplet.collapsed", np.int64(2)),
        ("triplet.collapsed", np.array([2])),
        ("huber.delta", np.array([26])),
        ("huber.delta", 44.9),
    ],
)
def test_right_values_pass_as_they_are_written(name, answer):
    assert judge(EXERCISES[name], answer).kind == "right"


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("intro.darts", [0.5, 1.5, 1.5, 4], "names are asked for"),
        ("intro.darts", ["C", "B", "A"], "D is missing"),
        ("intro.darts", ["C", "B", "D", "A", "A"], "there twice"),
        ("loss_vs_accuracy.both_rise", [60, 60, 55, 1], "divide each by 100"),
        ("loss_vs_accuracy.both_rise", [0.6, 0.6, 0.5], "four numbers"),
        ("loss_vs_accuracy.both_rise", [0.6, 0.6, 0.6, -1], "below 0"),
        ("loss_vs_accuracy.both_rise", [0.9, 0.6, 0.4, 0.001], "The loss rises, but the accuracy is 50 %"),
        ("loss_vs_accuracy.both_rise", [0.9, 0.6, 0.4, 0.001], "Bring one more above 0.5"),
        ("loss_vs_accuracy.both_rise", [0.1, 0.1, 0.1, 0.1], "Bring 3 more above 0.5"),
        ("loss_vs_accuracy.both_rise", "0.6, 0.6", "without quotation marks"),
        ("huber.delta", [7], "without brackets"),
        ("loss_vs_accuracy.both_rise", [0.9, 0.6, 0.6, 0.4], "The accuracy rises to 75 %, but the loss does not"),
        ("loss_vs_accuracy.both_rise", [0.9, 0.9, 0.4, 0.4], "the loss does not rise either"),
        ("triplet.collapsed", "2", "without quotation marks"),
        ("triplet.collapsed", 4, "numbers 1, 2 and 3"),
    ],
)
def test_wrong_values_are_told_what_is_wrong_with_them(name, answer, words):
    verdict = judge(EXERCISES[name], answer)
    assert verdict.kind == "recognised"
    assert words in verdict.message


@pytest.mark.parametrize("name", COMPUTED)
def test_no_feedback_hands_over_the_value_that_was_asked_for(name):
    exercise = EXERCISES[name]
    solution = exercise.answer
    wanted = {call(name, probe): say(solution(*probe)) for probe in exercise.probes}
    for change in (lambda v: -1.5 * v - 0.123, lambda v: v + 3, lambda v: v * 1.001):
        verdict = judge(exercise, lambda *inputs, change=change: change(np.asarray(solution(*inputs), dtype=float)))
        text = f"{verdict.message} {verdict.case}"
        shown = next(each for each in wanted if each in text)
        if verdict.kind == "unknown" or "That comes out" in text or "a number came out" in text:
            assert not re.search(rf"(?<![\w.]){re.escape(wanted[shown])}(?!\w|\.\d)", text.replace(shown, "")), text


def lists_in(probe):
    return [place for place, value in enumerate(probe) if isinstance(value, list) and np.ndim(value) == 1]


def with_lists(solution, change):
    """The solution, of lists that were changed first: all of them together, as they stand beside each other."""

    def answer(*inputs):
        places = lists_in(inputs)
        rows = change([inputs[place] for place in places])
        new = dict(zip(places, rows, strict=True))
        return solution(*(new.get(place, value) for place, value in enumerate(inputs)))

    return answer


def by_key(pick):
    """Look up each entry of the last list by the value of the first, as list.index (first) or a dictionary (last) do."""

    def change(lists):
        first, *others = lists
        found = [pick(at for at, other in enumerate(first) if other == value) for value in first]
        return [first, *([other[at] for at in found] if len(other) == len(first) else other for other in others)]

    return change


def only_once(lists):
    """Keep rows of equal numbers once, as a set does."""
    if len({len(each) for each in lists}) > 1:
        return [list(dict.fromkeys(each)) for each in lists]
    return [list(each) for each in zip(*dict.fromkeys(zip(*lists, strict=True)), strict=True)]


LIST_FAULTS = {
    "list.index": by_key(min),
    "dict": by_key(max),
    "list.index from the end": lambda lists: by_key(min)(lists[::-1])[::-1],
    "set": only_once,
    "below 0 cut off": lambda lists: [[max(0, value) for value in each] for each in lists],
    "sign lost": lambda lists: [[abs(value) for value in each] for each in lists],
    "large ones cut off": lambda lists: [[max(-200, min(200, value)) for value in each] for each in lists],
}


@pytest.mark.parametrize("fault", LIST_FAULTS)
@pytest.mark.parametrize("name", [name for name in COMPUTED if lists_in(EXERCISES[name].probes[0])])
def test_common_faults_with_lists_are_refused(name, fault):
    """Wherever the fault tells on an input with values that repeat, fall below 0 or grow, as far as the exercise has such."""
    exercise = EXERCISES[name]
    answer, rng = with_lists(exercise.answer, LIST_FAULTS[fault]), np.random.default_rng(0)

    def tells(probe):
        values = value_of(exercise.answer, probe), value_of(answer, probe)
        return values[0] is not CRASHED and not exercise.is_right(values[1], values[0])

    def repeated(probe):
        new = [list(value) if isinstance(value, list) else value for value in probe]
        for place in lists_in(probe):
            one, two = rng.integers(len(new[place]), size=2)
            new[place][one] = new[place][two]
        return tuple(new)

    rich = [repeated(varied(probe, rng)) for probe in exercise.probes for _ in range(6)]
    assert any(map(tells, exercise.probes)) or not any(map(tells, rich))


def by_another_name(values, loss):  # noqa: RET503 -- that is the mistake
    if loss == "mae":
        return np.median(values)
    if loss == "mse":
        return np.mean(values)


def within_3e_13(score, label):
    p = np.clip(1 / (1 + np.exp(-score)), 3e-13, 1 - 3e-13)
    return -np.log(p) if label == 1 else -np.log(1 - p)


SEEN = {
    "the whole part that counts is missing": (
        "preferences.dpo",
        lambda chosen, rejected, *others: np.logaddexp(0, -others[-1] * (chosen - rejected)),
        "the reference is missing",
    ),
    "a minus too many": (
        "preferences.preference",
        lambda winner, loser: -np.logaddexp(0, loser - winner),
        "one too many",
    ),
    "a logarithm to another base": (
        "preferences.preference",
        lambda winner, loser: np.logaddexp(0, loser - winner) / np.log(2),
        "base 2",
    ),
    "large values cut off": (
        "mse.mse",
        lambda predictions, actuals: min(100, np.mean(np.subtract(predictions, actuals) ** 2)),
        "is very large in size",
    ),
    "a limit of one's own": (
        "likelihood.bell_loss",
        lambda p, a, s: 0.5 * min(abs(p - a) / s, 30) ** 2 + np.log(s) + 0.5 * np.log(2 * np.pi),
        "it is wrong where the 30 in your lines makes a difference",
    ),
    "a probability kept away from 0 and 1": (
        "binary_cross_entropy.bce_from_score",
        within_3e_13,
        "where the 3e-13 in your lines makes a difference",
    ),
    "a part of what is right": (
        "huber.huber_slope",
        lambda error, delta: 2 * error if abs(error) <= delta else np.sign(error) * delta,
        "in your lines makes a difference",
    ),
    "no if that is ever true": (
        "mae.best_constant",
        by_another_name,
        "Is one of its ifs ever true?",
    ),
    "text for numbers": (
        "hinge.to_signs",
        lambda labels: ["+" if y == 1 else "-" for y in labels],
        "with text in it",
    ),
    "divided for taken away": ("intro.error", lambda p, a: p / a, "a division where a minus belongs"),
}


@pytest.mark.parametrize("thought", SEEN)
def test_a_thought_that_no_exercise_lists_is_recognised(thought):
    exercise, answer, words = SEEN[thought]
    verdict = judge(EXERCISES[exercise], answer)
    assert verdict.kind == "recognised"
    assert words in verdict.message


@pytest.mark.parametrize(("exercise", "answer", "shown"), [
    ("categorical_cross_entropy.softmax", lambda s: (e := np.exp(np.clip(s, -700, 700))) / e.sum(-1, keepdims=True), "softmax([2000"),
    ("penalties.best_weight", lambda wish, dial: 0 if abs(wish) < dial else wish - np.copysign(dial / 2, wish), "best_weight(1, 1.5)"),
    ("mae.mae", lambda p, a: sum(abs(x - a[p.index(x)]) for x in p) / len(p), "mae([3, 3], [1, 4])"),
    ("loss_vs_accuracy.baseline", lambda y: sum(label == y[0] for label in y) / len(y), "baseline([1, 0, 0, 0, 1])"),
])  # fmt: skip
def test_what_is_wrong_in_a_corner_is_refused_with_that_corner(exercise, answer, shown):
    verdict = judge(EXERCISES[exercise], answer)
    assert verdict.kind != "right"
    assert shown in f"{verdict.message} {verdict.case}"
