"""Loss functions for people who meet them for the first time.

The formulas you read in the course are the code you find here.
"""

from lossbook import first_edition
from lossbook.losses.catalogue import LOSSES, Loss
from lossbook.losses.classification import (
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    binary_cross_entropy_from_logits_gradient,
    binary_cross_entropy_gradient,
    categorical_cross_entropy,
    categorical_cross_entropy_from_logits,
    categorical_cross_entropy_from_logits_gradient,
    categorical_cross_entropy_gradient,
    focal,
    focal_from_logits,
    focal_from_logits_gradient,
    focal_gradient,
    hinge,
    hinge_gradient,
    mean_binary_cross_entropy,
    mean_binary_cross_entropy_from_logits,
    mean_categorical_cross_entropy,
    mean_categorical_cross_entropy_from_logits,
    mean_focal,
    mean_focal_from_logits,
    mean_hinge,
    sigmoid,
    softmax,
)
from lossbook.losses.custom import asymmetric, combined, weighted
from lossbook.losses.metric_learning import draw_triplets, mean_triplet, triplet, triplet_gradient, triplet_kind
from lossbook.losses.metrics import accuracy, neighbour_accuracy, order_agreement, precision, recall, told_apart
from lossbook.losses.preferences import dpo, mean_dpo, mean_preference, preference, preference_gradient
from lossbook.losses.regression import (
    absolute_error,
    absolute_error_gradient,
    huber,
    huber_gradient,
    mean_absolute_error,
    mean_huber,
    mean_squared_error,
    squared_error,
    squared_error_gradient,
)

__all__ = [
    "LOSSES",
    "Loss",
    "absolute_error",
    "absolute_error_gradient",
    "accuracy",
    "asymmetric",
    "binary_cross_entropy",
    "binary_cross_entropy_from_logits",
    "binary_cross_entropy_from_logits_gradient",
    "binary_cross_entropy_gradient",
    "categorical_cross_entropy",
    "categorical_cross_entropy_from_logits",
    "categorical_cross_entropy_from_logits_gradient",
    "categorical_cross_entropy_gradient",
    "combined",
    "dpo",
    "draw_triplets",
    "focal",
    "focal_from_logits",
    "focal_from_logits_gradient",
    "focal_gradient",
    "hinge",
    "hinge_gradient",
    "huber",
    "huber_gradient",
    "mean_absolute_error",
    "mean_binary_cross_entropy",
    "mean_binary_cross_entropy_from_logits",
    "mean_categorical_cross_entropy",
    "mean_categorical_cross_entropy_from_logits",
    "mean_dpo",
    "mean_focal",
    "mean_focal_from_logits",
    "mean_hinge",
    "mean_huber",
    "mean_preference",
    "mean_squared_error",
    "mean_triplet",
    "neighbour_accuracy",
    "order_agreement",
    "precision",
    "preference",
    "preference_gradient",
    "recall",
    "sigmoid",
    "softmax",
    "squared_error",
    "squared_error_gradient",
    "told_apart",
    "triplet",
    "triplet_gradient",
    "triplet_kind",
    "weighted",
]
__version__ = "0.2.0"

first_edition.answer()
