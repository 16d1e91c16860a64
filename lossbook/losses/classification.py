r"""Losses for predicting a category: yes or no, or one of several classes.

Every loss has three forms, as in `lossbook.losses.regression`. Where a model ends in a raw score (a **logit**), use the
function whose name ends in ``_from_logits``: it loses no digits where a probability has already rounded to 0
or 1. What the input means is in the name, because a wrong flag fails silently.

All logarithms are natural. Labels of yes-or-no losses may lie between 0 and 1 (soft labels).
"""

from __future__ import annotations

import numpy as np

from lossbook.losses.arrays import Floats, Numbers, real_array
from lossbook.losses.checks import (
    checked,
    logits_and_classes,
    logits_and_labels,
    probabilities_and_classes,
    probabilities_and_labels,
    scores_and_signs,
)
from lossbook.losses.reduction import mean


def sigmoid(logits: Numbers) -> Floats:
    r"""Turn raw scores into probabilities: 0 becomes one half, large scores come close to 1.

    .. math:: \sigma(x) = \frac{1}{1 + e^{-x}}

    Parameters
    ----------
    logits : numbers
        Any scores, any shape.

    Returns
    -------
    array of float
        Probabilities, same shape. No score overflows.

    Examples
    --------
    >>> sigmoid([0, -1000])
    array([0.5, 0. ])
    """
    logits = real_array("logits", logits)
    # e to the power of a negative number never overflows; its partner is e to the power of 0.
    return np.exp(np.minimum(logits, 0)) / (1 + np.exp(-np.abs(logits)))


def softmax(logits: Numbers) -> Floats:
    r"""Turn a row of raw scores into probabilities that add up to 1.

    .. math:: p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}

    Parameters
    ----------
    logits : numbers
        Scores, the classes along the last axis.

    Returns
    -------
    array of float
        Probabilities, same shape. Only differences between scores matter, so no score overflows.

    Raises
    ------
    ValueError
        If there is no row of scores.

    Examples
    --------
    >>> softmax([2, 1, 0]).round(3)
    array([0.665, 0.245, 0.09 ])
    """
    logits = real_array("logits", logits)
    if logits.ndim == 0 or logits.shape[-1] == 0:
        got = "one number" if logits.ndim == 0 else "no score at all"
        raise ValueError(f"logits must be a row of scores, one for each class, such as [2, 1, 0], got {got}.")
    powers = np.exp(_below_the_largest(logits, axis=-1))
    return powers / powers.sum(axis=-1, keepdims=True)


@checked(probabilities_and_labels)
def binary_cross_entropy(probabilities: Numbers, labels: Numbers) -> Floats:
    r"""Surprise at what happened, for yes-or-no questions: minus the logarithm of the probability given to it.

    .. math:: \ell(p, y) = -\bigl(y \ln p + (1 - y)\ln(1 - p)\bigr)

    Parameters
    ----------
    probabilities : numbers
        Predicted probability of "yes", 0 to 1.
    labels : numbers
        1 for yes, 0 for no, or anything between; same shape.

    Returns
    -------
    array of float
        The loss of each example, in nats. It is infinite if something was called impossible and happened: nothing
        is clipped in secret.

    Raises
    ------
    ValueError
        If the shapes differ, or if a probability or label lies outside 0 to 1.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    Source: I. J. Good, *Rational Decisions* (1952).

    Examples
    --------
    A spam mail that was given 0.9, and an innocent one that was:

    >>> binary_cross_entropy([0.9, 0.9], [1, 0]).round(3)
    array([0.105, 2.303])
    """
    return 0 - _xlogy(labels, probabilities) - _xlog1py(1 - labels, -probabilities)  # 0 - 0 is 0, and -0 would be shown


@checked(probabilities_and_labels)
def binary_cross_entropy_gradient(probabilities: Numbers, labels: Numbers) -> Floats:
    r"""Slope of `binary_cross_entropy` for each probability.

    .. math:: \frac{\partial \ell}{\partial p} = \frac{1 - y}{1 - p} - \frac{y}{p}

    Parameters, errors and shapes are those of `binary_cross_entropy`.

    Examples
    --------
    >>> binary_cross_entropy_gradient([0.5, 0.8], [1, 0])
    array([-2.,  5.])
    """
    no = np.where(labels < 1, (1 - labels) / (1 - probabilities), 0)
    return no - np.where(labels > 0, labels / probabilities, 0)


