"""What the site says about other libraries is what they do: its own lines are run, and their results compared."""

import importlib
import os

import numpy as np
import pytest

from lossbook import LOSSES, Penalty, datasets, kl_divergence, mean_gaussian_nll, softmax, weighted
from lossbook.learning import Linear, lasso, ridge, train
from tests.conftest import missing
from tests.samples import draw

pytestmark = pytest.mark.whole  # the libraries are large
LINES = [
    (name, library, line)
    for name, loss in LOSSES.items()
    for library, line in loss.libraries.items()
    if not line.startswith("none") and "(a model" not in line
]


def load(name):
    os.environ.setdefault("KERAS_BACKEND", "jax")
    try:
        return importlib.import_module(name)
    except ImportError:
        missing(name, "Install the peers with: make peers")


@pytest.fixture(scope="module")
def libraries():
    jax = load("jax")
    jax.config.update("jax_enable_x64", True)
    for part in ("sklearn.linear_model", "sklearn.metrics"):
        load(part)
    load("jax.scipy.stats")
    return {name: load(name) for name in ("torch", "keras", "optax", "sklearn", "jax")} | {"jnp": load("jax.numpy")}


def inputs(name):
    predictions, *others = draw(LOSSES[name], 200, random=np.random.default_rng(3))
    if name == "binary_cross_entropy" or name.startswith("focal"):
        # log_loss takes yes and no alone; for labels in between, focal losses are not all the same.
        others = [np.round(others[0])]
    return predictions, *others


@pytest.mark.parametrize(("name", "library", "line"), LINES, ids=[f"{name}-{library}" for name, library, _ in LINES])
def test_lines_of_the_site_give_what_lossbook_gives(libraries, name, library, line):
    if "torchvision" in line:
        pytest.skip("torchvision is not among the peers")
    call = line.split(" (", 1)[0] if line.endswith(")") and " (" in line else line
    call = call.removesuffix(" on the logarithms of the probabilities")
    given = inputs(name)
    if name == "preference":  # its lines say what is compared, and so give a number
        winners, losers = map(libraries["torch"].tensor, given) if library == "PyTorch" else given
        found = eval(call, {**libraries, "winners": winners, "losers": losers, "ones": 0 * winners + 1})
        assert LOSSES[name].cost(*given) == pytest.approx(float(found), rel=2e-6 if library == "Keras" else 1e-9)
        return
    names = (
        dict(zip(("anchors", "positives", "negatives"), given, strict=True))
        if name == "triplet"
        else dict.fromkeys(("predictions", "probabilities", "logits", "scores"), given[0])
        | dict.fromkeys(("actuals", "targets", "labels", "classes", "signs"), given[1])
    )
    found = eval(call, {**libraries, **names})
    if library == "PyTorch":
        tensors = [
            libraries["torch"].tensor(np.log(part) if "NLLLoss()" in call and part.ndim == 2 else part)
            for part in given
        ]
        if "GaussianNLL" in call:  # a variance, and for rows the two columns apart
            rows, actuals = tensors
            bells = (rows[:, 0], (2 * rows[:, 1]).exp()) if rows.ndim == 2 else (rows, 0 * rows + 1)
            tensors = [bells[0], actuals, bells[1]]
        if "MarginRanking" in call:  # a score against 0
            scores, signs = tensors
            tensors = [scores, 0 * scores, signs]
        found = found(*tensors).item()
    elif library == "Keras":
        found = float(found(given[1], given[0]))
    # PyTorch and Optax add a small number under the root of the triplet's distances; Keras computes in float32.
    digits = 1e-5 if name == "triplet" else 2e-6 if library == "Keras" else 1e-9
    assert LOSSES[name].cost(*given) == pytest.approx(float(found), rel=digits)


def test_what_keras_does_with_labels_and_with_certainty(libraries):
    losses = libraries["keras"].losses
    labels, scores = np.array([[0.0, 1.0], [0.0, 0.0]]), np.array([[0.6, 0.4], [0.4, 0.6]])
    assert float(losses.Hinge()(labels, scores)) == pytest.approx(1.3)
    assert np.maximum(1 - labels * scores, 0).mean() == pytest.approx(0.9)
    sure = float(losses.BinaryCrossentropy()(np.array([1.0]), np.array([0.0])))
    assert sure == pytest.approx(-np.log(1e-7), rel=1e-6)


def test_focal_losses_differ_for_labels_in_between(libraries):
    score, label = np.array([1.0]), np.array([0.3])
    ours = LOSSES["focal_from_logits"].cost(score, label)
    for theirs in (
        libraries["keras"].losses.BinaryFocalCrossentropy(from_logits=True)(label, score),
        libraries["optax"].losses.sigmoid_focal_loss(score, label, gamma=2.0).mean(),
    ):
        assert abs(float(theirs) - ours) > 0.05


