"""Nothing wrong passes in silence: every public function, every argument, every kind of bad value.

A call gives the right value, or an error of a usual type that names what was got and what to try. It never gives the
error of a library below, a warning, a NaN made of finite numbers, or an answer to nonsense.

`CALLS` holds one good call for each function; the product of functions, arguments and bad values is made from it.
"""

import ast
import inspect
import math
import re
import traceback
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import traitlets
from matplotlib.figure import Figure

import lossbook
from lossbook import LOSSES, Loss, datasets, explorables, learning, quizzes
from lossbook.course import advice, digits, figures, five_questions
from lossbook.exercises import EXERCISES, check, judge
from lossbook.learning import History, Linear, OneHiddenLayer, fitting
from lossbook.losses import checks
from lossbook.losses.kinds import Kind

HERE = Path(lossbook.__file__).parent


class Quantity(np.ndarray):
    """Numbers with a unit, as astropy makes them."""

    unit = "m"

    def to_value(self, _unit):
        return np.asarray(self)


class Pint:
    """Numbers with a unit, as pint makes them."""

    def __init__(self, magnitude):
        self.magnitude, self.units = magnitude, "metre"

    def __array__(self, dtype=None, copy=None):
        return np.array(self.magnitude, dtype=dtype)

    def __len__(self):
        return len(self.magnitude)

    def __getitem__(self, index):
        return Pint(self.magnitude[index])


def changed(good, value, dtype=float):
    """The good values with another one in the last place."""
    values = np.array(good, dtype=dtype)
    values[(-1,) * values.ndim] = value
    return values


# What no data can be. Each entry makes a bad value from a good one.
NO_NUMBERS = {
    "text": lambda _: "many",
    "a number as text": lambda _: "1",
    "texts": lambda good: np.asarray(good).astype(str),
    "nothing": lambda _: None,
    "an entry that is None": lambda good: changed(good, None, object).tolist(),
    "an entry that is text": lambda good: changed(good, "x", object),
    "an object column": lambda good: np.asarray(good).astype(object),
    "decimals": lambda good: changed(good, Decimal("0.5"), object).tolist(),
    "an integer too large": lambda good: changed(good, 10**30, object).tolist(),
    "complex numbers": lambda good: np.asarray(good) + 0j,
    "dates": lambda good: np.full(np.shape(good), "2026-01-01", dtype="datetime64[D]"),
    "a masked array": lambda good: np.ma.masked_array(good, mask=np.zeros(np.shape(good), bool)),
    "a mask in a list": lambda good: [np.ma.masked_array(row, mask=True) for row in np.asarray(good)],
    "a quantity": lambda good: np.asarray(good, dtype=float).view(Quantity),
    "a quantity of pint": lambda good: Pint(np.asarray(good, dtype=float)),
    "quantities in a list": lambda good: [Pint(row) for row in np.asarray(good, dtype=float)],
    "a generator": lambda good: (value for value in good),
    "a map": lambda good: map(float, np.ravel(good)),
    "a set": lambda good: set(np.ravel(good).tolist()),
    "a dictionary": lambda good: dict(enumerate(good)),
    "values of a dictionary": lambda good: dict(enumerate(good)).values(),
    "uneven lists": lambda _: [[1.0, 2.0], [3.0]],
    "an object": lambda _: object(),
    "a function": lambda _: math.sqrt,
}
NO_NUMBER = {
    "text": lambda _: "many",
    "a number as text": lambda _: "1",
    "nothing": lambda _: None,
    "NaN": lambda _: math.nan,
    "infinite": lambda _: math.inf,
    "minus infinite": lambda _: -math.inf,
    "a list": lambda good: [good],
    "an array": lambda good: np.array([good, good]),
    "an array without axes": lambda _: np.array("x"),
    "a decimal": lambda _: Decimal("0.5"),
    "complex": lambda _: 0.5j,
    "an integer too large": lambda _: 10**400,
    "yes": lambda _: True,
    "a quantity": lambda _: Pint(1.0),
    "a set": lambda _: {1.0},
    "a generator": lambda _: (i for i in [1]),
}
# What each kind of argument must refuse, beside what it is no number for. A pair of kinds shares a name.
REFUSED = {
    "data": NO_NUMBERS,
    "finite": NO_NUMBERS
    | {
        "NaN": lambda good: changed(good, np.nan),
        "infinite": lambda good: changed(good, np.inf),
        "minus infinite": lambda good: changed(good, -np.inf),
        "empty": lambda good: np.asarray(good)[:0],
        "no dimension": lambda _: 0.5,
        "one axis more": lambda good: np.asarray(good)[..., None],
    },
    "number": NO_NUMBER,
    "positive": NO_NUMBER | {"zero": lambda _: 0, "negative": lambda _: -1e-9},
    "not negative": NO_NUMBER | {"negative": lambda _: -1e-9},
    "share": NO_NUMBER | {"a hair too much": lambda _: 1.0000001, "per cent": lambda _: 90, "negative": lambda _: -0.1},
    "count": NO_NUMBER
    | {
        "negative": lambda _: -1,
        "a fraction": lambda _: 2.5,
        "a whole float": lambda _: 2.0,
        "far too large": lambda _: 10**30,
    },
    "flag": {
        "text": lambda _: "no",
        "a number": lambda _: 1,
        "nothing": lambda _: None,
        "a list": lambda _: [True],
        "an array": lambda _: np.array([True, False]),
        "NaN": lambda _: math.nan,
    },
    "text": {
        "a number": lambda _: 3,
        "nothing": lambda _: None,
        "a list": lambda _: ["mse"],
        "a dictionary": lambda _: {},
        "another text": lambda _: "nosuch",
    },
    "function": {
        "text": lambda _: "mse",
        "nothing": lambda _: None,
        "a number": lambda _: 3.0,
        "one that returns nothing": lambda _: lambda *_: None,
        "one that returns text": lambda _: lambda *_: "1",
        "one that returns several": lambda _: lambda *_: np.array([1.0, 2.0]),
    },
    "loss": {
        "a name": lambda _: "huber",
        "a short name": lambda _: "mse",
        "no name": lambda _: "nosuch",
        "a mean": lambda _: lossbook.mean_squared_error,
        "a function": lambda _: lossbook.squared_error,
        "another function": lambda _: lambda *_: 0.0,
        "nothing": lambda _: None,
        "a number": lambda _: 3,
        "the catalogue": lambda _: LOSSES,
        "the class": lambda _: Loss,
    },
    "mapping": {
        "a list": lambda _: [1.0, 10.0],
        "text": lambda _: "balanced",
        "nothing": lambda _: None,
        "a number": lambda _: 2.0,
    },
    "object": {
        "text": lambda _: "linear",
        "nothing": lambda _: None,
        "a number": lambda _: 3,
        "a list": lambda _: [1.0],
    },
}
ROWS = {"one axis less": lambda good: np.ravel(good), "an axis more": lambda good: np.asarray(good)[..., None]}
TWO = {
    "wrong length": lambda good: np.asarray(good)[:-1],
    "empty": lambda good: np.asarray(good)[:0],
    "no dimension": lambda _: 0.5,
    "a column": lambda good: np.asarray(good)[..., None],
}
CHANCE = {
    "a hair above 1": lambda good: changed(good, 1.0000001),
    "per cent": lambda good: 100 * np.asarray(good),
    "below 0": lambda good: changed(good, -0.1),
    "infinite": lambda good: changed(good, np.inf),
}
LABEL = {
    "a hair above 1": lambda good: changed(good, 1.0000001),
    "two": lambda good: changed(good, 2),
    "a sign": lambda good: changed(good, -1),
    "NaN": lambda good: changed(good, np.nan),
    "infinite": lambda good: changed(good, np.inf),
    "one-hot": lambda good: np.eye(2)[np.asarray(good).astype(int)],
}
CLASS = {
    "-100": lambda good: changed(good, -100),
    "too large": lambda good: changed(good, 99),
    "NaN": lambda good: changed(good, np.nan),
    "infinite": lambda good: changed(good, np.inf),
    "a probability": lambda good: changed(good, 0.9),
    "one-hot": lambda good: np.eye(3)[np.asarray(good)],
    "rounded": lambda good: changed(good, 1.0000001),
}
SIGN = {
    "zero": lambda good: changed(good, 0),
    "a half": lambda good: changed(good, 0.5),
    "a hair above 1": lambda good: changed(good, 1.0000001),
    "NaN": lambda good: changed(good, np.nan),
    "infinite": lambda good: changed(good, np.inf),
}
MISSING = {"NaN": lambda good: changed(good, np.nan)}
REFUSED |= {
    "numbers": NO_NUMBERS | TWO,
    "chances": NO_NUMBERS | TWO | CHANCE,
    "labels": NO_NUMBERS | TWO | LABEL,
    "signs": NO_NUMBERS | TWO | SIGN,
    "rows": NO_NUMBERS | TWO | ROWS,
    "rows of chances": NO_NUMBERS | TWO | ROWS | CHANCE,
    "classes": NO_NUMBERS | TWO | CLASS,
    "points": NO_NUMBERS | TWO,
    "weights": NO_NUMBERS | TWO | MISSING
    | {
        "negative": lambda good: changed(good, -1),
        "infinite": lambda good: changed(good, np.inf),
        "all zero": lambda good: 0 * np.asarray(good),
    },
    "finite numbers": REFUSED["finite"] | TWO,
    "finite rows": REFUSED["finite"] | {"wrong length": TWO["wrong length"]} | ROWS,
    "finite classes": REFUSED["finite"] | {key: make for key, make in CLASS.items() if key not in ("-100", "too large")},
    "any classes": NO_NUMBERS | TWO | {"NaN": CLASS["NaN"], "infinite": CLASS["infinite"], "a probability": CLASS["a probability"]},
}  # fmt: skip
del REFUSED["weights"]["nothing"]  # None: no weights


