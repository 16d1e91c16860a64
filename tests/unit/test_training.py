"""Training finds the known best, repeats itself exactly, stops in time, and says so when it flies apart."""

import inspect
import subprocess
import sys

import numpy as np
import pytest

from lossbook import LOSSES, accuracy, asymmetric, combined, datasets, weighted
from lossbook.learning.training import DivergenceError, Linear, OneHiddenLayer, step, train
from tests.conftest import ROOT

X = np.linspace(-1, 1, 40)[:, None]


def test_line_is_found():
    model = Linear(1)
    history = train(model, LOSSES["squared_error"], X, 3 * X[:, 0] + 1, learning_rate=0.3, epochs=300)
    assert [float(p[0]) for p in model.parameters] == pytest.approx([3, 1], abs=1e-9)
    assert history.training_loss[0] > history.training_loss[-1]
    assert len(history.training_loss) == 301


def test_phone_calls_have_the_published_slopes():
    calls = datasets.phone_calls()
    x = (calls.inputs - 1961.5) / 10
    line = Linear(1)
    train(line, LOSSES["squared_error"], x, calls.answers, learning_rate=0.5, epochs=500)
    assert float(line.parameters[0][0]) / 10 == pytest.approx(5.0415, abs=1e-4)
    # Under absolute error many lines are equally good: every slope from about 1.17 to 1.6 has the lowest cost.
    line = Linear(1)
    for rate in (2, 0.2, 0.02, 0.002):
        history = train(line, LOSSES["absolute_error"], x, calls.answers, learning_rate=rate, epochs=2000)
    residuals = calls.answers - 1.5643 * 10 * x[:, 0]
    published = LOSSES["absolute_error"].cost(np.full(24, np.median(residuals)), residuals)
    assert history.training_loss[-1] == pytest.approx(published, rel=1e-12)
    assert 1.16 < float(line.parameters[0][0]) / 10 < 1.61


@pytest.mark.parametrize("make", [lambda: Linear(4, 3), lambda: OneHiddenLayer(4, 12, 3, seed=2)])
def test_penguins_are_told_apart(make):
    seen, unseen = datasets.split(datasets.penguins(), seed=0)
    model = make()
    history = train(
        model, LOSSES["categorical_cross_entropy_from_logits"], seen.inputs, seen.answers, learning_rate=0.5, epochs=200,
        validation=(unseen.inputs, unseen.answers), metrics={"accuracy": lambda z, y: accuracy(z.argmax(axis=1), y)},
    )  # fmt: skip
    assert history.training_loss[0] > 0.8  # as good as not knowing, which costs ln 3, or little better
    assert history.validation_loss[-1] < 0.1
    assert history.metrics["accuracy"][-1] > 0.96


@pytest.mark.parametrize("loss", ["binary_cross_entropy_from_logits", "focal_from_logits", "hinge"])
@pytest.mark.parametrize("batch_size", [None, 32])
def test_yes_or_no_is_learned_with_every_loss(loss, batch_size):
    seen, unseen = datasets.split(datasets.breast_cancer(), seed=0)
    sign = (lambda y: 2 * y - 1) if loss == "hinge" else (lambda y: y)
    model = Linear(30)
    train(model, LOSSES[loss], seen.inputs, sign(seen.answers), learning_rate=0.1, epochs=100, batch_size=batch_size)
    assert accuracy(model.predict(unseen.inputs) > 0, unseen.answers) > 0.94


def test_hidden_layer_bends_where_a_line_cannot():
    y = np.abs(X[:, 0])
    line, bent = Linear(1), OneHiddenLayer(1, 16, seed=0)
    straight = train(line, LOSSES["squared_error"], X, y, learning_rate=0.1, epochs=2000).training_loss[-1]
    curved = train(bent, LOSSES["squared_error"], X, y, learning_rate=0.1, epochs=2000).training_loss[-1]
    assert curved < straight / 20


@pytest.mark.parametrize(
    "make", [lambda: Linear(3), lambda: Linear(3, 2), lambda: OneHiddenLayer(3, 5), lambda: OneHiddenLayer(3, 5, 2)]
)
def test_gradients_are_those_of_the_loss(make):
    random, model = np.random.default_rng(0), make()
    x = random.normal(0, 1, (7, 3))
    for parameter in model.parameters:
        parameter += random.normal(0, 0.3, parameter.shape)
    slopes = random.normal(0, 1, model.predict(x).shape)
    for parameter, gradient in zip(model.parameters, model.gradients(x, slopes), strict=True):
        for index in np.ndindex(parameter.shape):
            kept = parameter[index]
            parameter[index] = kept + 1e-6
            above = (slopes * model.predict(x)).sum()
            parameter[index] = kept - 1e-6
            below = (slopes * model.predict(x)).sum()
            parameter[index] = kept
            assert (above - below) / 2e-6 == pytest.approx(
                np.reshape(gradient, parameter.shape)[index], rel=1e-5, abs=1e-7
            )