@checked(logits_and_labels)
def binary_cross_entropy_from_logits(logits: Numbers, labels: Numbers) -> Floats:
    r"""`binary_cross_entropy` computed from raw scores, exact where probabilities have rounded to 0 or 1.

    .. math:: \ell(x, y) = \ln(1 + e^x) - y\,x = \ln(1 + e^{-|x|}) + w\,|x|, \quad w = \bigl|y - [x > 0]\bigr|

    The second form is the one computed: no power overflows, and w is the part of the label on the other side.

    Parameters
    ----------
    logits : numbers
        Raw scores; 0 means undecided, above 0 leans to "yes".
    labels : numbers
        1 for yes, 0 for no, or anything between; same shape.

    Returns
    -------
    array of float
        The loss of each example, in nats.

    Raises
    ------
    ValueError
        If the shapes differ, or if a label lies outside 0 to 1.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    A confident right answer costs a little: a score of 40 for "yes" costs 4e-18. scikit-learn's private loss rounds
    that to 0, and PyTorch does so with its slope.

    Examples
    --------
    >>> binary_cross_entropy_from_logits([0, -1000], [1, 1]).round(3)
    array([6.93e-01, 1.00e+03])
    """
    size = np.abs(logits)
    wrong = np.abs(labels - (logits > 0))  # the part of the label on the other side
    return np.log1p(np.exp(-size)) + _times(wrong, size)


@checked(logits_and_labels)
def binary_cross_entropy_from_logits_gradient(logits: Numbers, labels: Numbers) -> Floats:
    r"""Slope of `binary_cross_entropy_from_logits` for each score: probability minus label.

    .. math:: \frac{\partial \ell}{\partial x} = \sigma(x) - y = (1 - y)\,\sigma(x) - y\,\sigma(-x)

    The second form is the one computed: it subtracts nothing from a number close to it. Parameters, errors and
    shapes are those of `binary_cross_entropy_from_logits`.

    Examples
    --------
    >>> binary_cross_entropy_from_logits_gradient([0, 0], [1, 0])
    array([-0.5,  0.5])
    """
    yes, no = _both_chances(logits)
    return (1 - labels) * yes - labels * no


@checked(probabilities_and_classes)
def categorical_cross_entropy(probabilities: Numbers, classes: Numbers) -> Floats:
    r"""Surprise at the class that was right: minus the logarithm of the probability given to it.

    .. math:: \ell(p, c) = -\ln p_c

    Parameters
    ----------
    probabilities : numbers
        A row for each example, one probability for each class, adding up to 1; shape (n, K).
    classes : numbers
        The right class of each example, 0 to K - 1; shape (n,).

    Returns
    -------
    array of float
        The loss of each example, in nats; shape (n,).

    Raises
    ------
    ValueError
        If the shapes do not fit, a class is not a whole number from 0 to K - 1, a probability lies outside 0 to 1,
        or the probabilities of an example do not add up to 1.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    Source: I. J. Good, *Rational Decisions* (1952).

    Examples
    --------
    Dog 0.7, cat 0.2, fish 0.1, and it was a cat:

    >>> categorical_cross_entropy([[0.7, 0.2, 0.1]], [1]).round(3)
    array([1.609])
    """
    missing = 0 * probabilities.sum(axis=-1)  # a NaN anywhere in the row makes the loss NaN
    return 0 - np.log(_at_class(probabilities.T, classes)) + missing


@checked(probabilities_and_classes)
def categorical_cross_entropy_gradient(probabilities: Numbers, classes: Numbers) -> Floats:
    r"""Slope of `categorical_cross_entropy` for each probability: -1/p for the right class, 0 for the others.

    .. math:: \frac{\partial \ell}{\partial p_k} = -\frac{[k = c]}{p_k}

    Parameters, errors and shapes are those of `categorical_cross_entropy`; the slope has shape (n, K).

    Examples
    --------
    >>> categorical_cross_entropy_gradient([[0.5, 0.25, 0.25]], [0])
    array([[-2.,  0.,  0.]])
    """
    slopes = np.zeros_like(probabilities.T)
    np.put_along_axis(slopes, classes[None], -1 / _at_class(probabilities.T, classes)[None], axis=0)
    return slopes.T


