"""The dimmer: focal loss turns nothing up, it fades the crowd of easy examples."""

from __future__ import annotations

import numpy as np

from lossbook.course import figures
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Number, Whole
from lossbook.losses.classification import binary_cross_entropy, focal


class Dimmer(Explorable):
    """A crowd of easy examples and one hard one, and who owns the loss.

    The hard example is a yes and the crowd are noes, so alpha weighs the first and 1 − alpha the others.

    Attributes
    ----------
    crowd : int
        How many easy examples there are.
    easy, hard : float
        The probability that was given to the truth, for each of the crowd and for the hard example.
    gamma, alpha : float
        The settings of the focal loss; alpha may be None.
    prediction : float or None
        What the reader guessed, in percent, -1 if skipped, None before it.

    Examples
    --------
    >>> dimmer = Dimmer()
    >>> [round(share, 2) for share in dimmer.hard_shares]
    [0.03, 0.89]
    """

    module = "focal.js"
    title = "The dimmer"
    table_caption = "Who owns the loss"
    table_head = ("Examples", "Cross-entropy, each", "Focal, each", "Share under cross-entropy", "Share under focal")

    crowd = Whole(999, min=1).tag(sync=True)
    easy = Number(0.95, min=0.02, max=0.99).tag(sync=True)
    hard = Number(0.2, min=0.02, max=0.99).tag(sync=True)
    gamma = Number(2.0, min=0.0, max=5.0).tag(sync=True)
    alpha = Number(None, allow_none=True, min=0.0, max=1.0).tag(sync=True)
    prediction = Number(None, allow_none=True).tag(sync=True, span=(-1, 100))

    @property
    def costs(self) -> tuple[np.ndarray, np.ndarray]:
        """Cross-entropy and focal loss of one easy example and of the hard one."""
        probabilities, labels = [1 - self.easy, self.hard], [0, 1]
        return binary_cross_entropy(probabilities, labels), focal(
            probabilities, labels, gamma=self.gamma, alpha=self.alpha
        )

    @property
    def hard_shares(self) -> tuple[float, float]:
        """The part of the whole loss that the hard example owns, under cross-entropy and under focal loss."""
        return tuple(float(hard / (self.crowd * easy + hard)) for easy, hard in self.costs)

    def picture(self) -> str:
        names = ["cross-entropy", f"focal, gamma {self.gamma:g}"]
        with figures.canvas(width=4.6, height=2.4) as (figure, axes):
            shares = np.array(self.hard_shares)
            axes.barh(names, 1 - shares, color=figures.ACTUAL, label=f"{self.crowd} easy")
            axes.barh(names, shares, left=1 - shares, color=figures.THIRD, label="1 hard")
            axes.set(xlabel="share of the whole loss", xlim=(0, 1))
            axes.invert_yaxis()
            figure.legend(loc="outside upper center", ncols=2)
        return figures.svg(
            figure,
            alt=f"Who owns the loss of {self.crowd} examples given {self.easy:g} and one given {self.hard:g}: the hard one owns "
            f"{shares[0]:.0%} of the cross-entropy and {shares[1]:.0%} of the focal loss with gamma {self.gamma:g}.",
        )

    def rows(self) -> list[tuple[object, ...]]:
        plain, focused = self.costs
        owned = self.hard_shares
        return [
            (
                f"{self.crowd} easy",
                f"{plain[0]:.3f}",
                f"{focused[0]:.5f}",
                f"{1 - owned[0]:.0%}",
                f"{1 - owned[1]:.0%}",
            ),
            ("1 hard", f"{plain[1]:.3f}", f"{focused[1]:.3f}", f"{owned[0]:.0%}", f"{owned[1]:.0%}"),
        ]
