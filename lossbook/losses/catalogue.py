"""All losses of the course in one table, with what there is to know about each.

Figures and tests are driven by `LOSSES`: a loss that is added here appears in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lossbook.losses import classification, likelihood, metric_learning, preferences, regression
from lossbook.losses.arrays import Numbers
from lossbook.losses.checks import LossFunction
from lossbook.losses.kinds import Kind
from lossbook.losses.reduction import mean, mean_and_gradient
from lossbook.losses.settings import settled


@dataclass(frozen=True, eq=False)
class Loss:
    """A loss: how to compute it, its slope, and what to know before using it.

    Parameters
    ----------
    name : str
        Key in `LOSSES`, the name of the per-example function.
    title : str
        What people call it, for headings and legends.
    kind : Kind
        What is predicted.
    function, slope : callable
        The loss of each example, and its slope with respect to each prediction, as functions of this package.
    formula, slope_formula : str
        The two formulas for one example, in LaTeX; what a name stands for follows after a wide space.
    actual : str
        What the prediction is compared with, and in which range.
    best_constant : str
        The answer that costs least if only one answer may be given for all examples.
    baseline : str
        What that best constant scores: a model has to beat it.
    outliers : str
        What a single wild example does.
    kinks : tuple of float
        Errors (or margins) at which the curve has no single slope.
    libraries : mapping
        Its name in other libraries, and how it differs there.
    source : str
        Who proposed it, and when.
    parameters : mapping
        Settings such as delta or gamma, with the values that are in force.

    Examples
    --------
    >>> LOSSES["squared_error"].cost([28, 20], [30, 30])
    52.0
    """

    name: str
    title: str
    kind: Kind
    function: LossFunction[..., Any]
    slope: LossFunction[..., Any]
    formula: str
    slope_formula: str
    actual: str
    best_constant: str
    baseline: str
    outliers: str
    kinks: tuple[float, ...] = ()
    libraries: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    parameters: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def task(self) -> str:
        """The question that a prediction answers."""
        return self.kind.task

    @property
    def prediction(self) -> str:
        """What goes in, and in which range."""
        return self.kind.words

    def value(self, *inputs: Numbers, **settings: Any) -> Any:
        """Return the loss of each example, with the settings of this loss unless others are given."""
        return self.function(*inputs, **{**self.parameters, **settings})

    def gradient(self, *inputs: Numbers, **settings: Any) -> Any:
        """Return the slope of each example's loss, with the settings of this loss unless others are given."""
        return self.slope(*inputs, **{**self.parameters, **settings})

    def cost(self, *inputs: Numbers, weights: Numbers | None = None) -> float:
        """Return the mean loss of the data set, a plain float."""
        return mean(self.function, *inputs, weights=weights, **self.parameters)

    def cost_and_gradient(self, *inputs: Numbers) -> tuple[float, Any]:
        """Return the mean loss, and its slope with respect to every prediction.

        The slope is that of the mean, so each example's own slope is already divided by their number. For the
        triplet loss there are three slopes, one for each input; for the preference loss there are two.

        Examples
        --------
        >>> LOSSES["squared_error"].cost_and_gradient([28, 20], [30, 30])
        (52.0, array([ -2., -10.]))
        """
        arrays = self.function.check(*inputs)
        return mean_and_gradient(self.function.formula, self.slope.formula, arrays, **self.parameters)

    def with_parameters(self, **parameters: float | None) -> Loss:
        """Return the same loss with other settings.

        Raises
        ------
        TypeError
            If the loss has no such setting, or its value is not a number.
        ValueError
            If the value is outside its range.

        Examples
        --------
        >>> LOSSES["huber"].with_parameters(delta=3.0).cost([10], [0])
        25.5
        >>> LOSSES["huber"].with_parameters(gamma=2.0)
        Traceback (most recent call last):
            ...
        TypeError: huber has no setting 'gamma'; it has delta.
        """
        changed = settled(self.name, parameters, tuple(self.parameters))
        return replace(self, parameters={**self.parameters, **changed})


class UnknownLossError(KeyError):
    """There is no loss of that name; the message names those there are."""

    def __str__(self) -> str:
        return str(self.args[0])


