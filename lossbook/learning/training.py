"""Gradient descent with any loss: predict, score, slope, step, repeat.

`step` is the whole idea in five lines. `train` repeats it, watches examples that are not trained on, and stops in
time. The models are the smallest ones that show something: a line, and a line bent by one hidden layer. A line
whose output is read as a score is logistic regression (with binary cross-entropy from logits), and one with a score
for each class is softmax regression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Protocol

import numpy as np

from lossbook.losses.arrays import Numbers, real_array
from lossbook.losses.catalogue import Loss
from lossbook.losses.reduction import mean_and_gradient, mean_of
from lossbook.losses.settings import positive

Score = Callable[[np.ndarray, Any], tuple[float, np.ndarray]]


class Model(Protocol):
    """What can be trained: parameters, predictions, and how a slope of the predictions reaches the parameters."""

    parameters: list[np.ndarray]

    def predict(self, inputs: np.ndarray) -> np.ndarray: ...

    def gradients(self, inputs: np.ndarray, slopes: np.ndarray) -> list[np.ndarray]: ...


class Linear:
    """A weighted sum of the inputs plus a constant.

    Parameters
    ----------
    n_inputs : int
        How many numbers describe an example.
    n_outputs : int, optional
        How many numbers to predict: None for one number an example, shape (n,); K for a row of K scores, shape (n, K).

    Examples
    --------
    >>> Linear(2).predict(np.ones((3, 2)))
    array([0., 0., 0.])
    """

    def __init__(self, n_inputs: int, n_outputs: int | None = None) -> None:
        shape = () if n_outputs is None else (n_outputs,)
        self.parameters = [np.zeros((n_inputs, *shape)), np.zeros(shape or (1,))]

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Return the predictions for a table with an example in each row."""
        weights, bias = self.parameters
        return inputs.dot(weights) + bias

    def gradients(self, inputs: np.ndarray, slopes: np.ndarray) -> list[np.ndarray]:
        """Return the slope of each parameter, given the slope of each prediction."""
        return [slopes.T.dot(inputs).T, np.add.reduce(slopes)]  # inputs.T @ slopes, along rows as they lie in memory


