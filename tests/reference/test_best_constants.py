"""What the catalogue says about the best single answer and its cost, found by search on random answers.

"Baseline" means one thing: what the best constant costs.
"""

import re

import numpy as np
import pytest

import lossbook
from lossbook import LOSSES
from lossbook.learning import best_constant
from lossbook.losses.kinds import Kind

RANDOM = np.random.default_rng(11)
SKEWED = [np.exp(RANDOM.normal(0, 1.5, size)) for size in (4, 5, 9, 30)]  # no two of mean, median and middle agree
RARE = [RANDOM.permutation(np.repeat([0.0, 1.0], sizes)) for sizes in ((7, 2), (3, 8), (5, 5), (97, 3))]
SOFT = [RANDOM.uniform(0, 1, size) for size in (5, 12)]
CLASSES = [RANDOM.choice(3, size, p=[0.6, 0.3, 0.1]) for size in (20, 60)]
SIGNS = [2 * labels - 1 for labels in RARE if labels.mean() != 0.5]


def cost(loss, constant, answers):
    return loss.cost(np.full_like(answers, constant), answers)


def cheapest(loss, answers):
    """The best constant, and what it costs; nothing near or far is cheaper."""
    best = best_constant(loss, answers)
    lowest = cost(loss, best, answers)
    span = {
        Kind.NUMBER: (answers.min() - 1, answers.max() + 1),
        Kind.PROBABILITY: (1e-6, 1 - 1e-6),
        Kind.SCORE: (-8, 8),
    }
    others = [cost(loss, other, answers) for other in np.linspace(*span[loss.kind], 201)]
    assert lowest <= min(others) * (1 + 1e-12)
    return best, lowest


def entropy(shares):
    shares = np.asarray(shares)[np.asarray(shares) > 0]
    return -float(np.sum(shares * np.log(shares)))


def expected(words, answers):
    assert words in SAID, f"Say in SAID how {words!r} is computed."
    return SAID[words](answers)


def capped_errors_cancel(answers, delta):
    """The place at which errors, cut off at delta, add up to 0, by halving."""
    low, high = answers.min(), answers.max()
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if np.sum(np.clip(middle - answers, -delta, delta)) < 0 else (low, middle)
    return middle


_OF_ONE_SHARE = "-(r ln r + (1 - r) ln(1 - r)) for a share r of yes: ln 2 if r is one half, and less otherwise"
_OF_ALL_SHARES = "minus the sum of s ln s over the shares s: ln K if all K are equal, and less otherwise"
# Each phrase of the catalogue that gives a value, and how the value is worked out without the package.
SAID = {
    "the mean of the answers": lambda y: sum(y) / len(y),
    "the variance of the answers": lambda y: sum((y - sum(y) / len(y)) ** 2) / len(y),
    "the median of the answers": np.median,
    "the mean distance of the answers from their median": lambda y: np.mean(abs(y - np.median(y))),
    "the share of yes among the answers": np.mean,
    "the score whose sigmoid is the share of yes": lambda y: np.log(np.mean(y) / (1 - np.mean(y))),
    _OF_ONE_SHARE: lambda y: entropy([np.mean(y), 1 - np.mean(y)]),
    "the share of each class among the answers": lambda y: np.bincount(y) / len(y),
    "the logarithms of the shares of the classes": lambda y: np.log(np.bincount(y) / len(y)),
    _OF_ALL_SHARES: lambda y: entropy(np.bincount(y) / len(y)),
    "+1 or -1, the commoner sign": lambda y: np.sign(np.sum(y)),
    "half the variance divided by the square of the spread, + ln spread + half of ln 2 pi": lambda y, spread: (
        np.mean((y - np.mean(y)) ** 2) / 2 / spread**2 + np.log(spread) + np.log(2 * np.pi) / 2
    ),
    "the mean distance from the median divided by the width, + ln of twice the width": lambda y, width: (
        np.mean(abs(y - np.median(y))) / width + np.log(2 * width)
    ),
    "twice the share of the rarer sign": lambda y: 2 * min(np.mean(y > 0), np.mean(y < 0)),
}
DATA = {
    "squared_error": SKEWED,
    "absolute_error": [answers for answers in SKEWED if len(answers) % 2] + [np.array([1.0, 2.0, 40.0])],
    "binary_cross_entropy": RARE + SOFT,
    "binary_cross_entropy_from_logits": RARE + SOFT,
    "hinge": SIGNS,
}


