"""Numbers that are not data: thresholds, margins, weights of a class, counts. Each check returns the number or raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf, isnan
from numbers import Integral, Real
from typing import Any


def number(name: str, value: Any) -> float:
    """Return a setting as a plain float, so that it changes no array's type; refuse what is no real number.

    Examples
    --------
    >>> number("delta", "1")
    Traceback (most recent call last):
        ...
    TypeError: delta must be a number such as 0.5, got '1'.
    """
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{name} must be a number such as 0.5, got {value!r}.")
    try:
        return float(value)
    except OverflowError as large:
        raise ValueError(f"{name} must be below 1e308, got a whole number far above it. Use a larger unit.") from large


def finite(name: str, value: Any) -> float:
    """Return a setting that is neither infinite nor missing."""
    result = number(name, value)
    if isnan(result) or abs(result) == inf:
        raise ValueError(f"{name} must be a finite number, got {value}.")
    return result


def positive(name: str, value: Any) -> float:
    """Return a setting that is a finite number above 0.

    Examples
    --------
    >>> positive("delta", 0)
    Traceback (most recent call last):
        ...
    ValueError: delta must be a finite number above 0, got 0.
    """
    result = number(name, value)
    if not 0 < result < inf:
        raise ValueError(f"{name} must be a finite number above 0, got {value}.")
    return result


def not_negative(name: str, value: Any) -> float:
    """Return a setting that is a finite number of 0 or more."""
    result = number(name, value)
    if not 0 <= result < inf:
        raise ValueError(f"{name} must be a finite number, 0 or more, got {value}.")
    return result


def share_or_none(name: str, value: Any) -> float | None:
    """Return a setting that is None or a number from 0 to 1."""
    if value is None:
        return None
    result = number(name, value)
    if not 0 <= result <= 1:
        raise ValueError(f"{name} must be from 0 to 1, or None, got {value}.")
    return result


def count(name: str, value: Any, *, least: int = 0, most: int | None = None) -> int:
    """Return a setting that counts something.

    Examples
    --------
    >>> count("batch_size", 2.5, least=1)
    Traceback (most recent call last):
        ...
    TypeError: batch_size must be a whole number such as 1, got 2.5.
    >>> count("batch_size", -1, least=1)
    Traceback (most recent call last):
        ...
    ValueError: batch_size must be a whole number, 1 or more, got -1.
    """
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise TypeError(f"{name} must be a whole number such as {max(least, 1)}, got {value!r}.")
    found = int(value)
    if found < least:
        raise ValueError(f"{name} must be a whole number, {least} or more, got {value}.")
    if most is not None and found > most:
        raise ValueError(f"{name} must be a whole number from {least} to {most}, got {value}.")
    return found


def yes_or_no(name: str, value: Any) -> bool:
    """Return a setting that is True or False; a text such as "no" would count as yes.

    Examples
    --------
    >>> yes_or_no("rare", "no")
    Traceback (most recent call last):
        ...
    TypeError: rare must be True or False, got 'no'. Write the word without quotes.
    """
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):  # NumPy's own has the same names
        return bool(value)
    advice = "Write the word without quotes." if isinstance(value, str) else "Write one of the two words."
    raise TypeError(f"{name} must be True or False, got {value!r}. {advice}")


# The settings of all losses, and what each of them may be.
SETTINGS: Mapping[str, Callable[[str, Any], float | None]] = {
    "delta": positive,
    "gamma": not_negative,
    "alpha": share_or_none,
    "margin": not_negative,
    "temperature": positive,
    "spread": positive,
    "width": positive,
    "beta": positive,
}


def settled(loss: str, given: Mapping[str, Any], allowed: tuple[str, ...]) -> dict[str, float | None]:
    """Return the settings of a loss as plain numbers; refuse names it does not have and values outside their range.

    Examples
    --------
    >>> settled("huber", {"delta": 3}, ("delta",))
    {'delta': 3.0}
    """
    for name in given:
        if name not in allowed:
            raise TypeError(f"{loss} has no setting {name!r}; it has {', '.join(allowed) or 'none'}.")
    return {name: SETTINGS[name](name, value) for name, value in given.items()}
