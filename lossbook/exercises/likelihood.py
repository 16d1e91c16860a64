"""Exercises of the chapter "Where losses come from"."""

from __future__ import annotations

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake

_HALF_LN_2_PI = np.log(2 * np.pi) / 2


def _bell(prediction: float, actual: float, spread: float) -> float:
    return ((prediction - actual) / spread) ** 2 / 2 + np.log(spread) + _HALF_LN_2_PI


def _height(prediction: float, actual: float, spread: float) -> float:
    return np.exp(-(((prediction - actual) / spread) ** 2) / 2) / (spread * np.sqrt(2 * np.pi))


def _through_the_height(prediction: float, actual: float, spread: float) -> float:
    with np.errstate(divide="ignore"):
        return float(-np.log(_height(prediction, actual, spread)))


def _squares(errors: list[float]) -> float:
    return float(np.sum(np.square(errors)))


def _cross(p: float, q: float) -> float:
    """Return the mean cost of saying q where p holds; what never comes costs nothing."""
    return -sum(share * np.log(bet) for share, bet in ((p, q), (1 - p, 1 - q)) if share > 0)


def _divergence(p: float, q: float) -> float:
    return _cross(p, q) - _cross(p, p)


def _with_nothing(p: float, q: float) -> float:
    with np.errstate(all="ignore"):
        return float(np.sum([p, 1 - p] * np.log(np.array([p, 1 - p]) / [q, 1 - q])))


