"""Exercises that recognise what you were probably thinking. One module per chapter."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

from lossbook.course.display import Display
from lossbook.exercises.engine import judge as _judge
from lossbook.exercises.exercise import Exercise, Mistake, Verdict
from lossbook.exercises.report import report

__all__ = ["EXERCISES", "Exercise", "Mistake", "check", "judge"]

# Every module beside this one that holds exercises is a chapter.
_CHAPTERS = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__) if found.name[0] != "_"]

EXERCISES: Mapping[str, Exercise] = MappingProxyType(
    {exercise.name: exercise for chapter in _CHAPTERS for exercise in getattr(chapter, "EXERCISES", ())}
)


def judge(exercise: Exercise, answer: Any) -> Verdict:
    """Return what there is to say about an answer."""
    return _judge(exercise, answer, EXERCISES.values())


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
    >>> check("mse.mse", lambda predictions, actuals: sum((p - a) ** 2 for p, a in zip(predictions, actuals)))
    You got 10, which is the sum of the squares. MSE is their average: divide by how many? The smallest input that shows it: mse([4, 6], [5, 3]). Yours gave 10.
    """
    if not isinstance(name, str) or name not in EXERCISES:
        raise ValueError(f"There is no exercise {name!r}. There are: {', '.join(EXERCISES)}.")
    exercise = EXERCISES[name]
    return report(exercise, judge(exercise, answer))
