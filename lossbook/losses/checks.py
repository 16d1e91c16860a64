"""What each loss accepts, written once: every loss is a bare formula behind one of these checks.

A wrong shape or a value outside its range rarely stops NumPy: it computes something else and says nothing.
These checks turn such silent answers into errors that say what was got, what is allowed and what to try.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, Protocol, TypeVar, cast

import numpy as np

from lossbook.losses.arrays import Floats, Numbers, blocks, every, real_array, same_shape
from lossbook.losses.settings import settled
from lossbook.losses.tables import table

Check = Callable[..., tuple[np.ndarray, ...]]

P = ParamSpec("P")
R = TypeVar("R", covariant=True)

_FROM_SCORES = "Raw scores (logits) go into the function whose name ends in _from_logits."
_MISSING = "A label is missing there: leave that example out, for example with keep = ~np.isnan(labels)."
_LOGARITHMS = "Pass logarithms of probabilities, np.log(p), and not the probabilities."
# How far beyond its range a value may lie to be called rounding.
_A_HAIR = 1e-3


class LossFunction(Protocol[P, R]):
    """A loss, or its slope: a formula behind a check, with both within reach.

    Attributes
    ----------
    formula : callable
        Takes arrays that were checked, and settings. It is what the course prints.
    check : callable
        Takes whatever was given, and returns arrays or raises.
    settings : tuple of str
        The names of its settings, such as delta.
    """

    @property
    def __name__(self) -> str: ...

    @property
    def formula(self) -> Callable[..., R]: ...

    @property
    def check(self) -> Check: ...

    @property
    def settings(self) -> tuple[str, ...]: ...

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R: ...


def checked(check: Check) -> Callable[[Callable[P, R]], LossFunction[P, R]]:
    """Make a loss from a formula: its inputs go through `check` before the formula sees them.

    Infinite results are results, so NumPy's warnings about them are off inside; a mean explains what is not a number.
    """

    def decorate(formula: Callable[P, R]) -> LossFunction[P, R]:
        names = list(signature(check).parameters)
        given_by_name = signature(formula).parameters.values()
        allowed = tuple(each.name for each in given_by_name if each.kind is each.KEYWORD_ONLY)

        @wraps(formula)
        def loss(*inputs: Any, **settings: Any) -> Any:
            if settings:  # inputs may be given by name, too
                inputs += tuple(settings.pop(name) for name in names[len(inputs) :] if name in settings)
                settings = settled(formula.__name__, settings, allowed)
            if len(inputs) != len(names):
                raise TypeError(
                    f"{formula.__name__} compares {', '.join(names)}: give all {len(names)}, got {len(inputs)}."
                )
            with np.errstate(all="ignore"):
                return made.formula(*check(*inputs), **settings)

        made = cast(Any, loss)
        made.formula, made.check, made.settings = formula, check, allowed
        return cast(LossFunction[P, R], made)

    return decorate


def numbers(predictions: Numbers, actuals: Numbers) -> tuple[Floats, ...]:
    """Check the input of a loss for numbers: same shape, any values."""
    return same_shape(predictions=predictions, actuals=actuals)


def scores_and_signs(scores: Numbers, signs: Numbers) -> tuple[Floats, ...]:
    """Check the input of a margin loss: any score, and a sign of -1 or +1.

    Examples
    --------
    >>> scores_and_signs([0.8], [0])
    Traceback (most recent call last):
        ...
    ValueError: signs must be -1 or +1, got 0 at index 0. Labels 0 and 1 become signs with 2 * labels - 1.
    """

    def advice(bad: float) -> str:
        if bad != bad:
            return _MISSING.replace("labels", "signs").replace("label", "sign")
        if abs(abs(bad) - 1) < _A_HAIR:
            return "That is rounding: np.sign(signs) gives -1 and +1."
        return "Labels 0 and 1 become signs with 2 * labels - 1."

    scores, signs = same_shape(scores=scores, signs=signs)
    every("signs", signs, lambda y: np.abs(y) == 1, "-1 or +1", advice)
    return scores, _like(signs, scores)


def logits_and_labels(logits: Numbers, labels: Numbers) -> tuple[Floats, ...]:
    """Check the input of a yes-or-no loss computed from raw scores: any logit, labels from 0 to 1."""
    logits, labels = same_shape(logits=logits, labels=labels)
    return logits, _like(_labels(labels), logits)


def probabilities_and_labels(probabilities: Numbers, labels: Numbers) -> tuple[Floats, ...]:
    """Check the input of a yes-or-no loss: probabilities and labels from 0 to 1.

    Examples
    --------
    >>> probabilities_and_labels([0.2, 3.1], [0, 1])
    Traceback (most recent call last):
        ...
    ValueError: probabilities must be from 0 to 1, got 3.1 at index 1. Raw scores (logits) go into the function \
