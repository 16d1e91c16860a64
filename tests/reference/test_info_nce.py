"""InfoNCE against mpmath, against slopes by nudging, and against other libraries; and what its chapter says of these."""

import importlib
import os

import mpmath
import numpy as np
import pytest

from lossbook import info_nce, info_nce_gradient, mean_info_nce, retrieval_accuracy, similarities
from lossbook.learning import OneHiddenLayer, numeric_gradient, train_pairs
from tests.conftest import missing

RANDOM = np.random.default_rng(5)
FIRST, SECOND = RANDOM.normal(0, 2, (2, 7, 3))


def exact(first, second, temperature):
    """The loss of each pair with 60 digits."""
    with mpmath.workdps(60):
        rows = [[[mpmath.mpf(float(x)) for x in row] for row in part] for part in (first, second)]
        unit = [[[x / mpmath.sqrt(mpmath.fdot(row, row)) for x in row] for row in part] for part in rows]
        s = [[mpmath.fdot(a, b) / mpmath.mpf(temperature) for b in unit[1]] for a in unit[0]]
        n = range(len(s))
        row = [mpmath.log(mpmath.fsum(mpmath.exp(s[i][j]) for j in n)) - s[i][i] for i in n]
        column = [mpmath.log(mpmath.fsum(mpmath.exp(s[j][i]) for j in n)) - s[i][i] for i in n]
        return np.array([float((r + c) / 2) for r, c in zip(row, column, strict=True)])


@pytest.mark.parametrize("temperature", [5.0, 0.2, 0.07, 0.001])
@pytest.mark.parametrize("scale", [1.0, 1e-150, 1e150])
def test_losses_are_exact(temperature, scale):
    got = info_nce(scale * FIRST, scale * SECOND, temperature=temperature)
    # A score of 1000 has an error of 1e-13 by itself.
    np.testing.assert_allclose(got, exact(FIRST, SECOND, temperature), rtol=1e-12, atol=4e-16 / temperature)


@pytest.mark.parametrize("temperature", [1.0, 0.3])
def test_slopes_are_those_of_the_sum(temperature):
    slopes = info_nce_gradient(FIRST, SECOND, temperature=temperature)
    by_nudging = (
        numeric_gradient(lambda x: info_nce(x, SECOND, temperature=temperature).sum(), FIRST),
        numeric_gradient(lambda x: info_nce(FIRST, x, temperature=temperature).sum(), SECOND),
    )
    for slope, nudged in zip(slopes, by_nudging, strict=True):
        np.testing.assert_allclose(slope, nudged, atol=1e-8)
        assert np.abs(slope).max() > 0.01


def test_one_spot_knows_nothing_and_is_not_pushed():
    spot = np.ones((9, 4))
    assert mean_info_nce(spot, spot, temperature=0.05) == pytest.approx(np.log(9), rel=1e-15)
    assert np.abs(info_nce_gradient(spot, spot, temperature=0.05)).max() < 1e-14


def test_a_point_at_the_origin_has_no_direction():
    first = np.vstack([0 * FIRST[:1], FIRST[1:]])
    assert (similarities(first, SECOND)[0] == 0).all()
    assert np.isfinite(info_nce(first, SECOND)).all()
    assert (info_nce_gradient(first, SECOND)[0][0] == 0).all()


def test_length_does_not_matter_and_single_precision_stays():
    longer = FIRST * RANDOM.uniform(0.1, 10, (7, 1))
    np.testing.assert_allclose(info_nce(longer, SECOND), info_nce(FIRST, SECOND), rtol=1e-12)
    single = info_nce(FIRST.astype(np.float32), SECOND.astype(np.float32))
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, info_nce(FIRST, SECOND), rtol=1e-4)


def test_the_loss_of_a_large_batch_is_not_cut_into_blocks():
    spot = np.ones((600, 64))  # more bytes than a block
    assert mean_info_nce(spot, spot) == pytest.approx(np.log(600), rel=1e-12)


