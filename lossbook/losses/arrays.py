"""From anything a reader may pass to an array of real numbers, or to words that say what to pass instead.

A wrong kind of number rarely stops NumPy: it computes something else and says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MappingView, Set
from decimal import Decimal
from numbers import Number
from typing import Any, TypeAlias

import numpy as np

# Anything numpy can turn into an array of real numbers: a float, a list, an array, a pandas column.
# A plain alias and not numpy's ArrayLike, which also admits text.
Numbers: TypeAlias = Any

# What goes through the formulas: float32 or float64, whichever came in. It is numpy.typing's NDArray, without the import,
# which takes a page longer than all of this package.
Floats: TypeAlias = np.ndarray[tuple[Any, ...], np.dtype[np.floating[Any]]]

# Large arrays are worked through in blocks of this many bytes, which stay in the cache of a processor core while a
# formula makes its temporaries.
BLOCK = 3 * 2**16

_PLAIN = frozenset({int, float, bool, np.float64, np.float32, np.int64, np.int32, np.bool_})


def real_array(name: str, values: Numbers) -> Floats:
    """Return `values` as an array of floats, without copying when it already is one.

    Integers and booleans become float64, because small integer types wrap around (in uint8, 1 - 2 is
    255); integers beyond 2**53 are rounded to the nearest float64. float32 stays float32 and float16 is
    raised to float32, its first type with a usable range.

    Parameters
    ----------
    name : str
        What the values are called in an error message.
    values : numbers
        A number, a list of numbers or an array, of any shape.

    Raises
    ------
    TypeError
        If the values are text, complex numbers, missing entries, quantities with a unit, masked, or no sequence.
    ValueError
        If nested lists have different lengths.

    Examples
    --------
    >>> real_array("predictions", [4, 6])
    array([4., 6.])
    >>> real_array("predictions", (2 * x for x in [1, 2]))
    Traceback (most recent call last):
        ...
    TypeError: predictions must be numbers in a list or an array, got a generator. Make a list of it: list(predictions).
    """
    if type(values) is np.ndarray and values.dtype.char in "df":
        return values  # the usual case, kept short because every call passes here
    _refuse_containers(name, values)
    try:
        array = np.asarray(values)  # a view without the ways of subclasses: np.matrix would multiply as matrices do
    except ValueError as ragged:
        raise ValueError(
            f"{name} must be a number or a regular table of numbers, got lists of different lengths."
        ) from ragged
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    if array.dtype.kind != "f":
        raise TypeError(f"{name} must be real numbers, got {_what(name, array)}")
    return array.astype(np.float32) if array.dtype == np.float16 else array


def same_shape(**inputs: Numbers) -> tuple[Floats, ...]:
    """Return all inputs as float arrays, or say which shapes differ. Nothing broadcasts.

    NumPy would compare shapes (3,) and (3, 1) by building a 3 x 3 table of every pair, and the mean of
    that table looks like a loss.

    Parameters
    ----------
    **inputs : numbers
        The inputs by name, for example ``predictions=..., actuals=...``.

    Raises
    ------
    TypeError, ValueError
        As `real_array`; also ValueError if the shapes differ.

    Examples
    --------
    >>> same_shape(predictions=[1, 2, 3], actuals=[[1], [2], [3]])
    Traceback (most recent call last):
        ...
    ValueError: predictions and actuals must have the same shape, got (3,) and (3, 1). \
