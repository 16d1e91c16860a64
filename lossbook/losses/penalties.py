r"""Penalties: what a model pays for its weights, beside the loss for its misses.

A penalty is a loss of the weights, with 0 as the right answer for each: their squares (L2, ridge) or their sizes (L1, lasso),
added up and not averaged. A dial says how much it counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lossbook.losses.arrays import Floats, Numbers
from lossbook.losses.settings import not_negative
from lossbook.losses.tables import finite_array


def l2_penalty(weights: Numbers) -> float:
    r"""Sum of the squared weights: a weight twice as large costs four times as much.

    .. math:: \sum_j w_j^2

    Parameters
    ----------
    weights : numbers
        The weights of a model, of any shape, without its bias.

    Returns
    -------
    float
        The penalty for a dial of 1.

    Raises
    ------
    ValueError
        If a weight is missing or infinite.
    TypeError
        If the weights are not numbers.

    Notes
    -----
    Without the factor 1/2 that some books have. Source: A. E. Hoerl and R. W. Kennard, *Ridge Regression* (1970).

    Examples
    --------
    >>> l2_penalty([3, -1])
    10.0
    """
    return _squares(finite_array("weights", weights))


def l1_penalty(weights: Numbers) -> float:
    r"""Sum of the sizes of the weights: each unit of size costs the same.

    .. math:: \sum_j |w_j|

    Parameters, errors and shapes are those of `l2_penalty`.

    Notes
    -----
    Source: R. Tibshirani, *Regression Shrinkage and Selection via the Lasso* (1996).

    Examples
    --------
    >>> l1_penalty([3, -1])
    4.0
    """
    return _sizes(finite_array("weights", weights))


@dataclass(frozen=True)
class Penalty:
    """What each weight costs in a training, as `lossbook.learning.train` takes it.

    Parameters
    ----------
    l2 : float
        Dial of the sum of the squared weights, 0 or more.
    l1 : float
        Dial of the sum of their sizes, 0 or more.

    Examples
    --------
    >>> Penalty(l2=0.5).cost([[3, -1]])
    5.0
    >>> Penalty(l2=-1)
    Traceback (most recent call last):
        ...
    ValueError: l2 must be a finite number, 0 or more, got -1.
    """

    l2: float = 0.0
    l1: float = 0.0

    def __post_init__(self) -> None:
        for name in ("l2", "l1"):
            object.__setattr__(self, name, not_negative(name, getattr(self, name)))

    def cost(self, weights: Iterable[Numbers]) -> float:
        """Return what all these weights cost together, given as a list of arrays."""
        arrays = [finite_array("weights", array) for array in weights]
        # Without a dial nothing is paid, even where squares overflow.
        return sum(((self.l2 and self.l2 * _squares(a)) + (self.l1 and self.l1 * _sizes(a)) for a in arrays), 0.0)

    def shrunk(self, weights: Floats, learning_rate: float) -> Floats:
        """Return weights after one step of this penalty alone, taken exactly and not by its slope.

        By its slope, a step of L2 with a large dial jumps over 0 and ever farther, and one of L1 jumps to and fro
        across 0. The exact step of L2 divides, and that of L1 stops at 0.

        Examples
        --------
        >>> Penalty(l1=1.0).shrunk(np.array([3.0, -0.05]), 0.1)
        array([2.9, 0. ])
        """
        size = np.maximum(np.abs(weights) - learning_rate * self.l1, 0)
        return np.where(weights < 0, 0 - size, size) / (1 + 2 * learning_rate * self.l2)


def _squares(weights: Floats) -> float:
    with np.errstate(over="ignore"):  # infinite weights of a training that diverged are its matter
        return float(np.sum(np.square(weights, dtype=np.float64)))


def _sizes(weights: Floats) -> float:
    with np.errstate(over="ignore"):
        return float(np.sum(np.abs(weights), dtype=np.float64))
