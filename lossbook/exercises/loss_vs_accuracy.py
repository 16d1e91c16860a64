"""Exercises of the chapter "Loss versus accuracy"."""

from __future__ import annotations

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake

_SHOWN = [0.6, 0.6, 0.55, 0.001]  # the chapter has these: they show no thought of the reader's own


def _rises_both(given: object) -> bool:
    """Whether accuracy and loss are higher than for 0.6, 0.6, 0.45, 0.45 given to the truth."""
    given = np.asarray(given)
    if (
        given.dtype.kind not in "iuf"
        or given.shape != (4,)
        or not np.all((given > 0) & (given <= 1))
        or np.array_equal(np.sort(given), np.sort(_SHOWN))
    ):
        return False
    return bool(np.mean(given > 0.5) > 0.5 and -np.log(given).mean() > -np.log([0.6, 0.6, 0.45, 0.45]).mean())


def _says(given: object) -> str:
    if isinstance(given, str):
        return "Give a list, without quotation marks: [ , , , ]."
    if np.asarray(given).dtype.kind not in "iuf":
        return "Give four numbers: probabilities, and not words, True or False."
    given = np.asarray(given, dtype=float)
    if given.shape != (4,):
        return "Give a list of four numbers: what the model gave the right one of four answers."
    if given.max() > 1 and given.min() >= 0:
        return "Probabilities lie between 0 and 1. If these are percent, divide each by 100."
    if given.min() < 0:
        return "Probabilities lie between 0 and 1. One of yours is below 0."
    if given.min() == 0:
        return "0 makes the loss infinite. That is higher indeed, but choose a number above 0."
    accuracy, loss = np.mean(given > 0.5), -np.log(given).mean()
    more, dearer = accuracy > 0.5, loss > -np.log([0.6, 0.6, 0.45, 0.45]).mean()
    if not more and not dearer:
        return f"The accuracy is {100 * accuracy:g} %, and the loss does not rise either. Bring three above 0.5, and let one be very wrong."
    if not more:
        lack = "one more" if (missing := 3 - sum(given > 0.5)) == 1 else f"{missing} more"
        return f"The loss rises, but the accuracy is {100 * accuracy:g} %, and has to be above 50 %. Bring {lack} above 0.5."
    return f"The accuracy rises to {100 * accuracy:g} %, but the loss does not. Let one be very wrong, or all four barely right."


