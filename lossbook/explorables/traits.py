"""Traits that refuse what no picture can show: missing and infinite numbers, True for a count, lists that do not fit."""

from __future__ import annotations

from typing import Any

import traitlets

_LARGEST = 1e12  # what a picture still shows
PLACES = 200  # of a ball that are kept; kit.js has the same number


class Number(traitlets.CFloat):
    """A number that can be drawn.

    Parameters
    ----------
    largest : float
        The size that it stays below.
    """

    def __init__(self, *args: Any, largest: float = _LARGEST, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.largest = largest

    def validate(self, obj: Any, value: Any) -> float:
        if isinstance(value, (bool, str)):
            self.error(obj, value)
        number = float(super().validate(obj, value))
        if not abs(number) < self.largest:
            raise traitlets.TraitError(
                f"{self.name or 'each number'} must be a finite number below {self.largest:g} in size, got {value}."
            )
        return number


class Whole(traitlets.Int):
    """A whole number; True and False are none."""

    def validate(self, obj: Any, value: Any) -> int:
        if isinstance(value, bool):
            self.error(obj, value)
        return int(super().validate(obj, value))


class Choice(traitlets.Enum):
    """One of several words."""

    def validate(self, obj: Any, value: Any) -> Any:
        if not isinstance(value, str):
            self.error(obj, value)
        return super().validate(obj, value)


def answer() -> Whole:
    """Return a trait for a prediction: which of three answers the reader chose, -1 if skipped, None before it."""
    return Whole(None, allow_none=True, min=-1, max=2)


def numbers(default: list[float] | tuple[float, ...], *, largest: float = _LARGEST) -> traitlets.List:
    """Return a trait for a list of numbers, at least one."""
    return traitlets.List(Number(largest=largest), list(default), minlen=1)


def pair(default: tuple[float, float] = (0.0, 0.0)) -> traitlets.List:
    """Return a trait for two numbers, such as a place in a picture."""
    return traitlets.List(Number(), list(default), minlen=2, maxlen=2)


def pairs(default: list[list[float]]) -> traitlets.List:
    """Return a trait for a list of places, at least one."""
    return traitlets.List(pair(), default, minlen=1)


def same_length(first: str, second: str, found: dict[str, Any]) -> Any:
    """Return a list that was proposed for one of two traits, if the other one has as many entries."""
    owner, value, name = found["owner"], found["value"], found["trait"].name
    other = second if name == first else first
    if len(value) != len(getattr(owner, other)):
        raise traitlets.TraitError(
            f"{first} and {second} must have as many entries, got {len(value)} for {name} and "
            f"{len(getattr(owner, other))} for {other}. Change both together."
        )
    return value
