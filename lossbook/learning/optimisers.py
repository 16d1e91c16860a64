"""Three ways to step downhill with the same slope: plain, with momentum, and Adam."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lossbook.losses.arrays import Floats, Numbers
from lossbook.losses.settings import count, not_negative, positive
from lossbook.losses.tables import column

_Slope = Callable[[Floats], Floats]


def plain_path(slope: _Slope, start: Numbers, *, learning_rate: float, steps: int) -> Floats:
    """Return the weights before each step of gradient descent and after the last, shape (steps + 1, n).

    Parameters
    ----------
    slope : callable
        The gradient of the loss at an array of weights.
    start : numbers
        The weights at first, shape (n,).
    learning_rate : float
        How far to go for each unit of slope.
    steps : int
        How many steps to take.

    Examples
    --------
    >>> plain_path(lambda w: 2 * w, [1.0], learning_rate=0.25, steps=2).ravel().tolist()
    [1.0, 0.5, 0.25]
    """
    return momentum_path(slope, start, learning_rate=learning_rate, steps=steps, momentum=0.0)


def momentum_path(slope: _Slope, start: Numbers, *, learning_rate: float, steps: int, momentum: float = 0.9) -> Floats:
    """Return the path of descent with momentum: each step keeps a share of the one before it.

    Parameters are those of `plain_path`; `momentum` is the share that is kept.

    Examples
    --------
    >>> momentum_path(lambda w: 2 * w, [1.0], learning_rate=0.25, steps=2, momentum=0.5).ravel().tolist()
    [1.0, 0.5, 0.0]
    """
    rate, keep = positive("learning_rate", learning_rate), not_negative("momentum", momentum)
    path, velocity = [column("start", start).astype(float)], 0.0
    for _ in range(count("steps", steps)):
        velocity = keep * velocity + slope(path[-1])
        path.append(path[-1] - rate * velocity)
    return np.array(path)


def adam_path(slope: _Slope, start: Numbers, *, learning_rate: float, steps: int) -> Floats:
    """Return the path of Adam: momentum, and each weight's step divided by the usual size of its slope.

    Parameters are those of `plain_path`.

    Notes
    -----
    Kingma and Ba (2015), with their settings: shares 0.9 and 0.999, and 1e-8 against dividing by 0.

    Examples
    --------
    >>> adam_path(lambda w: 2 * w, [1.0], learning_rate=0.25, steps=1).ravel().round(6).tolist()
    [1.0, 0.75]
    """
    rate = positive("learning_rate", learning_rate)
    path, mean, square = [column("start", start).astype(float)], 0.0, 0.0
    for step in range(1, count("steps", steps) + 1):
        gradient = slope(path[-1])
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        # Both start at 0; dividing by what is missing to 1 makes up for that.
        usual = np.sqrt(square / (1 - 0.999**step))
        path.append(path[-1] - rate * mean / (1 - 0.9**step) / (usual + 1e-8))
    return np.array(path)