class OneHiddenLayer:
    """Weighted sums, negative ones cut to 0 (ReLU), and a weighted sum of these: a line with bends.

    Parameters
    ----------
    n_inputs, n_hidden : int
        How many numbers describe an example, and how many bends there may be.
    n_outputs : int, optional
        As in `Linear`.
    seed : int
        Where the random start comes from; the same seed gives the same start.

    Examples
    --------
    >>> OneHiddenLayer(2, 8, seed=1).predict(np.ones((3, 2))).shape
    (3,)
    """

    def __init__(self, n_inputs: int, n_hidden: int, n_outputs: int | None = None, *, seed: int = 0) -> None:
        random, shape = np.random.default_rng(seed), () if n_outputs is None else (n_outputs,)
        # Starts of this size keep the spread of the numbers from layer to layer (He and others, 2015).
        self.parameters = [
            random.normal(0, np.sqrt(2 / n_inputs), (n_inputs, n_hidden)),
            np.zeros(n_hidden),
            random.normal(0, np.sqrt(1 / n_hidden), (n_hidden, *shape)),
            np.zeros(shape or (1,)),
        ]

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Return the predictions for a table with an example in each row."""
        return self._hidden(inputs) @ self.parameters[2] + self.parameters[3]

    def gradients(self, inputs: np.ndarray, slopes: np.ndarray) -> list[np.ndarray]:
        """Return the slope of each parameter, given the slope of each prediction: backpropagation."""
        hidden, weights = self._hidden(inputs), self.parameters[2]
        back = np.outer(slopes, weights) if weights.ndim == 1 else slopes @ weights.T
        back = back * (hidden > 0)
        return [inputs.T @ back, back.sum(axis=0), hidden.T @ slopes, slopes.sum(axis=0)]

    def _hidden(self, inputs: np.ndarray) -> np.ndarray:
        return np.maximum(inputs @ self.parameters[0] + self.parameters[1], 0)


class DivergenceError(ArithmeticError):
    """The loss has become infinite or is no number any more."""


@dataclass
class History:
    """What happened in training, epoch by epoch.

    Attributes
    ----------
    training_loss : list of float
        Mean loss of the training examples at the start of each epoch, and at the end of the last.
    validation_loss : list of float
        Mean loss of the examples kept aside, after each epoch; empty without them.
    metrics : mapping of lists
        Each metric on the examples kept aside (on the training examples without them).
    best_epoch : int
        The epoch with the lowest validation loss, or training loss without validation.
    stopped_early : bool
        Whether patience ran out.
    """

    training_loss: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    metrics: dict[str, list[float]] = field(default_factory=dict)
    stopped_early: bool = False

    @property
    def best_epoch(self) -> int:
        return int(np.argmin(self.validation_loss or self.training_loss))


def step(model: Model, score: Score, inputs: np.ndarray, answers: Any, learning_rate: float) -> float:
    """Take one step downhill, and return the loss before it.

    Parameters
    ----------
    model : Model
    score : callable
        Gives the loss and its slope with respect to every prediction, such as ``LOSSES["huber"].cost_and_gradient``.
    inputs, answers : array
        The examples.
    learning_rate : float
        How far to go for each unit of slope.

    Examples
    --------
    >>> from lossbook import LOSSES
    >>> model, x, y = Linear(1), np.array([[1.0], [2.0]]), np.array([2.0, 4.0])
    >>> [round(step(model, LOSSES["squared_error"].cost_and_gradient, x, y, 0.1), 2) for _ in range(2)]
    [10.0, 1.06]
    """
    predictions = model.predict(inputs)  # predict
    loss, slopes = score(predictions, answers)  # score
    gradients = model.gradients(inputs, slopes)  # slope
    for parameter, gradient in zip(model.parameters, gradients, strict=True):
        parameter -= learning_rate * gradient  # step
    return loss  # and repeat


def train(
    model: Model,
    loss: Loss,
    inputs: Numbers,
    answers: Numbers,
    *,
    learning_rate: float,
    epochs: int = 100,
    batch_size: int | None = None,
    validation: tuple[Numbers, Numbers] | None = None,
    metrics: Mapping[str, Callable[[np.ndarray, np.ndarray], float]] | None = None,
    patience: int | None = None,
    seed: int = 0,
    progress: bool = False,
) -> History:
    """Train a model by gradient descent. The model's parameters are changed; the history is returned.

    Parameters
    ----------
    model : Model
        `Linear`, `OneHiddenLayer`, or anything with parameters, ``predict`` and ``gradients``.
    loss : Loss
        Any loss that compares predictions with answers, from the catalogue or made from those.
    inputs, answers : numbers
        The examples, one a row.
    learning_rate : float
        How far to go for each unit of slope.
    epochs : int
        How often to go through all examples.
    batch_size : int, optional
        Examples in each step, drawn in random order; None takes all of them.
    validation : pair, optional
        Inputs and answers that are scored and never trained on.
    metrics : mapping, optional
        Functions of predictions and answers to follow, by name.
    patience : int, optional
        Stop after so many epochs without a new lowest validation loss, and go back to the parameters that had it.
    seed : int
        Where the random order comes from.
    progress : bool
        Show a progress bar (needs tqdm).

    Returns
    -------
    History

    Raises
    ------
    DivergenceError
        If the loss becomes infinite or NaN; the message names the learning rate.
    ValueError, TypeError
        What the loss says of the examples, and settings outside their range.

    Examples
    --------
    >>> from lossbook import LOSSES
    >>> x = np.linspace(0, 1, 20)[:, None]
    >>> model = Linear(1)
    >>> history = train(model, LOSSES["squared_error"], x, 3 * x[:, 0] + 1, learning_rate=0.5, epochs=500)
    >>> print([round(float(parameter[0]), 3) for parameter in model.parameters])
    [3.0, 1.0]
    """
    positive("learning_rate", learning_rate)
    if patience is not None and validation is None:
        raise ValueError("patience needs validation examples: without them there is nothing to stop for.")
    # Everything is checked once, so that the steps themselves are bare arithmetic.
    inputs, answers = _checked(model, loss, inputs, answers)
    kept = _checked(model, loss, *validation) if validation is not None else None

    def score(predictions: np.ndarray, batch: np.ndarray) -> tuple[float, np.ndarray]:
        return mean_and_gradient(loss.function.formula, loss.slope.formula, (predictions, batch), **loss.parameters)

    def cost(examples: tuple[np.ndarray, np.ndarray]) -> float:
        return mean_of(loss.function.formula, (model.predict(examples[0]), examples[1]), **loss.parameters)

    history, random, whole = History(), np.random.default_rng(seed), (inputs, answers)
    best, best_parameters = np.inf, [parameter.copy() for parameter in model.parameters]
    with np.errstate(over="ignore", invalid="ignore"):
        for epoch in _epochs(epochs, progress):
            try:
                if batch_size is None:
                    history.training_loss.append(step(model, score, inputs, answers, learning_rate))
                else:
                    history.training_loss.append(cost(whole))
                    for rows in _batches(len(answers), batch_size, random):
                        step(model, score, inputs[rows], answers[rows], learning_rate)
            except ValueError:  # a loss that is NaN cannot be averaged
                history.training_loss.append(np.nan)
            _stop_if_diverged(history.training_loss[-1], learning_rate, epoch)
            if kept is not None:
                history.validation_loss.append(cost(kept))
                if history.validation_loss[-1] < best:
                    best, best_parameters = history.validation_loss[-1], [p.copy() for p in model.parameters]
            for name, metric in (metrics or {}).items():
                x, y = kept or whole
                history.metrics.setdefault(name, []).append(metric(model.predict(x), y))
            if patience is not None and epoch - history.best_epoch >= patience:
                history.stopped_early = True
                model.parameters[:] = best_parameters
                break
        try:
            history.training_loss.append(cost(whole))
        except ValueError:
            history.training_loss.append(np.nan)
        _stop_if_diverged(history.training_loss[-1], learning_rate, epochs)
    return history


def _checked(model: Model, loss: Loss, inputs: Numbers, answers: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Check examples against the model and the loss, and return them as arrays."""
    inputs = real_array("inputs", inputs)
    wanted = model.parameters[0].shape[0]
    if inputs.ndim != 2 or inputs.shape[1] != wanted:
        raise ValueError(
            f"inputs must be a table with {wanted} columns, an example in each row, got shape {inputs.shape}."
        )
    return inputs, loss.function.check(model.predict(inputs), answers)[1]


def _batches(count: int, size: int, random: np.random.Generator) -> Iterator[np.ndarray]:
    order = random.permutation(count)
    for start in range(0, count, size):
        yield order[start : start + size]


def _epochs(count: int, progress: bool) -> Any:
    if not progress:
        return range(count)
    from tqdm.auto import trange

    return trange(count, desc="training", unit="epoch")


def _stop_if_diverged(loss: float, learning_rate: float, epoch: int) -> None:
    if not isfinite(loss):
        raise DivergenceError(
            f"The loss is {loss} after {epoch} epochs: the steps are too large and jump ever farther. "
            f"Try a learning rate of {learning_rate / 10:g} instead of {learning_rate:g}."
        )
