"""Losses made from losses: other weights, two goals at once, or unequal prices for too much and too little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from lossbook.losses.catalogue import Loss
from lossbook.losses.checks import check_of, checked, formula_of, not_negative


def weighted(loss: Loss, weights: Mapping[float, float]) -> Loss:
    """Let examples of some classes count more: each loss is multiplied by the weight of its answer.

    Parameters
    ----------
    loss : Loss
        The loss to weigh.
    weights : mapping
        A weight for each answer, for example ``{1: 10.0}``. Answers that are not named weigh 1.

    Raises
    ------
    TypeError, ValueError
        If a weight is not a finite number of 0 or more.

    Examples
    --------
    A missed "yes" costs ten times as much as a false alarm:

    >>> from lossbook import LOSSES
    >>> careful = weighted(LOSSES["binary_cross_entropy"], {1: 10.0})
    >>> careful.value([0.5, 0.5], [1, 0]).round(3)
    array([6.931, 0.693])
    """
    for answer, weight in weights.items():
        not_negative(f"the weight of answer {answer}", weight)

    def weigh(answers: np.ndarray) -> np.ndarray:
        result = np.ones(answers.shape)
        for answer, weight in weights.items():
            result = np.where(answers == answer, weight, result)
        return result

    def times(function: Callable[..., Any]) -> Callable[..., Any]:
        formula = formula_of(function)

        def weighed(predictions: np.ndarray, answers: np.ndarray) -> np.ndarray:
            result, factor = formula(predictions, answers), weigh(answers)
            return result * factor.reshape(factor.shape + (1,) * (result.ndim - factor.ndim)).astype(result.dtype)

        return checked(check_of(function))(weighed)

    return replace(
        loss,
        name=f"weighted_{loss.name}",
        title=f"{loss.title}, weighted",
        value=times(loss.value),
        gradient=times(loss.gradient),
        parameters={},
    )


def combined(first: Loss, second: Loss, *, balance: float) -> Loss:
    """Pursue two goals with a dial between them: first + balance * second.

    Parameters
    ----------
    first, second : Loss
        Two losses for the same kind of prediction and answer.
    balance : float
        How much the second goal counts; 0 leaves the first alone.

    Raises
    ------
    ValueError
        If the losses take different input, or balance is negative.

    Examples
    --------
    >>> from lossbook import LOSSES
    >>> combined(LOSSES["squared_error"], LOSSES["absolute_error"], balance=0.5).value([3], [0])
    array([10.5])
    """
    not_negative("balance", balance)
    if check_of(first.value) is not check_of(second.value):
        raise ValueError(
            f"{first.name} and {second.name} take different input: {first.prediction}; {second.prediction}."
        )

    def plus(one: Callable[..., Any], other: Callable[..., Any]) -> Callable[..., Any]:
        one_formula, other_formula = formula_of(one), formula_of(other)
        return checked(check_of(one))(lambda *inputs: one_formula(*inputs) + balance * other_formula(*inputs))

    return replace(
        first,
        name=f"{first.name}_and_{second.name}",
        title=f"{first.title} + {balance:g} × {second.title}",
        value=plus(first.value, second.value),
        gradient=plus(first.gradient, second.gradient),
        formula=f"{first.formula} + {balance:g}\\,\\Bigl({second.formula}\\Bigr)",
        slope_formula=f"{first.slope_formula} + {balance:g}\\,\\Bigl({second.slope_formula}\\Bigr)",
        kinks=tuple(sorted({*first.kinks, *second.kinks})),
        parameters={},
    )


def asymmetric(loss: Loss, *, over: float, under: float) -> Loss:
    """Charge guesses that are too high another price than guesses that are too low.

    With absolute error, prices of ``under`` to ``over`` put the best constant answer at the point below which
    under / (under + over) of the answers lie: 3 to 1 aims at the 75 % point.

    Parameters
    ----------
    loss : Loss
        A loss for numbers.
    over, under : float
        Price of a unit of loss when the prediction is above, or below, the answer.

    Raises
    ------
    ValueError
        If the loss is not one for numbers, or a price is negative.

    Examples
    --------
    Five minutes late costs three times as much as five minutes early:

    >>> from lossbook import LOSSES
    >>> asymmetric(LOSSES["absolute_error"], over=1, under=3).value([20, 30], [25, 25])
    array([15.,  5.])
    """
    not_negative("over", over)
    not_negative("under", under)
    if loss.task != "number":
        raise ValueError(f"Too high and too low mean something for numbers only; {loss.name} is for: {loss.task}.")

    def priced(function: Callable[..., Any]) -> Callable[..., Any]:
        formula = formula_of(function)

        def both(predictions: np.ndarray, answers: np.ndarray) -> np.ndarray:
            result = formula(predictions, answers)
            return result * np.where(predictions > answers, over, under).astype(result.dtype)

        return checked(check_of(function))(both)

    return replace(
        loss,
        name=f"asymmetric_{loss.name}",
        title=f"{loss.title}, {over:g} over and {under:g} under",
        value=priced(loss.value),
        gradient=priced(loss.gradient),
        best_constant="shifted towards the dearer side",
        kinks=(0.0,),
        parameters={},
    )
