"""Every formula that a page, the catalogue or a docstring shows gives what the package computes.

The text itself is parsed (`tests.reference.latex`), so a changed sign or exponent is found, and a formula that is new has
to say here what it is compared with.
"""

import importlib
import inspect
import math
import pkgutil
import re
from dataclasses import replace

import numpy as np
import pytest

import lossbook
from lossbook import LOSSES
from lossbook.learning import Linear, best_constant, numeric_gradient, step, widest_street
from lossbook.losses.kinds import Kind
from tests.conftest import ROOT
from tests.reference.latex import Formula
from tests.samples import draw

SETTINGS = {
    "huber": [{"delta": 1.0}, {"delta": 2.5}],
    "focal": [{"gamma": 2.0, "alpha": None}, {"gamma": 0.5, "alpha": 0.3}, {"gamma": 1.0, "alpha": 0.9}],
    "focal_from_logits": [{"gamma": 2.0, "alpha": None}, {"gamma": 0.5, "alpha": 0.3}, {"gamma": 0.0, "alpha": 0.9}],
    "triplet": [{"margin": 1.0}, {"margin": 0.2}, {"margin": 4.0}],
    "gaussian_nll": [{"spread": 1.0}, {"spread": 0.1}, {"spread": 2.5}],
    "laplace_nll": [{"width": 1.0}, {"width": 0.1}, {"width": 2.5}],
}
CASES = [LOSSES[name].with_parameters(**given) for name in LOSSES for given in SETTINGS.get(name, [{}])]
BY_SCORE = [case for case in CASES if case.name == "focal_from_logits"]
MADE = [
    *(lossbook.weighted(loss, {1.0: 3.0, 2.0: 0.5}) for loss in CASES if loss.kind is Kind.NUMBER),
    *(lossbook.weighted(loss, {1.0: 3.0}) for loss in CASES if loss.kind not in (Kind.NUMBER, Kind.POINTS, Kind.PAIR)),
    *(
        lossbook.asymmetric(loss, over=1, under=3)
        for loss in CASES
        if loss.kind is Kind.NUMBER and not loss.value(0, 0)
    ),
    lossbook.combined(CASES[2], CASES[3], balance=0.5),
    lossbook.combined(LOSSES["squared_error"], lossbook.asymmetric(CASES[3], over=2, under=0.25), balance=1.5),
    lossbook.combined(BY_SCORE[-1], lossbook.weighted(BY_SCORE[-2], {0.0: 4.0}), balance=2),
    lossbook.combined(LOSSES["triplet"], LOSSES["triplet"].with_parameters(margin=2.0), balance=0.3),
]


def called(loss):
    settings = ", ".join(f"{name} {value}" for name, value in loss.parameters.items())
    return f"{loss.title} {settings}".strip()


def names(loss, inputs):
    """What the names in a formula stand for, for one example."""
    given = dict(loss.parameters)
    if "alpha" in given:
        alpha = given.pop("alpha")
        given |= {"alpha_1": 1.0, "alpha_0": 1.0} if alpha is None else {"alpha_1": alpha, "alpha_0": 1 - alpha}
    if loss.kind is Kind.POINTS:
        a, p, n = inputs
        return {**given, "a": a, "p": p, "n": n, "d": lambda one, two: float(np.linalg.norm(one - two))}
    if loss.kind is Kind.PAIR:
        return {"s_w": inputs[0], "s_l": inputs[1]}
    prediction, answer = inputs
    if loss.kind in (Kind.CLASS_SCORES, Kind.CLASS_PROBABILITIES):
        p = lossbook.softmax(prediction) if loss.kind is Kind.CLASS_SCORES else prediction
        found = {"p": p, "z": prediction, "c": int(answer), "classes": range(len(prediction))}
    elif loss.kind is Kind.NUMBER:
        found = {"y_hat": prediction, "y": answer}
    elif loss.kind is Kind.BELL:
        found = {"m": prediction[0], "t": prediction[1], "y": answer}
    else:
        found = {"p": prediction, "x": prediction, "s": prediction, "y": answer}
    return {**given, **found, **dict.fromkeys(("w_y", "w_c"), weights(loss.function).get(float(answer), 1.0))}


def weights(function):
    """The weights that are somewhere inside a loss made from others."""
    inside = [part for part in (getattr(function, name, None) for name in ("function", "other")) if part is not None]
    return getattr(function, "weights", None) or next((found for part in inside if (found := weights(part))), {})


