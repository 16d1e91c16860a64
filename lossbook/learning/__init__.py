"""Making a loss small: gradient descent, exact answers to check it with, and slopes measured instead of derived."""

from lossbook.learning.fitting import best_constant, best_line, widest_street
from lossbook.learning.gradients import minimise, numeric_gradient
from lossbook.learning.training import DivergenceError, History, Linear, Model, OneHiddenLayer, step, train

__all__ = [
    "DivergenceError",
    "History",
    "Linear",
    "Model",
    "OneHiddenLayer",
    "best_constant",
    "best_line",
    "minimise",
    "numeric_gradient",
    "step",
    "train",
    "widest_street",
]
