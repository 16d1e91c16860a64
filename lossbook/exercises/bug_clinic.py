"""Exercises of the chapter "A clinic for bugs"."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake

_Numbers = list[float]

# The five lines to repair: as they are found, as they should be, and what to say to a reader who leaves one.
_LINES: tuple[tuple[Callable[..., Any], Callable[..., Any], str], ...] = (
    (
        lambda p, y, s: np.sum((p - y) ** 2),
        lambda p, y, s: np.mean((p - y) ** 2),
        "Line 1 still adds up. With twice as many examples it doubles. What should stand there instead of sum?",
    ),
    (
        lambda p, y, s: np.mean(p - y),
        lambda p, y, s: np.mean(np.abs(p - y)),
        "Line 2 still lets misses of different signs cancel. Take the size of each first.",
    ),
    (
        lambda p, y, s: np.mean(np.log(np.where(y == 1, p, 1 - p))),
        lambda p, y, s: -np.mean(np.log(np.where(y == 1, p, 1 - p))),
        "Line 3 still gives a negative number. The logarithm of a probability is below 0: what turns it into a cost?",
    ),
    (
        lambda p, y, s: np.mean(np.maximum(0, 1 - y * s)),
        lambda p, y, s: np.mean(np.maximum(0, 1 - (2 * y - 1) * s)),
        "Line 4 still uses the labels 0 and 1. Hinge wants −1 and +1: 2 * y - 1 makes them.",
    ),
    (
        lambda p, y, s: np.mean(1 / (1 + np.exp(-s)) > 0.5) == np.mean(y),
        lambda p, y, s: np.mean((s > 0) == (y == 1)),
        "Line 5 still compares how many are yes, and not which. Compare each score with its own label, then take the mean.",
    ),
)


def _lines(kept: tuple[bool, ...]) -> Callable[[_Numbers, _Numbers, _Numbers], list[float]]:
    """Return the five results, where some lines are kept as they were found."""

    def results(p: _Numbers, y: _Numbers, s: _Numbers) -> list[float]:
        arrays = np.array(p), np.array(y), np.array(s)
        return [
            float((found if stays else right)(*arrays)) for stays, (found, right, _) in zip(kept, _LINES, strict=True)
        ]

    return results


def _with_line_2(line: Callable[..., Any]) -> Callable[[_Numbers, _Numbers, _Numbers], list[float]]:
    """Return the right results, but for another second line."""

    def results(p: _Numbers, y: _Numbers, s: _Numbers) -> list[float]:
        right = _lines((False,) * len(_LINES))(p, y, s)
        right[1] = float(line(np.array(p), np.array(y)))
        return right

    return results


EXERCISES = (
    Exercise(
        name="bug_clinic.repair",
        solution="""
            def repair(p, y, s):
                p, y, s = np.array(p), np.array(y), np.array(s)
                return [np.mean((p - y) ** 2),
                        np.mean(np.abs(p - y)),
                        -np.mean(np.log(np.where(y == 1, p, 1 - p))),
                        np.mean(np.maximum(0, 1 - (2 * y - 1) * s)),
                        np.mean((s > 0) == (y == 1))]
        """,
        probes=(([0.9, 0.2, 0.4], [1, 0, 1], [2.2, -1.4, -0.4]), ([0.7, 0.4], [0, 1], [0.8, -0.4]), ([0.6, 0.3], [1, 0], [0.3, -2.0]), ([0.62, 0.35, 0.81, 0.15, 0.7], [1, 1, 0, 0, 1], [0.3, -0.6, 1.5, -1.9, 0.45]), ([0.45, 0.58, 0.3], [0, 0, 1], [-0.2, 0.35, -0.9]),([0.6, 0.6], [1, 0], [0.4, 0.4]), ([0.01, 0.99], [1, 1], [-4.6, 4.6]),),
        mistakes=(
            *(
                Mistake(_lines(kept), _LINES[kept.index(True)][2])
                for kept in product([True, False], repeat=len(_LINES))
                if any(kept)
            ),
            Mistake(
                _with_line_2(lambda p, y: abs(np.mean(p - y))),
                "Line 2 takes the size after averaging. Take the size of each miss first, then the mean.",
            ),
            Mistake(
                lambda p, y, s: [float(np.mean((np.subtract(p, y)) ** 2) ** 0.5), *_lines((False,) * 5)(p, y, s)[1:]],
                'You got {got}. The first number is the root of the mean of the squares. The mean itself is asked for.',
            ),
        ),
        hints=(
            "Look at one line at a time. Which number would you expect for these three examples?",
            "A mean and not a sum; sizes; a minus; labels −1 and +1; the share of those that are right.",
            "-np.mean(np.log(np.where(y == 1, p, 1 - p)))",
        ),
        right="All five are mended. Each of these slips runs without an error, so only a number you expected can tell.",
        twin="Break one of the five on purpose, train with it, and look at the curve.",
        twin_answer="Say you put sum back in line 1, and train y = w · x on x = 1 and x = 2 at a rate of 0.3. With the mean, each "
        "step leaves 0.5 of the miss; with the sum it doubles the miss, and the curve climbs. Break line 5, and the curve "
        "of the loss stays as it is, because nothing is trained on accuracy.",
    ),
    Exercise(
        name="bug_clinic.start_loss_ok",
        solution="""
            def start_loss_ok(loss, n_classes):
                expected = np.log(n_classes)
                return bool(abs(loss - expected) < 0.2 * expected)
        """,
        probes=((2.35, 10), (7.9, 10), (1.1, 3), (2.303, 3), (0.1, 2), (0.8, 2), (1.0, 10), (2.7, 10), (2.8, 10), (3.3219, 10), (0.25, 3), (0.75, 3), (1.25, 3), (1.45, 3), (1.0, 2), (4.0, 100), (6.2, 100), (5.7, 100), (0.5, 2),(1.8881, 10), (2.7401, 10), (0.8249, 2), (3.6928, 100),),
        also=(
            """
                def start_loss_ok(loss, n_classes):
                    expected = np.log(n_classes)
                    return bool(loss > 0.8 * expected and loss < 1.2 * expected)
            """,
        ),
        mistakes=(
            Mistake(
                lambda loss, k: loss < 0.2 * np.log(k),
                "You got {got}. A good first loss is not near 0: it is near ln K, because the model knows nothing yet.",
            ),
            Mistake(
                lambda loss, k: abs(loss - np.log10(k)) < 0.2 * np.log10(k),
                "You got {got}. You took the logarithm to base 10. Losses use the natural one: np.log.",
            ),
            Mistake(
                lambda loss, k: abs(loss - 1 / k) < 0.2,
                "You got {got}. 1/K is the probability of each class. Its cost is −ln(1/K) = ln K.",
            ),
            Mistake(
                lambda loss, k: loss < 1.2 * np.log(k),
                "You got {got}. A first loss far below ln K is suspicious, too: is the model really new, and is the loss divided once too often?",
            ),
            Mistake(
                lambda loss, k: loss > 0.8 * np.log(k),
                "You got {got}. A first loss far above ln K is no good start: the model is sure, and wrong.",
            ),
            Mistake(
                lambda loss, k: abs(loss - np.log2(k)) < 0.2 * np.log2(k),
                "You got {got}. You took the logarithm to base 2. Losses use the natural one: np.log.",
            ),
            Mistake(
                lambda loss, k: abs(loss - np.log(k)) < 0.2,
                "You got {got}. That is 0.2 to either side, and not 20 % of ln K.",
            ),
            Mistake(
                lambda loss, k: abs(loss - np.log(k)) < 0.2 * loss,
                "You got {got}. Take 20 % of what is expected, ln K, and not of the loss itself.",
            ),
            Mistake(
                lambda loss, k: loss == np.log(k),
                "You got {got}. Do you compare with ln K, which is above 0 (so no minus), and allow 20 % of it to either side?",
            ),
            Mistake(
                lambda loss, k: abs(loss - np.log(10)) < 0.2 * np.log(10),
                "You got {got}. 2.303 is right for ten classes only. Take the logarithm of the number of classes.",
            ),
            Mistake(
                lambda loss, k: abs(loss - np.log(k)) >= 0.2 * np.log(k),
                'You got {got}: the answer is turned round. It should be True where the loss is near ln K.',
            ),
            Mistake(
                lambda loss, k: abs(loss - np.log(k)) < 20 * np.log(k),
                'You got {got}, and so for every input that was tried: what you allow takes everything in. 20 % is 0.2; and with two borders, both must hold: and, not or.',
            ),
        ),
        hints=(
            "What does a model pay that gives each of K classes the same probability?",
            "Compare the loss with ln K, and allow 20 % to either side.",
            "return bool(abs(loss - np.log(n_classes)) < 0.2 * np.log(n_classes))",
        ),
        right="One line that catches scores of the wrong size, far too many classes or a loss that is summed, before the first step. It does not see mixed-up labels or leaks: a model that knows nothing pays ln K for those, too.",
        twin="What should the first loss be for two classes, if 9 of 10 are no and the model starts with that share?",
        twin_answer="0.325, which is −0.9 · ln 0.9 − 0.1 · ln 0.1. That is less than the 0.693 of a model that says one half to everybody.",
    ),
    Exercise(
        name="bug_clinic.numeric_gradient",
        solution="""
            def numeric_gradient(f, w):
                h = 1e-4
                return (f(w + h) - f(w - h)) / (2 * h)
        """,
        probes=((np.square, 3.0), (np.exp, 0.0), (np.sin, 2.0), (np.cos, 1.3), (np.exp, 1.7), (np.square, -0.6), (np.exp, -3.1),),
        tolerance=2e-4,  # small one-sided nudges are welcome, too
        mistakes=(
            Mistake(
                lambda f, w: (f(w + 1e-4) - f(w - 1e-4)) / 1e-4,
                "You got {got}: twice the slope. From w − h to w + h it is two steps: divide by 2h.",
            ),
            Mistake(
                lambda f, w: float(f(w + 1e-4) - f(w - 1e-4)),
                "You got {got}, which is next to nothing. Was the difference divided at all? And / 2 * h halves, then multiplies by h: write / (2 * h).",
            ),
            Mistake(
                lambda f, w: float(f(w + 1) - f(w - 1)) / 2 if f is not np.square else float(f(w + 1) - f(w)),
                "You got {got}. The nudge is too large: between w and w + 1 the curve bends. Take a small one, such as 0.0001.",
            ),
            Mistake(
                lambda f, w: float((f(w + 1e-4) - f(w - 1e-4)) / 2 * 1e-4),
                "You got {got}, which is next to nothing. Was the difference divided at all? And / 2 * h halves, then multiplies by h: write / (2 * h).",
            ),
            Mistake(
                lambda f, w: float((f(w + 0.01) - f(w)) / 0.01),
                "You got {got}: close. Your nudge is too large for one side only: take 0.0001, or go to both sides.",
            ),
            Mistake(
                lambda f, w: float((f(w + 0.001) - f(w)) / 0.001),
                "You got {got}: close. For one side only, the nudge of 0.001 is still too large: take 0.0001, or go to both sides.",
            ),
            Mistake(
                lambda f, w: float((f(w + 0.2) - f(w)) / 0.2),
                "You got {got}: not far off. Your nudge is too large for one side only: take 0.0001, or go to both sides.",
            ),
            Mistake(
                lambda f, w: (f(w - 1e-4) - f(w + 1e-4)) / 2e-4,
                "You got {got}: right size, wrong sign. Up minus down, not down minus up.",
            ),
            Mistake(
                lambda f, w: float(f(w)) / w if w else float(f(w)) + 1,
                "You got {got}: the value divided by w. The slope is how much the value changes for a nudge of w.",
            ),
            Mistake(
                lambda f, w: float((f(w + 1e-5) - f(w - 1e-5)) / 2 * 1e-5),
                'You got {got}, which is next to nothing. Was the difference divided at all? And / 2 * h halves, then multiplies by h: write / (2 * h).',
            ),
            Mistake(
                lambda f, w: float((f(w + 1e-3) - f(w - 1e-3)) / 2 * 1e-3),
                'You got {got}, which is next to nothing. Was the difference divided at all? And / 2 * h halves, then multiplies by h: write / (2 * h).',
            ),
            Mistake(
                lambda f, w: float((f(w + 1e-6) - f(w - 1e-6)) / 2 * 1e-6),
                'You got {got}, which is next to nothing. Was the difference divided at all? And / 2 * h halves, then multiplies by h: write / (2 * h).',
            ),
            Mistake(
                lambda f, w: 0.0,
                'You got {got} for every input that was tried. Is your nudge so small that it is lost in rounding? Take 0.0001.',
            ),
        ),
        hints=(
            "Nudge w a little. How much does f change for it?",
            "Go to both sides: f(w + h) and f(w - h). Take the difference, divided by how far apart they are.",
            "return (f(w + h) - f(w - h)) / (2 * h)",
        ),
        right="6 for the square at 3. With this you can check any slope that somebody has worked out by formula.",
        twin="Do it for a list of weights: nudge one at a time, and return a list of slopes.",
        twin_answer="Copy the list for each nudge, so that the other weights stay where they are. For the sum of the squares of 3 and "
        "1 the slopes are 6 and 2.",
        twin_code="""
            def numeric_gradients(f, weights):
                h, slopes = 1e-4, []
                for place in range(len(weights)):
                    up, down = list(weights), list(weights)
                    up[place] += h
                    down[place] -= h
                    slopes.append((f(up) - f(down)) / (2 * h))
                return slopes
        """,
    ),
)  # fmt: skip