@dataclass
class Call:
    """A good call, and what each of its arguments is."""

    function: Any
    good: dict[str, Any]
    kinds: dict[str, str]
    # Bad values that this function rightly takes, as "argument: value".
    takes: set[str] = field(default_factory=set)
    # More that an argument must refuse.
    refuses: dict[str, dict[str, Any]] = field(default_factory=dict)
    # Other words than the names of arguments that its errors may use.
    says: tuple[str, ...] = ()
    # A mean must name what is missing; a function of each example may pass it on.
    mean: bool = False

    def __call__(self, **instead):
        given = {**self.good, **instead}
        parameters = inspect.signature(self.function).parameters.values()
        names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        if any(p.kind is p.VAR_POSITIONAL for p in parameters):
            names = [name for name in given if name not in KEYWORDS]
        positional = [given.pop(name) for name in names if name in given]
        return self.function(*positional, **given)


KEYWORDS = {
    "weights",
    "delta",
    "gamma",
    "alpha",
    "margin",
    "temperature",
    "among",
    "spread",
    "width",
    "beta",
    "alt",
    "caption",
}
CALLS: dict[str, Call] = {}

INPUTS = {
    checks.numbers: ({"predictions": [1.0, 2.0, 5.0], "actuals": [1.5, 0.0, 9.0]}, ("numbers", "numbers")),
    checks.scores_and_signs: ({"scores": [0.5, -2.0, 3.0], "signs": [1, 1, -1]}, ("numbers", "signs")),
    checks.logits_and_labels: ({"logits": [0.5, -2.0, 3.0], "labels": [1, 1, 0]}, ("numbers", "labels")),
    checks.probabilities_and_labels: ({"probabilities": [0.5, 0.9, 0.2], "labels": [1, 1, 0]}, ("chances", "labels")),
    checks.logits_and_classes: (
        {"logits": [[0.5, -2.0, 3.0], [1.0, 0.0, 2.0]], "classes": [2, 0]},
        ("rows", "classes"),
    ),
    checks.probabilities_and_classes: (
        {"probabilities": [[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]], "classes": [2, 0]},
        ("rows of chances", "classes"),
    ),
    checks.rows_of_bells: (
        {"rows": [[0.5, -2.0], [1.0, 0.5], [3.0, 1.0]], "actuals": [1.0, 1.0, -5.0]},
        ("rows", "numbers"),
    ),
    checks.triplets: (
        {
            "anchors": [[0.0, 0.0], [1.0, 1.0]],
            "positives": [[0.5, 0.0], [1.0, 2.0]],
            "negatives": [[1.0, 0.0], [5.0, 5.0]],
        },
        ("points",) * 3,
    ),
    checks.winners_and_losers: ({"winners": [2.0, 0.0, 1.0], "losers": [1.0, 0.0, 2.0]}, ("numbers", "numbers")),
}
SETTINGS = {
    "delta": (1.5, "positive"),
    "gamma": (2.0, "not negative"),
    "alpha": (0.25, "share"),
    "margin": (0.5, "not negative"),
    "spread": (1.5, "positive"),
    "width": (0.5, "positive"),
}


def _losses():
    for name, loss in LOSSES.items():
        inputs, kinds = INPUTS[loss.function.check]
        kinds = dict(zip(inputs, kinds, strict=True))
        settings = {key: SETTINGS[key][0] for key in loss.parameters}
        setting_kinds = {key: SETTINGS[key][1] for key in loss.parameters}
        weights = {"weights": np.ones(len(next(iter(inputs.values()))))}
        nothing = {"alpha: nothing"} if "alpha" in settings else set()
        yield name, Call(loss.function, {**inputs, **settings}, {**kinds, **setting_kinds}, nothing)
        yield f"{name}_gradient", Call(loss.slope, {**inputs, **settings}, {**kinds, **setting_kinds}, nothing)
        mean = getattr(lossbook, f"mean_{name}")
        yield (
            f"mean_{name}",
            Call(
                mean, {**inputs, **settings, **weights}, {**kinds, **setting_kinds, "weights": "weights"}, nothing,
                mean=True,
            ),
        )  # fmt: skip
        yield f"Loss.value {name}", Call(loss.value, {**inputs, **settings}, {**kinds, **setting_kinds}, nothing)
        yield f"Loss.gradient {name}", Call(loss.gradient, {**inputs, **settings}, {**kinds, **setting_kinds}, nothing)
        yield f"Loss.cost {name}", Call(loss.cost, {**inputs, **weights}, {**kinds, "weights": "weights"}, mean=True)
        yield f"Loss.cost_and_gradient {name}", Call(loss.cost_and_gradient, inputs, kinds, mean=True)
        if settings:
            yield f"Loss.with_parameters {name}", Call(loss.with_parameters, settings, setting_kinds, nothing)


CALLS |= dict(_losses())
SQUARED, X, Y = LOSSES["squared_error"], [[0.0], [1.0], [2.0], [3.0]], [1.0, 3.0, 5.0, 8.0]
NEIGHBOURS = {
    "points": [[0.0, 1.0], [1.0, 1.0]],
    "labels": [0, 1],
    "known": [[0.0, 0.5], [1.0, 0.5], [4.0, 4.0]],
    "known_labels": [0, 1, 1],
}


def _train(model=None, **settings):
    settings = {"loss": SQUARED, "inputs": X, "answers": Y, "learning_rate": 0.1, "epochs": 2, **settings}
    loss, inputs, answers = (settings.pop(name) for name in ("loss", "inputs", "answers"))
    return learning.train(Linear(1) if model is None else model, loss, inputs, answers, **settings).training_loss


def _train_model(model):
    return learning.train(model, SQUARED, X, Y, learning_rate=0.1)


def _step(inputs, answers, learning_rate):
    return learning.step(Linear(1), SQUARED.cost_and_gradient, inputs, answers, learning_rate)


