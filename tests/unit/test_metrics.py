"""Metrics against scikit-learn, and what they refuse."""

import numpy as np
import pytest
from sklearn import metrics

import lossbook


def test_equal_those_of_scikit_learn():
    random = np.random.default_rng(0)
    for _ in range(20):
        predictions, actuals = random.integers(0, 2, (2, 30))
        assert lossbook.accuracy(predictions, actuals) == metrics.accuracy_score(actuals, predictions)
        assert lossbook.precision(predictions, actuals) == pytest.approx(metrics.precision_score(actuals, predictions))
        assert lossbook.recall(predictions, actuals) == pytest.approx(metrics.recall_score(actuals, predictions))


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
