"""Squares on a line: each miss is the side of a square, and the average area is the mean squared error."""

from __future__ import annotations

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.datasets.invented import HOUSES, MANSION
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Number, numbers, pair
from lossbook.losses.regression import mean_squared_error, squared_error


class SquaresOnALine(Explorable):
    """One guess for a street of houses, with a square on every miss, beside the curve of the MSE.

    Attributes
    ----------
    values : list of float
        Prices of the ordinary houses, in thousands.
    mansion_price : float
        Price of the house that does not fit.
    guess : float
        The one price guessed for all of them.
    mansion : bool
        Whether the mansion is on the street.
    show_best : bool
        Whether the best guess is marked.
    prediction : float or None
        Where the reader expects the best guess with the mansion, -1 if skipped, None before it.

    Examples
    --------
    >>> street = SquaresOnALine(guess=220)
    >>> street.mse, street.best
    (150.0, 215.0)
    >>> SquaresOnALine(guess=220, mansion=True).best
    372.0
    """

    module = "mse.js"
    title = "Squares on a line"
    table_caption = "Each miss and its square"
    table_head = ("House", "Error", "Square", "Share of the area")

    values = numbers(HOUSES).tag(sync=True)
    mansion_price = Number(MANSION).tag(sync=True)
    guess = Number(222.0).tag(sync=True, span=(150, 1050))
    mansion = traitlets.Bool(False).tag(sync=True)
    show_best = traitlets.Bool(False).tag(sync=True)
    prediction = Number(None, allow_none=True).tag(sync=True, span=(-1, 1050))
    narrow = pair((190.0, 240.0)).tag(sync=True)
    wide = pair((150.0, 1050.0)).tag(sync=True)

    @property
    def homes(self) -> np.ndarray:
        """All prices on the street, in thousands."""
        return np.array([*self.values, self.mansion_price] if self.mansion else self.values, dtype=float)

    @property
    def mse(self) -> float:
        """Mean squared error of the present guess, in square thousands."""
        return mean_squared_error(np.full_like(self.homes, self.guess), self.homes)

    @property
    def best(self) -> float:
        """The guess with the least mean squared error: the mean of the prices."""
        return float(np.mean(self.homes))

    def picture(self) -> str:
        from matplotlib.patches import Rectangle

        near = self.narrow[0] <= self.guess <= self.narrow[1]
        low, high = self.narrow if near and not self.mansion else self.wide
        with figures.canvas(width=4.4, height=3.4) as (figure, axes):
            for price in self.homes:
                side, left = abs(self.guess - price), min(self.guess, price)
                axes.add_patch(Rectangle((left, 0), side, side, facecolor=figures.INK + "2e", edgecolor=figures.INK))
            seen = self.homes[(self.homes >= low) & (self.homes <= high)]
            axes.plot(seen, np.zeros_like(seen), "o", color=figures.ACTUAL, clip_on=False)
            axes.axvline(self.guess, color=figures.GUESS, dashes=(4, 3))
            top = (high - low) * 0.62
            axes.set(xlim=(low, high), ylim=(0, top), aspect="equal", xlabel="price (thousands)", yticks=[])
            axes.annotate(f"guess {self.guess:g}", (self.guess, 0.9 * top), xytext=(5, 0), textcoords="offset points")
        return figures.svg(
            figure,
            alt=f"Houses at {', '.join(f'{price:g}' for price in self.homes)} thousand on a line and a guess of {self.guess:g}. "
            f"On every miss stands a square; the mean area of the squares is {self.mse:g} square thousands.",
        )

    def rows(self) -> list[tuple[object, ...]]:
        areas = squared_error(np.full_like(self.homes, self.guess), self.homes)
        total = areas.sum() or 1
        return [
            (f"{price:g} thousand", minus(f"{self.guess - price:+g}"), f"{area:,.0f}", f"{100 * area / total:.1f} %")
            for price, area in zip(self.homes, areas, strict=True)
        ]