@checked(logits_and_classes)
def categorical_cross_entropy_from_logits(logits: Numbers, classes: Numbers) -> Floats:
    r"""`categorical_cross_entropy` computed from raw scores: softmax and logarithm in one exact step.

    .. math:: \ell(z, c) = -z_c + \ln \sum_j e^{z_j}

    Parameters
    ----------
    logits : numbers
        A row for each example, one raw score for each class; shape (n, K).
    classes : numbers
        The right class of each example, 0 to K - 1; shape (n,).

    Returns
    -------
    array of float
        The loss of each example, in nats; shape (n,).

    Raises
    ------
    ValueError
        If the shapes do not fit, or a class is not a whole number from 0 to K - 1.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    The largest score is first taken from all others. It is then e to the power of 0, is left out of the sum and added
    by log1p, so that a confident right answer costs 4e-18, where PyTorch and Optax give 0.

    Examples
    --------
    >>> categorical_cross_entropy_from_logits([[2, 1, 0]], [0]).round(3)
    array([0.408])
    """
    below, _, rest = _against_the_largest(logits)
    return np.log1p(rest) - _at_class(below, classes)


@checked(logits_and_classes)
def categorical_cross_entropy_from_logits_gradient(logits: Numbers, classes: Numbers) -> Floats:
    r"""Slope of `categorical_cross_entropy_from_logits` for each score: probability minus 1 or 0.

    .. math:: \frac{\partial \ell}{\partial z_k} = p_k - [k = c]

    Every class is pushed, not only the right one, and the pushes of a row add up to 0. Parameters, errors and
    shapes are those of `categorical_cross_entropy_from_logits`; the slope has shape (n, K).

    Examples
    --------
    >>> categorical_cross_entropy_from_logits_gradient([[2, 1, 0]], [0]).round(3)
    array([[-0.335,  0.245,  0.09 ]])
    """
    below, powers, rest = _against_the_largest(logits)
    at_class = _at_class(below, classes)
    # p - 1 is minus what the other classes have. Where the right class is the largest, that is the rest.
    others = np.where(at_class == 0, rest, (1 + rest) - np.exp(at_class))
    np.put_along_axis(powers, classes[None], -others[None], axis=0)
    return (powers / (1 + rest)).T


@checked(scores_and_signs)
def hinge(scores: Numbers, signs: Numbers) -> Floats:
    r"""How much is missing to be right by a margin of 1; nothing beyond it.

    .. math:: \ell(s, y) = \max(0, 1 - y s)

    Parameters
    ----------
    scores : numbers
        Raw scores, not probabilities; the sign says which class.
    signs : numbers
        The right class of each example, -1 or +1; same shape.

    Returns
    -------
    array of float
        The loss of each example, without a unit.

    Raises
    ------
    ValueError
        If the shapes differ, or if a sign is neither -1 nor +1. With labels 0 and 1, one class would cost 1
        whatever its score.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    Source: C. Cortes and V. Vapnik, *Support-Vector Networks* (1995).

    Examples
    --------
    >>> hinge([2.5, 0.8, -0.5], [1, 1, 1])
    array([0. , 0.2, 1.5])
    """
    return np.maximum(1 - signs * scores, 0)


@checked(scores_and_signs)
def hinge_gradient(scores: Numbers, signs: Numbers) -> Floats:
    r"""Slope of `hinge` for each score: minus the sign inside the margin, 0 beyond it and at the margin itself.

    .. math:: \frac{\partial \ell}{\partial s} = -y \text{ if } y s < 1, \text{ else } 0

    Parameters, errors and shapes are those of `hinge`.

    Examples
    --------
    >>> hinge_gradient([2.5, 1.0, -0.5], [1, 1, -1])
    array([0., 0., 1.])
    """
    return 0 - signs * (signs * scores < 1)  # 0 - 0 is 0, and -0 would be shown