def _draw_canvas(width, height):
    with figures.canvas(width=width, height=height) as (figure, _):
        return figure


def _sum_of_squares(weights):
    return float(np.sum(np.square(weights)))


HALVES = [[0.0, 1.0], [1.0, 1.0], [2.0, -1.0]], [[0.5, 0.5], [1.0, 0.0], [3.0, 0.0]]
PAIRS = {"first": "finite rows", "second": "finite rows", "temperature": "positive"}
ONE_PAIR = {"first": {"one pair": lambda _: [[1.0, 0.0]]}}


def _train_pairs(first, second, **settings):
    return learning.train_pairs(OneHiddenLayer(2, 3, 2), OneHiddenLayer(2, 3, 2, seed=1), first, second, **settings)


def _train_pairs_model(model):
    return learning.train_pairs(model, OneHiddenLayer(2, 3, 2, seed=1), *HALVES, steps=1)


def _no_noise(seen, _size):
    return 0 * np.asarray(seen)


def _fit_noise(points, steps, learning_rate, seed):
    return learning.NoiseGuesser(n_hidden=3).fit(points, steps=steps, learning_rate=learning_rate, seed=seed)


NO_SIZES = {
    "zero": lambda _: 0.0,
    "negative": lambda _: -1.0,
    "three for two": lambda _: [[1.0], [1.0], [1.0]],
    "a row": lambda _: [1.0, 1.0],
}
FIGURE = Figure()
BETS = {"honest": [0.5, 0.3, 0.2], "said": [0.2, 0.3, 0.5]}
LOGARITHMS = {
    "chosen": [-1.0, -2.0],
    "rejected": [-3.0, -2.5],
    "reference_chosen": [-2.0, -2.0],
    "reference_rejected": [-2.0, -9.0],
}
NO_LOGARITHMS = {name: {"a probability": lambda _: [-1.0, 0.3]} for name in LOGARITHMS}
CALLS |= {
    "sigmoid": Call(lossbook.sigmoid, {"logits": [0.0, 2.0]}, {"logits": "data"}),
    "softmax": Call(lossbook.softmax, {"logits": [0.0, 2.0]}, {"logits": "data"}, refuses={"logits": {
        "empty": lambda _: [], "no dimension": lambda _: 1.0, "rows without scores": lambda _: np.empty((3, 0)),
    }}),
    "accuracy": Call(lossbook.accuracy, {"predictions": [1, 0, 1], "actuals": [1, 1, 1]},
                     {"predictions": "any classes", "actuals": "any classes"}, mean=True),
    "precision": Call(lossbook.precision, {"predictions": [1, 0, 1], "actuals": [1, 1, 1]},
                      {"predictions": "any classes", "actuals": "any classes"}, mean=True),
    "recall": Call(lossbook.recall, {"predictions": [1, 0, 1], "actuals": [1, 1, 1]},
                   {"predictions": "any classes", "actuals": "any classes"}, mean=True),
    "neighbour_accuracy": Call(lossbook.neighbour_accuracy, NEIGHBOURS, {
        "points": "finite rows", "labels": "finite classes", "known": "finite rows", "known_labels": "finite classes",
    }, refuses={"labels": {"three for two": lambda _: [0, 1, 0]}, "known_labels": {"two for three": lambda _: [0, 1]}}),
    "retrieval_accuracy": Call(lossbook.retrieval_accuracy, {"similarities": [[0.9, 0.2, 0.1], [0.1, 0.8, 0.3], [0.4, 0.5, 0.2]], "among": 2},
                               {"similarities": "finite rows", "among": "count"}, refuses={
        "similarities": {"one cell": lambda _: [[1.0]]}, "among": {"one": lambda _: 1, "four of three": lambda _: 4}}),
    "similarities": Call(lossbook.similarities, {"first": HALVES[0], "second": HALVES[1]}, {"first": "finite rows", "second": "finite rows"},
                         {"first: wrong length", "second: wrong length"}, {"second": {"three columns": lambda _: np.ones((3, 3))}}),
    "info_nce": Call(lossbook.info_nce, {"first": HALVES[0], "second": HALVES[1], "temperature": 0.2}, PAIRS, refuses=ONE_PAIR),
    "info_nce_gradient": Call(lossbook.info_nce_gradient, {"first": HALVES[0], "second": HALVES[1], "temperature": 0.2}, PAIRS, refuses=ONE_PAIR),
    "mean_info_nce": Call(lossbook.mean_info_nce, {"first": HALVES[0], "second": HALVES[1], "temperature": 0.2}, PAIRS, refuses=ONE_PAIR, mean=True),
    "train_pairs": Call(_train_pairs, {"first": HALVES[0], "second": HALVES[1], "steps": 2, "temperature": 0.2, "batch_size": 2,
                                       "learning_rate": 0.1, "seed": 0},
                        {**PAIRS, "steps": "count", "batch_size": "count", "learning_rate": "positive", "seed": "count"},
                        {"batch_size: far too large", "batch_size: an integer too large", "seed: far too large", "seed: an integer too large"},
                        {"batch_size": {"one": lambda _: 1}, "first": {"three columns": lambda _: np.ones((3, 3))}}),
    "train_pairs of a model": Call(_train_pairs_model, {"model": OneHiddenLayer(2, 3, 2)}, {"model": "object"}),
    "dpo": Call(lossbook.dpo, LOGARITHMS | {"beta": 0.5}, dict.fromkeys(LOGARITHMS, "numbers") | {"beta": "positive"},
                refuses=NO_LOGARITHMS),
    "mean_dpo": Call(lossbook.mean_dpo, LOGARITHMS | {"beta": 0.5, "weights": [1.0, 2.0]},
                     dict.fromkeys(LOGARITHMS, "numbers") | {"beta": "positive", "weights": "weights"}, refuses=NO_LOGARITHMS, mean=True),
    "order_agreement": Call(lossbook.order_agreement, {"scores": [1.0, 2.0, 3.0], "answers": [10.0, 30.0, 20.0]},
                            {"scores": "finite numbers", "answers": "finite numbers"},
                            refuses={"answers": {"all alike": lambda _: [1.0, 1.0, 1.0]}}),
    "datasets.penguin_duels": Call(datasets.penguin_duels, {"across": 0.5, "duels": 9, "wrong": 0.1, "birds": 6, "seed": 0},
                                   {"across": "share", "wrong": "share", **dict.fromkeys(("duels", "birds", "seed"), "count")},
                                   {"seed: far too large", "seed: an integer too large", "across: nothing", "wrong: nothing"},
                                   {"duels": {"zero": lambda _: 0}, "birds": {"odd": lambda _: 7, "two": lambda _: 2, "too many": lambda _: 248}}),
    "told_apart": Call(lossbook.told_apart, {"fakes": [[0.0, 1.0], [1.0, 1.0]], "reals": [[0.0, 0.5], [4.0, 4.0]]},
                       {"fakes": "finite rows", "reals": "finite rows"}),
    "look": Call(learning.look, {"seen": [[0.0, 1.0], [1.0, 1.0]], "size": [[0.5], [2.0]]},
                 {"seen": "finite rows", "size": "finite rows"}, {"size: no dimension"}, {"size": NO_SIZES}),
    "best_noise_guess": Call(learning.best_noise_guess, {"seen": [[0.0, 1.0], [1.0, 1.0]], "size": [[0.5], [2.0]],
                                                         "points": [[0.0, 0.0], [1.0, 2.0], [3.0, 1.0]]},
                             {"seen": "finite rows", "size": "finite rows", "points": "finite rows"}, {"size: no dimension", "points: wrong length"},
                             {"size": NO_SIZES}),
    "noise_sizes": Call(learning.noise_sizes, {"steps": 3, "largest": 4.0, "smallest": 0.1},
                        {"steps": "count", "largest": "positive", "smallest": "positive"}, refuses={
                            "steps": {"zero": lambda _: 0}, "largest": {"below the smallest": lambda _: 0.05}}),
    "walk_back": Call(learning.walk_back, {"guess": _no_noise, "start": [[0.0, 1.0], [1.0, 1.0]], "sizes": [2.0, 1.0, 0.0]},
                      {"guess": "function", "start": "finite rows", "sizes": "finite"}, {"start: wrong length"}, says=("guess",), refuses={
                          "guess": {"another shape": lambda _: lambda seen, _size: seen[0]},
                          "sizes": {"rising": lambda _: [1.0, 2.0, 0.0], "no end": lambda _: [2.0, 1.0], "one": lambda _: [0.0]}}),
    "NoiseGuesser": Call(learning.NoiseGuesser, {"n_numbers": 2, "n_hidden": 3, "seed": 0},
                         dict.fromkeys(("n_numbers", "n_hidden", "seed"), "count"), {"seed: far too large", "seed: an integer too large"}),
    "NoiseGuesser.fit": Call(_fit_noise, {"points": [[0.0, 1.0], [1.0, 1.0]], "steps": 2, "learning_rate": 0.1, "seed": 0},
                             {"points": "finite rows", "steps": "count", "learning_rate": "positive", "seed": "count"},
                             {"seed: far too large", "seed: an integer too large", "points: wrong length"},
                             {"points": {"three columns": lambda _: np.ones((2, 3))}}),
    "triplet_kind": Call(lossbook.triplet_kind, {"to_positive": 0.5, "to_negative": 1.0, "margin": 0.2},
                         dict.fromkeys(("to_positive", "to_negative", "margin"), "not negative")),
    "draw_triplets": Call(lossbook.draw_triplets, {"labels": [0, 0, 1, 1], "seed": 1, "points": [[0.0], [1.0], [2.0], [3.0]], "margin": 1.0},
                          {"labels": "finite classes", "seed": "count", "points": "finite rows", "margin": "not negative"},
                          {"seed: far too large", "seed: an integer too large", "points: nothing"},
                          {"labels": {"one kind": lambda _: [1, 1]}}),
    "entropy": Call(lossbook.entropy, {"shares": [0.5, 0.3, 0.2]}, {"shares": "finite"},
                    refuses={"shares": {**CHANCE, "less than 1": lambda _: [0.5, 0.3]}}),
    "cross_entropy": Call(lossbook.cross_entropy, BETS, {"honest": "finite numbers", "said": "finite numbers"},
                          refuses={key: {**CHANCE, "less than 1": lambda _: [0.5, 0.3, 0.1]} for key in BETS}),
    "kl_divergence": Call(lossbook.kl_divergence, BETS, {"honest": "finite numbers", "said": "finite numbers"},
                          refuses={key: {**CHANCE, "less than 1": lambda _: [0.5, 0.3, 0.1]} for key in BETS}),
    "l2_penalty": Call(lossbook.l2_penalty, {"weights": [3.0, -1.0]}, {"weights": "finite"},
                       {"weights: empty", "weights: no dimension", "weights: one axis more"}),
    "l1_penalty": Call(lossbook.l1_penalty, {"weights": [3.0, -1.0]}, {"weights": "finite"},
                       {"weights: empty", "weights: no dimension", "weights: one axis more"}),
    "Penalty": Call(lossbook.Penalty, {"l2": 0.1, "l1": 0.2}, {"l2": "not negative", "l1": "not negative"}),
    "lasso": Call(learning.lasso, {"inputs": [[0.0, 1.0], [1.0, 3.0], [2.0, 2.0]], "answers": [1.0, 2.0, 4.0], "dial": 0.1},
                  {"inputs": "finite rows", "answers": "finite", "dial": "not negative"},
                  refuses={"answers": {"two for three": lambda _: [1.0, 2.0]}}),
    "ridge": Call(learning.ridge, {"inputs": [[0.0, 1.0], [1.0, 3.0], [2.0, 2.0]], "answers": [1.0, 2.0, 4.0], "dial": 0.1},
                  {"inputs": "finite rows", "answers": "finite", "dial": "not negative"},
                  refuses={"answers": {"two for three": lambda _: [1.0, 2.0]}}),
    "weighted": Call(lossbook.weighted, {"loss": LOSSES["binary_cross_entropy"], "weights": {1: 10.0}},
                     {"loss": "loss", "weights": "mapping"}, refuses={
        "loss": {"triplet": lambda _: LOSSES["triplet"]},
        "weights": {"text keys": lambda _: {"1": 10.0}, "no such answer": lambda _: {2: 10.0}, "NaN": lambda _: {1: math.nan},
                    "infinite": lambda _: {1: math.inf}, "negative": lambda _: {1: -1}, "text": lambda _: {1: "10"},
                    "a list of lists": lambda _: {1: [1.0]}, "a NaN key": lambda _: {math.nan: 1.0}, "nothing": lambda _: {None: 1}},
    }),
    "combined": Call(lossbook.combined, {"first": SQUARED, "second": LOSSES["huber"], "balance": 0.5},
                     {"first": "loss", "second": "loss", "balance": "not negative"},
                     refuses={"second": {"hinge": lambda _: LOSSES["hinge"]}}),
    "asymmetric": Call(lossbook.asymmetric, {"loss": SQUARED, "over": 1.0, "under": 3.0},
                       {"loss": "loss", "over": "not negative", "under": "not negative"},
                       refuses={"loss": {name: lambda _, name=name: LOSSES[name] for name in ("hinge", "gaussian_nll")}}),
    "LOSSES": Call(LOSSES.__getitem__, {"name": "huber"}, {"name": "text"}),
    "best_constant": Call(learning.best_constant, {"loss": SQUARED, "actuals": [1.0, 2.0, 4.0]},
                          {"loss": "loss", "actuals": "finite"}, {"actuals: no dimension"},
                          {"loss": {name: lambda _, name=name: LOSSES[name] for name in (
                              "triplet", "categorical_cross_entropy", "binary_cross_entropy")}}, says=("labels",)),
    "best_constant of labels": Call(learning.best_constant, {"loss": LOSSES["hinge"], "actuals": [1.0, -1.0, 1.0]},
                                    {"actuals": "finite"}, {"actuals: no dimension"},
                                    {"actuals": {**SIGN, "all alike": lambda _: [1, 1, 1]}}, says=("signs",)),
    "best_line": Call(learning.best_line, {"loss": SQUARED, "inputs": [0.0, 1.0, 2.0], "actuals": [1.0, 2.0, 4.0], "gentlest": True},
                      {"loss": "loss", "inputs": "finite numbers", "actuals": "finite numbers", "gentlest": "flag"},
                      refuses={"inputs": {"all alike": lambda _: [1.0, 1.0, 1.0]}, "loss": {
                          "hinge": lambda _: LOSSES["hinge"],
                          "a bend at a kink": lambda _: lossbook.combined(SQUARED, LOSSES["absolute_error"], balance=1),
                          "a free side": lambda _: lossbook.asymmetric(SQUARED, over=1, under=0)}}),
    "widest_street": Call(learning.widest_street, {"points": [[0.0, 0], [1, 1], [3, 3]], "signs": [-1, -1, 1], "price": 1.0},
                          {"points": "finite rows", "signs": "finite", "price": "positive"},
                          refuses={"signs": {**SIGN, "one side": lambda _: [1, 1, 1], "two for three": lambda _: [-1, 1]}}),
    "numeric_gradient": Call(learning.numeric_gradient, {"cost": _sum_of_squares, "weights": [1.0, 2.0], "nudge": 1e-5},
                             {"cost": "function", "weights": "finite", "nudge": "positive"},
                             {"weights: no dimension", "weights: empty", "weights: one axis more"},
                             {"nudge": {"lost": lambda _: 1e-30}, "cost": {"NaN": lambda _: lambda _: math.nan}}),
    "minimise": Call(learning.minimise, {"cost": _sum_of_squares, "weights": [1.0, 2.0], "rate": 0.1, "steps": 3},
                     {"cost": "function", "weights": "finite", "rate": "number", "steps": "count"},
                     {"weights: no dimension", "weights: empty", "weights: one axis more", "steps: far too large",
                      "steps: an integer too large"}),
    "one_weight_loss": Call(learning.one_weight_loss, {"w": 0.5, "inputs": [1.0, 2.0], "answers": [2.0, 4.0]},
                            {"w": "number", "inputs": "finite numbers", "answers": "numbers"},
                            says=("predictions", "actuals")),
    "one_weight_slope": Call(learning.one_weight_slope, {"w": 0.5, "inputs": [1.0, 2.0], "answers": [2.0, 4.0]},
                             {"w": "number", "inputs": "finite numbers", "answers": "finite numbers"}),
    "one_weight_path": Call(learning.one_weight_path, {"w": 0.5, "inputs": [1.0, 2.0], "answers": [2.0, 4.0], "learning_rate": 0.1,
                                                       "steps": 3},
                            {"w": "number", "inputs": "finite numbers", "answers": "finite numbers", "learning_rate": "positive",
                             "steps": "count"}, {"steps: far too large", "steps: an integer too large"}),
    "softmax_twice_loss": Call(learning.softmax_twice_loss, {"scores": [2.0, 1.0, 0.0], "label": 1},
                               {"scores": "finite", "label": "count"}, refuses={"label": {"three": lambda _: 3}},
                               says=("classes",)),
    "softmax_twice_gradient": Call(learning.softmax_twice_gradient, {"scores": [2.0, 1.0, 0.0], "label": 1},
                                   {"scores": "finite", "label": "count"}, refuses={"label": {"three": lambda _: 3}},
                                   says=("classes",)),
    "softmax_twice_floor": Call(learning.softmax_twice_floor, {"classes": 3}, {"classes": "count"}),
    "street_between": Call(fitting.street_between, {"middle": [5.0, 5.0], "edge": [7.0, 5.0]},
                           {"middle": "finite numbers", "edge": "finite numbers"},
                           refuses={"edge": {"the same place": lambda _: [5.0, 5.0]}}),
    "street_width": Call(fitting.street_width, {"weights": [0.5, 0.0]}, {"weights": "finite"},
                         refuses={"weights": {"zero": lambda _: [0.0, 0.0]}}),
    "train": Call(_train, {"loss": SQUARED, "inputs": X, "answers": Y, "learning_rate": 0.1, "epochs": 2, "batch_size": 2,
                           "patience": 1, "penalty": lossbook.Penalty(l2=0.1), "seed": 0, "validation": (X, Y), "metrics": {}, "progress": False},
                  {"loss": "loss", "inputs": "finite rows", "answers": "finite numbers", "learning_rate": "positive",
                   "epochs": "count", "batch_size": "count", "patience": "count", "penalty": "object", "seed": "count", "validation": "object",
                   "metrics": "mapping", "progress": "flag"},
                  {"patience: nothing", "penalty: nothing", "batch_size: nothing", "metrics: nothing", "epochs: far too large",
                   "epochs: an integer too large", "seed: far too large", "seed: an integer too large",
                   "batch_size: far too large", "batch_size: an integer too large", "patience: far too large",
                   "patience: an integer too large"},
                  {"batch_size": {"zero": lambda _: 0}, "validation": {"a missing value": lambda _: (changed(X, np.nan), Y)},
                   "loss": {name: lambda _, name=name: LOSSES[name] for name in (
                       "triplet", "binary_cross_entropy", "categorical_cross_entropy", "hinge", "gaussian_nll_from_rows",
                       "categorical_cross_entropy_from_logits")}}, says=("actuals", "signs", "logits", "rows")),
    "train a model": Call(_train_model, {"model": Linear(1)}, {"model": "object"}),
    "step": Call(_step, {"inputs": X, "answers": Y, "learning_rate": 0.1},
                 {"inputs": "rows", "answers": "numbers", "learning_rate": "positive"}, says=("predictions", "actuals")),
    "Linear": Call(Linear, {"n_inputs": 2, "n_outputs": 3}, {"n_inputs": "count", "n_outputs": "count"},
                   {"n_outputs: nothing"}, {"n_inputs": {"zero": lambda _: 0}}),
    "OneHiddenLayer": Call(OneHiddenLayer, {"n_inputs": 2, "n_hidden": 3, "n_outputs": 2, "seed": 0},
                           dict.fromkeys(("n_inputs", "n_hidden", "n_outputs", "seed"), "count"),
                           {"n_outputs: nothing", "seed: far too large", "seed: an integer too large"}),
    "Linear.predict": Call(Linear(2).predict, {"inputs": [[1.0, 2.0], [3.0, 4.0]]}, {"inputs": "data"},
                           refuses={"inputs": {**ROWS, "three columns": lambda _: np.ones((2, 3))}}),
    "OneHiddenLayer.predict": Call(OneHiddenLayer(2, 3).predict, {"inputs": [[1.0, 2.0], [3.0, 4.0]]}, {"inputs": "data"},
                                   refuses={"inputs": {**ROWS, "three columns": lambda _: np.ones((2, 3))}}),
    "datasets.digits": Call(datasets.digits, {"below": 5}, {"below": "count"}, refuses={"below": {
        "zero": lambda _: 0, "eleven": lambda _: 11}}),
    "datasets.split": Call(datasets.split, {"data": datasets.phone_calls(), "test_share": 0.5, "training_rows": None, "seed": 0},
                           {"data": "object", "test_share": "share", "seed": "count"},
                           {"seed: far too large", "seed: an integer too large"}, {"test_share": {"all": lambda _: 1.0}}),
    "datasets.split by rows": Call(datasets.split, {"data": datasets.phone_calls(), "training_rows": 10},
                                   {"training_rows": "count"}, {"training_rows: nothing"},
                                   {"training_rows": {"all": lambda _: 24, "zero": lambda _: 0}}),
    "datasets.rare_eights": Call(datasets.rare_eights, {"positives": 5, "seed": 0}, {"positives": "count", "seed": "count"},
                                 {"seed: far too large", "seed: an integer too large"}, {"positives": {"zero": lambda _: 0}}),
    "datasets.digit_halves": Call(datasets.digit_halves, {"seed": 1}, {"seed": "count"}, {"seed: far too large", "seed: an integer too large"}),
    "datasets.windows": Call(datasets.windows, {"text": "the cat", "back": 2}, {"text": "text", "back": "count"}, {"text: another text"},
                             {"text": {"capitals": lambda _: "The cat", "a stop": lambda _: "the cat.", "as long as back": lambda _: "th",
                                       "empty": lambda _: ""}, "back": {"zero": lambda _: 0}}),
    "exercises.check": Call(check, {"name": "mse.mse"}, {"name": "text"}),
    "quizzes.load": Call(quizzes.load, {"chapter": "mse"}, {"chapter": "text"}),
    "quizzes.quiz": Call(quizzes.quiz, {"chapter": "mse"}, {"chapter": "text"}),
    "quizzes.recall": Call(quizzes.recall, {"id": "Q02-1"}, {"id": "text"}),
    "advise": Call(advice.advise, {"output": "a number", "wild": True, "unequal": False, "rare": False, "honest": False},
                   {"output": "text", **dict.fromkeys(("wild", "unequal", "rare", "honest"), "flag")}),
    "inspect": Call(five_questions.inspect, {"loss": lambda p, a: (p - a) ** 2, "answers": (1.0, 2.0)},
                    {"loss": "function", "answers": "finite"}),
    "figures.canvas": Call(_draw_canvas, {"width": 2.0, "height": 2.0}, {"width": "positive", "height": "positive"}),
    "figures.svg": Call(figures.svg, {"figure": FIGURE, "alt": "A picture."}, {"figure": "object", "alt": "text"},
                        {"alt: another text"}, {"alt": {"empty": lambda _: " "}}),
    "figures.show": Call(figures.show, {"panels": FIGURE, "alt": "A picture.", "caption": ""},
                         {"panels": "object", "alt": "text", "caption": "text"},
                         {"alt: another text", "alt: a list", "caption: another text"}),
    "figures.loss_and_slope": Call(figures.loss_and_slope, {"loss": SQUARED, "marks": (1.0,), "between": (-1.0, 1.0), "slope": True},
                                   {"loss": "loss", "marks": "object", "between": "object", "slope": "flag"},
                                   {"marks: a list", "between: nothing"},
                                   {"marks": {"NaN": lambda _: (math.nan,)}, "between": {"turned": lambda _: (1, -1), "NaN": lambda _: (0, math.nan)}}),
    "figures.surprise": Call(figures.surprise, {"cases": {"rain": 0.5}}, {"cases": "mapping"}, refuses={"cases": {
        "zero": lambda _: {"rain": 0}, "NaN": lambda _: {"rain": math.nan}, "per cent": lambda _: {"rain": 90},
        "a hair above 1": lambda _: {"rain": 1.0000001}, "no case": lambda _: {}}}),
    "figures.compare": Call(figures.compare, {"losses": [SQUARED, LOSSES["huber"]], "errors": (-2, 2)},
                            {"losses": "object", "errors": "object"}, refuses={"losses": {
                                "empty": lambda _: [], "names": lambda _: ["mse"], "mixed": lambda _: [SQUARED, LOSSES["hinge"]],
                                "five": lambda _: [SQUARED] * 5}, "errors": {"turned": lambda _: (2, -2)}}),
    "figures.fitted_lines": Call(figures.fitted_lines, {"inputs": [0.0, 1.0, 2.0], "actuals": [1.0, 2.0, 2.0], "lines": {"a": (1.0, 0.0)},
                                                        "xlabel": "x", "ylabel": "y"},
                                 {"inputs": "finite numbers", "actuals": "finite numbers", "lines": "mapping"}, refuses={"lines": {
                                     "NaN": lambda _: {"a": (math.nan, 0.0)}, "three numbers": lambda _: {"a": (1, 2, 3)}}}),
    "figures.embedding": Call(figures.embedding, {"points": [[0.0, 1.0], [1.0, 1.0]], "labels": [0, 1], "text": "Points."},
                              {"points": "finite rows", "labels": "finite classes"}, refuses={"labels": {
                                  "-100": CLASS["-100"], "too large": CLASS["too large"], "three for two": lambda _: [0, 1, 0]}}),
    "figures.training_curve": Call(figures.training_curve, {"history": History([2.0, 1.0]), "learning_rate": 0.1},
                                   {"history": "object", "learning_rate": "positive"}, {"learning_rate: nothing"},
                                   {"history": {"empty": lambda _: History()}}),
    "figures.recall_precision": Call(figures.recall_precision, {"recalls": [0.5, 1.0], "curves": {"a": [1.0, 0.5]}},
                                     {"recalls": "finite numbers", "curves": "mapping"}, refuses={"curves": {
                                         "three for two": lambda _: {"a": [1.0, 0.5, 0.2]}, "five": lambda _: {name: [1.0, 0.5] for name in "abcde"}}}),
    "figures.optimisers": Call(figures.optimisers, {"paths": {"a": [[0.0, 1.0], [0.0, 0.5]]}, "height": lambda x, y: x**2 + y**2},
                               {"paths": "mapping"}, refuses={"paths": {"one column": lambda _: {"a": [[0.0], [1.0]]}}}),
    "figures.wall": Call(figures.wall, {"curves": {"a": [1.0, 2.0]}, "text": "Curves."}, {"curves": "mapping"}, refuses={"curves": {
        "empty": lambda _: {}, "no number": lambda _: {"a": [math.nan]}, "no point": lambda _: {"a": []}, "text": lambda _: {"a": "12"}}}),
    "figures.residuals": Call(figures.residuals, {"predictions": [1.0, 2.0, 3.0], "actuals": [1.0, 2.0, 2.0]},
                              {"predictions": "finite numbers", "actuals": "finite numbers"}),
    "figures.tangent_to_square": Call(figures.tangent_to_square, {"error": 1.0}, {"error": "number"}),
    "digits.score_rare_eights": Call(digits.score_rare_eights, {"loss": LOSSES["binary_cross_entropy_from_logits"], "seed": 1}, {"loss": "object", "seed": "count"},
                                     {"seed: far too large", "seed: an integer too large"}),
    "digits.eights_at_every_threshold": Call(digits.eights_at_every_threshold, {"draws": 1}, {"draws": "count"}, refuses={"draws": {"none": lambda _: 0}}),
    "digits.digit_map": Call(digits.digit_map, {"steps": 1}, {"steps": "count"}, refuses={"steps": {"too many": lambda _: 151}}),
}  # fmt: skip