class Catalogue(Mapping[str, Loss]):
    """The losses by name. A name that other libraries use is answered with the name that it has here.

    Examples
    --------
    >>> LOSSES["mse"]
    Traceback (most recent call last):
        ...
    lossbook.losses.catalogue.UnknownLossError: There is no loss 'mse'. Did you mean 'squared_error'? \
There are: squared_error, absolute_error, huber, binary_cross_entropy, binary_cross_entropy_from_logits, \
categorical_cross_entropy, categorical_cross_entropy_from_logits, hinge, focal, focal_from_logits, triplet, gaussian_nll, laplace_nll, gaussian_nll_from_rows, preference.
    """

    def __init__(self, losses: tuple[Loss, ...]) -> None:
        self._losses = {loss.name: loss for loss in losses}

    def __getitem__(self, name: str) -> Loss:
        if isinstance(name, str) and name in self._losses:
            return self._losses[name]
        meant = self._meant(name) if isinstance(name, str) else ""
        raise UnknownLossError(
            f"There is no loss {name!r}. {f'Did you mean {meant!r}? ' if meant else ''}There are: {', '.join(self._losses)}."
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._losses)

    def __len__(self) -> int:
        return len(self._losses)

    def _meant(self, name: str) -> str:
        """Return the loss that has this name as a title or in a library, "" if none has."""
        wanted = _letters(name)
        for loss in self._losses.values() if wanted else ():
            elsewhere = re.findall(r"(\w+)\(", " ".join(loss.libraries.values()))
            if wanted in map(_letters, (loss.name, loss.title, *loss.title.split(), *elsewhere)):
                return loss.name
        return next((name for name in self._losses if wanted and wanted in _letters(name)), "")


def a_loss(loss: Any) -> Loss:
    """Return a loss as it is; refuse what is none, with the way to one.

    Examples
    --------
    >>> a_loss("huber")
    Traceback (most recent call last):
        ...
    TypeError: A loss is needed, such as LOSSES["squared_error"], got 'huber'. Write LOSSES['huber'].
    """
    if isinstance(loss, Loss):
        return loss
    name = loss if isinstance(loss, str) else getattr(loss, "__name__", "")
    meant = LOSSES._meant(name.removeprefix("mean_").removesuffix("_gradient"))
    advice = f" Write LOSSES[{meant!r}]." if meant else f" There are: {', '.join(LOSSES)}."
    got = repr(loss) if isinstance(loss, str) else f"the function {name}" if name else repr(loss)
    raise TypeError(f'A loss is needed, such as LOSSES["squared_error"], got {got}.{advice}')


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


