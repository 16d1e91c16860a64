"""Move the stranger: the triplet loss asks for a stranger that is farther away than the friend, by a margin."""

from __future__ import annotations

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Number, Whole, answer, pairs
from lossbook.losses.metric_learning import triplet, triplet_gradient, triplet_kind


class MoveTheStranger(Explorable):
    """An anchor, a friend and a stranger on a floor, with the two rings that decide who pays.

    Attributes
    ----------
    points : list of pairs
        Anchor, friend and stranger, 0 to 10 each way.
    margin : float
        How much farther away the stranger has to be.
    show_pushes : bool
        Whether the pushes on the three are drawn.
    steps : int
        How many steps they have taken.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> floor = MoveTheStranger()
    >>> round(floor.loss, 2), floor.kind
    (0.4, 'semi-hard')
    """

    module = "triplet.js"
    title = "Move the stranger"
    table_caption = "Distances and loss"
    table_head = ("Quantity", "Value")

    points = pairs([[4.0, 5.0], [6.0, 5.0], [4.0, 7.6]]).tag(sync=True, span=(0, 10))
    margin = Number(1.0, min=0.0, max=4.0).tag(sync=True)
    show_pushes = traitlets.Bool(False).tag(sync=True)
    steps = Whole(0).tag(sync=True, span=(0, 10_000))
    prediction = answer().tag(sync=True)

    @property
    def distances(self) -> tuple[float, float]:
        """Distance of the friend and of the stranger from the anchor."""
        anchor, friend, stranger = np.array(self.points)
        return float(np.linalg.norm(anchor - friend)), float(np.linalg.norm(anchor - stranger))

    @property
    def loss(self) -> float:
        """The triplet loss of the three."""
        return float(triplet(*self.points, margin=self.margin))

    @property
    def pushes(self) -> np.ndarray:
        """Where each of the three is pushed: its slope with the sign turned, shape (3, 2)."""
        return 0 - np.array(triplet_gradient(*self.points, margin=self.margin))

    @property
    def kind(self) -> str:
        """Easy, semi-hard or hard."""
        return triplet_kind(*self.distances, margin=self.margin)

    def picture(self) -> str:
        from matplotlib.patches import Circle

        near, far = self.distances
        with figures.canvas(width=4.0, height=4.0) as (figure, axes):
            for radius, colour, dashes in ((near, figures.ACTUAL, "-"), (near + self.margin, figures.THIRD, "--")):
                axes.add_patch(Circle(self.points[0], radius, fill=False, color=colour, linestyle=dashes))
            right = self.points[1][0] >= self.points[0][0]
            for name, point, colour in zip(
                ("anchor", "friend", "stranger"),
                self.points,
                (figures.ACTUAL, figures.ACTUAL, figures.THIRD),
                strict=True,
            ):
                axes.plot(*point, "o", color=colour, markersize=9)
                # Away from the other points, so that no name stands between two.
                side = 1 if (not right if name == "anchor" else point[0] >= self.points[0][0]) else -1
                axes.annotate(name, point, xytext=(8 * side, 6), textcoords="offset points",
                              ha="left" if side > 0 else "right", color=colour)  # fmt: skip
            axes.set(xlim=(0, 10), ylim=(0, 10), aspect="equal", xticks=[], yticks=[])
        return figures.svg(
            figure,
            alt=f"An anchor with a friend at a distance of {near:.2f} and a stranger at {far:.2f}. The margin is {self.margin:g}, "
            f"so the loss is {self.loss:.2f}. The triplet is {self.kind}.",
        )

    def rows(self) -> list[tuple[object, ...]]:
        near, far = self.distances
        return [
            ("Distance of the friend", f"{near:.2f}"),
            ("Distance of the stranger", f"{far:.2f}"),
            ("Margin", f"{self.margin:.1f}"),
            ("Loss", f"{self.loss:.2f}"),
            ("Kind", self.kind),
        ]
