"""The checks every loss makes on its input, written once.

A wrong shape or a wrong kind of number rarely stops NumPy: it computes something else and says
nothing. These checks turn such silent answers into errors that say what was got and what is allowed.

Values are looked at only in arrays that are in memory. Arrays of other libraries that speak NumPy's protocols
(Dask, CuPy) are checked for shape and type alone, because looking at a value would compute or copy all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from inspect import signature
from typing import Any

import numpy as np

# Anything numpy can turn into an array of real numbers: a float, a list, an array, a pandas column.
# A plain alias and not numpy's ArrayLike, which also admits text.
Numbers = Any

Check = Callable[..., tuple[np.ndarray, ...]]


def checked(
    check: Check, *, total: Callable[..., float] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a loss from a formula: its inputs go through `check` before the formula sees them.

    The bare formula and the check stay within reach (`formula_of`, `check_of`) for those who check once and
    compute often: the means, and training.

    Parameters
    ----------
    check : callable
        Takes the inputs and returns them as arrays, or raises.
    total : callable, optional
        A short cut: ``total(*arrays, slope=None, share=1.0)`` returns the sum of the losses, and writes the slope of
        each, times the share, into the array `slope` if one is given. It must agree with the formula; the tests
        see to it.
    """

    def decorate(formula: Callable[..., Any]) -> Callable[..., Any]:
        names = list(signature(check).parameters)
        settings_of = signature(formula).parameters.values()
        allowed = [each.name for each in settings_of if each.kind is each.KEYWORD_ONLY]

        @wraps(formula)
        def loss(*inputs: Numbers, **settings: Any) -> Any:
            if settings:  # inputs may be given by name, too
                inputs += tuple(settings.pop(name) for name in names[len(inputs) :] if name in settings)
                for name in settings:
                    if name not in allowed:
                        has = ", ".join(allowed) or "none"
                        raise TypeError(f"{formula.__name__} has no setting {name!r}; it has {has}.")
                check_settings(settings)
            if len(inputs) != len(names):
                raise TypeError(
                    f"{formula.__name__} compares {', '.join(names)}: give all {len(names)}, got {len(inputs)}."
                )
            return formula(*check(*inputs), **settings)

        loss.formula, loss.check, loss.total = formula, check, total
        return loss

    return decorate


def formula_of(loss: Callable[..., Any]) -> Callable[..., Any]:
    """Return the bare formula of a loss, with the settings bound to it."""
    return partial(loss.func.formula, **loss.keywords) if isinstance(loss, partial) else loss.formula


def total_of(loss: Callable[..., Any]) -> Callable[..., float] | None:
    """Return the short cut to the sum of a loss, with the settings bound to it, or None if it has none."""
    if isinstance(loss, partial):
        return partial(loss.func.total, **loss.keywords) if loss.func.total else None
    return loss.total


def check_of(loss: Callable[..., Any]) -> Check:
    """Return the check of a loss."""
    return loss.func.check if isinstance(loss, partial) else loss.check


def check_settings(settings: dict[str, Any]) -> None:
    """Refuse a setting that is outside its range."""
    for name, value in settings.items():
        SETTINGS[name](name, value)


