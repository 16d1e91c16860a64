"""What people look at: shares of right answers. They have no useful slope, so nothing is trained with them."""

from __future__ import annotations

import numpy as np

from lossbook.losses.arrays import Floats, Numbers, same_shape, written
from lossbook.losses.settings import count
from lossbook.losses.tables import as_many, column, table, whole_numbers


def accuracy(predictions: Numbers, actuals: Numbers) -> float:
    """Share of predictions that equal the answer.

    Parameters
    ----------
    predictions, actuals : numbers
        Predicted and right classes, same shape. Turn probabilities into classes first: ``probabilities >= 0.5``.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    ValueError
        If the shapes differ, there are no examples, an answer is missing, or one is no class number, as a probability is none.
    TypeError
        If the input is not made of numbers.

    Examples
    --------
    >>> accuracy([1, 0, 1, 1], [1, 0, 0, 1])
    0.75
    """
    predictions, actuals = _classes(predictions, actuals)
    return float(np.mean(predictions == actuals))


def precision(predictions: Numbers, actuals: Numbers) -> float:
    """Of the examples called "yes" (1), the share that are.

    Parameters and errors are those of `accuracy`; also ValueError if nothing was called "yes", because a share of
    nothing is not a number.

    Examples
    --------
    >>> round(precision([1, 0, 1, 1], [1, 0, 0, 1]), 3)
    0.667
    """
    predictions, actuals = _classes(predictions, actuals)
    return _share(actuals, predictions == 1, "No prediction is 1, so there is no precision. Lower the threshold?")


def recall(predictions: Numbers, actuals: Numbers) -> float:
    """Of the examples that are "yes" (1), the share that was found.

    Parameters and errors are those of `accuracy`; also ValueError if no answer is "yes".

    Examples
    --------
    >>> recall([1, 0, 1, 0], [1, 0, 0, 1])
    0.5
    """
    predictions, actuals = _classes(predictions, actuals)
    return _share(predictions, actuals == 1, "No answer is 1, so there is nothing to find and no recall.")


def calibration(said: Numbers, came_true: Numbers, edges: Numbers) -> list[tuple[int, float, float]]:
    """Compare what was said with what came true, group by group.

    Parameters
    ----------
    said : numbers
        Probabilities, shape (n,).
    came_true : numbers
        1 where it came true and 0 where it did not, same shape.
    edges : numbers
        Where the groups of probabilities begin, rising, and where the last one ends.

    Returns
    -------
    list of tuple
        For each group that has examples: how many, the mean of what was said, and the share that came true.

    Raises
    ------
    ValueError
        If the shapes differ, the edges do not rise, or a number is missing.
    TypeError
        If the input is not made of numbers.

    Examples
    --------
    >>> calibration([0.6, 0.6, 0.9, 0.9], [1, 0, 1, 1], [0.5, 0.8, 1])
    [(2, 0.6, 0.5), (2, 0.9, 1.0)]
    """
    said, edges = column("said", said), column("edges", edges)
    came_true = whole_numbers("came_true", column("came_true", came_true))
    as_many("came_true", came_true, "said", said)
    if len(edges) < 2 or not (np.diff(edges) > 0).all():
        raise ValueError(f"edges must be two or more, each above the one before, got {edges}. Try [0.5, 0.7, 0.9, 1].")
    group = np.searchsorted(edges[1:-1], said, side="right")
    inside = (said >= edges[0]) & (said <= edges[-1])
    parts = [inside & (group == number) for number in range(len(edges) - 1)]
    return [
        (int(part.sum()), float(said[part].mean()), float(np.mean(came_true[part] == 1)))
        for part in parts
        if part.any()
    ]


