"""The table of pairs: every row and every column asks which of all is its partner, and the loss answers with pushes."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.datasets import digits
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Choice, Number, Whole, answer
from lossbook.losses.classification import (
    categorical_cross_entropy_from_logits,
    categorical_cross_entropy_from_logits_gradient,
)

ROWS = 4
# What the model of the chapter says of the first four digits of its test, to two places.
_LEARNED = [
    [0.83, 0.09, 0.05, -0.58],
    [-0.09, 0.62, 0.73, -0.29],
    [-0.42, 0.71, 0.62, -0.17],
    [-0.4, -0.32, 0.03, 0.92],
]


def _first_digits() -> tuple[list[list[int]], list[int]]:
    """Return pixels and kinds of the first digits of the test, which `datasets.split` draws."""
    data = digits()
    rows = np.random.default_rng(0).permutation(len(data))[round(0.7 * len(data)) :][:ROWS]
    return data.inputs[rows].astype(int).tolist(), data.answers[rows].tolist()


_PIXELS, _KINDS = _first_digits()


class TableOfPairs(Explorable):
    """Four left halves of digits, four right halves, and how alike each two are to a model.

    Attributes
    ----------
    table : list of list of float
        Similarities, -1 to 1. Rows are left halves, columns right halves, and partners stand on the diagonal.
    temperature : float
        By which they are divided.
    asks : str
        Who asks for its partner: "left", "right" or "both".
    leave_out : bool
        Whether halves of the same kind of digit are left out of the strangers.
    row, column : int
        The cell that the reader moves, from 0.
    kinds : list of int
        Which digit each pair is.
    pixels : list of list of int
        The digits, 64 pixels of 0 to 16 each.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> pairs = TableOfPairs(table=[[0.6, 0.4], [0.4, 0.6]], kinds=[1, 2])
    >>> round(pairs.loss, 3), pairs.pushes.round(3).tolist()
    (0.313, [[0.672, -0.672], [-0.672, 0.672]])
    """

    module = "contrastive.js"
    title = "The table of pairs"
    table_caption = "Each cell: how alike, and how it is pushed"
    table_head = ("Left half, right half", "Similarity", "Push")

    table = traitlets.List(traitlets.List(Number(min=-1.0, max=1.0)), _LEARNED, minlen=2, maxlen=ROWS).tag(sync=True)
    temperature = Number(0.2, min=0.05, max=1.0).tag(sync=True)
    asks = Choice(["left", "right", "both"], "both").tag(sync=True)
    leave_out = traitlets.Bool(False).tag(sync=True)
    row = Whole(1, min=0, max=ROWS - 1).tag(sync=True)
    column = Whole(3, min=0, max=ROWS - 1).tag(sync=True)
    kinds = traitlets.List(Whole(min=0, max=9), _KINDS, minlen=2, maxlen=ROWS).tag(sync=True, address=False)
    pixels = traitlets.List(traitlets.List(Whole(min=0, max=16)), _PIXELS).tag(sync=True, address=False)
    prediction = answer().tag(sync=True)

    @traitlets.validate("table")
    def _a_square(self, proposal: dict[str, Any]) -> list[list[float]]:
        rows = proposal["value"]
        if any(len(row) != len(rows) for row in rows):
            raise traitlets.TraitError(
                f"table must be square, got {len(rows)} rows of {', '.join(str(len(row)) for row in rows)} numbers."
            )
        return rows

    @property
    def scores(self) -> np.ndarray:
        """Similarities divided by the temperature; minus infinity where a stranger is left out."""
        scores = np.array(self.table) / self.temperature
        kinds = np.resize(self.kinds, len(scores))
        alike = (kinds[:, None] == kinds) & ~np.eye(len(scores), dtype=bool)
        return np.where(alike & self.leave_out, -np.inf, scores)

    @property
    def losses(self) -> tuple[np.ndarray, np.ndarray]:
        """What each left half pays when it asks, and each right half."""
        own = np.arange(len(self.table))
        asked = categorical_cross_entropy_from_logits
        return asked(self.scores, own), asked(self.scores.T, own)

    @property
    def loss(self) -> float:
        """The mean of those who ask."""
        return float(self._of_those_who_ask(*(each.mean() for each in self.losses)))

    @property
    def pushes(self) -> np.ndarray:
        """The push on each similarity: its slope with the sign turned."""
        own, slope = np.arange(len(self.table)), categorical_cross_entropy_from_logits_gradient
        slopes = self._of_those_who_ask(slope(self.scores, own), slope(self.scores.T, own).T)
        return 0 - slopes / (len(own) * self.temperature)

    def _of_those_who_ask(self, left: Any, right: Any) -> Any:
        return {"left": left, "right": right, "both": (left + right) / 2}[self.asks]

    def picture(self) -> str:
        values, pushes = np.array(self.table), self.pushes
        with figures.canvas(width=4.0, height=4.0) as (figure, axes):
            axes.imshow(values, cmap="Greys", vmin=-1, vmax=3)
            for (i, j), value in np.ndenumerate(values):
                text = minus(f"{value:.2f}\n({pushes[i, j]:+.2f})")
                axes.text(
                    j, i, text, ha="center", va="center", fontsize=9, color=figures.ACTUAL if i == j else figures.INK
                )
            names = [str(kind) for kind in np.resize(self.kinds, len(values))]
            axes.set(xticks=range(len(values)), yticks=range(len(values)), xticklabels=names, yticklabels=names)
            axes.set(xlabel="right half of a", ylabel="left half of a")
        nothing = categorical_cross_entropy_from_logits(
            np.where(np.isinf(self.scores), -np.inf, 0), np.arange(len(values))
        )
        near = ", ".join(f"{value:.2f}" for value in np.diag(values))
        return figures.svg(
            figure,
            alt=minus(
                f"A table of {len(values)} left halves and {len(values)} right halves. Partners have {near}. At a temperature "
                f"of {self.temperature:g} the loss is {self.loss:.3f}; knowing nothing costs {nothing.mean():.3f}."
            ),
        )

    def rows(self) -> list[tuple[object, ...]]:
        kinds, pushes = np.resize(self.kinds, len(self.table)), self.pushes
        return [
            (
                f"{i + 1}: a {kinds[i]}, {j + 1}: a {kinds[j]}{' (partners)' if i == j else ''}",
                minus(f"{value:.2f}"),
                minus(f"{pushes[i, j]:.3f}"),
            )
            for i, row in enumerate(self.table)
            for j, value in enumerate(row)
        ]
