"""How answers are judged, on two small exercises: every verdict, word for word, and what is shown of it."""

import json
import threading
import time

import numpy as np
import pytest

from lossbook.course.display import details
from lossbook.exercises import EXERCISES, trying
from lossbook.exercises.engine import MOSTLY, judge
from lossbook.exercises.exercise import Exercise, Mistake, Verdict
from lossbook.exercises.patterns import numbers_in
from lossbook.exercises.report import fingerprint, fingerprints, report
from lossbook.exercises.trying import agree, say

DOUBLE = Exercise(
    name="demo.double",
    solution="""
        def double(numbers):
            return [2 * n for n in numbers]
    """,
    probes=(([2.0],), ([2.0, 3.0],), ([5.0, -1.0],)),
    mistakes=(
        Mistake(lambda numbers: [n**2 for n in numbers], "You squared, and got {got}."),
        Mistake(lambda numbers: [n + 2 for n in numbers], "You added 2, and got {got}."),
        Mistake(lambda numbers: [n * n if n < 4 else n + 2 for n in numbers], "You did both: {got}."),
        Mistake(lambda numbers: numbers / 0, "This one crashes."),
    ),
    hints=("Twice <as> much.", "Go through the numbers.", "2 * n < 3"),
    right="Twice <as> much is right.",
    twin="Write triple & <run> it.",
    twin_answer="Three times <as> much.",
    twin_code="""
        def triple(numbers):
            return [3 * n for n in numbers if n <= 3]
    """,
)
HALF = Exercise(
    name="demo.half",
    solution="""
        def half(number):
            return number / 2
    """,
    probes=((8.0,), (2.0,)),
    mistakes=(
        Mistake(lambda number: number * 2, "You doubled: {got}."),
        Mistake(lambda number: 2 * number, "You doubled: {got}."),
        Mistake(lambda number: number - 2, "You took 2 away: {got}."),
        Mistake(lambda number: number / 2 + 0.01, "By hand this is right."),
        Mistake(lambda number: str(number), "This is text."),
        Mistake(lambda number: -number, "A sign: </script>"),
    ),
    hints=("Less.", "Half.", "number / 2"),
    right="Half.",
    twin="A third.",
    twin_answer="Divide by 3.",
)
VALUE = Exercise(
    name="demo.value",
    solution="[1, 2]",
    mistakes=(Mistake([2, 1], "You turned them round: {got}."),),
    hints=("One.", "Two.", "Three"),
    right="Yes.",
    twin="Another.",
    twin_answer="One.",
)


class Unprintable:
    def __repr__(self):
        raise RuntimeError


def verdict(answer, exercise=DOUBLE):
    found = judge(exercise, answer)
    return found.kind, found.message


def shows(value):
    def answer(*_):
        print(value)
        return

    return answer


def raises(error):
    def answer(*_):
        raise error

    return answer


