"""lossbook against PyTorch, Optax and scikit-learn: the same where they are right, and what differs is written down."""

import numpy as np
import pytest

import lossbook
from lossbook import LOSSES
from tests.conftest import missing
from tests.samples import draw

pytestmark = pytest.mark.whole  # the peers are large
REMEDY = "Install the peers with: make peers"
RANDOM = np.random.default_rng(0)


@pytest.fixture(scope="module")
def torch():
    try:
        import torch
    except ImportError:
        missing("PyTorch", REMEDY)
    torch.set_num_threads(1)
    return torch


@pytest.fixture(scope="module")
def optax():
    try:
        import jax
        import optax
    except ImportError:
        missing("Optax", REMEDY)
    jax.config.update("jax_enable_x64", True)
    return optax


def signs(random, n):
    return random.normal(0, 2, n), random.choice([-1.0, 1.0], n)


def inputs(name):
    return signs(RANDOM, 200) if name == "hinge" else draw(LOSSES[name], 200, random=RANDOM)


NAMES = [name for name in LOSSES if name not in ("triplet", "preference")]


@pytest.mark.parametrize("name", NAMES)
def test_value_and_slope_equal_those_of_torch(torch, name):
    f = torch.nn.functional

    def focal(x, y):
        both = [torch.exp(-f.softplus(-m)) for m in (x, -x)]
        return (y * (1 - both[0]) ** 2 * f.softplus(-x) + (1 - y) * (1 - both[1]) ** 2 * f.softplus(x)).mean()

    def focal_of_probabilities(p, y):
        return -(y * (1 - p) ** 2 * torch.log(p) + (1 - y) * p**2 * torch.log1p(-p)).mean()

    theirs = {
        "squared_error": f.mse_loss,
        "absolute_error": f.l1_loss,
        "huber": f.huber_loss,
        "binary_cross_entropy": f.binary_cross_entropy,
        "binary_cross_entropy_from_logits": f.binary_cross_entropy_with_logits,
        "categorical_cross_entropy": lambda p, c: f.nll_loss(torch.log(p), c),
        "categorical_cross_entropy_from_logits": f.cross_entropy,
        "hinge": lambda s, y: torch.clamp(1 - y * s, min=0).mean(),
        "focal": focal_of_probabilities,
        "focal_from_logits": focal,
        "gaussian_nll": lambda m, y: -torch.distributions.Normal(m, 1.0).log_prob(y).mean(),
        "laplace_nll": lambda m, y: -torch.distributions.Laplace(m, 1.0).log_prob(y).mean(),
        "gaussian_nll_from_rows": lambda rows, y: (
            -torch.distributions.Normal(rows[:, 0], rows[:, 1].exp()).log_prob(y).mean()
        ),
    }[name]
    predictions, answers = inputs(name)
    p = torch.tensor(predictions, requires_grad=True)
    value = theirs(p, torch.tensor(answers))
    value.backward()
    cost, slope = LOSSES[name].cost_and_gradient(predictions, answers)
    assert cost == pytest.approx(value.item(), rel=1e-12)
    np.testing.assert_allclose(slope, p.grad.numpy(), rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("squared_error", lambda o: o.squared_error),
        ("huber", lambda o: o.huber_loss),
        ("binary_cross_entropy_from_logits", lambda o: o.sigmoid_binary_cross_entropy),
        ("categorical_cross_entropy_from_logits", lambda o: o.softmax_cross_entropy_with_integer_labels),
        ("hinge", lambda o: o.hinge_loss),
    ],
)
def test_values_and_slopes_equal_those_of_optax(optax, ours, theirs):
    import jax

    predictions, answers = inputs(ours)
    function = theirs(optax.losses)
    value, slope = jax.value_and_grad(lambda p: function(p, answers).mean())(predictions)
    cost, gradient = LOSSES[ours].cost_and_gradient(predictions, answers)
    assert cost == pytest.approx(float(value), rel=1e-12)
    np.testing.assert_allclose(gradient, slope, rtol=1e-9, atol=1e-15)


def test_triplet_equals_that_of_torch_without_its_epsilon(torch):
    a, p, n = draw(LOSSES["triplet"], 50, random=RANDOM)
    tensors = [torch.tensor(points, requires_grad=True) for points in (a, p, n)]
    value = torch.nn.functional.triplet_margin_loss(*tensors, margin=1.0, eps=0.0)
    value.backward()
    cost, slopes = LOSSES["triplet"].cost_and_gradient(a, p, n)
    assert cost == pytest.approx(value.item(), rel=1e-12)
    for slope, tensor in zip(slopes, tensors, strict=True):
        np.testing.assert_allclose(slope, tensor.grad.numpy(), rtol=1e-9, atol=1e-15)