whose name ends in _from_logits. If they are percentages, divide by 100.
    """
    probabilities, labels = same_shape(probabilities=probabilities, labels=labels)
    return _probabilities(probabilities), _like(_labels(labels), probabilities)


def logits_and_classes(logits: Numbers, classes: Numbers) -> tuple[np.ndarray, ...]:
    """Check the input of a loss over several classes: a row of scores for each example, and its class number."""
    return _rows_and_classes("logits", logits, classes)


def probabilities_and_classes(probabilities: Numbers, classes: Numbers) -> tuple[np.ndarray, ...]:
    """Check the input of a loss over several classes: a row of probabilities for each example, adding up to 1."""
    probabilities, classes = _rows_and_classes("probabilities", probabilities, classes)
    _probabilities(probabilities)
    rows = probabilities.reshape(-1, probabilities.shape[-1])
    for block in blocks(rows):
        totals = rows[block].sum(axis=-1)
        wrong = np.flatnonzero(np.abs(totals - 1) > _A_HAIR)  # float32 rounding stays far below; NaN is for the mean
        if wrong.size:
            raise ValueError(
                f"The probabilities of each example must add up to 1, got {totals[wrong[0]]:.6g} in row "
                f"{block.start + wrong[0]}. Divide each row by its sum. {_FROM_SCORES}"
            )
    return probabilities, classes


def triplets(anchors: Numbers, positives: Numbers, negatives: Numbers) -> tuple[Floats, ...]:
    """Check the input of the triplet loss: three arrays of points, one point a row."""
    arrays = same_shape(anchors=anchors, positives=positives, negatives=negatives)
    if arrays[0].ndim == 0 or arrays[0].shape[-1] == 0:
        got = "one number" if arrays[0].ndim == 0 else "points without coordinates"
        raise ValueError(f"anchors must be points, such as [0.0, 1.0] or a table with a point in each row, got {got}.")
    return arrays


def pairs_of_points(first: Numbers, second: Numbers) -> tuple[Floats, ...]:
    """Check the input of a contrastive loss: two tables of points, where each row of one belongs to the same row of the other.

    Examples
    --------
    >>> pairs_of_points([[1, 0]], [[1, 0]])
    Traceback (most recent call last):
        ...
    ValueError: first must hold at least two points, got one. One pair alone has no strangers: give a batch of pairs.
    """
    first, second = same_shape(first=table("first", first), second=table("second", second))
    if len(first) < 2:
        raise ValueError(
            "first must hold at least two points, got one. One pair alone has no strangers: give a batch of pairs."
        )
    return first, _like(second, first)


def rows_of_bells(rows: Numbers, actuals: Numbers) -> tuple[Floats, ...]:
    """Check the input of a bet with a bell of its own: a row for each actual value, a centre and the log of a spread.

    Examples
    --------
    >>> rows_of_bells([28, 20], [30, 30])
    Traceback (most recent call last):
        ...
    ValueError: rows must hold a centre and the log of a spread for each actual value, got shapes (2,) and (2,). \
For n examples they are (n, 2) and (n,). Put two lists side by side: np.column_stack([centres, np.log(spreads)]).
    """
    rows, actuals = real_array("rows", rows), real_array("actuals", actuals)
    if rows.ndim > 2 or rows.shape != (*actuals.shape, 2):
        advice = "Put two lists side by side: np.column_stack([centres, np.log(spreads)])."
        if actuals.ndim == 2 and actuals.shape[1] == 1:
            advice = "Flatten the column: np.ravel(actuals)."
        raise ValueError(
            "rows must hold a centre and the log of a spread for each actual value, got shapes "
            f"{rows.shape} and {actuals.shape}. For n examples they are (n, 2) and (n,). {advice}"
        )
    return rows, actuals


def winners_and_losers(winners: Numbers, losers: Numbers) -> tuple[Floats, ...]:
    """Check the input of a loss for votes: a score of the winner and one of the loser, any numbers."""
    return same_shape(winners=winners, losers=losers)


def log_probabilities(
    chosen: Numbers, rejected: Numbers, reference_chosen: Numbers, reference_rejected: Numbers
) -> tuple[Floats, ...]:
    """Check the input of DPO: four logarithms of probabilities for each pair of answers.

    Examples
    --------
    >>> log_probabilities([-1], [0.9], [-1], [-1])
    Traceback (most recent call last):
        ...
    ValueError: rejected must be 0 or less, got 0.9 at index 0. \