EXERCISES = (
    Exercise(
        name="loss_vs_accuracy.accuracy",
        solution="""
            def accuracy(probabilities, labels):
                pairs = zip(probabilities, labels, strict=True)
                right = [(p >= 0.5) == (y == 1) for p, y in pairs]
                return sum(right) / len(right)
        """,
        probes=(
            ([0.9, 0.2, 0.5, 0.12], [1, 1, 1, 0]),
            ([0.7, 0.1], [0, 1]),
            ([0.5], [0]),
            ([0.9, 0.2, 0.5, 0.12, 0.61], [1, 1, 0, 0, 0]),
            ([0.4, 0.45, 0.7], [0, 1, 1]),
            ([0.1, 0.6, 0.3, 0.2, 0.9, 0.8, 0.05], [0, 0, 0, 1, 1, 0, 0]),
            ([0.9, 0.9], [1, 0]),
            ([0.9, 0.9], [1, 1]),
            ([0.9, 0.9, 0.2], [1, 1, 1]),
            ([0.49, 0.49995, 0.51], [1, 1, 1]),
            ([0.2, 0.2, 0.7], [1, 0, 0]),
        ),
        also=(
            """
                def accuracy(probabilities, labels):
                    said = np.array(probabilities) >= 0.5
                    return np.mean(said == np.array(labels))
            """,
        ),
        mistakes=(
            Mistake(
                lambda p, y: sum((a >= 0.5) == (b == 1) for a, b in zip(p, y, strict=True)),
                "You got {got}: the number of right answers. Accuracy is their share: divide by how many?",
            ),
            Mistake(
                lambda p, y: float(np.mean([(a > 0.5) == (b == 1) for a, b in zip(p, y, strict=True)])),
                "You got {got}. One probability is exactly 0.5. In this course that is a yes, whatever came. Make a yes or a no of it with >= first, then compare.",
            ),
            Mistake(
                lambda p, y: sum(a >= 0.5 and b == 1 for a, b in zip(p, y, strict=True)) / sum(y),
                "You got {got}, the recall: of the yeses, the share you found. Accuracy counts right answers of both kinds among all.",
            ),
            Mistake(
                lambda p, y: float(np.mean([(a >= 0.5) != (b == 1) for a, b in zip(p, y, strict=True)])),
                "You got {got}: the share of wrong answers. Accuracy counts the right ones.",
            ),
            Mistake(
                lambda p, y: float(np.mean([a >= 0.5 for a in p])),
                "You got {got}: how often the answer was yes. Compare each answer with its label.",
            ),
            Mistake(
                lambda p, y: float(np.mean([a if b == 1 else 1 - a for a, b in zip(p, y, strict=True)])),
                "You got {got}: the mean probability given to the truth. Accuracy first turns each probability into yes or no.",
            ),
            Mistake(
                lambda p, y: sum(a >= 0.5 and b == 1 for a, b in zip(p, y, strict=True)) / len(p),
                "You got {got}: only right yeses were counted. A no for label 0 is right, too.",
            ),
            Mistake(
                lambda p, y: sum(a == b for a, b in zip(p, y, strict=True)) / len(p),
                "You got {got}: a probability is hardly ever equal to a label. Turn it into yes or no first: yes from 0.5 on.",
            ),
        ),
        hints=(
            "Turn each probability into yes or no. When is that answer right?",
            "Yes from 0.5 on. Right if it agrees with the label. Then the share of right ones.",
            "right = [(p >= 0.5) == (y == 1) for p, y in zip(probabilities, labels)]",
        ),
        right="0.75: three of four. And 0.9 counted as much as 0.5: accuracy does not see how sure an answer was.",
        twin="Write recall: of those with label 1, the share that was called yes.",
        twin_answer="Look at the rows with label 1 alone. For 0.9, 0.2, 0.5 and 0.12 with the labels 1, 1, 1 and 0 you find two of "
        "three, about 0.667. Without any row of label 1, recall has no value.",
        twin_code="""
            def recall(probabilities, labels):
                pairs = zip(probabilities, labels, strict=True)
                called = [p >= 0.5 for p, y in pairs if y == 1]
                return sum(called) / len(called)
        """,
    ),
    Exercise(
        name="loss_vs_accuracy.both_rise",
        solution="[0.7, 0.65, 0.6, 0.01]",
        accepts=_rises_both,
        says=_says,
        mistakes=(
            Mistake(_SHOWN, "These four are those from above. Find four of your own: which of them can be very wrong?"),
            Mistake(
                [0.6, 0.6, 0.55, 0.55],
                "The accuracy rises to 100 %, but the loss falls. Let one be very wrong, or all four barely right.",
            ),
            Mistake(
                [0.6, 0.6, 0.45, 0.001], "The loss rises, but the accuracy stays at 50 %. Bring one more above 0.5."
            ),
            Mistake(
                [0.6, 0.6, 0.55, 0.45],
                "The accuracy rises to 75 %, but the loss falls a little. Let the wrong one be surer of itself.",
            ),
            Mistake(
                [0.9, 0.9, 0.9, 0.9],
                "All four are right and sure: the loss is lower than before. Let one be very wrong, or all four barely right.",
            ),
            Mistake(
                [0.6, 0.6, 0.55, 0], "0 makes the loss infinite. That is higher indeed, but choose a number above 0."
            ),
        ),
        hints=(
            "Accuracy counts how many are above 0.5. The loss cares how far below one of them is.",
            "Bring one of the two 0.45 above 0.5, and push the other one far down.",
            "given = [0.7, 0.65, 0.6, 0.01]",
        ),
        right="More of them are right, and the loss is higher all the same: it weighs how sure each answer was.",
        twin="Now the other way round: find four numbers with a lower accuracy and a lower loss.",
        twin_answer="For example 0.99, 0.49, 0.49 and 0.49: the accuracy falls from 50 % to 25 %, and the loss from 0.655 to "
        "0.538. The three misses cost 2.14, more than the two before, 1.6. But the right answer costs 0.01, and the two before cost 1.02.",
    ),
    Exercise(
        name="loss_vs_accuracy.baseline",
        solution="""
            def baseline(labels):
                yes = sum(labels) / len(labels)
                return max(yes, 1 - yes)
        """,
        probes=(
            ([0] * 16 + [1] * 4,),
            ([1, 1, 0],),
            ([1, 1, 1],),
            ([1, 1, 0, 1, 0, 1, 1],),
            ([0, 0, 1, 0, 1],),
            ([0, 0, 0],),
            ([0, 1],),
            ([1, 0, 0, 1],),
            ([1, 0, 0, 0, 1],),
            ([0, 1, 1, 1],),
        ),
        also=(
            """
                def baseline(labels):
                    yes = sum(labels)
                    return max(yes, len(labels) - yes) / len(labels)
            """,
        ),
        mistakes=(
            Mistake(
                lambda y: sum(y) / len(y),
                "You got {got}, the share of yes. This model says the commoner answer: which share is larger?",
            ),
            Mistake(
                lambda y: 1 - sum(y) / len(y),
                "You got {got}, the share of no. In this data yes is commoner, so the model says yes.",
            ),
            Mistake(
                lambda y: max(sum(y), len(y) - sum(y)),
                "You got {got}: a number of examples. Accuracy is a share: divide by how many there are.",
            ),
            Mistake(
                lambda y: 0.5,
                "You got {got}, a coin. Always saying the commoner answer does better than a coin.",
            ),
            Mistake(
                lambda y: max(set(y), key=list(y).count),
                "You got {got}: the commoner answer itself. Return how often it is right, as a share.",
            ),
            Mistake(
                lambda y: min(sum(y), len(y) - sum(y)) / len(y),
                "You got {got}: the share of the rarer answer. The model says the commoner one.",
            ),
            Mistake(
                lambda y: (sum(y) / len(y)) ** 2 + (1 - sum(y) / len(y)) ** 2,
                "You got {got}: the accuracy of guessing by the shares. Always the same answer, the commoner one, does better.",
            ),
            Mistake(
                lambda y: max(y) / len(y),
                "You got {got}: max took the largest label, which is 1 or 0. Count the yes with sum.",
            ),
            Mistake(
                lambda y: -sum(s * np.log(s) for s in (sum(y) / len(y), 1 - sum(y) / len(y))),
                "You got {got}: the cross-entropy of the share. Accuracy asks how often one fixed answer is right.",
            ),
        ),
        hints=(
            "Which answer would you give, if you had to give the same one to all?",
            "The share of yes, or the share of no: whichever is larger.",
            "return max(yes, 1 - yes)",
        ),
        right="0.8: with 4 of 20 sick, always saying healthy is right for 80 %. A model must beat that.",
        twin="What is the recall of that model, for the sick?",
        twin_answer="0, if most are healthy: it finds nobody. An accuracy of 80 % can hide that, so look at recall as well.",
    ),
)
