"""Exercises of the chapter "Focal loss"."""

from __future__ import annotations

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake


def _focal(label: int, p: float, gamma: float) -> float:
    given = p if label == 1 else 1 - p
    return (1 - given) ** gamma * -np.log(given)


def _one(given: float, gamma: float) -> float:
    return (1 - given) ** gamma * -np.log(given)


EXERCISES = (
    Exercise(
        name="focal.focal",
        solution="""
            def focal(label, p, gamma):
                given = p if label == 1 else 1 - p
                return (1 - given) ** gamma * -np.log(given)
        """,
        probes=(
            (1, 0.2, 2),
            (0, 0.2, 2),
            (1, 0.9, 2),
            (1, 0.3, 0),
            (1, 0.35, 1.5),
            (0, 0.35, 1.5),
            (0, 0.62, 3),
            (1, 0.88, 0.5),
            (1, 0.004, 2),
            (0, 0.997, 1.5),
        ),
        mistakes=(
            Mistake(
                lambda y, p, g: (p if y == 1 else 1 - p) ** g * -np.log(p if y == 1 else 1 - p),
                "You got {got}: the factor is the probability itself, to the power of gamma. It must fade the easy ones, so take what is missing to 1.",
            ),
            Mistake(
                lambda y, p, g: -np.log(p if y == 1 else 1 - p),
                "You got {got}, the plain cross-entropy. The factor in front is missing: (1 − given) to the power of gamma.",
            ),
            Mistake(
                lambda y, p, g: (1 - p) ** g * -np.log(p),
                "You got {got} for label 0. There, the probability given to the truth is 1 − p. Use it in both places.",
            ),
            Mistake(
                lambda y, p, g: (1 - p) ** g * -np.log(p if y == 1 else 1 - p),
                "You got {got} for label 0. The logarithm is right now. The factor must use the probability of the truth, too.",
            ),
            Mistake(
                lambda y, p, g: g * (1 - (p if y == 1 else 1 - p)) * -np.log(p if y == 1 else 1 - p),
                "You got {got}: you multiplied by gamma. Gamma is a power: ** gamma.",
            ),
            Mistake(
                lambda y, p, g: (1 - (p if y == 1 else 1 - p)) ** g,
                "You got {got}: that is the factor alone. Multiply it by the cross-entropy.",
            ),
            Mistake(
                lambda y, p, g: (1 - (p if y == 1 else 1 - p)) ** g * -np.log10(p if y == 1 else 1 - p),
                "You got {got}: you took the logarithm to base 10. Losses use the natural one: np.log.",
            ),
            Mistake(
                lambda y, p, g: -_focal(y, p, g),
                "You got {got}. A loss below 0 would reward mistakes: the minus in front of the logarithm is missing.",
            ),
            Mistake(
                lambda y, p, g: (1 - (p if y == 1 else 1 - p)) * (-np.log(p if y == 1 else 1 - p)) ** g,
                "You got {got}: the power is on the logarithm. Gamma belongs to the factor in front, (1 − given).",
            ),
            Mistake(
                lambda y, p, g: g * -np.log(p if y == 1 else 1 - p),
                "You got {got}: gamma times the cross-entropy. The factor is (1 − given), to the power of gamma.",
            ),
        ),
        hints=(
            "First the probability given to the truth. Then two parts: a factor, and the cross-entropy.",
            "The factor is what was missing to 1, to the power of gamma. Multiply it by −ln of what was given.",
            "return (1 - given) ** gamma * -np.log(given)",
        ),
        right="1.03 for a truth that was given 0.2, and 0.001 for one that was given 0.9. With gamma 0 it is cross-entropy.",
        twin="At which probability does the factor halve the loss, for gamma 2? And for gamma 5?",
        twin_answer="At 0.29 for gamma 2, and at 0.13 for gamma 5. Set the factor, 1 − p to the power of gamma, to 0.5: then p is 1 − "
        "0.5 ** (1 / gamma).",
        twin_code="""
            def halved_at(gamma):
                return 1 - 0.5 ** (1 / gamma)
        """,
    ),
    Exercise(
        name="focal.focal_alpha",
        solution="""
            def focal_alpha(label, p, gamma, alpha):
                given = p if label == 1 else 1 - p
                weight = alpha if label == 1 else 1 - alpha
                return weight * (1 - given) ** gamma * -np.log(given)
        """,
        probes=(
            (1, 0.2, 2, 0.25),
            (0, 0.7, 2, 0.25),
            (1, 0.5, 0, 0.9),
            (1, 0.35, 1.5, 0.3),
            (0, 0.35, 1.5, 0.3),
            (0, 0.62, 3, 0.8),
            (1, 0.88, 0.5, 0.65),
            (1, 0.004, 2, 0.4),
            (0, 0.997, 1.5, 0.3),
        ),
        mistakes=(
            Mistake(
                lambda y, p, g, a: _focal(y, p, g),
                "You got {got}: alpha is not in it yet. Multiply by alpha for a yes, and by 1 − alpha for a no.",
            ),
            Mistake(
                lambda y, p, g, a: a * _focal(y, p, g),
                "You got {got} for label 0: both classes were weighed by alpha. That only makes the whole loss smaller. A no weighs 1 − alpha.",
            ),
            Mistake(
                lambda y, p, g, a: (1 - a if y == 1 else a) * _focal(y, p, g),
                "You got {got}: the two weights are swapped. Alpha belongs to the yes.",
            ),
            Mistake(
                lambda y, p, g, a: (a if y == 1 else 1) * _focal(y, p, g),
                "You got {got} for label 0. A no is weighed as well: by 1 − alpha.",
            ),
            Mistake(
                lambda y, p, g, a: (a if y == 1 else 1 - a) ** g * _focal(y, p, g),
                "You got {got}: the power is taken of the weight, too. Only (1 − given) is raised to gamma.",
            ),
            Mistake(
                lambda y, p, g, a: (
                    (a if y == 1 else 1 - a) * (p if y == 1 else 1 - p) ** g * -np.log(p if y == 1 else 1 - p)
                ),
                "You got {got}: the factor is what was given, to the power of gamma. It must fade the easy ones: take what is missing to 1.",
            ),
            Mistake(
                lambda y, p, g, a: (a if y == 1 else 1 - a) + _focal(y, p, g),
                "You got {got}: the weight is added. Multiply by it.",
            ),
        ),
        hints=(
            "Gamma looks at how hard an example is. Alpha looks at its class. Which class gets alpha?",
            "Choose the weight with an if, as you chose the probability, and multiply.",
            "weight = alpha if label == 1 else 1 - alpha",
        ),
        right="About 0.258 for the yes and 0.442 for the no: alpha 0.25 weighs a yes a third as much as a no. (Here the no was also given more.)",
        twin="Which alpha leaves the order of all losses as it was without alpha?",
        twin_answer="0.5: both classes weigh the same then. Every loss is halved, and halving changes no order.",
    ),
    Exercise(
        name="focal.hard_share",
        solution="""
            def hard_share(crowd, easy, hard, gamma):
                small = (1 - easy) ** gamma * -np.log(easy)
                large = (1 - hard) ** gamma * -np.log(hard)
                return large / (crowd * small + large)
        """,
        probes=(
            (9, 0.8, 0.4, 1),
            (999, 0.95, 0.2, 0),
            (999, 0.95, 0.2, 2),
            (7, 0.85, 0.35, 1.5),
            (13, 0.7, 0.55, 3),
            (4, 0.9, 0.15, 0),
        ),
        mistakes=(
            Mistake(
                lambda n, e, h, g: _one(h, 0) / (n * _one(e, 0) + _one(h, 0)),
                "You got {got}: that is the share under plain cross-entropy. Use gamma in both losses.",
            ),
            Mistake(
                lambda n, e, h, g: _one(h, g) / (_one(e, g) + _one(h, g)),
                "You got {got}: you compared the hard one with a single easy one. There is a whole crowd of them.",
            ),
            Mistake(
                lambda n, e, h, g: n * _one(e, g) / (n * _one(e, g) + _one(h, g)),
                "You got {got}: that is the share of the crowd. The hard one owns the rest.",
            ),
            Mistake(
                lambda n, e, h, g: _one(h, g) / (n * _one(e, g)),
                "You got {got}: the hard one divided by the crowd. A share is a part of the whole, and the whole contains both.",
            ),
            Mistake(
                lambda n, e, h, g: (1 - h) ** g / (n * (1 - e) ** g + (1 - h) ** g),
                "You got {got}: the factors alone were compared. Each loss is its factor times −ln of what was given.",
            ),
            Mistake(
                lambda n, e, h, g: h**g * -np.log(h) / (n * e**g * -np.log(e) + h**g * -np.log(h)),
                "You got {got}: the factor is what was given, to the power of gamma. Take what is missing to 1.",
            ),
            Mistake(
                lambda n, e, h, g: _one(h, g) / ((n - 1) * _one(e, g) + _one(h, g)),
                "You got {got}: the crowd has one too few. The hard example is not in it, so take none away.",
            ),
            Mistake(
                lambda n, e, h, g: _one(h, g) / (_one(e, g) / n + _one(h, g)),
                "You got {got}: the loss of an easy one was divided by the crowd. There are so many of them: multiply.",
            ),
            Mistake(
                lambda n, e, h, g: 1 / (n + 1),
                "You got {got}: one head among all. The share is one of the loss, not of the heads.",
            ),
        ),
        hints=(
            "A share is a part divided by the whole. What is the whole here?",
            "Work out the loss of one easy and of the hard example. The whole is crowd times the first, plus the second.",
            "return large / (crowd * small + large)",
        ),
        right="0.58 for the small crowd. For 999 easy ones it is 3 % with gamma 0, and 89 % with gamma 2.",
        twin="Given 0.95 and 0.2 for the truth, how large must the crowd be, so that the hard one owns half with gamma 2?",
        twin_answer="About 8,033 easy ones. Divide the loss of the hard one by the loss of a single easy one: so many easy ones weigh "
        "as much as it.",
        twin_code="""
            def even_crowd(easy, hard, gamma):
                small = (1 - easy) ** gamma * -np.log(easy)
                large = (1 - hard) ** gamma * -np.log(hard)
                return large / small
        """,
    ),
)
