"""The one-knob trainer: gradient descent on a single weight, in the valley and step by step."""

from __future__ import annotations

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.explorables.base import Explorable
from lossbook.losses.regression import mean_squared_error, squared_error_gradient


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

    points = traitlets.List(default_value=[[1.0, 2.0], [2.0, 4.0]]).tag(sync=True)
    path = traitlets.List(traitlets.CFloat(), [0.0]).tag(sync=True)
    learning_rate = traitlets.CFloat(0.1, min=0.01, max=0.5).tag(sync=True)
    prediction = traitlets.Int(None, allow_none=True).tag(sync=True)

    def loss_at(self, w: float) -> float:
        """Return the mean squared error of the weight w."""
        x, y = np.transpose(self.points)
        return mean_squared_error(w * x, y)

    def slope_at(self, w: float) -> float:
        """Return how the loss changes as w grows."""
        x, y = np.transpose(self.points)
        return float(np.mean(squared_error_gradient(w * x, y) * x))

    @property
    def loss(self) -> float:
        """The loss at the ball."""
        return self.loss_at(self.path[-1])

    @property
    def slope(self) -> float:
        """The slope at the ball."""
        return self.slope_at(self.path[-1])

    def run(self, steps: int) -> None:
        """Take steps downhill."""
        path = list(self.path)
        for _ in range(steps):
            path.append(path[-1] - self.learning_rate * self.slope_at(path[-1]))
        self.path = path

    def picture(self) -> str:
        trainer = OneKnobTrainer(points=self.points, learning_rate=self.learning_rate, path=self.path[:1])
        trainer.run(4)
        grid = np.linspace(-1, 5, 121)
        with figures.canvas(width=4.4, height=3.2) as (figure, axes):
            axes.plot(grid, [self.loss_at(w) for w in grid])
            axes.plot(trainer.path, [self.loss_at(w) for w in trainer.path], "o--", color=figures.PURPLE, linewidth=1.4)
            axes.set(xlabel="weight w", ylabel="loss")
        x, y = np.transpose(self.points)
        lowest = float(x @ y / (x @ x))
        steps = ", ".join(f"{w:.3g} with loss {self.loss_at(w):.3g}" for w in trainer.path)
        return figures.svg(
            figure,
            alt=minus(
                f"A valley, lowest at w = {lowest:g}, and the steps of a training with learning rate {self.learning_rate:g}: {steps}."
            ),
        )

    def rows(self) -> list[tuple[object, ...]]:
        trainer = OneKnobTrainer(points=self.points, learning_rate=self.learning_rate, path=self.path[:1])
        trainer.run(4)
        return [
            (step, minus(f"{w:.3f}"), f"{self.loss_at(w):.3f}", minus(f"{self.slope_at(w):.3f}"))
            for step, w in enumerate(trainer.path)
        ]
