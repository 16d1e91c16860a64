"""One price for four houses: the first picture of the course, which asks nothing before it moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from lossbook.course.display import escape, minus
from lossbook.datasets.invented import HOUSES
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Number, numbers
from lossbook.losses.regression import mean_squared_error, squared_error

# The drawing: 600 by 500 units, the street above, the curve of the guesses below. `front.js` has the same numbers.
_LEFT, _RIGHT, _STREET, _ZERO, _RISE = 150, 450, 305, 491, 105
_DOTS = 31  # guesses from the first house to the last
_ROOM = 56  # a square with a shorter side has no room for its number


class OnePrice(Explorable):
    """One guess for a street of houses, a square on every miss, and a dot for the mean of each guess that was tried.

    Attributes
    ----------
    values : list of float
        Prices of the houses, in thousands.
    guess : float
        The one price guessed for all of them.
    tried : list of float
        The guesses that were tried before: together their dots draw the loss curve.

    Examples
    --------
    >>> street = OnePrice(guess=220)
    >>> street.mse, street.best
    (150.0, 215.0)
    """

    module = "front.js"
    style = "front.css"
    title = "One price for four houses"
    table_caption = "Each miss and its square"
    table_head = ("House", "Error", "Square")

    values = numbers(HOUSES).tag(sync=True)
    guess = Number(226.0).tag(sync=True, span=(min(HOUSES), max(HOUSES)))
    tried = traitlets.List(Number()).tag(sync=True, span=(min(HOUSES), max(HOUSES)), most=100)

    @traitlets.default("words")
    def _default_words(self) -> dict[str, Any]:
        *others, last = [f"{price:g}" for price in self.values]
        prices = f"{', '.join(others)} and {last}" if others else last
        return {
            **super()._default_words(),
            "ask": f"They were sold for {prices} thousand.",
            "do": "Drag the orange guess.",
            "aim": "How small can the squares get?",
            "label": "Houses on a line of prices. From each house to the guess stands a square. Below, the mean of the "
            "squares for every guess that was tried.",
        }

    @property
    def squares(self) -> np.ndarray:
        """The square of each miss, in square thousands."""
        return squared_error(np.full(len(self.values), self.guess), self.values)

    @property
    def mse(self) -> float:
        """Mean squared error of the present guess, in square thousands."""
        return self._mse(self.guess)

    @property
    def best(self) -> float:
        """The guess with the least mean squared error: the mean of the prices."""
        return float(np.mean(self.values))

    def _mse(self, guess: float) -> float:
        return mean_squared_error(np.full(len(self.values), guess), self.values)

    @property
    def _ends(self) -> tuple[float, float]:
        """Where the street begins and ends; houses of one price still need a street."""
        low, high = min(self.values), max(self.values)
        return low, high if high > low else low + 1

    def _across(self, price: float) -> float:
        low, high = self._ends
        return _LEFT + (price - low) / (high - low) * (_RIGHT - _LEFT)

    def _height(self, mse: float) -> float:
        return _ZERO - _RISE * mse / max(map(self._mse, self._ends))

    def picture(self) -> str:
        words, at, ball = self.words, self._across(self.guess), self._height(self.mse)
        houses, squares = "", ""
        for price, square in zip(self.values, self.squares, strict=True):
            x = self._across(price)
            side, left, before = abs(at - x), min(at, x), price < self.guess
            squares += f'<rect class="lb-sq" x="{left:g}" y="{_STREET - side:g}" width="{side:g}" height="{side:g}"/>'
            if side >= _ROOM:
                place = f'x="{x + (8 if before else -8):g}" y="{_STREET - side + 24:g}"'
                squares += f'<text {place} text-anchor="{"start" if before else "end"}">{square:g}</text>'
            houses += (
                f'<path class="lb-house" d="M{x:g} 312l14 11v17h-28v-17z"/>'
                f'<text class="lb-house" x="{x:g}" y="364" text-anchor="middle">{price:g}</text>'
            )
        trail = "".join(
            f'<path class="lb-trail" d="M{self._across(guess):g} {self._height(self._mse(guess)):.1f}h.01"/>'
            for guess in [*self.tried, self.guess]
        )
        rest = "".join(
            f'<path class="lb-trail lb-rest" d="M{self._across(guess):g} {self._height(self._mse(guess)):.1f}h.01"/>'
            for guess in np.linspace(*self._ends, _DOTS)
        )
        total = " + ".join(f"{square:g}" for square in self.squares)
        return (
            f'<p class="lb-ask">{escape(words["ask"])} <strong>{escape(words["do"])}</strong> {escape(words["aim"])}</p>'
            f'<div class="lb-canvas"><svg viewBox="0 0 600 500" role="img" aria-label="{escape(words["label"])}">'
            f'<path class="lb-ground" d="M0 {_STREET}H600M0 {_ZERO}H600"/>{squares}'
            f'<text y="414">mean of</text><text y="442">the squares</text><text y="{_ZERO - 8}">0</text>{rest}{trail}'
            f'<path class="lb-stem" d="M{at:g} {_STREET}V{ball:.1f}"/>{houses}'
            f'<circle class="lb-guess" cx="{at:g}" cy="{_STREET}" r="15"/>'
            f'<circle class="lb-guess" cx="{at:g}" cy="{ball:.1f}" r="9"/>'
            f'<text class="lb-guess" x="{at:g}" y="{ball + 30:.1f}" text-anchor="middle">{self.mse:g}</text></svg></div>'
            f'<p class="lb-readout"><strong>Mean squared error: {self.mse:g}</strong>'
            f"<span>Guess {self.guess:g}. ({total}) / {len(self.values)} = {self.mse:g}.</span></p>"
        )

    def rows(self) -> list[tuple[object, ...]]:
        return [
            (f"{price:g} thousand", minus(f"{self.guess - price:+g}"), f"{square:g}")
            for price, square in zip(self.values, self.squares, strict=True)
        ]