def real_array(name: str, values: Numbers) -> np.ndarray:
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
        If the values are text, complex numbers, missing entries or other objects.
    ValueError
        If nested lists have different lengths.

    Examples
    --------
    >>> real_array("predictions", [4, 6])
    array([4., 6.])
    """
    if type(values) is np.ndarray and values.dtype.char in "df":
        return values  # the usual case, kept short because every call passes here
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
    arrays = tuple([real_array(name, values) for name, values in inputs.items()])
    first = arrays[0]
    for array in arrays:
        if array.shape != first.shape:
            names = list(inputs)
            name = names[next(i for i, other in enumerate(arrays) if other.shape != first.shape)]
            message = f"{names[0]} and {name} must have the same shape, got {first.shape} and {array.shape}."
            raise ValueError(message + _shape_advice(names[0], first, name, array))
    return arrays


def numbers(predictions: Numbers, actuals: Numbers) -> tuple[np.ndarray, ...]:
    """Check the input of a loss for numbers: same shape, any values."""
    return same_shape(predictions=predictions, actuals=actuals)


def scores_and_signs(scores: Numbers, signs: Numbers) -> tuple[np.ndarray, ...]:
    """Check the input of a margin loss: any score, and a sign of -1 or +1.

    Examples
    --------
    >>> scores_and_signs([0.8], [0])
    Traceback (most recent call last):
        ...
    ValueError: signs must be -1 or +1, got 0 at index 0. Labels 0 and 1 become signs with 2 * labels - 1.
    """
    scores, signs = same_shape(scores=scores, signs=signs)
    _every("signs", signs, lambda y: np.abs(y) == 1, "-1 or +1", "Labels 0 and 1 become signs with 2 * labels - 1.")
    return scores, _like(signs, scores)


def logits_and_labels(logits: Numbers, labels: Numbers) -> tuple[np.ndarray, ...]:
    """Check the input of a yes-or-no loss computed from raw scores: any logit, labels from 0 to 1."""
    logits, labels = same_shape(logits=logits, labels=labels)
    _every(
        "labels", labels, _from_0_to_1, "from 0 (no) to 1 (yes)", "Signs -1 and +1 become labels with (signs + 1) / 2."
    )
    return logits, _like(labels, logits)


def probabilities_and_labels(probabilities: Numbers, labels: Numbers) -> tuple[np.ndarray, ...]:
    """Check the input of a yes-or-no loss: probabilities and labels from 0 to 1.

    Examples
    --------
    >>> probabilities_and_labels([0.2, 3.1], [0, 1])
    Traceback (most recent call last):
        ...
    ValueError: probabilities must be from 0 to 1, got 3.1 at index 1. Raw scores (logits) go into the function \
whose name ends in _from_logits.
    """
    probabilities, labels = same_shape(probabilities=probabilities, labels=labels)
    advice = "Raw scores (logits) go into the function whose name ends in _from_logits."
    _every("probabilities", probabilities, _not_outside_0_to_1, "from 0 to 1", advice)
    _every(
        "labels", labels, _from_0_to_1, "from 0 (no) to 1 (yes)", "Signs -1 and +1 become labels with (signs + 1) / 2."
    )
    return probabilities, _like(labels, probabilities)


def logits_and_classes(logits: Numbers, classes: Numbers) -> tuple[np.ndarray, ...]:
    """Check the input of a loss over several classes: a row of scores for each example, and its class number."""
    return _rows_and_classes("logits", logits, classes)


def probabilities_and_classes(probabilities: Numbers, classes: Numbers) -> tuple[np.ndarray, ...]:
    """Check the input of a loss over several classes: a row of probabilities for each example, adding up to 1."""
    probabilities, classes = _rows_and_classes("probabilities", probabilities, classes)
    advice = "Raw scores (logits) go into the function whose name ends in _from_logits."
    _every("probabilities", probabilities, _not_outside_0_to_1, "from 0 to 1", advice)
    if _in_memory(probabilities):
        totals = probabilities.sum(axis=-1)
        wrong = np.flatnonzero(np.abs(totals - 1) > 1e-3)
        if wrong.size:
            raise ValueError(
                f"The probabilities of each example must add up to 1, got {totals[wrong[0]]:.6g} in row {wrong[0]}. {advice}"
            )
    return probabilities, classes


def triplets(anchors: Numbers, positives: Numbers, negatives: Numbers) -> tuple[np.ndarray, ...]:
    """Check the input of the triplet loss: three arrays of points, one point a row."""
    arrays = same_shape(anchors=anchors, positives=positives, negatives=negatives)
    if arrays[0].ndim == 0:
        raise ValueError(
            "anchors must be points, such as [0.0, 1.0] or a table with a point in each row, got one number."
        )
    return arrays


def positive(name: str, value: Numbers) -> None:
    """Refuse a setting that is not a finite number above 0.

    Examples
    --------
    >>> positive("delta", 0)
    Traceback (most recent call last):
        ...
    ValueError: delta must be a finite number above 0, got 0.
    """
    if not (_is_number(name, value) and 0 < value < np.inf):
        raise ValueError(f"{name} must be a finite number above 0, got {value}.")


def not_negative(name: str, value: Numbers) -> None:
    """Refuse a setting that is not a finite number of 0 or more."""
    if not (_is_number(name, value) and 0 <= value < np.inf):
        raise ValueError(f"{name} must be a finite number, 0 or more, got {value}.")


def share_or_none(name: str, value: Numbers) -> None:
    """Refuse a setting that is neither None nor a number from 0 to 1."""
    if value is not None and not (_is_number(name, value) and 0 <= value <= 1):
        raise ValueError(f"{name} must be from 0 to 1, or None, got {value}.")


# The settings of all losses, and what each of them may be.
SETTINGS: dict[str, Callable[[str, Any], None]] = {
    "delta": positive,
    "gamma": not_negative,
    "alpha": share_or_none,
    "margin": not_negative,
}


def _is_number(name: str, value: Numbers) -> bool:
    if not isinstance(value, (int, float, np.number)) or isinstance(value, (bool, complex)):
        raise TypeError(f"{name} must be a number, got {value!r}.")
    return True


def _in_memory(array: Any) -> bool:
    return isinstance(array, np.ndarray)


def _from_0_to_1(values: np.ndarray) -> np.ndarray:
    if values.size and values.min() >= 0 and values.max() <= 1:  # the usual case, and the quickest question
        return np.True_
    return (values >= 0) & (values <= 1)


def _not_outside_0_to_1(values: np.ndarray) -> np.ndarray:
    """Let missing probabilities pass: they make the loss NaN, and the mean names the example."""
    return ~((values < 0) | (values > 1))


def _like(labels: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Return labels in the number type of the scores: 0 and 1 are exact in both, and float32 stays float32."""
    return labels if labels.dtype == scores.dtype else labels.astype(scores.dtype)


