"""What the site says about other libraries is what they do: its own lines are run, and their results compared."""

import importlib
import os

import numpy as np
import pytest

from lossbook import LOSSES
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
