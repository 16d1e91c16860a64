"""Losses for predicting a number, which say how far the guess was from the answer.

Every loss has three forms. ``name`` gives the loss of each example, ``mean_name`` the cost of the data
set, ``name_gradient`` the slope of each example's loss with respect to its prediction. The error is
always prediction - actual, so a guess that is too high has a positive error.
"""

from __future__ import annotations

import numpy as np

from lossbook.losses.arrays import Floats, Numbers
from lossbook.losses.checks import checked, numbers
from lossbook.losses.reduction import mean


@checked(numbers)
def squared_error(predictions: Numbers, actuals: Numbers) -> Floats:
    r"""Square each miss: a miss twice as large costs four times as much.

    .. math:: \ell(\hat y, y) = (\hat y - y)^2

    Parameters
    ----------
    predictions, actuals : numbers
        Guesses and right answers, same shape, same unit.

    Returns
    -------
    array of float
        The loss of each example, in the square of the unit.

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    No factor 1/2. ``optax.losses.l2_loss`` and scikit-learn's private ``HalfSquaredError`` have one.
    Source: A. M. Legendre, *Nouvelles méthodes pour la détermination des orbites des comètes*
    (1805), which chose the sum of these squares.

    Examples
    --------
    Two forecasts for a day of 30 degrees:

    >>> squared_error([28, 20], [30, 30])
    array([  4., 100.])
    """
    error = predictions - actuals
    return error * error


@checked(numbers)
def squared_error_gradient(predictions: Numbers, actuals: Numbers) -> Floats:
    r"""Slope of `squared_error` for each prediction: twice the error.

    .. math:: \frac{\partial \ell}{\partial \hat y} = 2(\hat y - y)

    Parameters, errors and shapes are those of `squared_error`; the slope is in the unit itself.

    Examples
    --------
    >>> squared_error_gradient([28, 20], [30, 30])
    array([ -4., -20.])
    """
    return 2 * (predictions - actuals)


def mean_squared_error(predictions: Numbers, actuals: Numbers, *, weights: Numbers | None = None) -> float:
    r"""Mean squared error (MSE): the average area of the squares on the misses.

    .. math:: \mathrm{MSE} = \frac{1}{n} \sum_{i=1}^{n} (\hat y_i - y_i)^2

    Parameters
    ----------
    predictions, actuals : numbers
        Guesses and right answers, same shape, same unit.
    weights : numbers, optional
        How much each example counts; the sum is divided by the sum of the weights.

    Returns
    -------
    float
        The cost of the data set, in the square of the unit. Its root (RMSE) is in the unit.

    Raises
    ------
    ValueError
        If the shapes differ, if there are no examples, if a loss is NaN, or if the weights are not
        allowed (see `lossbook.losses.reduction.mean`).
    TypeError
        If the input is not made of real numbers.

    Examples
    --------
    >>> mean_squared_error([28, 20], [30, 30])
    52.0
    """
    return mean(squared_error, predictions, actuals, weights=weights)


@checked(numbers)
def absolute_error(predictions: Numbers, actuals: Numbers) -> Floats:
    r"""Size of each miss: a miss twice as large costs twice as much.

    .. math:: \ell(\hat y, y) = |\hat y - y|

    Parameters
    ----------
    predictions, actuals : numbers
        Guesses and right answers, same shape, same unit.

    Returns
    -------
    array of float
        The loss of each example, in the unit of the answers.

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    Source: R. J. Boscovich (1757), who asked for the least sum of absolute errors, half a century before least
    squares.

    Examples
    --------
    >>> absolute_error([28, 20], [30, 30])
    array([ 2., 10.])
    """
    return np.abs(predictions - actuals)


