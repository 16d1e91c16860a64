"""A hundred coins: what a share of the stake on the next letter costs, for the reader, a network and a table of counts."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import traitlets

from lossbook.course import figures
from lossbook.course.display import read_asset
from lossbook.datasets import LETTERS, alice
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Choice, Number, Whole, answer
from lossbook.losses.classification import categorical_cross_entropy

TEST_CHAPTERS = slice(9, 12)  # what nobody has counted or trained on
_SIGNS = LETTERS.replace(" ", "␣")


@cache
def _pairs() -> tuple[np.ndarray, float]:
    """Return the shares after each letter, counted in nine chapters with one more for each, and what they cost in the rest."""
    book = alice()
    old, new = (
        np.array([LETTERS.index(c) for c in " ".join(part)])
        for part in (book[: TEST_CHAPTERS.start], book[TEST_CHAPTERS])
    )
    counts = np.ones((27, 27))
    np.add.at(counts, (old[:-1], old[1:]), 1)
    shares = counts / counts.sum(axis=1, keepdims=True)
    return shares, float(categorical_cross_entropy(shares[new[:-1]], new[1:]).mean())


def _places() -> list[dict[str, Any]]:
    """Return twelve places of the book, with what the network of the chapter and the pairs give to each letter there."""
    places = []
    for line in read_asset("lossbook.explorables", "next_token.csv").splitlines():
        context, letter, *network = line.split(",")
        pairs = _pairs()[0][LETTERS.index(context[-1])].round(4).tolist()
        places.append({"context": context, "letter": letter, "network": [float(p) for p in network], "pairs": pairs})
    return places


class HundredCoins(Explorable):
    """A book that stops in the middle of a line, and coins to lay on what comes next.

    Attributes
    ----------
    letter : str
        The letter that the reader bets on.
    coins : int
        How many of 100 coins lie on it. The others are spread evenly over the other 26.
    place : int
        Which of the twelve places is open.
    turned : bool
        Whether the next letter has been turned over.
    given : list of float
        What the reader had given to each right letter so far, 0 to 1.
    places : list of dict
        Text before the place, the letter that comes, and the shares of a network and of counted pairs.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.

    Examples
    --------
    >>> table = HundredCoins(letter="m", coins=50)
    >>> table.answer, round(table.price, 3)
    ('m', 0.693)
    """

    module = "next_token.js"
    title = "A hundred coins"
    table_caption = "Twelve places in the book, and what the next letter costs there"
    table_head = ("The text before", "Next", "Network", "Pairs")

    letter = Choice(list(LETTERS), "e").tag(sync=True)
    coins = Whole(40, min=0, max=100).tag(sync=True)
    place = Whole(0).tag(sync=True, index_of="places")
    turned = traitlets.Bool(False).tag(sync=True)
    given = traitlets.List(Number(min=0.0, max=1.0)).tag(sync=True, most=12)
    places = traitlets.List(traitlets.Dict(), minlen=1).tag(sync=True)
    pairs_cost = Number().tag(sync=True)
    prediction = answer().tag(sync=True)

    @traitlets.default("places")
    def _twelve(self) -> list[dict[str, Any]]:
        return _places()

    @traitlets.default("pairs_cost")
    def _on_the_test(self) -> float:
        return _pairs()[1]

    @traitlets.validate("place")
    def _a_place(self, proposal: dict[str, Any]) -> int:
        if not 0 <= proposal["value"] < len(self.places):
            raise traitlets.TraitError(f"place must be 0 to {len(self.places) - 1}, got {proposal['value']}.")
        return int(proposal["value"])

    @property
    def answer(self) -> str:
        """The letter that comes next."""
        return str(self.places[self.place]["letter"])

    @property
    def shares(self) -> np.ndarray:
        """What the reader gives to each letter, in the order of `LETTERS`."""
        shares = np.full(len(LETTERS), (1 - self.coins / 100) / (len(LETTERS) - 1))
        shares[LETTERS.index(self.letter)] = self.coins / 100
        return shares

    @property
    def price(self) -> float:
        """What the next letter costs the reader, in nats; infinite if it was given nothing."""
        return self._price(self.shares)

    @property
    def prices(self) -> dict[str, float]:
        """What the next letter costs the reader, the network and the pairs."""
        here = self.places[self.place]
        return {"you": self.price, **{name: self._price(np.array(here[name])) for name in ("network", "pairs")}}

    def _price(self, shares: np.ndarray) -> float:
        given = shares[LETTERS.index(self.answer)]
        return float(categorical_cross_entropy([[given, 1 - given]], [0])[0])

    def picture(self) -> str:
        here, prices = self.places[self.place], self.prices
        with figures.canvas(width=6.0, height=2.8) as (figure, axes):
            across = np.arange(len(LETTERS))
            axes.bar(across - 0.2, 100 * self.shares, width=0.4, color=figures.GUESS, label="you")
            axes.bar(across + 0.2, 100 * np.array(here["network"]), width=0.4, color=figures.THIRD, label="network")
            axes.set(ylim=(0, 100), ylabel="coins", xticks=across, xticklabels=list(_SIGNS))
            axes.set_title(f"…{here['context']}?", fontsize=9)
            axes.legend()
        return figures.svg(
            figure,
            alt=f"The book stops after “{here['context']}”. You have {self.coins} of 100 coins on {self.letter!r}. "
            f"If {self.answer!r} comes, you pay {prices['you']:.2f}, the network {prices['network']:.2f}, "
            f"and counted pairs {prices['pairs']:.2f}.",
        )

    def rows(self) -> list[tuple[object, ...]]:
        rows = []
        for place in self.places:
            after = LETTERS.index(place["letter"])
            rows.append(
                (
                    place["context"],
                    _SIGNS[after],
                    *(f"{-np.log(place[name][after]):.2f}" for name in ("network", "pairs")),
                )
            )
        return rows