def _every(
    name: str, values: np.ndarray, allowed: Callable[[np.ndarray], np.ndarray], range_: str, advice: str
) -> None:
    """Raise a ValueError that names the first value that is not allowed."""
    if not _in_memory(values) or (values.size <= BLOCK and allowed(values).all()):
        return
    flat = values.reshape(-1)
    for start in range(0, flat.size, BLOCK):
        block = flat[start : start + BLOCK]
        wrong = np.flatnonzero(~allowed(block))
        if wrong.size:
            index = np.unravel_index(start + wrong[0], values.shape)
            where = index[0] if len(index) == 1 else tuple(int(i) for i in index)
            at = f" at index {where}" if index else ""
            raise ValueError(f"{name} must be {range_}, got {block[wrong[0]]:g}{at}. {advice}")


def _rows_and_classes(name: str, rows: Numbers, classes: Numbers) -> tuple[np.ndarray, np.ndarray]:
    rows, numbers_ = real_array(name, rows), classes
    if not (type(classes) is np.ndarray and classes.dtype.kind in "iu"):
        numbers_ = real_array("classes", classes)
    if rows.ndim > 2 or rows.ndim != numbers_.ndim + 1 or rows.shape[:-1] != numbers_.shape:
        raise ValueError(
            f"{name} must have one row of scores for each class number, got shapes {rows.shape} and {numbers_.shape}. "
            f"For n examples and K classes they are (n, K) and (n,)."
        )
    last = rows.shape[-1] - 1
    whole = type(numbers_) is np.ndarray and numbers_.dtype.kind in "iu"
    if whole and numbers_.size and 0 <= numbers_.min() <= numbers_.max() <= last:
        return rows, numbers_.astype(np.intp, copy=False)
    advice = (
        "Classes are counted from 0."
        if last > 0
        else "Yes-or-no questions with one score go into binary cross-entropy."
    )
    _every(
        "classes",
        numbers_,
        lambda c: (c >= 0) & (c <= last) & (c == np.floor(c)),
        f"whole numbers from 0 to {last}",
        advice,
    )
    return rows, numbers_.astype(np.intp)


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


# Large arrays are worked through in blocks of this many numbers: 256 KiB of float64, which stay in the
# cache of a processor core while a formula makes its temporaries.
BLOCK = 2**15