def test_same_seed_same_training():
    def run(seed):
        model = OneHiddenLayer(1, 6, seed=seed)
        return train(
            model, LOSSES["huber"], X, X[:, 0] ** 2, learning_rate=0.1, epochs=20, batch_size=8, seed=seed
        ).training_loss

    assert run(1) == run(1)
    assert run(1) != run(2)


def test_patience_stops_and_goes_back_to_the_best():
    seen, unseen = datasets.split(datasets.breast_cancer(), training_rows=60, seed=1)
    model, loss = Linear(30), LOSSES["binary_cross_entropy_from_logits"]
    history = train(
        model,
        loss,
        seen.inputs,
        seen.answers,
        learning_rate=0.5,
        epochs=5000,
        patience=20,
        validation=(unseen.inputs, unseen.answers),
    )
    assert history.stopped_early
    assert len(history.validation_loss) == history.best_epoch + 21 < 5000
    assert loss.cost(model.predict(unseen.inputs), unseen.answers) == pytest.approx(
        min(history.validation_loss), rel=1e-12
    )


@pytest.mark.parametrize("batch_size", [None, 8])
def test_divergence_names_the_learning_rate(batch_size):
    with pytest.raises(DivergenceError, match=r"after \d+ epochs.*Try a learning rate of 0.5 instead of 5"):
        train(Linear(1), LOSSES["squared_error"], 10 * X, X[:, 0], learning_rate=5, epochs=2000, batch_size=batch_size)


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"learning_rate": 0}, ValueError, "learning_rate must be a finite number above 0"),
        ({"inputs": X[:, 0]}, ValueError, r"table with 1 columns.*got shape \(40,\)"),
        ({"inputs": np.ones((40, 2))}, ValueError, "table with 1 columns"),
        ({"answers": X}, ValueError, r"\(40,\) and \(40, 1\)"),
        ({"patience": 3}, ValueError, "patience needs validation"),
    ],
)
def test_bad_input_is_named(change, kind, words):
    settings = {"inputs": X, "answers": X[:, 0], "learning_rate": 0.1, **change}
    with pytest.raises(kind, match=words):
        train(Linear(1), LOSSES["squared_error"], **settings)


def test_progress_bar_can_be_shown(capsys):
    train(Linear(1), LOSSES["squared_error"], X, X[:, 0], learning_rate=0.1, epochs=3, progress=True)
    assert "training" in capsys.readouterr().err


def test_the_five_steps_fit_into_a_chapter():
    body = inspect.getsource(step).split('"""')[2]
    assert len(body.strip().splitlines()) <= 7
    assert all(word in body for word in ("# predict", "# score", "# slope", "# step", "repeat"))


def test_losses_made_from_losses_can_be_trained_with():
    absolute = LOSSES["absolute_error"]
    demand = np.arange(1.0, 10.0)
    model = Linear(1)
    for rate in (0.5, 0.05, 0.005):
        train(model, asymmetric(absolute, over=1, under=3), np.zeros((9, 1)), demand, learning_rate=rate, epochs=2000)
    assert float(model.parameters[1][0]) == pytest.approx(7, abs=0.05)  # the 75 % point


