"""The betting table: what a bet left for the answer that came, and what that costs."""

from __future__ import annotations

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Choice, Number, Whole, answer
from lossbook.losses.likelihood import gaussian_nll, gaussian_nll_gradient, laplace_nll, laplace_nll_gradient

_NAMES = {"coin": ("yes", "no"), "die": ("1", "2", "3", "4", "5", "6")}


class BettingTable(Explorable):
    """A bet on all answers, as a bell, a tent, a coin or a die; the answer that came; and minus ln of what lay there.

    Attributes
    ----------
    kind : str
        "bell", "tent", "coin" or "die".
    centre, spread : float
        Where the bell or the tent stands, and how wide it is, in degrees.
    came : float
        The answer that came, in degrees.
    share : float
        What the coin gives to yes, or the die to its six; the other faces get as much as each other.
    outcome : int
        Which side of the coin or die came, counted from 0.
    show_fixed : bool
        Whether the part of the cost that no centre changes is marked.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> table = BettingTable(kind="bell", centre=28, spread=2, came=30)
    >>> round(table.height, 3), round(table.cost, 3)
    (0.121, 2.112)
    """

    module = "likelihood.js"
    title = "The betting table"
    table_caption = "The bet, answer by answer"
    table_head = ("Answer", "Given to it", "Cost", "Slope")

    kind = Choice(["bell", "tent", "coin", "die"], "bell").tag(sync=True)
    centre = Number(28.0, min=10.0, max=40.0).tag(sync=True)
    spread = Number(2.0, min=0.05, max=10.0).tag(sync=True)
    came = Number(30.0, min=10.0, max=40.0).tag(sync=True)
    share = Number(0.5, min=0.01, max=0.99).tag(sync=True)
    outcome = Whole(0, min=0, max=5).tag(sync=True)
    show_fixed = traitlets.Bool(False).tag(sync=True)
    prediction = answer().tag(sync=True)

    @property
    def in_degrees(self) -> bool:
        """Whether the answers are numbers, and not sides."""
        return self.kind in ("bell", "tent")

    @property
    def shares(self) -> list[float]:
        """What each side of the coin or the die was given."""
        if self.kind == "coin":
            return [self.share, 1 - self.share]
        return [*[(1 - self.share) / 5] * 5, self.share]

    @property
    def side(self) -> int:
        """The side that came; a coin has no more than two."""
        return min(self.outcome, len(self.shares) - 1)

    def cost_of(self, answer: float) -> float:
        """Return what the bet pays if this answer in degrees comes."""
        if self.kind == "bell":
            return float(gaussian_nll(self.centre, answer, spread=self.spread))
        return float(laplace_nll(self.centre, answer, width=self.spread))

    def slope_of(self, answer: float) -> float:
        """Return the slope of that cost for the centre."""
        if self.kind == "bell":
            return float(gaussian_nll_gradient(self.centre, answer, spread=self.spread))
        return float(laplace_nll_gradient(self.centre, answer, width=self.spread))

    @property
    def cost(self) -> float:
        """Minus ln of what lay on the answer that came."""
        return self.cost_of(self.came) if self.in_degrees else float(-np.log(self.shares[self.side]))

    @property
    def height(self) -> float:
        """What lay on the answer that came: a height per degree, or a share."""
        return float(np.exp(-self.cost)) if self.in_degrees else self.shares[self.side]

    @property
    def slope(self) -> float:
        """Slope of the cost for the centre, or for the share of what came."""
        return self.slope_of(self.came) if self.in_degrees else -1 / self.shares[self.side]

    @property
    def fixed(self) -> float:
        """The part of the cost that a perfect centre pays, too: the price of the width. Sides have none."""
        return self.cost_of(self.centre) if self.in_degrees else 0.0

    def picture(self) -> str:
        with figures.canvas(width=4.4, height=3.2) as (figure, axes):
            if self.in_degrees:
                grid = np.union1d(np.linspace(10, 40, 601), [self.centre])
                axes.fill_between(grid, [np.exp(-self.cost_of(at)) for at in grid], color=figures.GUESS, alpha=0.3)
                axes.plot([self.came] * 2, [0, self.height], color=figures.ACTUAL)
                axes.set(xlabel="answer (degrees)", ylabel="height per degree", ylim=(0, 0.5))
            else:
                axes.bar(_NAMES[self.kind], self.shares, color=figures.GUESS)
                axes.set(ylabel="share", ylim=(0, 1))
        if self.in_degrees:
            said = f"A {self.kind} around {self.centre:g} degrees, {self.spread:g} wide, and the answer {self.came:g}"
        else:
            said = f"A {self.kind} that gives {self.share:g} to {'yes' if self.kind == 'coin' else 'six'}, and {_NAMES[self.kind][self.side]} came"
        return figures.svg(
            figure, alt=minus(f"{said}. It was given {self.height:.3g}, and the cost is {self.cost:.3f}.")
        )

    def rows(self) -> list[tuple[object, ...]]:
        if self.in_degrees:
            lines = [
                (f"{at:g} degrees", f"{np.exp(-self.cost_of(at)):.3g}", self.cost_of(at), self.slope_of(at))
                for at in self.centre + np.array([-4.0, -2.0, 0.0, 2.0, 4.0])
            ]
        else:
            lines = [
                (name, f"{share:.3g}", -np.log(share), -1 / share)
                for name, share in zip(_NAMES[self.kind], self.shares, strict=True)
            ]
        return [
            (name, given, minus(f"{cost:,.3f}"), minus(f"{slope + 0.0:,.3f}")) for name, given, cost, slope in lines
        ]
