r"""Losses that are what a bet left for the answer that came: minus the logarithm of a likelihood.

A bet spreads itself over all answers, as a bell (Gaussian) or a tent (Laplace) does over numbers. The loss is minus ln of the
height at the answer. Heights have a unit, so such a loss may be below 0, and nothing is left out that depends on no
prediction: losses of different bets can be compared. Entropy and divergence say what a bet costs over many days.
"""

from __future__ import annotations

from math import log, pi

import numpy as np

from lossbook.losses.arrays import Floats, Numbers, every, same_shape
from lossbook.losses.checks import checked, numbers, rows_of_bells
from lossbook.losses.reduction import mean
from lossbook.losses.tables import column

_HALF_LN_2_PI = 0.5 * log(2 * pi)
_HARDLY = 1e-290  # a share below this adds nothing that a digit could show, and what is divided by it overflows


@checked(numbers)
def gaussian_nll(predictions: Numbers, actuals: Numbers, *, spread: float = 1.0) -> Floats:
    r"""Bet with a bell around the prediction: the squared error in spreads, halved, and a price for the width.

    .. math:: \ell(\hat y, y) = \tfrac12 \Bigl(\frac{\hat y - y}{\text{spread}}\Bigr)^2 + \ln \text{spread}
        + \tfrac12 \ln(2\pi)

    Parameters
    ----------
    predictions, actuals : numbers
        Guesses and right answers, same shape, same unit.
    spread : float
        The standard deviation of the bell, in the unit of the answers.

    Returns
    -------
    array of float
        The loss of each example, in nats. It is below 0 where the bell is higher than 1 per unit.

    Raises
    ------
    ValueError
        If the shapes differ, or if the spread is not a finite number above 0.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    ``torch.distributions.Normal`` has the same formula in its ``log_prob``, without the minus. Source: C. F. Gauss,
    *Theoria motus* (1809), who chose the bell so that the mean of the answers is the best guess.

    Examples
    --------
    Two forecasts for a day of 30 degrees, each with a bell of spread 2:

    >>> gaussian_nll([28, 20], [30, 30], spread=2).round(3)
    array([ 2.112, 14.112])
    """
    z = (predictions - actuals) / spread
    return 0.5 * z * z + (log(spread) + _HALF_LN_2_PI)


@checked(numbers)
def gaussian_nll_gradient(predictions: Numbers, actuals: Numbers, *, spread: float = 1.0) -> Floats:
    r"""Slope of `gaussian_nll` for each prediction: the error, divided by the spread twice.

    .. math:: \frac{\partial \ell}{\partial \hat y} = \frac{\hat y - y}{\text{spread}^2}

    Parameters, errors and shapes are those of `gaussian_nll`.

    Examples
    --------
    >>> gaussian_nll_gradient([28, 20], [30, 30], spread=2)
    array([-0.5, -2.5])
    """
    return (predictions - actuals) / spread / spread


def mean_gaussian_nll(
    predictions: Numbers, actuals: Numbers, *, spread: float = 1.0, weights: Numbers | None = None
) -> float:
    """Return the mean of `gaussian_nll` over the data set, a plain float, in nats.

    Parameters and errors are those of `gaussian_nll` and of `lossbook.losses.reduction.mean`.

    Examples
    --------
    >>> round(mean_gaussian_nll([28, 20], [30, 30], spread=2), 3)
    8.112
    """
    return mean(gaussian_nll, predictions, actuals, weights=weights, spread=spread)


@checked(numbers)
def laplace_nll(predictions: Numbers, actuals: Numbers, *, width: float = 1.0) -> Floats:
    r"""Bet with a tent around the prediction: the size of the miss in widths, and a price for the width.

    .. math:: \ell(\hat y, y) = \frac{|\hat y - y|}{\text{width}} + \ln(2\,\text{width})

    Parameters
    ----------
    predictions, actuals : numbers
        Guesses and right answers, same shape, same unit.
    width : float
        How far out the tent has fallen to 37 % of its height (a factor of e), in the unit of the answers.

    Returns
    -------
    array of float
        The loss of each example, in nats. It is below 0 where the tent is higher than 1 per unit.

    Raises
    ------
    ValueError
        If the shapes differ, or if the width is not a finite number above 0.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    Its walls bend inwards: the Laplace distribution. Source: P. S. Laplace (1774).

    Examples
    --------
    >>> laplace_nll([28, 20], [30, 30], width=2).round(3)
    array([2.386, 6.386])
    """
    return np.abs(predictions - actuals) / width + (log(2) + log(width))


