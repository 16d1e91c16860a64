"""Exercises of the chapter "Triplet loss"."""

from __future__ import annotations

import math

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake

_d = math.dist

EXERCISES = (
    Exercise(
        name="triplet.triplet",
        solution="""
            def triplet(anchor, positive, negative, margin):
                near = sum((a - p) ** 2 for a, p in zip(anchor, positive)) ** 0.5
                far = sum((a - n) ** 2 for a, n in zip(anchor, negative)) ** 0.5
                return max(0, near - far + margin)
        """,
        probes=(
            ([0, 0], [0.3, 0.4], [0.6, 0.8], 0.7),
            ([0, 0], [0.3, 0.4], [0.6, 0.8], 0.2),
            ([1, 1], [4, 5], [1, 2], 0.5),
            ([0, 0, 0], [1, 2, 2], [2, 3, 6], 5),
            ([1], [3], [4], 2),
            ([0.2, 1.1, 0.7], [0.9, 0.3, 1.6], [1.4, 2.5, 0.1], 1.7),
            ([1, 2], [2.5, 4.1], [1.7, 2.2], 0.4),
            ([3], [1.5], [4.1], 0.9),
            ([-1, -2], [-1, 3], [2, -2], 0.5),
            ([0.5, 0.5], [0.5, 0.5], [0.5, 0.5], 0.4),
            ([1, 1], [2, 2], [4, 4], 5.5),
            ([2, 2, 7], [7, 2, 2], [2, 9, 9], 1.5),
        ),
        also=(
            """
                def triplet(anchor, positive, negative, margin):
                    a, p, n = np.array(anchor), np.array(positive), np.array(negative)
                    return max(0, np.sqrt(np.sum((a - p) ** 2)) - np.sqrt(np.sum((a - n) ** 2)) + margin)
            """,
        ),
        mistakes=(
            Mistake(
                lambda a, p, n, m: _d(a, p) - _d(a, n) + m,
                "You got {got}: below 0. Once the stranger is far enough away nothing is gained by more. Cut it off: max(0, …).",
            ),
            Mistake(
                lambda a, p, n, m: max(0, _d(a, p) + _d(a, n) + m),
                "You got {got}: the distance of the negative was added. It should be large, so it is taken off.",
            ),
            Mistake(
                lambda a, p, n, m: max(0, _d(a, n) - _d(a, p) + m),
                "You got {got}: the two distances are swapped. The one to the positive counts against you, the one to the negative for you.",
            ),
            Mistake(
                lambda a, p, n, m: max(0, _d(a, p) ** 2 - _d(a, n) ** 2 + m),
                "You got {got}: you used squared distances, as FaceNet does. Here the plain distance is meant: take the root.",
            ),
            Mistake(
                lambda a, p, n, m: max(0, _d(a, p) - _d(a, n)),
                "You got {got}: the margin is missing. Without it, everything on one spot would be perfect.",
            ),
            Mistake(
                lambda a, p, n, m: max(0, _d(p, a) - _d(p, n) + m),
                "You got {got}: both distances start from the positive. Measure them from the anchor.",
            ),
            Mistake(
                lambda a, p, n, m: max(0, sum(np.abs(np.subtract(a, p))) - sum(np.abs(np.subtract(a, n))) + m),
                "You got {got}: sizes were added up along each axis. The straight distance is the root of the sum of the squares.",
            ),
            Mistake(
                lambda a, p, n, m: max(0, _d(a, p) - _d(a, n)) + m,
                "You got {got}: the margin was added after max. It belongs inside: max(0, near − far + margin).",
            ),
        ),
        hints=(
            "Two distances, both from the anchor. Which of them should be small?",
            "Distance to the positive, minus distance to the negative, plus the margin; and not below 0.",
            "return max(0, near - far + margin)",
        ),
        right="0.2 with a margin of 0.7, and 0 with a margin of 0.2: the stranger is 0.5 farther away than the friend.",
        twin="Move all three points by the same amount. What happens to the loss, and why?",
        twin_answer="Nothing happens. A distance looks at differences alone, and a shift of both points drops out of their difference.",
    ),
    Exercise(
        name="triplet.hardness",
        solution="""
            def hardness(near, far, margin):
                if far >= near + margin:
                    return 0
                return 1 if far > near else 2
        """,
        probes=(
            (0.5, 0.55, 0.2),
            (0.5, 1.0, 0.2),
            (0.5, 0.3, 0.2),
            (0.5, 0.5, 0.25),
            (1, 3, 2),
            (1.3, 2.9, 0.7),
            (1.3, 1.6, 0.7),
            (1.3, 0.8, 0.7),
            (0.2, 0.35, 1.1),
            (2.4, 0.3, 0.5),
            (0.1, 0.9, 0.3),
            (0.55, 0.71, 0.14),
            (0.416, 0.583, 0.219),
        ),
        mistakes=(
            Mistake(
                lambda a, b, m: 0 if b > a else 2,
                "You got {got}: the margin is not in it. The negative is farther away, but by less than the margin: semi-hard, 1.",
            ),
            Mistake(
                lambda a, b, m: 2 if b >= a + m else (1 if b > a else 0),
                "You got {got}: turned round. An easy triplet, whose negative is far away, gets 0, and a hard one 2.",
            ),
            Mistake(
                lambda a, b, m: 0 if b >= a + m else (1 if b >= a else 2),
                "You got {got} for two equal distances. The negative is not farther away then, so the triplet is hard: 2.",
            ),
            Mistake(
                lambda a, b, m: 0 if b > a + m else (1 if b > a else 2),
                "You got {got} where the negative is farther by exactly the margin. The loss is 0 there, so it is easy: 0.",
            ),
            Mistake(
                lambda a, b, m: 0 if b >= a + m else 2,
                "You got {got}: the middle is missing. Farther away, but by less than the margin, is semi-hard: 1.",
            ),
            Mistake(
                lambda a, b, m: 0 if b >= a + m else (1 if b < a else 2),
                "You got {got}: semi-hard and hard changed places. A negative that is nearer than the positive is hard: 2.",
            ),
            Mistake(
                lambda a, b, m: 0 if a > b + m else (1 if a > b else 2),
                "You got {got}: near and far changed places. A triplet is easy if `far` is larger than `near` by the margin.",
            ),
            Mistake(
                lambda a, b, m: max(0, a - b + m),
                "You got {got}: that is the loss. Return 0, 1 or 2.",
            ),
        ),
        hints=(
            "Two borders: the distance of the positive, and that distance plus the margin.",
            "At the outer border or beyond it: 0. Between the borders: 1. Otherwise: 2.",
            "return 1 if far > near else 2",
        ),
        right="Easy, semi-hard and hard are told apart. Only semi-hard and hard ones have anything to teach.",
        twin="For each of the three kinds, in which range can the loss be?",
        twin_answer="Easy: exactly 0. Semi-hard: above 0, and below the margin. Hard: the margin or more.",
    ),
    Exercise(
        name="triplet.collapsed",
        solution="2",
        accepts=lambda value: not isinstance(value, (str, list, tuple)) and float(np.squeeze(value)) == 2,
        says=lambda value: (
            "Give the number of one run itself, without quotation marks or brackets: 1, 2 or 3."
            if isinstance(value, (str, bool, list, tuple))
            else "The runs have the numbers 1, 2 and 3. Which of the three stays at the margin?"
        ),
        mistakes=(
            Mistake(
                1,
                "Run 1 is still falling and is below the margin. It learns. Which run sticks at the margin itself?",
            ),
            Mistake(
                3,
                "Run 3 reaches 0: all its triplets have become easy. That is not a collapse. Where is the loss of a collapse?",
            ),
            Mistake(0.2, "0.2 is the loss of the run that collapsed. Give its number: 1, 2 or 3."),
        ),
        hints=(
            "If all points sit on one spot, both distances are 0. What is left of the formula?",
            "0 − 0 + margin: the loss is the margin, 0.2, and it stays there.",
            "collapsed = 2",
        ),
        right="Run 2 sticks at 0.2, the margin. That is what a collapse looks like. Print a distance to be sure.",
        twin="Which number would you print beside the loss, to tell a collapse from a hard problem?",
        twin_answer="The mean distance between points. In a collapse it is near 0, and in a hard problem the points still lie apart.",
    ),
)
