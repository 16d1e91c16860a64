"""The price of being late: unequal costs put the best promise at a quantile of the data."""

from __future__ import annotations

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.datasets.invented import DELIVERIES
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Number, answer, numbers
from lossbook.learning.fitting import best_constant
from lossbook.losses.catalogue import LOSSES, Loss
from lossbook.losses.custom import asymmetric


class PriceOfBeingLate(Explorable):
    """One promised delivery time for all, and what it costs to be early or late.

    Attributes
    ----------
    times : list of float
        How long past deliveries took, in minutes.
    promise : float
        The delivery time that is promised, in minutes.
    early, late : float
        The cost of each minute before and after the promise.
    show_best : bool
        Whether the best promise is marked.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> road = PriceOfBeingLate()
    >>> road.best, sum(time <= road.best for time in road.times) / len(road.times)
    (36.0, 0.8)
    """

    module = "custom.js"
    title = "The price of being late"
    table_caption = "What each delivery costs"
    table_head = ("Delivery", "Error of the promise", "Cost")

    times = numbers(DELIVERIES).tag(sync=True)
    promise = Number(25.0, min=0.0, max=60.0).tag(sync=True)
    early = Number(1.0, min=0.5, max=10.0).tag(sync=True)
    late = Number(3.0, min=0.5, max=10.0).tag(sync=True)
    show_best = traitlets.Bool(False).tag(sync=True)
    prediction = answer().tag(sync=True)

    @property
    def loss(self) -> Loss:
        """The lopsided absolute error: a promise above the time is early, one below it late."""
        return asymmetric(LOSSES["absolute_error"], over=self.early, under=self.late)

    @property
    def costs(self) -> np.ndarray:
        """What each delivery costs under the present promise."""
        times = np.array(self.times)
        return self.loss.value(np.full_like(times, self.promise), times)

    @property
    def best(self) -> float:
        """The promise with the lowest mean cost."""
        return best_constant(self.loss, self.times)

    def picture(self) -> str:
        grid = np.arange(0, 61.0)
        means = [self.loss.cost(np.full(len(self.times), at), self.times) for at in grid]
        with figures.canvas(width=4.4, height=3.2) as (figure, axes):
            axes.plot(grid, means)
            axes.plot([self.promise], [self.costs.mean()], "o", color=figures.GUESS, markersize=9)
            axes.set(xlabel="promise (minutes)", ylabel="mean cost")
        return figures.svg(
            figure,
            alt=f"Mean cost against the promise for {len(self.times)} deliveries, {self.late:g} a minute late and {self.early:g} a minute early: "
            f"{means[0]:.1f} at 0, {self.costs.mean():.2f} at {self.promise:g}, lowest at {self.best:g}, {means[-1]:.1f} at 60 minutes.",
        )

    def rows(self) -> list[tuple[object, ...]]:
        return [
            (f"{time:g} minutes", minus(f"{self.promise - time:.0f}"), f"{cost:.1f}")
            for time, cost in zip(self.times, self.costs, strict=True)
        ]