@checked(numbers)
def laplace_nll_gradient(predictions: Numbers, actuals: Numbers, *, width: float = 1.0) -> Floats:
    r"""Slope of `laplace_nll` for each prediction: one over the width, with the sign of the error.

    .. math:: \frac{\partial \ell}{\partial \hat y} = \frac{\operatorname{sign}(\hat y - y)}{\text{width}}

    At the top of the tent there is no single slope; this function answers 0, as `absolute_error_gradient` does.
    Parameters, errors and shapes are those of `laplace_nll`.

    Examples
    --------
    >>> laplace_nll_gradient([28, 30, 35], [30, 30, 30], width=2)
    array([-0.5,  0. ,  0.5])
    """
    return np.sign(predictions - actuals) / width


def mean_laplace_nll(
    predictions: Numbers, actuals: Numbers, *, width: float = 1.0, weights: Numbers | None = None
) -> float:
    """Return the mean of `laplace_nll` over the data set, a plain float, in nats.

    Parameters and errors are those of `laplace_nll` and of `lossbook.losses.reduction.mean`.

    Examples
    --------
    >>> round(mean_laplace_nll([28, 20], [30, 30], width=2), 3)
    4.386
    """
    return mean(laplace_nll, predictions, actuals, weights=weights, width=width)


@checked(rows_of_bells)
def gaussian_nll_from_rows(rows: Numbers, actuals: Numbers) -> Floats:
    r"""Bet with a bell of its own for each example: a model says where its centre is, and how wide it is.

    .. math:: \ell(m, t, y) = \tfrac12 \bigl((m - y)\,e^{-t}\bigr)^2 + t + \tfrac12 \ln(2\pi)

    Parameters
    ----------
    rows : numbers
        A row for each example: the centre m, and t, the logarithm of the spread, which may be any number.
    actuals : numbers
        The right answers, one for each row.

    Returns
    -------
    array of float
        The loss of each example, in nats.

    Raises
    ------
    ValueError
        If there is not a row of two numbers for each answer.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    Source: D. A. Nix and A. S. Weigend, *Estimating the mean and variance of the target probability distribution* (1994).

    Examples
    --------
    A centre of 28 with a spread of 2, and with one of 4:

    >>> gaussian_nll_from_rows([[28, np.log(2)], [28, np.log(4)]], [30, 30]).round(3)
    array([2.112, 2.43 ])
    """
    z, _ = _in_spreads(rows, actuals)
    return 0.5 * z * z + rows[..., 1] + _HALF_LN_2_PI


@checked(rows_of_bells)
def gaussian_nll_from_rows_gradient(rows: Numbers, actuals: Numbers) -> Floats:
    r"""Slope of `gaussian_nll_from_rows` for each number of each row.

    .. math:: \Bigl((m - y)\,e^{-2t},\; 1 - \bigl((m - y)\,e^{-t}\bigr)^2\Bigr)

    A bell whose miss is larger than its spread is made wider, and one whose miss is smaller narrower. Parameters, errors
    and shapes are those of `gaussian_nll_from_rows`.

    Examples
    --------
    >>> gaussian_nll_from_rows_gradient([[28, np.log(1)], [28, np.log(4)]], [30, 30]).round(3)
    array([[-2.   , -3.   ],
           [-0.125,  0.75 ]])
    """
    z, half = _in_spreads(rows, actuals)
    return np.stack([np.where(z == 0, 0, z * half * half), 1 - z * z], axis=-1)


def mean_gaussian_nll_from_rows(rows: Numbers, actuals: Numbers, *, weights: Numbers | None = None) -> float:
    """Return the mean of `gaussian_nll_from_rows` over the data set, a plain float, in nats.

    Parameters and errors are those of `gaussian_nll_from_rows` and of `lossbook.losses.reduction.mean`.

    Examples
    --------
    >>> round(mean_gaussian_nll_from_rows([[28, np.log(2)], [20, np.log(2)]], [30, 30]), 3)
    8.112
    """
    return mean(gaussian_nll_from_rows, rows, actuals, weights=weights)


def _in_spreads(rows: Floats, actuals: Floats) -> tuple[Floats, Floats]:
    """Return each error in spreads, and one over the root of the spread: half of the way, so that it does not overflow."""
    half = np.exp(-0.5 * rows[..., 1])
    error = rows[..., 0] - actuals
    return np.where(error == 0, 0, error * half * half), half  # 0, and not 0 * inf