def order_agreement(scores: Numbers, answers: Numbers) -> float:
    """Share of all pairs with different answers that the scores put in the same order.

    Parameters
    ----------
    scores : numbers
        One of each example, shape (n,). Two equal scores count half.
    answers : numbers
        What the order should be by, same shape.

    Returns
    -------
    float
        From 0 (turned round) to 1; one half is what a coin gets.

    Raises
    ------
    ValueError
        If the shapes differ, all answers are equal, or a number is missing.
    TypeError
        If the input is not made of numbers.

    Notes
    -----
    Without ties it is (1 + Kendall's tau) / 2.

    Examples
    --------
    >>> order_agreement([1, 2, 3], [10, 30, 20]), order_agreement([0, 0, 0], [10, 30, 20])
    (0.6666666666666666, 0.5)
    """
    scores, answers = column("scores", scores), column("answers", answers)
    as_many("scores", scores, "answers", answers)
    agree, pairs = 0, 0
    for place in range(1, len(answers)):  # each with all before it: the table of all pairs could be too large
        wanted, found = _sides(answers, place), _sides(scores, place)
        pairs += int(np.count_nonzero(wanted))
        agree += int(np.sum(wanted * found))
    if pairs == 0:
        raise ValueError(f"All answers are {written(answers[0])}, so there is no order. Give at least two that differ.")
    return float((1 + agree / pairs) / 2)


def _sides(values: Floats, place: int) -> np.ndarray:
    """Return on which side of one value those before it are: 1 above, -1 below, 0 if they are equal."""
    before = values[:place]
    return (before > values[place]).astype(int) - (before < values[place])


def recall_precision_curve(scores: Numbers, actuals: Numbers) -> tuple[Floats, Floats]:
    """Recall and precision at every threshold that changes an answer, from the highest threshold down.

    Parameters
    ----------
    scores : numbers
        Raw scores or probabilities, shape (n,): the higher, the surer of yes.
    actuals : numbers
        1 for yes and 0 for no, same shape.

    Returns
    -------
    recalls, precisions : arrays of float
        One of each for every different score, where that score and all above it are called yes.

    Raises
    ------
    ValueError
        If the shapes differ, no answer is yes, or a number is missing.
    TypeError
        If the input is not made of numbers.

    Examples
    --------
    >>> recalls, precisions = recall_precision_curve([0.9, 0.8, 0.3], [1, 0, 1])
    >>> recalls.tolist(), precisions.round(2).tolist()
    ([0.5, 0.5, 1.0], [1.0, 0.5, 0.67])
    """
    scores, actuals = column("scores", scores), whole_numbers("actuals", column("actuals", actuals))
    as_many("scores", scores, "actuals", actuals)
    if not (actuals == 1).any():
        raise ValueError("No answer is 1, so there is nothing to find and no recall.")
    order = np.argsort(-scores, kind="stable")
    found, called = np.cumsum(actuals[order] == 1), np.arange(1, len(scores) + 1)
    last = np.append(np.diff(scores[order]) != 0, True)  # equal scores are called yes together
    return found[last] / found[-1], found[last] / called[last]


def _classes(predictions: Numbers, actuals: Numbers) -> tuple[Floats, Floats]:
    predictions, actuals = same_shape(predictions=predictions, actuals=actuals)
    if predictions.size == 0:
        raise ValueError("There is no share of nothing: give at least one prediction and its answer.")
    return whole_numbers("predictions", predictions), whole_numbers("actuals", actuals)


def _share(values: Floats, among: np.ndarray, otherwise: str) -> float:
    if not among.any():
        raise ValueError(otherwise)
    return float(np.mean(values[among] == 1))


def neighbour_accuracy(points: Numbers, labels: Numbers, known: Numbers, known_labels: Numbers) -> float:
    """Share of points whose nearest known point is of the same kind.

    Parameters
    ----------
    points, labels : numbers
        What is tested: shape (n, d) and (n,).
    known, known_labels : numbers
        What it is compared with: shape (m, d) and (m,). Of several at the same distance, the first counts.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    ValueError
        If the shapes do not fit, there are no points, a number is missing or infinite, or a label is no class number.
    TypeError
        If the input is not made of real numbers.

    Examples
    --------
    >>> neighbour_accuracy([[0.1], [0.9]], [0, 0], [[0.0], [1.0]], [0, 1])
    0.5
    """
    points = table("points", points)
    known = table("known", known, columns=points.shape[1])
    kinds, known_kinds = (
        whole_numbers("labels", column("labels", labels)),
        whole_numbers("known_labels", column("known_labels", known_labels)),
    )
    as_many("labels", kinds, "points", points)
    as_many("known_labels", known_kinds, "known", known)
    points, known = np.split(_in_reach(np.concatenate([points, known])), [len(points)])
    gaps = ((points[:, None, :] - known) ** 2).sum(axis=-1)
    return float(np.mean(known_kinds[gaps.argmin(axis=1)] == kinds))


