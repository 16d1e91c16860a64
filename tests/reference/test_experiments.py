"""What a chapter says of an experiment in words, in every split it speaks of, beside the baseline."""

import numpy as np
import pytest

from lossbook import LOSSES, datasets
from lossbook.learning import Linear, OneHiddenLayer, lasso, ridge, train

SPLITS = range(5)


def own_spreads(seed):
    """Loss of patients for a line with one spread, with a spread from its prediction, and with one from all measurements."""
    old, new = datasets.split(datasets.diabetes(), seed=seed)
    weights, middle = ridge(old.inputs, old.answers, dial=0)
    spread = np.std(old.inputs @ weights + middle - old.answers)
    (x, y), (new_x, new_y) = [(d.inputs @ weights / spread, (d.answers - middle) / spread) for d in (old, new)]
    loss, few, many = LOSSES["gaussian_nll_from_rows"], Linear(1, 2), Linear(10, 2)
    train(few, loss, x[:, None], y, learning_rate=0.2, epochs=1000)
    train(many, loss, old.inputs, y, learning_rate=0.05, epochs=4000)
    one = np.column_stack([x, 0 * x]), np.column_stack([new_x, 0 * new_x])
    return [
        [loss.cost(rows, answers) for rows in (of_one, few.predict(line[:, None]), many.predict(table))]
        for of_one, line, table, answers in ((one[0], x, old.inputs, y), (one[1], new_x, new.inputs, new_y))
    ]


@pytest.mark.whole
def test_spreads_help_that_have_few_numbers_to_learn():
    training, others = np.transpose([own_spreads(seed) for seed in SPLITS], (1, 2, 0))
    assert np.all(training[2] < training[1])
    assert np.all(training[1] < training[0])  # the more numbers, the lower the training loss
    assert np.all(others[1] < others[0])
    assert np.all(others[2] > others[1])  # eleven numbers are worse than two in all five splits
    assert np.sum(others[2] > others[0]) == 4  # and in four of five they are worse than one


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.whole) for seed in SPLITS[1:])])
def test_a_spread_can_learn_by_heart(seed):
    old, new = datasets.split(datasets.diabetes(), training_rows=60, seed=seed)
    y, new_y = ((part.answers - old.answers.mean()) / old.answers.std() for part in (old, new))
    model, loss = OneHiddenLayer(10, 32, 2), LOSSES["gaussian_nll_from_rows"]
    model.parameters[2][:] = 0
    history = train(model, loss, old.inputs, y, learning_rate=0.005, epochs=500, validation=(new.inputs, new_y))
    baseline = loss.cost(np.zeros((len(new_y), 2)), new_y)
    assert history.training_loss[0] == pytest.approx(np.log(2 * np.pi) / 2 + 0.5)
    assert history.training_loss[-1] < 0.6
    assert min(history.validation_loss) < baseline < history.validation_loss[-1]


def chosen_by_half(rows, seed, fit, dials):
    """Always the mean, no penalty, and the penalty chosen on one half of the other patients, measured on the second half."""
    few, others = datasets.split(datasets.diabetes(), training_rows=rows, seed=seed)
    y, new = ((part.answers - few.answers.mean()) / few.answers.std() for part in (few, others))
    half, lines = len(new) // 2, [fit(few.inputs, y, dial=dial) for dial in (0, *dials)]
    misses = [(others.inputs @ weights + bias - new) ** 2 for weights, bias in lines]
    best = min(misses, key=lambda miss: miss[:half].mean())
    return np.mean(new[half:] ** 2), misses[0][half:].mean(), best[half:].mean()


@pytest.mark.whole
@pytest.mark.parametrize("fit", [ridge, lasso])
def test_penalties_help_where_rows_are_few(fit):
    dials = 10 ** np.linspace(-2.5, 1, 15)
    for rows in (20, 30, 60, 240):
        always, without, penalised = np.transpose([chosen_by_half(rows, seed, fit, dials) for seed in SPLITS])
        assert penalised.mean() < always.mean()
        if rows <= 30:
            assert np.all(penalised < without)
        if rows == 240:
            assert abs(penalised.mean() - without.mean()) < 0.02
    ridges = np.mean([chosen_by_half(30, seed, ridge, dials)[2] for seed in SPLITS])
    lassos = np.mean([chosen_by_half(30, seed, lasso, dials)[2] for seed in SPLITS])
    assert lassos == pytest.approx(ridges, abs=0.03)  # about as well


def test_steps_along_the_slope_of_sizes_never_rest_at_0():
    few, _ = datasets.split(datasets.diabetes(), training_rows=30, seed=0)
    y = (few.answers - few.answers.mean()) / few.answers.std()
    weights = np.zeros(10)
    for _ in range(20_000):
        weights -= 0.05 * (2 * few.inputs.T @ (few.inputs @ weights - y) / 30 + 0.1 * np.sign(weights))
    assert np.sum(lasso(few.inputs, y, dial=0.1)[0] == 0) == 5
    assert np.sum(weights == 0) == 0


def test_scikit_learns_quantile_model_needs_to_be_told_of_no_penalty():
    linear_model = pytest.importorskip("sklearn.linear_model")
    random = np.random.default_rng(0)
    km = random.uniform(0, 4, (2000, 1))
    minutes = 15 + 5 * km[:, 0] + random.gamma(2, 3, 2000)
    slopes = [
        linear_model.QuantileRegressor(quantile=0.75, **options).fit(km[:1000], minutes[:1000]).coef_[0]
        for options in ({}, {"alpha": 0})
    ]
    assert slopes[0] == 0
    assert 4.5 < slopes[1] < 5.5