def examples(loss, n=40):
    """Random inputs: yes, no and labels between, both signs, every class, near and far guesses."""
    function = loss.function
    while hasattr(function, "function"):
        function = function.function
    inputs = draw(replace(loss, function=function), n, random=np.random.default_rng(5))
    if loss.kind is Kind.POINTS:
        inputs[2][: n // 2] *= 0.3  # strangers near and far
    answers = inputs[1]
    if loss.kind in (Kind.PROBABILITY, Kind.SCORE):
        assert set(np.unique(answers)) in ({-1.0, 1.0}, {0.0, 0.3, 1.0})
    if loss.kind is Kind.NUMBER:
        answers[::4] = np.tile([1.0, 2.0], n)[: len(answers[::4])]  # answers that have a weight of their own
    return inputs


def check_loss(loss, latex):
    inputs = examples(loss)
    for i, expected in enumerate(loss.value(*inputs)):
        found = Formula(latex).value(**names(loss, [part[i] for part in inputs]))
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12, err_msg=f"{called(loss)}: {latex}")


def check_slope(loss, latex):
    inputs = examples(loss)
    slopes = loss.gradient(*inputs)
    for i in range(len(inputs[0])):
        given = names(loss, [part[i] for part in inputs])
        if isinstance(slopes, tuple):
            expected = np.array([slope[i] for slope in slopes])
            found = np.broadcast_to(Formula(latex).value(**given), expected.shape)
        elif loss.kind in (Kind.CLASS_SCORES, Kind.CLASS_PROBABILITIES):
            expected = slopes[i]
            found = [Formula(latex).value(**given, k=k) for k in given["classes"]]
        else:
            expected, found = slopes[i], Formula(latex).value(**given)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12, err_msg=f"{called(loss)}: {latex}")


class TestCatalogue:
    @pytest.mark.parametrize("loss", CASES, ids=called)
    def test_formula(self, loss):
        check_loss(loss, loss.formula)

    @pytest.mark.parametrize("loss", CASES, ids=called)
    def test_slope(self, loss):
        check_slope(loss, loss.slope_formula)

    @pytest.mark.parametrize("loss", MADE, ids=called)
    def test_losses_made_from_others(self, loss):
        check_loss(loss, loss.formula)
        check_slope(loss, loss.slope_formula)


# --- docstrings ---


def documented():
    """Each formula of a docstring, with the function it belongs to."""
    for module in pkgutil.walk_packages(lossbook.__path__, "lossbook."):
        found = importlib.import_module(module.name)
        for name, thing in vars(found).items():
            if getattr(thing, "__module__", None) == module.name and inspect.getdoc(thing):
                for block in re.findall(
                    r"^\.\. math::(.*?)(?:\n\n|\Z)", inspect.getdoc(thing), re.MULTILINE | re.DOTALL
                ):
                    yield name, " ".join(block.split())


DOCUMENTED = sorted(set(documented()))
PREDICTIONS, ACTUALS = np.random.default_rng(7).normal(0, 3, (2, 6))
MANY = {"n": 6, "y_hat": lambda i: PREDICTIONS[i - 1], "y": lambda i: ACTUALS[i - 1]}  # counted from 1
SCORES = np.array([2.0, -1.0, 0.5])
ROW = {"z": SCORES, "classes": range(3)}
LEFT, RIGHT = np.random.default_rng(8).normal(0, 2, (2, 4, 3))
TABLE = lossbook.similarities(LEFT, RIGHT)


class Vector:
    """Numbers whose product is that of two vectors, and whose size is a length."""

    def __init__(self, numbers):
        self.numbers = numbers

    def __mul__(self, other):
        return float(self.numbers @ other.numbers)

    def __abs__(self):
        return math.hypot(*self.numbers)


PAIR = {"a": list(map(Vector, LEFT)), "b": list(map(Vector, RIGHT))}
CELLS = {"s": TABLE, "T": 0.3, "classes": range(4)}
ROW_SHARES, COLUMN_SHARES = lossbook.softmax(TABLE / 0.3), lossbook.softmax(TABLE.T / 0.3).T


def slopes_of_cells(table, temperature):
    """The slope of the sum of all losses for each cell: rows ask, and columns."""
    own, slopes = np.arange(len(table)), lossbook.categorical_cross_entropy_from_logits_gradient
    return (slopes(table / temperature, own) + slopes(table.T / temperature, own).T) / (2 * temperature)