def test_weighted_combined_and_asymmetric_are_what_they_say():
    rng = np.random.default_rng(0)
    p, a = rng.normal(0, 2, 20), rng.normal(0, 2, 20)
    squared, absolute = LOSSES["squared_error"], LOSSES["absolute_error"]
    both = combined(squared, absolute, balance=0.5)
    np.testing.assert_allclose(both.value(p, a), (p - a) ** 2 + 0.5 * np.abs(p - a))
    np.testing.assert_allclose(both.gradient(p, a), 2 * (p - a) + 0.5 * np.sign(p - a))
    lopsided = asymmetric(squared, over=1, under=3)
    np.testing.assert_allclose(lopsided.value(p, a), np.where(p > a, 1, 3) * (p - a) ** 2)
    np.testing.assert_allclose(lopsided.gradient(p, a), np.where(p > a, 1, 3) * 2 * (p - a))
    x, y = rng.normal(0, 2, 20), rng.integers(0, 2, 20)
    careful = weighted(LOSSES["binary_cross_entropy_from_logits"], {1: 10})
    np.testing.assert_allclose(
        careful.value(x, y), np.where(y, 10, 1) * LOSSES["binary_cross_entropy_from_logits"].value(x, y)
    )
    rows, classes = rng.normal(0, 1, (6, 3)), np.array([0, 1, 2, 0, 1, 2])
    rare = weighted(LOSSES["categorical_cross_entropy_from_logits"], {2: 4.0})
    assert rare.gradient(rows, classes).shape == (6, 3)
    assert rare.cost(rows, classes) > LOSSES["categorical_cross_entropy_from_logits"].cost(rows, classes)
    with pytest.raises(ValueError, match="take different input"):
        combined(squared, LOSSES["hinge"], balance=1)
    with pytest.raises(ValueError, match="numbers only"):
        asymmetric(LOSSES["hinge"], over=1, under=2)
    with pytest.raises(ValueError, match="balance must be a finite number, 0 or more"):
        combined(squared, absolute, balance=-1)
    with pytest.raises(ValueError, match="the weight of answer 1"):
        weighted(squared, {1: -2})


def test_module_needs_no_progress_bar_library():
    blocked = "import sys; sys.modules['tqdm'] = sys.modules['tqdm.auto'] = None; import lossbook.learning.training"
    subprocess.run([sys.executable, "-c", blocked], check=True, cwd=ROOT)


class TestByHand:
    """Training compared with the same steps written out."""

    X, Y = np.array([[0.0], [1.0], [2.0], [4.0], [5.0]]), np.array([1.0, 3.0, 2.0, 6.0, 4.0])
    SEEN, KEPT = slice(0, 3), slice(3, 5)

    def steps(self, batches, rate=0.05):
        """Give weight and bias before the first batch and after each one."""
        w, b = 0.0, 0.0
        yield w, b
        for rows in batches:
            x, y = self.X[rows, 0], self.Y[rows]
            error = w * x + b - y
            w, b = w - rate * 2 * np.mean(error * x), b - rate * 2 * np.mean(error)
            yield w, b

    def cost(self, line, rows=slice(None)):
        return np.mean((line[0] * self.X[rows, 0] + line[1] - self.Y[rows]) ** 2)

    def test_all_examples_at_once(self):
        model, lines = Linear(1), list(self.steps([slice(None)] * 4))
        history = train(model, LOSSES["squared_error"], self.X, self.Y, learning_rate=0.05, epochs=4)
        assert history.training_loss == pytest.approx([self.cost(line) for line in lines], rel=1e-12)
        assert [float(p[0]) for p in model.parameters] == pytest.approx(lines[-1], rel=1e-12)
        assert (history.validation_loss, history.metrics, history.stopped_early) == ([], {}, False)
        assert history.best_epoch == int(np.argmin(history.training_loss))

    @pytest.mark.parametrize("given", [{}, {"seed": 0}, {"seed": 5}])
    def test_batches_take_every_example_once_in_random_order(self, given):
        random, batches = np.random.default_rng(given.get("seed", 0)), []
        for _ in range(3):
            order = random.permutation(5)
            batches += [order[:2], order[2:4], order[4:]]
        model, lines = Linear(1), list(self.steps(batches))
        history = train(
            model, LOSSES["squared_error"], self.X, self.Y, learning_rate=0.05, epochs=3, batch_size=2, **given
        )
        assert history.training_loss == pytest.approx([self.cost(line) for line in lines[::3]], rel=1e-12)
        assert [float(p[0]) for p in model.parameters] == pytest.approx(lines[-1], rel=1e-12)

    @pytest.mark.parametrize("kept", [True, False])
    def test_what_is_followed_is_measured_after_each_epoch(self, kept):
        lines = list(self.steps([self.SEEN] * 3))
        looked_at = self.KEPT if kept else self.SEEN
        validation = {"validation": (self.X[self.KEPT], self.Y[self.KEPT])} if kept else {}
        history = train(
            Linear(1), LOSSES["squared_error"], self.X[self.SEEN], self.Y[self.SEEN], learning_rate=0.05, epochs=3,
            metrics={"cost": lambda p, y: np.mean((p - y) ** 2), "examples": lambda p, y: len(p) + len(y)}, **validation,
        )  # fmt: skip
        assert history.metrics["cost"] == pytest.approx([self.cost(line, looked_at) for line in lines[1:]], rel=1e-12)
        assert history.metrics["examples"] == [4 if kept else 6] * 3
        assert history.validation_loss == (history.metrics["cost"] if kept else [])

    def test_patience_is_counted_from_the_best_epoch(self):
        """The kept answers lie at 1, the line climbs to 3 and passes them: best is the epoch that comes closest."""
        x, model = np.zeros((2, 1)), Linear(1)
        history = train(
            model, LOSSES["squared_error"], x, [3.0, 3.0], learning_rate=0.05, epochs=50, patience=4,
            validation=(x, [1.0, 1.0]),
        )  # fmt: skip
        heights = [3 * (1 - 0.9**epoch) for epoch in range(1, 9)]
        assert history.best_epoch == int(np.argmin(np.abs(np.subtract(heights, 1)))) == 3
        assert history.validation_loss == pytest.approx([(height - 1) ** 2 for height in heights], rel=1e-12)
        assert history.stopped_early
        assert float(model.parameters[1][0]) == pytest.approx(heights[3], rel=1e-12)

    def test_without_running_out_of_patience_the_last_parameters_stay(self):
        x, model = np.zeros((2, 1)), Linear(1)
        history = train(
            model, LOSSES["squared_error"], x, [3.0, 3.0], learning_rate=0.05, epochs=7, patience=4,
            validation=(x, [1.0, 1.0]),
        )  # fmt: skip
        assert (history.stopped_early, len(history.validation_loss)) == (False, 7)
        assert float(model.parameters[1][0]) == pytest.approx(3 * (1 - 0.9**7), rel=1e-12)

    def test_a_hundred_epochs_unless_said_otherwise(self):
        assert len(train(Linear(1), LOSSES["huber"], self.X, self.Y, learning_rate=0.01).training_loss) == 101

    def test_settings_of_the_loss_are_in_force(self):
        loss = LOSSES["huber"].with_parameters(delta=0.5)
        history = train(Linear(1), loss, self.X, self.Y, learning_rate=0.05, epochs=1)
        assert history.training_loss[0] == loss.cost(np.zeros(5), self.Y)
        assert history.training_loss[1] == loss.cost(
            0.05 * 0.5 * self.X[:, 0].mean() * self.X[:, 0] + 0.05 * 0.5, self.Y
        )


