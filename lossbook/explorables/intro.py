"""Two dials and a meter: a distance cannot say where to go, a slope can."""

from __future__ import annotations

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Number, answer, pair


class TwoDials(Explorable):
    """A dart, a hidden bullseye, and a meter that knows only the distance.

    Attributes
    ----------
    x, y : float
        Where the dart sits, in cm from the centre of the board, -5 to 5.
    target : tuple of float
        Where the bullseye hides.
    prediction : int or None
        The reader's answer to the opening question (0, 1 or 2), -1 if skipped, None before it.
    which_way, uncovered : bool
        Whether the arrow and the bullseye are shown.

    Examples
    --------
    >>> dials = TwoDials()
    >>> dials.distance
    3.0
    >>> dials.downhill
    (0.8, -0.6)
    """

    module = "intro.js"
    title = "Two dials and a meter"
    table_caption = "Dart and meter"
    table_head = ("Quantity", "Value")

    x = Number(-0.9).tag(sync=True, span=(-5, 5))
    y = Number(0.8).tag(sync=True, span=(-5, 5))
    target = pair((1.5, -1.0)).tag(sync=True)
    prediction = answer().tag(sync=True)
    which_way = traitlets.Bool(False).tag(sync=True)
    uncovered = traitlets.Bool(False).tag(sync=True)

    @property
    def distance(self) -> float:
        """The meter: distance from dart to bullseye in cm."""
        return float(np.hypot(self.x - self.target[0], self.y - self.target[1]))

    @property
    def downhill(self) -> tuple[float, float]:
        """The direction in which the meter falls fastest, one unit long; (0, 0) at the bullseye."""
        far = self.distance
        if far == 0:
            return (0.0, 0.0)
        return tuple(
            round(float((goal - at) / far), 12) for goal, at in zip(self.target, (self.x, self.y), strict=True)
        )

    def picture(self) -> str:
        angle = np.linspace(0, 2 * np.pi, 181)
        with figures.canvas(width=4.2, height=4.2) as (figure, axes):
            axes.set(xlim=(-5, 5), ylim=(-5, 5), aspect="equal", xlabel="left – right (cm)", ylabel="down – up (cm)")
            ring = (self.x + self.distance * np.cos(angle), self.y + self.distance * np.sin(angle))
            axes.plot(*ring, color=figures.INK, dashes=(4, 3))
            axes.plot([self.x], [self.y], "o", color=figures.GUESS, markersize=11)
            axes.annotate("dart", (self.x, self.y), xytext=(8, 8), textcoords="offset points")
        return figures.svg(
            figure,
            alt=f"A board. A dart sits at {self.x:g}, {self.y:g}. A dashed ring of radius {self.distance:.1f} cm around it "
            f"marks every place that is {self.distance:.1f} cm away: the bullseye can be anywhere on it.",
        )

    def rows(self) -> list[tuple[object, ...]]:
        right, up = self.downhill
        return [
            ("Dart, left (−) or right (+)", minus(f"{self.x:.1f} cm")),
            ("Dart, down (−) or up (+)", minus(f"{self.y:.1f} cm")),
            ("Meter (loss)", f"{self.distance:.1f} cm"),
            ("Downhill, left (−) or right (+)", minus(f"{right:.2f}")),
            ("Downhill, down (−) or up (+)", minus(f"{up:.2f}")),
        ]