# What is public and takes nothing that could be bad, or is walked elsewhere in this file.
WITHOUT_INPUT = {
    "datasets.LETTERS", "datasets.alice",
    "Loss", "DivergenceError", "History", "Model", "datasets.Dataset", "datasets.breast_cancer", "datasets.diabetes",
    "datasets.penguins", "datasets.phone_calls", "figures.style", "figures.three_graphs", "quizzes.Option", "quizzes.Question",
}  # fmt: skip


def test_every_public_function_is_walked():
    public = {*lossbook.__all__, *learning.__all__}
    public |= {f"datasets.{name}" for name in datasets.__all__} | {f"quizzes.{name}" for name in quizzes.__all__}
    for module in (figures, digits):
        for name, value in vars(module).items():
            if not name.startswith("_") and inspect.isfunction(value) and value.__module__ == module.__name__:
                public.add(f"{module.__name__.rpartition('.')[2]}.{name}")
    assert public - CALLS.keys() - WITHOUT_INPUT == set()
    methods = {name for name, value in vars(Loss).items() if inspect.isfunction(value) and not name.startswith("_")}
    assert methods == {key.split(" ")[0].removeprefix("Loss.") for key in CALLS if key.startswith("Loss.")}


@pytest.mark.parametrize("name", CALLS)
def test_the_good_call_is_good(name):
    call = CALLS[name]
    assert set(call.kinds) <= set(call.good)
    assert not has_nan(call())


