"""The formulas in JavaScript give the same numbers as lossbook."""

import base64

import numpy as np
import pytest

from lossbook import mean_squared_error, squared_error_gradient
from lossbook.explorables import SquaresOnALine, TwoDials

RANDOM = np.random.default_rng(0)


@pytest.fixture(scope="module")
def call(browser):
    """Call a formula of an explorable's module in the browser."""
    page = browser.new_page()

    def called(explorable, name, *arguments):
        module = "data:text/javascript;base64," + base64.b64encode(str(explorable._esm).encode()).decode()
        return page.evaluate(
            "async ([module, name, inputs]) => { const { default: d } = await import(module); return inputs.map(i => d.formulas[name](...i)); }",
            [module, name, *arguments],
        )

    yield called
    page.close()


def test_mean_squared_error(call):
    inputs = [(RANDOM.normal(200, 50, size).tolist(), float(RANDOM.normal(200, 50))) for size in range(1, 30)]
    python = [mean_squared_error(np.full(len(values), guess), values) for values, guess in inputs]
    np.testing.assert_allclose(call(SquaresOnALine(), "meanSquaredError", inputs), python, rtol=1e-13)
    slopes = [float(np.mean(squared_error_gradient(np.full(len(values), guess), values))) for values, guess in inputs]
    np.testing.assert_allclose(call(SquaresOnALine(), "meanSquaredErrorSlope", inputs), slopes, rtol=1e-11, atol=1e-11)


def test_dart(call):
    inputs = [(*RANDOM.uniform(-5, 5, 2).tolist(), RANDOM.uniform(-5, 5, 2).tolist()) for _ in range(30)] + [
        (1, 2, [1, 2])
    ]
    darts = [TwoDials(x=x, y=y, target=tuple(target)) for x, y, target in inputs]
    np.testing.assert_allclose(call(darts[0], "distance", inputs), [dart.distance for dart in darts], rtol=1e-14)
    np.testing.assert_allclose(
        call(darts[0], "downhill", inputs), [dart.downhill for dart in darts], rtol=0, atol=1e-11
    )
