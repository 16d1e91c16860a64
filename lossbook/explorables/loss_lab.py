"""The loss lab: any losses that share an axis, with slopes, settings, data, best answers and a ball."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import PLACES, Choice, Number, Whole, numbers, pair, pairs
from lossbook.learning.fitting import best_constant, best_line
from lossbook.losses.catalogue import LOSSES, Loss
from lossbook.losses.kinds import Kind

# The losses that can be laid over each other, because the same number runs along the bottom.
# Bells and tents are left out: they are the squared and the absolute error once more, lifted by a fixed part.
_DIALS = {"delta", "gamma", "alpha", "margin"}
_KINDS = [kind for kind in Kind if kind is not Kind.BELL]
_BY_KIND = {
    kind.value: [name for name, loss in LOSSES.items() if loss.kind is kind and set(loss.parameters) <= _DIALS]
    for kind in _KINDS
}


class LossLab(Explorable):
    """Every loss of the catalogue to play with: curves and slopes, settings, data, best answers, and a descent.

    Attributes
    ----------
    kind : str
        What is predicted: the value of a `lossbook.losses.kinds.Kind`, such as ``"number"``.
    chosen : list of str
        The losses shown, names of the catalogue.
    focus : str
        The loss that the tangent and the ball follow.
    prediction : float
        Where the losses are read off: the error, score, probability or distance along the bottom.
    label : int
        The right answer of a yes-or-no question, 1 or 0.
    delta, gamma, alpha, margin : float
        The settings of the losses; alpha may be None.
    points, labels : list
        The data: pairs for numbers, 1 and 0 for yes or no.
    outlier : bool
        Whether the wild point is among the data; its place is `outlier_at`.
    line : bool
        Whether a line is fitted to the numbers, and not a constant.
    path : list of float
        Where the ball has been; the last entry is where it is.
    learning_rate : float
        How far the ball goes for each unit of slope.
    titles, settings, kinds : dict
        What the browser has to know of the catalogue.

    Examples
    --------
    >>> lab = LossLab(prediction=-2.0, delta=1.0)
    >>> lab.values["huber"], lab.slopes["huber"]
    (1.5, -1.0)
    >>> lab.outlier = True
    >>> lab.best["absolute_error"]
    5.0
    """

    module = "loss_lab.js"
    title = "The loss lab"
    table_caption = "Every chosen loss"
    table_head = ("Loss", "At the prediction", "Slope", "Best answer for the data")

    kind = Choice([kind.value for kind in _KINDS], Kind.NUMBER.value).tag(sync=True)
    chosen = traitlets.List(traitlets.Unicode(), _BY_KIND[Kind.NUMBER.value]).tag(
        sync=True, among=LOSSES, most=len(LOSSES)
    )
    focus = traitlets.Unicode("huber").tag(sync=True, among=LOSSES)
    titles = traitlets.Dict({name: loss.title for name, loss in LOSSES.items()}).tag(sync=True)
    settings = traitlets.Dict({name: list(loss.parameters) for name, loss in LOSSES.items()}).tag(sync=True)
    kinds = traitlets.Dict(_BY_KIND).tag(sync=True)
    prediction = Number(-2.0).tag(sync=True, span=(-10, 10))
    label = Whole(1, min=0, max=1).tag(sync=True)
    delta = Number(1.0, min=0.1, max=5.0).tag(sync=True)
    gamma = Number(2.0, min=0.0, max=5.0).tag(sync=True)
    alpha = Number(None, allow_none=True, min=0.0, max=1.0).tag(sync=True)
    margin = Number(1.0, min=0.0, max=2.0).tag(sync=True)
    points = pairs([[1.0, 2.0], [2.0, 3.5], [3.0, 4.0], [4.0, 5.0], [5.0, 6.5], [6.0, 7.0]]).tag(
        sync=True, span=(0, 15)
    )
    labels = traitlets.List(Whole(), [1, 1, 0, 1, 1, 0]).tag(sync=True, span=(0, 1))
    outlier = traitlets.Bool(False).tag(sync=True)
    outlier_at = pair((1.5, 14.0)).tag(sync=True, span=(0, 15))
    line = traitlets.Bool(False).tag(sync=True)
    # Too large a rate leads far away.
    path = numbers([12.0], largest=1e300).tag(sync=True, span=(-1e6, 1e6), most=PLACES)
    learning_rate = Number(0.1, min=0.01, max=25.0).tag(sync=True)

    @traitlets.validate("chosen")
    def _known(self, proposal: dict[str, Any]) -> list[str]:
        for name in proposal["value"]:
            if name not in LOSSES:
                raise traitlets.TraitError(f"there is no loss {name!r}; there are {', '.join(LOSSES)}.")
        return proposal["value"]

    def losses(self) -> dict[str, Loss]:
        """Return the chosen losses that fit what is predicted, with the present settings."""
        mine = {name: getattr(self, name) for name in ("delta", "gamma", "alpha", "margin")}
        fitting = (LOSSES[name] for name in _BY_KIND[self.kind] if name in self.chosen)
        return {loss.name: loss.with_parameters(**{key: mine[key] for key in loss.parameters}) for loss in fitting}

    def _inputs(self, name: str) -> tuple[Any, ...]:
        at, label = self.prediction, self.label
        match Kind(self.kind):
            case Kind.NUMBER:
                return at, 0.0
            case Kind.SCORE | Kind.PROBABILITY:
                return at, 2 * label - 1 if name == "hinge" else label
            case Kind.CLASS_SCORES:
                return [at, 0.0, 0.0], 0
            case Kind.CLASS_PROBABILITIES:
                return [at, (1 - at) / 2, (1 - at) / 2], 0
            case Kind.POINTS:
                return [0.0], [0.5], [at]
            case Kind.PAIR:
                return at, 0.0

    @property
    def values(self) -> dict[str, float]:
        """Each chosen loss at the prediction."""
        return {name: float(loss.value(*self._inputs(name))) for name, loss in self.losses().items()}

    @property
    def slopes(self) -> dict[str, float]:
        """The slope of each chosen loss at the prediction, along the bottom axis."""
        found = {}
        for name, loss in self.losses().items():
            slope = loss.gradient(*self._inputs(name))
            if isinstance(slope, tuple):
                slope = slope[0] if loss.kind is Kind.PAIR else slope[2]
            found[name] = float(np.ravel(slope)[0])
        return found

    @property
    def best(self) -> dict[str, Any]:
        """The best constant of each chosen loss for the data, or slope and start of its best line.

        Only for losses that take one number an example; for the others the dictionary is empty. It is also for scores
        if all labels are alike.
        """
        kind = Kind(self.kind)
        if kind is Kind.NUMBER:
            x, y = np.transpose([*self.points, *([self.outlier_at] if self.outlier else [])])
            return {
                name: best_line(loss, x, y) if self.line else best_constant(loss, y)
                for name, loss in self.losses().items()
            }
        labels = np.array([*self.labels, *([0] if self.outlier else [])])
        alike = kind is Kind.SCORE and len(set(labels.tolist())) < 2  # then a score cannot be too far out
        if kind not in (Kind.SCORE, Kind.PROBABILITY) or alike:
            return {}
        return {
            name: best_constant(loss, 2 * labels - 1 if name == "hinge" else labels)
            for name, loss in self.losses().items()
        }

    def picture(self) -> str:
        if Kind(self.kind) is Kind.NUMBER:
            return figures.compare(list(self.losses().values())).html
        return figures.loss_and_slope(next(iter(self.losses().values()))).html

    def rows(self) -> list[tuple[object, ...]]:
        best = self.best

        def say(answer: Any) -> str:
            if answer is None:
                return "none" if Kind(self.kind) in (Kind.POINTS, Kind.PAIR, Kind.SCORE) else "the share of each class"
            return f"slope {answer[0]:.2f}, start {answer[1]:.2f}" if isinstance(answer, tuple) else f"{answer:.2f}"

        return [
            (LOSSES[name].title, minus(f"{value:.3f}"), minus(f"{self.slopes[name]:.3f}"), minus(say(best.get(name))))
            for name, value in self.values.items()
        ]
