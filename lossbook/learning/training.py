"""Gradient descent with any loss: predict, score, slope, step, repeat.

`step` is the whole idea in five lines. `train` repeats it, watches examples that are not trained on, and stops in
time. The models are the smallest ones that show something: a line, and a line bent by one hidden layer. A line
whose output is read as a score is logistic regression (with binary cross-entropy from logits), and one with a score
for each class is softmax regression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from math import isfinite
from typing import Any, Protocol

import numpy as np

from lossbook.losses.arrays import Numbers, real_array
from lossbook.losses.catalogue import Loss, a_loss
from lossbook.losses.kinds import Kind
from lossbook.losses.penalties import Penalty
from lossbook.losses.reduction import mean_and_gradient, mean_of
from lossbook.losses.settings import count, positive, yes_or_no
from lossbook.losses.tables import finite_array, table

_MOST = 1_000_000  # inputs, outputs and bends: more is a slip, and would not fit into memory

Score = Callable[[np.ndarray, Any], tuple[float, np.ndarray]]


class Model(Protocol):
    """What can be trained: parameters, predictions, and how a slope of the predictions reaches the parameters.

    For a penalty it also says which of its parameters are weights, in ``charged``: their places in the list.
    """

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

    charged = (0,)  # a penalty charges the weights, and leaves the bias out

    def __init__(self, n_inputs: int, n_outputs: int | None = None) -> None:
        n_inputs, shape = count("n_inputs", n_inputs, least=1, most=_MOST), _outputs(n_outputs)
        self.parameters = [np.zeros((n_inputs, *shape)), np.zeros(shape or (1,))]

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Return the predictions for a table with an example in each row."""
        weights, bias = self.parameters
        with np.errstate(all="ignore"):
            return _rows(inputs, len(weights)).dot(weights) + bias

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

    charged = (0, 2)

    def __init__(self, n_inputs: int, n_hidden: int, n_outputs: int | None = None, *, seed: int = 0) -> None:
        n_inputs, n_hidden = (
            count("n_inputs", n_inputs, least=1, most=_MOST),
            count("n_hidden", n_hidden, least=1, most=_MOST),
        )
        random, shape = np.random.default_rng(count("seed", seed)), _outputs(n_outputs)
        # Starts of this size keep the spread of the numbers from layer to layer (He and others, 2015).
        self.parameters = [
            random.normal(0, np.sqrt(2 / n_inputs), (n_inputs, n_hidden)),
            np.zeros(n_hidden),
            random.normal(0, np.sqrt(1 / n_hidden), (n_hidden, *shape)),
            np.zeros(shape or (1,)),
        ]

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Return the predictions for a table with an example in each row."""
        with np.errstate(all="ignore"):
            return self._hidden(_rows(inputs, len(self.parameters[0]))) @ self.parameters[2] + self.parameters[3]

    def gradients(self, inputs: np.ndarray, slopes: np.ndarray) -> list[np.ndarray]:
        """Return the slope of each parameter, given the slope of each prediction: backpropagation."""
        hidden, weights = self._hidden(inputs), self.parameters[2]
        back = np.outer(slopes, weights) if weights.ndim == 1 else slopes @ weights.T
        back = back * (hidden > 0)
        return [inputs.T @ back, back.sum(axis=0), hidden.T @ slopes, slopes.sum(axis=0)]

    def _hidden(self, inputs: np.ndarray) -> np.ndarray:
        return np.maximum(inputs @ self.parameters[0] + self.parameters[1], 0)


def _outputs(n_outputs: int | None) -> tuple[int, ...]:
    return () if n_outputs is None else (count("n_outputs", n_outputs, least=1, most=_MOST),)


def _rows(inputs: Numbers, columns: int) -> np.ndarray:
    """Return inputs that a model with so many columns can work with, missing ones included."""
    inputs = real_array("inputs", inputs)
    return inputs if inputs.ndim == 2 and inputs.shape[1] == columns else table("inputs", inputs, columns=columns)


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
    penalty : list of float
        What the weights cost at the times of `training_loss`, which never contains it; empty without a penalty.
    """

    training_loss: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    metrics: dict[str, list[float]] = field(default_factory=dict)
    stopped_early: bool = False
    penalty: list[float] = field(default_factory=list)

    @property
    def best_epoch(self) -> int:
        return int(np.argmin(self.validation_loss or self.training_loss))


