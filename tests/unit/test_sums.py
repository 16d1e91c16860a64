"""Sums keep their digits, also in float32."""

from math import fsum

import numpy as np
import pytest

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
