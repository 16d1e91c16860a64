"""The best constant, line or street under a loss, found exactly instead of step by step.

Pictures mark these answers, so they must not depend on a learning rate. How a model gets there by itself is the
business of `lossbook.learning.training`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np

from lossbook.losses.arrays import Numbers, real_array, same_shape, written
from lossbook.losses.catalogue import Loss, a_loss
from lossbook.losses.checks import scores_and_signs
from lossbook.losses.kinds import Kind
from lossbook.losses.settings import not_negative, positive, yes_or_no
from lossbook.losses.tables import as_many, column, squarable, table


def best_constant(loss: Loss, actuals: Numbers) -> float:
    """Return the one answer that costs least for all examples.

    There the slopes of all examples cancel. Where a whole stretch costs the same, as between the two middle values
    under the absolute error, the middle of the stretch is returned.

    Parameters
    ----------
    loss : Loss
        A loss of one number an example, convex as a function of it.
    actuals : numbers
        The answers, shape (n,).

    Raises
    ------
    TypeError
        If the loss is none, or the answers are not numbers.
    ValueError
        If the loss takes more than one number an example, there are no answers, one of them is missing, infinite or
        not what the loss allows, or no answer is best: for scores, the farther out the better if all labels are alike.

    Examples
    --------
    >>> from lossbook import LOSSES
    >>> prices = [200, 210, 220, 230, 1000]
    >>> best_constant(LOSSES["squared_error"], prices), best_constant(LOSSES["absolute_error"], prices)
    (372.0, 220.0)
    """
    loss, given = a_loss(loss), real_array("actuals", actuals)
    answers = column("actuals", given if given.ndim else given[None]).astype(float)
    if loss.kind not in (Kind.NUMBER, Kind.PROBABILITY, Kind.SCORE):
        raise ValueError(
            f"{loss.name} takes more than one number an example, so no single number is its best answer. "
            "Choose a loss for numbers, or for yes or no."
        )
    loss.function.check(np.full_like(answers, 0.5), answers)
    low, high = _SEARCHED.get(loss.kind, (float(answers.min()), float(answers.max())))
    squarable("actuals", answers)

    def pull(constant: float) -> float:
        return float(np.sum(loss.gradient(np.full_like(answers, constant), answers)))

    if loss.kind is Kind.SCORE and not pull(low) < 0 < pull(high):
        raise ValueError(
            f"No single score is best under {loss.name} for these actuals: the farther from 0 the better, or as good. "
            "Give examples of both answers."
        )
    first = _bisect(lambda c: pull(c) >= 0, low, high)
    last = _bisect(lambda c: pull(c) > 0, low, high)
    return float(f"{first / 2 + last / 2:.13g}")  # without the dust of the last digits


# Where the best constant is looked for; scores beyond these make a probability of 0 or 1 up to rounding.
_SEARCHED = {Kind.PROBABILITY: (0.0, 1.0), Kind.SCORE: (-40.0, 40.0)}


def _bisect(beyond: Callable[[float], bool], low: float, high: float) -> float:
    """Return the place from which on `beyond` is true."""
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if beyond(middle) else (middle, high)
    return high


def best_line(loss: Loss, inputs: Numbers, actuals: Numbers, *, gentlest: bool = False) -> tuple[float, float]:
    """Return slope and height at 0 of the line that costs least.

    Parameters
    ----------
    loss : Loss
        A loss for numbers. One with a kink at 0 must be straight on both sides of it, as the absolute error is.
    inputs, actuals : numbers
        Where the points are, shape (n,) each; at least two different inputs.
    gentlest : bool
        Of several lines that cost the same, return the one with the lowest slope, and not the one with the highest.

    Raises
    ------
    TypeError
        If the loss is none, or the points are not numbers.
    ValueError
        If the loss is not for numbers, or bends beside a kink; if the shapes differ, a number is missing or infinite,
        all inputs are the same, or no single line is best.

    Notes
    -----
    Where the loss is two straight arms, some best line passes through two of the points, so all pairs are tried; of
    several that cost the same, the one with the highest slope is returned unless said otherwise. For the others the line is fitted by weighted least squares until
    it rests, where a point weighs as much as its slope for each unit of error.

    Examples
    --------
    >>> from lossbook import LOSSES
    >>> best_line(LOSSES["absolute_error"], [0, 1, 2, 3, 4], [1, 3, 5, 7, 100])
    (2.0, 1.0)
    """
    loss, gentlest = a_loss(loss), yes_or_no("gentlest", gentlest)
    if loss.kind is not Kind.NUMBER:
        raise ValueError(
            f"Only a loss for numbers has a best line; {loss.name} is for: {loss.task}. "
            "Choose one such as LOSSES['squared_error']."
        )
    same_shape(inputs=inputs, actuals=actuals)
    x, y = column("inputs", inputs).astype(float), column("actuals", actuals).astype(float)
    squarable("inputs", x)
    squarable("actuals", y)
    if np.ptp(x) == 0:
        raise ValueError(
            f"A line needs at least two different inputs, got {written(x[0])} alone. Add a point elsewhere."
        )
    if 0.0 in loss.kinks:
        return _line_through_two(loss, x, y, min if gentlest else max)
    weights, line = np.ones_like(x), (np.nan, np.nan)
    for _ in range(20_000):
        if len(np.unique(x[weights > 0])) < 2:
            raise ValueError(_NO_LINE.format(loss.name))
        before, line = line, _weighted_line(x, y, weights)
        if np.allclose(before, line, rtol=1e-13, atol=1e-13):
            return line
        heights = line[0] * x + line[1]
        error = heights - y
        weights = np.divide(loss.gradient(heights, y), error, out=np.ones_like(x), where=error != 0)
    if not np.allclose(before, line, rtol=1e-6, atol=1e-9):
        raise ValueError(_NO_LINE.format(loss.name))
    return line


_NO_LINE = "No single line is best under {}: some misses cost nothing. Give every miss a price above 0."


def _line_through_two(
    loss: Loss, x: np.ndarray, y: np.ndarray, choose: Callable[[list[tuple[float, float]]], tuple[float, float]]
) -> tuple[float, float]:
    """Return the best line where the loss is two straight arms: it passes through two of the points."""
    reach = np.ptp(y) or 1.0
    for side in (-reach, reach):
        near, far = loss.gradient(y + side / 2, y), loss.gradient(y + side, y)
        if not np.allclose(near, far, rtol=1e-9, atol=0):
            raise ValueError(
                f"{loss.name} has a kink and is not straight beside it, so its best line is not found by trying pairs "
                "of points. Train a Linear with it instead."
            )
    lines = [
        (slope, y[i] - slope * x[i])
        for i, j in combinations(range(len(x)), 2)
        if x[i] != x[j]
        for slope in [(y[j] - y[i]) / (x[j] - x[i])]
    ]
    costs = np.array([loss.cost(slope * x + height, y) for slope, height in lines])
    dust = 1e-12 * loss.cost(np.full_like(y, y.mean()), y)
    slope, height = choose([line for line, cost in zip(lines, costs, strict=True) if cost <= costs.min() + dust])
    return float(slope), float(height)


def _weighted_line(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    middle_x, middle_y = np.average(x, weights=weights), np.average(y, weights=weights)
    across = x - middle_x
    slope = float(np.sum(weights * across * (y - middle_y)) / np.sum(weights * across**2))
    return slope, float(middle_y - slope * middle_x)


def ridge(inputs: Numbers, answers: Numbers, *, dial: float) -> tuple[np.ndarray, float]:
    """Return weights and bias with the lowest mean squared error plus dial times the sum of the squared weights.

    The bias is not charged: it only sets the height.

    Parameters
    ----------
    inputs : numbers
        The examples, shape (n, d).
    answers : numbers
        The right answers, shape (n,).
    dial : float
        How much the weights cost; 0 is plain least squares. Of several weights that cost the same then, the smallest
        are returned.

    Raises
    ------
    ValueError
        If there are no examples or not as many answers, a number is missing or infinite, or the dial is negative.
    TypeError
        If the inputs, the answers or the dial are not numbers.

    Notes
    -----
    By singular values, which lose no digits where inputs are nearly the same. scikit-learn's ``Ridge`` adds up the
    squared errors, so its alpha is dial times n. Source: A. E. Hoerl and R. W. Kennard, *Ridge Regression* (1970).

    Examples
    --------
    The same measurement twice, which shares the weight:

    >>> weights, bias = ridge([[1, 1], [2, 2], [3, 3]], [2, 4, 6], dial=0)
    >>> weights.round(6).tolist(), round(bias, 6) + 0
    ([1.0, 1.0], 0.0)
    """
    away, wanted, middle, height = _centred(inputs, answers)
    dial = not_negative("dial", dial)
    rows, widths, columns = np.linalg.svd(away, full_matrices=False)
    dust = max(away.shape) * np.finfo(float).eps * widths[0]  # what rounding leaves of a direction that is none
    kept = widths > dust
    rows, widths, columns = rows[:, kept], widths[kept], columns[kept]
    weights = (rows.T @ wanted / (widths + len(away) * dial / widths)) @ columns
    return weights, float(height - middle @ weights)


def lasso(inputs: Numbers, answers: Numbers, *, dial: float) -> tuple[np.ndarray, float]:
    """Return weights and bias with the lowest mean squared error plus dial times the sum of the sizes of the weights.

    Weights that are not worth their price are exactly 0. The bias is not charged.

    Parameters
    ----------
    inputs : numbers
        The examples, shape (n, d).
    answers : numbers
        The right answers, shape (n,).
    dial : float
        How much the weights cost, in the unit of the answers; 0 is plain least squares.

    Raises
    ------
    ValueError
        If there are no examples or not as many answers, a number is missing or infinite, or the dial is negative.
    TypeError
        If the inputs, the answers or the dial are not numbers.

    Notes
    -----
    One weight after the other takes its best value, until none moves (Friedman and others, 2007). scikit-learn's ``Lasso``
    halves the squared error, so its alpha is half of the dial. After 10,000 rounds it stops: with a tiny dial and more
    columns than rows the weights may not be the best yet. Source: R. Tibshirani (1996).

    Examples
    --------
    >>> weights, bias = lasso([[1, 0], [2, 1], [3, 0]], [2, 4, 6], dial=1)
    >>> weights.round(6).tolist(), round(bias, 6)
    ([1.25, 0.0], 1.5)
    """
    away, wanted, middle, height = _centred(inputs, answers)
    if (dial := not_negative("dial", dial)) == 0:
        return ridge(inputs, answers, dial=0)
    sizes = np.abs(away).max(axis=0)
    varies = sizes > 0
    # All columns in one size, so that one threshold says when no weight moves any more.
    scaled = away[:, varies] / sizes[varies]
    together, wished = scaled.T @ scaled / len(scaled), scaled.T @ wanted / len(scaled)
    price, found = dial / 2 / sizes[varies], np.zeros(scaled.shape[1])
    for _ in range(10_000):
        before = found.copy()
        for j, own in enumerate(np.diagonal(together)):
            wish = wished[j] - together[j] @ found + own * found[j]
            found[j] = np.sign(wish) * max(abs(wish) - price[j], 0) / own
        if (exact := _with_these_signs(found, together, wished, price)) is not None:
            found = exact
            break
        if np.all(np.abs(found - before) <= 1e-14 * np.abs(found).max(initial=0)):
            break
    weights = np.zeros(len(sizes))
    weights[varies] = np.where(np.abs(found) > 1e-13 * np.abs(found).max(initial=0), found, 0) / sizes[varies]
    return weights, float(height - middle @ weights)


def _centred(inputs: Numbers, answers: Numbers) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Return examples and answers without their means, and the means; of a constant column exactly 0 is left."""
    inputs, answers = squarable("inputs", table("inputs", inputs)), squarable("answers", column("answers", answers))
    as_many("answers", answers, "inputs", inputs)
    inputs, answers = inputs.astype(float), answers.astype(float)
    middle, height = inputs.mean(axis=0), float(answers.mean())
    away = inputs - middle
    away[:, np.abs(away).max(axis=0) <= 1e-13 * np.abs(inputs).max(axis=0)] = 0  # rounding
    return away, answers - height, middle, height


