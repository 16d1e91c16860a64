"""A long, narrow valley of two weights, and three ways down it that the chapter on the training loop compares."""

from __future__ import annotations

import numpy as np

from lossbook.learning.optimisers import adam_path, momentum_path, plain_path
from lossbook.losses.arrays import Floats

STEPS = 25
_START = (9.0, 1.8)


def height(first: Floats, second: Floats) -> Floats:
    """Return the loss at two weights, or at arrays of them: steep across the valley, and gentle along it.

    Examples
    --------
    >>> height(2.0, 1.0)
    1.1
    """
    return first**2 / 40 + second**2


def slope(weights: Floats) -> Floats:
    """Return the gradient of `height`."""
    return np.array([weights[0] / 20, 2 * weights[1]])


def paths() -> dict[str, Floats]:
    """Return the path of each way, by its name, with a learning rate that suits it.

    Examples
    --------
    >>> {name: path.shape for name, path in paths().items()}
    {'plain': (26, 2), 'momentum': (26, 2), 'Adam': (26, 2)}
    """
    return {
        "plain": plain_path(slope, _START, learning_rate=0.9, steps=STEPS),
        "momentum": momentum_path(slope, _START, learning_rate=0.7, steps=STEPS, momentum=0.7),
        "Adam": adam_path(slope, _START, learning_rate=0.5, steps=STEPS),
    }
