"""Gradient descent on a model with one weight, w times x: small enough to check every step by hand."""

from __future__ import annotations

import numpy as np

from lossbook.learning.optimisers import plain_path
from lossbook.losses.arrays import Numbers
from lossbook.losses.regression import mean_squared_error, squared_error_gradient
from lossbook.losses.settings import finite
from lossbook.losses.tables import as_many, column, squarable


def one_weight_loss(w: float, inputs: Numbers, answers: Numbers) -> float:
    """Return the mean squared error of the predictions ``w * inputs``.

    Examples
    --------
    >>> one_weight_loss(0.0, [1, 2], [2, 4]), one_weight_loss(2.0, [1, 2], [2, 4])
    (10.0, 0.0)
    """
    return mean_squared_error(finite("w", w) * column("inputs", inputs), answers)


def one_weight_slope(w: float, inputs: Numbers, answers: Numbers) -> float:
    """Return how the loss changes as w grows.

    Examples
    --------
    >>> one_weight_slope(0.0, [1, 2], [2, 4]), one_weight_slope(2.0, [1, 2], [2, 4])
    (-10.0, 0.0)
    """
    x, y = squarable("inputs", column("inputs", inputs)), squarable("answers", column("answers", answers))
    as_many("answers", y, "inputs", x)
    with np.errstate(over="ignore"):
        return float(np.mean(squared_error_gradient(finite("w", w) * x, y) * x))


def one_weight_path(
    w: float, inputs: Numbers, answers: Numbers, *, learning_rate: float = 0.1, steps: int = 3
) -> list[float]:
    """Return the weights of a training that starts at w, the start included.

    Parameters
    ----------
    w : float
        Where the training starts.
    inputs, answers : numbers
        The data, shape (n,) each.
    learning_rate : float
        How far to go for each unit of slope.
    steps : int
        How many steps to take.

    Examples
    --------
    >>> one_weight_path(0.0, [1, 2], [2, 4])
    [0.0, 1.0, 1.5, 1.75]
    """
    path = plain_path(
        lambda weights: np.array([one_weight_slope(weights[0], inputs, answers)]),
        [finite("w", w)],
        learning_rate=learning_rate,
        steps=steps,
    )
    return [float(weight) for weight in path[:, 0]]
