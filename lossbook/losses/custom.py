"""Losses made from losses: other weights, two goals at once, or unequal prices for too much and too little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from lossbook.losses.catalogue import Loss, a_loss
from lossbook.losses.checks import LossFunction
from lossbook.losses.kinds import Kind
from lossbook.losses.settings import finite, not_negative, settled


@dataclass(frozen=True)
class _Made:
    """A loss or a slope made from another one. An object and not a closure, so that it can be copied and pickled."""

    function: LossFunction[..., Any]
    parameters: Mapping[str, float | None]
    settings: ClassVar[tuple[str, ...]] = ()

    @property
    def __name__(self) -> str:
        return f"{type(self).__qualname__.removeprefix('_').lower()} {self.function.__name__}"

    def __call__(self, *inputs: Any, **settings: Any) -> Any:
        settled(self.__name__, settings, ())
        with np.errstate(all="ignore"):
            return self.formula(*self.check(*inputs))

    def check(self, *inputs: Any) -> tuple[np.ndarray, ...]:
        return self.function.check(*inputs)

    def formula(self, *arrays: np.ndarray) -> Any:
        return self.function.formula(*arrays, **self.parameters)


@dataclass(frozen=True)
class _Weighted(_Made):
    weights: Mapping[float, float]

    def check(self, *inputs: Any) -> tuple[np.ndarray, ...]:
        predictions, answers = super().check(*inputs)
        if answers.dtype.kind == "i" and max(self.weights, default=0) >= predictions.shape[-1]:
            raise ValueError(
                f"weights name the class {max(self.weights):g}, but the rows hold {predictions.shape[-1]} classes, "
                f"0 to {predictions.shape[-1] - 1}."
            )
        return predictions, answers

    def formula(self, *arrays: np.ndarray) -> Any:
        result, answers = super().formula(*arrays), arrays[1]
        factor = np.ones(answers.shape, result.dtype)
        for answer, weight in self.weights.items():
            factor = np.where(answers == answer, result.dtype.type(weight), factor)
        return result * (factor if factor.ndim == result.ndim else factor[..., None])


@dataclass(frozen=True)
class _Combined(_Made):
    other: _Made
    balance: float

    def formula(self, *arrays: np.ndarray) -> Any:
        first, second = super().formula(*arrays), self.other.formula(*arrays)
        if isinstance(first, tuple):  # the triplet loss has a slope for each of its inputs
            return tuple(one + self.balance * two for one, two in zip(first, second, strict=True))
        return first + self.balance * second


@dataclass(frozen=True)
class _Asymmetric(_Made):
    over: float
    under: float

    def formula(self, *arrays: np.ndarray) -> Any:
        result, (predictions, answers) = super().formula(*arrays), arrays
        return result * np.where(predictions > answers, result.dtype.type(self.over), result.dtype.type(self.under))


def weighted(loss: Loss, weights: Mapping[float, float]) -> Loss:
    """Let examples of some classes count more: each loss is multiplied by the weight of its answer.

    The cost divides by the number of examples, as Keras does with ``class_weight``. PyTorch's
    ``CrossEntropyLoss(weight=...)`` divides by the sum of the weights instead; so does ``cost(..., weights=...)``.

    Parameters
    ----------
    loss : Loss
        The loss to weigh.
    weights : mapping
        A weight for each answer, for example ``{1: 10.0}``. Answers that are not named weigh 1.

    Raises
    ------
    TypeError
        If the loss is none, if the weights are no mapping, or if a key or a weight is no number.
    ValueError
        If no answer of this loss can be a key, or a weight is not a finite number of 0 or more.

    Examples
    --------
    A missed "yes" costs ten times as much as a false alarm:

    >>> from lossbook import LOSSES
    >>> careful = weighted(LOSSES["binary_cross_entropy"], {1: 10.0})
    >>> careful.value([0.5, 0.5], [1, 0]).round(3)
    array([6.931, 0.693])
    """
    loss = a_loss(loss)
    if loss.kind is Kind.POINTS:
        raise ValueError(f"{loss.name} compares points, and no answer could have a weight. Weigh a loss with answers.")
    if loss.kind is Kind.PAIR:
        raise ValueError(
            f"{loss.name} compares two scores, and no answer could have a weight. Give each vote one: mean_{loss.name} has weights."
        )
    if not isinstance(weights, Mapping):
        raise TypeError(
            f"weights must be a dictionary from answer to weight, such as {{0: 1.0, 1: 10.0}}, got {weights!r}."
        )
    checked = {
        _answer(loss, answer): not_negative(f"the weight of answer {answer}", w) for answer, w in weights.items()
    }
    weight = "w_c" if loss.kind in (Kind.CLASS_PROBABILITIES, Kind.CLASS_SCORES) else "w_y"
    return replace(
        loss,
        name=f"weighted_{loss.name}",
        title=f"{loss.title}, weighted",
        function=_Weighted(loss.function, loss.parameters, checked),
        slope=_Weighted(loss.slope, loss.parameters, checked),
        formula=rf"{weight} \cdot {_bracketed(loss.formula, loss)}",
        slope_formula=rf"{weight} \cdot {_bracketed(loss.slope_formula, loss)}",
        best_constant=f"{loss.best_constant}, each counted by its weight",
        baseline="the cost of that constant",
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
    TypeError
        If one of them is no loss, or balance is no number.
    ValueError
        If the losses take different input, or balance is negative.

    Examples
    --------
    >>> from lossbook import LOSSES
    >>> combined(LOSSES["squared_error"], LOSSES["absolute_error"], balance=0.5).value([3], [0])
    array([10.5])
    """
    first, second, balance = a_loss(first), a_loss(second), not_negative("balance", balance)
    if (first.kind, first.actual) != (second.kind, second.actual):
        raise ValueError(
            f"{first.name} and {second.name} take different input: {first.prediction}, compared with {first.actual}; "
            f"and {second.prediction}, compared with {second.actual}. Combine two that take the same."
        )

    def plus(one: LossFunction[..., Any], two: LossFunction[..., Any]) -> _Combined:
        return _Combined(one, first.parameters, _Made(two, second.parameters), balance)

    return replace(
        first,
        name=f"{first.name}_and_{second.name}",
        title=f"{first.title} + {balance:g} × {second.title}",
        function=plus(first.function, second.function),
        slope=plus(first.slope, second.slope),
        formula=rf"{_bracketed(first.formula, first)} + {balance:g}\,{_bracketed(second.formula, second)}",
        slope_formula=rf"{_bracketed(first.slope_formula, first)} + {balance:g}\,{_bracketed(second.slope_formula, second)}",
        best_constant="between those of the two losses",
        baseline="the cost of that constant",
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
    TypeError
        If the loss is none, or a price is no number.
    ValueError
        If the loss is not one for numbers, or not 0 for a perfect guess; if a price is negative, or both are 0.

    Examples
    --------
    Five minutes late costs three times as much as five minutes early:

    >>> from lossbook import LOSSES
    >>> asymmetric(LOSSES["absolute_error"], over=1, under=3).value([20, 30], [25, 25])
    array([15.,  5.])
    """
    loss, over, under = a_loss(loss), not_negative("over", over), not_negative("under", under)
    if loss.kind is not Kind.NUMBER:
        raise ValueError(
            f"Too high and too low mean something for numbers only; {loss.name} is for: {loss.task}. "
            "Choose one for numbers, such as LOSSES['absolute_error']."
        )
    if (floor := float(loss.value(0.0, 0.0))) != 0:
        raise ValueError(
            f"{loss.name} charges {floor:.3g} for a perfect guess, so its two sides would not meet there. "
            "Choose one that is 0 there, such as LOSSES['squared_error']."
        )
    if over == under == 0:
        raise ValueError("over and under are both 0, so nothing would cost anything. Give one of them a price.")
    price = rf"({over:g} \text{{ if }} \hat y > y \text{{, else }} {under:g})"
    return replace(
        loss,
        name=f"asymmetric_{loss.name}",
        title=f"{loss.title}, {over:g} over and {under:g} under",
        function=_Asymmetric(loss.function, loss.parameters, over, under),
        slope=_Asymmetric(loss.slope, loss.parameters, over, under),
        formula=rf"{price} \cdot {_bracketed(loss.formula, loss)}",
        slope_formula=rf"{price} \cdot {_bracketed(loss.slope_formula, loss)}",
        best_constant="shifted to where the dearer mistake is rarer",
        baseline="the cost of that constant",
        parameters={},
    )


def _bracketed(formula: str, loss: Loss) -> str:
    """Return a formula as one factor, with the numbers that are in force in the place of its settings."""
    values = {name: "1" if value is None else f"{value:g}" for name, value in loss.parameters.items()}
    if "alpha" in loss.parameters:
        alpha = loss.parameters["alpha"]
        values |= {"alpha_1": values.pop("alpha"), "alpha_0": "1" if alpha is None else f"{1 - alpha:g}"}
    for name, value in values.items():
        formula = formula.replace(rf"\{name}", f"{{{value}}}").replace(rf"\text{{{name}}}", value)
    return rf"\Bigl({formula}\Bigr)"


def _answer(loss: Loss, answer: Any) -> float:
    """Return a key of the weights as a number, if some answer of the loss can be equal to it."""
    key = finite(f"the key {answer!r} of weights", answer)
    possible = {
        Kind.NUMBER: True,
        Kind.BELL: True,
        Kind.CLASS_SCORES: key >= 0 and key == int(key),
        Kind.CLASS_PROBABILITIES: key >= 0 and key == int(key),
    }.get(loss.kind, key in (-1, 1) if loss.actual == "-1 or +1" else 0 <= key <= 1)
    if not possible:
        raise ValueError(f"weights have the key {answer!r}, but an answer of {loss.name} is {loss.actual}. Name those.")
    return key
