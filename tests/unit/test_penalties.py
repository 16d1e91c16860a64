"""Penalties are paid for weights alone, their steps are exact, and the fits that they lead to are the lowest."""

import mpmath
import numpy as np
import pytest

from lossbook import LOSSES, Penalty, datasets, l1_penalty, l2_penalty
from lossbook.learning import Linear, OneHiddenLayer, lasso, ridge, train

SQUARED = LOSSES["squared_error"]


def patients(rows=30, seed=0):
    few, _ = datasets.split(datasets.diabetes(), training_rows=rows, seed=seed)
    return few.inputs, (few.answers - few.answers.mean()) / few.answers.std() + 1


def trained(penalty, epochs=3000, **settings):
    model, (x, y) = Linear(10), patients()
    return model, train(model, SQUARED, x, y, learning_rate=0.1, epochs=epochs, penalty=penalty, **settings)


def test_values():
    assert l2_penalty([3, -1, 0.5]) == 10.25
    assert l1_penalty([3, -1, 0.5]) == 4.5
    assert l2_penalty([[1, 2], [3, 4]]) == 30
    assert l2_penalty([]) == l1_penalty([]) == 0
    assert l2_penalty(np.float32([3])) == 9
    assert type(l2_penalty(np.float32([3]))) is type(l1_penalty(3)) is float
    assert Penalty(l2=2, l1=3).cost([[1.0, -2.0], [[3.0]]]) == 2 * 14 + 3 * 6
    assert Penalty().cost([[1.0]]) == 0


@pytest.mark.parametrize("penalty", [Penalty(l2=0.7), Penalty(l1=0.7), Penalty(l2=0.3, l1=0.5), Penalty()])
def test_the_step_is_the_lowest_place_of_penalty_and_way(penalty):
    """The exact step: the weight with the lowest penalty plus half of the squared way, divided by the rate."""
    rate, grid = 0.4, np.linspace(-4, 4, 80_001)
    for start in (-3.0, -0.1, 0.0, 0.05, 2.0):
        costs = (grid - start) ** 2 / (2 * rate) + penalty.l2 * grid**2 + penalty.l1 * np.abs(grid)
        assert penalty.shrunk(np.array([start]), rate)[0] == pytest.approx(grid[np.argmin(costs)], abs=1e-4)


def test_training_ends_at_the_fits():
    for penalty, fit in ((Penalty(l2=0.1), ridge), (Penalty(l1=0.1), lasso)):
        model, history = trained(penalty)
        weights, bias = fit(*patients(), dial=0.1)
        np.testing.assert_allclose(model.parameters[0], weights, atol=1e-12)
        assert model.parameters[1][0] == pytest.approx(bias)
        np.testing.assert_array_equal(model.parameters[0] == 0, weights == 0)
        assert history.penalty[-1] == pytest.approx(penalty.cost([weights]))
        x, y = patients()
        assert history.training_loss[-1] == pytest.approx(np.mean((x @ weights + bias - y) ** 2))


@pytest.mark.parametrize("dial", [9.0, 100.0])
def test_a_large_dial_does_not_fly_apart(dial):
    model, _ = trained(Penalty(l2=dial))
    np.testing.assert_allclose(model.parameters[0], ridge(*patients(), dial=dial)[0], atol=1e-12)


def test_history_keeps_loss_and_penalty_apart():
    model, history = trained(Penalty(l2=0.5), epochs=3, batch_size=7, validation=patients())
    assert len(history.penalty) == len(history.training_loss) == 4
    assert history.penalty[0] == 0
    assert history.penalty[-1] == pytest.approx(0.5 * np.sum(model.parameters[0] ** 2))
    assert history.validation_loss[-1] == history.training_loss[-1]  # the same rows, and no penalty in either
    assert trained(None, epochs=3)[1].penalty == []


def test_no_penalty_changes_no_step():
    assert trained(Penalty(), epochs=20)[1].training_loss == trained(None, epochs=20)[1].training_loss


def test_biases_are_free():
    x, y = patients()
    network, free = (OneHiddenLayer(10, 4, seed=1) for _ in range(2))
    train(network, SQUARED, x, y, learning_rate=0.1, epochs=1, penalty=Penalty(l2=1e6))
    train(free, SQUARED, x, y, learning_rate=0.1, epochs=1)
    assert max(np.abs(network.parameters[place]).max() for place in network.charged) < 1e-4
    for place in (1, 3):
        np.testing.assert_array_equal(network.parameters[place], free.parameters[place])