def test_what_keras_does_with_shapes(libraries):
    column, row = np.array([[1.0], [2.0], [3.0]]), np.array([1.0, 2.0, 3.0])
    assert float(libraries["keras"].losses.MeanSquaredError()(row, column)) == 0
    assert libraries["sklearn"].metrics.mean_squared_error(row, column) == 0


def test_what_optax_does_with_shapes(libraries):
    losses, jnp = libraries["optax"].losses, libraries["jnp"]
    column, row = jnp.array([[1.0], [2.0], [3.0]]), jnp.array([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="Shape mismatch"):
        losses.squared_error(column, row)
    assert losses.huber_loss(column, row).shape == (3, 3)


def test_who_refuses_scores_where_probabilities_belong(libraries):
    scores, labels = np.array([2.0, -1.0]), np.array([1.0, 0.0])
    torch = libraries["torch"]
    with pytest.raises(RuntimeError, match="between 0 and 1"):
        torch.nn.BCELoss()(torch.tensor(scores), torch.tensor(labels))
    with pytest.raises(ValueError, match="greater than 1"):
        libraries["sklearn"].metrics.log_loss(labels, scores)
    assert float(libraries["keras"].losses.BinaryCrossentropy()(labels, scores)) == pytest.approx(0, abs=1e-6)


def test_nobody_refuses_probabilities_where_scores_belong(libraries):
    torch, given, labels = libraries["torch"], np.array([0.88, 0.1]), np.array([1.0, 0.0])
    expected = pytest.approx(LOSSES["binary_cross_entropy_from_logits"].cost(given, labels), rel=1e-6)
    assert torch.nn.BCEWithLogitsLoss()(torch.tensor(given), torch.tensor(labels)).item() == expected
    assert float(libraries["keras"].losses.BinaryCrossentropy(from_logits=True)(labels, given)) == expected
    assert float(libraries["optax"].losses.sigmoid_binary_cross_entropy(given, labels).mean()) == expected


def test_types_of_labels_in_pytorch(libraries):
    torch = libraries["torch"]
    binary, several = torch.nn.BCEWithLogitsLoss(), torch.nn.CrossEntropyLoss()
    scores, rows, labels = torch.tensor([2.0, -1.0]), torch.tensor([[2.0, 0.0], [0.0, 1.0]]), torch.tensor([1, 0])
    with pytest.raises(RuntimeError, match="Long"):
        binary(scores, labels)
    with pytest.raises(RuntimeError, match="Long"):
        several(rows, labels.float())
    assert binary(scores, labels.float()) > 0
    assert several(rows, labels.int().long()) > 0


def test_what_weights_are_divided_by(libraries):
    torch, keras = libraries["torch"], libraries["keras"]
    scores, labels, n = np.array([2.0, -1.0, 0.5]), np.array([1.0, 0.0, 1.0]), 3
    weights = np.where(labels == 1, 20.0, 1.0)
    each = LOSSES["binary_cross_entropy_from_logits"].value(scores, labels)
    pos = torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor(20.0))(torch.tensor(scores), torch.tensor(labels))
    assert pos.item() == pytest.approx(np.sum(weights * each) / n)
    two = np.column_stack([0 * scores, scores])
    several = torch.nn.CrossEntropyLoss(weight=torch.tensor([1.0, 20.0], dtype=torch.float64))
    found = several(torch.tensor(two), torch.tensor(labels).long())
    assert found.item() == pytest.approx(np.sum(weights * each) / np.sum(weights))
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    assert float(loss(labels[:, None], scores[:, None], sample_weight=weights)) == pytest.approx(
        np.sum(weights * each) / n, rel=1e-6
    )
    ours = weighted(LOSSES["binary_cross_entropy_from_logits"], {1: 20.0})
    assert ours.cost(scores, labels) == pytest.approx(np.sum(weights * each) / n)


def test_huber_of_scikit_learn_takes_the_whole_square(libraries):
    huber = load("sklearn.linear_model._huber")._huber_loss_and_gradient
    parameters, x, one = np.array([0.0, 1.0]), np.array([[1.0]]), np.ones(1)  # weight 0, spread 1
    for error, expected in ((0.5, 0.5**2), (10.0, 2 * 1.35 * 10 - 1.35**2)):
        loss, _ = huber(parameters, x, np.array([error]), 1.35, 0.0, sample_weight=one)
        assert loss == pytest.approx(1.0 + expected)  # beside the spread of the one example
    assert libraries["sklearn"].linear_model.HuberRegressor().alpha > 0


