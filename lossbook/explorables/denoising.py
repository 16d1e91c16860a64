"""Walk back: twelve walkers in thick noise ask for the best guess, take a part of the noise off, and ask again."""

from __future__ import annotations

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.datasets import penguins
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Whole, answer, pairs
from lossbook.learning.denoising import best_noise_guess, noise_sizes

_FAR, _NEAR = 9.0, 2.6  # how far the two pictures reach, in units of the spread of the birds


def _some_birds() -> list[list[float]]:
    """Return bill depth and body mass of sixty penguins, in standard units."""
    values = penguins().inputs[:, [1, 3]]
    standard = (values - values.mean(axis=0)) / values.std(axis=0)
    return standard[np.random.default_rng(0).permutation(len(values))[:60]].round(2).tolist()


def _noise(seed: int) -> list[list[float]]:
    return (4 * np.random.default_rng(seed).normal(size=(12, 2))).round(2).tolist()


def _spread(points: np.ndarray) -> float:
    return float(np.sqrt(points.var(axis=0).mean()))


class WalkBack(Explorable):
    """Walkers that go from noise to penguins, led by the best guess under squared error.

    Attributes
    ----------
    birds : list of pairs
        The penguins: bill depth and body mass, in standard units.
    starts : list of list of pairs
        Where the walkers begin, several times drawn.
    drawn : int
        Which of these draws is used.
    steps : int
        How many steps lead from the largest noise to none.
    at : int
        How many of them have been taken.
    show_guesses, show_trails : bool
        Whether the best guesses, and the ways of the walkers, are drawn.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> walk = WalkBack(steps=10)
    >>> [round(walk.spread(at), 2) for at in (0, 3, 9)], round(walk.to_birds(10), 2)
    ([0.15, 0.56, 0.82], 0.02)
    """

    module = "denoising.js"
    title = "Walk back"
    table_caption = "The walk, step by step"
    table_head = ("Steps taken", "Noise size", "Spread of the best guesses", "Mean distance to the nearest bird")

    birds = pairs(_some_birds()).tag(sync=True)
    starts = traitlets.List(pairs([[0.0, 0.0]]), [_noise(seed) for seed in range(1, 5)], minlen=1).tag(sync=True)
    drawn = Whole(0, min=0).tag(sync=True, index_of="starts")
    steps = Whole(10, min=1, max=20).tag(sync=True)
    at = Whole(0, min=0, max=20).tag(sync=True)
    show_guesses = traitlets.Bool(True).tag(sync=True)
    show_trails = traitlets.Bool(False).tag(sync=True)
    prediction = answer().tag(sync=True)

    @property
    def sizes(self) -> np.ndarray:
        """The noise size before each step, and 0 after the last."""
        return noise_sizes(self.steps)

    @property
    def path(self) -> list[np.ndarray]:
        """Where the walkers are before the first step, and after each."""
        found = [np.array(self.starts[self.drawn % len(self.starts)])]
        for size, smaller in zip(self.sizes[:-1], self.sizes[1:], strict=True):
            found.append(found[-1] - (size - smaller) * best_noise_guess(found[-1], float(size), self.birds))
        return found

    def guesses(self, at: int) -> np.ndarray | None:
        """Return the best guess of each walker after some steps; None at the end, where nothing is left to guess."""
        if at >= self.steps:
            return None
        seen, size = self.path[at], float(self.sizes[at])
        return seen - size * best_noise_guess(seen, size, self.birds)

    def spread(self, at: int) -> float:
        """Return how far the best guesses spread after some steps; the birds at the end."""
        guesses = self.guesses(at)
        return _spread(np.array(self.birds) if guesses is None else guesses)

    def to_birds(self, at: int) -> float:
        """Return the mean distance from a walker to the nearest bird after some steps."""
        gaps = self.path[at][:, None] - np.array(self.birds)
        return float(np.sqrt((gaps**2).sum(axis=-1).min(axis=1)).mean())

    def picture(self) -> str:
        at = min(self.at, self.steps)
        walkers, guesses, birds = self.path[at], self.guesses(at), np.array(self.birds)
        panels = []
        for reach in (_FAR, _NEAR):
            with figures.canvas(width=3.2, height=3.2) as (figure, axes):
                axes.plot(*birds.T, "o", color=figures.ACTUAL, markersize=4 if reach == _NEAR else 2.5)
                if guesses is not None and self.show_guesses:
                    axes.plot(*guesses.T, "o", color=figures.THIRD, markersize=9, fillstyle="none", markeredgewidth=2)
                axes.plot(*walkers.T, "D", color=figures.GUESS, markersize=6)
                axes.set(xlim=(-reach, reach), ylim=(-reach, reach), xlabel="bill depth", ylabel="body mass")
            panels.append(figure)
        told = f"Their best guesses spread over {self.spread(at):.2f}. " if guesses is not None else ""
        alt = (
            f"{len(walkers)} walkers after {at} of {self.steps} steps, among {len(birds)} penguins. {told}"
            f"Mean distance from a walker to the nearest bird: {self.to_birds(at):.2f}."
        )
        return "".join(
            figures.svg(figure, alt=f"{where} {alt}")
            for figure, where in zip(panels, ("From afar:", "The middle:"), strict=True)
        )

    def rows(self) -> list[tuple[object, ...]]:
        return [
            (at, f"{size:.2f}", "none" if at == self.steps else f"{self.spread(at):.2f}", f"{self.to_birds(at):.2f}")
            for at, size in enumerate(self.sizes)
        ]