@checked(probabilities_and_labels)
def focal(probabilities: Numbers, labels: Numbers, *, gamma: float = 2.0, alpha: float | None = None) -> Floats:
    r"""Binary cross-entropy that fades with confidence, so that many easy examples do not drown a hard one.

    .. math:: \ell(p, y) = \alpha_1\,y\,F(p) + \alpha_0(1 - y)\,F(1 - p), \quad F(q) = -(1 - q)^\gamma \ln q

    The weights of "yes" and "no" are alpha and 1 - alpha, or 1 and 1 without alpha.

    Parameters
    ----------
    probabilities : numbers
        Predicted probability of "yes", 0 to 1.
    labels : numbers
        1 for yes, 0 for no, or anything between; same shape.
    gamma : float
        How fast easy examples fade; 0 gives plain cross-entropy.
    alpha : float, optional
        Weight of the class "yes", 0 to 1; "no" weighs 1 - alpha. None weighs both 1.

    Returns
    -------
    array of float
        The loss of each example, in nats. It is never more than the cross-entropy: nothing is turned up.

    Raises
    ------
    ValueError
        If the shapes differ, or if a probability, a label, gamma or alpha lies outside its range.
    TypeError
        If the input is not made of real numbers.

    Notes
    -----
    For labels between 0 and 1 both sides are mixed; Keras and Optax fade by a mixed probability instead. Source: T.-Y.
    Lin and others, *Focal Loss for Dense Object Detection* (2017).

    Examples
    --------
    >>> focal([0.9, 0.1], [1, 1]).round(5)
    array([1.05000e-03, 1.86509e+00])
    """
    yes, no = _weights(alpha)
    return (
        0
        - _xlogy(yes * labels * (1 - probabilities) ** gamma, probabilities)
        - _xlog1py(no * (1 - labels) * probabilities**gamma, -probabilities)
    )


@checked(probabilities_and_labels)
def focal_gradient(
    probabilities: Numbers, labels: Numbers, *, gamma: float = 2.0, alpha: float | None = None
) -> Floats:
    r"""Slope of `focal` for each probability.

    .. math:: \frac{\partial \ell}{\partial p} = \alpha_1\,y\,F'(p) - \alpha_0(1 - y)\,F'(1 - p), \quad
        F'(q) = \gamma(1 - q)^{\gamma - 1}\ln q - (1 - q)^\gamma / q

    Parameters, errors and shapes are those of `focal`.

    Examples
    --------
    >>> focal_gradient([0.5], [1], gamma=0)
    array([-2.])
    """
    yes, no = _weights(alpha)

    def slope(right: Floats, log_right: Floats, wrong: Floats) -> Floats:
        fading = gamma * wrong ** (gamma - 1) * log_right if gamma else 0
        return np.where(wrong > 0, fading, 0) - wrong**gamma / right

    rising = slope(probabilities, np.log(probabilities), 1 - probabilities)
    falling = slope(1 - probabilities, np.log1p(-probabilities), probabilities)
    return np.where(labels > 0, yes * labels * rising, 0) - np.where(labels < 1, no * (1 - labels) * falling, 0)


@checked(logits_and_labels)
def focal_from_logits(logits: Numbers, labels: Numbers, *, gamma: float = 2.0, alpha: float | None = None) -> Floats:
    r"""`focal` computed from raw scores, exact where probabilities have rounded to 0 or 1.

    .. math:: \ell(x, y) = \alpha_1\,y\,F(x) + \alpha_0(1 - y)\,F(-x), \quad
        F(v) = \sigma(-v)^\gamma \ln(1 + e^{-v})

    The weights are those of `focal`.

    Parameters
    ----------
    logits : numbers
        Raw scores; 0 means undecided, above 0 leans to "yes".
    labels, gamma, alpha
        As in `focal`.

    Returns
    -------
    array of float
        The loss of each example, in nats.

    Raises
    ------
    ValueError, TypeError
        As `focal`, but any score is allowed.

    Examples
    --------
    >>> focal_from_logits([0.0], [1], gamma=2.0).round(4)
    array([0.1733])
    """
    yes, no = _weights(alpha)
    for_yes, for_no = _faded(logits, gamma)
    return _times(yes * labels, for_yes) + _times(no * (1 - labels), for_no)


