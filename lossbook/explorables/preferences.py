"""Four soups: votes between two become a score for each, step by step."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Choice, Number, Whole, answer
from lossbook.losses.classification import binary_cross_entropy_from_logits, sigmoid

SOUPS = ("A lentil", "B tomato", "C miso", "D corn")
_A, _B, _C, _D = range(4)


def _duel(first: int, second: int, wins: int, losses: int) -> list[list[float]]:
    return [[float(first), float(second), outcome] for outcome in [1.0] * wins + [0.0] * losses]


VOTES: dict[str, list[list[float]]] = {
    "none yet": [],
    "in a row, 3 to 1": _duel(_A, _B, 3, 1) + _duel(_B, _C, 3, 1) + _duel(_C, _D, 3, 1),
    "a circle": _duel(_A, _B, 2, 0) + _duel(_B, _C, 2, 0) + _duel(_C, _A, 2, 0),
    "one wins all": _duel(_A, _B, 2, 0)
    + _duel(_A, _C, 2, 0)
    + _duel(_A, _D, 2, 0)
    + _duel(_B, _C, 1, 1)
    + _duel(_C, _D, 1, 1),
    "two tables": _duel(_A, _B, 6, 2) + _duel(_C, _D, 6, 2) + _duel(_B, _C, 3, 1),
}
"""Votes to begin with: first soup, second soup, and how much of the vote is for the first."""

_ALL_VOTES = [[one, other, outcome] for one, other in permutations(range(4), 2) for outcome in (0, 0.5, 1)]


class FourSoups(Explorable):
    """Four soups, the votes between them, and a score for each that follows the votes.

    Attributes
    ----------
    votes : list of list
        Two soups, 0 to 3, and 1 if the first was called better, 0 if the second was, 0.5 for a tie.
    scores : list of float
        The score of each soup.
    shift : float
        What is added to all scores.
    steps : int
        How many steps they have taken.
    show_shares : bool
        Whether the share of won duels stands beside each soup.
    chosen : str
        The votes that were begun with.
    presets : dict
        Votes to begin with, by name.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> soups = FourSoups(chosen="in a row, 3 to 1")
    >>> soups.scores = soups.after(100)
    >>> [round(score, 2) for score in soups.scores], round(soups.cost, 3)
    ([1.65, 0.55, -0.55, -1.65], 0.562)
    """

    module = "preferences.js"
    title = "Four soups"
    table_caption = "Each soup, and each pair that met"
    table_head = ("Who", "Votes won", "Score or gap", "Said for the first", "Push or mean loss")

    votes = traitlets.List(traitlets.List(Number(), minlen=3, maxlen=3)).tag(sync=True, among=_ALL_VOTES, most=200)
    scores = traitlets.List(Number(), [0.0] * 4, minlen=4, maxlen=4).tag(sync=True, span=(-1000, 1000))
    shift = Number(0.0, min=-3.0, max=3.0).tag(sync=True)
    steps = Whole(0, min=0).tag(sync=True, span=(0, 10_000))
    show_shares = traitlets.Bool(False).tag(sync=True)
    chosen = Choice(list(VOTES), "two tables").tag(sync=True)
    presets = traitlets.Dict(VOTES).tag(sync=True)
    prediction = answer().tag(sync=True)

    @traitlets.default("votes")
    def _begun_with(self) -> list[list[float]]:
        return VOTES[self.chosen]

    @traitlets.validate("votes")
    def _between_two(self, proposal: dict[str, Any]) -> list[list[float]]:
        for first, second, outcome in proposal["value"]:
            if {first, second} - {0, 1, 2, 3} or first == second or outcome not in (0, 0.5, 1):
                raise traitlets.TraitError(
                    f"a vote is two different soups, 0 to 3, and 1, 0 or 0.5, got {[first, second, outcome]}. Try [0, 1, 1]."
                )
        return proposal["value"]

    def _columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        first, second, outcome = np.reshape(np.array(self.votes, dtype=float), (-1, 3)).T
        return first.astype(int), second.astype(int), outcome

    def _pushes(self, scores: np.ndarray) -> np.ndarray:
        first, second, outcome = self._columns()
        missing = outcome - sigmoid(scores[first] - scores[second])
        return np.bincount(first, missing, 4) - np.bincount(second, missing, 4)

    @property
    def pushes(self) -> np.ndarray:
        """Where the votes push each score: its slope with the sign turned, added up over the votes."""
        return self._pushes(np.array(self.scores))

    def after(self, steps: int) -> list[float]:
        """Return the scores after some more steps, of a size that suits any votes."""
        first, second, _ = self._columns()
        rate = 2 / max(np.bincount(np.concatenate([first, second]), minlength=4).max(), 1)
        scores = np.array(self.scores)
        for _ in range(steps):
            scores = scores + rate * self._pushes(scores)
        return scores.tolist()

    @property
    def cost(self) -> float:
        """The mean loss of the votes, 0 if there are none."""
        first, second, outcome = self._columns()
        scores = np.array(self.scores)
        losses = binary_cross_entropy_from_logits(scores[first] - scores[second], outcome)
        return float(losses.mean()) if len(losses) else 0.0

    @property
    def shares(self) -> list[float | None]:
        """The share of its duels that each soup has won, a tie as half; None without duels."""
        first, second, outcome = self._columns()
        duels = np.bincount(first, minlength=4) + np.bincount(second, minlength=4)
        wins = np.bincount(first, outcome, 4) + np.bincount(second, 1 - outcome, 4)
        return [float(won / met) if met else None for won, met in zip(wins, duels, strict=True)]

    def picture(self) -> str:
        places = np.array(self.scores) + self.shift
        with figures.canvas(width=5.0, height=3.0) as (figure, axes):
            axes.vlines(0, -0.5, 3.5, color=figures.INK, linewidth=0.8)
            for row, (place, moved) in enumerate(zip(places, places + self.pushes, strict=True)):
                axes.plot(place, row, "o", color=figures.ACTUAL, markersize=9)
                if abs(moved - place) > 0.02:
                    arrow = {"arrowstyle": "->", "color": figures.INK, "linewidth": 2}
                    axes.annotate("", (moved, row), xytext=(place, row), arrowprops=arrow)
            axes.set(xlim=(-9, 9), ylim=(3.6, -0.6), yticks=range(4), yticklabels=SOUPS, xlabel="score")
        said = ", ".join(f"{name} {place:.2f}" for name, place in zip(SOUPS, places, strict=True))
        return figures.svg(
            figure, alt=minus(f"Scores of four soups after {len(self.votes)} votes and {self.steps} steps: {said}.")
        )

    def rows(self) -> list[tuple[object, ...]]:
        scores, shares = np.array(self.scores), self.shares
        found: list[tuple[object, ...]] = [
            (name, "none" if share is None else f"{100 * share:.0f} %", minus(f"{score + self.shift:.2f}"), "", minus(f"{push + 0.0:.2f}"))
            for name, share, score, push in zip(SOUPS, shares, scores, self.pushes, strict=True)
        ]  # fmt: skip
        for one, other in combinations(range(4), 2):
            votes = [
                outcome if first == one else 1 - outcome
                for first, second, outcome in self.votes
                if {first, second} == {one, other}
            ]
            if votes:
                gap = scores[one] - scores[other]
                share = sigmoid(gap)
                loss = binary_cross_entropy_from_logits(np.full(len(votes), gap), votes).mean()
                name = f"{SOUPS[one][0]} against {SOUPS[other][0]}"
                found.append(
                    (
                        name,
                        f"{sum(votes):g} of {len(votes)}",
                        minus(f"{gap + 0.0:.2f}"),
                        f"{100 * share:.{0 if 0.005 <= share < 0.995 else 2}f} %",  # no gap reaches 0 or 100
                        f"{loss:.3f}",
                    )
                )
        return found
