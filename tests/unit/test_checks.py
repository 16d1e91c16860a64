"""Bad input is refused in words a beginner can act on, and good input is never changed."""

import tracemalloc

import numpy as np
import pytest

import lossbook
from lossbook import LOSSES
from lossbook.losses import checks
from lossbook.losses.arrays import real_array, same_shape
from tests.samples import NUMBER_LOSSES, draw

FUNCTIONS = [function for loss in NUMBER_LOSSES.values() for function in (loss.value, loss.gradient, loss.cost)]
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
    "mean", [lossbook.mean_squared_error, lossbook.mean_absolute_error, *(loss.cost for loss in NUMBER_LOSSES.values())]
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


@pytest.mark.parametrize("name", ["triplet", "categorical_cross_entropy_from_logits", "categorical_cross_entropy"])
def test_one_example_that_is_larger_than_a_block_is_not_cut(name):
    loss, rows = LOSSES[name], np.random.default_rng(0).dirichlet(np.ones(60_000), 3)
    inputs = tuple(400 * rows) if name == "triplet" else (rows[0], 7)
    alone = loss.cost_and_gradient(*inputs)
    assert alone[0] == loss.cost(*inputs) == pytest.approx(float(loss.value(*inputs)))
    parts = loss.gradient(*inputs)
    for got, part in zip(*((x if isinstance(x, tuple) else (x,)) for x in (alone[1], parts)), strict=True):
        np.testing.assert_allclose(got, part, rtol=1e-12)


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
    for loss in NUMBER_LOSSES.values():
        one, two = np.array([1, 0], given_type), np.array([0, 1], given_type)
        assert loss.value(one, two).dtype == expected
        assert loss.gradient(one, two).dtype == expected


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
class TestEveryLoss:
    def test_float32_stays_float32(self, loss):
        inputs = draw(loss, 6, "float32")
        slopes = loss.gradient(*inputs)
        assert loss.value(*inputs).dtype == "float32"
        assert all(slope.dtype == "float32" for slope in (slopes if isinstance(slopes, tuple) else (slopes,)))

    def test_input_is_never_written_to(self, loss):
        inputs = draw(loss, 6)
        for values in inputs:
            values.flags.writeable = False
        loss.value(*inputs)
        loss.gradient(*inputs)
        loss.cost_and_gradient(*inputs)

    def test_blocks_give_the_same_as_the_whole(self, loss):
        inputs = draw(loss, 70_003, random=np.random.default_rng(1))
        cost, slope = loss.cost_and_gradient(*inputs)
        assert cost == pytest.approx(float(np.mean(loss.value(*inputs))), rel=1e-12)
        whole = loss.gradient(*inputs)
        for part, expected in zip(
            slope if isinstance(slope, tuple) else (slope,),
            whole if isinstance(whole, tuple) else (whole,),
            strict=True,
        ):
            np.testing.assert_allclose(part, expected / 70_003, rtol=1e-12)

    def test_other_shapes_are_refused(self, loss):
        inputs = draw(loss, 3)
        with pytest.raises(ValueError, match=r"got (shapes )?\(3,"):
            loss.value(inputs[0], inputs[1][:2], *inputs[2:])

    def test_nothing_has_no_mean(self, loss):
        with pytest.raises(ValueError, match="no mean of nothing"):
            loss.cost(*draw(loss, 0))

    def test_missing_value_is_named(self, loss):
        inputs = draw(loss, 4)
        inputs[0][2] = np.nan
        with pytest.raises(ValueError, match="index 2 is NaN"):
            loss.cost(*inputs)

    def test_one_example_without_a_list(self, loss):
        one = [values[0] for values in draw(loss, 1)]
        assert np.shape(loss.value(*one)) == ()


@pytest.mark.parametrize(
    ("function", "inputs", "words"),
    [
        (
            lossbook.binary_cross_entropy,
            ([0.5, 1.5], [0, 1]),
            r"probabilities must be from 0 to 1, got 1.5 at index 1.*_from_logits",
        ),
        (
            lossbook.binary_cross_entropy,
            ([0.5, 0.5], [0, -1]),
            r"labels must be from 0 \(no\) to 1 \(yes\), got -1 at index 1",
        ),
        (lossbook.binary_cross_entropy_from_logits, ([3, 3], [2, 1]), r"labels .* got 2 at index 0"),
        (lossbook.focal_from_logits, ([[3, 3]], [[1, 2]]), r"labels .* got 2 at index \(0, 1\)"),
        (lossbook.hinge, ([0.8], [0]), r"signs must be -1 or \+1, got 0.*2 \* labels - 1"),
        (lossbook.hinge, ([0.8], [0.5]), r"signs must be -1 or \+1, got 0.5"),
        (
            lossbook.categorical_cross_entropy_from_logits,
            ([[1, 2, 3]], [3]),
            "classes must be whole numbers from 0 to 2, got 3",
        ),
        (lossbook.categorical_cross_entropy_from_logits, ([[1, 2, 3]], [-1]), "got -1"),
        (lossbook.categorical_cross_entropy_from_logits, ([[1, 2, 3]], [0.5]), "got 0.5"),
        (lossbook.categorical_cross_entropy_from_logits, ([[1, 2, 3]], [np.nan]), "got nan at index 0"),
        (lossbook.binary_cross_entropy_from_logits, ([3, 3], [1, np.nan]), r"labels .* got nan at index 1"),
        (lossbook.binary_cross_entropy, ([0.3, 0.3], [np.nan, 1]), r"labels .* got nan at index 0"),
        (lossbook.focal_from_logits, ([3, 3], [1, np.nan]), r"labels .* got nan at index 1"),
        (lossbook.hinge, ([3, 3], [1, np.nan]), r"signs .* got nan at index 1"),
        (lossbook.categorical_cross_entropy_from_logits, ([1, 2, 3], [0, 1, 2]), r"\(n, K\) and \(n,\)"),
        (lossbook.categorical_cross_entropy, ([[0.5, 0.2]], [0]), "add up to 1, got 0.7 in row 0"),
        (lossbook.categorical_cross_entropy, ([[2.0, -1.0]], [0]), "from 0 to 1, got 2"),
        (lossbook.triplet, (1.0, 2.0, 3.0), "must be points"),
    ],
)
def test_values_outside_their_domain(function, inputs, words):
    with pytest.raises(ValueError, match=words):
        function(*inputs)