LINE = raises(None).__code__.co_firstlineno + 1  # where the functions above raise
REFUSED = "Your own line refuses this input with raise. It has an answer: which?"
NOT_YET = "Not yet: replace the dots by your answer and run the cell again."


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (None, "not yet", NOT_YET),
        (..., "not yet", NOT_YET),
        (lambda numbers: [2 * n for n in numbers], "right", "Twice <as> much is right."),
        ([4.0], "unknown", "You passed the value [4]. Pass the function itself: double, without brackets."),
        (lambda numbers: [n**2 for n in numbers], "recognised", "You squared, and got [4, 9]."),
        (lambda numbers: [n + 2 for n in numbers], "recognised", "You added 2, and got [4, 5]."),
        (lambda numbers: [n * n if n < 4 else n + 2 for n in numbers], "recognised", "You did both: [4, 9]."),
        (
            lambda numbers: [7 for _ in numbers],
            "unknown",
            "Not there yet. The smallest input that shows it: double([2]). Yours gave [7]."
            " Work it out on paper, and let your function print what it has after each line.",
        ),
        (
            lambda numbers: [4.0, 7.0][: len(numbers)],
            "recognised",
            "Not there yet. Where a number came out: it is right where `numbers` is a list of one, and wrong everywhere else. "
            "What do your lines do in the other case?",
        ),
        (
            lambda *_: None,
            "not yet",
            "Not yet: your function returns nothing so far. Replace the dots by your own lines, end with return, "
            "and run the cell again.",
        ),
        (
            lambda *_: ...,
            "not yet",
            "Not yet: double([2]) still gives the three dots. Put your answer in their place.",
        ),
        (
            shows(" [4] "),
            "recognised",
            "Your function prints '[4]' but returns nothing. End it with return instead of print.",
        ),
        (
            lambda *_: "[4]",
            "recognised",
            "You returned the text '[4]'. Return a list of 1 entry itself, without quotation marks, str or an f-string.",
        ),
        (
            lambda *_: print,
            "recognised",
            "You returned a function. Call it with brackets, and return what comes back.",
        ),
        (lambda *_: (1.0, 2.0), "recognised", "What comes out should be a list of 1 entry, and yours is a list of 2 entries."),
        (lambda *_: 4.0, "recognised", "What comes out should be a list of 1 entry, and yours is one number."),
        (lambda *_: [[4.0]], "recognised", "What comes out should be a list of 1 entry, and yours is a table of 1 × 1."),
        (
            lambda numbers: [-2 * n for n in numbers],
            "recognised",
            "You got [-4]. That comes out when the sign is turned round: a minus is missing, or one too many.",
        ),
        (
            lambda numbers: [2.01 * n for n in numbers],
            "recognised",
            "You got [4.02], which is close, but not the same. Did you round, or add a small number, as inside a log?",
        ),
        (
            lambda numbers: [1.99 * n for n in numbers],
            "recognised",
            "You got [3.98], which is close, but not the same. Did you round, or add a small number, as inside a log?",
        ),
        (
            lambda numbers: [2.03 * n for n in numbers],
            "recognised",
            "Not there yet. Where a number came out: it is always the same number of times too large. Is there a factor too "
            "many, or is one missing?",
        ),
        (
            lambda *_: [[1.0], [1.0, 2.0]],
            "recognised",
            "What comes out should be a list of 1 entry, and yours is a list whose entries differ in length.",
        ),
        (
            lambda *_: [True],
            "recognised",
            "You got [True]: answers of comparisons, True or False. Return numbers.",
        ),
        (
            raises(NameError("name 'x' is not defined")),
            "recognised",
            f"double([2]) stopped in line {LINE} with NameError: name 'x' is not defined. No line that has run made this "
            "name. Check its spelling, and that the line or the cell that makes it ran before this one.",
        ),
        (
            raises(ZeroDivisionError("division by zero")),
            "recognised",
            f"double([2]) stopped in line {LINE} with ZeroDivisionError: division by zero. Something is divided by zero. "
            "What is the number you divide by, and where does it come from?",
        ),
        (
            raises(IndexError("list index out of range")),
            "recognised",
            f"double([2]) stopped in line {LINE} with IndexError: list index out of range. A place is asked for that is "
            "not there. Lists and arrays count from 0: the last of three is at 2.",
        ),
        (
            raises(TypeError("can't multiply sequence by non-int of type 'float'")),
            "recognised",
            f"double([2]) stopped in line {LINE} with TypeError: can't multiply sequence by non-int of type 'float'. Lists "
            "cannot do arithmetic as a whole. Make arrays with np.array(...), or go through them with a for loop.",
        ),
        (
            lambda: 1,
            "recognised",
            "double([2]) stopped with TypeError: <lambda>() takes 0 positional arguments but 1 was given. Count the names "
            "in the brackets of the def line: the call gives as many values, in the same order.",
        ),
        (raises(TypeError("odd")), "recognised", f"double([2]) stopped in line {LINE} with TypeError: odd. {REFUSED}"),
        (raises(ValueError("a list or an argument")), "recognised", f"double([2]) stopped in line {LINE} with ValueError: a list or an argument. {REFUSED}"),
        (raises(SystemExit(3)), "recognised", f"double([2]) stopped in line {LINE} with SystemExit: 3. This line ends Python. A function ends with return."),
    ],
)  # fmt: skip
def test_a_function_is_told(answer, kind, message):
    assert verdict(answer) == (kind, message)


def test_a_known_mistake_comes_with_the_smallest_input_that_shows_it_and_not_with_the_answer():
    assert judge(DOUBLE, lambda numbers: [n + 2 for n in numbers]).case == "double([2, 3]). Yours gave [4, 5]."
    assert judge(HALF, str).case == "half(8). Yours gave '8.0'."
    assert judge(VALUE, [2, 1]).case == ""