_CATALOGUE = (
    Loss(
        name="squared_error",
        title="Squared error (MSE)",
        kind=Kind.NUMBER,
        function=regression.squared_error,
        slope=regression.squared_error_gradient,
        formula=r"(\hat y - y)^2",
        slope_formula=r"2(\hat y - y)",
        actual="any number, same unit",
        best_constant="the mean of the answers",
        baseline="the variance of the answers",
        outliers="pull without limit: twice as far pulls twice as hard",
        libraries={
            "PyTorch": "torch.nn.MSELoss()",
            "Keras": "keras.losses.MeanSquaredError()",
            "scikit-learn": "sklearn.metrics.mean_squared_error(actuals, predictions)",
            "Optax": "optax.losses.squared_error(predictions, targets).mean()",
        },
        source="Legendre (1805); Gauss (1809)",
    ),
    Loss(
        name="absolute_error",
        title="Absolute error (MAE)",
        kind=Kind.NUMBER,
        function=regression.absolute_error,
        slope=regression.absolute_error_gradient,
        formula=r"|\hat y - y|",
        slope_formula=r"\operatorname{sign}(\hat y - y)",
        actual="any number, same unit",
        best_constant="the median of the answers",
        baseline="the mean distance of the answers from their median",
        outliers="pull no harder than any other example",
        kinks=(0.0,),
        libraries={
            "PyTorch": "torch.nn.L1Loss()",
            "Keras": "keras.losses.MeanAbsoluteError()",
            "scikit-learn": "sklearn.metrics.mean_absolute_error(actuals, predictions)",
            "Optax": "jnp.abs(predictions - targets).mean() (no function of its own)",
        },
        source="Boscovich (1757)",
    ),
    Loss(
        name="huber",
        title="Huber",
        kind=Kind.NUMBER,
        function=regression.huber,
        slope=regression.huber_gradient,
        formula=r"\tfrac12 e^2 \text{ if } |e| \le \delta, \text{ else } \delta(|e| - \tfrac12\delta), \quad e = \hat y - y",
        slope_formula=r"\operatorname{clip}(\hat y - y, -\delta, \delta)",
        actual="any number, same unit",
        best_constant="where the errors, cut off at delta, add up to 0",
        baseline="the mean Huber loss from there",
        outliers="pull with a force of at most delta",
        libraries={
            "PyTorch": "torch.nn.HuberLoss(delta=1.0)",
            "Keras": "keras.losses.Huber(delta=1.0)",
            "scikit-learn": "sklearn.linear_model.HuberRegressor (a model; scales delta itself)",
            "Optax": "optax.losses.huber_loss(predictions, targets, delta=1.0).mean()",
        },
        source="Huber (1964)",
        parameters={"delta": 1.0},
    ),
    Loss(
        name="binary_cross_entropy",
        title="Binary cross-entropy",
        kind=Kind.PROBABILITY,
        function=classification.binary_cross_entropy,
        slope=classification.binary_cross_entropy_gradient,
        formula=r"-\bigl(y \ln p + (1 - y)\ln(1 - p)\bigr)",
        slope_formula=r"\frac{1 - y}{1 - p} - \frac{y}{p}",
        actual="0 or 1, or anything between",
        best_constant="the share of yes among the answers",
        baseline="-(r ln r + (1 - r) ln(1 - r)) for a share r of yes: ln 2 if r is one half, and less otherwise",
        outliers="a confident wrong answer costs without limit",
        libraries={
            "PyTorch": "torch.nn.BCELoss() (caps the loss at 100)",
            "Keras": "keras.losses.BinaryCrossentropy() (clips at 1e-7)",
            "scikit-learn": "sklearn.metrics.log_loss(labels, probabilities)",
            "Optax": "none from probabilities",
        },
        source="Good (1952)",
    ),
    Loss(
        name="binary_cross_entropy_from_logits",
        title="Binary cross-entropy from scores",
        kind=Kind.SCORE,
        function=classification.binary_cross_entropy_from_logits,
        slope=classification.binary_cross_entropy_from_logits_gradient,
        formula=r"\ln(1 + e^x) - y\,x",
        slope_formula=r"\sigma(x) - y",
        actual="0 or 1, or anything between",
        best_constant="the score whose sigmoid is the share of yes",
        baseline="-(r ln r + (1 - r) ln(1 - r)) for a share r of yes: ln 2 if r is one half, and less otherwise",
        outliers="a confident wrong answer costs about the size of its score",
        libraries={
            "PyTorch": "torch.nn.BCEWithLogitsLoss()",
            "Keras": "keras.losses.BinaryCrossentropy(from_logits=True)",
            "scikit-learn": "sklearn.linear_model.LogisticRegression (a model; penalises large weights unless C is large)",
            "Optax": "optax.losses.sigmoid_binary_cross_entropy(logits, labels).mean()",
        },
        source="Cox (1958); Good (1952)",
    ),
    Loss(
        name="categorical_cross_entropy",
        title="Categorical cross-entropy",
        kind=Kind.CLASS_PROBABILITIES,
        function=classification.categorical_cross_entropy,
        slope=classification.categorical_cross_entropy_gradient,
        formula=r"-\ln p_c",
        slope_formula=r"-\frac{[k = c]}{p_k}",
        actual="a class number, 0 to K - 1",
        best_constant="the share of each class among the answers",
        baseline="minus the sum of s ln s over the shares s: ln K if all K are equal, and less otherwise",
        outliers="a confident wrong answer costs without limit",
        libraries={
            "PyTorch": "torch.nn.NLLLoss() on the logarithms of the probabilities",
            "Keras": "keras.losses.SparseCategoricalCrossentropy() (clips at 1e-7)",
            "scikit-learn": "sklearn.metrics.log_loss(classes, probabilities)",
            "Optax": "none from probabilities",
        },
        source="Good (1952)",
    ),
    Loss(
        name="categorical_cross_entropy_from_logits",
        title="Categorical cross-entropy from scores",
        kind=Kind.CLASS_SCORES,
        function=classification.categorical_cross_entropy_from_logits,
        slope=classification.categorical_cross_entropy_from_logits_gradient,
        formula=r"-z_c + \ln \sum_j e^{z_j}",
        slope_formula=r"p_k - [k = c]",
        actual="a class number, 0 to K - 1",
        best_constant="the logarithms of the shares of the classes",
        baseline="minus the sum of s ln s over the shares s: ln K if all K are equal, and less otherwise",
        outliers="a confident wrong answer costs about the size of its score",
        libraries={
            "PyTorch": "torch.nn.CrossEntropyLoss()",
            "Keras": "keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
            "scikit-learn": "sklearn.linear_model.LogisticRegression (a model; penalises large weights unless C is large)",
            "Optax": "optax.losses.softmax_cross_entropy_with_integer_labels(logits, classes).mean()",
        },
        source="Bridle (1990); Good (1952)",
    ),
    Loss(
        name="hinge",
        title="Hinge",
        kind=Kind.SCORE,
        function=classification.hinge,
        slope=classification.hinge_gradient,
        formula=r"\max(0, 1 - y s)",
        slope_formula=r"-y \text{ if } y s < 1, \text{ else } 0",
        actual="-1 or +1",
        best_constant="+1 or -1, the commoner sign",
        baseline="twice the share of the rarer sign",
        outliers="a wrong answer costs 1 plus the size of its score",
        kinks=(1.0,),
        libraries={
            "PyTorch": "torch.nn.MarginRankingLoss(margin=1.0) (of scores, zeros and signs; for several classes torch.nn.MultiMarginLoss())",
            "Keras": "keras.losses.Hinge() (turns labels 0 into -1 by itself)",
            "scikit-learn": "sklearn.metrics.hinge_loss(signs, scores)",
            "Optax": "optax.losses.hinge_loss(scores, signs).mean()",
        },
        source="Cortes and Vapnik (1995)",
    ),
    Loss(
        name="focal",
        title="Focal",
        kind=Kind.PROBABILITY,
        function=classification.focal,
        slope=classification.focal_gradient,
        formula=r"\alpha_1\,y\,F(p) + \alpha_0(1 - y)\,F(1 - p), \quad F(q) = -(1 - q)^\gamma \ln q",
        slope_formula=r"\alpha_1\,y\,F'(p) - \alpha_0(1 - y)\,F'(1 - p), \quad "
        r"F'(q) = \gamma(1 - q)^{\gamma - 1}\ln q - (1 - q)^\gamma / q",
        actual="0 or 1, or anything between",
        best_constant="nearer to one half than under cross-entropy (without alpha)",
        baseline="the cost of that constant: without alpha, at most ln 2 / 2^gamma",
        outliers="hard examples, mislabelled ones too, own a larger share",
        libraries={
            "PyTorch": "none (torchvision has it from logits)",
            "Keras": "keras.losses.BinaryFocalCrossentropy(gamma=2.0)",
            "scikit-learn": "none",
            "Optax": "none from probabilities",
        },
        source="Lin and others (2017)",
        parameters={"gamma": 2.0, "alpha": None},
    ),
    Loss(
        name="focal_from_logits",
        title="Focal from scores",
        kind=Kind.SCORE,
        function=classification.focal_from_logits,
        slope=classification.focal_from_logits_gradient,
        formula=r"\alpha_1\,y\,F(x) + \alpha_0(1 - y)\,F(-x), \quad F(v) = \sigma(-v)^\gamma \ln(1 + e^{-v})",
        slope_formula=r"\alpha_1\,y\,F'(x) - \alpha_0(1 - y)\,F'(-x), \quad "
        r"F'(v) = -\sigma(-v)^\gamma\bigl(\gamma\,\sigma(v)\ln(1 + e^{-v}) + \sigma(-v)\bigr)",
        actual="0 or 1, or anything between",
        best_constant="nearer to 0 than under cross-entropy (without alpha)",
        baseline="the cost of that constant: without alpha, at most ln 2 / 2^gamma",
        outliers="hard examples, mislabelled ones too, own a larger share",
        libraries={
            "PyTorch": (
                'torchvision.ops.sigmoid_focal_loss(logits, labels, alpha=-1, gamma=2, reduction="mean") '
                "(unless you say so, alpha is 0.25 and there is no mean)"
            ),
            "Keras": "keras.losses.BinaryFocalCrossentropy(gamma=2.0, from_logits=True)",
            "scikit-learn": "none",
            "Optax": "optax.losses.sigmoid_focal_loss(logits, labels, gamma=2.0).mean()",
        },
        source="Lin and others (2017)",
        parameters={"gamma": 2.0, "alpha": None},
    ),
    Loss(
        name="triplet",
        title="Triplet",
        kind=Kind.POINTS,
        function=metric_learning.triplet,
        slope=metric_learning.triplet_gradient,
        formula=r"\max(0, d(a, p) - d(a, n) + \text{margin})",
        slope_formula=r"(u_p - u_n,\; -u_p,\; u_n) \text{ if } d(a, p) + \text{margin} > d(a, n), \text{ else } 0, \quad "
        r"u_q = \frac{a - q}{d(a, q)}",
        actual="which two belong together",
        best_constant="none: with all points on one spot the loss is the margin",
        baseline="the margin",
        outliers="a negative on top of its anchor costs its margin and the distance to the positive",
        kinks=(0.0,),
        libraries={
            "PyTorch": "torch.nn.TripletMarginLoss(margin=1.0)",
            "Keras": "none",
            "scikit-learn": "none",
            "Optax": "optax.losses.triplet_margin_loss(anchors, positives, negatives).mean()",
        },
        source="Weinberger and Saul (2009); Schroff and others (2015)",
        parameters={"margin": 1.0},
    ),
    Loss(
        name="gaussian_nll",
        title="Bell (Gaussian) likelihood",
        kind=Kind.NUMBER,
        function=likelihood.gaussian_nll,
        slope=likelihood.gaussian_nll_gradient,
        formula=r"\tfrac12 \Bigl(\frac{\hat y - y}{\text{spread}}\Bigr)^2 + \ln \text{spread} + \tfrac12 \ln(2\pi)",
        slope_formula=r"\frac{\hat y - y}{\text{spread}^2}",
        actual="any number, same unit",
        best_constant="the mean of the answers",
        baseline="half the variance divided by the square of the spread, + ln spread + half of ln 2 pi",
        outliers="pull without limit: twice as far pulls twice as hard",
        libraries={
            "PyTorch": "torch.nn.GaussianNLLLoss(full=True) (takes the variance, which is the spread squared)",
            "Keras": "none",
            "scikit-learn": "none",
            "Optax": "-jax.scipy.stats.norm.logpdf(predictions, targets, 1.0).mean() (no function of its own)",
        },
        source="Gauss (1809)",
        parameters={"spread": 1.0},
    ),
    Loss(
        name="laplace_nll",
        title="Tent (Laplace) likelihood",
        kind=Kind.NUMBER,
        function=likelihood.laplace_nll,
        slope=likelihood.laplace_nll_gradient,
        formula=r"\frac{|\hat y - y|}{\text{width}} + \ln(2\,\text{width})",
        slope_formula=r"\frac{\operatorname{sign}(\hat y - y)}{\text{width}}",
        actual="any number, same unit",
        best_constant="the median of the answers",
        baseline="the mean distance from the median divided by the width, + ln of twice the width",
        outliers="pull no harder than any other example",
        kinks=(0.0,),
        libraries={
            "PyTorch": "none",
            "Keras": "none",
            "scikit-learn": "none",
            "Optax": "-jax.scipy.stats.laplace.logpdf(predictions, targets, 1.0).mean() (no function of its own)",
        },
        source="Laplace (1774)",
        parameters={"width": 1.0},
    ),
    Loss(
        name="gaussian_nll_from_rows",
        title="Bell with its own spread",
        kind=Kind.BELL,
        function=likelihood.gaussian_nll_from_rows,
        slope=likelihood.gaussian_nll_from_rows_gradient,
        formula=r"\tfrac12 \bigl((m - y)\,e^{-t}\bigr)^2 + t + \tfrac12 \ln(2\pi)",
        slope_formula=r"\Bigl((m - y)\,e^{-2t},\; 1 - \bigl((m - y)\,e^{-t}\bigr)^2\Bigr)",
        actual="any number, same unit",
        best_constant="the mean of the answers, and the logarithm of their standard deviation",
        baseline="the logarithm of their standard deviation, + 1/2 + half of ln 2 pi",
        outliers="pull without limit, and widen the bell",
        libraries={
            "PyTorch": "torch.nn.GaussianNLLLoss(full=True) (takes three lists; the third is the variance)",
            "Keras": "none",
            "scikit-learn": "none",
            "Optax": "none",
        },
        source="Nix and Weigend (1994)",
    ),
    Loss(
        name="preference",
        title="Preference",
        kind=Kind.PAIR,
        function=preferences.preference,
        slope=preferences.preference_gradient,
        formula=r"\ln(1 + e^{-(s_w - s_l)})",
        slope_formula=r"(-(1 - p),\; 1 - p), \quad p = \sigma(s_w - s_l)",
        actual="which of the two was chosen",
        best_constant="none: all scores that are equal cost the same",
        baseline="ln 2, for equal scores",
        outliers="a vote against a large gap costs about the gap",
        libraries={
            "PyTorch": "torch.nn.BCEWithLogitsLoss()(winners - losers, ones)",
            "Keras": "keras.losses.BinaryCrossentropy(from_logits=True)(ones, winners - losers)",
            "scikit-learn": "sklearn.linear_model.LogisticRegression(fit_intercept=False) (a model, on differences of inputs)",
            "Optax": "optax.losses.sigmoid_binary_cross_entropy(winners - losers, ones).mean()",
        },
        source="Bradley and Terry (1952); Burges and others (2005)",
    ),
)

LOSSES = Catalogue(_CATALOGUE)
