"""The score mixer: softmax ties the scores together, so every class gets a push."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Whole, answer, numbers, same_length
from lossbook.learning.softmax_twice import softmax_twice_gradient, softmax_twice_loss
from lossbook.losses.classification import (
    categorical_cross_entropy_from_logits,
    categorical_cross_entropy_from_logits_gradient,
    softmax,
)


class ScoreMixer(Explorable):
    """Three scores on rails, the probabilities they give, and the push of the loss on each score.

    Attributes
    ----------
    names : list of str
        The classes.
    scores : list of float
        Raw scores, −6 to 6.
    truth : int
        The right class.
    again : bool
        Whether softmax is applied a second time, as happens by mistake.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> mixer = ScoreMixer(scores=[2, 1, 0])
    >>> mixer.probabilities.round(3).tolist(), round(mixer.loss, 3)
    ([0.665, 0.245, 0.09], 0.408)
    """

    module = "categorical_cross_entropy.js"
    title = "The score mixer"
    table_caption = "Scores, probabilities and pushes"
    table_head = ("Animal", "Score", "Probability", "Push on the score")

    names = traitlets.List(traitlets.Unicode(), ["dog", "cat", "fish"]).tag(sync=True)
    scores = numbers([2.0, 1.0, 0.0]).tag(sync=True, span=(-6, 6))
    truth = Whole(0).tag(sync=True, index_of="names")
    again = traitlets.Bool(False).tag(sync=True)
    prediction = answer().tag(sync=True)

    @traitlets.validate("names", "scores")
    def _as_many(self, proposal: dict[str, Any]) -> list[Any]:
        return same_length("names", "scores", proposal)

    @traitlets.validate("truth")
    def _a_class(self, proposal: dict[str, Any]) -> int:
        if not 0 <= proposal["value"] < len(self.names):
            raise traitlets.TraitError(f"truth must be 0 to {len(self.names) - 1}, got {proposal['value']}.")
        return proposal["value"]

    @property
    def probabilities(self) -> np.ndarray:
        """What the model says."""
        once = softmax(self.scores)
        return softmax(once) if self.again else once

    @property
    def loss(self) -> float:
        """Minus the logarithm of the probability of the right class."""
        if self.again:
            return softmax_twice_loss(self.scores, self.truth)
        return float(categorical_cross_entropy_from_logits([self.scores], [self.truth])[0])

    @property
    def slopes(self) -> np.ndarray:
        """Slope of the loss for each score; the push is the slope with its sign turned."""
        if self.again:
            return softmax_twice_gradient(self.scores, self.truth)
        return categorical_cross_entropy_from_logits_gradient([self.scores], [self.truth])[0]

    def picture(self) -> str:
        places = np.arange(len(self.names))
        with figures.canvas(width=4.4, height=3.0) as (figure, axes):
            for right, colour, name in (
                (True, figures.ACTUAL, "of what is right"),
                (False, figures.THIRD, "of others"),
            ):
                some = (places == self.truth) == right
                axes.bar(places[some] - 0.2, self.probabilities[some], 0.36, color=colour, label=f"probability {name}")
            axes.bar(places + 0.2, 0 - self.slopes, 0.36, color=figures.INK, label="push on the score")
            axes.axhline(0, color="gray", linewidth=0.8)
            axes.set(xticks=places, xticklabels=self.names)
            axes.legend()
        parts = "; ".join(
            f"{name}: probability {p:.3f}, push {0 - slope:+.3f}"
            for name, p, slope in zip(self.names, self.probabilities, self.slopes, strict=True)
        )
        return figures.svg(
            figure, alt=minus(f"{parts}. The right answer is {self.names[self.truth]}, and the loss {self.loss:.3f}.")
        )

    def rows(self) -> list[tuple[object, ...]]:
        return [
            (name, *(minus(text) for text in (f"{score:.1f}", f"{p:.3f}", f"{0 - slope:.3f}")))
            for name, score, p, slope in zip(self.names, self.scores, self.probabilities, self.slopes, strict=True)
        ]