def test_a_model_says_what_is_charged():
    class Own:
        predict = gradients = None

        def __init__(self):
            self.parameters = [np.zeros((1, 1)), np.zeros(1)]

    with pytest.raises(TypeError, match=r"which parameters are weights, and Own does not say.*charged = \(0,\)"):
        train(Own(), SQUARED, [[1.0]], [1.0], learning_rate=0.1, penalty=Penalty(l2=1))


# --- the fits


def lowest(fit, penalty, x, y, dial):
    """The cost of a fit is below that of everything near it."""
    weights, bias = fit(x, y, dial=dial)

    def cost(w, b):
        return np.mean((x @ w + b - y) ** 2) + dial * penalty(w)

    random = np.random.default_rng(0)
    for size in (1e-4, 1e-2, 1):
        for _ in range(50):
            nudge = random.normal(0, size, len(weights) + 1)
            assert cost(weights + nudge[1:], bias + nudge[0]) >= cost(weights, bias) - 1e-13
    return weights, bias


@pytest.mark.parametrize("dial", [1e-4, 0.01, 0.1, 1, 10])
@pytest.mark.parametrize(("fit", "penalty"), [(ridge, l2_penalty), (lasso, l1_penalty)])
def test_fits_are_lowest(fit, penalty, dial):
    lowest(fit, penalty, *patients(), dial)
    random = np.random.default_rng(1)
    lowest(fit, penalty, random.normal(5, 1, (5, 20)), random.normal(0, 1, 5), dial)  # more columns than rows


def test_ridge_to_the_last_digits():
    x, y = patients()
    with mpmath.workdps(60):  # the setting is global, and other tests need theirs
        rows = mpmath.matrix((x - x.mean(axis=0)).tolist())
        table = rows.T * rows + 30 * mpmath.mpf(1) / 10 * mpmath.eye(10)
        exact = mpmath.lu_solve(table, rows.T * mpmath.matrix((y - y.mean()).tolist()))
    weights, bias = ridge(x, y, dial=0.1)
    np.testing.assert_allclose(weights, [float(w) for w in exact], rtol=1e-12)
    np.testing.assert_allclose(weights[:3], [-0.134058031489, -0.0284100811063, 0.147866654563], rtol=1e-10)
    assert bias == pytest.approx(1)


def test_twins_share_under_squares_and_one_is_dropped_under_sizes():
    x = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])
    assert np.ptp(ridge(x, [1, 2, 4], dial=0.1)[0]) == pytest.approx(0, abs=1e-15)
    assert ridge(x, [1, 2, 4], dial=0)[0] == pytest.approx([0.5, 0.5])
    assert np.sum(lasso(x, [1, 2, 4], dial=0.1)[0] == 0) == 1


def test_a_constant_column_has_no_weight():
    x = np.array([[1.0, 0.1], [2.0, 0.1], [4.0, 0.1]])
    for fit in (ridge, lasso):
        for dial in (0, 0.1):
            assert fit(x, [1, 2, 4], dial=dial)[0][1] == pytest.approx(0, abs=1e-12)
            assert fit([[0.1]] * 7, range(7), dial=dial)[0] == [0]


def test_batches_pay():
    free, charged = (trained(penalty, epochs=3, batch_size=7)[0] for penalty in (None, Penalty(l2=0.5)))
    assert np.sum(charged.parameters[0] ** 2) < 0.5 * np.sum(free.parameters[0] ** 2)
    assert not np.any(trained(Penalty(l1=1e6), epochs=1, batch_size=7)[0].parameters[0])


def test_a_dial_of_0_costs_nothing_even_where_squares_overflow():
    assert Penalty(l1=1).cost([[1e200]]) == 1e200


def test_sizes_let_weights_go_one_by_one():
    x, y = patients()
    left = [int(np.sum(lasso(x, y, dial=dial)[0] != 0)) for dial in (0.01, 0.03, 0.1, 0.3, 1, 2)]
    assert left == [10, 9, 5, 4, 1, 0]
    assert all(np.all(ridge(x, y, dial=dial)[0] != 0) for dial in (0.1, 10, 1e6))