def test_alpha_of_focal_loss_in_keras_for_several_classes(libraries):
    given, label = np.array([[0.6, 0.4]]), np.array([[1.0, 0.0]])
    found = libraries["keras"].losses.CategoricalFocalCrossentropy()(label, given)
    assert float(found) == pytest.approx(0.25 * 0.4**2 * -np.log(0.6), rel=1e-5)


def test_label_smoothing(libraries):
    torch, scores = libraries["torch"], np.array([[2.0] + [0.0] * 9])
    wanted = np.full(10, 0.1 / 10)
    wanted[0] += 0.9
    assert wanted[:2] == pytest.approx([0.91, 0.01])  # what the page says
    expected = pytest.approx(-np.sum(wanted * np.log(softmax(scores[0]))), rel=1e-6)
    found = torch.nn.CrossEntropyLoss(label_smoothing=0.1)(torch.tensor(scores), torch.tensor([0]))
    assert found.item() == expected
    smooth = libraries["keras"].losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)
    assert float(smooth(np.eye(10)[:1], scores)) == expected


def test_accuracy_of_raw_scores_in_keras(libraries):
    metrics = libraries["keras"].metrics
    labels, scores = np.array([1.0, 0.0]), np.array([0.3, -1.0])
    assert float(metrics.BinaryAccuracy()(labels, scores)) == 0.5
    assert float(metrics.BinaryAccuracy(threshold=0.0)(labels, scores)) == 1.0
    rows = np.array([[2.0, 0.0, 1.0], [0.0, 1.0, 2.0]])
    assert float(metrics.SparseCategoricalAccuracy()(np.array([0, 2]), rows)) == 1.0


def test_what_pytorch_takes_for_a_bell(libraries):
    torch = libraries["torch"]
    forecasts, actuals = (torch.tensor(values, dtype=torch.float64) for values in ([28.0, 20.0], [30.0, 30.0]))
    bell = mean_gaussian_nll([28, 20], [30, 30], spread=2)
    whole, short = torch.nn.GaussianNLLLoss(full=True), torch.nn.GaussianNLLLoss()
    assert whole(forecasts, actuals, 0 * actuals + 4).item() == pytest.approx(bell)
    assert short(forecasts, actuals, 0 * actuals + 4).item() == pytest.approx(bell - np.log(2 * np.pi) / 2)
    spread_for_variance = mean_gaussian_nll([28, 20], [30, 30], spread=2**0.5)
    assert whole(forecasts, actuals, 0 * actuals + 2).item() == pytest.approx(spread_for_variance)
    p = torch.tensor([[0.7, 0.3], [0.6, 0.4]], dtype=torch.float64)
    assert torch.nn.NLLLoss()(p, torch.tensor([0, 0])).item() < 0
    assert torch.nn.NLLLoss()(p.log(), torch.tensor([0, 0])).item() > 0


def test_divergence_elsewhere(libraries):
    honest, said = np.array([0.7, 0.3]), np.array([0.9, 0.1])
    expected, torch = kl_divergence(honest, said), libraries["torch"]
    found = torch.nn.KLDivLoss(reduction="batchmean")(torch.tensor(said).log()[None], torch.tensor(honest)[None])
    assert found.item() == pytest.approx(expected)
    assert float(libraries["keras"].losses.KLDivergence()(honest, said)) == pytest.approx(expected, rel=1e-5)
    impossible = float(libraries["keras"].losses.KLDivergence()(np.array([1.0, 0.0]), np.array([0.0, 1.0])))
    assert impossible == pytest.approx(16.1, abs=0.05)
    jnp = libraries["jnp"]
    log_predictions, targets = jnp.log(said), honest
    assert float(libraries["optax"].losses.kl_divergence(log_predictions, targets)) == pytest.approx(expected)


def test_scikit_learn_predicts_a_spread_with_each_answer(libraries):
    patients = datasets.diabetes()
    model = libraries["sklearn"].linear_model.BayesianRidge().fit(patients.inputs, patients.answers)
    _, spread = model.predict(patients.inputs, return_std=True)
    assert np.all((spread > 50) & (spread < 60))


@pytest.fixture
def patients():
    """Thirty patients, answers in spreads and around 3, so that a charged bias shows; and a dial."""
    few, _ = datasets.split(datasets.diabetes(), training_rows=30, seed=0)
    return few.inputs, (few.answers - few.answers.mean()) / few.answers.std() + 3, 0.1