def _with_a_rate(take: Callable[..., float]) -> Callable[..., float]:
    """Check the learning rate before the lines that a chapter shows, and let numbers grow beyond all bounds there."""

    @wraps(take)
    def checked(model: Model, score: Score, inputs: Numbers, answers: Any, learning_rate: float) -> float:
        rate = positive("learning_rate", learning_rate)
        with np.errstate(all="ignore"):
            return take(model, score, inputs, answers, rate)

    return checked


@_with_a_rate
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
    penalty: Penalty | None = None,
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
    penalty : Penalty, optional
        What the weights cost beside the loss, such as ``Penalty(l2=0.1)``. Biases are not charged, and neither the
        training loss nor the validation loss contains it.
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
        If the loss becomes infinite or NaN. The message names the learning rate if a step led there, and the true
        cause if the loss was no number from the start.
    ValueError, TypeError
        What the loss says of the examples; a missing or infinite number, no example at all, a loss that does not fit
        the outputs of the model; and settings outside their range.
    ImportError
        If a progress bar is asked for, and tqdm is not installed.

    Examples
    --------
    >>> from lossbook import LOSSES
    >>> x = np.linspace(0, 1, 20)[:, None]
    >>> model = Linear(1)
    >>> history = train(model, LOSSES["squared_error"], x, 3 * x[:, 0] + 1, learning_rate=0.5, epochs=500)
    >>> print([round(float(parameter[0]), 3) for parameter in model.parameters])
    [3.0, 1.0]
    """
    loss, learning_rate = a_loss(loss), positive("learning_rate", learning_rate)
    epochs, seed = count("epochs", epochs), count("seed", seed)
    batch_size = None if batch_size is None else count("batch_size", batch_size, least=1)
    patience = None if patience is None else count("patience", patience, least=1)
    penalty = _charged(model, penalty)
    progress, metrics = yes_or_no("progress", progress), _followed(metrics)
    if patience is not None and validation is None:
        raise ValueError(
            "patience needs validation examples: without them there is nothing to stop for. Give validation=(x, y)."
        )
    if validation is not None and not (isinstance(validation, (tuple, list)) and len(validation) == 2):
        raise TypeError(
            f"validation must be a pair, (inputs, answers), got {type(validation).__name__}. Put the two into brackets."
        )
    # Everything is checked once, so that the steps themselves are bare arithmetic.
    inputs, answers = _checked(model, loss, inputs, answers)
    kept = _checked(model, loss, *validation) if validation is not None else None

    def score(predictions: np.ndarray, batch: np.ndarray) -> tuple[float, np.ndarray]:
        return mean_and_gradient(loss.function.formula, loss.slope.formula, (predictions, batch), **loss.parameters)

    def cost(examples: tuple[np.ndarray, np.ndarray]) -> float:
        return mean_of(loss.function.formula, (model.predict(examples[0]), examples[1]), **loss.parameters)

    def pay() -> None:
        """Take the step of the penalty, after that of the loss."""
        for place in model.charged if penalty else ():
            model.parameters[place][...] = penalty.shrunk(model.parameters[place], learning_rate)

    def note() -> None:
        if penalty:
            weights = [model.parameters[place] for place in model.charged]
            history.penalty.append(penalty.cost(weights) if all(np.isfinite(w).all() for w in weights) else np.inf)

    history, random, whole = History(), np.random.default_rng(seed), (inputs, answers)
    best, best_parameters = np.inf, [parameter.copy() for parameter in model.parameters]
    with np.errstate(over="ignore", invalid="ignore"):
        for epoch in _epochs(epochs, progress):
            note()
            try:
                if batch_size is None:
                    history.training_loss.append(step(model, score, inputs, answers, learning_rate))
                    pay()
                else:
                    history.training_loss.append(cost(whole))
                    for rows in _batches(len(answers), batch_size, random):
                        step(model, score, inputs[rows], answers[rows], learning_rate)
                        pay()
                if kept is not None:
                    history.validation_loss.append(cost(kept))
            except ValueError:  # a loss that is NaN cannot be averaged
                history.training_loss.append(np.nan)
            _stop_if_diverged(history.training_loss, model, loss, whole, learning_rate, epoch)
            if kept is not None and history.validation_loss[-1] < best:
                best, best_parameters = history.validation_loss[-1], [p.copy() for p in model.parameters]
            for name, metric in metrics.items():
                x, y = kept or whole
                history.metrics.setdefault(name, []).append(metric(model.predict(x), y))
            if patience is not None and epoch - history.best_epoch >= patience:
                history.stopped_early = True
                model.parameters[:] = best_parameters
                break
        note()
        try:
            history.training_loss.append(cost(whole))
        except ValueError:
            history.training_loss.append(np.nan)
        _stop_if_diverged(history.training_loss, model, loss, whole, learning_rate, epochs)
        loss.function.check(model.predict(inputs), answers)  # a probability may have left its range on the way
    return history


def _checked(model: Model, loss: Loss, inputs: Numbers, answers: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Check examples against the model and the loss, and return them as arrays."""
    if not all(hasattr(model, part) for part in ("parameters", "predict", "gradients")):
        raise TypeError(f"A model with parameters, predict and gradients is needed, such as Linear(2), got {model!r}.")
    if loss.kind is Kind.POINTS:
        raise ValueError(
            f"{loss.name} compares points with each other, and train compares predictions with answers. "
            "The triplet chapter has a loop for it."
        )
    if loss.kind is Kind.PAIR:
        raise ValueError(
            f"{loss.name} compares two scores with each other, and train compares predictions with answers. "
            "The chapter on votes has a loop for it."
        )
    if isinstance(model, (Linear, OneHiddenLayer)) and loss.kind in (Kind.PROBABILITY, Kind.CLASS_PROBABILITIES):
        raise ValueError(
            f"{loss.name} wants probabilities, and the outputs of a {type(model).__name__} are raw scores. "
            "Use the loss of the same name that ends in _from_logits."
        )
    if not all(np.isfinite(parameter).all() for parameter in model.parameters):
        raise ValueError(
            "The model's parameters are not finite numbers, as a training that diverged leaves them. Make a new model."
        )
    inputs = table("inputs", inputs, columns=model.parameters[0].shape[0])
    if not (type(answers) is np.ndarray and answers.dtype.kind in "iu"):  # whole numbers stay what they are
        answers = finite_array("answers", answers)
    return inputs, loss.function.check(model.predict(inputs), answers)[1]