CELL_SLOPES = slopes_of_cells(TABLE, 0.3)
BET = np.array([[0.5, 0.3, 0.2], [0.2, 0.7, 0.1]])
BETS = {"p": BET[0], "q": BET[1], "classes": range(3)}
ELSEWHERE = {
    "sigmoid": lambda latex: [(Formula(latex).value(x=x), lossbook.sigmoid(x)) for x in (-3.0, 0.0, 0.7)],
    "softmax": lambda latex: [(Formula(latex).value(k=k, **ROW), lossbook.softmax(SCORES)[k]) for k in range(3)],
    "similarities": lambda latex: [
        (Formula(latex).value(**PAIR, i=i, j=j), TABLE[i, j]) for i in range(4) for j in range(4)
    ],
    "info_nce": lambda latex: [
        (Formula(latex).value(**CELLS, i=i), lossbook.info_nce(LEFT, RIGHT, temperature=0.3)[i]) for i in range(4)
    ],
    "info_nce_gradient": lambda latex: [
        (Formula(latex).value(r=ROW_SHARES, q=COLUMN_SHARES, T=0.3, i=i, j=j), CELL_SLOPES[i, j])
        for i in range(4)
        for j in range(4)
    ],
    "l2_penalty": lambda latex: [(Formula(latex).value(w=SCORES, classes=range(3)), lossbook.l2_penalty(SCORES))],
    "l1_penalty": lambda latex: [(Formula(latex).value(w=SCORES, classes=range(3)), lossbook.l1_penalty(SCORES))],
    "entropy": lambda latex: [(Formula(latex).value(p=BET[0], classes=range(3)), lossbook.entropy(BET[0]))],
    "cross_entropy": lambda latex: [(Formula(latex).value(**BETS), lossbook.cross_entropy(*BET))],
    "kl_divergence": lambda latex: [(Formula(latex).value(**BETS), lossbook.kl_divergence(*BET))],
    "mean_squared_error": lambda latex: [
        (Formula(latex).value(**MANY), lossbook.mean_squared_error(PREDICTIONS, ACTUALS))
    ],
    "mean_absolute_error": lambda latex: [
        (Formula(latex).value(**MANY), lossbook.mean_absolute_error(PREDICTIONS, ACTUALS))
    ],
    "dpo": lambda latex: [
        (Formula(latex).value(**logs, beta=beta), lossbook.dpo(*logs.values(), beta=beta))
        for logs in (
            {"c": -11.0, "r": -11.5, "c_r": -12.0, "r_r": -10.0},
            {"c": -9.0, "r": -2.0, "c_r": -1.0, "r_r": -4.0},
        )
        for beta in (0.1, 2.0)
    ],
}


@pytest.mark.parametrize(("name", "latex"), DOCUMENTED, ids=[name for name, _ in DOCUMENTED])
def test_docstrings(name, latex):
    loss = name.removesuffix("_gradient")
    if loss not in LOSSES:
        for found, expected in ELSEWHERE[name](latex):
            np.testing.assert_allclose(found, expected, rtol=1e-12)
        return
    of_catalogue, check = (
        (LOSSES[loss].formula, check_loss) if name == loss else (LOSSES[loss].slope_formula, check_slope)
    )
    assert of_catalogue.partition(r", \quad")[0] in latex
    for case in CASES:
        if case.name == loss:
            check(case, latex)


def test_every_loss_and_slope_has_its_formula_in_its_docstring():
    assert {name for name, _ in DOCUMENTED} == {*ELSEWHERE, *LOSSES, *(f"{name}_gradient" for name in LOSSES)}


# --- pages ---


def shown(page):
    """The formulas of a page that say something, in their order; single names and signs do not."""
    text = re.sub(
        r"^(`{3,})\{code-cell.*?^\1", "", (ROOT / "book" / f"{page}.md").read_text(encoding="utf-8"), flags=re.M | re.S
    )
    found = re.findall(r"^\$\$\n(.*?)\n\$\$$|\$([^$\n]+)\$", text, re.MULTILINE | re.DOTALL)
    return [
        latex
        for latex in (display or inline for display, inline in found)
        if re.search(r"[-+=^<>/]|\\(t?frac|ln|cdot|to|approx)", latex)
    ]


def equal(expected, **given):
    """The formula has this value."""
    return lambda latex: np.testing.assert_allclose(Formula(latex).value(**given), expected, rtol=1e-9, err_msg=latex)