def test_preference_equals_that_of_torch(torch):
    winners, losers = draw(LOSSES["preference"], 200, random=RANDOM)
    tensors = [torch.tensor(scores, requires_grad=True) for scores in (winners, losers)]
    value = -torch.nn.functional.logsigmoid(tensors[0] - tensors[1]).mean()
    value.backward()
    cost, slopes = LOSSES["preference"].cost_and_gradient(winners, losers)
    assert cost == pytest.approx(value.item(), rel=1e-12)
    for slope, tensor in zip(slopes, tensors, strict=True):
        np.testing.assert_allclose(slope, tensor.grad.numpy(), rtol=1e-9, atol=1e-15)


def test_dpo_equals_the_line_of_its_paper_in_torch(torch):
    logs = -np.abs(RANDOM.normal(0, 30, (4, 100)))
    c, r, ref_c, ref_r = map(torch.tensor, logs)
    for beta in (0.1, 2.0):
        losses = -torch.nn.functional.logsigmoid(beta * ((c - ref_c) - (r - ref_r)))
        np.testing.assert_allclose(lossbook.dpo(*logs, beta=beta), losses.numpy(), rtol=1e-12)


def test_digits_that_torch_loses(torch):
    f, tiny = torch.nn.functional, np.exp(-40.0)
    scores = torch.tensor([[40.0, 0.0]], dtype=torch.float64)
    assert f.cross_entropy(scores, torch.tensor([0])).item() == 0
    assert lossbook.categorical_cross_entropy_from_logits([[40.0, 0.0]], [0])[0] == pytest.approx(tiny, rel=1e-13)

    x = torch.tensor(40.0, dtype=torch.float64, requires_grad=True)
    f.binary_cross_entropy_with_logits(x, torch.ones_like(x)).backward()
    assert x.grad.item() == 0
    assert lossbook.binary_cross_entropy_from_logits_gradient(40.0, 1.0) == pytest.approx(-tiny, rel=1e-13)

    impossible = torch.tensor(0.0, dtype=torch.float64)
    assert f.binary_cross_entropy(impossible, torch.ones_like(impossible)).item() == 100
    assert lossbook.binary_cross_entropy(0.0, 1.0) == np.inf


def test_shapes_that_torch_only_warns_about(torch):
    column, row = torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([1.0, 2.0, 3.0])
    with pytest.warns(UserWarning, match="different to the input size"):
        assert torch.nn.functional.mse_loss(column, row).item() == pytest.approx(4 / 3)
    with pytest.raises(ValueError, match="same shape"):
        lossbook.mean_squared_error(column.numpy(), row.numpy())


def test_digits_that_optax_and_scikit_learn_lose(optax):
    from sklearn._loss import HalfBinomialLoss, HalfMultinomialLoss

    assert float(optax.losses.softmax_cross_entropy_with_integer_labels(np.array([[40.0, 0.0]]), np.array([0]))[0]) == 0
    assert HalfMultinomialLoss(n_classes=2).loss(np.array([0.0]), np.array([[40.0, 0.0]]))[0] == 0
    assert HalfBinomialLoss().loss(np.array([1.0]), np.array([40.0]))[0] == 0
    assert lossbook.binary_cross_entropy_from_logits(40.0, 1.0) == pytest.approx(np.exp(-40.0), rel=1e-13)


def test_values_equal_those_of_scikit_learn():
    from sklearn import metrics

    theirs = {
        "squared_error": metrics.mean_squared_error,
        "absolute_error": metrics.mean_absolute_error,
        "binary_cross_entropy": metrics.log_loss,
        "categorical_cross_entropy": lambda classes, rows: metrics.log_loss(classes, rows, labels=range(rows.shape[1])),
        "hinge": metrics.hinge_loss,
    }
    for name, loss in LOSSES.items():
        if loss.libraries["scikit-learn"].startswith("sklearn.metrics."):
            predictions, answers = inputs(name)
            if name == "binary_cross_entropy":
                answers = np.round(answers)  # log_loss takes yes and no alone
            assert loss.cost(predictions, answers) == pytest.approx(theirs[name](answers, predictions), rel=1e-12)
