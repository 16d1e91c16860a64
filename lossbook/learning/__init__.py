"""Making a loss small: gradient descent, exact answers to check it with, and slopes measured instead of derived."""

from lossbook.learning.denoising import NoiseGuesser, best_noise_guess, look, noise_sizes, walk_back
from lossbook.learning.fitting import best_constant, best_line, lasso, ridge, widest_street
from lossbook.learning.gradients import minimise, numeric_gradient
from lossbook.learning.one_weight import one_weight_loss, one_weight_path, one_weight_slope
from lossbook.learning.pairs import train_pairs
from lossbook.learning.softmax_twice import softmax_twice_floor, softmax_twice_gradient, softmax_twice_loss
from lossbook.learning.training import DivergenceError, History, Linear, Model, OneHiddenLayer, step, train

__all__ = [
    "DivergenceError",
    "History",
    "Linear",
    "Model",
    "NoiseGuesser",
    "OneHiddenLayer",
    "best_constant",
    "best_line",
    "best_noise_guess",
    "lasso",
    "look",
    "minimise",
    "noise_sizes",
    "numeric_gradient",
    "one_weight_loss",
    "one_weight_path",
    "one_weight_slope",
    "ridge",
    "softmax_twice_floor",
    "softmax_twice_gradient",
    "softmax_twice_loss",
    "step",
    "train",
    "train_pairs",
    "walk_back",
    "widest_street",
]