CASES = [
    (name, argument, case)
    for name, call in CALLS.items()
    for argument, kind in call.kinds.items()
    for case in {**REFUSED[kind], **call.refuses.get(argument, {})}
    if f"{argument}: {case}" not in call.takes
]


def bad_value(name, argument, case):
    call = CALLS[name]
    return {**REFUSED[call.kinds[argument]], **call.refuses.get(argument, {})}[case](call.good[argument])


@pytest.mark.parametrize("name", CALLS)
def test_what_is_wrong_is_refused_in_words(name):
    silent, unclear = [], []
    for _, argument, case in (each for each in CASES if each[0] == name):
        bad = bad_value(name, argument, case)
        result, error = outcome(CALLS[name], **{argument: bad})
        if error is None:
            silent.append(f"{argument}, {case}: {result!r:.80}")
        elif fault := unhelpful(error, CALLS[name], bad):
            unclear.append(f"{argument}, {case}: {fault}: {type(error).__name__}: {error}")
    assert not silent + unclear, "\n".join(["", *silent, *unclear])


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if call.mean])
def test_a_mean_names_what_is_missing(name):
    call = CALLS[name]
    for argument, kind in call.kinds.items():
        if kind in ("numbers", "chances", "rows", "rows of chances", "points"):
            with pytest.raises(ValueError, match=r"(index|example).*NaN|got nan"):
                call(**{argument: changed(call.good[argument], np.nan)})