Both hold 3 numbers: flatten the second with np.ravel(actuals).
    """
    arrays = tuple([real_array(name, values) for name, values in inputs.items()])
    first = arrays[0]
    for name, array in zip(inputs, arrays, strict=True):
        if array.shape != first.shape:
            one = next(iter(inputs))
            raise ValueError(
                f"{one} and {name} must have the same shape, got {first.shape} and {array.shape}. "
                + _shape_advice(one, first, name, array)
            )
    return arrays


def blocks(array: np.ndarray) -> Iterator[slice]:
    """Give slices along the first axis, of blocks that fit into the cache; what is small or empty is one block.

    Examples
    --------
    >>> list(blocks(np.zeros(40_000)))
    [slice(0, 24576, None), slice(24576, 49152, None)]
    """
    rows = len(array) if array.nbytes <= BLOCK else max(1, BLOCK * len(array) // array.nbytes)
    for start in range(0, max(len(array), 1), max(rows, 1)):
        yield slice(start, start + rows)


def every(
    name: str,
    values: np.ndarray,
    allowed: Callable[[np.ndarray], np.ndarray],
    words: str,
    advice: Callable[[float], str],
) -> None:
    """Raise a ValueError that names the first value that is not allowed."""
    flat = values.reshape(-1)
    for block in blocks(flat):
        good = allowed(flat[block])
        if not good.all():
            first = block.start + int(np.flatnonzero(~good)[0])
            index = tuple(int(i) for i in np.unravel_index(first, values.shape))
            bad = flat[first]
            raise ValueError(f"{name} must be {words}, got {written(bad)}{place(index)}. {advice(float(bad))}")


def written(value: Any) -> str:
    """Return a number as short as possible, yet with the digit that makes it different from others.

    Examples
    --------
    >>> written(np.float32(1.0000001)), written(np.float64(2))
    ('1.0000001', '2')
    """
    short = f"{value:g}"
    return short if value != value or type(value)(float(short)) == value else str(value)


def place(index: tuple[int, ...]) -> str:
    """Return where an entry stands, in words; nothing for a single number.

    Examples
    --------
    >>> place((3,)), place((3, 0)), place(())
    (' at index 3', ' at index (3, 0)', '')
    """
    if not index:
        return ""
    return f" at index {index[0] if len(index) == 1 else index}"


def _refuse_containers(name: str, values: Any) -> None:
    """Refuse what NumPy would take for something else: masks, units, and what is no sequence."""
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(
            f"{name} is a masked array, and its hidden entries would be scored too. "
            "Pass the visible ones: values.compressed()."
        )
    if unit := _unit(values):
        raise TypeError(
            f"{name} has a unit ({unit}), which would be lost. Bring all values to one unit, and pass the bare numbers "
            "(values.to_value(unit) in astropy, values.m_as(unit) in pint)."
        )
    if isinstance(values, Mapping):
        raise TypeError(
            f"{name} must be numbers in a list or an array, got a {type(values).__name__}. "
            f"Pass its values in the order you mean: list({name}.values())."
        )
    if isinstance(values, Set) and not isinstance(values, MappingView):
        raise TypeError(
            f"{name} must be numbers in a list or an array, got a {type(values).__name__}, "
            "which has no order and keeps no number twice. Use a list from the beginning."
        )
    if isinstance(values, (Iterator, MappingView)):
        raise TypeError(
            f"{name} must be numbers in a list or an array, got a {type(values).__name__}. "
            f"Make a list of it: list({name})."
        )
    if isinstance(values, (list, tuple)) and not _PLAIN.issuperset(set(map(type, values))):
        for index, item in enumerate(values):
            if type(item) not in _PLAIN:
                _refuse_containers(f"{name}[{index}]", item)


def _unit(values: Any) -> str:
    """Return the unit that a value carries, "" if none: astropy's and unyt's arrays, and pint's quantities."""
    if hasattr(values, "magnitude") or (isinstance(values, np.ndarray) and type(values) is not np.ndarray):
        unit = getattr(values, "unit", None) or getattr(values, "units", None)
        return "" if unit is None else str(unit) or "dimensionless"
    return ""


def _what(name: str, array: np.ndarray) -> str:
    """Name the content of an array that holds no real numbers, and say what to try."""
    convert = f"Convert them first: np.asarray({name}, dtype=float)."
    if array.dtype.kind in "US":
        return f"text (such as {str(array.ravel()[0])!r}). {convert}" if array.size else f"text. {convert}"
    if array.dtype.kind == "c":
        return f"complex numbers. Take their real part or their size first: {name}.real or np.abs({name})."
    if array.dtype.kind in "mM":
        return (
            "dates or durations. Count from a first day: (dates - dates.min()) / np.timedelta64(1, 'D') gives days, "
            "and a duration divided by np.timedelta64(1, 'D') does, too."
        )
    if array.dtype.names:
        return f"a table with named columns. Pass one of them: {name}[{array.dtype.names[0]!r}]."
    if array.dtype.kind != "O":
        return f"{array.dtype}. {convert}"
    for index in np.ndindex(array.shape):
        item = array[index]
        if isinstance(item, str):
            return f"text ({item!r}){place(index)}. Take it out, or put a number there."
        if item is None or type(item).__name__ in ("NAType", "NaTType"):
            return f"{item}{place(index)}: an entry is missing. Leave that example out, or fill it in."
        if not isinstance(item, (Number, Decimal, np.bool_)):
            return f"a {type(item).__name__}{place(index)}. Put a number there."
    kind = type(array.ravel()[0]).__name__ if array.size else "nothing"
    return f"objects ({kind}). {convert}"


def _shape_advice(first_name: str, first: np.ndarray, name: str, second: np.ndarray) -> str:
    """Say what to try; for the commonest mistakes, a column against a row and two columns, say exactly what."""
    if first.size != second.size:
        if first.ndim == 2 and second.ndim == 1 and first.shape == (second.size, 2):
            return (
                "With two columns for each example, as predict_proba gives them, take the one of “yes”: "
                f"{first_name}[:, 1]."
            )
        return "Each prediction needs exactly one answer."
    if first.ndim == 0 or second.ndim == 0:
        return f"Put the single number into a list, too: [{first_name if first.ndim == 0 else name}]."
    if first.ndim > 1 and second.ndim > 1:
        return f"If one of them is turned on its side, turn it back: {name}.T."
    which, flat = ("first", first_name) if first.ndim > second.ndim else ("second", name)
    return f"Both hold {first.size} numbers: flatten the {which} with np.ravel({flat})."
