"""Two judges: accuracy moves in jumps and has no slope, the loss moves all the time."""

from __future__ import annotations

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Number, Whole, answer, numbers
from lossbook.losses.catalogue import LOSSES
from lossbook.losses.metrics import accuracy

_LOSS = LOSSES["binary_cross_entropy_from_logits"]


class TwoJudges(Explorable):
    """Five points and a border between no and yes, judged by accuracy and by cross-entropy.

    The score of a point is its distance from the border; above 0 means yes.

    Attributes
    ----------
    points : list of float
        Where the points are.
    labels : list of int
        1 for yes and 0 for no.
    border : float
        Where yes begins.
    asked : bool
        Whether the slopes are shown.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> judges = TwoJudges(border=0.75)
    >>> judges.accuracy, round(judges.loss, 3), round(judges.slope, 3)
    (0.8, 0.375, 0.203)
    """

    module = "loss_vs_accuracy.js"
    title = "Two judges"
    table_caption = "What both judges say"
    table_head = ("Point", "Right answer", "Score", "Says", "Loss")

    points = numbers([-2.0, -1.0, 0.5, 1.0, 2.0]).tag(sync=True)
    labels = traitlets.List(Whole(), [0, 0, 1, 1, 1]).tag(sync=True)
    border = Number(0.75, min=-3.0, max=3.0).tag(sync=True)
    asked = traitlets.Bool(False).tag(sync=True)
    prediction = answer().tag(sync=True)

    @property
    def scores(self) -> np.ndarray:
        """Distance of each point from the border."""
        return np.array(self.points) - self.border

    @property
    def accuracy(self) -> float:
        """Share of points on the right side."""
        return accuracy(self.scores >= 0, self.labels)

    @property
    def loss(self) -> float:
        """Mean binary cross-entropy."""
        return _LOSS.cost(self.scores, self.labels)

    @property
    def slope(self) -> float:
        """How the loss changes as the border moves up."""
        return float(-np.mean(_LOSS.gradient(self.scores, np.array(self.labels, dtype=float))))

    def picture(self) -> str:
        grid = np.linspace(-3, 3, 241)
        judged = [TwoJudges(border=at, points=self.points, labels=self.labels) for at in grid]
        with figures.canvas(width=4.4, height=3.2) as (figure, axes):
            axes.plot(
                grid,
                [judge.accuracy for judge in judged],
                color=figures.THIRD,
                drawstyle="steps-post",
                label="accuracy",
            )
            axes.plot(grid, [judge.loss for judge in judged], color=figures.INK, dashes=(6, 2), label="mean loss")
            axes.axvline(self.border, color=figures.GUESS)
            axes.set(xlabel="border")
            axes.legend()
        return figures.svg(
            figure,
            alt=minus(
                f"Accuracy as a staircase and mean loss as a smooth valley against the border. At {self.border:g}: accuracy {self.accuracy:.0%}, "
                f"loss {self.loss:.3f} with a slope of {self.slope:.3f}; the slope of the accuracy is 0."
            ),
        )

    def rows(self) -> list[tuple[object, ...]]:
        losses = _LOSS.value(self.scores, np.array(self.labels, dtype=float))
        return [
            (
                minus(f"{x:.1f}"),
                "yes" if y else "no",
                minus(f"{score:.2f}"),
                "yes" if score >= 0 else "no",
                f"{cost:.3f}",
            )
            for x, y, score, cost in zip(self.points, self.labels, self.scores, losses, strict=True)
        ]