def test_an_interrupt_is_not_an_answer():
    with pytest.raises(KeyboardInterrupt):
        judge(DOUBLE, raises(KeyboardInterrupt()))


def test_one_number_is_called_so():
    assert verdict(lambda _: [4.0], HALF)[1] == "What comes out should be one number, and yours is a list of 1 entry."
    assert verdict(lambda _: (1, 2), HALF)[1] == "You returned several things at once: (1, 2). Return one number."


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        ([1, 2], "right", "Yes."),
        ([2, 1], "recognised", "You turned them round: [2, 1]."),
        ([3, 1], "unknown", "Not there yet. You gave [3, 1]. Open the first hint and compare."),
        (None, "not yet", NOT_YET),
    ],
)
def test_a_value_is_told(answer, kind, message):
    assert verdict(answer, VALUE) == (kind, message)


def test_input_is_copied_for_each_who_might_change_it():
    seen = []

    def answer(numbers):
        seen.append(list(numbers))
        result = [2 * n for n in numbers]
        numbers.clear()
        return result

    assert judge(DOUBLE, answer).kind == "right"
    assert seen == [[2.0], [2.0, 3.0], [5.0, -1.0]]
    assert DOUBLE.probes == (([2.0],), ([2.0, 3.0],), ([5.0, -1.0],))


def test_nothing_is_printed_while_answers_are_tried(capsys):
    def loud(numbers):
        print("loud")
        return [0 for _ in numbers]

    judge(DOUBLE, loud)
    judge(DOUBLE, lambda numbers: np.log(np.zeros(len(numbers))))  # and no warning is shown
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (1.0, 1.0 + 5e-10, True),
        (1.0, 1.0 + 5e-9, False),
        (1e6, 1e6 + 5e-4, True),
        (0.0, 5e-13, True),
        (0.0, 5e-12, False),
        (np.nan, np.nan, True),
        (1, np.nan, False),
        ([1, 2], np.array([1.0, 2.0]), True),
        ([1, 2], [[1, 2]], False),
        ("a", "a", True),
        ("a", "b", False),
        ("1", 1, False),
        (1, "1", False),
        (["a", "b"], ["a", "b"], True),
        (["a", "b"], ["a", "c"], False),
        ([1, 2], ["1", "2"], False),
        (["1", "2"], [1, 2], False),
        (None, 0, False),
        (None, None, True),
        (object(), 1, False),
        ([[1], [1, 2]], 1, False),
    ],
)
def test_what_agrees(one, two, same):
    assert agree(one, two) is same


def test_what_agrees_depends_on_the_tolerance():
    assert agree(1.04, 1.0, 0.05)
    assert not agree(1.06, 1.0, 0.05)


def test_an_exercise_may_be_less_strict():
    fields = {
        field: getattr(HALF, field) for field in ("name", "solution", "probes", "hints", "right", "twin", "twin_answer")
    }
    assert Exercise(**fields, mistakes=(), tolerance=0.1).is_right(1.05, 1.0) is True
    assert Exercise(**fields, mistakes=(), tolerance=0.1).is_right(1.2, 1.0) is False
    choosy = Exercise(**fields, mistakes=(), accepts=lambda value: value > 3)
    assert choosy.is_right(4, None) is True
    assert choosy.is_right(2, None) is False
    assert choosy.is_right("text", None) is False
    near = Exercise(**fields, mistakes=(Mistake(lambda number: number, "You gave it back: {got}."),), tolerance=0.1)
    assert verdict(lambda number: 1.05 * number, near) == ("recognised", "You gave it back: 8.4.")


