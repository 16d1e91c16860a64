"""Losses for numbers against mpmath, scikit-learn, numerical derivatives, and what must be true of them."""

import mpmath
import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sklearn import metrics

from lossbook import (
    LOSSES,
    absolute_error,
    absolute_error_gradient,
    mean_absolute_error,
    mean_squared_error,
    squared_error,
    squared_error_gradient,
)

mpmath.mp.dps = 400  # the same everywhere: the setting is global
NUMBERS = st.floats(-1e150, 1e150, allow_subnormal=False)
EXACT = {
    "squared_error": (lambda p, a: (p - a) ** 2, lambda p, a: 2 * (p - a)),
    "absolute_error": (lambda p, a: abs(p - a), lambda p, a: mpmath.sign(p - a)),
}


def ulps(got, exact):
    """Distance from the exact value, in units of the last digit of a float64."""
    return float(abs(mpmath.mpf(float(got)) - exact) / mpmath.mpf(float(np.spacing(abs(float(exact))))))


@pytest.mark.parametrize("name", EXACT)
@given(NUMBERS, NUMBERS)
@example(1.0, 1.0 + 2**-52)
@example(0.1, 0.3)
def test_to_the_last_digit(name, prediction, actual):
    # The difference of two floats is exact or rounded once; the formula may add one rounding of its own.
    error = mpmath.mpf(prediction - actual)
    assume(error == 0 or abs(error) > 1e-150)
    value, slope = EXACT[name]
    assert ulps(LOSSES[name].value(prediction, actual), value(error, 0)) <= 1
    assert ulps(LOSSES[name].gradient(prediction, actual), slope(error, 0)) <= 1


PAIRS = arrays.arrays(np.float64, st.tuples(st.just(2), st.integers(1, 30)), elements=st.floats(-1e6, 1e6))


@given(PAIRS)
def test_means_equal_those_of_scikit_learn(pair):
    predictions, actuals = pair
    assert mean_squared_error(predictions, actuals) == pytest.approx(
        metrics.mean_squared_error(actuals, predictions), rel=1e-12
    )
    assert mean_absolute_error(predictions, actuals) == pytest.approx(
        metrics.mean_absolute_error(actuals, predictions), rel=1e-12
    )


@given(PAIRS, st.data())
def test_weighted_means_equal_those_of_scikit_learn(pair, data):
    predictions, actuals = pair
    weights = data.draw(arrays.arrays(np.float64, predictions.shape, elements=st.floats(0.01, 100)))
    assert mean_squared_error(predictions, actuals, weights=weights) == pytest.approx(
        metrics.mean_squared_error(actuals, predictions, sample_weight=weights), rel=1e-12
    )
    assert mean_absolute_error(predictions, actuals, weights=weights) == pytest.approx(
        metrics.mean_absolute_error(actuals, predictions, sample_weight=weights), rel=1e-12
    )


@pytest.mark.parametrize("name", EXACT)
@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_slope_is_that_of_the_curve(name, prediction, actual):
    loss, nudge = LOSSES[name], 1e-3
    assume(all(abs(prediction - actual - kink) > 2 * nudge for kink in loss.kinks))
    rise = float(loss.value(prediction + nudge, actual) - loss.value(prediction - nudge, actual))
    assert rise / (2 * nudge) == pytest.approx(float(loss.gradient(prediction, actual)), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("name", EXACT)
@given(PAIRS)
def test_what_must_be_true_of_a_loss_for_numbers(name, pair):
    loss, (predictions, actuals) = LOSSES[name], pair
    values = loss.value(predictions, actuals)
    assert (values >= 0).all()
    np.testing.assert_array_equal(values, loss.value(actuals, predictions))  # symmetric
    np.testing.assert_array_equal(loss.value(actuals, actuals), np.zeros_like(actuals))  # 0 when perfect
    np.testing.assert_array_equal(loss.gradient(actuals, actuals), np.zeros_like(actuals))  # and flat there
    middle = (predictions + actuals) / 2
    chord = (values + loss.value(actuals, actuals)) / 2
    assert (loss.value(middle, actuals) <= chord * (1 + 1e-12) + 1e-9).all()  # convex


@given(arrays.arrays(np.int64, (2, 9), elements=st.integers(-(10**6), 10**6)))
def test_scaling(pair):
    predictions, actuals = pair / 1024
    np.testing.assert_array_equal(squared_error(8 * predictions, 8 * actuals), 64 * squared_error(predictions, actuals))
    np.testing.assert_array_equal(
        absolute_error(8 * predictions, 8 * actuals), 8 * absolute_error(predictions, actuals)
    )


def test_slope_at_the_kink_is_zero():
    assert absolute_error_gradient([1.0, -0.0], [1.0, 0.0]).tolist() == [0, 0]
    assert squared_error_gradient([28, 20], [30, 30]).tolist() == [-4, -20]


@given(arrays.arrays(np.float64, st.integers(1, 20), elements=st.floats(-1e3, 1e3)))
def test_best_constants(values):
    """The mean is best under squared error and the median under absolute error, as the catalogue says."""
    for cost, best in ((mean_squared_error, values.mean()), (mean_absolute_error, np.median(values))):
        least = cost(np.full_like(values, best), values)
        for other in (*values, best + 1, best - 0.1):
            assert least <= cost(np.full_like(values, other), values) + 1e-9