@pytest.mark.parametrize(
    ("name", "setting", "value", "kind", "words"),
    [
        ("huber", "delta", 0, ValueError, "delta must be a finite number above 0, got 0"),
        ("huber", "delta", np.inf, ValueError, "got inf"),
        ("huber", "delta", "1", TypeError, "delta must be a number such as .*, got '1'"),
        ("huber", "delta", [1.0], TypeError, "delta must be a number"),
        ("focal", "gamma", -1, ValueError, "gamma must be a finite number, 0 or more, got -1"),
        ("focal", "alpha", 1.5, ValueError, "alpha must be from 0 to 1, or None, got 1.5"),
        ("focal_from_logits", "gamma", np.nan, ValueError, "got nan"),
        ("triplet", "margin", -0.1, ValueError, "margin must be a finite number, 0 or more"),
    ],
)
def test_settings_outside_their_domain(name, setting, value, kind, words):
    loss = LOSSES[name]
    inputs = draw(loss, 2)
    mean = getattr(lossbook, f"mean_{name}")
    for call in (loss.value, loss.gradient, mean):
        with pytest.raises(kind, match=words):
            call(*inputs, **{setting: value})
    with pytest.raises(kind, match=words):
        loss.with_parameters(**{setting: value})


def test_small_integers_do_not_wrap_around():
    assert lossbook.absolute_error(np.uint8([1]), np.uint8([2])).tolist() == [1]
    assert lossbook.squared_error(np.int8([-100]), np.int8([100])).tolist() == [40_000]


def test_inputs_may_be_named():
    assert lossbook.squared_error(predictions=[3], actuals=[1]).tolist() == [4]
    assert lossbook.squared_error([3], actuals=[1]).tolist() == [4]
    assert lossbook.huber(actuals=[0], predictions=[10], delta=3.0).tolist() == [25.5]
    assert lossbook.hinge(scores=[0.8], signs=[1]).tolist() == pytest.approx([0.2])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: lossbook.huber([1], [2], delat=1.0), "huber has no setting 'delat'; it has delta"),
        (lambda: lossbook.squared_error([1], [2], delta=1.0), "squared_error has no setting 'delta'; it has none"),
        (lambda: lossbook.squared_error([1]), "squared_error compares predictions, actuals: give all 2, got 1"),
        (
            lambda: lossbook.triplet([[1.0]], [[1.0]]),
            "triplet compares anchors, positives, negatives: give all 3, got 2",
        ),
        (lambda: lossbook.squared_error([1], [2], [3]), "give all 2, got 3"),
    ],
)
def test_wrong_calls_are_explained(call, words):
    with pytest.raises(TypeError, match=words):
        call()


def test_floats_are_not_copied():
    values = np.array([1.0, 2.0])
    assert real_array("values", values) is values


def test_scalars_are_one_example():
    assert same_shape(a=1, b=2.5)[1].shape == ()
    assert lossbook.mean_squared_error(28, 30) == 4


def test_a_formula_is_put_behind_a_check():
    def third(predictions, actuals, *, delta=3.0):
        """A formula."""
        return (predictions - actuals) / delta

    loss = checks.checked(checks.numbers)(third)
    assert (loss.formula, loss.check, loss.settings) == (third, checks.numbers, ("delta",))
    assert (loss.__name__, loss.__doc__) == ("third", "A formula.")
    assert loss([6], [0]).tolist() == [2]
    assert loss(actuals=[0], predictions=[6], delta=2).tolist() == [3]
    assert loss([6], actuals=[0], delta=2).tolist() == [3]
    assert loss([1.0], [0.0], delta=5e-324).tolist() == [np.inf]
    with pytest.raises(TypeError, match="third compares predictions, actuals: give all 2, got 1"):
        loss([6])
    with pytest.raises(TypeError, match="third has no setting 'gamma'; it has delta"):
        loss([6], [0], gamma=1)


@pytest.mark.parametrize("unit", [5e-324, 1e-300, 1.0, 1e300, 5e307])
def test_weights_of_any_size_count_by_their_shares(unit):
    assert lossbook.mean_squared_error([1.0, 3.0], [0.0, 0.0], weights=[unit, unit]) == pytest.approx(5, rel=1e-15)
    assert lossbook.mean_squared_error([1.0, 3.0], [0.0, 0.0], weights=[3 * unit, unit]) == pytest.approx(3, rel=1e-15)


def test_no_weights_for_no_losses():
    with pytest.raises(ValueError, match=r"weights must be finite, 0 or more, and not all 0, got \[\]"):
        lossbook.mean_squared_error([], [], weights=[])


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_a_mean_needs_little_memory(loss):
    """Under 2 MB beyond the input, however many examples there are."""
    inputs = draw(loss, 300_000)
    loss.cost(*(values[:10] for values in inputs))
    tracemalloc.start()
    loss.cost(*inputs)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2e6
