"""Sums of many numbers that stay fast and keep their digits.

float64 has digits to spare for a sum. float32 has 7, and a running sum of a million numbers would eat most of them:
there, a few neighbours are added in float32, where each sum is still small, and their sums are carried in float64.
"""

from __future__ import annotations

import numpy as np

# How many float32 numbers are added before the sum goes on in float64: several registers full, so that it is fast,
# and no more than a handful in each lane of a register, so that the rounding stays below that of the numbers.
FEW = 128


def total(values: np.ndarray) -> float:
    """Return the sum of all values.

    Examples
    --------
    >>> float(total(np.full(10_000_000, 0.1, np.float32)) / 1e7 - np.float32(0.1))
    0.0
    """
    if values.dtype == np.float64 or values.size <= FEW:
        return np.add.reduce(values, axis=None)
    return total_of_products(values, np.ones_like(values))


def total_of_products(first: np.ndarray, second: np.ndarray) -> float:
    """Return the sum of the products of two arrays of one shape and type, entry by entry."""
    if first.dtype == np.float64 or first.size <= FEW:
        return np.vdot(first, second)
    first, second = first.ravel(), second.ravel()
    even = first.size // FEW * FEW
    with np.errstate(invalid="ignore"):  # 0 times infinity is NaN, which the caller looks for
        rows = np.vecdot(first[:even].reshape(-1, FEW), second[:even].reshape(-1, FEW))
    return np.add.reduce(rows, dtype=np.float64) + float(np.vdot(first[even:], second[even:]))