@pytest.mark.parametrize("bias_decays", [False, True])
def test_dial_in_pytorch(libraries, patients, bias_decays):
    torch, (inputs, answers, dial) = libraries["torch"], patients
    x, y = torch.tensor(inputs), torch.tensor(answers)
    model = torch.nn.Linear(10, 1, dtype=torch.float64)
    groups = [{"params": [model.weight], "weight_decay": 2 * dial}, {"params": [model.bias], "weight_decay": 0.0}]
    given = {"params": model.parameters(), "weight_decay": 2 * dial} if bias_decays else {"params": groups}
    optimiser = torch.optim.SGD(**given, lr=0.1)
    for _ in range(3000):
        optimiser.zero_grad()
        loss = ((model(x)[:, 0] - y) ** 2).mean()
        loss.backward()
        optimiser.step()
    weights, bias = ridge(inputs, answers, dial=dial)
    np.testing.assert_allclose(model.weight[0].detach(), weights, atol=1e-9)
    assert model.bias.item() == pytest.approx(3 / (1 + dial) if bias_decays else bias)
    fitted = np.mean((inputs @ weights + model.bias.item() - answers) ** 2)
    assert loss.item() == pytest.approx(fitted)  # without the penalty


def test_first_steps_with_decay(libraries):
    """SGD, Adam and AdamW from a weight of 1, with a rate and a decay of 0.1, as the chapter works them out."""
    torch, keras, optax, jnp = (libraries[name] for name in ("torch", "keras", "optax", "jnp"))
    expected = {"SGD": (0.99, 0.989, -9.01), "Adam": (0.9, 0.9, 0.9), "AdamW": (0.99, 0.89, 0.89)}
    for name, steps in expected.items():
        for slope, wanted in zip((0.0, 0.01, 100.0), steps, strict=True):
            w = torch.ones(1, dtype=torch.float64, requires_grad=True)
            w.grad = torch.full_like(w, slope)
            getattr(torch.optim, name)([w], lr=0.1, weight_decay=0.1).step()
            assert w.item() == pytest.approx(wanted, abs=1e-5)
    for slope, wanted in zip((0.0, 0.01, 100.0), expected["AdamW"], strict=True):
        w = keras.Variable([1.0])
        keras.optimizers.Adam(learning_rate=0.1, weight_decay=0.1).apply([jnp.array([slope], dtype="float32")], [w])
        assert float(w[0]) == pytest.approx(wanted, abs=1e-4)
        adamw = optax.adamw(0.1, weight_decay=0.1)
        params = {"w": jnp.ones(1), "b": jnp.ones(1)}  # without a mask the bias decays, too
        changes, _ = adamw.update({"w": jnp.full(1, slope), "b": jnp.zeros(1)}, adamw.init(params), params)
        assert 1 + float(changes["w"][0]) == pytest.approx(wanted, abs=1e-5)
        assert 1 + float(changes["b"][0]) == pytest.approx(0.99, abs=1e-5)
    bias = keras.Variable([1.0], name="bias")
    keras.optimizers.AdamW(learning_rate=0.1, weight_decay=0.1).apply([jnp.zeros(1, dtype="float32")], [bias])
    assert float(bias[0]) == pytest.approx(0.99, abs=1e-5)


@pytest.mark.parametrize("name", ["SGD", "Adam", "AdamW"])
def test_where_a_decay_comes_to_rest(libraries, name):
    """One weight that the data wish to be 3; the chapter says for which optimisers the decay is 2 × dial."""
    torch, dial = libraries["torch"], 0.1
    w = torch.ones(1, dtype=torch.float64, requires_grad=True)
    optimiser = getattr(torch.optim, name)([w], lr=0.01, weight_decay=2 * dial)
    for _ in range(4000):
        optimiser.zero_grad()
        ((w - 3) ** 2).sum().backward()
        optimiser.step()
    rests_there = w.item() == pytest.approx(3 / (1 + dial), abs=1e-3)
    assert rests_there == (name != "AdamW")


def test_dial_in_optax(libraries, patients):
    optax, jnp, jax, (inputs, answers, dial) = (*(libraries[n] for n in ("optax", "jnp", "jax")), patients)
    chain = optax.chain(optax.add_decayed_weights(2 * dial, mask={"w": True, "b": False}), optax.sgd(0.1))
    slopes = jax.jit(jax.grad(lambda p: jnp.mean((inputs @ p["w"] + p["b"] - answers) ** 2)))
    params = {"w": jnp.zeros(10), "b": jnp.zeros(())}
    state = chain.init(params)
    for _ in range(1500):
        changes, state = chain.update(slopes(params), state, params)
        params = optax.apply_updates(params, changes)
    weights, bias = ridge(inputs, answers, dial=dial)
    np.testing.assert_allclose(params["w"], weights, atol=1e-6)
    assert float(params["b"]) == pytest.approx(bias)


