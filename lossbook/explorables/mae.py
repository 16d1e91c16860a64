"""Tug-of-war: every house pulls the guess with the slope of its loss, and the pulls decide where it rests."""

from __future__ import annotations

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.datasets.invented import HOUSES, MANSION
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Number, answer, numbers
from lossbook.learning.fitting import best_constant
from lossbook.losses.catalogue import LOSSES, Loss


class TugOfWar(Explorable):
    """A guess held by ropes: one to every house, each as tight as the slope of that house's loss.

    Attributes
    ----------
    values : list of float
        Prices of the ordinary houses, in thousands.
    mansion : float
        Price of the house that does not fit.
    guess : float
        The one price guessed for all of them.
    absolute : bool
        Whether the houses pull as under the absolute error; otherwise as under the squared error.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> rope = TugOfWar(guess=220, absolute=True)
    >>> rope.pulls.tolist(), rope.best
    ([-1.0, -1.0, 0.0, 1.0, 1.0], 220.0)
    >>> TugOfWar(mansion=10_000).best
    2172.0
    """

    module = "mae.js"
    title = "Tug-of-war"
    table_caption = "The pull of each house under both losses"
    table_head = ("House", "Error", "Pull under MSE", "Pull under MAE")

    values = numbers(HOUSES).tag(sync=True)
    mansion = Number(MANSION).tag(sync=True, span=(190, 10_000))
    guess = Number(300.0).tag(sync=True, span=(190, 10_000))
    absolute = traitlets.Bool(False).tag(sync=True)
    prediction = answer().tag(sync=True)

    @property
    def homes(self) -> np.ndarray:
        """All prices on the street, in thousands."""
        return np.array([*self.values, self.mansion], dtype=float)

    @property
    def loss(self) -> Loss:
        """The loss whose slopes are the pulls."""
        return LOSSES["absolute_error" if self.absolute else "squared_error"]

    @property
    def cost(self) -> float:
        """Mean loss of the present guess."""
        return self.loss.cost(np.full_like(self.homes, self.guess), self.homes)

    @property
    def pulls(self) -> np.ndarray:
        """How hard each house pulls the guess, to the right (dearer) if positive: its slope with the sign turned."""
        return 0 - self.loss.gradient(np.full_like(self.homes, self.guess), self.homes)

    @property
    def best(self) -> float:
        """The guess at which the pulls cancel."""
        return best_constant(self.loss, self.homes)

    def picture(self) -> str:
        names, places = [f"{home:,.0f}" for home in self.homes], np.arange(len(self.homes))
        with figures.canvas(width=4.4, height=2.6) as (figure, axes):
            axes.barh(places, self.pulls, color=[figures.THIRD if pull > 0 else figures.ACTUAL for pull in self.pulls])
            axes.axvline(0, color=figures.GUESS)
            axes.set(
                yticks=places,
                yticklabels=names,
                xlabel="pull on the guess (− left, + right)",
                ylabel="house (thousands)",
            )
            axes.invert_yaxis()
        name = "MAE" if self.absolute else "MSE"
        pulls = ", ".join(f"{home}: {pull:+.0f}" for home, pull in zip(names, self.pulls, strict=True))
        return figures.svg(
            figure,
            alt=minus(
                f"The pull of each house on a guess of {self.guess:g} thousand under {name}: {pulls}. "
                f"The pulls cancel at {self.best:g} thousand."
            ),
        )

    def rows(self) -> list[tuple[object, ...]]:
        squared, absolute = (
            TugOfWar(values=self.values, mansion=self.mansion, guess=self.guess, absolute=each).pulls
            for each in (False, True)
        )
        return [
            (f"{home:,.0f} thousand", *(minus(f"{number:,.0f}") for number in (self.guess - home, s, a)))
            for home, s, a in zip(self.homes, squared, absolute, strict=True)
        ]
