"""Metrics against scikit-learn, and what they refuse."""

import numpy as np
import pytest
from sklearn import metrics
from sklearn.calibration import calibration_curve

import lossbook
from lossbook.losses.metrics import calibration, recall_precision_curve


def test_equal_those_of_scikit_learn():
    random = np.random.default_rng(0)
    for _ in range(20):
        predictions, actuals = random.integers(0, 2, (2, 30))
        assert lossbook.accuracy(predictions, actuals) == metrics.accuracy_score(actuals, predictions)
        assert lossbook.precision(predictions, actuals) == pytest.approx(metrics.precision_score(actuals, predictions))
        assert lossbook.recall(predictions, actuals) == pytest.approx(metrics.recall_score(actuals, predictions))


def test_curve_is_that_of_scikit_learn():
    random = np.random.default_rng(1)
    for _ in range(20):
        labels, scores = random.integers(0, 2, 30), random.integers(0, 12, 30) / 12  # some are equal
        labels[0] = 1
        recalls, precisions = recall_precision_curve(scores, labels)
        theirs, found, _ = metrics.precision_recall_curve(labels, scores)
        np.testing.assert_allclose(recalls[::-1], found[:-1])
        np.testing.assert_allclose(precisions[::-1], theirs[:-1])


def test_calibration_is_that_of_scikit_learn():
    random = np.random.default_rng(2)
    said = random.uniform(0, 1, 300)
    came_true = (random.uniform(0, 1, 300) < said**2).astype(int)
    found = np.array(calibration(said, came_true, np.linspace(0, 1, 6)))
    true, mean = calibration_curve(came_true, said, n_bins=5)
    np.testing.assert_allclose(found[:, 1:], np.column_stack([mean, true]))
    assert found[:, 0].sum() == 300


def test_calibration_leaves_out_what_lies_beyond_its_edges():
    found = calibration([0.2, 0.6, 0.9, 1.0], [1, 1, 0, 0], [0.5, 0.9, 1])  # an edge belongs to the group above it
    assert found == [(1, 0.6, 1.0), (2, 0.95, 0.0)]
    with pytest.raises(ValueError, match="each above the one before"):
        calibration([0.2], [1], [1, 0.5])


def test_a_curve_needs_something_to_find():
    with pytest.raises(ValueError, match="nothing to find"):
        recall_precision_curve([0.3, 0.4], [0, 0])


@pytest.mark.parametrize(
    ("metric", "predictions", "actuals", "words"),
    [
        (lossbook.accuracy, [], [], "no share of nothing"),
        (lossbook.accuracy, [1, 0], [[1], [0]], "same shape"),
        (lossbook.accuracy, [1, np.nan], [1, 0], "NaN"),
        (lossbook.precision, [0, 0], [1, 0], "No prediction is 1"),
        (lossbook.recall, [1, 0], [0, 0], "No answer is 1"),
    ],
)
def test_what_is_refused(metric, predictions, actuals, words):
    with pytest.raises(ValueError, match=words):
        metric(predictions, actuals)


def test_always_healthy_is_accurate_and_finds_nobody():
    sick = np.r_[np.ones(5), np.zeros(95)]
    assert lossbook.accuracy(np.zeros(100), sick) == 0.95
    assert lossbook.recall(np.zeros(100), sick) == 0


def test_neighbours_are_the_nearest_of_all_known():
    known, kinds = [[0, 0], [10, 0], [0, 10]], [0, 1, 2]
    points = [[1, 2], [8, 1], [1, 7], [4, 4]]
    assert lossbook.neighbour_accuracy(points, [0, 1, 2, 0], known, kinds) == 1
    assert lossbook.neighbour_accuracy(points, [0, 1, 2, 1], known, kinds) == 0.75
    assert lossbook.neighbour_accuracy(points, [1, 2, 0, 1], known, kinds) == 0


def test_neighbours_are_found_with_small_integers():
    assert lossbook.neighbour_accuracy(np.uint8([[0]]), [1], np.uint8([[1], [100]]), [1, 0]) == 1
    assert lossbook.neighbour_accuracy([[0.0]], [1], np.uint8([[16], [4]]), [0, 1]) == 1


def test_one_example_has_a_share():
    assert lossbook.accuracy([1], [1]) == lossbook.precision([1], [1]) == lossbook.recall([1], [1]) == 1
    assert lossbook.accuracy(1, 0) == 0


@pytest.mark.parametrize("unit", [1e-300, 1.0, 1e300])
def test_neighbours_are_found_in_any_unit(unit):
    known = np.array([[-1.0, 0.0], [0.5, 0.0], [0.9, 0.1]]) * unit
    assert lossbook.neighbour_accuracy(np.array([[1.0, 0.0], [0.4, 0.0]]) * unit, [2, 1], known, [0, 1, 2]) == 1