@pytest.mark.parametrize(("outputs", "shape"), [(None, ()), (2, (2,))])
@pytest.mark.parametrize("given", [{}, {"seed": 7}])
def test_hidden_layer_starts_with_the_spread_of_he(outputs, shape, given):
    random = np.random.default_rng(given.get("seed", 0))
    expected = [
        random.normal(0, np.sqrt(2 / 3), (3, 4)),
        np.zeros(4),
        random.normal(0, np.sqrt(1 / 4), (4, *shape)),
        np.zeros(shape or (1,)),
    ]
    for parameter, start in zip(OneHiddenLayer(3, 4, outputs, **given).parameters, expected, strict=True):
        np.testing.assert_array_equal(parameter, start)


def test_progress_bar_counts_epochs(capsys):
    train(Linear(1), LOSSES["squared_error"], X, X[:, 0], learning_rate=0.1, epochs=3, progress=True)
    shown = capsys.readouterr().err
    assert "training: 100%" in shown
    assert "3/3" in shown
    assert "epoch" in shown
    train(Linear(1), LOSSES["squared_error"], X, X[:, 0], learning_rate=0.1, epochs=3)
    assert capsys.readouterr().err == ""


def test_divergence_within_the_first_epoch():
    x = np.arange(1.0, 9)[:, None]
    with pytest.raises(DivergenceError, match="The loss is nan within the first epoch: the steps are too large"):
        train(Linear(1), LOSSES["squared_error"], x, x[:, 0], learning_rate=1e200, batch_size=1)


@pytest.mark.parametrize("model", [Linear(1), OneHiddenLayer(1, 2)])
def test_predictions_beyond_all_numbers_are_no_warning(model):
    for parameter in model.parameters:
        parameter[:] = 1e200
    assert model.predict(np.array([[1e200]])).tolist() == [np.inf]


@pytest.mark.parametrize("model", [Linear(1), OneHiddenLayer(1, 2)])
def test_what_is_missing_stays_missing_in_a_prediction(model):
    for parameter in model.parameters:
        parameter[:] = 1
    assert np.isnan(model.predict(np.array([[np.nan], [1.0]]))).tolist() == [True, False]