OF_NUMBERS = {"data", "numbers", "rows", "points", "finite", "finite rows", "finite numbers"}


@pytest.mark.parametrize("extreme", [1e308, -1e308, 1.7e308, 5e-324, 1e200, -1e-300])
@pytest.mark.parametrize(
    "name", [name for name, call in CALLS.items() if OF_NUMBERS & set(call.kinds.values()) and name != "minimise"]
)  # minimise shows trouble, and says so
def test_finite_numbers_never_make_nan(name, extreme):
    call = CALLS[name]
    for argument, kind in call.kinds.items():
        if kind in OF_NUMBERS:
            bad = changed(call.good[argument], extreme)
            result, error = outcome(call, **{argument: bad})
            assert not (error and unhelpful(error, call, bad, divergence=True)), repr(error)
            assert not has_nan(result), (argument, result)


@pytest.mark.parametrize("name", [name for name in LOSSES if LOSSES[name].kind not in (Kind.POINTS, Kind.PAIR)])
def test_numbers_of_every_type_give_the_value_on_paper(name):
    loss = LOSSES[name]
    first, second = INPUTS[loss.function.check][0].values()
    expected = [ON_PAPER[name](one, two) for one, two in zip(first, second, strict=True)]
    for given in (list, tuple, np.array, lambda v: np.array(v)[::-1][::-1], lambda v: np.float32(v)):
        assert loss.value(given(first), given(second)) == pytest.approx(expected, rel=1e-5)
    assert loss.value(first[0], second[0]) == pytest.approx(expected[0])
    assert loss.value(np.array(first)[None, ...][0], np.array(second)) == pytest.approx(expected)