@checked(logits_and_labels)
def focal_from_logits_gradient(
    logits: Numbers, labels: Numbers, *, gamma: float = 2.0, alpha: float | None = None
) -> Floats:
    r"""Slope of `focal_from_logits` for each score.

    .. math:: \frac{\partial \ell}{\partial x} = \alpha_1\,y\,F'(x) - \alpha_0(1 - y)\,F'(-x), \quad
        F'(m) = -\sigma(-m)^\gamma\bigl(\gamma\,\sigma(m)\ln(1 + e^{-m}) + \sigma(-m)\bigr)

    Both terms in the bracket have the same sign, so nothing cancels. Parameters, errors and shapes are those of
    `focal_from_logits`.

    Examples
    --------
    >>> focal_from_logits_gradient([0.0, 0.0], [1, 0], gamma=0.0)
    array([-0.5,  0.5])
    """
    yes, no = _weights(alpha)
    for_yes, for_no = _faded_slope(logits, gamma)
    return yes * labels * for_yes - no * (1 - labels) * for_no


def _faded(scores: Floats, gamma: float) -> tuple[Floats, Floats]:
    """Return F(x) and F(-x), where F(v) = sigmoid(-v)^gamma * ln(1 + e^-v): the doubt that is left, times the surprise."""
    above, below, tail = np.maximum(scores, 0), np.maximum(-scores, 0), np.exp(-np.abs(scores))
    surprise, scale = np.log1p(tail), (1 + tail) ** gamma
    return (
        _power(above, gamma) * (surprise + below) / scale,
        _power(below, gamma) * (surprise + above) / scale,
    )


def _faded_slope(scores: Floats, gamma: float) -> tuple[Floats, Floats]:
    """Return F'(x) and F'(-x)."""
    above, below, tail = np.maximum(scores, 0), np.maximum(-scores, 0), np.exp(-np.abs(scores))
    surprise, scale, (yes, no) = np.log1p(tail), (1 + tail) ** gamma, _both_chances(scores)
    return (
        -_power(above, gamma) * (gamma * _times(yes, surprise + below) + no) / scale,
        -_power(below, gamma) * (gamma * _times(no, surprise + above) + yes) / scale,
    )


def _power(above: Floats, gamma: float) -> Floats | float:
    """Return (e^-above)^gamma. Multiplying before the power keeps digits: a power multiplies the error of its base."""
    return np.exp(-gamma * above) if gamma else 1.0  # 0 times an infinite score would be NaN


def _both_chances(scores: Floats) -> tuple[Floats, Floats]:
    """Return sigmoid(x) and sigmoid(-x): neither is 1 minus the other, which would lose the digits of the smaller one."""
    yes, no = np.exp(np.minimum(scores, 0)), np.exp(-np.maximum(scores, 0))
    both = 1 + yes * no  # one of them is 1, the other is e to the power of -|x|
    return yes / both, no / both


def _weights(alpha: float | None) -> tuple[float, float]:
    """Return how much "yes" and "no" count."""
    return (1.0, 1.0) if alpha is None else (alpha, 1 - alpha)


def _times(weight: Floats | float, size: Floats) -> Floats:
    """Return weight * size, where 0 times infinity is 0."""
    product: Floats = weight * size
    return np.where(np.isnan(product) & (weight == 0), 0, product)


def _xlogy(weight: Floats, values: Floats) -> Floats:
    """Return weight * ln(values), where 0 ln 0 is 0."""
    return np.where(weight == 0, 0 * values, weight * np.log(values))


def _xlog1py(weight: Floats, values: Floats) -> Floats:
    """Return weight * ln(1 + values), where 0 ln 0 is 0."""
    return np.where(weight == 0, 0 * values, weight * np.log1p(values))