def test_of_two_mistakes_the_one_that_agrees_more_often_is_taken():
    fields = {
        field: getattr(DOUBLE, field)
        for field in ("name", "solution", "probes", "hints", "right", "twin", "twin_answer")
    }
    once = Mistake(lambda numbers: [7.0] if len(numbers) == 1 else [0.0], "Seldom.")
    often = Mistake(lambda numbers: [7.0 for _ in numbers], "Often.")
    for mistakes in ((once, often), (often, once)):
        assert judge(Exercise(**fields, mistakes=mistakes), lambda numbers: [7.0 for _ in numbers]).message == "Often."


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.0, "1"),
        (0.1234567, "0.123457"),
        (np.float32(0.5), "0.5"),
        (np.int64(12), "12"),
        (123456, "123456"),
        (1234567, "1.23457e+06"),
        (10**15, "1000000000000000"),
        (-(10**15) + 1, "-1e+15"),
        (True, "True"),
        (np.bool_(False), "False"),
        ("text", "'text'"),
        ([1.0, [2.0, "a"]], "[1, [2, 'a']]"),
        (np.array([1.0, 0.5]), "np.array([1, 0.5])"),
        (np.exp, "np.exp"),
        ((1.0, 2), "(1.0, 2)"),
        ("x" * 300, "'" + "x" * 199),
        (Unprintable(), "a Unprintable"),
    ],
)
def test_values_are_said_as_one_types_them(value, said):
    assert say(value) == said


def test_numbers_by_hand():
    call, right, wrong = fingerprints(HALF)
    assert (call, right, type(right)) == ("half(8)", 4.0, float)
    assert wrong[:4] == [
        (16.0, "You doubled: 16."),
        (6.0, "You took 2 away: 6."),
        (-8.0, "A sign: </script>"),
        (-4.0, "You got -4. That comes out when the sign is turned round: a minus is missing, or one too many."),
    ]
    assert len(wrong) > 10
    assert fingerprints(DOUBLE) is None
    assert fingerprints(VALUE) is None


def test_numbers_by_hand_may_be_chosen():
    call, right, wrong = fingerprint(ADD, ([3.0], [4.0]))
    assert (call, right) == ("add([3], [4])", 7.0)
    assert wrong[0] == (3.0, "You left out the second: 3.")
    assert fingerprint(DOUBLE, DOUBLE.probes[0]) is None


@pytest.mark.parametrize("first", ["float('inf')", "True", "'text'", "[1.0]"])
def test_numbers_by_hand_are_plain_numbers(first):
    exercise = Exercise(
        name="demo.pick",
        solution=f"def pick(number):\n    return {first} if number == 1 else number + 0.25",
        probes=((1,), (2,)),
        mistakes=(
            Mistake(lambda number: number + 0.29, "Right by hand."),
            Mistake(lambda number: number + 0.31, "Too much."),
            Mistake(lambda number: number + 1 / 3 + 0.25, "A third: {got}."),
            Mistake(lambda number: number + 1 / 3 + 0.25 + 1e-12, "The same number."),
        ),
        hints=("", "", ""),
        right="Yes.",
        twin="",
        twin_answer="",
    )
    call, right, wrong = fingerprints(exercise)
    assert (call, right, wrong[0]) == ("pick(2)", 2.25, (2.583333333, "A third: 2.58333."))
    assert not [words for _, words in wrong if words in ("Right by hand.", "The same number.", "Too much.")]


SOLUTION = (
    "<pre><code>def double(numbers):\n    return [2 * n for n in numbers]</code></pre>"
    "<p><strong>A twin to try alone.</strong> Write triple &amp; &lt;run&gt; it.</p>"
    "<details><summary>Answer to the twin</summary><div><p>Three times &lt;as&gt; much.</p>"
    "<pre><code>def triple(numbers):\n    return [3 * n for n in numbers if n &lt;= 3]</code></pre></div></details>"
)


HINTS = (
    details("Hint 1: a nudge", "Twice &lt;as&gt; much.", classes="lb-hint")
    + details("Hint 2: a step", "Go through the numbers.", classes="lb-hint")
    + details("Hint 3: a line of code", "<pre><code>2 * n &lt; 3</code></pre>", classes="lb-hint")
    + details("Solution", SOLUTION, classes="lb-solution")
)


def paragraph(colour, words):
    return f'<p class="lb-feedback {colour}" role="status">{words}</p>'


def test_a_twin_without_code_is_answered_in_words():
    folded = "<details><summary>Answer to the twin</summary><div><p>Divide by 3.</p></div></details>"
    assert f"A third.</p>{folded}</div></details>" in report(HALF, Verdict("right", "Half.")).html


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (
            Verdict("right", "A < B"),
            paragraph("lb-right", "A &lt; B") + details("Compare with one solution, and try a twin", SOLUTION),
        ),
        (Verdict("recognised", "A < B"), paragraph("lb-wrong", "A &lt; B") + HINTS),
        (Verdict("unknown", "A < B"), paragraph("lb-wrong", "A &lt; B") + HINTS),
        (Verdict("not yet", "A < B"), paragraph("", "A &lt; B") + HINTS),
        (
            Verdict("recognised", "A < B", "f(1) < 2."),
            paragraph("lb-wrong", "A &lt; B") + "<p>The smallest input that shows it: f(1) &lt; 2.</p>" + HINTS,
        ),
    ],
)
def test_what_is_shown(found, shown):
    display = report(DOUBLE, found)
    assert display.html == f'<div data-task="demo.double" data-verdict="{found.kind}">{shown}</div>'
    assert display.text == ("A < B The smallest input that shows it: f(1) < 2." if found.case else "A < B")


