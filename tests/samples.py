"""Input that every loss of the catalogue accepts, by the kind of input it takes."""

import numpy as np

from lossbook import LOSSES
from lossbook.losses import checks
from lossbook.losses.kinds import Kind

RANDOM = np.random.default_rng(0)


def draw(loss, n, dtype="float64", random=RANDOM):
    """Random input for `n` examples."""
    check = loss.function.check
    if check is checks.numbers:
        inputs = random.normal(0, 3, n), random.normal(0, 3, n)
    elif check is checks.scores_and_signs:
        inputs = random.normal(0, 2, n), random.choice([-1.0, 1.0], n)
    elif check is checks.logits_and_labels:
        inputs = random.normal(0, 4, n), random.choice([0.0, 1.0, 0.3], n)
    elif check is checks.probabilities_and_labels:
        inputs = random.uniform(0.01, 0.99, n), random.choice([0.0, 1.0, 0.3], n)
    elif check is checks.logits_and_classes:
        inputs = random.normal(0, 3, (n, 4)), random.integers(0, 4, n)
    elif check is checks.probabilities_and_classes:
        inputs = random.dirichlet(np.ones(4), n), random.integers(0, 4, n)
    elif check is checks.rows_of_bells:
        inputs = np.column_stack([random.normal(0, 3, n), random.normal(0, 0.5, n)]), random.normal(0, 3, n)
    elif check is checks.winners_and_losers:
        inputs = random.normal(0, 3, n), random.normal(0, 3, n)
    else:
        inputs = tuple(random.normal(0, 1, (3, n, 5)))
    return tuple(values.astype(dtype) if values.dtype.kind == "f" else values for values in inputs)


NUMBER_LOSSES = {name: loss for name, loss in LOSSES.items() if loss.kind is Kind.NUMBER}
