"""Exercises of the chapter "Binary cross-entropy"."""

from __future__ import annotations

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake


def _costs(probabilities: list[float], labels: list[int]) -> np.ndarray:
    p = np.asarray(probabilities)
    return -np.log(np.where(np.asarray(labels) == 1, p, 1 - p))


def _sigmoid(score: float) -> float:
    return float(1 / (1 + np.exp(-float(score))))


EXERCISES = (
    Exercise(
        name="binary_cross_entropy.bce",
        solution="""
            def bce(p, label):
                if label == 1:
                    return -np.log(p)
                return -np.log(1 - p)
        """,
        probes=(
            (0.2, 1),
            (0.2, 0),
            (0.9, 1),
            (0.9, 0),
            (0.35, 1),
            (0.35, 0),
            (0.62, 1),
            (0.88, 0),
            (0.003, 1),
            (0.9985, 0),
            (0.9985, 1),
            (0.003, 0),
        ),
        also=(
            """
                def bce(p, label):
                    return -(label * np.log(p) + (1 - label) * np.log(1 - p))
            """,
        ),
        any_order=True,  # Keras and scikit-learn take the label first
        mistakes=(
            Mistake(
                lambda p, y: -np.log(p),
                "You got {got} for label 0. You always charge for p. If the answer is no, what counts is the probability left for no: 1 − p.",
            ),
            Mistake(
                lambda p, y: -np.log(1 - p),
                "You got {got} for label 1. You charge for 1 − p, the probability of no. For a yes, p itself counts.",
            ),
            Mistake(
                lambda p, y: -np.log(1 - p) if y == 1 else -np.log(p),
                "You got {got}: the two branches are swapped. Label 1 means yes, and p is the probability of yes.",
            ),
            Mistake(
                lambda p, y: -np.log10(p if y == 1 else 1 - p),
                "You got {got}: that is the logarithm to base 10. We always use the natural one, np.log or math.log.",
            ),
            Mistake(
                lambda p, y: np.log(p if y == 1 else 1 - p),
                "You got {got}. The logarithm of a probability is below 0. Put a minus in front, so that surprise costs something.",
            ),
            Mistake(
                lambda p, y: -np.log2(p if y == 1 else 1 - p),
                "You got {got}: that is the logarithm to base 2, which counts in bits. We use the natural one and count in nats.",
            ),
            Mistake(
                lambda p, y: -y * np.log(p),
                "You got {got} for label 0. The term for yes is gone, as it should be. Now add the one for no: −(1 − y) ln(1 − p).",
            ),
            Mistake(
                lambda p, y: 1 - (p if y == 1 else 1 - p),
                "You got {got}: what was missing to certainty. Cross-entropy takes −ln of the probability given to what happened.",
            ),
            Mistake(
                lambda p, y: -(p * np.log(y) + (1 - p) * np.log(1 - y)),
                "You got {got}: the logarithm is taken of the label, which is 0 or 1. Label and probability have changed places.",
            ),
        ),
        hints=(
            "Two branches. Which probability did the forecast give to what happened: p, or 1 − p?",
            "Take −np.log of that probability.",
            "return -np.log(p) if label == 1 else -np.log(1 - p)",
        ),
        right="1.609 for a yes that was given 0.2. The same forecast costs 0.223 if the answer is no. Both branches count.",
        twin="Write it in one line, without if: −(y ln p + (1 − y) ln(1 − p)). Why does one of the two terms vanish? Then try label 1 and p = 1: NumPy says nan, because 0 times infinity is undefined. The if is safer.",
        twin_answer="The label is 1 or 0, so y or 1 − y is 0, and the term that is multiplied by it is gone. What is left is the term "
        "of what happened.",
        twin_code="""
            def bce(p, label):
                return -(label * np.log(p) + (1 - label) * np.log(1 - p))
        """,
    ),
    Exercise(
        name="binary_cross_entropy.bce_mean",
        solution="""
            def bce_mean(probabilities, labels):
                costs = []
                for p, y in zip(probabilities, labels, strict=True):
                    costs.append(-np.log(p) if y == 1 else -np.log(1 - p))
                return sum(costs) / len(costs)
        """,
        probes=(
            ([0.8, 0.2, 0.1, 0.3], [1, 0, 1, 0]),
            ([0.5], [1]),
            ([0.1, 0.3, 0.8], [0, 0, 1]),
            ([0.15, 0.35, 0.62, 0.88, 0.97], [0, 1, 1, 0, 1]),
            ([0.55, 0.45, 0.83], [1, 0, 0]),
            ([0.3], [0]),
            ([0.4, 0.4], [0, 1]),
            ([0.4, 0.4, 0.1], [1, 1, 0]),
            ([0.003, 0.998], [1, 0]),
        ),
        also=(
            """
                def bce_mean(probabilities, labels):
                    p, y = np.array(probabilities), np.array(labels)
                    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
            """,
            """
                def bce_mean(probabilities, labels):
                    given = [p if y == 1 else 1 - p for p, y in zip(probabilities, labels, strict=True)]
                    return -np.mean(np.log(given))
            """,
        ),
        any_order=True,  # Keras and scikit-learn take the label first
        mistakes=(
            Mistake(
                lambda p, y: float(_costs(p, y).sum()),
                "You got {got}, the sum over the rows. The mean divides by how many?",
            ),
            Mistake(
                lambda p, y: float(np.mean(-np.log(p))),
                "You got {got}: every row was treated as a yes. Two of the four labels are 0, and there 1 − p counts.",
            ),
            Mistake(
                lambda p, y: float(-np.mean(np.asarray(y) * np.log(p))),
                "You got {got}: the rows with label 0 cost nothing. They pay −ln(1 − p).",
            ),
            Mistake(
                lambda p, y: float(-np.log(np.mean(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p))))),
                "You got {got}: you averaged the probabilities and took one logarithm. Take the logarithm of each row, then average.",
            ),
            Mistake(
                lambda p, y: float(-_costs(p, y).mean()),
                "You got {got}. The logarithm of a probability is below 0. Put a minus in front of each, so that surprise costs something.",
            ),
            Mistake(
                lambda p, y: float(np.mean((np.asarray(y) - np.asarray(p)) ** 2)),
                "You got {got}: the mean squared error of the probabilities. It is a loss too (the Brier score), and not this one.",
            ),
            Mistake(
                lambda p, y: float(np.mean(-np.log(1 - np.asarray(p)))),
                "You got {got}: every row was treated as a no. If labels is a list, labels == 1 asks whether the whole list is 1. Go through it with a loop, or make an array of it.",
            ),
            Mistake(
                lambda p, y: float(_costs(p, y).sum() / sum(y)),
                "You got {got}: the total was divided by the number of yes. All rows count: divide by how many there are.",
            ),
            Mistake(
                lambda p, y: float(np.mean(_costs(p, y)[np.asarray(y) == 1])),
                "You got {got}, the mean over the yeses alone. The rows with label 0 pay −ln(1 − p), and count, too.",
            ),
            Mistake(
                lambda p, y: sum(float(np.mean(_costs(p, y)[np.asarray(y) == which])) for which in (0, 1)),
                "You got {got}: a mean for the yes and one for the no, added. Take one mean over all rows.",
            ),
        ),
        hints=(
            "Score each row as in the exercise before, then combine by averaging.",
            "Go through both lists with zip, collect one cost a row, divide their sum by their number.",
            "return sum(costs) / len(costs)",
        ),
        right="About 0.776. The third row, a yes that was given 0.1, owns about three quarters of it.",
        twin="Which single probability, said for all four rows, would cost least? Try 0.1, 0.2 and so on.",
        twin_answer="0.5 costs least: it is the share of yes in the four rows. It costs 0.693, which is less than the 0.776 of the "
        "forecasts, so here a constant beats them.",
    ),
    Exercise(
        name="binary_cross_entropy.bce_from_score",
        solution="""
            def bce_from_score(score, label):
                if label == 1:
                    return np.logaddexp(0, -score)
                return np.logaddexp(0, score)
        """,
        probes=(
            (2, 1),
            (2, 0),
            (0, 1),
            (-1000, 1),
            (1000, 0),
            (-1.3, 1),
            (-0.7, 0),
            (0.4, 1),
            (3.1, 0),
            (1000, 1),
            (-1000, 0),
            (12, 1),
            (-12, 0),
            (-6.5, 1),
            (45, 0),
        ),
        also=(
            """
                def bce_from_score(score, label):
                    sign = 1 if label == 1 else -1
                    return np.logaddexp(0, -sign * score)
            """,
        ),
        any_order=True,  # Keras and scikit-learn take the label first
        mistakes=(
            Mistake(
                lambda s, y: -np.log(_sigmoid(s) if y == 1 else 1 - _sigmoid(s)),
                "You got {got} for a score of ±1000. np.exp overflowed, or the probability rounded to 0, and the logarithm is lost. np.logaddexp(0, x) works out ln(1 + eˣ) without either.",
            ),
            Mistake(
                lambda s, y: -np.log(np.clip(_sigmoid(s) if y == 1 else 1 - _sigmoid(s), 1e-7, 1)),
                "You got {got} for a score of ±1000. Clipping hides the infinity and the true loss with it, which is 1000. Use np.logaddexp.",
            ),
            Mistake(
                lambda s, y: np.logaddexp(0, s) if y == 1 else np.logaddexp(0, -s),
                "You got {got}: the branches are swapped. A high score says yes, so for label 1 it must cost little.",
            ),
            Mistake(
                lambda s, y: np.logaddexp(0, -s),
                "You got {got} for label 0. There a high score is wrong, so the sign of the score turns round.",
            ),
            Mistake(
                lambda s, y: -np.logaddexp(0, -s if y == 1 else s),
                "You got {got}, and a loss below 0 would reward mistakes. There is a minus too many in front.",
            ),
            Mistake(
                lambda s, y: max(0.0, -s if y == 1 else s),
                "You got {got}. That is right far out, and misses the bend: at a score of 0 the loss is ln 2, not 0.",
            ),
            Mistake(
                lambda s, y: np.logaddexp(0, -y * s),
                "You got {got} for label 0: there, label times score is 0, whatever the score. You need a sign: 1 for a yes and −1 for a no.",
            ),
            Mistake(
                lambda s, y: -np.log(np.clip(_sigmoid(s if y == 1 else -s), 1e-15, 1 - 1e-15)),
                "You got {got}: the cost stops growing where the probability is clipped. Far out it should be about the size of the score: stay with the score.",
            ),
            Mistake(
                lambda s, y: -np.log(np.clip(_sigmoid(s if y == 1 else -s), 1e-12, 1 - 1e-12)),
                "You got {got}: the cost stops growing where the probability is clipped. Far out it should be about the size of the score: stay with the score.",
            ),
            Mistake(
                lambda s, y: -np.log(np.clip(_sigmoid(s if y == 1 else -s), 1e-7, 1 - 1e-7)),
                "You got {got}: the cost stops growing where the probability is clipped. Far out it should be about the size of the score: stay with the score.",
            ),
        ),
        hints=(
            "For a yes, the loss is ln(1 + e to the power of minus the score). What happens to that for a score of −1000?",
            "np.logaddexp(a, b) is ln(eᵃ + eᵇ), worked out without overflow. And 1 is e to the power of 0.",
            "return np.logaddexp(0, -score) if label == 1 else np.logaddexp(0, score)",
        ),
        right="0.127 for a score of 2, and exactly 1000 for a score of −1000: no infinity, nothing clipped.",
        twin="Write it for signs −1 and +1 instead of labels 0 and 1. One line is enough, without if.",
        twin_answer="Times the sign, a low score becomes a high one for a no, so one line serves both. A score of 2 costs 0.127 with "
        "the sign +1, and 2.127 with the sign −1.",
        twin_code="""
            def bce_from_score(score, sign):
                return np.logaddexp(0, -sign * score)
        """,
    ),
)
