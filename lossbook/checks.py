"""The checks every loss makes on its input, written once.

A wrong shape or a wrong kind of number rarely stops NumPy: it computes something else and says
nothing. These checks turn such silent answers into errors that say what was got and what is allowed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

# Anything numpy can turn into an array of real numbers: a float, a list, an array, a pandas column.
# A plain alias and not numpy's ArrayLike, which also admits text.
Numbers = Any


def real_array(name: str, values: Numbers) -> np.ndarray:
    """Return `values` as an array of floats, without copying when it already is one.

    Integers and booleans become float64, because small integer types wrap around (in uint8, 1 - 2 is
    255); integers beyond 2**53 are rounded to the nearest float64. float32 stays float32 and float16 is raised to float32, its first type with a usable range.
    Arrays of other libraries that speak NumPy's protocols (Dask, CuPy) are left where they are.

    Parameters
    ----------
    name : str
        What the values are called in an error message.
    values : numbers
        A number, a list of numbers or an array, of any shape.

    Raises
    ------
    TypeError
        If the values are text, complex numbers, missing entries or other objects.
    ValueError
        If nested lists have different lengths.

    Examples
    --------
    >>> real_array("predictions", [4, 6])
    array([4., 6.])
    """
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(
            f"{name} is a masked array, and its hidden entries would be scored too. "
            "Pass the visible ones: values.compressed()."
        )
    try:
        foreign = hasattr(values, "__array_function__") and not isinstance(values, np.ndarray)
        array = values if foreign else np.asarray(values)  # np.matrix would multiply in its own way
    except ValueError as ragged:
        raise ValueError(
            f"{name} must be a number or a regular table of numbers, got lists of different lengths."
        ) from ragged
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    if array.dtype.kind != "f":
        raise TypeError(
            f"{name} must be real numbers, got {_kind(array)}. "
            "Convert them first, for example with np.asarray(values, dtype=float)."
        )
    return array.astype(np.float32) if array.dtype == np.float16 else array


def same_shape(**inputs: Numbers) -> tuple[np.ndarray, ...]:
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
    arrays = tuple(real_array(name, values) for name, values in inputs.items())
    first_name, first = next(iter(inputs)), arrays[0]
    for name, array in zip(inputs, arrays, strict=True):
        if array.shape != first.shape:
            message = f"{first_name} and {name} must have the same shape, got {first.shape} and {array.shape}."
            raise ValueError(message + _shape_advice(first_name, first, name, array))
    return arrays


def _kind(array: np.ndarray) -> str:
    """Name an array's content in a beginner's words."""
    if array.dtype.kind in "US":
        return f"text (such as {str(array.ravel()[0])!r})" if array.size else "text"
    if array.dtype.kind == "c":
        return "complex numbers"
    if array.dtype.kind in "mM":
        return "dates or durations"
    return f"{array.dtype} (is an entry None or missing?)"


def _shape_advice(first_name: str, first: np.ndarray, name: str, second: np.ndarray) -> str:
    """Say what to try; for the commonest mistake, a column against a row, say exactly what."""
    if first.size != second.size:
        return " Each prediction needs exactly one answer."
    if first.ndim >= second.ndim:
        return f" Both hold {first.size} numbers: flatten the first with np.ravel({first_name})."
    return f" Both hold {first.size} numbers: flatten the second with np.ravel({name})."
