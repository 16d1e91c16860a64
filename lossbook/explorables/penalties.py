"""The dial on the weights: what a penalty does to ten weights, to the training loss, and to other patients."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.datasets import diabetes, split
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Choice, Number, answer
from lossbook.learning.fitting import lasso, ridge
from lossbook.losses.penalties import l1_penalty, l2_penalty
from lossbook.losses.regression import mean_squared_error

# Off, and from 0.001 to 100 in steps that look alike.
STOPS = (0.0, *(float(f"{10 ** (step / 4):.2g}") for step in range(-12, 9)))
_NAMES = (
    "age",
    "sex",
    "BMI",
    "blood pressure",
    "total cholesterol",
    "LDL",
    "HDL",
    "total / HDL",
    "triglycerides",
    "sugar",
)


@cache
def _fitted() -> tuple[dict[str, dict[str, list[Any]]], float]:
    """Return weights and losses at every stop of both kinds, and what always the mean costs others; five decimals will do."""
    few, others = split(diabetes(), training_rows=30, seed=0)
    middle, unit = few.answers.mean(), few.answers.std()
    y, new_y = ((part.answers - middle) / unit for part in (few, others))
    found = {}
    for kind, fit in (("L2", ridge), ("L1", lasso)):
        lines = [fit(few.inputs, y, dial=dial) for dial in STOPS]
        losses = [
            [mean_squared_error(part.inputs @ weights + bias, answers) for weights, bias in lines]
            for part, answers in ((few, y), (others, new_y))
        ]
        found[kind] = {
            "weights": [[round(float(w), 5) for w in weights] for weights, _ in lines],
            "training": [round(loss, 5) for loss in losses[0]],
            "others": [round(loss, 5) for loss in losses[1]],
        }
    return found, round(mean_squared_error(0 * new_y, new_y), 5)


class PenaltyDial(Explorable):
    """Ten weights fitted to 30 patients, with a penalty that a dial makes dearer.

    Attributes
    ----------
    kind : str
        "L2" or "L1".
    dial : float
        How much the penalty counts; it goes to the nearest of 22 stops, 0 and 0.001 to 100.
    show_lowest : bool
        Whether the stop is marked at which the loss of the other patients is lowest.
    paths : dict
        Weights and losses at every stop.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> weights = PenaltyDial(dial=0.1)
    >>> round(weights.training, 3), round(weights.penalty, 3), round(weights.others, 3)
    (0.353, 0.038, 0.644)
    """

    module = "penalties.js"
    title = "The dial on the weights"
    table_caption = "The weight of each measurement"
    table_head = ("Measurement", "Dial at 0", "With the penalty")

    kind = Choice(["L2", "L1"], "L2").tag(sync=True)
    dial = Number(0.0, min=0.0, max=100.0).tag(sync=True, among=STOPS)
    show_lowest = traitlets.Bool(False).tag(sync=True)
    paths = traitlets.Dict().tag(sync=True)
    stops = traitlets.List(Number(), list(STOPS)).tag(sync=True)
    names = traitlets.List(traitlets.Unicode(), list(_NAMES)).tag(sync=True)
    always = Number().tag(sync=True)
    prediction = answer().tag(sync=True)

    @traitlets.default("paths")
    def _default_paths(self) -> dict[str, Any]:
        return _fitted()[0]

    @traitlets.default("always")
    def _default_always(self) -> float:
        return _fitted()[1]

    @traitlets.validate("paths")
    def _as_computed(self, proposal: dict[str, Any]) -> dict[str, Any]:
        if proposal["value"] != _fitted()[0]:
            raise traitlets.TraitError("paths is worked out from the patients. Change kind or dial instead.")
        return dict(proposal["value"])

    @traitlets.validate("dial")
    def _nearest(self, proposal: dict[str, Any]) -> float:
        return min(STOPS, key=lambda stop: abs(stop - proposal["value"]))

    @property
    def stop(self) -> int:
        """The place of the dial among its stops."""
        return STOPS.index(self.dial)

    def _now(self, what: str) -> Any:
        return self.paths[self.kind][what][self.stop]

    @property
    def weights(self) -> np.ndarray:
        """The ten weights at this dial."""
        return np.array(self._now("weights"))

    @property
    def training(self) -> float:
        """Mean squared error of the 30 patients, in spreads of their answers."""
        return float(self._now("training"))

    @property
    def others(self) -> float:
        """Mean squared error of the 412 others."""
        return float(self._now("others"))

    @property
    def penalty(self) -> float:
        """What the weights cost."""
        return self.dial * (l2_penalty(self.weights) if self.kind == "L2" else l1_penalty(self.weights))

    @property
    def lowest(self) -> float:
        """The dial with the lowest loss of the others."""
        return STOPS[int(np.argmin(self.paths[self.kind]["others"]))]

    def _still(self) -> tuple[float, dict[str, Any]]:
        """Return the dial of a still picture, and what is there: off, there would be nothing to compare."""
        dial = self.dial or 0.1
        return dial, {name: values[STOPS.index(dial)] for name, values in self.paths[self.kind].items()}

    def picture(self) -> str:
        before = self.paths[self.kind]["weights"][0]
        dial, now = self._still()
        weights, penalty = now["weights"], l2_penalty if self.kind == "L2" else l1_penalty
        with figures.canvas(width=4.6, height=3.6) as (figure, axes):
            places = np.arange(len(_NAMES))
            axes.barh(places, before, color="none", edgecolor=figures.ACTUAL, linestyle="--")
            axes.barh(places, weights, color=figures.GUESS)
            axes.axvline(0, color=figures.INK, linewidth=0.8)
            axes.set(xlim=(-2.5, 1.5), xlabel="weight", yticks=places, yticklabels=_NAMES)
            axes.invert_yaxis()
        return figures.svg(
            figure,
            alt=minus(
                f"Weights of ten measurements with {self.kind} and a dial of {dial:g}; total cholesterol goes from "
                f"{before[4]:.2f} to {weights[4]:.2f}. Training loss {now['training']:.3f}, penalty {dial * penalty(weights):.3f}, "
                f"other patients {now['others']:.3f}, always the mean {self.always:.3f}."
            ),
        )

    def rows(self) -> list[tuple[object, ...]]:
        before = self.paths[self.kind]["weights"][0]
        return [
            (name, minus(f"{old:.3f}"), minus(f"{new:.3f}") if new else "0")
            for name, old, new in zip(_NAMES, before, self.weights, strict=True)
        ]
