"""From one loss per example to one number for the data set, and its slope."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from lossbook.losses.arrays import BLOCK, Floats, Numbers, blocks, same_shape
from lossbook.losses.arrays import place as in_words
from lossbook.losses.checks import LossFunction
from lossbook.losses.settings import settled

Formula = Callable[..., Any]


def mean(loss: LossFunction[..., Any], *inputs: Numbers, weights: Numbers | None = None, **settings: Any) -> float:
    """Average a loss over the examples, by weight if weights are given.

    Sums are carried in float64 even for float32 input, so that adding up costs no digits and a large
    sum does not overflow. Large arrays are worked through in blocks, so the mean needs no memory to speak of.

    Parameters
    ----------
    loss : callable
        One of the losses of this package.
    *inputs : numbers
        What the loss compares, for example predictions and answers.
    weights : numbers, optional
        How much each example counts, in the shape of the losses, none negative. The weighted sum is
        divided by the sum of the weights, so that doubling all weights changes nothing.
    **settings
        The settings of the loss, such as ``delta``.

    Returns
    -------
    float
        The mean, a plain Python float.

    Raises
    ------
    ValueError
        If there are no examples, if a loss is not a number (NaN), or if the weights are negative,
        infinite, all zero or of another shape; and what the loss itself raises.

    Examples
    --------
    >>> from lossbook import squared_error
    >>> mean(squared_error, [28, 20], [30, 30])
    52.0
    >>> mean(squared_error, [28, 20], [30, 30], weights=[3, 1])
    28.0
    """
    settings = settled(loss.__name__, settings, loss.settings)
    return mean_of(loss.formula, loss.check(*inputs), weights=weights, **settings)


def mean_of(formula: Formula, arrays: tuple[Any, ...], *, weights: Numbers | None = None, **settings: Any) -> float:
    """Average a formula over arrays that were checked before."""
    with np.errstate(all="ignore"):
        if weights is not None:
            return _weighted_mean(formula(*arrays, **settings), weights)
        total, count = 0.0, 0
        for place in _places(formula, arrays, settings):
            losses = formula(*(array[place] for array in arrays), **settings)
            total, count = total + _sum(losses), count + losses.size
    return _average(total, count, formula, arrays, settings)


def mean_and_gradient(
    formula: Formula, slope: Formula, arrays: tuple[Any, ...], **settings: Any
) -> tuple[float, Floats | tuple[Floats, ...]]:
    """Average a formula over arrays that were checked before; also return the slope of that mean for every prediction.

    Loss and slope of a block are computed one after the other, while the block is in the cache.

    Parameters
    ----------
    formula, slope : callable
        A loss and its slope for each example; the slope may be a tuple, with one part for each input.
    arrays : tuple of array
        The predictions, and what they are compared with.
    """
    total, count = 0.0, 0
    gradients: tuple[Floats, ...] = ()
    with np.errstate(all="ignore"):
        for place in _places(formula, arrays, settings):
            block = tuple(array[place] for array in arrays)
            losses, slopes = formula(*block, **settings), slope(*block, **settings)
            total, count = total + _sum(losses), count + losses.size
            parts = slopes if isinstance(slopes, tuple) else (slopes,)
            if not gradients:  # every block holds as many examples for its size as the first one
                share = arrays[0].dtype.type(block[0].size / max(losses.size * arrays[0].size, 1))
                gradients = tuple(np.empty_like(array) for array, _ in zip(arrays, parts, strict=False))
            for gradient, part in zip(gradients, parts, strict=True):
                np.multiply(part, share, out=gradient[place])
    average = _average(total, count, formula, arrays, settings)
    return average, gradients if isinstance(slopes, tuple) else gradients[0][()]  # one number comes back as a number


def _places(formula: Formula, arrays: tuple[Any, ...], settings: dict[str, Any]) -> Iterable[Any]:
    """Give the places of blocks of examples. One example, such as a point of many coordinates, is never cut."""
    cut = all(array.ndim for array in arrays)
    if cut and arrays[0].nbytes > BLOCK:
        cut = np.ndim(formula(*(array[:1] for array in arrays), **settings)) > 0
    return blocks(arrays[0]) if cut else [...]


def _sum(losses: Floats) -> float:
    """Add up in float64. einsum turns float32 into float64 as it adds, in less time than sum."""
    if losses.dtype == np.float32:
        return float(np.einsum("i->", losses.ravel(), dtype=np.float64))
    return float(losses.sum())


def _average(total: float, count: int, formula: Formula, arrays: tuple[Any, ...], settings: dict[str, Any]) -> float:
    if count == 0:
        raise ValueError("There is no mean of nothing: give at least one prediction and its answer.")
    average = total / count
    if average != average:
        with np.errstate(all="ignore"):
            raise ValueError(_why_not_a_number(formula(*arrays, **settings)))
    return average


def _weighted_mean(losses: Floats, weights: Numbers) -> float:
    losses, weights = same_shape(losses=losses, weights=weights)
    largest = float(weights.max()) if weights.size else 0.0
    if not (np.all(weights >= 0) and 0 < largest < np.inf):
        raise ValueError(f"weights must be finite, 0 or more, and not all 0, got {weights}.")
    weights = weights / np.exp2(
        np.frexp(largest)[1] - 1.0
    )  # a power of 2 costs no digits, and their sum could overflow
    # An example of weight 0 does not count, even if its loss is infinite (0 * inf would be NaN).
    counts = weights > 0
    average = float(np.sum(weights[counts] * losses[counts])) / float(np.sum(weights))
    if average != average:
        raise ValueError(_why_not_a_number(np.where(counts, losses, 0)))
    return average


def _why_not_a_number(losses: Floats) -> str:
    """Name the first example whose loss is NaN, if it is one example."""
    missing = np.argwhere(np.isnan(losses))
    if len(missing) == 0:
        return "The losses hold both inf and -inf, and their mean is not a number."
    where = in_words(tuple(missing[0].tolist())) or " of the only example"
    return f"The loss{where} is NaN (not a number). Look for a missing or infinite value in the predictions and answers there."
