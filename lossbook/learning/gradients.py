"""Slopes found by nudging, and descent along them: slow, and right for any function."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Real
from typing import Any

import numpy as np

from lossbook.losses.arrays import Numbers, place
from lossbook.losses.settings import count, finite, positive
from lossbook.losses.tables import finite_array


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

    Raises
    ------
    TypeError
        If the cost is no function, or does not return one number.
    ValueError
        If a weight is missing or infinite, the nudge is lost beside a weight, or the cost there is no number (NaN).

    Examples
    --------
    >>> numeric_gradient(lambda w: (w**2).sum(), [3.0, -1.0]).round(6)
    array([ 6., -2.])
    """
    score, weights, nudge = one_number(cost), _start(weights), positive("nudge", nudge)
    lost = np.argwhere(weights + nudge == weights - nudge)
    if len(lost):
        index = tuple(lost[0].tolist())
        raise ValueError(
            f"nudge must move every weight, got {nudge:g}, which is lost beside {weights[index]:g}{place(index)}. "
            f"Try nudge={abs(weights[index]) * 1e-6:g}."
        )
    slopes = _slopes(score, weights, nudge)
    if np.isnan(slopes).any():
        index = tuple(np.argwhere(np.isnan(slopes))[0].tolist())
        raise ValueError(
            f"cost is no number (NaN), or infinite, beside the weight {weights[index]:g}{place(index)}, "
            "and has no slope there. Try other weights."
        )
    return slopes


def _slopes(cost: Callable[[np.ndarray], float], weights: np.ndarray, nudge: float) -> np.ndarray:
    slopes = np.zeros_like(weights)
    for index in np.ndindex(weights.shape):
        up, down = weights.copy(), weights.copy()
        up[index] += nudge
        down[index] -= nudge
        with np.errstate(invalid="ignore"):  # the caller says what a slope that is no number means
            slopes[index] = (cost(up) - cost(down)) / (2 * nudge)
    return slopes


def minimise(cost: Callable[[np.ndarray], float], weights: Numbers, *, rate: float, steps: int = 60) -> list[float]:
    """Return the cost before each step downhill, and after the last.

    Unlike `lossbook.learning.train` it takes any function, and goes on when the cost becomes infinite or NaN: here,
    trouble is to be seen.

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

    Raises
    ------
    TypeError
        If the cost is no function, or does not return one number.
    ValueError
        If a starting weight or the rate is not a finite number, or there is not one step to take.

    Examples
    --------
    >>> [round(loss, 2) for loss in minimise(lambda w: float(w**2), 1.0, rate=0.25, steps=3)]
    [1.0, 0.25, 0.06, 0.02]
    """
    score, weights, rate = one_number(cost), _start(weights), finite("rate", rate)
    losses = []
    with np.errstate(all="ignore"):
        for _ in range(count("steps", steps, least=1)):
            losses.append(score(weights))
            weights = np.array(weights - rate * _slopes(score, weights, 1e-5))
        losses.append(score(weights))
    return losses


def one_number(cost: Callable[..., Any], name: str = "cost") -> Callable[..., float]:
    """Return a function of the reader's that refuses, in words, to give anything but one number.

    Examples
    --------
    >>> one_number(lambda w: None)(1.0)
    Traceback (most recent call last):
        ...
    TypeError: cost must return one number, got None. End the function with return.
    """
    if not callable(cost):
        raise TypeError(f"{name} must be a function, got {cost!r}. Pass its name, without brackets.")

    def checked(*inputs: Any) -> float:
        got = cost(*inputs)
        if isinstance(got, Real) or (isinstance(got, np.ndarray) and got.shape == () and got.dtype.kind in "biuf"):
            return float(got)
        advice = "End the function with return." if got is None else "Take the mean of several: np.mean(...)."
        raise TypeError(f"{name} must return one number, got {got!r}. {advice}")

    return checked


def _start(weights: Numbers) -> np.ndarray:
    return finite_array("weights", weights).astype(float)