def test_who_is_found():
    table = similarities(FIRST, SECOND)
    found = {among: retrieval_accuracy(table, among=among) for among in range(2, 8)}
    assert list(found.values()) == sorted(found.values(), reverse=True)
    rows = (np.diag(table)[:, None] > table + 9 * np.eye(7) * -1).all(axis=1).mean()
    columns = (np.diag(table) > table - 9 * np.eye(7)).all(axis=0).mean()
    assert found[7] == pytest.approx((rows + columns) / 2)
    drawn = [
        table[i, i] > max(table[i, j] for j in others)
        for i in range(7)
        for _ in range(2000)
        for others in [RANDOM.choice(np.delete(np.arange(7), i), 2, replace=False)]
    ]
    both = retrieval_accuracy(table, among=3) + retrieval_accuracy(table.T, among=3)
    back = [
        table[i, i] > max(table[j, i] for j in others)
        for i in range(7)
        for _ in range(2000)
        for others in [RANDOM.choice(np.delete(np.arange(7), i), 2, replace=False)]
    ]
    assert both / 2 == pytest.approx((np.mean(drawn) + np.mean(back)) / 2, abs=0.015)
    assert retrieval_accuracy(np.ones((5, 5)), among=2) == 0
    assert retrieval_accuracy(np.eye(5), among=5) == 1


def test_training_is_the_same_for_the_same_seed_and_learns():
    left = RANDOM.normal(size=(60, 4))

    def run(seed):
        models = [OneHiddenLayer(4, 16, 3, seed=k) for k in (1, 2)]
        return train_pairs(*models, left, left[:, ::-1], steps=120, batch_size=30, temperature=0.2, seed=seed)

    losses = run(0)
    assert losses == run(0) != run(1)
    assert np.mean(losses[-5:]) < 0.6 * np.log(30)


def load(name):
    os.environ.setdefault("KERAS_BACKEND", "jax")
    try:
        return importlib.import_module(name)
    except ImportError:
        missing(name, "Install the peers with: make peers")


@pytest.mark.whole
def test_pytorch():
    torch = load("torch")
    a, b = (torch.tensor(part, requires_grad=True) for part in (FIRST, SECOND))
    u, v = (torch.nn.functional.normalize(part, dim=1) for part in (a, b))
    s, y = u @ v.T / 0.2, torch.arange(7)
    loss = torch.nn.CrossEntropyLoss()
    found = (loss(s, y) + loss(s.T, y)) / 2
    assert found.item() == pytest.approx(mean_info_nce(FIRST, SECOND, temperature=0.2), rel=1e-12)
    found.backward()
    for ours, theirs in zip(info_nce_gradient(FIRST, SECOND, temperature=0.2), (a.grad, b.grad), strict=True):
        np.testing.assert_allclose(ours / 7, theirs.numpy(), atol=1e-12)


@pytest.mark.whole
def test_keras():
    loss = load("keras").losses.SparseCategoricalCrossentropy(from_logits=True)
    s, y = similarities(FIRST, SECOND) / 0.2, np.arange(7)
    found = (float(loss(y, s)) + float(loss(y, s.T))) / 2
    assert found == pytest.approx(mean_info_nce(FIRST, SECOND, temperature=0.2), rel=1e-5)


@pytest.mark.whole
def test_optax_counts_strangers_of_the_same_side():
    optax, jnp = load("optax"), load("jax.numpy")
    embeddings, labels = np.vstack([FIRST, SECOND]), np.tile(np.arange(7), 2)
    found = float(optax.losses.ntxent(jnp.array(embeddings), jnp.array(labels), temperature=0.07))
    scores = similarities(embeddings, embeddings) / 0.07
    np.fill_diagonal(scores, -np.inf)
    partner = scores[np.arange(14), (np.arange(14) + 7) % 14]
    assert found == pytest.approx(np.mean(np.logaddexp.reduce(scores, axis=1) - partner), rel=1e-4)
    spot = float(optax.losses.ntxent(jnp.ones((16, 3)), jnp.tile(jnp.arange(8), 2), temperature=0.07))
    assert spot == pytest.approx(np.log(2 * 8 - 1), rel=1e-5)


def test_one_model_for_both_sides_takes_the_slopes_of_both_before_its_step():
    first, second = np.random.default_rng(3).normal(size=(2, 6, 4))
    model, before = OneHiddenLayer(4, 5, 3), OneHiddenLayer(4, 5, 3)
    train_pairs(model, model, first, second, steps=1, batch_size=6, learning_rate=0.1, temperature=0.5, seed=0)
    points = before.predict(first), before.predict(second)
    slopes = info_nce_gradient(*points, temperature=0.5)
    for place, parameter in enumerate(before.parameters):
        both = sum(
            before.gradients(part, slope / 6)[place] for part, slope in zip((first, second), slopes, strict=True)
        )
        np.testing.assert_allclose(model.parameters[place], parameter - 0.1 * both, rtol=1e-12, atol=1e-14)