def each(*checks):
    return lambda latex: [check(latex) for check in checks]


def of(loss, slope=False, cases=None):
    """The formula is that of a loss, on random inputs and in all its settings."""
    check = check_slope if slope else check_loss
    return lambda latex: [check(case, latex) for case in (cases or [case for case in CASES if case.name == loss])]


def truth_given(latex):
    """Focal loss as the chapter writes it: p_t and alpha_t are those of the answer, which is a yes or a no."""
    for case in (case for case in CASES if case.name == "focal"):
        for p in (0.1, 0.8):
            for y, p_t in ((1, p), (0, 1 - p)):
                alpha = case.parameters["alpha"]
                alpha_t = 1.0 if alpha is None else alpha if y else 1 - alpha
                found = Formula(latex).value(p_t=p_t, alpha_t=alpha_t, gamma=case.parameters["gamma"])
                assert found == pytest.approx(float(case.value(p, y)), rel=1e-12)


def huber_by_error(latex):
    for delta in (1.0, 3.0):
        for e in (-10.0, -2.0, -0.5, 0.0, 2.0, 3.0, 10.0):
            c = float(lossbook.huber_gradient(e, 0, delta=delta))
            assert Formula(latex).value(e=e, delta=delta, c=c) == pytest.approx(
                float(lossbook.huber(e, 0, delta=delta))
            )


def price_of_each_side(latex):
    late = lossbook.asymmetric(LOSSES["absolute_error"], over=1.5, under=4)
    check_loss(late, latex.replace(r"c_{\text{early}}", "1.5").replace(r"c_{\text{late}}", "4"))


def share_in_time(latex):
    """The best constant of unequal prices leaves this share of the answers below it."""
    days = np.arange(1000.0)
    for late, early in ((3.0, 1.0), (1.0, 4.0)):
        best = best_constant(lossbook.asymmetric(LOSSES["absolute_error"], over=early, under=late), days)
        assert Formula(latex).value(c_late=late, c_early=early) == pytest.approx(np.mean(days < best), abs=2e-3)


def border_of_costs(latex):
    """Acting is cheaper exactly above the border."""
    for miss, alarm in ((10.0, 1.0), (1.0, 3.0)):
        for p in np.linspace(0.01, 0.99, 49) + 1e-4:
            waiting, acting = p * miss, (1 - p) * alarm
            assert Formula(latex).holds(p=p, c_miss=miss, c_alarm=alarm) == (waiting > acting)


def nudged(latex):
    weights = np.array(1.3)
    found = Formula(latex).value(L=lambda w: w**3, w=1.3, h=1e-5)
    assert found == pytest.approx(float(numeric_gradient(lambda w: w**3, weights)), rel=1e-9)
    assert found == pytest.approx(3 * 1.3**2, rel=1e-6)


def one_step(latex):
    assert latex.startswith(r"w \leftarrow")
    model, (x, y) = Linear(1), np.array([[1.0, 2.0], [2.0, 5.0]])
    slopes = 2 * np.mean((0 * x - y) * x)
    step(model, LOSSES["squared_error"].cost_and_gradient, x[:, None], y, learning_rate=0.1)
    found = Formula(latex).values(w=0.0, eta=0.1, dL_dw=slopes)[-1]
    assert found == pytest.approx(float(np.ravel(model.parameters[0])[0]))


def truth_by_class(latex):
    scores, classes = examples(LOSSES["categorical_cross_entropy_from_logits"])
    for row, c in zip(scores, classes, strict=True):
        first, second = latex.split(r"\qquad\qquad")
        p = [Formula(first).value(z=row, k=k, classes=range(4)) for k in range(4)]
        np.testing.assert_allclose(p, lossbook.softmax(row), rtol=1e-12)
        loss = lossbook.categorical_cross_entropy_from_logits([row], [c])[0]
        np.testing.assert_allclose(Formula(second).value(p=p, c=int(c)), loss, rtol=1e-9)


def both_sides_of_the_loss(latex):
    scores, classes = examples(LOSSES["categorical_cross_entropy_from_logits"])
    for row, c in zip(scores, classes, strict=True):
        loss = lossbook.categorical_cross_entropy_from_logits([row], [c])[0]
        found = Formula(latex).values(z=row, c=int(c), classes=range(len(row)))
        np.testing.assert_allclose(found, [loss, loss], rtol=1e-9)


