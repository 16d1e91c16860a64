"""All losses of the course in one table, with what there is to know about each.

Figures and tests are driven by `LOSSES`: a loss that is added here appears in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import Any

from lossbook.losses import classification, metric_learning, regression
from lossbook.losses.checks import Numbers, check_of, check_settings, formula_of
from lossbook.losses.reduction import mean, mean_and_gradient, mean_of

# What goes into a loss, where pictures and searches depend on it; they compare with these names, not with the words.
PROBABILITY = "a probability, 0 to 1"
RAW_SCORE = "a raw score, any number"
ROW_OF_PROBABILITIES = "a row of probabilities that add up to 1"
SIGNS = "-1 or +1"


@dataclass(frozen=True, eq=False)
class Loss:
    """A loss: how to compute it, its slope, and what to know before using it.

    Parameters
    ----------
    name : str
        Key in `LOSSES`, the name of the per-example function.
    title : str
        What people call it, for headings and legends.
    task : str
        What is predicted: ``"number"``, ``"yes or no"``, ``"one of several classes"`` or ``"similarity"``.
    value, gradient : callable
        ``value(predictions, actuals)`` is the loss of each example, ``gradient(predictions, actuals)``
        its slope with respect to each prediction.
    formula, slope_formula : str
        The two formulas for one example, in LaTeX.
    prediction, actual : str
        What goes in, and in which range.
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
        Settings such as delta or gamma, with the values that are bound.

    Examples
    --------
    >>> LOSSES["squared_error"].cost([28, 20], [30, 30])
    52.0
    """

    name: str
    title: str
    task: str
    value: Callable[..., Any]
    gradient: Callable[..., Any]
    formula: str
    slope_formula: str
    prediction: str
    actual: str
    best_constant: str
    baseline: str
    outliers: str
    kinks: tuple[float, ...] = ()
    libraries: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    parameters: Mapping[str, float | None] = field(default_factory=dict)

    def cost(self, *inputs: Numbers, weights: Numbers | None = None) -> float:
        """Return the mean loss of the data set, a plain float."""
        return mean(self.value, *inputs, weights=weights)

    def cost_and_gradient(self, *inputs: Numbers) -> tuple[float, Any]:
        """Return the mean loss, and its slope with respect to every prediction.

        The slope is that of the mean, so each example's own slope is already divided by their number. For the
        triplet loss there are three slopes, one for each input.

        Examples
        --------
        >>> LOSSES["squared_error"].cost_and_gradient([28, 20], [30, 30])
        (52.0, array([ -2., -10.]))
        """
        arrays = check_of(self.value)(*inputs)
        if self.task == "similarity":
            count = formula_of(self.value)(*arrays).size
            return mean_of(self.value, arrays), tuple(part / count for part in formula_of(self.gradient)(*arrays))
        return mean_and_gradient(self.value, self.gradient, arrays)

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
        for name in parameters:
            if name not in self.parameters:
                allowed = ", ".join(self.parameters) or "none"
                raise TypeError(f"{self.name} has no setting {name!r}; it has {allowed}.")
        check_settings(parameters)
        bound = {**self.parameters, **parameters}
        return replace(
            self, value=partial(self.value, **bound), gradient=partial(self.gradient, **bound), parameters=bound
        )


_CATALOGUE = (
    Loss(
        name="squared_error",
        title="Squared error (MSE)",
        task="number",
        value=regression.squared_error,
        gradient=regression.squared_error_gradient,
        formula=r"(\hat y - y)^2",
        slope_formula=r"2(\hat y - y)",
        prediction="any number",
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
        task="number",
        value=regression.absolute_error,
        gradient=regression.absolute_error_gradient,
        formula=r"|\hat y - y|",
        slope_formula=r"\operatorname{sign}(\hat y - y)",
        prediction="any number",
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
        task="number",
        value=regression.huber,
        gradient=regression.huber_gradient,
        formula=r"\tfrac12 e^2 \text{ if } |e| \le \delta, \text{ else } \delta(|e| - \tfrac12\delta)",
        slope_formula=r"\operatorname{clip}(e, -\delta, \delta)",
        prediction="any number",
        actual="any number, same unit",
        best_constant="between the median and the mean of the answers",
        baseline="the cost of that constant",
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
        task="yes or no",
        value=classification.binary_cross_entropy,
        gradient=classification.binary_cross_entropy_gradient,
        formula=r"-\bigl(y \ln p + (1 - y)\ln(1 - p)\bigr)",
        slope_formula=r"\frac{1 - y}{1 - p} - \frac{y}{p}",
        prediction=PROBABILITY,
        actual="0 or 1, or anything between",
        best_constant="the share of yes among the answers",
        baseline="0.693 (ln 2) for always saying 0.5",
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
        task="yes or no",
        value=classification.binary_cross_entropy_from_logits,
        gradient=classification.binary_cross_entropy_from_logits_gradient,
        formula=r"\ln(1 + e^{-m}), \quad m = (2y - 1)x",
        slope_formula=r"\sigma(x) - y",
        prediction=RAW_SCORE,
        actual="0 or 1, or anything between",
        best_constant="the score whose sigmoid is the share of yes",
        baseline="0.693 (ln 2) for a score of 0",
        outliers="a confident wrong answer costs in proportion to its score",
        libraries={
            "PyTorch": "torch.nn.BCEWithLogitsLoss()",
            "Keras": "keras.losses.BinaryCrossentropy(from_logits=True)",
            "scikit-learn": "sklearn.linear_model.LogisticRegression (a model)",
            "Optax": "optax.losses.sigmoid_binary_cross_entropy(logits, labels).mean()",
        },
        source="Cox (1958); Good (1952)",
    ),
    Loss(
        name="categorical_cross_entropy",
        title="Categorical cross-entropy",
        task="one of several classes",
        value=classification.categorical_cross_entropy,
        gradient=classification.categorical_cross_entropy_gradient,
        formula=r"-\ln p_c",
        slope_formula=r"-\frac{[k = c]}{p_k}",
        prediction=ROW_OF_PROBABILITIES,
        actual="a class number, 0 to K - 1",
        best_constant="the share of each class among the answers",
        baseline="ln K for saying 1/K to each of K classes",
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
        task="one of several classes",
        value=classification.categorical_cross_entropy_from_logits,
        gradient=classification.categorical_cross_entropy_from_logits_gradient,
        formula=r"-z_c + \ln \sum_j e^{z_j}",
        slope_formula=r"p_k - [k = c]",
        prediction="a row of raw scores, any numbers",
        actual="a class number, 0 to K - 1",
        best_constant="the logarithms of the shares of the classes",
        baseline="ln K for equal scores",
        outliers="a confident wrong answer costs in proportion to its score",
        libraries={
            "PyTorch": "torch.nn.CrossEntropyLoss()",
            "Keras": "keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
            "scikit-learn": "sklearn.linear_model.LogisticRegression (a model)",
            "Optax": "optax.losses.softmax_cross_entropy_with_integer_labels(logits, classes).mean()",
        },
        source="Bridle (1990); Good (1952)",
    ),
    Loss(
        name="hinge",
        title="Hinge",
        task="yes or no",
        value=classification.hinge,
        gradient=classification.hinge_gradient,
        formula=r"\max(0, 1 - y s)",
        slope_formula=r"-y \text{ if } y s < 1, \text{ else } 0",
        prediction=RAW_SCORE,
        actual=SIGNS,
        best_constant="+1 or -1, the commoner sign",
        baseline="twice the share of the rarer sign",
        outliers="a wrong answer costs in proportion to its score",
        kinks=(1.0,),
        libraries={
            "PyTorch": "none for one score; torch.nn.MultiMarginLoss() for several",
            "Keras": "keras.losses.Hinge() (turns labels 0 into -1 by itself)",
            "scikit-learn": "sklearn.metrics.hinge_loss(signs, scores)",
            "Optax": "optax.losses.hinge_loss(scores, signs).mean()",
        },
        source="Cortes and Vapnik (1995)",
    ),
    Loss(
        name="focal",
        title="Focal",
        task="yes or no",
        value=classification.focal,
        gradient=classification.focal_gradient,
        formula=r"-\alpha_t (1 - p_t)^\gamma \ln p_t",
        slope_formula=r"\alpha_t\bigl(\gamma(1 - p_t)^{\gamma - 1}\ln p_t - (1 - p_t)^\gamma / p_t\bigr)",
        prediction=PROBABILITY,
        actual="0 or 1, or anything between",
        best_constant="closer to one half than the share of yes",
        baseline="0.173 (ln 2 / 4) for always saying 0.5 with gamma 2",
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
        task="yes or no",
        value=classification.focal_from_logits,
        gradient=classification.focal_from_logits_gradient,
        formula=r"\alpha_t\,\sigma(-m)^\gamma \ln(1 + e^{-m})",
        slope_formula=r"-\alpha_t\,\sigma(-m)^\gamma\bigl(\gamma\,\sigma(m)\ln(1 + e^{-m}) + \sigma(-m)\bigr)",
        prediction=RAW_SCORE,
        actual="0 or 1, or anything between",
        best_constant="closer to 0 than the score whose sigmoid is the share of yes",
        baseline="0.173 (ln 2 / 4) for a score of 0 with gamma 2",
        outliers="hard examples, mislabelled ones too, own a larger share",
        libraries={
            "PyTorch": "torchvision.ops.sigmoid_focal_loss(logits, labels, alpha=0.25, gamma=2)",
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
        task="similarity",
        value=metric_learning.triplet,
        gradient=metric_learning.triplet_gradient,
        formula=r"\max(0, d(a, p) - d(a, n) + \text{margin})",
        slope_formula=r"u_p - u_n \text{ for the anchor, with unit vectors } u",
        prediction="three points: anchor, positive, negative",
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
)

LOSSES: Mapping[str, Loss] = MappingProxyType({loss.name: loss for loss in _CATALOGUE})
