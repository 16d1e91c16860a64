"""Street width: only points on the street, or beyond it, count under the hinge loss."""

from __future__ import annotations

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Number, Whole, answer, pair, pairs
from lossbook.learning.fitting import street_between, street_width, widest_street
from lossbook.losses.classification import hinge


class StreetWidth(Explorable):
    """Blue and purple points, a line between them, and the street on both sides of the line.

    Attributes
    ----------
    points : list of pairs
        Where the points are, 0 to 10 each way.
    signs : list of int
        +1 for blue, −1 for purple.
    middle, edge : pair of float
        A place on the line, where the score is 0, and one straight across from it on the blue edge, where it is 1.
    best : bool
        Whether the street is kept at its best; then `middle` and `edge` are left aside.
    price : float
        What one unit of hinge loss costs the best street, see `lossbook.learning.fitting.widest_street`.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> street = StreetWidth(best=True)
    >>> float(street.losses.round(2).max()), round(street.width, 2)
    (0.0, 3.54)
    """

    module = "hinge.js"
    title = "Street width"
    table_caption = "Score and loss of every point"
    table_head = ("Point", "Score", "Sign × score", "Hinge loss")

    points = pairs(
        [[6.5, 6.0], [8.0, 5.0], [7.0, 8.5], [9.0, 9.0], [2.0, 3.0], [4.0, 3.5], [1.5, 6.0], [3.5, 1.0]]
    ).tag(sync=True, span=(0, 10))
    signs = traitlets.List(Whole(), [1, 1, 1, 1, -1, -1, -1, -1]).tag(sync=True)
    middle = pair((5.5, 5.5)).tag(sync=True, span=(0, 10))
    edge = pair((7.3, 5.8)).tag(sync=True, span=(-10, 20))
    best = traitlets.Bool(False).tag(sync=True)
    price = Number(10.0, min=0.01).tag(sync=True)
    prediction = answer().tag(sync=True)

    @property
    def score(self) -> tuple[np.ndarray, float]:
        """Weights and bias: the score of a point is ``weights @ point + bias``."""
        if self.best:
            return widest_street(self.points, self.signs, price=self.price)
        return street_between(self.middle, self.edge)

    @property
    def scores(self) -> np.ndarray:
        """The score of each point."""
        weights, bias = self.score
        return np.array(self.points) @ weights + bias

    @property
    def losses(self) -> np.ndarray:
        """The hinge loss of each point."""
        return hinge(self.scores, self.signs)

    @property
    def width(self) -> float:
        """How wide the street is, from a score of −1 to a score of +1."""
        return street_width(self.score[0])

    def picture(self) -> str:
        from matplotlib.patches import Polygon

        weights, bias = self.score
        points, signs, length = np.array(self.points), np.array(self.signs), weights @ weights
        along = np.array([-weights[1], weights[0]]) / np.sqrt(length) * 20
        kerbs = {score: (score - bias) * weights / length for score in (-1, 0, 1)}
        with figures.canvas(width=4.2, height=4.0) as (figure, axes):
            corners = [kerbs[-1] - along, kerbs[-1] + along, kerbs[1] + along, kerbs[1] - along]
            street = figures.RIGHT if self.best else figures.GUESS
            axes.add_patch(Polygon(corners, facecolor=f"{street}26", edgecolor=street))
            axes.plot(*zip(kerbs[0] - along, kerbs[0] + along, strict=True), color=street)
            axes.plot(*points[signs > 0].T, "o", color=figures.ACTUAL, markersize=9)
            axes.plot(*points[signs < 0].T, "s", color=figures.THIRD, markersize=9)
            for point, cost in zip(points, self.losses, strict=True):
                if cost > 1e-9:
                    axes.annotate(f"{cost:.2f}", point, xytext=(9, 4), textcoords="offset points")
            axes.set(xlim=(0, 10), ylim=(0, 10), aspect="equal", xticks=[], yticks=[])
        paying = int(np.sum(self.losses > 1e-9))
        return figures.svg(
            figure,
            alt=f"{np.sum(signs > 0)} blue and {np.sum(signs < 0)} purple points with a street of width {self.width:.2f} between them. "
            f"{paying} points pay, {self.losses.sum():.2f} together.",
        )

    def rows(self) -> list[tuple[object, ...]]:
        return [
            (
                f"{'blue (+1)' if sign > 0 else 'purple (−1)'}, {point[0]:g} across, {point[1]:g} up",
                *(minus(f"{value:.2f}") for value in (score, sign * score, cost)),
            )
            for point, sign, score, cost in zip(self.points, self.signs, self.scores, self.losses, strict=True)
        ]