def price_of_width(latex):
    """The widest street has the lowest value of all streets nearby."""
    points, signs = np.array([[0.0, 1], [2, 2], [1, 0], [4, 3], [2, 1]]), np.array([-1, 1, -1, 1, -1])

    def value(weights, bias, price):
        losses = lossbook.hinge(points @ weights + bias, signs)
        return Formula(latex).value(w_1=weights[0], w_2=weights[1], C=price, n=len(signs), ell=lambda i: losses[i - 1])

    random = np.random.default_rng(4)
    for price in (0.1, 1.0):
        weights, bias = widest_street(points, signs, price=price)
        best = value(weights, bias, price)
        for turn in random.normal(0, 0.2, (20, 3)):
            assert value(weights + turn[:2], bias + turn[2], price) > best - 1e-9


def right_of_all(latex):
    said, true = np.array([0, 1, 2, 1, 1]), np.array([0, 2, 2, 1, 0])
    given = {"n": 5, "c_hat": lambda i: said[i - 1], "c": lambda i: true[i - 1]}
    assert Formula(latex).value(**given) == pytest.approx(lossbook.accuracy(said, true))


def means_of(mean):
    return equal(mean(PREDICTIONS, ACTUALS), **MANY)


def noise_error(latex):
    given = {"n": 6, "varepsilon_hat": MANY["y_hat"], "varepsilon": MANY["y"]}
    assert Formula(latex).value(**given) == pytest.approx(lossbook.mean_squared_error(PREDICTIONS, ACTUALS))


def share_of_the_variance(latex):
    near = ACTUALS + 0.3 * PREDICTIONS
    share = 1 - np.sum((near - ACTUALS) ** 2) / np.sum((ACTUALS - ACTUALS.mean()) ** 2)
    given = {"MSE": lossbook.mean_squared_error(near, ACTUALS), "variance": np.var(ACTUALS), "R": np.sqrt(share)}
    assert Formula(latex).values(**given) == pytest.approx([share, share])


def surprise(latex):
    for p in (0.1, 0.7):
        assert Formula(latex).value(p=p) == pytest.approx(float(lossbook.binary_cross_entropy(p, 1)))


def back_from_the_loss(latex):
    for p in (0.1, 0.7):
        assert Formula(latex).value(p=p, loss=float(lossbook.binary_cross_entropy(p, 1))) == pytest.approx(p)


def yes_from_the_score(latex):
    for score in (-3.0, 0.0, 2.0):
        found = float(lossbook.binary_cross_entropy_from_logits(score, 1))
        assert Formula(latex).value(s=score) == pytest.approx(found)


def sigmoid_both_ways(latex):
    for score in (-3.0, 0.0, 2.0):
        p = float(lossbook.sigmoid(score))
        assert Formula(latex).values(s=score, p=p) == pytest.approx([p, p])


def mean_price(latex):
    shares = np.array([0.125, 0.5, 0.25])
    prices = lossbook.categorical_cross_entropy(np.stack([shares, 1 - shares], axis=1), [0, 0, 0])
    assert Formula(latex).value(n=3, p=lambda t: shares[t - 1]) == pytest.approx(prices.mean(), rel=1e-12)


def both_ways(latex):
    losses = lossbook.info_nce(LEFT, RIGHT, temperature=0.3)
    found = [Formula(latex).value(**CELLS, i=i) for i in range(4)]
    np.testing.assert_allclose(found, losses, rtol=1e-12)


def lowest_of_pairs(latex):
    """Three directions can be equally far from each other in a plane, and partners coincide."""
    turn = 2 * np.pi * np.arange(3) / 3
    star = np.column_stack([np.cos(turn), np.sin(turn)])
    for temperature in (0.2, 1.0):
        expected = lossbook.mean_info_nce(star, star, temperature=temperature)
        assert Formula(latex).value(N=3, T=temperature) == pytest.approx(expected, rel=1e-12)


WEIGHTS = np.array([3.0, -1.0, 0.5])
OF_WEIGHTS = {"w": lambda j: WEIGHTS[j - 1], "d": 3, "L": 2.0, "lambda": 0.3}


def plus_squares(latex):
    found = Formula(latex).value(**OF_WEIGHTS)
    assert found == pytest.approx(2.0 + lossbook.Penalty(l2=0.3).cost([WEIGHTS]))


