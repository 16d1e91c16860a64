"""Guess the noise, take a part of it off, look again: a diffusion model, small enough for points of a few numbers.

What is seen is clean + size * noise, where the noise comes from a bell curve of spread 1 and the size says how much.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from lossbook.learning.training import DivergenceError, OneHiddenLayer, step
from lossbook.losses.arrays import BLOCK, Numbers, every
from lossbook.losses.catalogue import LOSSES
from lossbook.losses.settings import count, positive
from lossbook.losses.tables import as_many, finite_array, squarable, table

Guess = Callable[[np.ndarray, float], np.ndarray]
SMALLEST, LARGEST = 0.05, 4.0
"""Sizes of noise for standardised data: from far less than their spread of 1 to far more."""


def look(seen: Numbers, size: Numbers) -> np.ndarray:
    """Return what a noise guesser is shown: the points, shrunk to a usual spread, and the logarithm of the noise size.

    Parameters
    ----------
    seen : numbers
        Points with their noise, one a row, shape (n, d).
    size : numbers
        The noise size, above 0: one number, or a column with one for each row.

    Returns
    -------
    array of shape (n, d + 1)

    Raises
    ------
    TypeError, ValueError
        If a number is missing or infinite, a size is not above 0, or the shapes do not fit.

    Examples
    --------
    >>> look([[3.0, 4.0]], 1).round(2)
    array([[2.12, 2.83, 0.  ]])
    """
    seen = squarable("seen", table("seen", seen))
    sizes = _sizes(size, seen)
    return np.column_stack([seen / np.sqrt(1 + sizes**2), np.log(sizes)])


def best_noise_guess(seen: Numbers, size: Numbers, points: Numbers) -> np.ndarray:
    """Return the noise guess that costs least if `points` are all the clean points there are.

    Under squared error the best guess of the clean point is a mean, where a point weighs the more the nearer it is: e to
    the power of minus its squared distance, divided by twice the squared size. The noise is what was seen minus this
    guess, divided by the size.

    Parameters
    ----------
    seen : numbers
        Points with their noise, one a row, shape (n, d).
    size : numbers
        The noise size, above 0: one number, or a column with one for each row.
    points : numbers
        The clean points, each as likely as the others, shape (m, d).

    Returns
    -------
    array of shape (n, d)

    Raises
    ------
    TypeError, ValueError
        As `look`.

    Examples
    --------
    >>> best_noise_guess([[0.5], [0.0]], 1, [[-1.0], [1.0]]).round(3).tolist()
    [[0.038], [0.0]]
    """
    seen = squarable("seen", table("seen", seen))
    points = squarable("points", table("points", points, columns=seen.shape[1]))
    sizes, guessed = _sizes(size, seen), np.empty(seen.shape)
    rows = max(1, BLOCK // (8 * points.size))  # a table of all pairs could be too large
    for start in range(0, len(seen), rows):
        part = slice(start, start + rows)
        gaps = ((seen[part, None, :] - points) ** 2).sum(axis=-1)
        # Taking the smallest off all changes no share, and keeps one weight at 1 where all would round to 0.
        with np.errstate(over="ignore"):  # what is infinitely far, in units of a tiny size, weighs nothing
            weights = np.exp(-(gaps - gaps.min(axis=1, keepdims=True)) / (2 * sizes[part] ** 2))
        clean = weights @ points / weights.sum(axis=1, keepdims=True)
        guessed[part] = (seen[part] - clean) / sizes[part]
    return guessed


def noise_sizes(steps: int, *, largest: float = LARGEST, smallest: float = SMALLEST) -> np.ndarray:
    """Return the noise sizes of a walk back: falling by one factor from the largest to the smallest, then 0.

    Parameters
    ----------
    steps : int
        How many steps; a single one leads from the largest size to 0.
    largest, smallest : float
        The sizes at the two ends, above 0.

    Examples
    --------
    >>> noise_sizes(3).round(2).tolist()
    [4.0, 0.45, 0.05, 0.0]
    """
    steps = count("steps", steps, least=1, most=1_000_000)
    largest, smallest = positive("largest", largest), positive("smallest", smallest)
    if smallest >= largest:
        raise ValueError(f"smallest must be below largest, got {smallest:g} and {largest:g}. Change the two round.")
    return np.append(np.geomspace(largest, smallest, steps), 0) if steps > 1 else np.array([largest, 0])


def walk_back(guess: Guess, start: Numbers, sizes: Numbers) -> np.ndarray:
    """Walk from noise to clean points: at each size take a part of the guessed noise off, and look again.

    A step takes the difference between its size and the next smaller one off, times the guessed noise.

    Parameters
    ----------
    guess : callable
        Gives the noise of points, from the points and the size.
    start : numbers
        Where to begin, one point a row: noise of the largest size.
    sizes : numbers
        The noise sizes, falling, and 0 at the end, as `noise_sizes` gives them.

    Returns
    -------
    array of the same shape as start

    Raises
    ------
    TypeError, ValueError
        If the guess is no function or gives another shape, a number is missing or infinite, or the sizes do not fall to 0.

    Examples
    --------
    >>> two = lambda seen, size: best_noise_guess(seen, size, [[-1.0], [1.0]])
    >>> walk_back(two, [[1.0]], [2, 1, 0.5, 0]).round(3), walk_back(two, [[1.0]], [2, 0]).round(3)
    (array([[0.982]]), array([[0.245]]))
    """
    if not callable(guess):
        raise TypeError(f"guess must be a function of points and a noise size, got {guess!r}. Pass its name.")
    seen, steps = table("start", start), _falling(sizes)
    for size, smaller in pairwise(steps):
        noise = finite_array("what guess returns", guess(seen, float(size)))
        if noise.shape != seen.shape:
            raise ValueError(
                f"guess must return one noise for each point, shape {seen.shape}, got {noise.shape}. Look at its last line."
            )
        seen = seen - (size - smaller) * noise
    return seen


class NoiseGuesser:
    """A network with one hidden layer that learns to guess the noise in points.

    Parameters
    ----------
    n_numbers : int
        How many numbers a point has.
    n_hidden : int
        How many bends the network may have.
    seed : int
        Where its start comes from.

    Examples
    --------
    >>> guesser, points = NoiseGuesser(n_numbers=1), [[-1.0], [1.0]] * 50
    >>> losses = guesser.fit(points, steps=300)  # saying 0 each time costs 1
    >>> bool(np.mean(losses[-50:]) < 0.7)
    True
    """

    def __init__(self, n_numbers: int = 2, n_hidden: int = 32, *, seed: int = 0) -> None:
        n_numbers = count("n_numbers", n_numbers, least=1, most=1000)
        self.network = OneHiddenLayer(n_numbers + 1, n_hidden, n_numbers, seed=seed)

    def __call__(self, seen: Numbers, size: Numbers) -> np.ndarray:
        """Return the noise in each point that is seen."""
        return self.network.predict(look(seen, size))

    def fit(self, points: Numbers, *, steps: int = 4000, learning_rate: float = 0.1, seed: int = 0) -> list[float]:
        """Train on points with fresh noise of a random size in each step, and return the loss of each step.

        Parameters
        ----------
        points : numbers
            The clean points, one a row, best with mean 0 and spread 1.
        steps : int
            How many steps to take.
        learning_rate : float
            How far to go at first for each unit of slope; it falls to 0 in the end.
        seed : int
            Where the noise comes from.

        Raises
        ------
        DivergenceError
            If the loss becomes infinite or is no number any more.
        TypeError, ValueError
            If the points do not fit, or a number is outside its range.
        """
        points = squarable("points", table("points", points, columns=len(self.network.parameters[3])))
        steps, rate = count("steps", steps, least=1, most=1_000_000), positive("learning_rate", learning_rate)
        random, losses = np.random.default_rng(count("seed", seed)), []
        score = LOSSES["squared_error"].cost_and_gradient
        for turn in range(steps):
            size = np.exp(random.uniform(np.log(SMALLEST), np.log(LARGEST), (len(points), 1)))
            noise = random.normal(size=points.shape)
            try:
                losses.append(
                    step(self.network, score, look(points + size * noise, size), noise, rate * (1 - turn / steps))
                )
            except ValueError:  # a loss that is NaN cannot be averaged
                losses.append(np.nan)
            if not np.isfinite(losses[-1]):
                raise DivergenceError(
                    f"The loss became {losses[-1]} in step {turn + 1}. Try a learning rate below {rate:g}."
                )
        return losses


def _sizes(size: Numbers, seen: np.ndarray) -> np.ndarray:
    sizes = finite_array("size", size)
    # Between these, no square and no division leaves the range of a computer.
    allowed = lambda s: (s >= 1e-100) & (s <= 1e100)  # noqa: E731
    every("size", sizes, allowed, "above 0 (1e-100 to 1e+100)", lambda _: "Without noise there is nothing to guess.")
    if sizes.ndim == 0:
        return np.full((len(seen), 1), float(sizes))
    if sizes.ndim != 2 or sizes.shape[1] != 1:
        raise ValueError(
            f"size must be one number, or a column with one for each row, got shape {sizes.shape}. "
            "Make a column of it: np.reshape(size, (-1, 1))."
        )
    as_many("size", sizes, "seen", seen)
    return sizes


def _falling(sizes: Numbers) -> np.ndarray:
    steps = finite_array("sizes", sizes)
    if steps.ndim != 1 or len(steps) < 2:
        raise ValueError(f"sizes must be a list of two or more, got shape {steps.shape}. Try [4, 2, 1, 0].")
    rising = np.flatnonzero(np.diff(steps) >= 0)
    if rising.size:
        at = int(rising[0]) + 1
        raise ValueError(
            f"sizes must fall from one to the next, got {steps[at]:g} after {steps[at - 1]:g} at index {at}. Try [4, 2, 1, 0]."
        )
    if steps[-1] != 0:
        raise ValueError(f"sizes must end at 0, got {steps[-1]:g} at the end. Add a 0: then all the noise is off.")
    return steps
