"""Sums keep their digits, also in float32."""

import warnings
from math import fsum

import numpy as np
import pytest

from lossbook import LOSSES
from lossbook.sums import FEW, total, total_of_products

EPSILON = float(np.finfo(np.float32).eps)


@pytest.mark.parametrize("count", [0, 1, FEW - 1, FEW, FEW + 1, 10 * FEW + 3, 1_000_003])
def test_float32_sums_are_as_good_as_their_numbers(count):
    values = np.random.default_rng(count).random(count, dtype=np.float32)
    assert total(values) == pytest.approx(fsum(values.tolist()), rel=2 * EPSILON)
    assert total_of_products(values, values) == pytest.approx(
        fsum((values.astype(float) ** 2).tolist()), rel=2 * EPSILON
    )


def test_a_running_sum_in_float32_would_not_pass():
    values = np.random.default_rng(0).random(1_000_003, dtype=np.float32)
    assert np.cumsum(values)[-1] != pytest.approx(fsum(values.tolist()), rel=2 * EPSILON)


def test_tables_are_summed_whole():
    table = np.arange(600, dtype=np.float32).reshape(20, 30)
    assert total(table) == 179_700
    assert total_of_products(table, table) == pytest.approx(71_820_100, rel=2 * EPSILON)


@pytest.mark.parametrize("count", [4, 1000])
def test_infinite_scores_cost_what_they_should_and_say_nothing(count):
    scores = np.resize(np.array([np.inf, -np.inf, 0, 3], np.float32), count)
    labels = np.resize(np.array([1, 0, 1, 0], np.float32), count)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cost, slopes = LOSSES["binary_cross_entropy_from_logits"].cost_and_gradient(scores, labels)
    assert cost == pytest.approx((np.log(2) + np.log1p(np.exp(3))) / 4, rel=1e-6)
    assert slopes[:3] * count == pytest.approx([0, 0, -0.5])