def retrieval_accuracy(similarities: Numbers, *, among: int) -> float:
    """Chance that the partner is nearer than every one of so many candidates less one that are drawn at random.

    Asked from both sides. It is worked out exactly, from how many strangers are as near as the partner or nearer.

    Parameters
    ----------
    similarities : numbers
        A square table; partners stand on its diagonal.
    among : int
        How many candidates there are, the partner included; 2 up to all.

    Returns
    -------
    float
        From 0 to 1; 1 / among if nothing is known. A tie is not found: points on one spot score 0.

    Raises
    ------
    ValueError
        If the table is not square, a number is missing or infinite, or there are not so many candidates.
    TypeError
        If the input is not made of real numbers.

    Examples
    --------
    >>> table = [[0.6, 0.4, 0.2], [0.4, 0.6, 0.2], [0.2, 0.6, 0.4]]
    >>> round(retrieval_accuracy(table, among=3), 3), round(retrieval_accuracy(table, among=2), 3)
    (0.667, 0.833)
    """
    square = table("similarities", similarities)
    if square.shape[0] != square.shape[1] or len(square) < 2:
        raise ValueError(
            f"similarities must be a square table with partners on its diagonal, got shape {square.shape}. "
            "Compare as many points with as many partners, two at least."
        )
    strangers = len(square) - 1
    drawn = count("among", among, least=2, most=strangers + 1) - 1
    partners = np.diag(square)
    chances = []
    for nearer in ((square >= partners[:, None]).sum(axis=1) - 1, (square >= partners).sum(axis=0) - 1):
        # Drawn one after the other, without putting back: none of them may be as near as the partner.
        left = strangers - np.arange(drawn)
        chances.append(np.prod(np.clip(left - nearer[:, None], 0, None) / left, axis=1).mean())
    return float(np.mean(chances))


def told_apart(fakes: Numbers, reals: Numbers) -> float:
    """Share of all points whose nearest other point is of their own sort, made up or real.

    The nearest-neighbour test of two samples: one half means that the made-up points cannot be told from the real ones.

    Parameters
    ----------
    fakes, reals : numbers
        As many of each, one point a row, same shape (n, d). Of several at the same distance, each counts as much.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    ValueError
        If the shapes differ, there are no points, or a number is missing or infinite.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    Source: D. Lopez-Paz and M. Oquab, *Revisiting Classifier Two-Sample Tests* (2017).

    Examples
    --------
    >>> told_apart([[0.0], [0.1]], [[5.0], [5.1]]), told_apart([[0.0], [5.0]], [[0.1], [5.1]])
    (1.0, 0.0)
    """
    fakes, reals = table("fakes", fakes), table("reals", reals)
    same_shape(fakes=fakes, reals=reals)
    points, own = _in_reach(np.concatenate([fakes, reals])), np.arange(2 * len(fakes)) < len(fakes)
    shares = []
    for place, point in enumerate(points):
        gaps = ((points - point) ** 2).sum(axis=-1)
        gaps[place] = np.inf
        shares.append(np.mean(own[gaps == gaps.min()] == own[place]))
    return float(np.mean(shares))


def _in_reach(points: Floats) -> Floats:
    """Return points scaled by a power of 2, which costs no digits, so that the squares of large numbers do not overflow."""
    return np.ldexp(points, -int(np.frexp(np.abs(points).max())[1]) - 1)
