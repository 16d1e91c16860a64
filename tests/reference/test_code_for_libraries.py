"""Code for other libraries that a page shows is run as it stands there, and does what the page says."""

import contextlib
import io
import os
import re

import numpy as np
import pytest

from lossbook import LOSSES, asymmetric
from lossbook.learning.optimisers import adam_path, momentum_path, plain_path
from tests.conftest import ROOT, missing

pytestmark = pytest.mark.whole  # the libraries are large
os.environ.setdefault("KERAS_BACKEND", "jax")


def blocks(page):
    """The pieces of Python in a page that are not cells."""
    text = (ROOT / "book" / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def run(code):
    """What a piece of code leaves behind, and what it prints."""
    space, printed = {}, io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(code, space)
    except ImportError as lacking:
        missing(lacking.name, "Install the peers with: make peers")
    return space, printed.getvalue()


def test_every_piece_is_run_here():
    pages = {path.stem for path in (ROOT / "book").glob("*.md") if blocks(path.stem)}
    assert pages == {"custom", "training_loop"}


def test_late_loss_in_pytorch_and_keras():
    in_torch, in_keras = (run(code)[0] for code in blocks("custom"))
    torch, promise, actual = in_torch["torch"], [25.0, 35.0, 30.0], [30.0, 30.0, 30.0]
    late = asymmetric(LOSSES["absolute_error"], over=1, under=3)
    given = torch.tensor(promise, requires_grad=True)
    loss = in_torch["late_loss"](given, torch.tensor(actual))
    loss.backward()
    assert loss.item() == pytest.approx(late.cost(promise, actual))
    np.testing.assert_allclose(given.grad[:2], late.gradient(promise, actual)[:2] / 3)
    import keras

    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer="sgd", loss=in_keras["late_loss"])
    x = np.array([[1.0], [2.0], [3.0]])
    found = model.evaluate(x, np.array([[30.0]] * 3), verbose=0)
    assert found == pytest.approx(late.cost(model.predict(x, verbose=0)[:, 0], [30.0] * 3), rel=1e-5)


def test_the_loop_in_pytorch_takes_the_steps_that_were_taken_by_hand():
    (code,) = blocks("training_loop")
    space, printed = run(code)
    assert printed.split() == ["0.00", "10.000", "1.00", "2.500", "1.50", "0.625"]  # w and loss, as in the table
    assert space["model"].weight.item() == pytest.approx(1.75)
    for name in ("predict", "score", "slope", "step", "repeat"):
        assert f"# {name}" in code or f", and {name}" in code


@pytest.mark.parametrize("method", ["plain", "momentum", "adam"])
def test_paths_are_those_of_pytorch(method):
    torch = pytest.importorskip("torch")
    scale = torch.tensor([0.05, 1.0], dtype=torch.float64)
    weights = torch.tensor([9.0, 1.8], dtype=torch.float64, requires_grad=True)
    optimiser, ours = {
        "plain": (torch.optim.SGD([weights], lr=0.3), plain_path),
        "momentum": (torch.optim.SGD([weights], lr=0.3, momentum=0.9), momentum_path),
        "adam": (torch.optim.Adam([weights], lr=0.3), adam_path),
    }[method]
    path = [weights.detach().numpy().copy()]
    for _ in range(25):
        optimiser.zero_grad()
        (scale * weights**2).sum().backward()
        optimiser.step()
        path.append(weights.detach().numpy().copy())
    found = ours(lambda w: 2 * np.array([0.05, 1.0]) * w, [9.0, 1.8], learning_rate=0.3, steps=25)
    np.testing.assert_allclose(found, path, rtol=1e-9, atol=1e-12)
