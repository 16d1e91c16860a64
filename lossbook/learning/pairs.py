"""Two models that learn which rows of two tables belong together, from nothing but the pairs."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from lossbook.learning.training import DivergenceError, Model
from lossbook.losses.arrays import Numbers
from lossbook.losses.metric_learning import info_nce_gradient, mean_info_nce
from lossbook.losses.settings import count, positive
from lossbook.losses.tables import as_many, table


def train_pairs(
    first_model: Model,
    second_model: Model,
    first: Numbers,
    second: Numbers,
    *,
    steps: int,
    temperature: float = 0.1,
    batch_size: int = 128,
    learning_rate: float = 1.0,
    seed: int = 0,
) -> list[float]:
    """Train two models so that the points of partners have the same direction. Both are changed.

    In each step a batch of pairs is drawn, and every other row of the batch is a stranger. The learning rate falls evenly
    to 0.

    Parameters
    ----------
    first_model, second_model : Model
        One for each table, with the same number of outputs, such as ``OneHiddenLayer(32, 64, 16)``.
    first, second : numbers
        Two tables with as many rows: the same row of both is a pair.
    steps : int
        How many batches to draw.
    temperature : float
        That of `info_nce`.
    batch_size : int
        How many pairs to draw, 2 or more; all of them if there are not so many.
    learning_rate : float
        How far to go at first for each unit of slope.
    seed : int
        Where the random order comes from.

    Returns
    -------
    list of float
        The loss of each batch before its step.

    Raises
    ------
    DivergenceError
        If the points are no finite numbers any more.
    ValueError, TypeError
        If the tables do not fit, hold fewer than two pairs, or a setting is outside its range.

    Examples
    --------
    >>> from lossbook.learning import OneHiddenLayer
    >>> points = np.random.default_rng(0).normal(size=(40, 3))
    >>> models = OneHiddenLayer(3, 8, 2, seed=1), OneHiddenLayer(3, 8, 2, seed=2)
    >>> losses = train_pairs(*models, points, -points, steps=300, batch_size=20, temperature=0.2)
    >>> bool(losses[-1] < 0.5 * losses[0])
    True
    """
    models = first_model, second_model
    for model in models:
        if not all(hasattr(model, part) for part in ("parameters", "predict", "gradients")):
            raise TypeError(
                f"A model with parameters, predict and gradients is needed, such as OneHiddenLayer(32, 64, 16), got {model!r}."
            )
    tables = tuple(
        table(name, rows, columns=model.parameters[0].shape[0])
        for name, rows, model in (("first", first, first_model), ("second", second, second_model))
    )
    as_many("second", tables[1], "first", tables[0])
    steps, temperature = count("steps", steps, most=1_000_000), positive("temperature", temperature)
    size, rate = count("batch_size", batch_size, least=2), positive("learning_rate", learning_rate)
    random, losses = np.random.default_rng(count("seed", seed)), []
    with np.errstate(all="ignore"):
        for step in range(steps):
            rows = random.permutation(len(tables[0]))[:size]
            batch = tuple(part[rows] for part in tables)
            points = tuple(model.predict(part) for model, part in zip(models, batch, strict=True))
            _stop_if_diverged(points, step, rate)
            losses.append(mean_info_nce(*points, temperature=temperature))
            slopes = [slope / len(rows) for slope in info_nce_gradient(*points, temperature=temperature)]
            # All before the first step: both may be one model.
            of_both = [model.gradients(*of_one) for model, *of_one in zip(models, batch, slopes, strict=True)]
            for model, gradients in zip(models, of_both, strict=True):
                for parameter, gradient in zip(model.parameters, gradients, strict=True):
                    parameter -= rate * (1 - step / steps) * gradient
    _stop_if_diverged([parameter for model in models for parameter in model.parameters], steps, rate)
    return losses


def _stop_if_diverged(numbers: Iterable[np.ndarray], steps: int, rate: float) -> None:
    if not all(np.isfinite(each).all() for each in numbers):
        raise DivergenceError(
            f"The points are no finite numbers after {steps} steps with learning_rate={rate:g}. "
            "Try a smaller one, on new models; and scale inputs that are very large."
        )