def _charged(model: Model, penalty: Any) -> Penalty | None:
    """Return a penalty as it is, if it is one and the model says what it charges."""
    if penalty is None:
        return None
    if not isinstance(penalty, Penalty):
        raise TypeError(f"penalty must be a Penalty, such as Penalty(l2=0.1), got {penalty!r}. None leaves it out.")
    if not hasattr(model, "charged"):
        raise TypeError(
            f"A penalty needs to know which parameters are weights, and {type(model).__name__} does not say. "
            "Give the model their places, such as charged = (0,)."
        )
    return penalty


def _followed(metrics: Any) -> Mapping[str, Callable[[np.ndarray, np.ndarray], float]]:
    """Return the metrics to follow, by name."""
    metrics = {} if metrics is None else metrics
    if not isinstance(metrics, Mapping) or not all(callable(metric) for metric in metrics.values()):
        raise TypeError(
            "metrics must be a dictionary from a name to a function of predictions and answers, "
            f"got {metrics!r}. Write {{'accuracy': accuracy}}."
        )
    return metrics


def _batches(examples: int, size: int, random: np.random.Generator) -> Iterator[np.ndarray]:
    order = random.permutation(examples)
    for start in range(0, examples, size):
        yield order[start : start + size]


def _epochs(epochs: int, progress: bool) -> Any:
    if not progress:
        return range(epochs)
    try:
        from tqdm.auto import trange
    except ImportError as missing:
        raise ImportError(
            "progress=True needs tqdm, which is not installed. Run pip install 'lossbook[notebooks]', or leave it out."
        ) from missing
    return trange(epochs, desc="training", unit="epoch")


def _stop_if_diverged(
    losses: list[float],
    model: Model,
    loss: Loss,
    examples: tuple[np.ndarray, np.ndarray],
    learning_rate: float,
    epoch: int,
) -> None:
    """Raise if the loss is no finite number any more, and say whether the steps or something else led there."""
    if isfinite(losses[-1]):
        return
    predictions = model.predict(examples[0])
    if np.isfinite(predictions).all():
        loss.function.check(predictions, examples[1])  # a probability outside 0 to 1 is no matter of the steps
    if not isfinite(losses[0]):
        raise DivergenceError(
            f"The loss is {losses[0]} before the first step, so the learning rate is not the cause. Look at the answers "
            f"(up to {np.abs(examples[1]).max():g}) and the inputs (up to {np.abs(examples[0]).max():g}), and scale what is large; "
            "or the loss does not fit what the model puts out."
        )
    when = f"after {epoch} epochs" if epoch else "within the first epoch"
    raise DivergenceError(
        f"The loss is {losses[-1]} {when}: the steps are too large and jump ever farther. "
        f"Try a learning rate of {learning_rate / 10:g} instead of {learning_rate:g}."
    )