Pass logarithms of probabilities, np.log(p), and not the probabilities.
    """
    inputs = {
        "chosen": chosen,
        "rejected": rejected,
        "reference_chosen": reference_chosen,
        "reference_rejected": reference_rejected,
    }
    arrays = same_shape(**inputs)
    for name, array in zip(inputs, arrays, strict=True):
        every(name, array, lambda logs: ~(logs > 0), "0 or less", lambda _: _LOGARITHMS)
    return arrays


def _labels(labels: Floats) -> Floats:
    def advice(bad: float) -> str:
        if bad != bad:
            return _MISSING
        if -_A_HAIR < bad < 1 + _A_HAIR:
            return "That is rounding: np.clip(labels, 0, 1) takes it away."
        if bad == -1:
            return "Signs -1 and +1 become labels with (signs + 1) / 2."
        return "A label is 1 for yes and 0 for no. Class numbers 0, 1, 2, … go into categorical cross-entropy."

    every("labels", labels, _from_0_to_1, "from 0 (no) to 1 (yes)", advice)
    return labels


def _probabilities(probabilities: Floats) -> Floats:
    def advice(bad: float) -> str:
        if -_A_HAIR < bad < 1 + _A_HAIR:
            return "That is rounding: np.clip(probabilities, 0, 1) takes it away."
        if 1 < bad <= 100:
            return f"{_FROM_SCORES} If they are percentages, divide by 100."
        return _FROM_SCORES

    every("probabilities", probabilities, _not_outside_0_to_1, "from 0 to 1", advice)
    return probabilities


def _from_0_to_1(values: np.ndarray) -> np.ndarray:
    return (values >= 0) & (values <= 1)


def _not_outside_0_to_1(values: np.ndarray) -> np.ndarray:
    """Let missing probabilities pass: they make the loss NaN, and the mean names the example."""
    return ~((values < 0) | (values > 1))


def _like(labels: Floats, scores: Floats) -> Floats:
    """Return labels in the number type of the scores: 0 and 1 are exact in both, and float32 stays float32."""
    return labels if labels.dtype == scores.dtype else labels.astype(scores.dtype)


def _rows_and_classes(name: str, rows: Numbers, classes: Numbers) -> tuple[np.ndarray, np.ndarray]:
    rows = real_array(name, rows)
    if not (type(classes) is np.ndarray and classes.dtype.kind in "iu"):  # whole numbers need no detour
        classes = real_array("classes", classes)
    if rows.ndim > 2 or rows.ndim != classes.ndim + 1 or rows.shape[:-1] != classes.shape:
        raise ValueError(
            f"{name} must have one row for each class number, got shapes {rows.shape} and {classes.shape}. "
            f"For n examples and K classes they are (n, K) and (n,). {_rows_advice(name, rows, classes)}".rstrip()
        )
    last = rows.shape[-1] - 1

    def advice(bad: float) -> str:
        if bad != bad:
            return _MISSING.replace("labels", "classes").replace("label", "class")
        if last <= 0:
            return "Yes-or-no questions with one score go into binary cross-entropy."
        if bad < 0:
            return (
                "Classes are counted from 0. If a negative number marks what does not count, leave it out: "
                f"keep = classes >= 0, then {name}[keep] and classes[keep]."
            )
        return "Classes are counted from 0."

    every(
        "classes",
        classes,
        lambda c: (c >= 0) & (c <= last) & (c == np.floor(c)),
        f"whole numbers from 0 to {last}",
        advice,
    )
    return rows, classes.astype(np.intp, copy=False)


def _rows_advice(name: str, rows: np.ndarray, classes: np.ndarray) -> str:
    """Say what to try when shapes do not fit: rows where numbers belong, a column, or sequences."""
    if rows.shape == classes.shape and rows.ndim == 2:
        return "The class numbers of rows with a 1 (one-hot), or of rows of probabilities, are classes.argmax(axis=1)."
    if classes.ndim == 2 and classes.shape[1] == 1:
        return "Flatten the column: np.ravel(classes)."
    if rows.ndim == 3 and rows.shape[:-1] == classes.shape:
        return f"Make one long list of examples: {name}.reshape(-1, {rows.shape[-1]}) and np.ravel(classes)."
    if rows.ndim == 1 and rows.shape == classes.shape:
        return "Yes-or-no questions with one score each go into binary cross-entropy."
    return ""
