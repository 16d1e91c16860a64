"""Exercises of the chapter "What is a loss?"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake

# Distances of the four darts from the bullseye, in cm. B and D missed by the same amount.
DARTS = {"A": 4.0, "B": 1.5, "C": 0.5, "D": 1.5}


def _names(order: Any) -> list[str]:
    """Return the darts in an answer, however they are written: as a list, in one text, ties in a list of their own."""
    text = str(order.tolist() if isinstance(order, np.ndarray) else order).upper()
    return re.findall(r"\b[A-D]\b", text) or re.findall("[A-D]", text if re.fullmatch(r"[A-D\W]*", text) else "")


def _too_early(names: list[str]) -> tuple[str, str] | None:
    return next(((one, two) for one, two in pairwise(names) if DARTS[one] > DARTS[two]), None)


def _in_order(order: Any) -> bool:
    return sorted(_names(order)) == sorted(DARTS) and _too_early(_names(order)) is None


def _says(order: Any) -> str:
    names = _names(order)
    if not names:
        return 'Numbers came, or other words. The names are asked for, as text: "A", "B", "C" and "D".'
    if missing := [name for name in DARTS if name not in names]:
        return f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} missing. All four belong in the list, also those that tie."
    if len(names) > len(DARTS):
        return "One of the darts is there twice. There are four, and each has one place."
    one, two = _too_early(names) or ("", "")
    return f"{one} stands before {two}, and landed farther away. The loss is the distance: left, right, above and below count alike."


EXERCISES = (
    Exercise(
        name="intro.error",
        solution="""
            def error(prediction, actual):
                return prediction - actual
        """,
        probes=(
            (2, 5),
            (6, 3),
            (2.5, 2.5),
            (2.7, 1.2),
            (-1.5, 0.25),
            (0.4, 3.15),
            (1.624934, 2.617027),
            (-4, -9),
            (250.5, 3),
        ),
        mistakes=(
            Mistake(
                lambda prediction, actual: actual - prediction,
                "You got {got}: either actual − prediction, or the size of the miss. In this course the error is "
                "prediction − actual, so that a guess that is too low gives a negative number. Swap the two.",
            ),
            Mistake(
                lambda prediction, actual: abs(prediction - actual),
                "You got {got}: you took the size of the miss. The error keeps its sign, because the sign says whether the "
                "guess was too low. Leave out abs.",
            ),
            Mistake(
                lambda prediction, actual: (prediction - actual) ** 2,
                "You got {got}: you squared the miss. That is the next chapter. The error itself is only the difference.",
            ),
            Mistake(
                lambda prediction, actual: prediction + actual,
                "You got {got}, the sum of the two. How far apart are they? That is a difference.",
            ),
        ),
        hints=(
            "Compare: how far is the guess from the answer, and on which side?",
            "Take the prediction first, and take the actual value away from it.",
            "return prediction - actual",
        ),
        right="2 against 5 gives −3: three too low. You kept the sign, so it also says on which side the guess was.",
        twin="Write percent_error(prediction, actual): the error as a part of the actual value, in percent. "
        "For 4 against 5 it is −20.",
        twin_answer="Divide the error by the actual value, and take it times 100. Where the actual value is above 0, below 0 means too low. If "
        "it is 0, there is no such percentage.",
        twin_code="""
            def percent_error(prediction, actual):
                return 100 * (prediction - actual) / actual
        """,
    ),
    Exercise(
        name="intro.average_miss",
        solution="""
            def average_miss(predictions, actuals):
                pairs = zip(predictions, actuals, strict=True)
                misses = [abs(p - a) for p, a in pairs]
                return sum(misses) / len(misses)
        """,
        probes=(
            ([4, 6], [5, 3]),
            ([10], [7]),
            ([1, 2, 3], [1, 2, 6]),
            ([2.5, 7, 1], [3.1, 4, 5.7]),
            ([1, 8, 3, 2.2], [6, 2.3, 3.5, 9]),
            ([3, 3], [1, 4]),
            ([1, 4], [3, 3]),
            ([1, 2, 3], [2, 3, 6]),
            ([-2, 500.5], [-7, 3]),
            ([-3, 2, 2], [4, 5, 5]),
        ),
        also=(
            """
                def average_miss(predictions, actuals):
                    return np.mean(np.abs(np.array(predictions) - np.array(actuals)))
            """,
        ),
        mistakes=(
            Mistake(
                lambda p, a: sum(x - y for x, y in zip(p, a, strict=True)) / len(p),
                "You got {got}. Errors above and below 0 partly cancelled, so the misses look smaller than they are. "
                "Take abs of each error before you add them up.",
            ),
            Mistake(
                lambda p, a: abs(sum(x - y for x, y in zip(p, a, strict=True))) / len(p),
                "You got {got}. You took abs once, of the total, and by then the errors had cancelled. Take abs of each error.",
            ),
            Mistake(
                lambda p, a: sum(abs(x - y) for x, y in zip(p, a, strict=True)),
                "You got {got}, the sum of the misses. The average is the sum divided by how many there are: by what number here?",
            ),
            Mistake(
                lambda p, a: sum((x - y) ** 2 for x, y in zip(p, a, strict=True)) / len(p),
                "You got {got}: the mean of the squared misses. That is the loss of the next chapter. Here, use abs instead of the square.",
            ),
            Mistake(
                lambda p, a: sum(y - x for x, y in zip(p, a, strict=True)) / len(p),
                "You got {got}. The errors partly cancelled (and they are actual − prediction). Take abs of each error "
                "before you add them up.",
            ),
            Mistake(
                lambda p, a: max(abs(x - y) for x, y in zip(p, a, strict=True)),
                "You got {got}, the largest miss. Use all of them: add the misses up and divide.",
            ),
            Mistake(
                lambda p, a: sum(abs(x - y) for x, y in zip(p, a, strict=True)) / 2,
                "You got {got}: the sum was divided by 2, which fits two pairs alone. Divide by how many pairs there are.",
            ),
        ),
        hints=(
            "Three steps, as always: compare each pair, score each error, combine the scores.",
            "Compare: p − a for each pair from zip. Score: abs of it. Combine: the sum, divided by the number of pairs.",
            "misses = [abs(p - a) for p, a in zip(predictions, actuals)]",
        ),
        right="2 for the apples: one miss of 1 and one of 3. You took the size of each miss before averaging, so nothing cancels.",
        twin="Write largest_miss(predictions, actuals): the size of the worst error. For the apples it is 3.",
        twin_answer="Compare and score as before, and combine with max instead of the mean. The apples were missed by 1 and by 3, so it is 3.",
        twin_code="""
            def largest_miss(predictions, actuals):
                pairs = zip(predictions, actuals, strict=True)
                return max(abs(p - a) for p, a in pairs)
        """,
    ),
    Exercise(
        name="intro.darts",
        solution='["C", "B", "D", "A"]',
        accepts=_in_order,
        says=_says,
        mistakes=(
            Mistake(
                ["A", "B", "D", "C"],
                "You gave {got}, from the largest loss to the smallest. Low loss means close, so the closest dart comes first.",
            ),
            Mistake(
                ["A", "D", "B", "C"],
                "You gave {got}, from the largest loss to the smallest. Low loss means close, so the closest dart comes first.",
            ),
            Mistake(
                ["A", "B", "C", "D"],
                "You gave {got}, the alphabet. Look at the distances: which dart is closest to the bullseye?",
            ),
        ),
        hints=(
            "The loss is the distance from the bullseye. The lowest loss comes first.",
            "C is 0.5 cm away and A is 4 cm away. Two darts are equally far: a tie, and either may go first.",
            'order = ["C", ..., ..., "A"]',
        ),
        right="C first, A last. B and D tie: they sit on opposite sides, and a distance cannot tell them apart.",
        twin="Move dart A so that it takes second place alone. Between which two distances must it land?",
        twin_answer="Farther out than 0.5 cm, where C is, and nearer than 1.5 cm, where B and D are. On which side does not matter.",
    ),
)
