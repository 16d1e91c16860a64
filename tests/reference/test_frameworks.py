"""What the site says about other libraries is what they do: its own lines are run, and their results compared."""

import importlib
import os

import numpy as np
import pytest

from lossbook import LOSSES, softmax, weighted
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
    return {name: load(name) for name in ("torch", "keras", "optax", "sklearn")} | {"jnp": load("jax.numpy")}


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
            libraries["torch"].tensor(np.log(part) if "NLL" in call and part.ndim == 2 else part) for part in given
        ]
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
