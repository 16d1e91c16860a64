"""Each broken run is broken as it says, and its mend mends it."""

import re
from itertools import pairwise

import numpy as np
import pytest

from lossbook import binary_cross_entropy_from_logits_gradient, sigmoid, squared_error_gradient
from lossbook.course.bugs import BUGS
from lossbook.explorables import SpotTheBug
from lossbook.learning import minimise, numeric_gradient, softmax_twice_floor

CASE = {bug.title: bug for bug in BUGS}


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.title)
class TestEveryBug:
    def test_one_piece_is_wrong(self, bug):
        assert bug.code.count(bug.broken) == 1
        assert bug.mended not in bug.code
        assert len(bug.code.splitlines()) <= 15
        compile(bug.fixed_code, bug.name, "exec")

    def test_the_mend_changes_the_curve_for_the_better(self, bug):
        assert len(bug.losses) == len(bug.fixed_losses)
        assert np.all(np.isfinite(bug.fixed_losses))
        assert bug.fixed_losses[-1] >= 0
        assert bug.fixed_losses[-1] < 0.5 * bug.fixed_losses[0]
        # A leak, and padding that is counted, make the loss look better than it is.
        assert (
            bug.title in ("Too good to be true", "Below a coin toss") or not 0 <= bug.losses[-1] < bug.fixed_losses[-1]
        )

    def test_causes_differ_and_answer(self, bug):
        assert len({text for text, _ in bug.causes}) == len({feedback for _, feedback in bug.causes}) == 3
        assert all(len(feedback) > 20 for _, feedback in bug.causes)

    def test_the_symptom_is_filled_in(self, bug):
        assert "{" not in bug.shows


def test_floors_are_those_of_the_signatures():
    assert CASE["Stops at 1.46"].losses[-1] == pytest.approx(softmax_twice_floor(10), abs=0.005)
    assert f"{softmax_twice_floor(10):.3f}" in CASE["Stops at 1.46"].signature
    assert f"{softmax_twice_floor(3):.3f}" in CASE["Stops at 1.46"].signature
    lowest = np.log1p(np.exp(-1.0)), np.log(2)
    assert lowest[0] < CASE["Stops near 0.5"].losses[-1] < lowest[1]
    assert all(f"{floor:.3f}" in CASE["Stops near 0.5"].signature for floor in lowest)
    y = 2 * np.arange(-2, 3) + 1
    assert CASE["Stops at 8"].losses[-1] == pytest.approx(y.var())
    assert CASE["Stops at exactly 0.5"].losses[-1] == 0.5
    assert set(CASE["Never moves"].losses) == {0.2}


def test_the_explosion_grows_by_one_factor():
    losses = np.array(CASE["Explodes"].losses)
    factors = losses[1:] / losses[:-1]
    assert factors == pytest.approx(np.full(6, 200), rel=0.05)


def test_nan_comes_after_a_good_start():
    first, *others = CASE["Turns to nan"].losses
    assert first == pytest.approx(np.log(2))
    assert np.isnan(others).all()


def test_a_dead_start_has_a_tiny_slope():
    p = sigmoid(-6.0)
    ratio = binary_cross_entropy_from_logits_gradient(-6.0, 1.0) / (squared_error_gradient(p, 1.0) * p * (1 - p))
    assert 200 < ratio < 205


def test_the_leak_falls_below_the_noise_and_the_honest_loss_does_not():
    bug = CASE["Too good to be true"]
    assert bug.losses[-1] < 0.01
    assert bug.fixed_losses[-1] == pytest.approx(0.25, abs=0.06)


def test_padding_hides_the_price_of_letters():
    bug = CASE["Below a coin toss"]
    assert bug.losses[-1] < 0.3 < np.log(2) < bug.fixed_losses[-1] < 0.71
    assert bug.losses[0] == bug.fixed_losses[0] == pytest.approx(np.log(5))
    assert f"ln 2 = {np.log(2):.2f}" in bug.symptom


def test_shuffled_partners_rest_at_knowing_nothing():
    bug = CASE["Stops at ln 16"]
    assert np.log(16) - 0.1 < bug.losses[-1] < np.log(16)
    assert bug.losses[-1] == pytest.approx(bug.losses[-20], abs=1e-3)
    assert f"ln 16 = {np.log(16):.2f}" in bug.symptom


def test_right_causes_are_spread_over_the_places():
    places = [case["right"] for case in SpotTheBug().cases]
    assert min(places.count(place) for place in range(3)) >= 3
    # Going round and round, or a long row at one place, would give the next one away.
    steps = [(after - before) % 3 for before, after in pairwise(places)]
    assert all(steps.count(step) >= 2 for step in range(3))
    assert not any(a == b == c for a, b, c in zip(places, places[1:], places[2:], strict=False))
    for case, bug in zip(SpotTheBug().cases, BUGS, strict=True):
        assert case["causes"][case["right"]]["text"] == bug.causes[0][0]


def test_numeric_gradient_keeps_the_shape():
    weights = np.arange(6.0).reshape(2, 3)
    np.testing.assert_allclose(numeric_gradient(lambda w: np.sum(w**3), weights), 3 * weights**2, atol=1e-6)
    assert numeric_gradient(lambda w: float(w**2), 3.0) == pytest.approx(6)


def test_minimise_ends_at_the_lowest_point():
    losses = minimise(lambda w: float(np.sum((w - 2) ** 2) + 1), [0.0, 5.0], rate=0.25, steps=40)
    assert len(losses) == 41
    assert losses[-1] == pytest.approx(1)


def test_numbers_in_the_texts_are_computed():
    """The data of a case are given; every other number with three decimals is a floor that can be worked out."""
    floors = [softmax_twice_floor(10), softmax_twice_floor(3), np.log1p(np.exp(-1.0)), np.log(2)]
    texts = [text for bug in BUGS for text in (bug.setting, bug.symptom, bug.signature, *sum(bug.causes, ()))]
    assert set(re.findall(r"\d+\.\d{3,}", " ".join(texts))) == {f"{floor:.3f}" for floor in floors}
    assert [case.fixed_losses[0] for case in BUGS if case.title == "Stops at 1.46"] == [pytest.approx(np.log(10))]