@pytest.mark.parametrize(("name", "answers"), [(name, each) for name, sets in DATA.items() for each in sets])
def test_one_number_for_all(name, answers):
    loss = LOSSES[name]
    best, lowest = cheapest(loss, answers)
    assert best == pytest.approx(expected(loss.best_constant, answers), rel=1e-6, abs=1e-9)
    assert lowest == pytest.approx(expected(loss.baseline, answers), rel=1e-9)


@pytest.mark.parametrize("name", ["categorical_cross_entropy", "categorical_cross_entropy_from_logits"])
@pytest.mark.parametrize("answers", CLASSES, ids=len)
def test_one_row_for_all(name, answers):
    loss = LOSSES[name]

    def of_row(row):
        return loss.cost(np.tile(row, (len(answers), 1)), answers)

    row = expected(loss.best_constant, answers)
    lowest = of_row(row)
    assert lowest == pytest.approx(expected(loss.baseline, answers), rel=1e-12)
    for _ in range(500):
        other = row + RANDOM.normal(0, RANDOM.choice([0.01, 0.1, 1]), 3)
        if loss.kind is Kind.CLASS_PROBABILITIES:
            other = np.abs(other) / np.abs(other).sum()
        assert of_row(other) >= lowest - 1e-12


@pytest.mark.parametrize("answers", SKEWED, ids=len)
@pytest.mark.parametrize("delta", [0.05, 1.0, 50.0])
def test_huber(answers, delta):
    loss = LOSSES["huber"].with_parameters(delta=delta)
    assert loss.best_constant == "where the errors, cut off at delta, add up to 0"
    assert loss.baseline == "the mean Huber loss from there"
    best, lowest = cheapest(loss, answers)
    pulls = np.clip(best - answers, -delta, delta)
    assert abs(pulls.sum()) < 1e-9
    if len(answers) % 2:
        assert best == pytest.approx(capped_errors_cancel(answers, delta), abs=1e-9)
    if delta == 50:
        assert best == pytest.approx(answers.mean())
    errors = abs(best - answers)
    assert lowest == pytest.approx(np.mean(np.where(errors <= delta, errors**2 / 2, delta * (errors - delta / 2))))


@pytest.mark.parametrize("name", ["focal", "focal_from_logits"])
@pytest.mark.parametrize("gamma", [0.5, 2.0, 5.0])
def test_focal(name, gamma):
    loss = LOSSES[name].with_parameters(gamma=gamma)
    middle = "one half" if name == "focal" else "0"
    assert loss.best_constant == f"nearer to {middle} than under cross-entropy (without alpha)"
    assert loss.baseline == "the cost of that constant: without alpha, at most ln 2 / 2^gamma"
    for answers in (*RARE, *SOFT):
        share = np.mean(answers)
        middle, honest = (0.5, share) if name == "focal" else (0.0, np.log(share / (1 - share)))
        best, lowest = cheapest(loss, answers)
        assert abs(best - middle) <= abs(honest - middle) + 1e-9
        assert share == 0.5 or abs(best - middle) < abs(honest - middle)
        assert lowest <= np.log(2) / 2**gamma + 1e-12
    assert best_constant(LOSSES["focal"].with_parameters(alpha=0.9), RARE[2]) > 0.6  # so "without alpha" is needed


