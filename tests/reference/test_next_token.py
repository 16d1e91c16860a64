"""What the chapter on language models says of other libraries, and what its stored numbers come from."""

import importlib
import os

import numpy as np
import pytest

from lossbook import (
    LOSSES,
    categorical_cross_entropy_from_logits,
    datasets,
    mean_categorical_cross_entropy_from_logits,
    softmax,
)
from lossbook.explorables import HundredCoins
from lossbook.learning import OneHiddenLayer, train
from tests.conftest import missing

RANDOM = np.random.default_rng(3)
SCORES, TOKENS = RANDOM.normal(0, 2, (4, 6, 9)), RANDOM.integers(0, 9, (4, 6))  # texts, places, letters
KEEP = np.arange(6) < np.array([[6], [2], [4], [1]])
FLAT, RIGHT = SCORES.reshape(-1, 9), TOKENS.ravel()
LETTERS_ALONE = mean_categorical_cross_entropy_from_logits(FLAT, RIGHT, weights=KEEP.ravel())
SMOOTHING = 0.1


def load(name):
    os.environ.setdefault("KERAS_BACKEND", "jax")
    try:
        return importlib.import_module(name)
    except ImportError:
        missing(name, "Install the peers with: make peers")


def smoothed():
    """Label smoothing by hand: the right class keeps 1 - s + s/K, each other one has s/K."""
    of_each = np.stack([categorical_cross_entropy_from_logits(FLAT, 0 * RIGHT + k) for k in range(9)])
    right = categorical_cross_entropy_from_logits(FLAT, RIGHT)
    return (1 - SMOOTHING) * right + SMOOTHING * of_each.mean(axis=0)


def test_weights_are_a_mask():
    losses = categorical_cross_entropy_from_logits(FLAT, RIGHT)
    assert np.isclose(losses[KEEP.ravel()].mean(), LETTERS_ALONE, rtol=1e-14)


def test_a_mask_selects_letters_of_all_texts():
    """As the chapter says it for `lossbook`; padding is no letter, and what is left out is not looked at."""
    tokens = np.where(KEEP, TOKENS, 9)
    selected = mean_categorical_cross_entropy_from_logits(SCORES[KEEP], tokens[KEEP])
    assert np.isclose(selected, LETTERS_ALONE, rtol=1e-14)


@pytest.mark.whole
class TestPyTorch:
    def test_padding_is_left_out_of_the_mean(self):
        torch = load("torch")
        scores, tokens = torch.tensor(SCORES), torch.tensor(np.where(KEEP, TOKENS, -100))
        loss = torch.nn.CrossEntropyLoss(ignore_index=-100, label_smoothing=0.0)
        assert loss(scores.transpose(1, 2), tokens).item() == pytest.approx(LETTERS_ALONE, rel=1e-12)
        assert np.isnan(loss(scores.transpose(1, 2), 0 * tokens - 100).item())
        with pytest.raises((RuntimeError, ValueError)):
            loss(scores, tokens)

    def test_a_wrong_order_passes_if_there_are_as_many_places_as_letters(self):
        torch = load("torch")
        square, tokens = torch.tensor(RANDOM.normal(0, 2, (4, 9, 9))), torch.tensor(RANDOM.integers(0, 9, (4, 9)))
        loss = torch.nn.CrossEntropyLoss()
        assert loss(square, tokens).item() != pytest.approx(loss(square.transpose(1, 2), tokens).item(), rel=1e-3)

    def test_smoothing(self):
        torch = load("torch")
        loss = torch.nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
        assert loss(torch.tensor(FLAT), torch.tensor(RIGHT)).item() == pytest.approx(smoothed().mean(), rel=1e-12)


@pytest.mark.whole
class TestKeras:
    def test_an_ignored_class_is_left_out_and_a_weight_is_not(self):
        losses = load("keras").losses
        keep = KEEP.ravel().astype(float)
        marked = np.where(KEEP.ravel(), RIGHT, 9)  # padding is the number after the last letter
        without = losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=9)
        assert float(without(marked, FLAT)) == pytest.approx(LETTERS_ALONE, rel=1e-5)
        plain = losses.SparseCategoricalCrossentropy(from_logits=True)
        over_all = float(plain(RIGHT, FLAT, sample_weight=keep))
        assert over_all == pytest.approx(LETTERS_ALONE * keep.mean(), rel=1e-5)
        fair = losses.SparseCategoricalCrossentropy(from_logits=True, reduction="mean_with_sample_weight")
        assert float(fair(RIGHT, FLAT, sample_weight=keep)) == pytest.approx(LETTERS_ALONE, rel=1e-5)

    def test_smoothing(self):
        loss = load("keras").losses.CategoricalCrossentropy(from_logits=True, label_smoothing=SMOOTHING)
        assert float(loss(np.eye(9)[RIGHT], FLAT)) == pytest.approx(smoothed().mean(), rel=1e-5)


@pytest.mark.whole
def test_optax():
    optax, jnp = load("optax"), load("jax.numpy")
    scores, tokens, mask = jnp.array(SCORES), jnp.array(TOKENS), jnp.array(KEEP)
    found = optax.losses.softmax_cross_entropy_with_integer_labels(scores, tokens).mean(where=mask)
    assert float(found) == pytest.approx(LETTERS_ALONE, rel=1e-5)
    target = optax.smooth_labels(jnp.eye(9)[RIGHT], SMOOTHING)
    found = optax.losses.softmax_cross_entropy(jnp.array(FLAT), target).mean()
    assert float(found) == pytest.approx(smoothed().mean(), rel=1e-5)


def test_scikit_learn():
    log_loss = load("sklearn.metrics").log_loss
    found = log_loss(RIGHT, softmax(FLAT), sample_weight=KEEP.ravel(), labels=range(9))
    assert found == pytest.approx(LETTERS_ALONE, rel=1e-9)


@pytest.mark.whole
def test_the_network_of_the_coins_is_the_one_of_the_chapter():
    """Its shares are stored: training takes two seconds, and a page should not wait."""
    book = datasets.alice()
    old, new = " ".join(book[:9]), " ".join(book[9:])
    x, y = datasets.windows(old, back=4)
    model = OneHiddenLayer(4 * 27, 64, 27)
    loss = LOSSES["categorical_cross_entropy_from_logits"]
    for rate, epochs in [(1, 2), (0.1, 1)]:
        train(model, loss, x, y, learning_rate=rate, epochs=epochs, batch_size=128)
    for place in HundredCoins().places:
        context = place["context"]
        assert new.count(context + place["letter"]) == 1
        inputs, _ = datasets.windows(context[-4:] + place["letter"], back=4)
        np.testing.assert_allclose(softmax(model.predict(inputs))[0], place["network"], atol=2e-3)
