"""What data must be where several examples are looked at together: lists, tables, classes, and as many of each."""

from __future__ import annotations

import numpy as np

from lossbook.losses.arrays import Floats, Numbers, every, real_array

_SQUARABLE = 1e100


def finite_array(name: str, values: Numbers) -> Floats:
    """Return `values` as an array of floats, none of them missing or infinite.

    Examples
    --------
    >>> finite_array("inputs", [1, np.nan])
    Traceback (most recent call last):
        ...
    ValueError: inputs must be finite numbers, got nan at index 1. A number is missing there: \
leave that example out, or fill it in.
    """

    def advice(bad: float) -> str:
        if bad != bad:
            return "A number is missing there: leave that example out, or fill it in."
        return "Look where it comes from, a division by 0 perhaps, or leave that example out."

    array = real_array(name, values)
    every(name, array, np.isfinite, "finite numbers", advice)
    return array


def column(name: str, values: Numbers) -> Floats:
    """Return a list of finite numbers, one for each example, as an array; there is at least one.

    Examples
    --------
    >>> column("actuals", [[1], [2]])
    Traceback (most recent call last):
        ...
    ValueError: actuals must be a list with one number for each example, got shape (2, 1). Flatten it: np.ravel(actuals).
    """
    array = finite_array(name, values)
    if array.ndim != 1:
        advice = f"Put the number into a list: [{name}]." if array.ndim == 0 else f"Flatten it: np.ravel({name})."
        if array.ndim > 1 and array.size != max(array.shape):
            advice = f"Pass one column of it: {name}[:, 0]."
        raise ValueError(f"{name} must be a list with one number for each example, got shape {array.shape}. {advice}")
    if array.size == 0:
        raise ValueError(f"{name} must hold one number for each example, got none. Give at least one.")
    return array


def table(name: str, values: Numbers, *, columns: int | None = None) -> Floats:
    """Return a table of finite numbers, an example in each row, as an array; there is at least one.

    Examples
    --------
    >>> table("inputs", [1, 2], columns=1)
    Traceback (most recent call last):
        ...
    ValueError: inputs must be a table with 1 columns, an example in each row, got shape (2,). \
Make a column of it: np.reshape(inputs, (-1, 1)).
    """
    array = finite_array(name, values)
    if array.ndim != 2 or array.shape[1] != (columns or array.shape[1]) or array.shape[1] == 0:
        wanted = "a table" if columns is None else f"a table with {columns} columns"
        advice = "Leave out or add columns, or make a model for so many."
        if array.ndim == 1 and columns in (None, 1):
            advice = f"Make a column of it: np.reshape({name}, (-1, 1))."
        elif array.ndim == 1:
            advice = f"A single example is a table with one row: [{name}]."
        elif array.ndim != 2 or columns is None:
            advice = "One row is one example: [[1.0, 2.0], [3.0, 4.0]] holds two of them."
        raise ValueError(f"{name} must be {wanted}, an example in each row, got shape {array.shape}. {advice}")
    if len(array) == 0:
        raise ValueError(f"{name} must hold at least one example, got none. Give at least one row.")
    return array


def squarable(name: str, values: Floats) -> Floats:
    """Return numbers whose squares, and sums of squares, are finite.

    Examples
    --------
    >>> squarable("actuals", np.array([1e200]))
    Traceback (most recent call last):
        ...
    ValueError: actuals must be below 1e+100 in size, got 1e+200, whose square is too large. Use a larger unit.
    """
    widest = float(np.abs(values).max(initial=0))
    if widest > _SQUARABLE:
        raise ValueError(
            f"{name} must be below {_SQUARABLE:g} in size, got {widest:g}, whose square is too large. Use a larger unit."
        )
    return values


def whole_numbers(name: str, values: Floats) -> Floats:
    """Return class numbers as they are; refuse what is none, such as a probability.

    Examples
    --------
    >>> whole_numbers("predictions", np.array([1, 0.9]))
    Traceback (most recent call last):
        ...
    ValueError: predictions must be classes, in whole numbers, got 0.9 at index 1. \
Probabilities become classes with predictions >= 0.5.
    """

    def advice(bad: float) -> str:
        if bad != bad:
            return f"One is missing there (NaN): leave that example out, for example with keep = ~np.isnan({name})."
        return f"Probabilities become classes with {name} >= 0.5." if 0 < bad < 1 else "Classes are counted from 0."

    with np.errstate(invalid="ignore"):  # infinity has no whole part
        every(name, values, lambda c: np.isfinite(c) & (c == np.floor(c)), "classes, in whole numbers", advice)
    return values


def as_many(name: str, values: np.ndarray, others: str, among: np.ndarray) -> None:
    """Refuse two lists or tables that do not have an entry for each other's."""
    if len(values) != len(among):
        raise ValueError(
            f"{name} must have one entry for each of {others}, got {len(values)} for {len(among)}. "
            "Each example needs exactly one answer."
        )