def _below_the_largest(logits: Floats, *, axis: int) -> Floats:
    """Return scores minus the largest of their example; the largest itself becomes 0 even if it is infinite."""
    largest = logits.max(axis=axis, keepdims=True)
    if np.isfinite(largest).all():
        return logits - largest
    with np.errstate(invalid="ignore"):
        return np.where(logits == largest, 0, logits - largest)


def _against_the_largest(logits: Floats) -> tuple[Floats, Floats, Floats]:
    """Return scores below the largest, e to their power, and the sum of these powers without the largest one.

    The classes lie along the first axis here: NumPy runs through examples much faster than through a few classes.
    """
    below = _below_the_largest(logits.T.copy(), axis=0)
    powers, largest = np.exp(below), (below == 0).astype(below.dtype)
    ties = largest.sum(axis=0) - 1  # every other class that is as large as the largest belongs to the rest
    return below, powers, (powers - largest).sum(axis=0) + ties


def _at_class(columns: np.ndarray, classes: np.ndarray) -> Floats:
    """Return the entry of each example's class, the classes lying along the first axis."""
    chosen: Floats = columns[classes] if columns.ndim == 1 else columns[classes, np.arange(classes.size)]
    return chosen


def mean_binary_cross_entropy(probabilities: Numbers, labels: Numbers, *, weights: Numbers | None = None) -> float:
    """Return the mean of `binary_cross_entropy`, a plain float in nats. Always saying 0.5 scores ln 2.

    Examples
    --------
    >>> round(mean_binary_cross_entropy([0.5, 0.5], [1, 0]), 3)
    0.693
    """
    return mean(binary_cross_entropy, probabilities, labels, weights=weights)


def mean_binary_cross_entropy_from_logits(logits: Numbers, labels: Numbers, *, weights: Numbers | None = None) -> float:
    """Return the mean of `binary_cross_entropy_from_logits`, a plain float in nats.

    Examples
    --------
    >>> round(mean_binary_cross_entropy_from_logits([0, 0], [1, 0]), 3)
    0.693
    """
    return mean(binary_cross_entropy_from_logits, logits, labels, weights=weights)


def mean_categorical_cross_entropy(
    probabilities: Numbers, classes: Numbers, *, weights: Numbers | None = None
) -> float:
    """Return the mean of `categorical_cross_entropy`, a plain float in nats. Knowing nothing scores ln K.

    Examples
    --------
    >>> round(mean_categorical_cross_entropy([[0.25, 0.25, 0.25, 0.25]], [2]), 3)
    1.386
    """
    return mean(categorical_cross_entropy, probabilities, classes, weights=weights)


def mean_categorical_cross_entropy_from_logits(
    logits: Numbers, classes: Numbers, *, weights: Numbers | None = None
) -> float:
    """Return the mean of `categorical_cross_entropy_from_logits`, a plain float in nats.

    Examples
    --------
    >>> round(mean_categorical_cross_entropy_from_logits([[0, 0, 0, 0]], [2]), 3)
    1.386
    """
    return mean(categorical_cross_entropy_from_logits, logits, classes, weights=weights)


def mean_hinge(scores: Numbers, signs: Numbers, *, weights: Numbers | None = None) -> float:
    """Return the mean of `hinge`, a plain float.

    Examples
    --------
    >>> mean_hinge([2.5, 0.5], [1, 1])
    0.25
    """
    return mean(hinge, scores, signs, weights=weights)


def mean_focal(
    probabilities: Numbers,
    labels: Numbers,
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    weights: Numbers | None = None,
) -> float:
    """Return the mean of `focal`, a plain float in nats.

    Examples
    --------
    >>> round(mean_focal([0.9, 0.1], [1, 1]), 3)
    0.933
    """
    return mean(focal, probabilities, labels, weights=weights, gamma=gamma, alpha=alpha)


def mean_focal_from_logits(
    logits: Numbers,
    labels: Numbers,
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    weights: Numbers | None = None,
) -> float:
    """Return the mean of `focal_from_logits`, a plain float in nats.

    Examples
    --------
    >>> round(mean_focal_from_logits([0.0], [1]), 3)
    0.173
    """
    return mean(focal_from_logits, logits, labels, weights=weights, gamma=gamma, alpha=alpha)