def _sigmoid(score):
    return 1 / (1 + math.exp(-score))


def _two_sided(surprise):
    return lambda p, y: surprise(p if y == 1 else 1 - p)


ON_PAPER = {
    "squared_error": lambda p, a: (p - a) ** 2,
    "absolute_error": lambda p, a: abs(p - a),
    "huber": lambda p, a: (p - a) ** 2 / 2 if abs(p - a) <= 1 else abs(p - a) - 0.5,
    "binary_cross_entropy": _two_sided(lambda p: -math.log(p)),
    "binary_cross_entropy_from_logits": lambda s, y: _two_sided(lambda p: -math.log(p))(_sigmoid(s), y),
    "categorical_cross_entropy": lambda row, c: -math.log(row[c]),
    "categorical_cross_entropy_from_logits": lambda row, c: -math.log(math.exp(row[c]) / sum(map(math.exp, row))),
    "hinge": lambda s, y: max(0, 1 - s * y),
    "focal": _two_sided(lambda p: -((1 - p) ** 2) * math.log(p)),
    "gaussian_nll": lambda p, a: math.log(math.sqrt(2 * math.pi)) + (p - a) ** 2 / 2,
    "laplace_nll": lambda p, a: math.log(2) + abs(p - a),
    "gaussian_nll_from_rows": lambda row, a: (
        -math.log(math.exp(-(((row[0] - a) / math.exp(row[1])) ** 2) / 2) / math.exp(row[1]) / math.sqrt(2 * math.pi))
    ),
    "focal_from_logits": lambda s, y: _two_sided(lambda p: -((1 - p) ** 2) * math.log(p))(_sigmoid(s), y),
}


@pytest.mark.parametrize("name", EXERCISES)
def test_no_nonsense_is_a_right_answer(name):
    exercise = EXERCISES[name]
    nonsense = [
        math.nan, -1e9, "many", [], [[1.0, 2.0], [3.0]], {}, {1: 2}, {3}, object(), Pint([1.0]), 10**400, Decimal("0.1"), b"1",
        np.array(["x"]), np.ma.masked_array([1.0], mask=True), np.empty((0, 3)), 1j, date(2026, 1, 1), iter([1]),
    ]  # fmt: skip
    for answer in nonsense:
        for given in (answer, lambda *_, answer=answer: answer):
            verdict = judge(exercise, given)
            assert verdict.kind != "right", (answer, verdict)
            assert len(verdict.message) > 20


HOLES = changed(Y, np.nan)
BINARY = LOSSES["binary_cross_entropy"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: _train(answers=HOLES), r"answers must be finite numbers, got nan at index 3\. A number is missing"),
        (lambda: _train(inputs=changed(X, np.inf)), r"inputs must be finite numbers, got inf at index \(3, 0\)"),
        (lambda: _train(inputs=np.empty((0, 1)), answers=[]), "inputs must hold at least one example, got none"),
        (lambda: _train(loss=BINARY), "binary_cross_entropy wants probabilities, and the outputs of a Linear are raw scores"),
        (lambda: _train(loss="mse"), r"got 'mse'\. Write LOSSES\['squared_error'\]"),
        (lambda: _train(loss=lossbook.mean_squared_error), r"the function mean_squared_error\. Write LOSSES\['squared_error'\]"),
        (lambda: _train(batch_size=-1), "batch_size must be a whole number, 1 or more, got -1"),
        (lambda: _train(batch_size=0), "batch_size must be a whole number, 1 or more, got 0"),
        (lambda: _train(batch_size=2.5), "batch_size must be a whole number such as 1, got 2.5"),
        (lambda: _train(epochs=-5), "epochs must be a whole number, 0 or more, got -5"),
        (lambda: _train(validation=(X, Y), patience=-1), "patience must be a whole number, 1 or more, got -1"),
        (lambda: _train(answers=np.full(4, 1e200)), r"inf before the first step, so the learning rate is not the cause.*up to 1e\+200"),
        (lambda: _train(learning_rate=1e10, epochs=60), r"after \d+ epochs: the steps are too large.*Try a learning rate of 1e\+09"),
        (lambda: learning.best_constant(lossbook.mean_squared_error, [1]), r"Write LOSSES\['squared_error'\]"),
        (lambda: learning.best_constant(SQUARED, [1, np.nan]), "actuals must be finite numbers, got nan at index 1"),
        (lambda: learning.best_line(SQUARED, [0], [1]), "at least two different inputs, got 0 alone"),
        (lambda: lossbook.neighbour_accuracy([[0.1], [0.9]], [[0], [1]], [[0.0], [1.0]], [0, 1]), r"labels must be .*np\.ravel\(labels\)"),
        (lambda: lossbook.neighbour_accuracy([[0.1], [0.9]], [0, 1, 0], [[0.0], [1.0]], [0, 1]), "labels must have one entry for each of points, got 3 for 2"),
        (lambda: lossbook.neighbour_accuracy([[np.nan], [0.9]], [0, 1], [[0.0], [1.0]], [0, 1]), "points must be finite numbers, got nan"),
        (lambda: lossbook.draw_triplets([[0], [1]]), r"got shape \(2, 1\)\. Flatten it"),
        (lambda: lossbook.accuracy([0.9, 0.2], [1, 0]), r"got 0\.9 at index 0\. Probabilities become classes with predictions >= 0\.5"),
        (lambda: lossbook.weighted(BINARY, {"1": 10.0}), "the key '1' of weights must be a number"),
        (lambda: lossbook.weighted(BINARY, {2: 10.0}), "weights have the key 2"),
        (lambda: lossbook.weighted(BINARY, [1.0, 10.0]), r"must be a dictionary from answer to weight, .* got \[1\.0, 10\.0\]"),
        (lambda: lossbook.weighted(LOSSES["triplet"], {1: 2.0}), "no answer could have a weight"),
        (lambda: lossbook.softmax([]), "logits must be a row of scores"),
        (lambda: lossbook.mean_squared_error([np.inf], [np.inf]), "loss at index 0 is NaN"),
        (lambda: lossbook.categorical_cross_entropy_from_logits([[0.7, 0.3], [0.2, 0.8]], [[1, 0], [0, 1]]), r"classes\.argmax\(axis=1\)"),
        (lambda: lossbook.categorical_cross_entropy_from_logits(np.ones((3, 3)), [1, -100, 2]), "keep = classes >= 0"),
        (lambda: lossbook.binary_cross_entropy(np.float32([1.0000001]), [1]), r"got 1\.0000001 .*np\.clip"),
        (lambda: lossbook.binary_cross_entropy([90], [1]), "divide by 100"),
    ],
)  # fmt: skip
def test_the_message_says_the_true_cause(call, words):
    with pytest.raises((ValueError, TypeError, learning.DivergenceError), match=words):
        call()


