"""The one-knob trainer: gradient descent on a single weight, in the valley and step by step."""

from __future__ import annotations

import numpy as np

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import PLACES, Number, answer, numbers, pairs
from lossbook.learning.one_weight import one_weight_loss, one_weight_path, one_weight_slope


class OneKnobTrainer(Explorable):
    """A model with one weight, w times x, and a ball that descends in the valley of its loss.

    Attributes
    ----------
    points : list of pairs
        Inputs and answers.
    path : list of float
        The weights so far; the last one is where the ball is.
    learning_rate : float
        How far to go for each unit of slope.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> trainer = OneKnobTrainer()
    >>> trainer.loss, trainer.slope
    (10.0, -10.0)
    >>> trainer.run(3)
    >>> trainer.path
    [0.0, 1.0, 1.5, 1.75]
    """

    module = "training_loop.js"
    title = "The one-knob trainer"
    table_caption = "The last steps"
    table_head = ("Step", "Weight", "Loss", "Slope")

    points = pairs([[1.0, 2.0], [2.0, 4.0]]).tag(sync=True)
    # Too large a rate leads far away.
    path = numbers([0.0], largest=1e300).tag(sync=True, span=(-1e9, 1e9), most=PLACES)
    learning_rate = Number(0.1, min=0.01, max=0.5).tag(sync=True)
    prediction = answer().tag(sync=True)

    @property
    def loss(self) -> float:
        """The loss at the ball."""
        return one_weight_loss(self.path[-1], *np.transpose(self.points))

    @property
    def slope(self) -> float:
        """The slope at the ball."""
        return one_weight_slope(self.path[-1], *np.transpose(self.points))

    def run(self, steps: int) -> None:
        """Take steps downhill."""
        x, y = np.transpose(self.points)
        further = one_weight_path(self.path[-1], x, y, learning_rate=self.learning_rate, steps=steps)
        self.path = self.path[:-1] + further

    def picture(self) -> str:
        x, y = np.transpose(self.points)
        path = one_weight_path(self.path[0], x, y, learning_rate=self.learning_rate, steps=4)
        grid = np.linspace(-1, 5, 121)
        with figures.canvas(width=4.4, height=3.2) as (figure, axes):
            axes.plot(grid, [one_weight_loss(w, x, y) for w in grid])
            axes.plot(path, [one_weight_loss(w, x, y) for w in path], "o--", color=figures.GUESS, linewidth=1.4)
            axes.set(xlabel="weight w", ylabel="loss")
        lowest = float(x @ y / (x @ x))
        steps = ", ".join(f"{w:.3g} with loss {one_weight_loss(w, x, y):.3g}" for w in path)
        return figures.svg(
            figure,
            alt=minus(
                f"A valley, lowest at w = {lowest:g}, and the steps of a training with learning rate {self.learning_rate:g}: {steps}."
            ),
        )

    def rows(self) -> list[tuple[object, ...]]:
        x, y = np.transpose(self.points)
        path = one_weight_path(self.path[0], x, y, learning_rate=self.learning_rate, steps=4)
        return [
            (step, *(minus(f"{value:.3f}") for value in (w, one_weight_loss(w, x, y), one_weight_slope(w, x, y))))
            for step, w in enumerate(path)
        ]