def entropy(shares: Numbers) -> float:
    r"""Mean cost of the best bet of those who know the shares of the answers, and nothing else: the floor.

    .. math:: H(p) = -\sum_k p_k \ln p_k

    Parameters
    ----------
    shares : numbers
        How often each answer comes: numbers from 0 to 1 that add up to 1.

    Returns
    -------
    float
        In nats. What never comes adds nothing.

    Raises
    ------
    ValueError
        If a share lies outside 0 to 1, or they do not add up to 1.
    TypeError
        If the input is not made of real numbers.

    Examples
    --------
    >>> round(entropy([0.7, 0.3]), 3), entropy([1, 0])
    (0.611, 0.0)
    """
    p = _shares("shares", shares)
    return float(0 - np.sum(p[p > 0] * np.log(p[p > 0])))


def cross_entropy(honest: Numbers, said: Numbers) -> float:
    r"""Mean cost of a bet, if the answers come by other shares: the entropy, and what dishonesty adds.

    .. math:: H(p, q) = -\sum_k p_k \ln q_k

    Parameters
    ----------
    honest, said : numbers
        How often each answer comes, and the share that was bet on it; both add up to 1.

    Returns
    -------
    float
        In nats. It is infinite if something that comes was called impossible.

    Raises
    ------
    ValueError
        If a share lies outside 0 to 1, if they do not add up to 1, or if there are not as many of both.
    TypeError
        If the input is not made of real numbers.

    Examples
    --------
    >>> round(cross_entropy([0.7, 0.3], [0.9, 0.1]), 3)
    0.765
    """
    p, q = _bets(honest, said)
    with np.errstate(divide="ignore"):
        return float(0 - np.sum(p[p > 0] * np.log(q[p > 0])))


def kl_divergence(honest: Numbers, said: Numbers) -> float:
    r"""Return what a bet costs beyond the honest one, in the mean: the Kullback-Leibler divergence.

    .. math:: D(p, q) = \sum_k p_k \ln \frac{p_k}{q_k}

    Parameters
    ----------
    honest, said : numbers
        How often each answer comes, and the share that was bet on it; both add up to 1.

    Returns
    -------
    float
        In nats, never below 0. It is infinite if something that comes was called impossible.

    Raises
    ------
    ValueError
        If a share lies outside 0 to 1, if they do not add up to 1, or if there are not as many of both.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    Source: S. Kullback and R. A. Leibler, *On Information and Sufficiency* (1951).

    Examples
    --------
    >>> round(kl_divergence([0.7, 0.3], [0.9, 0.1]), 3), kl_divergence([0.7, 0.3], [0.7, 0.3])
    (0.154, 0.0)
    """
    p, q = _bets(honest, said)
    if np.any((p > 0) & (q == 0)):
        return np.inf
    comes = p > _HARDLY
    # With q = p (1 + d), each p ln(p / q) is p (d - ln(1 + d)) - p d. The last parts add up to 0, as both shares do to
    # 1; the first are never below 0, so that nothing cancels where the two bets are nearly the same.
    return float(np.sum(p[comes] * _less_its_log(p[comes], q[comes])) + np.sum(q[~comes]))


def _less_its_log(p: Floats, q: Floats) -> Floats:
    """Return d - ln(1 + d) for q = p (1 + d) without loss of digits: near 0 by the series of ln in r = d / (2 + d)."""
    d = (q - p) / p
    r = d / (2 + d)
    y = r * r
    series = np.polynomial.polynomial.polyval(y, [1 / (2 * k + 3) for k in range(14)])
    return np.where(np.abs(d) < 0.3, r * (d - 2 * y * series), d - np.log(q / p))


def _bets(honest: Numbers, said: Numbers) -> tuple[Floats, Floats]:
    """Return two lists of shares, one for each answer, that add up to 1."""
    same_shape(honest=honest, said=said)
    return _shares("honest", honest), _shares("said", said)


def _shares(name: str, values: Numbers) -> Floats:
    def advice(bad: float) -> str:
        return (
            "If they are percentages, divide by 100." if bad > 1 else "Counts become shares by counts / counts.sum()."
        )

    shares = column(name, values).astype(float)
    every(name, shares, lambda p: (p >= 0) & (p <= 1), "from 0 to 1", advice)
    total = float(shares.sum())
    if abs(total - 1) > 1e-3:  # rounding, of float32 too, stays far below
        raise ValueError(f"{name} must add up to 1, got {total:.6g}. Divide by the sum: {name} / np.sum({name}).")
    return shares
