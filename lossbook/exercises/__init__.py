"""Exercises that recognise what you were probably thinking. One module per chapter."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lossbook.display import Display
from lossbook.exercises import (
    binary_cross_entropy,
    categorical_cross_entropy,
    custom,
    focal,
    hinge,
    huber,
    intro,
    loss_vs_accuracy,
    mae,
    mse,
    training_loop,
    triplet,
)
from lossbook.exercises.engine import Exercise, Mistake, judge, report

__all__ = ["EXERCISES", "Exercise", "Mistake", "check"]

EXERCISES: Mapping[str, Exercise] = MappingProxyType(
    {
        exercise.name: exercise
        for chapter in (
            binary_cross_entropy,
            categorical_cross_entropy,
            custom,
            focal,
            hinge,
            huber,
            intro,
            loss_vs_accuracy,
            mae,
            mse,
            training_loop,
            triplet,
        )
        for exercise in chapter.EXERCISES
    }
)


def check(name: str, answer: Any = None) -> Display:
    """Check an answer, and say what it shows.

    Parameters
    ----------
    name : str
        The exercise, ``"chapter.exercise"``.
    answer : function or value
        Yours. Left out, or a function that is still empty, it gives a friendly "not yet".

    Raises
    ------
    ValueError
        If there is no such exercise.

    Examples
    --------
    >>> check("mse.mse", lambda predictions, actuals: 5.0 if predictions == [4, 6] else 0.0)
    Not there yet. The smallest case that differs: mse([1, 2, 3], [1, 2, 6]) should give 3, and yours gave 0.
    """
    if name not in EXERCISES:
        raise ValueError(f"There is no exercise {name!r}. There are: {', '.join(EXERCISES)}.")
    exercise = EXERCISES[name]
    return report(exercise, judge(exercise, answer))