def plus_sizes(latex):
    found = Formula(latex).value(**OF_WEIGHTS)
    assert found == pytest.approx(2.0 + lossbook.Penalty(l1=0.3).cost([WEIGHTS]))


def step_with_decay(latex):
    """One step along the slope of the loss and of its penalty together."""
    slope, w, eta, dial = -1.7, 1.3, 0.1, 0.4
    whole = numeric_gradient(lambda at: float(slope * at + dial * at**2), np.array(w))
    found = Formula(latex).values(w=w, eta=eta, dL_dw=slope, **{"lambda": dial})[-1]
    assert found == pytest.approx(w - eta * float(whole), rel=1e-7)


def mean_of_logs(latex):
    spread = 2.0
    given = np.exp(-lossbook.gaussian_nll(PREDICTIONS, ACTUALS, spread=spread))
    found = Formula(latex).value(n=6, p=lambda i: given[i - 1])
    assert found == pytest.approx(lossbook.mean_gaussian_nll(PREDICTIONS, ACTUALS, spread=spread))


def bell_of_width(latex):
    for p, a in zip(PREDICTIONS, ACTUALS, strict=True):
        assert Formula(latex).value(y_hat=p, y=a, s=0.7) == pytest.approx(lossbook.gaussian_nll(p, a, spread=0.7))


def tent_of_width(latex):
    for p, a in zip(PREDICTIONS, ACTUALS, strict=True):
        assert Formula(latex).value(y_hat=p, y=a, s=0.7) == pytest.approx(lossbook.laplace_nll(p, a, width=0.7))


def what_a_bet_leaves(latex):
    """What a loss leaves of the chips: of a bet, both sides together leave 1."""
    score = float(lossbook.binary_cross_entropy_from_logits(2.0, 1))
    other = float(lossbook.binary_cross_entropy_from_logits(2.0, 0))
    assert Formula(latex).value(ell=score) + Formula(latex).value(ell=other) == pytest.approx(1)


PAGES = {
    "at_a_glance": [],
    "binary_cross_entropy": [
        surprise,
        back_from_the_loss,
        of("binary_cross_entropy"),
        sigmoid_both_ways,
        yes_from_the_score,
        surprise,
    ],
    "bug_clinic": [equal(math.e), equal(1.0), nudged],
    "categorical_cross_entropy": [
        truth_by_class,
        both_sides_of_the_loss,
        of("categorical_cross_entropy_from_logits", slope=True),
    ],
    "cheat_sheet": [],
    "choosing": [border_of_costs, border_of_costs],
    "contrastive": [both_ways, lowest_of_pairs],
    "custom": [price_of_each_side, share_in_time],
    "focal": [truth_given, equal(0.7, p=0.3), equal(0.75, alpha=0.25)],  # of a no: its probability, and its weight
    "hinge": [of("hinge"), price_of_width],
    "huber": [
        equal(lossbook.squared_error(1.7, 0), e=1.7),
        huber_by_error,
        huber_by_error,
        equal(lossbook.huber_gradient(-9, 0, delta=3), delta=3),
        equal(lossbook.huber_gradient(9, 0, delta=3), delta=3),
    ],
    "intro": [of("absolute_error"), means_of(lossbook.mean_absolute_error), equal(1.0, i=1)],
    "likelihood": [mean_of_logs, bell_of_width, tent_of_width, what_a_bet_leaves],
    "loss_vs_accuracy": [right_of_all],
    "mae": [means_of(lossbook.mean_absolute_error), equal(6.0, w=2, x=3)],
    "mse": [means_of(lossbook.mean_squared_error), share_of_the_variance, of("squared_error", slope=True)],
    # Perplexity, and bits, of 2 ln 2.
    "next_token": [mean_price, equal(4.0, ell=2 * math.log(2)), equal(2.0, ell=2 * math.log(2))],
    "penalties": [plus_squares, plus_sizes, step_with_decay],
    "denoising": [noise_error],
    "preferences": [of("preference")],
    "training_loop": [equal(6.0, w=2, x=3), one_step],
    "triplet": [of("triplet")],
}


@pytest.mark.parametrize("page", sorted(path.stem for path in (ROOT / "book").glob("*.md")))
def test_pages(page):
    formulas, checks = shown(page), PAGES.get(page, [])
    assert len(formulas) == len(checks), f"Say in PAGES what each formula of {page} is compared with: {formulas}"
    for latex, check in zip(formulas, checks, strict=True):
        check(latex)
