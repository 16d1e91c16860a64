"""Slopes found by nudging, and descent along them: slow, and right for any function."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lossbook.losses.arrays import Numbers


def numeric_gradient(cost: Callable[[np.ndarray], float], weights: Numbers, *, nudge: float = 1e-5) -> np.ndarray:
    """Return the slope of a function for each of its numbers, found by nudging each up and down.

    (cost(w + h) - cost(w - h)) / 2h, one weight at a time. Slow and safe: no formula for the slope is needed, so it
    can check one.

    Parameters
    ----------
    cost : callable
        A function of the weights that returns one number.
    weights : numbers
        Where to find the slope, any shape.
    nudge : float
        How far to go to either side, h.

    Returns
    -------
    array of the same shape

    Examples
    --------
    >>> numeric_gradient(lambda w: (w**2).sum(), [3.0, -1.0]).round(6)
    array([ 6., -2.])
    """
    weights = np.array(weights, dtype=float)
    slopes = np.zeros_like(weights)
    for place in np.ndindex(weights.shape):
        up, down = weights.copy(), weights.copy()
        up[place] += nudge
        down[place] -= nudge
        slopes[place] = (cost(up) - cost(down)) / (2 * nudge)
    return slopes


def minimise(cost: Callable[[np.ndarray], float], weights: Numbers, *, rate: float, steps: int = 60) -> list[float]:
    """Return the cost before each step downhill, and after the last.

    Unlike `lossbook.learning.train` it takes any function and refuses nothing: here, trouble is to be seen.

    Parameters
    ----------
    cost : callable
        A function of the weights that returns one number.
    weights : numbers
        Where to start.
    rate : float
        How far to go for each unit of slope.
    steps : int
        How many steps to take.

    Examples
    --------
    >>> [round(loss, 2) for loss in minimise(lambda w: float(w**2), 1.0, rate=0.25, steps=3)]
    [1.0, 0.25, 0.06, 0.02]
    """
    weights, losses = np.array(weights, dtype=float), []
    with np.errstate(all="ignore"):
        for _ in range(steps):
            losses.append(float(cost(weights)))
            weights = weights - rate * numeric_gradient(cost, weights)
        losses.append(float(cost(weights)))
    return losses
