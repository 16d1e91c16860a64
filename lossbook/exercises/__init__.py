"""Exercises that recognise what you were probably thinking. One module per chapter."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

from lossbook.course.display import Display
from lossbook.exercises.engine import Exercise, Mistake, judge, report

__all__ = ["EXERCISES", "Exercise", "Mistake", "check"]

# Every module beside this one that holds exercises is a chapter.
_CHAPTERS = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]

EXERCISES: Mapping[str, Exercise] = MappingProxyType(
    {exercise.name: exercise for chapter in _CHAPTERS for exercise in getattr(chapter, "EXERCISES", ())}
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
    if not isinstance(name, str) or name not in EXERCISES:
        raise ValueError(f"There is no exercise {name!r}. There are: {', '.join(EXERCISES)}.")
    exercise = EXERCISES[name]
    return report(exercise, judge(exercise, answer))