def test_keras_prints_the_penalty_and_leaves_the_bias_out(libraries, patients):
    keras, (inputs, answers, dial) = libraries["keras"], patients
    weights, bias = ridge(inputs, answers, dial=dial)
    model = keras.Sequential(
        [keras.Input((10,)), keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(dial))]
    )
    model.compile(optimizer="sgd", loss="mse", metrics=["mse"])
    model.set_weights([weights[:, None], np.array([bias])])
    printed, mse = model.evaluate(inputs, answers, verbose=0)
    loss = np.mean((inputs @ weights + bias - answers) ** 2)
    assert mse == pytest.approx(loss, rel=1e-5)
    assert printed == pytest.approx(loss + dial * np.sum(weights**2), rel=1e-5)


def test_dial_in_scikit_learn(libraries, patients):
    linear, (inputs, answers, dial) = libraries["sklearn"].linear_model, patients
    n = len(answers)
    model = linear.Ridge(alpha=n * dial).fit(inputs, answers)
    np.testing.assert_allclose(model.coef_, ridge(inputs, answers, dial=dial)[0], atol=1e-12)
    assert model.intercept_ == pytest.approx(ridge(inputs, answers, dial=dial)[1])
    model = linear.Lasso(alpha=dial / 2, tol=1e-12, max_iter=100_000).fit(inputs, answers)
    np.testing.assert_allclose(model.coef_, lasso(inputs, answers, dial=dial)[0], atol=1e-9)
    labels = (answers > 3).astype(float)
    model = Linear(10)
    train(
        model, LOSSES["binary_cross_entropy_from_logits"], inputs, labels,
        learning_rate=0.3, epochs=4000, penalty=Penalty(l2=dial),
    )  # fmt: skip
    theirs = linear.LogisticRegression(C=1 / (2 * n * dial), tol=1e-10, max_iter=10_000).fit(inputs, labels)
    np.testing.assert_allclose(theirs.coef_[0], model.parameters[0], atol=1e-6)
    lengths = [
        np.linalg.norm(linear.LogisticRegression(C=c, max_iter=10_000).fit(inputs, labels).coef_)
        for c in (0.01, 1, 100)
    ]
    assert lengths == sorted(lengths)  # C up is less penalty
    assert linear.LogisticRegression().C == 1


def test_what_votes_cost_in_other_losses_of_the_libraries(libraries):
    torch, optax, jnp = libraries["torch"], libraries["optax"], libraries["jnp"]
    winners, losers, ones = torch.tensor([1.0, 0.0, -1.0]), torch.zeros(3), torch.ones(3)
    ours = pytest.approx(LOSSES["preference"].cost([1, 0, -1], [0, 0, 0]), rel=1e-6)
    assert -torch.nn.functional.logsigmoid(winners - losers).mean().item() == ours
    assert torch.nn.SoftMarginLoss()(winners - losers, ones).item() == ours
    assert torch.nn.SoftMarginLoss()(torch.tensor([-89.0]), torch.ones(1)).item() == np.inf
    assert torch.nn.MarginRankingLoss()(losers, losers, ones).item() == 0
    pairs, labels = jnp.array([[1.0, 0], [0, 0], [-1, 0]]), jnp.array([[1.0, 0]] * 3)
    assert float(optax.losses.ranking_softmax_loss(pairs, labels)) == ours
    regression = libraries["sklearn"].linear_model.LogisticRegression(fit_intercept=False)
    with pytest.raises(ValueError, match="at least 2 classes"):
        regression.fit(np.array([[1.0], [2.0]]), np.ones(2))


def test_sizes_of_noise_that_are_no_column(libraries):
    torch = libraries["torch"]
    for n in (3, 4):
        size, noise = torch.arange(1.0, n + 1), torch.ones(n, 2)
        with pytest.raises(RuntimeError, match="must match"):
            size.mul(noise)
    assert (torch.tensor([1.0, 2.0]) * torch.ones(2, 2)).tolist() == [[1, 2], [1, 2]]
    guess, noise = np.array([[0.5, 0.0], [1.0, -1.0]]), np.array([[0.4, 0.1], [0.0, 0.0]])
    half = libraries["optax"].losses.l2_loss(guess, noise).mean()
    assert float(half) == pytest.approx(LOSSES["squared_error"].cost(guess, noise) / 2)
