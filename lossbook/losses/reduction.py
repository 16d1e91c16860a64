"""From one loss per example to one number for the data set, and its slope."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from lossbook.losses.checks import BLOCK, Numbers, check_of, check_settings, formula_of, same_shape, total_of


def mean(loss: Callable[..., Any], *inputs: Numbers, weights: Numbers | None = None, **settings: Any) -> float:
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
    check_settings(settings)
    bound = partial(loss, **settings) if settings else loss
    return mean_of(bound, check_of(bound)(*inputs), weights=weights)


def mean_of(loss: Callable[..., Any], arrays: tuple[Any, ...], *, weights: Numbers | None = None) -> float:
    """Average a loss over arrays that were checked before."""
    if weights is not None:
        return _weighted_mean(formula_of(loss)(*arrays), weights)
    short_cut = _short_cut(loss, arrays)
    if short_cut and arrays[0].size <= BLOCK:
        return _average(short_cut(*arrays), arrays[-1].size, loss, arrays)
    total, count, formula = 0.0, 0, formula_of(loss)
    for block in blocks(arrays):
        if short_cut:
            total, count = total + short_cut(*block), count + block[-1].size
        else:
            losses = formula(*block)
            total, count = total + losses.sum(dtype=np.float64), count + losses.size
    return _average(total, count, loss, arrays)


def mean_and_gradient(
    loss: Callable[..., Any], slope: Callable[..., Any], arrays: tuple[Any, ...]
) -> tuple[float, np.ndarray]:
    """Average a loss, and return the slope of this average with respect to every prediction.

    Loss and slope of a block are computed one after the other, while the block is in the cache.

    Parameters
    ----------
    loss, slope : callable
        A loss and its slope for each example.
    arrays : tuple of array
        The predictions, and the answers they are compared with; checked before.
    """
    predictions, count = arrays[0], arrays[-1].size
    share, short_cut = 1 / max(count, 1), _short_cut(loss, arrays)
    if not isinstance(predictions, np.ndarray) or predictions.ndim == 0:
        return mean_of(loss, arrays), formula_of(slope)(*arrays) * predictions.dtype.type(share)
    gradient = np.empty(predictions.shape, predictions.dtype)
    if short_cut and predictions.size <= BLOCK:
        return _average(short_cut(*arrays, gradient, share), count, loss, arrays), gradient
    total, formula, slope = 0.0, formula_of(loss), formula_of(slope)
    for (place,), block in zip(blocks((gradient,)), blocks(arrays), strict=True):
        if short_cut:
            total += short_cut(*block, place, share)
        else:
            total += formula(*block).sum(dtype=np.float64)
            np.multiply(slope(*block), predictions.dtype.type(share), out=place)
    return _average(total, count, loss, arrays), gradient


def _short_cut(loss: Callable[..., Any], arrays: tuple[Any, ...]) -> Callable[..., float] | None:
    """Return the short cut of a loss if it has one and the arrays allow it."""
    return total_of(loss) if type(arrays[0]) is np.ndarray and arrays[0].ndim else None


def _average(total: float, count: int, loss: Callable[..., Any], arrays: tuple[Any, ...]) -> float:
    if count == 0:
        raise ValueError("There is no mean of nothing: give at least one prediction and its answer.")
    average = float(total) / count
    if average != average:
        _explain_nan(formula_of(loss)(*arrays))
    return average


def blocks(arrays: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Cut arrays along their examples into blocks that fit into the cache; small or foreign ones stay whole."""
    first = arrays[0]
    if first.size <= BLOCK or not isinstance(first, np.ndarray):
        yield arrays
        return
    rows = max(1, BLOCK * len(first) // first.size)
    for start in range(0, len(first), rows):
        yield tuple(array[start : start + rows] for array in arrays)


def _weighted_mean(losses: np.ndarray, weights: Numbers) -> float:
    losses, weights = same_shape(losses=losses, weights=weights)
    total = float(np.sum(weights, dtype=np.float64))
    if not (np.all(weights >= 0) and 0 < total < np.inf):
        raise ValueError(f"weights must be finite, 0 or more, and not all 0, got {weights}.")
    # An example of weight 0 does not count, even if its loss is infinite (0 * inf would be NaN).
    counts = weights > 0
    average = float(np.sum(weights[counts].astype(np.float64) * losses[counts])) / total
    if average != average:
        _explain_nan(np.where(counts, losses, 0))
    return average


def _explain_nan(losses: np.ndarray) -> None:
    """Raise a ValueError that names the first example whose loss is NaN, if it is one example."""
    missing = np.argwhere(np.isnan(losses))
    if len(missing) == 0:
        raise ValueError("The losses hold both inf and -inf, and their mean is not a number.")
    index = missing[0].tolist()
    where = index[0] if len(index) == 1 else tuple(index)
    at = f"at index {where}" if index else "of the only example"
    raise ValueError(
        f"The loss {at} is NaN (not a number). Look for a missing or infinite value "
        "in the predictions and answers there."
    )