def test_a_number_worked_out_by_hand_can_be_checked_on_the_page():
    html = report(HALF, Verdict("not yet", "Not yet.")).html
    form, script = html.split('<script type="module">')
    assert form.endswith(
        '<form class="lb-answer" data-exercise="demo.half" hidden><label>No Python at hand? Work out '
        '<code>half(8)</code> on paper or with a calculator: <input inputmode="text" maxlength="30" autocomplete="off" required></label>'
        '<button type="submit">Check my number</button><output></output></form>'
    )
    code, hints = script.split("</script>", 1)
    assert hints.startswith('<details class="lb-hint"><summary>Hint 1')
    assert "function checkByHand" in code
    call = code.splitlines()[-1]
    assert call.startswith('checkByHand("demo.half", {"right": ')
    assert "<" not in call
    known = json.loads(call.removeprefix('checkByHand("demo.half", ').removesuffix(");"))
    assert known["right"] == [4.0, "Half."]
    below = report(EXERCISES["intro.error"], Verdict("not yet", "Not yet.")).html
    assert 'inputmode="text"' in below  # some telephones have no minus among the keys for decimals
    assert known["wrong"][:3] == [[16.0, "You doubled: 16."], [6.0, "You took 2 away: 6."], [-8.0, "A sign: </script>"]]
    assert known["wrong"] == [list(pair) for pair in fingerprints(HALF)[2]]
    assert "lb-answer" not in report(HALF, Verdict("unknown", "")).html
    assert "lb-answer" not in report(DOUBLE, Verdict("not yet", "")).html


def total(first, _):
    """A mistake that empties what it is given."""
    result = sum(first)
    first.clear()
    return result


ADD = Exercise(
    name="demo.add",
    solution="""
        def add(first, second):
            result = [a + b for a, b in zip(first, second)]
            first.clear()
            return result[0]
    """,
    probes=(([1e-9], [2e-9]), ([3.0], [4.0])),
    mistakes=(Mistake(total, "You left out the second: {got}."),),
    hints=("", "", ""),
    right="",
    twin="",
    twin_answer="",
)


def test_each_call_gets_its_own_input():
    for _ in range(2):
        assert fingerprints(ADD)[:2] == ("add([1e-09], [2e-09])", 1e-9 + 2e-9)
        assert verdict(total, ADD) == ("recognised", "You left out the second: 1e-09.")
    assert ADD.probes == (([1e-9], [2e-9]), ([3.0], [4.0]))


def test_small_numbers_are_not_all_close():
    kind, message = verdict(lambda first, second: 5 * (first[0] + second[0] + 1e3 * first[0]), ADD)
    assert kind == "unknown"
    assert "add([1e-09], [2e-09]). Yours gave 5.015e-06." in message


def test_several_values_are_counted():
    answer = [2 * n for n in (2.0, 3.0)]
    message = verdict(lambda numbers: answer[: len(numbers)] if len(numbers) == 1 else 5.0)[1]
    assert message == "What comes out should be a list of 2 entries, and yours is one number."


def ends(answer):
    """The verdict, and how long it took."""
    started = time.perf_counter()
    return judge(DOUBLE, answer), time.perf_counter() - started


def never_ends(_):
    while True:
        pass


def test_what_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr(trying, "SECONDS", 0.2)
    found, seconds = ends(never_ends)
    assert found.kind == "recognised"
    assert "a loop without an end" in found.message
    assert seconds < 3


def test_an_interrupt_of_the_reader_passes_where_time_is_limited():
    with pytest.raises(KeyboardInterrupt), trying.limit(60):
        raise KeyboardInterrupt