def _with_these_signs(
    found: np.ndarray, together: np.ndarray, wished: np.ndarray, price: np.ndarray
) -> np.ndarray | None:
    """Return the best weights in one go, if those that are 0 and the signs of the others are right already."""
    kept, signs = found != 0, np.sign(found)
    exact = np.zeros_like(found)
    exact[kept], _, rank, _ = np.linalg.lstsq(together[np.ix_(kept, kept)], (wished - price * signs)[kept], rcond=None)
    if rank < kept.sum():  # of inputs that say the same, any share of the weight is as good: leave it as it is
        return None
    left = np.abs(wished - together @ exact)[~kept]  # what still pulls at the weights that are 0
    return exact if np.all(np.sign(exact) == signs) and np.all(left <= price[~kept] * (1 + 1e-12)) else None


def widest_street(points: Numbers, signs: Numbers, *, price: float = 10.0) -> tuple[np.ndarray, float]:
    """Return weights and bias of the linear score with the widest street that is worth its hinge losses.

    The score of a point is ``weights @ point + bias``. The street lies between the scores -1 and +1, and is
    ``2 / |weights|`` wide. What is made as small as possible is half the square of the weights, which makes the street
    wide, plus the price times the sum of the hinge losses.

    Parameters
    ----------
    points : numbers
        Shape (n, d).
    signs : numbers
        -1 or +1 for each point; both must occur.
    price : float
        What one unit of hinge loss costs. A high price makes a narrow street that few points enter.

    Raises
    ------
    ValueError
        If only one of the two signs occurs, or they are not -1 and +1; if the shapes do not fit, a coordinate is
        missing or infinite, or the price is not above 0.
    TypeError
        If the points, the signs or the price are not numbers.

    Notes
    -----
    The linear support-vector machine of Cortes and Vapnik (1995), solved in its dual form: the two points that break
    the conditions of the optimum most are corrected together, until none does (Platt, 1998; Keerthi and others, 2001).

    Examples
    --------
    >>> weights, bias = widest_street([[0, 0], [2, 0], [9, 5]], [-1, 1, 1])
    >>> weights.round(6).tolist(), round(bias, 6)
    ([1.0, 0.0], -1.0)
    """
    points, signs, price = table("points", points).astype(float), real_array("signs", signs), positive("price", price)
    scores_and_signs(np.zeros(signs.shape), signs)
    signs = column("signs", signs).astype(float)
    as_many("signs", signs, "points", points)
    squarable("points", points)
    if np.ptp(signs) == 0:
        raise ValueError(
            f"signs must be -1 and +1, and both must occur, got {signs[0]:+g} alone. Add points of the other side."
        )
    alike = points @ points.T
    shares, missing = np.zeros(len(points)), signs.copy()  # missing: sign minus the score without bias
    for _ in range(100_000):
        up = np.where((shares < price) & (signs > 0) | (shares > 0) & (signs < 0), missing, -np.inf)
        down = np.where((shares < price) & (signs < 0) | (shares > 0) & (signs > 0), missing, np.inf)
        i, j = int(np.argmax(up)), int(np.argmin(down))
        if up[i] - down[j] < 1e-12:
            break
        step = (up[i] - down[j]) / max(alike[i, i] + alike[j, j] - 2 * alike[i, j], 1e-12)
        step = min(
            step, price - shares[i] if signs[i] > 0 else shares[i], shares[j] if signs[j] > 0 else price - shares[j]
        )
        shares[i] += signs[i] * step
        shares[j] -= signs[j] * step
        missing -= step * (alike[i] - alike[j])
    weights = (shares * signs) @ points
    return weights, float((up[i] + down[j]) / 2)


def street_between(middle: Numbers, edge: Numbers) -> tuple[np.ndarray, float]:
    """Return weights and bias of the score that is 0 at one place and 1 at another, straight across the street.

    Examples
    --------
    >>> weights, bias = street_between([5, 5], [7, 5])
    >>> weights.tolist(), bias
    ([0.5, 0.0], -2.5)
    """
    same_shape(middle=middle, edge=edge)
    middle, edge = squarable("middle", column("middle", middle)), squarable("edge", column("edge", edge))
    across = edge - middle
    if not across.any():
        raise ValueError(f"middle and edge must be two places, got {middle} twice. Move one of them.")
    weights = across / (across @ across)
    return weights, float(-weights @ middle)


def street_width(weights: Numbers) -> float:
    """Return how wide the street of these weights is, from a score of -1 to a score of +1.

    Examples
    --------
    >>> street_width([0.5, 0.0])
    4.0
    """
    weights = squarable("weights", column("weights", weights))
    if not weights.any():
        raise ValueError("weights must not all be 0, got a score that is the same everywhere. Then there is no street.")
    return float(2 / np.linalg.norm(weights))
