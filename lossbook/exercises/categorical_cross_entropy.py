"""Exercises of the chapter "Categorical cross-entropy"."""

from __future__ import annotations

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake


def _softmax(scores: object) -> np.ndarray:
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _naive(scores: object) -> np.ndarray:
    powers = np.exp(np.asarray(scores, dtype=float))
    return powers / powers.sum(axis=-1, keepdims=True)


def _over(scores: object, axis: int | None) -> np.ndarray:
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _right_only(p: list[float], label: int) -> np.ndarray:
    pushes = np.zeros(len(p))
    pushes[label] = p[label] - 1
    return pushes


_OVERFLOW = (
    "You got {got} for the scores 1000 and 0. Your formula is right, and e to the power of 1000 overflowed. Take the largest "
    "score off all scores first."
)

EXERCISES = (
    Exercise(
        name="categorical_cross_entropy.softmax",
        solution="""
            def softmax(scores):
                powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
                return powers / np.sum(powers, axis=-1, keepdims=True)
        """,
        probes=(
            ([2, 1, 0],),
            ([1000, 1000],),
            ([[2, 1, 0], [0, 0, 3]],),
            ([0.3, -1.2, 2.1, 0.9],),
            ([[0.5, 1.7], [2.2, -0.4], [0.1, 0.3]],),
            ([[1000, 0], [0, 1]],),
            ([2000, 0],),
            ([2000, 1998.5],),
            ([1, 1, 3],),
            ([-6, 12],),
        ),
        mistakes=(
            Mistake(
                _naive,
                "You got {got} for scores of 1000: e to the power of 1000 overflows. Take the largest score off first. Differences are all that counts.",
            ),
            Mistake(
                lambda s: np.asarray(s, dtype=float) / np.sum(s),
                "You got {got}: you divided the scores themselves. Raise e to their power first, so that all parts are above 0.",
            ),
            Mistake(
                lambda s: np.exp(np.asarray(s, dtype=float) - np.max(s)),
                "You got {got}, which do not add up to 1 yet. Divide by their sum.",
            ),
            Mistake(
                lambda s: np.exp(np.asarray(s, dtype=float)),
                "You got {got}, the powers of e. They become probabilities when you divide by their sum.",
            ),
            Mistake(
                lambda s: _over(s, 0),
                "You got {got} for a table with two rows: the columns add up to 1, not the rows. Use the last axis, axis=-1.",
            ),
            Mistake(
                lambda s: _over(s, None),
                "You got {got} for a table with two rows: the whole table adds up to 1. Each row needs its own sum: axis=-1, keepdims=True.",
            ),
            Mistake(
                lambda s: np.asarray(s, dtype=float) / np.sum(s, axis=-1, keepdims=True),
                "You got {got}: you divided the scores themselves. Raise e to their power first, so that all parts are above 0.",
            ),
            Mistake(
                lambda s: 1 / (1 + np.exp(-np.asarray(s, dtype=float))),
                "You got {got}: the sigmoid of each score, which looks at one score alone. Here the classes share 100 %: divide the powers of e by their sum.",
            ),
            Mistake(
                lambda s: np.exp(s - np.max(s, axis=-1, keepdims=True)) / np.sum(np.exp(s), axis=-1, keepdims=True),
                "You got {got}: the largest score was taken off above the line, and not below it. Take it off once, before both.",
            ),
            Mistake(
                lambda s: np.exp(s) / np.sum(np.exp(s), axis=0),
                "You got {got}: e to the power of 1000 overflows, so take the largest score off first. And each row needs its own sum: axis=-1, keepdims=True.",
            ),
            Mistake(
                lambda s: np.exp(s - np.max(s)) / np.sum(np.exp(s - np.max(s)), axis=-1, keepdims=True),
                "You got {got}: the largest score of the whole table was taken off, so e rounds to 0 in the other rows. Take off the largest of each row: axis=-1, keepdims=True.",
            ),
        ),
        hints=(
            "Three steps: make the scores safe, raise e to their power, share out 100 %.",
            "Take off the largest score of each row, apply np.exp, and divide by the sum of each row.",
            "powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))",
        ),
        right="About 0.665, 0.245 and 0.090, safe for scores of 1000, and row by row for a table.",
        twin="Write softmax with a temperature: divide the scores by T first. What happens for T = 10, and for T = 0.1?",
        twin_answer="For the scores 2, 1 and 0, T = 10 gives about 0.367, 0.332 and 0.301: nearly equal shares. T = 0.1 gives the "
        "first class about 0.99995. The order of the classes stays the same.",
        twin_code="""
            def softmax(scores, T):
                scores = np.array(scores) / T
                below = scores - np.max(scores, axis=-1, keepdims=True)
                powers = np.exp(below)
                return powers / np.sum(powers, axis=-1, keepdims=True)
        """,
    ),
    Exercise(
        name="categorical_cross_entropy.cce",
        solution="""
            def cce(scores, label):
                below = scores - np.max(scores)
                return np.log(np.exp(below).sum()) - below[label]
        """,
        probes=(
            ([2, 1, 0], 0),
            ([2, 1, 0], 1),
            ([0, 5, 1, 1], 3),
            ([1000, 0], 0),
            ([1000, 0], 1),
            ([0.3, -1.2, 2.1, 0.9], 1),
            ([0.3, -1.2, 2.1, 0.9], 2),
            ([1.5, 0.2], 0),
            ([2000, 0], 1),
            ([3, 3, 1], 1),
            ([-6, 12, 4], 2),
            ([-1000, -1002], 1),
        ),
        mistakes=(
            Mistake(
                lambda s, c: -np.log(_softmax(_softmax(s))[c]),
                "You got {got}: softmax was applied twice. Go from the scores to probabilities once.",
            ),
            Mistake(
                lambda s, c: -np.log(_softmax(s)[c - 1]),
                "You got {got}: that is the loss of another class. Python counts from 0, so the label is the index as it is.",
            ),
            Mistake(lambda s, c: np.log(np.exp(np.asarray(s, dtype=float)).sum()) - s[c], _OVERFLOW),
            Mistake(lambda s, c: -np.log(_naive(s)[c]), _OVERFLOW),
            Mistake(
                lambda s, c: -np.log(_softmax(s)[c]),
                "You got {got} for the scores 1000 and 0. The share rounded to 0 and its logarithm is lost. Stay with the scores: ln of the sum of the powers, minus the score of the right class.",
            ),
            Mistake(
                lambda s, c: -np.log10(_softmax(s)[c]),
                "You got {got}: that is the logarithm to base 10. Use np.log, the natural one.",
            ),
            Mistake(
                lambda s, c: _softmax(s)[c],
                "You got {got}, the probability of the right class. The loss is −ln of it.",
            ),
            Mistake(
                lambda s, c: np.log(_softmax(s)[c]),
                "You got {got}. A loss below 0? The minus in front is missing.",
            ),
            Mistake(
                lambda s, c: float(-np.log(_softmax(s)).sum()),
                "You got {got}: you added −ln of all the classes. Only the right class counts in the value of the loss.",
            ),
            Mistake(
                lambda s, c: float(-np.sum(c * np.log(_softmax(s)))),
                "You got {got}: the label was multiplied with every class. It is a place in the list: take the one there, with [label].",
            ),
            Mistake(
                lambda s, c: -np.log(_softmax(s).max()),
                "You got {got}: you took the largest probability, whichever class it belongs to. Take the one of the label.",
            ),
            Mistake(
                lambda s, c: -np.log(s[c]),
                "You got {got}: the logarithm of a score. Turn the scores into probabilities first.",
            ),
            Mistake(
                lambda s, c: -np.log(_softmax(s)[c]) - np.log(1 - np.delete(_softmax(s), c)).sum(),
                "You got {got}: the other classes pay, too, as in the binary loss. Here only the right class counts.",
            ),
        ),
        hints=(
            "The loss is −ln of the share of the right class. What becomes of that if the share rounds to 0?",
            "Take the largest score off. Then the loss is ln of the sum of the powers, minus the score of the right class.",
            "below = scores - np.max(scores)",
        ),
        right="0.408 if the first class is right, 1.408 if the second is: one score less, one nat more. And 1000, not infinity, far out.",
        twin="Write it for a table of scores with one label a row, and return the mean.",
        twin_answer="Each row has its own largest score and its own sum, and np.arange picks one label from each. For two rows of 2, "
        "1 and 0 with the labels 0 and 1 the mean is 0.908.",
        twin_code="""
            def cce_mean(scores, labels):
                below = scores - np.max(scores, axis=1, keepdims=True)
                right = below[np.arange(len(labels)), labels]
                return np.mean(np.log(np.exp(below).sum(axis=1)) - right)
        """,
    ),
    Exercise(
        name="categorical_cross_entropy.slopes",
        solution="""
            def slopes(p, label):
                result = np.array(p, dtype=float)
                result[label] -= 1
                return result
        """,
        probes=(
            ([0.7, 0.2, 0.1], 0),
            ([0.7, 0.2, 0.1], 2),
            ([0.25, 0.25, 0.25, 0.25], 1),
            ([0.15, 0.35, 0.4, 0.1], 3),
            ([0.15, 0.35, 0.4, 0.1], 1),
            ([0.6, 0.4], 0),
            ([0.123457, 0.456789, 0.419754], 1),
            ([0.3, 0.4, 0.3], 2),
            ([0.002, 0.998], 0),
        ),
        mistakes=(
            Mistake(
                _right_only,
                "You got {got}: only the right class has a slope. Softmax ties the scores together, so each wrong class has one too: its probability.",
            ),
            Mistake(
                lambda p, c: -(np.asarray(p) - np.eye(len(p))[c]),
                "You got {got}: those are the pushes, up for the right class. The slope has the other sign: probability minus 1 or 0.",
            ),
            Mistake(
                lambda p, c: np.asarray(p, dtype=float),
                "You got {got}, the probabilities. For the wrong classes that is right. Take 1 off for the right one.",
            ),
            Mistake(
                lambda p, c: -np.eye(len(p))[c] / np.asarray(p),
                "You got {got}: the slopes for the probabilities. We want those for the scores, which go into the softmax.",
            ),
            Mistake(
                lambda p, c: np.asarray(p) - 1,
                "You got {got}: you took 1 off everywhere. Only the right class has a 1 to be compared with; for the others it is 0.",
            ),
            Mistake(
                lambda p, c: _softmax(p) - np.eye(len(p))[c],
                "You got {got}: softmax was applied to the probabilities. They are probabilities already.",
            ),
            Mistake(
                lambda p, c: np.asarray(p) - c,
                "You got {got}: the label itself was taken off everywhere. It is a place: take 1 off there.",
            ),
            Mistake(
                lambda p, c: np.asarray(p) - 1 + np.eye(len(p))[c],
                "You got {got}: 1 was taken off the wrong classes. Take it off the right one, and leave the others.",
            ),
            Mistake(
                lambda p, c: p[c] - 1,
                "You got {got}: the slope of the right class alone. Return a slope for each class.",
            ),
        ),
        hints=(
            "For each class, compare what the model said with what would have been perfect: 1 for the right class, and for the others?",
            "Copy the probabilities, and take 1 off at the index of the label.",
            "result[label] -= 1",
        ),
        right="−0.3, 0.2 and 0.1: the right class is pulled up, each wrong one pushed down by its probability, and they add up to 0.",
        twin="Check it by nudging: raise one score by 0.001, and see by how much cce changes.",
        twin_answer="The loss changes by about 0.001 times the slope of that score. For the scores 2, 1 and 0 with the label 0, "
        "raising the second one adds about 0.000245, and its probability is 0.245.",
        twin_code="""
            def nudge(scores, label, place):
                raised = np.array(scores, dtype=float)
                raised[place] += 0.001
                return cce(raised, label) - cce(scores, label)
        """,
    ),
)