def test_a_model_whose_probabilities_leave_their_range_is_told_so():
    class Own:
        def __init__(self):
            self.parameters = [np.zeros((1,)), np.array([0.5])]

        def predict(self, inputs):
            return inputs @ self.parameters[0] + self.parameters[1]

        def gradients(self, inputs, slopes):
            return [inputs.T @ slopes, slopes.sum(keepdims=True)]

    for labels, rate in (([1, 1, 1, 1], 10.0), ([0, 0, 1, 1], 1.0)):
        with pytest.raises(ValueError, match=r"probabilities must be from 0 to 1, got .* _from_logits"):
            learning.train(Own(), BINARY, X, labels, learning_rate=rate, epochs=3)


def test_a_model_that_diverged_cannot_be_trained_again():
    model = Linear(1)
    with pytest.raises(learning.DivergenceError):
        learning.train(model, SQUARED, X, Y, learning_rate=1e10, epochs=200)
    model.parameters[0][0] = np.nan
    with pytest.raises(ValueError, match="Make a new model"):
        learning.train(model, SQUARED, X, Y, learning_rate=0.1)


@pytest.mark.parametrize("number", [np.float64, np.float32, float, int])
def test_settings_of_numpy_leave_float32_alone(number):
    one, two = np.float32([1, 5]), np.float32([0, 1])
    assert lossbook.huber(one, two, delta=number(1)).dtype == np.float32
    assert lossbook.focal_from_logits(one, two, gamma=number(1)).dtype == np.float32
    assert lossbook.huber(one, two, delta=1e300).tolist() == [0.5, 8.0]


def test_focal_without_fading_is_cross_entropy_also_at_infinity():
    scores, labels = [np.inf, -np.inf, np.inf], [1, 0, 0]
    plain = lossbook.binary_cross_entropy_from_logits(scores, labels)
    assert lossbook.focal_from_logits(scores, labels, gamma=0).tolist() == plain.tolist() == [0, 0, np.inf]
    assert not np.isnan(lossbook.focal_from_logits_gradient(scores, labels, gamma=0)).any()


def _lowest(loss, x, y):
    """The line with the lowest cost, by a search that knows nothing of slopes."""
    from scipy.optimize import minimize

    start = np.polyfit(x, y, 1)
    for _ in range(6):
        start = minimize(
            lambda line: loss.cost(line[0] * x + line[1], y), start, method="Nelder-Mead",
            options={"xatol": 1e-10, "fatol": 1e-13, "maxiter": 4000},
        ).x  # fmt: skip
    return start


@pytest.mark.parametrize(
    "loss",
    [
        lossbook.asymmetric(SQUARED, over=1, under=3),
        lossbook.asymmetric(LOSSES["huber"], over=2, under=1),
        lossbook.weighted(SQUARED, {2.0: 7.0}),
        lossbook.weighted(LOSSES["absolute_error"], {2.0: 7.0}),
        lossbook.combined(SQUARED, LOSSES["huber"], balance=2.0),
    ],
    ids=lambda loss: loss.name,
)
def test_losses_made_from_losses_have_their_own_best_answers(loss):
    x, y = np.arange(7.0), np.array([0.0, 1.0, 2.0, 2.0, 8.0, 4.0, 7.0])
    line = learning.best_line(loss, x, y)
    lowest = _lowest(loss, x, y)
    assert loss.cost(line[0] * x + line[1], y) <= loss.cost(lowest[0] * x + lowest[1], y) + 1e-9
    constant = learning.best_constant(loss, y)
    around = [loss.cost(np.full(7, at), y) for at in np.linspace(0, 8, 801)]
    assert loss.cost(np.full(7, constant), y) <= min(around) + 1e-12


def test_small_units_change_no_line():
    x, y = np.arange(5.0), np.array([1.0, 3.0, 5.0, 7.0, 100.0])
    slope, height = learning.best_line(LOSSES["absolute_error"], x, 1e-12 * y)
    assert (slope, height) == pytest.approx((2e-12, 1e-12), rel=1e-9)


# Values that no number in a picture, no count and no place can take.
NO_TRAIT = {
    "NaN": math.nan, "infinite": math.inf, "minus infinite": -math.inf, "text": "many", "nothing": None, "a list": [math.nan],
    "a list of infinite": [math.inf, 1.0], "a list of text": ["x"], "a list of nothing": [None], "pairs of NaN": [[math.nan, 1.0]],
    "uneven": [[1.0], [2.0, 3.0]], "empty": [], "a dictionary": {1: 2}, "a set": {1.0}, "an object": object(), "negative": -7,
    "a fraction": 2.5, "far too large": 10**30, "complex": 1j, "yes": True, "one number": [1.0], "a decimal": Decimal("0.5"),
    "an array": np.array([1.0, np.nan]), "a mask": np.ma.masked_array([1.0], mask=True), "a quantity": Pint([1.0]),
}  # fmt: skip


@pytest.mark.whole
@pytest.mark.parametrize("name", [name for name in explorables.__all__ if name != "Frames"])
def test_explorables_refuse_or_can_be_shown(name):
    make = getattr(explorables, name)
    faults, shown, no_number = [], make(), re.compile(r"\b(NaN|nan|Infinity|inf)\b")
    said = bool(no_number.search(shown.html().rpartition('<script type="module">')[0]))  # the clinic speaks of NaN
    for trait in shown.state():
        for case, bad in NO_TRAIT.items():
            try:
                html = make(**{trait: bad}).html()
            except (traitlets.TraitError, ValueError, TypeError) as error:
                if not isinstance(error, traitlets.TraitError) and not raised_on_purpose(error):
                    faults.append(f"{trait}, {case}: raw: {type(error).__name__}: {error}")
            except Exception as error:
                faults.append(f"{trait}, {case}: {type(error).__name__}: {error}")
            else:
                if not said and no_number.search(html.rpartition('<script type="module">')[0]):
                    faults.append(f"{trait}, {case}: shows NaN")
    assert not faults, "\n".join(["", *faults])


def outcome(call, **bad):
    """What a call gives, or the error it raises."""
    try:
        return call(**bad), None
    except Exception as error:  # of every type, to say which
        return None, error


def has_nan(result):
    if isinstance(result, (tuple, list)):
        return any(has_nan(each) for each in result)
    try:
        return bool(np.isnan(result).any())
    except TypeError:
        return False


def unhelpful(error, call, bad, *, divergence=False):
    """What is wrong with an error, or ""."""
    usual = (ValueError, TypeError, KeyError, traitlets.TraitError)
    if not isinstance(error, (*usual, learning.DivergenceError) if divergence else usual):
        return "not a usual type"
    if not raised_on_purpose(error):
        return "raised by a library below"
    message = str(error)
    inside = bad if isinstance(bad, (dict, list)) else [bad]
    words = [getattr(each, "name", getattr(each, "__name__", str(each))) for each in inside]
    if not any(word and word in message for word in (*call.good, *call.says, *words, str(bad))):
        return "names neither the argument nor the value"
    sentences = len(re.findall(r"[.!?](?=\s|$)", message))
    if sentences < 2 and not re.search(r"(must|needed).+ got ", message):
        return "says neither what is allowed nor what to try"
    return ""


@cache
def _raises(path):
    """The lines of a file that belong to a raise."""
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        for line in range(node.lineno, node.end_lineno + 1)
    }


def raised_on_purpose(error):
    """Whether the package raised an error itself, and not something below it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return HERE in Path(last.filename).parents and last.lineno in _raises(last.filename)