def test_where_nothing_can_be_interrupted_answers_are_judged_all_the_same(monkeypatch):
    monkeypatch.setattr(trying, "SECONDS", 0.05)
    found = []

    def slow(numbers):
        time.sleep(0.1)
        return [2 * n for n in numbers]

    other = threading.Thread(target=lambda: found.append(judge(DOUBLE, slow)))
    other.start()
    other.join()
    assert found[0].kind == "right"


def prints_much(_):
    for place in range(20_000):
        print("line", place)


@pytest.mark.parametrize(
    "answer",
    [
        prints_much,
        lambda _: "x" * 10**6,
        lambda _: ["x" * 10**6],
        lambda _: [0.0] * 10**7,
        lambda _: np.zeros(10**7),
        lambda _: 10**10**6,
        lambda _: [10**10**6],
        lambda _: dict.fromkeys(range(10**6)),
        lambda _: (n for n in iter(int, 1)),
        raises(ValueError("x" * 10**6)),
    ],
)
def test_much_output_is_cut(answer):
    found, seconds = ends(answer)
    assert found.kind in ("recognised", "unknown")
    assert len(report(DOUBLE, found).html) < 5_000
    assert seconds < 30
    assert len(trying.attempt(answer, ([2.0],)).printed) <= trying.PRINTED


def test_a_way_without_return_is_named():
    def half_way(numbers):
        return [2 * numbers[0]] if len(numbers) == 1 else None

    assert verdict(half_way) == (
        "recognised",
        "For double([2, 3]) your function comes to its end without a return. One of the ways through it has none: look at "
        "each if, else and loop.",
    )

    def forgets(numbers):
        doubled = [2 * n for n in numbers]  # noqa: F841

    assert verdict(forgets)[1].endswith("without a return. End it with return.")


def test_a_mistake_is_named_if_it_agrees_mostly_and_not_by_chance():
    fields = {field: getattr(HALF, field) for field in ("name", "solution", "hints", "right", "twin", "twin_answer")}
    probes = tuple((float(n),) for n in (1, 2, 3, 5, 7))
    known = Exercise(**fields, probes=probes, mistakes=(Mistake(lambda n: n**3 + 40, "The cube: {got}."),))

    def like(places):
        return judge(known, lambda n: n**3 + (40 if n in places else 41 + n**0.7)).message

    assert like((1, 2, 3, 5, 7)) == "The cube: 41."
    assert like((2, 3, 5)) == f"The cube: 48. {MOSTLY}"  # and the smallest input that shows it is the first that agrees
    assert "The cube" not in like((2, 3))


def test_inputs_in_another_order_are_named_before_what_came_out():
    def focal(p, label, gamma):
        return -((1 - p) ** gamma) * np.log(p) if label == 1 else -(p**gamma) * np.log(1 - p)

    message = judge(EXERCISES["focal.focal"], focal).message
    assert "(p, label, gamma). It is called with (label, p, gamma)." in message
    assert "order" not in judge(EXERCISES["focal.focal"], lambda label, p, gamma: label + p + gamma).message
    assert "order" not in judge(EXERCISES["focal.focal"], lambda a, b, c: a + b + c).message  # names of one's own


def test_where_libraries_differ_in_the_order_inputs_are_given_by_name():
    def bce(label, p):
        return -np.log(p if label == 1 else 1 - p)

    exercise = EXERCISES["binary_cross_entropy.bce"]
    assert judge(exercise, bce).kind == judge(exercise, lambda p, label: bce(label, p)).kind == "right"
    assert "base 2" in judge(exercise, lambda label, p: bce(label, p) / np.log(2)).message
    assert "every row was treated as a yes" not in judge(exercise, lambda label, p: label + p).message
    assert "NameError" in judge(exercise, lambda label, p: nowhere(label, p)).message  # noqa: F821


def test_a_number_of_numpy_without_axes_is_a_number():
    wrong = judge(EXERCISES["huber.huber"], lambda e, d: np.where(abs(e) <= d, e * e / 2, d * abs(e) - d / 3))
    assert wrong.kind == "recognised"
    assert (
        judge(EXERCISES["huber.huber"], lambda e, d: np.where(abs(e) <= d, e * e / 2, d * (abs(e) - d / 2))).kind
        == "right"
    )


