"""The delta dial: the Huber loss between absolute and squared error, on the Belgian phone calls."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.datasets import phone_calls
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Number, Whole, answer, same_length
from lossbook.learning.fitting import best_line
from lossbook.losses.catalogue import LOSSES, Loss

_CALLS = phone_calls()


class DeltaDial(Explorable):
    """A line through the phone calls that follows the dial of the Huber loss.

    Attributes
    ----------
    delta : float
        Where the straight part of the loss begins, in million calls.
    last : float
        Calls in 1969, the wildest year, in millions; the reader may move it.
    years, calls : list of float
        The data.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> dial = DeltaDial(delta=5)
    >>> round(dial.line[0], 2), dial.within
    (1.75, 14)
    """

    module = "huber.js"
    title = "The delta dial"
    table_caption = "Each year under this loss"
    table_head = ("Year", "Error (million)", "Loss", "Slope")

    delta = Number(50.0, min=0.5, max=500.0).tag(sync=True)
    last = Number(212.0).tag(sync=True, span=(0, 260))
    years = traitlets.List(Whole(), _CALLS.inputs[:, 0].astype(int).tolist()).tag(sync=True)
    calls = traitlets.List(Number(), _CALLS.answers.tolist()).tag(sync=True)
    prediction = answer().tag(sync=True)

    @traitlets.validate("years", "calls")
    def _as_many(self, proposal: dict[str, Any]) -> list[Any]:
        return same_length("years", "calls", proposal)

    @property
    def loss(self) -> Loss:
        """The Huber loss with the present delta."""
        return LOSSES["huber"].with_parameters(delta=self.delta)

    @property
    def points(self) -> tuple[np.ndarray, np.ndarray]:
        """Years since 1950, and calls in millions."""
        years = np.array(self.years, dtype=float)
        return years - 1950, np.where(years == 1969, self.last, self.calls)

    @property
    def line(self) -> tuple[float, float]:
        """Rise of the fitted line in million calls a year, and its height in 1950."""
        return best_line(self.loss, *self.points)

    @property
    def errors(self) -> np.ndarray:
        """Line minus calls, year by year."""
        x, y = self.points
        slope, height = self.line
        return slope * x + height - y

    @property
    def within(self) -> int:
        """How many years are charged by the half-square."""
        return int(np.sum(np.abs(self.errors) <= self.delta))

    def picture(self) -> str:
        x, y = self.points
        slope, height = self.line
        inside = np.abs(self.errors) <= self.delta
        with figures.canvas(width=4.4, height=3.4) as (figure, axes):
            axes.plot(x[inside] + 1950, y[inside], "o", color=figures.ACTUAL, label="within delta")
            axes.plot(x[~inside] + 1950, y[~inside], "s", color=figures.THIRD, label="beyond")
            axes.plot(x + 1950, slope * x + height, color=figures.RIGHT)
            axes.set(xlabel="year", ylabel="million calls")
            axes.legend()
        return figures.svg(
            figure,
            alt=minus(
                f"Phone calls of {len(x)} years and the line with the lowest Huber loss for a delta of {self.delta:g} million. "
                f"It rises by {slope:.2f} million a year; {self.within} years lie within delta."
            ),
        )

    def rows(self) -> list[tuple[object, ...]]:
        losses, slopes = self.loss.value(self.errors, 0 * self.errors), self.loss.gradient(self.errors, 0 * self.errors)
        return [
            (year, *(minus(f"{number:,.1f}") for number in numbers))
            for year, *numbers in zip(self.years, self.errors, losses, slopes, strict=True)
        ]
