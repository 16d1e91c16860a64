"""From one loss per example to one number for the data set."""

from __future__ import annotations

import numpy as np

from lossbook.checks import Numbers, same_shape


def mean(losses: np.ndarray, *, weights: Numbers | None = None) -> float:
    """Average the losses of the examples, by weight if weights are given.

    Sums are carried in float64 even for float32 input, so that adding up costs no digits and a large
    sum does not overflow.

    Parameters
    ----------
    losses : array of float
        One loss for each example, any shape.
    weights : numbers, optional
        How much each example counts, same shape as the losses, none negative. The weighted sum is
        divided by the sum of the weights, so that doubling all weights changes nothing.

    Returns
    -------
    float
        The mean, a plain Python float.

    Raises
    ------
    ValueError
        If there are no examples, if a loss is not a number (NaN), or if the weights are negative,
        infinite, all zero or of another shape.

    Examples
    --------
    >>> mean(np.array([4.0, 100.0]))
    52.0
    >>> mean(np.array([4.0, 100.0]), weights=[3, 1])
    28.0
    """
    if losses.size == 0:
        raise ValueError("There is no mean of nothing: give at least one prediction and its answer.")
    if weights is None:
        average = float(np.mean(losses, dtype=np.float64))
    else:
        losses, weights = same_shape(losses=losses, weights=weights)
        total = float(np.sum(weights, dtype=np.float64))
        if not (np.all(weights >= 0) and 0 < total < np.inf):
            raise ValueError(f"weights must be finite, 0 or more, and not all 0, got {weights}.")
        # An example of weight 0 does not count, even if its loss is infinite (0 * inf would be NaN).
        counts = weights > 0
        average = float(np.sum(weights[counts].astype(np.float64) * losses[counts])) / total
        losses = np.where(counts, losses, 0)
    if np.isnan(average):
        _explain_nan(losses)
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