EXERCISES = (
    Exercise(
        name="likelihood.bell_loss",
        solution="""
            def bell_loss(prediction, actual, spread):
                z = (prediction - actual) / spread
                return z ** 2 / 2 + np.log(spread) + np.log(2 * np.pi) / 2
        """,
        probes=(
            (28, 30, 3),
            (20, 30, 2),
            (30.05, 30, 0.1),
            (35, 30, 2.5),
            (130, 30, 1),
            (33, 30, 3),
            (-40, -38.5, 4),
            (300, 30, 90),
        ),
        mistakes=(
            Mistake(
                lambda p, a, s: _bell(p, a, s) - np.log(s),
                "You got {got}. In your formula a wide bell costs no more than a narrow one. A wider bell is lower: where is ln of the spread?",
            ),
            Mistake(
                lambda p, a, s: _bell(p, a, s) - _HALF_LN_2_PI,
                "You got {got}. The part that all bells share is missing: half of ln 2π. It changes no comparison of bells, but it changes the number. PyTorch leaves it out, too.",
            ),
            Mistake(
                lambda p, a, s: _bell(p, a, s) + ((p - a) / s) ** 2 / 2,
                "You got {got}. z is squared, and then there is half of it.",
            ),
            Mistake(
                lambda p, a, s: (p - a) ** 2 / s / 2 + np.log(s) + _HALF_LN_2_PI,
                "You got {got}. Divide the error by the spread before you square, so that the spread is squared, too.",
            ),
            Mistake(
                lambda p, a, s: _bell(p, a, np.sqrt(s)),
                "You got {got}: the last number was taken for a variance. The variance is the spread squared.",
            ),
            Mistake(
                lambda p, a, s: abs(p - a) / s + np.log(2 * s),
                "You got {got}, the price under a tent. Under a bell, misses count by their squares.",
            ),
            Mistake(
                _height,
                "You got {got}, the height of the bell. The cost is minus ln of it.",
            ),
            Mistake(
                lambda p, a, s: -_bell(p, a, s),
                "You got {got}. Heights below 1 have a logarithm below 0. Put a minus in front, so that less sand costs more.",
            ),
            Mistake(
                lambda p, a, s: -np.log(np.maximum(_height(p, a, s), 1e-12)),
                "You got {got} for a miss of 100 spreads: the cost stops growing where the height is clipped. Do the log on paper first. It cancels the exponential.",
            ),
            Mistake(
                _through_the_height,
                "You got {got} for a miss of 100 spreads: the height was rounded to 0. Do the log on paper first. It cancels the exponential.",
            ),
        ),
        hints=(
            "Three parts: one for the miss, one for the width, and a number. Take −ln of the height on paper.",
            "With z, the error divided by the spread: half of z squared, plus ln of the spread, plus half of ln 2π.",
            "return z ** 2 / 2 + np.log(spread) + np.log(2 * np.pi) / 2",
        ),
        right="2.240 for a miss of 2 with a spread of 3. A narrow bell that hits, 30.05 for 30 with a spread of 0.1, costs −1.259; and a miss of 100 spreads costs 5,001, not infinity.",
        twin="Write tent_loss(prediction, actual, width): the size of the error divided by the width, plus ln of twice the width. For (28, 30, 2) it is 2.386.",
        twin_answer="A miss of 2 at a width of 2 costs 1, and the width costs ln 4, about 1.386: together 2.386. The miss is not "
        "squared, so a far one costs less than under a bell.",
        twin_code="""
            def tent_loss(prediction, actual, width):
                return abs(prediction - actual) / width + np.log(2 * width)
        """,
    ),
    Exercise(
        name="likelihood.best_spread",
        solution="""
            def best_spread(errors):
                return np.mean(np.array(errors) ** 2) ** 0.5
        """,
        probes=(
            ([4, -2, 1],),
            ([2, 2, 2],),
            ([-1, 2, -4, 0.5],),
            ([0, 0, 6],),
            ([-7],),
            ([0.1, -0.2],),
            ([3, 3, -3, 5],),
            ([400, -250],),
        ),
        tolerance=1e-6,  # a search or small steps may have found it
        mistakes=(
            Mistake(
                lambda e: float(np.std(e)),
                "You got {got}, np.std. It takes the mean off first. A bell at the predictions must cover the whole error: for [2, 2, 2] np.std says 0.",
            ),
            Mistake(
                lambda e: np.std(e, ddof=1),
                "You got {got}, np.std with n − 1. It takes the mean off first, and one error leaves it nothing. A bell at the predictions must cover the whole error: divide the squares by n.",
            ),
            Mistake(
                lambda e: float(np.mean(np.abs(e))),
                "You got {got}, the mean size of an error. That is the best width of a tent. A bell counts squares.",
            ),
            Mistake(
                lambda e: _squares(e) / len(e),
                "You got {got}. That is the variance, in squared units. Its root is the spread.",
            ),
            Mistake(
                lambda e: _squares(e) ** 0.5,
                "You got {got}, the root of the sum. Divide by how many there are, before you take the root.",
            ),
            Mistake(
                lambda e: _squares(e) ** 0.5 / len(e),
                "You got {got}. You divided after the root. Divide before it.",
            ),
            Mistake(
                lambda e: (_squares(e) / max(len(e) - 1, 1)) ** 0.5,
                "You got {got}: divided by n − 1. Divide by n. We ask what costs least for these errors, and not what holds for new ones.",
            ),
            Mistake(
                lambda e: float(np.median(np.abs(e))),
                "You got {got}, the median size of an error. It hardly sees the large ones. A bell counts squares, and takes the mean of them.",
            ),
            Mistake(
                lambda e: max(e) - min(e),
                "You got {got}, from the lowest to the highest error. What is asked for is the root of the mean square.",
            ),
            Mistake(
                lambda e: float(np.max(np.abs(e))),
                "You got {got}, the largest error. A bell that covers the worst one is too flat for the others.",
            ),
            Mistake(
                lambda e: 0,
                "You got {got}. As narrow as possible pays off for a perfect hit alone. Here every miss would cost without end.",
            ),
            Mistake(
                lambda e: abs(float(np.mean(e))),
                "You got {got}, the size of the mean error. Misses to both sides cancel there. Square each one first.",
            ),
        ),
        hints=(
            "For one error, the best spread is its size. For several, a mean is taken: of what?",
            "The slope rests where the mean of (error / spread) squared is 1.",
            "return np.mean(np.array(errors) ** 2) ** 0.5",
        ),
        right="2.646 for 4, −2 and 1: the RMSE. So whoever trains with squared error has chosen this spread without naming it.",
        twin="Write best_width(errors) for a tent: it rests where the mean of (size of the error / width) is 1. For [4, -2, 1] it is 2.333.",
        twin_answer="It is the mean size of an error: (4 + 2 + 1) / 3, about 2.333. So whoever trains with absolute error has chosen "
        "this width without naming it.",
        twin_code="""
            def best_width(errors):
                return np.mean(np.abs(errors))
        """,
    ),
    Exercise(
        name="likelihood.extra_cost",
        solution="""
            def extra_cost(honest, said):
                bets = [(honest, said), (1 - honest, 1 - said)]
                return sum(p * np.log(p / q) for p, q in bets if p > 0)
        """,
        probes=(
            (0.8, 0.05),
            (0.7, 0.9),
            (1, 0.4),
            (0, 0.3),
            (0.25, 0.25),
            (0.05, 0.5),
            (0.31416, 0.27183),
            (0.6, 0.35),
            (0.02, 0.98),
            (0.9, 0.004),
        ),
        mistakes=(
            Mistake(
                _cross,
                "You got {got}, the whole cost of a day. Take off the floor, what honesty pays: the entropy.",
            ),
            Mistake(
                lambda p, q: _divergence(q, p),
                "You got {got}. It is turned round: the days come by `honest`, so `honest` is the weight of each logarithm.",
            ),
            Mistake(
                lambda p, q: _cross(p, p),
                "You got {got}, the floor itself. The bet that was said does not occur in it.",
            ),
            Mistake(
                lambda p, q: -_divergence(p, q),
                "You got {got}. An extra is never below 0: it is ln of p / q, and not of q / p.",
            ),
            Mistake(
                lambda p, q: _divergence(p, q) / np.log(2),
                "You got {got}, in bits: log₂. The course counts in nats, with np.log.",
            ),
            Mistake(
                lambda p, q: _divergence(p, q) / 2,
                "You got {got}. Add over the answers, and do not divide: the weights are in p already.",
            ),
            Mistake(
                lambda p, q: _cross(p, q) - _cross(q, q),
                "You got {got}. You took off the floor of what was said. Take off the floor of what holds, with `honest` twice.",
            ),
            Mistake(
                lambda p, q: _cross(q, q) - _cross(p, p),
                "You got {got}, the difference of two floors. The days come by `honest` also where you paid for `said`: weigh ln of the bet with `honest`.",
            ),
            Mistake(
                lambda p, q: p * np.log(p / q) if p > 0 else 0,
                "You got {got}, from the days with a yes alone. The others, with 1 − honest and 1 − said, count as well.",
            ),
            Mistake(
                _with_nothing,
                "You got {got}. What never comes costs nothing, and 0 · ln 0 counts as 0: leave out where p is 0.",
            ),
        ),
        hints=(
            "The whole cost, less what honesty would pay. Both are sums over yes and no, weighed by how often each comes.",
            "bets = [(honest, said), (1 - honest, 1 - said)] are the shares p and q of yes and of no. Add up p times (ln p − ln q), and leave out what never comes.",
            "return sum(p * np.log(p / q) for p, q in bets if p > 0)",
        ),
        right="1.906 nats a day for saying 5 % where 80 % holds, and 0.154 for saying 90 % where 70 % holds. It is the KL divergence: never below 0, and 0 only for the honest bet.",
        twin="What does saying 50 % cost extra where 70 % holds? Guess first whether it is more or less than for 90 %.",
        twin_answer="Less: 0.082 nats a day, against 0.154 for saying 90 %. Both are 20 points off, but near certainty the same step "
        "makes what is left much more surprising.",
    ),
)
