"""Two trainings on handwritten digits that chapters show results of: rare eights, and a map that learns."""

from __future__ import annotations

from functools import cache

import numpy as np
from matplotlib.figure import Figure

from lossbook import datasets
from lossbook.course import figures
from lossbook.learning import Linear, train
from lossbook.losses.catalogue import LOSSES, Loss
from lossbook.losses.metric_learning import draw_triplets
from lossbook.losses.metrics import neighbour_accuracy
from lossbook.losses.settings import count

_STEPS = 150


def score_rare_eights(loss: Loss, *, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Train a linear model to tell rare eights from other digits, and score digits it was not trained on.

    Parameters
    ----------
    loss : Loss
        One for yes or no from a raw score.
    seed : int
        Which rows are drawn; see `lossbook.datasets.rare_eights`.

    Returns
    -------
    scores, labels : array
        The model's score for each test digit, and 1 if it is an eight.

    Examples
    --------
    >>> scores, labels = score_rare_eights(LOSSES["binary_cross_entropy_from_logits"])
    >>> int(np.sum(scores > 0)), int(labels.sum())
    (24, 65)
    """
    training, test = datasets.rare_eights(seed=seed)
    model = Linear(training.inputs.shape[1])
    train(model, loss, training.inputs, training.answers, learning_rate=0.5, epochs=1000)
    return model.predict(test.inputs), test.answers


def digit_map(steps: int) -> tuple[Figure, str]:
    """Draw the map of test digits after some steps of training with triplets, for a slider.

    Parameters
    ----------
    steps : int
        0 to 150.
    """
    steps = count("steps", steps, most=_STEPS)
    training, test = datasets.split(datasets.digits(below=5), seed=0)
    weights = _weights()[steps]
    places = test.inputs @ weights
    right = neighbour_accuracy(places, test.answers, training.inputs @ weights, training.answers)
    text = f"Map of 90 test digits after {steps} steps. The nearest neighbour is right for {right:.1%}."
    return figures.embedding(places[:90], test.answers[:90], text=text)


@cache
def _weights() -> list[np.ndarray]:
    """Return the weights before each step of the training that the triplet chapter shows, and after the last."""
    training, _ = datasets.split(datasets.digits(below=5), seed=0)
    x, found = training.inputs, [np.random.default_rng(0).normal(0, 0.1, (64, 2))]
    for step in range(_STEPS):
        positives, negatives = draw_triplets(training.answers, seed=step)
        rows = x, x[positives], x[negatives]
        _, slopes = LOSSES["triplet"].cost_and_gradient(*(row @ found[-1] for row in rows))
        found.append(found[-1] - sum(row.T @ slope for row, slope in zip(rows, slopes, strict=True)))
    return found