@pytest.mark.parametrize("answers", DATA["absolute_error"], ids=len)  # one median
@pytest.mark.parametrize("size", [0.1, 1.0, 7.0])
@pytest.mark.parametrize(("name", "setting"), [("gaussian_nll", "spread"), ("laplace_nll", "width")])
def test_bells_and_tents(name, setting, size, answers):
    loss = LOSSES[name].with_parameters(**{setting: size})
    best, lowest = best_constant(loss, answers), cost(loss, best_constant(loss, answers), answers)
    assert lowest <= min(cost(loss, other, answers) for other in np.linspace(min(answers) - 1, max(answers) + 1, 201))
    assert best == pytest.approx(expected(loss.best_constant, answers), rel=1e-9)
    assert lowest == pytest.approx(SAID[loss.baseline](answers, size), rel=1e-12)


@pytest.mark.parametrize("answers", SKEWED, ids=len)
def test_bells_with_their_own_spread(answers):
    loss = LOSSES["gaussian_nll_from_rows"]
    assert loss.best_constant == "the mean of the answers, and the logarithm of their standard deviation"
    assert loss.baseline == "the logarithm of their standard deviation, + 1/2 + half of ln 2 pi"
    spread = np.sqrt(np.mean((answers - np.mean(answers)) ** 2))
    best = np.array([np.mean(answers), np.log(spread)])
    lowest = loss.cost(np.tile(best, (len(answers), 1)), answers)
    assert lowest == pytest.approx(np.log(spread) + 0.5 + np.log(2 * np.pi) / 2, rel=1e-12)
    for shift in RANDOM.normal(0, 0.3, (200, 2)):
        assert loss.cost(np.tile(best + shift, (len(answers), 1)), answers) > lowest


@pytest.mark.parametrize("margin", [0.2, 1.0])
def test_all_points_on_one_spot_cost_the_margin(margin):
    loss = LOSSES["triplet"].with_parameters(margin=margin)
    assert loss.best_constant == "none: with all points on one spot the loss is the margin"
    assert loss.baseline == "the margin"
    for spot in RANDOM.normal(0, 3, (5, 2)):
        assert loss.cost(*[np.tile(spot, (4, 1))] * 3) == pytest.approx(margin)


def test_equal_scores_cost_ln_2():
    loss = LOSSES["preference"]
    assert loss.best_constant == "none: all scores that are equal cost the same"
    assert loss.baseline == "ln 2, for equal scores"
    for score in RANDOM.normal(0, 30, 5):
        assert loss.cost([score] * 3, [score] * 3) == pytest.approx(np.log(2))


def test_every_entry_is_tested_and_types_no_number():
    tested = {*DATA, "categorical_cross_entropy", "categorical_cross_entropy_from_logits", "huber", "focal", "focal_from_logits", "triplet", "gaussian_nll", "laplace_nll", "gaussian_nll_from_rows", "preference"}  # fmt: skip
    assert tested == set(LOSSES)
    for loss in LOSSES.values():
        assert not re.search(r"\d\.\d", loss.baseline + loss.best_constant), loss.name


@pytest.mark.parametrize("answers", [answers for answers in SKEWED if len(answers) % 2], ids=len)  # one median
@pytest.mark.parametrize("name", ["squared_error", "absolute_error", "huber"])
def test_constants_of_losses_made_from_others(name, answers):
    loss, other = LOSSES[name], LOSSES["absolute_error"]
    both = lossbook.combined(loss, other, balance=0.7)
    assert both.best_constant == "between those of the two losses"
    low, high = sorted((best_constant(loss, answers), best_constant(other, answers)))
    assert low - 1e-9 <= cheapest(both, answers)[0] <= high + 1e-9
    dearer = lossbook.asymmetric(loss, over=1, under=4)
    assert dearer.best_constant == "shifted to where the dearer mistake is rarer"
    assert np.mean(cheapest(dearer, answers)[0] < answers) <= np.mean(best_constant(loss, answers) < answers)
    first = answers[0]
    counted = lossbook.weighted(loss, {first: 3.0})
    assert counted.best_constant == f"{loss.best_constant}, each counted by its weight"
    threefold = np.concatenate([answers, [first, first]])
    assert cheapest(counted, answers)[0] == pytest.approx(best_constant(loss, threefold), rel=1e-9)
