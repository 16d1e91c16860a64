"""The weather bettor: honest probabilities cost least under binary cross-entropy."""

from __future__ import annotations

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Number, Whole, answer
from lossbook.losses.classification import binary_cross_entropy, mean_binary_cross_entropy


def _days() -> list[int]:
    """Return 200 days in random order, 140 of them rainy; the same order every time."""
    return np.random.default_rng(3).permutation(np.repeat([1, 0], [140, 60])).tolist()


class WeatherBettor(Explorable):
    """One forecast for many days, with the cost of rainy and dry days beside the curve of the mean cost.

    Attributes
    ----------
    forecast : float
        The probability of rain said for every day, 0.01 to 0.99.
    dealt : int
        How many of the days have been dealt.
    show_best : bool
        Whether the best forecast is marked.
    days : list of int
        1 for rain, 0 for a dry day.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> bettor = WeatherBettor(dealt=200, forecast=0.7)
    >>> round(bettor.cost, 3), bettor.best
    (0.611, 0.7)
    """

    module = "binary_cross_entropy.js"
    title = "The weather bettor"
    table_caption = "What each kind of day costs"
    table_head = ("Day", "How many", "Cost of one", "Together")

    forecast = Number(0.5, min=0.01, max=0.99).tag(sync=True)
    dealt = Whole(20, min=1, max=200).tag(sync=True)
    show_best = traitlets.Bool(False).tag(sync=True)
    days = traitlets.List(Whole()).tag(sync=True)
    prediction = answer().tag(sync=True)

    @traitlets.default("days")
    def _default_days(self) -> list[int]:
        return _days()

    @property
    def seen(self) -> np.ndarray:
        """The days dealt so far."""
        return np.array(self.days[: self.dealt])

    @property
    def cost(self) -> float:
        """Mean cost of a day."""
        return mean_binary_cross_entropy(np.full(self.dealt, self.forecast), self.seen)

    @property
    def best(self) -> float:
        """The forecast with the lowest mean cost: the share of rainy days."""
        return float(self.seen.mean())

    def picture(self) -> str:
        grid = np.linspace(0.01, 0.99, 99)
        costs = [mean_binary_cross_entropy(np.full(self.dealt, p), self.seen) for p in grid]
        with figures.canvas(width=4.4, height=3.2) as (figure, axes):
            axes.plot(grid, costs)
            axes.plot([self.forecast], [self.cost], "o", color=figures.GUESS, markersize=9)
            axes.set(xlabel="forecast: probability of rain", ylabel="mean cost of a day", ylim=(0, 5))
        return figures.svg(
            figure,
            alt=f"Mean cost of a day against the forecast, for {self.dealt} days of which {self.seen.sum()} were rainy: "
            f"{costs[0]:.2f} at 1 %, {self.cost:.3f} at {self.forecast:.0%}, lowest at {self.best:.0%}, {costs[-1]:.2f} at 99 %.",
        )

    def rows(self) -> list[tuple[object, ...]]:
        rain, dry = binary_cross_entropy([self.forecast] * 2, [1, 0])
        wet = int(self.seen.sum())
        return [
            ("rain", wet, f"{rain:.3f}", f"{wet * rain:.1f}"),
            ("dry", self.dealt - wet, f"{dry:.3f}", f"{(self.dealt - wet) * dry:.1f}"),
        ]
