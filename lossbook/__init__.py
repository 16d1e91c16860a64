"""Loss functions for people who meet them for the first time.

The formulas you read in the course are the code you find here.
"""

from lossbook.catalogue import LOSSES, Loss
from lossbook.regression import (
    absolute_error,
    absolute_error_gradient,
    mean_absolute_error,
    mean_squared_error,
    squared_error,
    squared_error_gradient,
)

__all__ = [
    "LOSSES",
    "Loss",
    "absolute_error",
    "absolute_error_gradient",
    "mean_absolute_error",
    "mean_squared_error",
    "squared_error",
    "squared_error_gradient",
]
__version__ = "0.1.0"