@checked(numbers)
def absolute_error_gradient(predictions: Numbers, actuals: Numbers) -> Floats:
    r"""Slope of `absolute_error` for each prediction: -1, 0 or +1, whatever the size of the miss.

    .. math:: \frac{\partial \ell}{\partial \hat y} = \operatorname{sign}(\hat y - y)

    At a perfect guess the curve has a kink and no single slope; this function answers 0, the middle of
    the slopes -1 and +1 beside it. Parameters, errors and shapes are those of `absolute_error`; the
    slope has no unit.

    Examples
    --------
    >>> absolute_error_gradient([28, 30, 35], [30, 30, 30])
    array([-1.,  0.,  1.])
    """
    return np.sign(predictions - actuals)


def mean_absolute_error(predictions: Numbers, actuals: Numbers, *, weights: Numbers | None = None) -> float:
    r"""Mean absolute error (MAE): the average size of a miss.

    .. math:: \mathrm{MAE} = \frac{1}{n} \sum_{i=1}^{n} |\hat y_i - y_i|

    Parameters
    ----------
    predictions, actuals : numbers
        Guesses and right answers, same shape, same unit.
    weights : numbers, optional
        How much each example counts; the sum is divided by the sum of the weights.

    Returns
    -------
    float
        The cost of the data set, in the unit of the answers.

    Raises
    ------
    ValueError
        If the shapes differ, if there are no examples, if a loss is NaN, or if the weights are not
        allowed (see `lossbook.losses.reduction.mean`).
    TypeError
        If the input is not made of real numbers.

    Examples
    --------
    Two apple prices, real 5 and 3, guessed 4 and 6:

    >>> mean_absolute_error([4, 6], [5, 3])
    2.0
    """
    return mean(absolute_error, predictions, actuals, weights=weights)


@checked(numbers)
def huber(predictions: Numbers, actuals: Numbers, *, delta: float = 1.0) -> Floats:
    r"""Half the square of small misses, a straight line for large ones: its slope is capped at delta, the loss is not.

    .. math:: \ell(\hat y, y) = \tfrac12 e^2 \text{ if } |e| \le \delta, \text{ else } \delta(|e| - \tfrac12\delta),
        \quad e = \hat y - y

    Parameters
    ----------
    predictions, actuals : numbers
        Guesses and right answers, same shape, same unit.
    delta : float
        Where the line begins, in the unit of the answers.

    Returns
    -------
    array of float
        The loss of each example, in the square of the unit.

    Raises
    ------
    ValueError
        If the shapes differ, or if delta is not a finite number above 0.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    With the factor 1/2. ``torch.nn.SmoothL1Loss(beta)`` is Huber divided by its beta. Source: P. J. Huber, *Robust Estimation of a
    Location Parameter* (1964).

    Examples
    --------
    >>> huber([2, 10], [0, 0], delta=3.0)
    array([ 2. , 25.5])
    """
    error = predictions - actuals
    slope = np.clip(error, -delta, delta)
    return slope * (error - 0.5 * slope)  # both branches in one line: inside delta, slope and error are the same


@checked(numbers)
def huber_gradient(predictions: Numbers, actuals: Numbers, *, delta: float = 1.0) -> Floats:
    r"""Slope of `huber` for each prediction: the error, but never steeper than delta.

    .. math:: \frac{\partial \ell}{\partial \hat y} = \operatorname{clip}(\hat y - y, -\delta, \delta)

    Parameters, errors and shapes are those of `huber`; the slope is in the unit of the answers.

    Examples
    --------
    >>> huber_gradient([2, 10, -10], [0, 0, 0], delta=3.0)
    array([ 2.,  3., -3.])
    """
    return np.clip(predictions - actuals, -delta, delta)


def mean_huber(predictions: Numbers, actuals: Numbers, *, delta: float = 1.0, weights: Numbers | None = None) -> float:
    """Return the mean of `huber` over the data set, a plain float, in the square of the unit.

    Parameters and errors are those of `huber` and of `lossbook.losses.reduction.mean`.

    Examples
    --------
    >>> mean_huber([2, 10], [0, 0], delta=3.0)
    13.75
    """
    return mean(huber, predictions, actuals, weights=weights, delta=delta)
