"""Losses for learning from votes: which of two is better? A score for each, and only their difference counts."""

from __future__ import annotations

import numpy as np

from lossbook.losses.arrays import Floats, Numbers
from lossbook.losses.checks import checked, log_probabilities, winners_and_losers
from lossbook.losses.classification import sigmoid
from lossbook.losses.reduction import mean


@checked(winners_and_losers)
def preference(winners: Numbers, losers: Numbers) -> Floats:
    r"""How surprising a vote is, from the scores of the winner and of the loser.

    .. math:: \ell(s_w, s_l) = \ln(1 + e^{-(s_w - s_l)})

    Parameters
    ----------
    winners, losers : numbers
        Raw scores, same shape: of the one that was voted for, and of the other.

    Returns
    -------
    array of float
        The loss of each vote, same shape.

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    It is binary cross-entropy from the raw score "winner minus loser". For a tie, take
    ``binary_cross_entropy_from_logits(first - second, 0.5)``. Source: R. A. Bradley and M. E. Terry, *Rank Analysis of
    Incomplete Block Designs* (1952); C. Burges and others, *Learning to Rank using Gradient Descent* (2005).

    Examples
    --------
    >>> preference([2, 102, 0, 1], [1, 101, 0, 2]).round(3)
    array([0.313, 0.313, 0.693, 1.313])
    """
    return np.logaddexp(0, losers - winners)


@checked(winners_and_losers)
def preference_gradient(winners: Numbers, losers: Numbers) -> tuple[Floats, Floats]:
    r"""Slopes of `preference` with respect to the scores of winners and of losers.

    .. math:: (-(1 - p),\; 1 - p), \quad p = \sigma(s_w - s_l)

    The two add up to 0, so a step moves winner and loser by as much. Parameters, errors and shapes are those of
    `preference`.

    Examples
    --------
    >>> of_winners, of_losers = preference_gradient([0, 1], [0, 2])
    >>> of_winners.round(3), of_losers.round(3)
    (array([-0.5  , -0.731]), array([0.5  , 0.731]))
    """
    missing = sigmoid(losers - winners)  # 1 - p, without the digits that 1 - 0.999… would lose
    return -missing, missing


def mean_preference(winners: Numbers, losers: Numbers, *, weights: Numbers | None = None) -> float:
    """Return the mean of `preference`, a plain float. Equal scores cost ln 2, about 0.693.

    Examples
    --------
    >>> round(mean_preference([2, 0, 1], [1, 0, 2]), 3)
    0.773
    """
    return mean(preference, winners, losers, weights=weights)


@checked(log_probabilities)
def dpo(
    chosen: Numbers,
    rejected: Numbers,
    reference_chosen: Numbers,
    reference_rejected: Numbers,
    *,
    beta: float = 0.1,
) -> Floats:
    r"""How surprising a vote is if a score is a move away from a reference model: direct preference optimisation (DPO).

    .. math:: \ln(1 + e^{-\beta((c - c_r) - (r - r_r))})

    Parameters
    ----------
    chosen, rejected : numbers
        The logarithm of the probability that the model gives to each answer, same shape.
    reference_chosen, reference_rejected : numbers
        The same from the reference model, where the training began.
    beta : float
        How much a move of 1 away from the reference counts.

    Returns
    -------
    array of float
        The loss of each pair, same shape. Before the first step it is ln 2.

    Raises
    ------
    ValueError
        If the shapes differ, a logarithm is above 0, or beta is not above 0.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    Source: R. Rafailov and others, *Direct Preference Optimization* (2023).

    Examples
    --------
    >>> float(dpo(-11, -11.5, -12, -10, beta=0.1).round(3))
    0.576
    >>> dpo(0.3, -1, -1, -1)
    Traceback (most recent call last):
        ...
    ValueError: chosen must be 0 or less, got 0.3. Pass logarithms of probabilities, np.log(p), and not the probabilities.
    """
    gap = (chosen - reference_chosen) - (rejected - reference_rejected)
    return np.logaddexp(0, -beta * gap)


def mean_dpo(
    chosen: Numbers,
    rejected: Numbers,
    reference_chosen: Numbers,
    reference_rejected: Numbers,
    *,
    beta: float = 0.1,
    weights: Numbers | None = None,
) -> float:
    """Return the mean of `dpo`, a plain float.

    Examples
    --------
    >>> round(mean_dpo([-11, -14], [-11.5, -17], [-12, -12], [-10, -10]), 3)
    0.525
    """
    return mean(dpo, chosen, rejected, reference_chosen, reference_rejected, weights=weights, beta=beta)
