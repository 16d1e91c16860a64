"""Exercises of the chapter "Guess the noise"."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake


def _guess(
    seen: float,
    size: float,
    points: list[float],
    *,
    power: int = 2,
    halve: bool = True,
    square_size: bool = True,
    careful: bool = True,
) -> float:
    places = np.array(points, float)
    closeness = -(np.abs(seen - places) ** power) / ((2 if halve else 1) * (size**2 if square_size else size))
    weights = np.exp(closeness - (closeness.max() if careful else 0))
    with np.errstate(invalid="ignore"):
        return float(np.sum(weights * places) / np.sum(weights))


def _not_shared(seen: float, size: float, points: list[float]) -> float:
    places = np.array(points)
    return float(np.sum(np.exp(-((seen - places) ** 2) / (2 * size**2)) * places))


def _nearest(seen: float, _size: float, points: list[float]) -> float:
    return float(min(points, key=lambda point: abs(point - seen)))


def _walk(
    seen: float,
    sizes: list[float],
    points: list[float],
    *,
    guess: Callable[[float, float, list[float]], float] = _guess,
    last: bool = True,
    look_again: bool = True,
    sign: int = -1,
    whole: bool = False,
) -> float:
    here, steps = seen, list(pairwise(sizes))
    for size, smaller in steps if last else steps[:-1]:
        at = here if look_again else seen
        noise = (at - guess(at, size, points)) / size
        here += sign * (size if whole else size - smaller) * noise
    return float(here)


EXERCISES = (
    Exercise(
        name="denoising.best_guess",
        solution="""
            def best_guess(seen, size, points):
                closeness = -((seen - np.array(points)) ** 2) / (2 * size**2)
                weights = np.exp(closeness - closeness.max())
                return np.sum(weights * points) / np.sum(weights)
        """,
        probes=(
            (3.5, 1.5, [0.0, 6.0]),
            (0.0, 1, [-1.0, 1.0]),
            (0.5, 1, [-1.0, 1.0]),
            (2.0, 2, [0.0, 1.0, 5.0]),
            (-3.0, 4, [2.0]),
            (1.7, 1.3, [0.4, 2.6]),
            (0.6, 0.01, [-1.0, 1.0]),
            (0.0, 0.01, [-1.0, 1.0]),
            (0.0001, 0.02, [-1.0, 1.0]),
            (1.0, 1.5, [0.0, 0.0, 3.0]),
            (-40.0, 20.0, [-50.0, 30.0]),
        ),
        mistakes=(
            Mistake(
                lambda x, s, p: float(np.mean(p)),
                "You got {got}, the plain mean of the points. A point that is near to what you see is likelier, so it gets more weight.",
            ),
            Mistake(
                _nearest,
                "You got {got}, the nearest point. Squared error does not choose: it takes the mean of all points, weighted by how likely each is.",
            ),
            Mistake(
                lambda x, s, p: (x - _guess(x, s, p)) / s,
                "You got {got}: that is the guess of the noise, (seen − guess) / size. Return the guessed point itself.",
            ),
            Mistake(
                lambda x, s, p: _guess(x, s, p, power=1),
                "You got {got}: the distance is not squared. A bell curve falls with the square of the distance.",
            ),
            Mistake(
                lambda x, s, p: _guess(x, s, p, halve=False),
                "You got {got}: the 2 is missing below. It is minus the squared distance, divided by 2 times the squared size.",
            ),
            Mistake(
                lambda x, s, p: _guess(x, s, p, square_size=False),
                "You got {got}: the size is not squared. Twice the noise allows twice the distance, so both are squared.",
            ),
            Mistake(
                _not_shared,
                "You got {got}: the weights do not add up to 1. Divide by their sum.",
            ),
            Mistake(
                lambda x, s, p: _guess(x, s, p, careful=False),
                "You got {got} for a size of 0.01. All weights became 0, and 0 / 0 is no number. Take the largest exponent off all of them before np.exp; the shares stay.",
            ),
        ),
        hints=(
            "Which clean points could have led to what you see, and how likely is each?",
            "Weight of a point: np.exp of −(seen − point)² / (2 size²). Then the weighted mean: sum of weight times point, divided by the sum of the weights.",
            "closeness = -((seen - np.array(points)) ** 2) / (2 * size**2)",
        ),
        right="0 in the middle of −1 and 1, and 0.462 a little to the right of it. The guess lies where no point is: a blur.",
        twin="For the points −1 and 1 show with numbers that the guess is np.tanh(seen / size**2). Where does it end as the size shrinks?",
        twin_answer="Seen at 0.5, the guess is 0.462 at a size of 1, 0.964 at 0.5, and 1 at 0.1. So it ends at the nearer point, and "
        "stays at 0 only if you see exactly 0.",
        twin_code="""
            def best_of_two(seen, size):
                return np.tanh(seen / size ** 2)
        """,
    ),
    Exercise(
        name="denoising.noise_error",
        solution="""
            def noise_error(clean, noise, size, clean_guess):
                seen = clean + size * noise
                noise_guess = (seen - clean_guess) / size
                return (noise_guess - noise) ** 2
        """,
        probes=(
            (0.0, -2.0, 2.0, 3.0),
            (3.0, -1.0, 2.0, 1.5),
            (2.0, 0.5, 1.0, 2.0),
            (-1.0, 0.0, 4.0, 1.0),
            (0.0, 1.0, 0.1, 0.05),
            (0.31, -1.37, 0.73, 1.93),
            (-2.3, 0.6, 1.9, -0.7),
        ),
        mistakes=(
            Mistake(
                lambda c, n, s, g: (g - c) ** 2,
                "You got {got}: that is the squared error of the clean point. Divide by the squared size, and it is the one of the noise.",
            ),
            Mistake(
                lambda c, n, s, g: abs((c + s * n - g) / s - n),
                "You got {got}: the error is not squared yet.",
            ),
            Mistake(
                lambda c, n, s, g: (g - c) ** 2 / s,
                "You got {got}: you divided by the size once. An error of the noise is an error of the point divided by the size, and then it is squared.",
            ),
            Mistake(
                lambda c, n, s, g: (g - c) ** 2 * s**2,
                "You got {got}: you multiplied by the squared size. It is the other way round: the same miss of the point counts more where the noise is small.",
            ),
            Mistake(
                lambda c, n, s, g: ((g - (c + s * n)) / s - n) ** 2,
                "You got {got}: the noise guess has the wrong sign. Noise is what was added: seen minus clean.",
            ),
            Mistake(
                lambda c, n, s, g: ((c + s * n) - g - n) ** 2,
                "You got {got}: seen minus guess is size times the noise. Divide by the size.",
            ),
            Mistake(
                lambda c, n, s, g: ((c + n - g) / s - n) ** 2,
                "You got {got}: the noise was added without its size. Seen = clean + size × noise.",
            ),
            Mistake(
                lambda c, n, s, g: ((c + s * n - g) / s) ** 2,
                "You got {got}: the noise that was added is not compared. Guess minus noise, then the square.",
            ),
        ),
        hints=(
            "What did the network see, and which noise does its guess of the clean point stand for?",
            "seen = clean + size × noise. The guessed noise is (seen − guess) / size. Then the square of guess minus noise.",
            "noise_guess = (seen - clean_guess) / size",
        ),
        right="2.25: the point was missed by 3, and at a size of 2 that is 1.5 in the noise. The smaller the size, the more a miss of the point costs.",
        twin="A network misses every clean point by 0.1. What is the noise error at sizes 0.05, 0.5 and 5? Which size would a loss on clean points forget?",
        twin_answer="4 at the size 0.05, 0.04 at 0.5, and 0.0004 at 5. On clean points this miss costs 0.01 at every size, so the "
        "smallest size, where the noise error is largest, gets no more weight than the others.",
    ),
    Exercise(
        name="denoising.walk",
        solution="""
            def walk(seen, sizes, points):
                for size, smaller in zip(sizes, sizes[1:]):
                    closeness = -((seen - np.array(points)) ** 2) / (2 * size**2)
                    weights = np.exp(closeness - closeness.max())
                    noise = (seen - np.sum(weights * points) / np.sum(weights)) / size
                    seen = seen - (size - smaller) * noise
                return seen
        """,
        probes=(
            (5.0, [4, 2, 0], [0.0, 5.0]),
            (1.0, [2, 0], [-1.0, 1.0]),
            (1.7, [2.5, 1.2, 0], [0.4, 2.6]),
            (1.0, [2, 1, 0.5, 0], [-1.0, 1.0]),
            (-3.0, [4, 2, 1, 0.5, 0.25, 0], [0.0, 1.0, 5.0]),
            (1.7, [2.5, 1.2, 0.4], [0.4, 2.6]),
            (0.0, [0.01, 0], [-1.0, 1.0]),
            (1.0, [1.5, 1, 0.5, 0], [0.0, 0.0, 3.0]),
            (1.0, [1, 2, 0.5], [0.0, 3.0, 5.0]),
            (1.0, [2, 2, 1], [0.0, 3.0, 5.0]),
            (1.0, [1.5, 1, 0], [0.0, 0.0, 3.0]),
            (-40.0, [20, 10, 5], [-50.0, 30.0]),
        ),
        mistakes=(
            Mistake(
                lambda x, s, p: _guess(x, s[0], p),
                "You got {got}: one leap to the best guess at the first size. Take a part of the noise off, look again, and go on.",
            ),
            Mistake(
                lambda x, s, p: _walk(x, s, p, last=False),
                "You got {got}: the last step, down to size 0, is missing.",
            ),
            Mistake(
                lambda x, s, p: _walk(x, s, p, sign=1),
                "You got {got}: you added the guessed noise. Going back means taking it off.",
            ),
            Mistake(
                lambda x, s, p: _walk(x, s, p, look_again=False),
                "You got {got}: every guess was made from the start. Guess again from where you are now.",
            ),
            Mistake(
                lambda x, s, p: _walk(x, s, p, guess=_nearest),
                "You got {got}: you went to the nearest point. The best guess under squared error is a weighted mean of all points.",
            ),
            Mistake(
                lambda x, s, p: _walk(x, s, p, guess=lambda x, s, p: float(np.mean(p))),
                "You got {got}: the guess is the plain mean at every step. Weigh the points by how near they are, for the size of the moment.",
            ),
            Mistake(
                lambda x, s, p: _walk(x, s, p, whole=True),
                "You got {got}: each step took off the whole guessed noise. Take off only the difference of the two sizes, times the noise.",
            ),
        ),
        hints=(
            "One step goes from a size to the next smaller one. Which part of the noise comes off?",
            "In each step: the best guess at this size, the noise (seen − guess) / size, then seen − (size − smaller) × noise.",
            "for size, smaller in zip(sizes, sizes[1:]):",
        ),
        right="In one leap from 1 you land at 0.245, where no point is. With three steps you arrive at 0.982, next to the point 1.",
        twin="Start at −0.1, with the sizes 2, 1, 0.5 and 0 and the points −1 and 1. Where do you arrive? And with forty equal steps? And from exactly 0?",
        twin_answer="In three steps you arrive at −0.245, which is still a blur. In forty equal steps from 2 to 0 you arrive at −1. "
        "From exactly 0 you never leave: both points pull alike, so the guess is 0, and there is no noise to take off.",
    ),
)
