"""Slopes by nudging, and descent along them."""

import numpy as np
import pytest

from lossbook.learning import minimise, numeric_gradient, one_weight_path, one_weight_slope


def test_slope_of_every_number():
    weights = np.array([[1.0, -2.0], [0.5, 3.0]])
    slopes = numeric_gradient(lambda w: (w**3).sum() + w[0, 0] * w[1, 1], weights)
    np.testing.assert_allclose(slopes, 3 * weights**2 + [[3.0, 0.0], [0.0, 1.0]], rtol=1e-8)
    assert weights.tolist() == [[1.0, -2.0], [0.5, 3.0]]


def test_nudge_is_as_far_as_one_says():
    assert numeric_gradient(lambda w: float(w**3), 1.0, nudge=2.0) == 7  # (27 + 1) / 4
    assert numeric_gradient(lambda w: float(w**3), 1.0) == pytest.approx(3, rel=1e-9)


@pytest.mark.parametrize("number", [float, np.float32, np.array, int, bool])
def test_a_cost_may_be_any_plain_number(number):
    assert minimise(lambda _: number(1), 1.0, rate=0.1, steps=1) == [1, 1]


def test_descent_takes_the_slope_at_the_place_itself():
    assert minimise(lambda w: float(w**4), 1.0, rate=0.1, steps=1) == pytest.approx([1, 0.6**4], rel=1e-8)


def test_descent_goes_on_when_the_cost_is_infinite():
    losses = minimise(lambda w: (w**2).sum(), [1e200, 0.0], rate=0.1)
    assert losses[0] == np.inf
    assert len(losses) == 61


def test_descent_leaves_its_start_alone():
    start = np.array([1.0])
    minimise(lambda w: float((w**2).sum()), start, rate=0.1, steps=3)
    assert start.tolist() == [1]


def test_one_weight_flies_apart_without_a_warning():
    assert one_weight_slope(1e200, [1e100], [1.0]) == np.inf
    assert len(one_weight_path(1.0, [1], [2])) == 4
