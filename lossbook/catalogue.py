"""All losses of the course in one table, with what there is to know about each.

Figures and tests are driven by `LOSSES`: a loss that is added here appears in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np

from lossbook import regression
from lossbook.checks import Numbers
from lossbook.reduction import mean


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

    def cost(self, predictions: Numbers, actuals: Numbers, *, weights: Numbers | None = None) -> float:
        """Return the mean loss of the data set, a plain float."""
        return mean(self.value(predictions, actuals), weights=weights)

    def cost_and_gradient(self, predictions: Numbers, actuals: Numbers) -> tuple[float, np.ndarray]:
        """Return the mean loss, and its slope with respect to every prediction.

        The slope is that of the mean, so each example's own slope is already divided by their number.

        Examples
        --------
        >>> cost, slope = LOSSES["squared_error"].cost_and_gradient([28, 20], [30, 30])
        >>> cost, slope
        (52.0, array([ -2., -10.]))
        """
        losses = self.value(predictions, actuals)
        return mean(losses), self.gradient(predictions, actuals) / losses.size

    def with_parameters(self, **parameters: float) -> Loss:
        """Return the same loss with other settings.

        Raises
        ------
        TypeError
            If the loss has no such setting.

        Examples
        --------
        >>> LOSSES["squared_error"].with_parameters(delta=2.0)
        Traceback (most recent call last):
            ...
        TypeError: squared_error has no setting 'delta'; it has none.
        """
        for name in parameters:
            if name not in self.parameters:
                allowed = ", ".join(self.parameters) or "none"
                raise TypeError(f"{self.name} has no setting {name!r}; it has {allowed}.")
        return replace(
            self,
            value=partial(self.value, **parameters),
            gradient=partial(self.gradient, **parameters),
            parameters={**self.parameters, **parameters},
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
)

LOSSES: Mapping[str, Loss] = MappingProxyType({loss.name: loss for loss in _CATALOGUE})
