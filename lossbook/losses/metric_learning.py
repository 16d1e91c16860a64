"""Losses for similarity: what belongs together should lie close, what does not should lie apart."""

from __future__ import annotations

import numpy as np

from lossbook.losses.arrays import Floats, Numbers, written
from lossbook.losses.checks import checked, pairs_of_points, triplets
from lossbook.losses.classification import (
    categorical_cross_entropy_from_logits,
    categorical_cross_entropy_from_logits_gradient,
)
from lossbook.losses.reduction import mean
from lossbook.losses.settings import count, not_negative
from lossbook.losses.tables import as_many, column, squarable, table, whole_numbers


@checked(triplets)
def triplet(anchors: Numbers, positives: Numbers, negatives: Numbers, *, margin: float = 1.0) -> Floats:
    r"""How much is missing until the stranger is farther away than the friend, by a margin.

    .. math:: \ell(a, p, n) = \max(0, d(a, p) - d(a, n) + \text{margin})

    Parameters
    ----------
    anchors, positives, negatives : numbers
        Points, one a row, same shape (n, d): the example, one of its kind, one of another kind.
    margin : float
        How much farther the negative must be, in the unit of the coordinates.

    Returns
    -------
    array of float
        The loss of each triplet, shape (n,).

    Raises
    ------
    ValueError
        If the shapes differ, if a point is a single number, or if the margin is negative.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    d is the Euclidean distance; FaceNet uses its square. PyTorch adds 1e-6 to each difference. Source:
    K. Q. Weinberger and L. K. Saul (2009); F. Schroff and others, *FaceNet* (2015).

    Examples
    --------
    >>> triplet([[0, 0]], [[0.3, 0.4]], [[0.6, 0.8]], margin=0.7)
    array([0.2])
    """
    return np.maximum(_length(anchors - positives) - _length(anchors - negatives) + margin, 0)


@checked(triplets)
def triplet_gradient(
    anchors: Numbers, positives: Numbers, negatives: Numbers, *, margin: float = 1.0
) -> tuple[Floats, Floats, Floats]:
    r"""Slopes of `triplet` with respect to anchors, positives and negatives, each of shape (n, d).

    .. math:: (u_p - u_n,\; -u_p,\; u_n) \text{ if } d(a, p) + \text{margin} > d(a, n), \text{ else } 0, \quad
        u_q = \frac{a - q}{d(a, q)}

    A triplet beyond the margin pulls on nothing. Where two points coincide their distance has a kink; the
    slope there is 0. Parameters, errors and shapes are those of `triplet`.

    Examples
    --------
    >>> anchor, positive, negative = triplet_gradient([[0, 0]], [[3, 4]], [[0, 1]])
    >>> positive
    array([[0.6, 0.8]])
    """
    to_positive, to_negative = anchors - positives, anchors - negatives
    missing = _length(to_positive) - _length(to_negative) + margin
    pays = (missing > 0)[..., None]
    pull, push = pays * _direction(to_positive), pays * _direction(to_negative)
    return pull - push, -pull, push


def mean_triplet(
    anchors: Numbers,
    positives: Numbers,
    negatives: Numbers,
    *,
    margin: float = 1.0,
    weights: Numbers | None = None,
) -> float:
    """Return the mean of `triplet`, a plain float. If all points fall on one spot it is the margin.

    Examples
    --------
    >>> mean_triplet([[0, 0]], [[0, 0]], [[0, 0]], margin=0.2)
    0.2
    """
    return mean(triplet, anchors, positives, negatives, weights=weights, margin=margin)


def _length(vectors: Floats) -> Floats:
    """Return the length of each row. Scaling by the largest component keeps squares from overflowing."""
    scale = np.abs(vectors).max(axis=-1, keepdims=True)
    scaled = vectors / np.where(scale > 0, scale, 1)
    return scale[..., 0] * np.sqrt((scaled * scaled).sum(axis=-1))


def _direction(vectors: Floats) -> Floats:
    """Return each row divided by its length; a row of zeros has no direction and stays."""
    scale = np.abs(vectors).max(axis=-1, keepdims=True)
    scaled = vectors / np.where(scale > 0, scale, 1)
    length = np.sqrt((scaled * scaled).sum(axis=-1, keepdims=True))
    return scaled / np.where(length > 0, length, 1)


