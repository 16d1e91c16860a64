"""Five questions to ask of a loss that you wrote yourself, before you train with it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable

import numpy as np

from lossbook.course.display import Display, minus, table
from lossbook.learning.gradients import one_number
from lossbook.losses.tables import column

_ERRORS = (0.1, 0.25, 0.4, 1.0, 1.4, 2.0, 4.0, 8.0, 16.0)


def five_questions(
    loss: Callable[[float, float], float], *, answers: tuple[float, ...] = (-3.0, 10.0), name: str = "your loss"
) -> Display:
    """Try a loss of your own, and report which of five good properties it has.

    Parameters
    ----------
    loss : callable
        ``loss(prediction, answer)`` returns the loss of one example, a number.
    answers : tuple of float
        Right answers to try it with; other values than these if they make no sense for your loss.
    name : str
        What the loss is called in the heading of the table.

    Raises
    ------
    TypeError
        If the loss is no function, or does not return one number.
    ValueError
        If there are no answers to try it with, or one of them is not a finite number.

    Returns
    -------
    Display
        A table with a line for each property, and the first example that breaks it.

    Examples
    --------
    >>> five_questions(lambda prediction, answer: (prediction - answer) ** 2)
    yes  zero when the answer is right
    yes  never below zero
    yes  always a finite number
    yes  no jumps: a small change of the prediction changes it little
    yes  larger misses cost more, on either side
    >>> five_questions(lambda prediction, answer: abs(round(prediction) - answer)).text.splitlines()[3]
    'no   no jumps: a small change of the prediction changes it little (jumps from 4 to 3 at a prediction of −6.5)'
    """
    loss = one_number(loss, "loss")
    answers = tuple(column("answers", answers).tolist())
    with np.errstate(all="ignore"):
        found = [
            ("zero when the answer is right", _first(_not_zero(loss, y) for y in answers)),
            ("never below zero", _first(_below(loss, y) for y in answers)),
            ("always a finite number", _first(_not_finite(loss, y) for y in answers)),
            ("no jumps: a small change of the prediction changes it little", _first(_jumps(loss, y) for y in answers)),
            ("larger misses cost more, on either side", _first(_stalls(loss, y) for y in answers)),
        ]
    rows = [(name, "no: " + fault if fault else "yes") for name, fault in found]
    lines = [f"{'no ' if fault else 'yes'}  {name}{f' ({fault})' if fault else ''}" for name, fault in found]
    return Display(
        f'<div class="lb-facts">{table(f"Five properties: {name}", ("Property", "Has it?"), [(a, minus(b)) for a, b in rows])}</div>',
        minus("\n".join(lines)),
    )


inspect = five_questions  # its name in the first edition


def _first(faults: Iterable[str]) -> str:
    return next((fault for fault in faults if fault), "")


def _not_zero(loss: Callable[[float, float], float], answer: float) -> str:
    cost = loss(answer, answer)
    return "" if abs(cost) < 1e-9 else f"{cost:g} for a prediction of {answer:g} and the answer {answer:g}"


def _below(loss: Callable[[float, float], float], answer: float) -> str:
    for guess in _guesses(answer):
        if loss(guess, answer) < -1e-9:
            return f"{loss(guess, answer):g} for a prediction of {guess:g} and the answer {answer:g}"
    return ""


def _not_finite(loss: Callable[[float, float], float], answer: float) -> str:
    for guess in _guesses(answer):
        if not math.isfinite(loss(guess, answer)):
            return f"{loss(guess, answer)} for a prediction of {guess:g} and the answer {answer:g}"
    return ""


def _jumps(loss: Callable[[float, float], float], answer: float) -> str:
    """Look for a stretch over which the loss changes as much as over one a thousand times as long."""
    grid = answer + np.arange(-4, 4.001, 0.125)
    for left, right in itertools.pairwise(grid):
        change = abs(loss(right, answer) - loss(left, answer))
        low, high = float(left), float(right)
        while high - low > 1e-7 and change > 1e-6:
            middle = (low + high) / 2
            nearer = abs(loss(middle, answer) - loss(low, answer)) >= abs(loss(high, answer) - loss(middle, answer))
            low, high = (low, middle) if nearer else (middle, high)
        if change > 1e-6 and abs(loss(high, answer) - loss(low, answer)) > 0.5 * change:
            return f"jumps from {loss(low, answer):g} to {loss(high, answer):g} at a prediction of {round(low, 6):g}"
    return ""


def _stalls(loss: Callable[[float, float], float], answer: float) -> str:
    for side in (-1, 1):
        costs = [loss(answer + side * error, answer) for error in _ERRORS]
        for (near, far), (cheap, dear) in zip(itertools.pairwise(_ERRORS), itertools.pairwise(costs), strict=True):
            if not dear > cheap:
                way = "high" if side > 0 else "low"
                return (
                    f"{far:g} too {way} costs {dear:g}, {near:g} too {way} costs {cheap:g}, for the answer {answer:g}"
                )
    return ""


def _guesses(answer: float) -> list[float]:
    return [answer + side * error for error in (0.0, *_ERRORS, 100.0) for side in (-1, 1)]