def test_code_that_ended_by_itself_is_not_changed_into_code_that_does_not():
    def double(numbers):
        turns = 0
        while turns != 20:
            turns += 4
        return [2 * n if n > 0 else 17.3 - n * turns for n in numbers]

    start = time.monotonic()
    assert judge(DOUBLE, double).kind != "right"
    assert time.monotonic() - start < 1


def test_two_branches_without_a_return_hear_of_return():
    silent = {}
    exec("def huber(error, delta):\n    if error > delta:\n        loss = 1\n    else:\n        loss = 2\n", silent)
    assert "End it with return." in judge(EXERCISES["huber.huber"], silent["huber"]).message


def test_a_step_on_the_way_that_is_returned_is_told_from_a_part_that_is_forgotten():
    def gap(chosen, rejected, ref_chosen, ref_rejected, beta):
        return beta * ((chosen - ref_chosen) - (rejected - ref_rejected))

    assert "a step on the way is returned" in judge(EXERCISES["preferences.dpo"], gap).message
    assert (
        "the mean is left out"
        in judge(EXERCISES["mse.mse"], lambda p, a: [(x - y) ** 2 for x, y in zip(p, a, strict=True)]).message
    )


def test_lost_brackets_after_a_minus_are_no_plus():
    def dpo(chosen, rejected, ref_chosen, ref_rejected, beta):
        return np.logaddexp(0, -beta * (chosen - ref_chosen - rejected - ref_rejected))

    assert "the brackets after a minus are missing" in judge(EXERCISES["preferences.dpo"], dpo).message


def test_a_number_is_named_only_if_it_stands_in_the_lines_with_its_sign():
    assert numbers_in(lambda x: x * -1 + 2.5) == {-1, 2.5}


def test_what_is_not_looked_at_is_named():
    fields = {field: getattr(HALF, field) for field in ("hints", "right", "twin", "twin_answer")}
    power = Exercise(
        name="demo.power",
        solution="def power(base, height):\n    return base ** height + 3",
        probes=((2.0, 3), (3.0, 2), (4.0, 5)),
        mistakes=(),
        **fields,
    )
    assert "no other `height` that was tried changes that" in judge(power, lambda base, _: base**2.5 + 1).message
    assert "for every input that was tried" in judge(power, lambda *_: 0.123).message
    assert (
        "it is wrong where the size of `base` is larger than `height`"
        in judge(power, lambda base, height: base**height + 3 if height > base else 17.3 * base * height**1.1).message
    )


def test_the_answer_to_another_exercise_is_known_as_such():
    cube = Exercise(
        name="demo.cube",
        solution="def cube(number):\n    return number ** 3 + number ** 1.7",
        probes=((1.5,),),
        mistakes=(),
        hints=("", "", ""),
        right="",
        twin="",
        twin_answer="",
    )
    answer = cube.answer
    assert judge(HALF, answer).kind == "unknown"
    assert judge(HALF, answer, (HALF, cube)).message.endswith("what another exercise asks for, demo.cube.")


@pytest.mark.parametrize(("count", "named"), [(4, True), (3, True), (2, False)])
def test_a_rare_slip_is_named_if_several_numbers_speak_for_it(count, named):
    fields = {field: getattr(HALF, field) for field in ("hints", "right", "twin", "twin_answer")}
    area = Exercise(
        name="demo.area",
        solution="def area(width, height):\n    return width * height",
        probes=((2.5, 3.5), (4.5, 2.5), (7.5, 2.5), (3.5, 1.5))[:count],
        mistakes=(),
        **fields,
    )
    words = "Your numbers are those that come out when + stands in place of *."
    assert (words in judge(area, lambda width, height: width + height).message) is named


def test_two_different_numbers_never_look_alike():
    found = judge(HALF, lambda number: number / 2 + 1e-7)
    assert found.case == "half(8). Yours gave 4.0000001."
    found = judge(HALF, lambda number: number / 2 + (1e-7 if number == 8 else 0.3))
    assert found.message.startswith("Not there yet. The smallest input that shows it: half(2). Yours gave 1.3.")


def test_what_stops_at_a_later_input_is_told():
    kind, message = verdict(lambda number: 40.5 if number == 8 else 1 / 0, HALF)
    assert kind == "recognised"
    assert message.startswith("half(2) stopped in line")


def test_of_several_warnings_the_first_tells_the_cause():
    big = np.array([1000.0])
    assert trying.attempt(lambda: np.exp(big) / np.exp(big), ()).warned.startswith("overflow")
