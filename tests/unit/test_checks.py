"""Bad input is refused in words a beginner can act on, and good input is never changed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import lossbook
from lossbook import LOSSES
from lossbook.checks import real_array, same_shape

FUNCTIONS = [function for loss in LOSSES.values() for function in (loss.value, loss.gradient, loss.cost)]
FUNCTIONS += [lossbook.mean_squared_error, lossbook.mean_absolute_error]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("predictions", "actuals", "kind", "words"),
    [
        ([1, 2, 3], [[1], [2], [3]], ValueError, r"\(3,\) and \(3, 1\).*np\.ravel\(actuals\)"),
        ([[1], [2], [3]], [1, 2, 3], ValueError, r"\(3, 1\) and \(3,\).*np\.ravel\(predictions\)"),
        ([1, 2], [1, 2, 3], ValueError, r"\(2,\) and \(3,\).*exactly one answer"),
        (1.0, [1, 2], ValueError, r"\(\) and \(2,\)"),
        ([[1, 2], [3]], [1, 2], ValueError, "lists of different lengths"),
        (["1", "2"], [1, 2], TypeError, "text.*'1'"),
        ([1 + 2j], [1], TypeError, "complex"),
        ([None], [1], TypeError, "None"),
        (np.array(["2026-01-01"], dtype="datetime64[D]"), [1], TypeError, "dates"),
        (np.ma.array([1.0, 2.0], mask=[0, 1]), [1, 2], TypeError, "compressed"),
    ],
)
def test_bad_input_is_named(function, predictions, actuals, kind, words):
    with pytest.raises(kind, match=words):
        function(predictions, actuals)


@pytest.mark.parametrize(
    "mean", [lossbook.mean_squared_error, lossbook.mean_absolute_error, *(loss.cost for loss in LOSSES.values())]
)
class TestMeans:
    def test_nothing_has_no_mean(self, mean):
        with pytest.raises(ValueError, match="no mean of nothing"):
            mean([], [])

    def test_first_missing_value_is_named(self, mean):
        with pytest.raises(ValueError, match="index 2 is NaN"):
            mean([1, 2, np.nan, np.nan], [1, 2, 3, 4])
        with pytest.raises(ValueError, match=r"index \(1, 0\) is NaN"):
            mean([[1, 2], [np.nan, 4]], [[1, 2], [3, 4]])
        with pytest.raises(ValueError, match="only example is NaN"):
            mean(np.nan, 1.0)

    def test_infinite_is_infinite(self, mean):
        assert mean([np.inf, 1], [0, 1]) == np.inf

    @pytest.mark.parametrize("weights", [[-1, 2], [0, 0], [np.inf, 1], [np.nan, 1]])
    def test_weights_outside_their_domain(self, mean, weights):
        with pytest.raises(ValueError, match="weights must be finite, 0 or more"):
            mean([1, 2], [3, 4], weights=weights)

    def test_weights_of_another_shape(self, mean):
        with pytest.raises(ValueError, match=r"losses and weights must have the same shape, got \(2,\) and \(3,\)"):
            mean([1, 2], [3, 4], weights=[1, 1, 1])

    def test_weights_divide_by_their_sum(self, mean):
        repeated = mean([1, 5, 5, 5], [3, 1, 1, 1])
        assert mean([1, 5], [3, 1], weights=[1, 3]) == pytest.approx(repeated, rel=1e-15)
        assert mean([1, 5], [3, 1], weights=[10, 30]) == pytest.approx(repeated, rel=1e-15)

    def test_weight_zero_does_not_count(self, mean):
        assert mean([np.inf, 5], [0, 1], weights=[0, 1]) == mean([5], [1])
        with pytest.raises(ValueError, match="index 2 is NaN"):
            mean([np.nan, 5, np.nan], [0, 1, 2], weights=[0, 1, 1])

    def test_is_a_python_float(self, mean):
        assert type(mean(np.float32([1, 2]), np.float32([2, 4]))) is float

    def test_float32_is_summed_in_float64(self, mean):
        n = 1_000_003
        predictions = np.full(n, 0.1, dtype=np.float32)
        # Every term is the same float32, so the mean must be that number.
        assert mean(predictions, np.zeros(n, np.float32)) == pytest.approx(
            mean(predictions[:1], np.zeros(1, np.float32)), rel=1e-13
        )


@pytest.mark.parametrize(
    ("given_type", "expected"),
    [
        ("uint8", "float64"),
        ("int32", "float64"),
        ("bool", "float64"),
        ("float16", "float32"),
        ("float32", "float32"),
        ("float64", "float64"),
    ],
)
def test_number_types(given_type, expected):
    for loss in LOSSES.values():
        one, two = np.array([1, 0], given_type), np.array([0, 1], given_type)
        assert loss.value(one, two).dtype == expected
        assert loss.gradient(one, two).dtype == expected


def test_small_integers_do_not_wrap_around():
    assert lossbook.absolute_error(np.uint8([1]), np.uint8([2])).tolist() == [1]
    assert lossbook.squared_error(np.int8([-100]), np.int8([100])).tolist() == [40_000]


@given(arrays.arrays(np.float64, (3, 2), elements=st.floats(-1e6, 1e6)))
def test_input_is_never_written_to(values):
    for loss in LOSSES.values():
        predictions, actuals = values.copy(), values[::-1].copy()
        predictions.flags.writeable = actuals.flags.writeable = False
        loss.value(predictions, actuals)
        loss.gradient(predictions, actuals)
        loss.cost_and_gradient(predictions, actuals)


def test_floats_are_not_copied():
    values = np.array([1.0, 2.0])
    assert real_array("values", values) is values


def test_scalars_are_one_example():
    assert same_shape(a=1, b=2.5)[1].shape == ()
    assert lossbook.mean_squared_error(28, 30) == 4