def triplet_kind(to_positive: float, to_negative: float, *, margin: float = 1.0) -> str:
    """Name a triplet by how far away its negative is: easy, semi-hard or hard.

    An easy one costs nothing and teaches nothing. In a semi-hard one the negative is farther away than the positive, but
    not by the margin; in a hard one it is not farther at all. The names are those of Schroff and others (2015).

    Parameters
    ----------
    to_positive, to_negative : float
        Distances from the anchor.
    margin : float
        How much farther the negative must be.

    Raises
    ------
    TypeError, ValueError
        If one of the three is not a finite number, 0 or more.

    Examples
    --------
    >>> [triplet_kind(0.5, far, margin=0.2) for far in (1.0, 0.6, 0.3)]
    ['easy', 'semi-hard', 'hard']
    """
    to_positive, to_negative = not_negative("to_positive", to_positive), not_negative("to_negative", to_negative)
    margin = not_negative("margin", margin)
    if to_negative >= to_positive + margin:
        return "easy"
    return "semi-hard" if to_negative > to_positive else "hard"


def draw_triplets(
    labels: Numbers, *, seed: int = 0, points: Numbers | None = None, margin: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Draw a positive and a negative at random for every example, which is the anchor.

    With points, the negative is drawn among the semi-hard ones, where the anchor has any.

    Parameters
    ----------
    labels : numbers
        The class number of each example, shape (n,); at least two classes.
    seed : int
        Where the random choice comes from.
    points : numbers, optional
        Where the examples are on the map at present, shape (n, d).
    margin : float
        The margin of the loss, which says with the points what is semi-hard.

    Returns
    -------
    positives, negatives : arrays of int
        Row numbers, shape (n,) each. An example that is the only one of its kind is its own positive.

    Raises
    ------
    ValueError
        If all examples are of one kind, there are none, or a label is no class number; if the points are not as many.
    TypeError
        If the labels are not numbers, or the seed is no whole number.

    Examples
    --------
    >>> positives, negatives = draw_triplets([0, 0, 1, 1])
    >>> negatives.tolist()[:2] in ([2, 2], [2, 3], [3, 2], [3, 3])
    True
    """
    kinds = whole_numbers("labels", column("labels", labels))
    alike = kinds[:, None] == kinds[None, :]
    if alike.all():
        raise ValueError(
            f"All labels are {written(kinds[0])}, so there is no negative to draw. Give examples of at least two classes."
        )
    chance = np.random.default_rng(count("seed", seed)).random(alike.shape)
    friends = alike & ~np.eye(len(kinds), dtype=bool)
    positives = np.where(friends.any(axis=1), np.where(friends, chance, -1).argmax(axis=1), np.arange(len(kinds)))
    strangers = np.where(alike, -1, chance)
    margin = not_negative("margin", margin)
    if points is not None:
        places = squarable("points", table("points", points))
        as_many("points", places, "labels", kinds)
        apart = np.sqrt(((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=-1))
        near = apart[np.arange(len(kinds)), positives][:, None]
        # One more for the semi-hard: they come before all others, and in random order among themselves.
        strangers += ~alike & (apart > near) & (apart < near + margin)
    return positives, strangers.argmax(axis=1)


def similarities(first: Numbers, second: Numbers) -> Floats:
    r"""Cosine similarity of each point of one list with each of another: 1 in the same direction, -1 in the opposite.

    .. math:: s_{ij} = \frac{a_i \cdot b_j}{|a_i|\,|b_j|}

    Parameters
    ----------
    first, second : numbers
        Points, one a row, shapes (n, d) and (m, d). How long they are does not matter.

    Returns
    -------
    array of float
        Shape (n, m). A point at the origin has no direction; its similarities are 0.

    Raises
    ------
    ValueError
        If the points have different numbers of coordinates, there are none, or a number is missing or infinite.
    TypeError
        If the input is not made of real numbers.

    Examples
    --------
    >>> similarities([[3, 4]], [[4, 3], [-3, -4]])
    array([[ 0.96, -1.  ]])
    """
    first = table("first", first)
    second = table("second", second, columns=first.shape[1])
    return _direction(first) @ _direction(second).T


@checked(pairs_of_points)
def info_nce(first: Numbers, second: Numbers, *, temperature: float = 0.1) -> Floats:
    r"""Surprise at which of all points of the other list is the partner, asked from both sides.

    .. math:: \ell_i = -\frac12\Bigl(\ln \frac{e^{s_{ii}/T}}{\sum_j e^{s_{ij}/T}}
        + \ln \frac{e^{s_{ii}/T}}{\sum_j e^{s_{ji}/T}}\Bigr)

    Parameters
    ----------
    first, second : numbers
        Points, one a row, same shape (n, d): row i of one belongs to row i of the other. All other rows are strangers.
    temperature : float
        T, by which the cosine similarities s are divided: the lower, the more the nearest stranger counts.

    Returns
    -------
    array of float
        The loss of each pair, in nats, shape (n,). It depends on all other pairs: the same two points cost more among more
        strangers. Knowing nothing costs ln n.

    Raises
    ------
    ValueError
        If the shapes differ, there are fewer than two pairs, a number is missing or infinite, or the temperature is not
        above 0.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    A point at the origin has similarity 0 to all. The table of n times n similarities is held in memory. Source: A. van den
    Oord and others (2018); asked from both sides by A. Radford and others, *CLIP* (2021).

    Examples
    --------
    >>> info_nce([[1, 0], [0, 1]], [[1, 0], [0, 1]], temperature=0.5).round(3)
    array([0.127, 0.127])
    """
    scores, own = _direction(first) @ _direction(second).T / temperature, np.arange(len(first))
    asked = categorical_cross_entropy_from_logits.formula
    return (asked(scores, own) + asked(scores.T, own)) / 2


@checked(pairs_of_points)
def info_nce_gradient(first: Numbers, second: Numbers, *, temperature: float = 0.1) -> tuple[Floats, Floats]:
    r"""Slopes of the sum of `info_nce` over all pairs with respect to both lists, each of shape (n, d).

    For each similarity, where r is the share in its row and q the share in its column:

    .. math:: \frac{\partial \ell}{\partial s_{ij}} = \frac{r_{ij} + q_{ij} - 2\,[i = j]}{2T}

    Of this only the part across a point's own direction is left, divided by its length: a longer point is not nearer.
    A point at the origin has slope 0. Parameters and errors are those of `info_nce`; divide by n for the slope of the mean.

    Examples
    --------
    >>> left, right = info_nce_gradient([[1, 0], [0, 1]], [[1, 0], [1, 0]], temperature=1)
    >>> left.round(3) + 0
    array([[ 0.   ,  0.   ],
           [-0.231,  0.   ]])
    """
    a, b, own = _direction(first), _direction(second), np.arange(len(first))
    scores, asked = a @ b.T / temperature, categorical_cross_entropy_from_logits_gradient.formula
    slopes = (asked(scores, own) + asked(scores.T, own).T) / (2 * temperature)
    return _across(first, a, slopes @ b), _across(second, b, slopes.T @ a)


def mean_info_nce(first: Numbers, second: Numbers, *, temperature: float = 0.1) -> float:
    """Return the mean of `info_nce`, a plain float in nats. All points on one spot score ln n.

    There are no weights: each pair is a stranger to all others, so none can be left out of the sum alone.

    Examples
    --------
    >>> round(mean_info_nce([[1, 0], [1, 0]], [[1, 0], [1, 0]]), 3)
    0.693
    """
    return float(np.mean(info_nce(first, second, temperature=temperature), dtype=np.float64))


def _across(points: Floats, directions: Floats, slopes: Floats) -> Floats:
    """Return slopes for points from slopes for their directions: what points along a direction only makes it longer."""
    length = _length(points)[:, None]
    along = (slopes * directions).sum(axis=1, keepdims=True)
    return np.where(length > 0, (slopes - along * directions) / np.where(length > 0, length, 1), 0)
