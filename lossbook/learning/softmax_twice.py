"""What becomes of cross-entropy when softmax is applied twice, a common mistake: the loss cannot fall to 0."""

from __future__ import annotations

import numpy as np

from lossbook.losses.arrays import Numbers
from lossbook.losses.classification import (
    categorical_cross_entropy_from_logits,
    categorical_cross_entropy_from_logits_gradient,
    softmax,
)
from lossbook.losses.settings import count
from lossbook.losses.tables import column


def softmax_twice_loss(scores: Numbers, label: int) -> float:
    """Return the loss of one example whose probabilities are taken for scores.

    Examples
    --------
    >>> round(softmax_twice_loss([2, 1, 0], 0), 3), round(softmax_twice_loss([1000, 0, 0], 0), 3)
    (0.797, 0.551)
    """
    return float(categorical_cross_entropy_from_logits([softmax(column("scores", scores))], [count("label", label)])[0])


def softmax_twice_gradient(scores: Numbers, label: int) -> np.ndarray:
    """Return the slope of `softmax_twice_loss` for each score: that of the outer softmax, times that of the inner.

    Examples
    --------
    >>> softmax_twice_gradient([2, 1, 0], 0).round(3).tolist()
    [-0.186, 0.139, 0.047]
    """
    shares, label = softmax(column("scores", scores)), count("label", label)
    outer = categorical_cross_entropy_from_logits_gradient([shares], [label])[0]
    return shares * (outer - shares @ outer)


def softmax_twice_floor(classes: int) -> float:
    """Return the loss that no scores get below: the first softmax gave 1 to the right class and 0 to the others.

    Examples
    --------
    >>> round(softmax_twice_floor(3), 3), round(softmax_twice_floor(10), 3)
    (0.551, 1.461)
    """
    return float(
        categorical_cross_entropy_from_logits([np.eye(1, count("classes", classes, least=2, most=1_000_000))[0]], [0])[
            0
        ]
    )
