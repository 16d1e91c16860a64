"""The catalogue is complete, and its costs and slopes belong together."""

import copy
import dataclasses
import pickle

import numpy as np
import pytest

import lossbook
from lossbook import LOSSES
from lossbook.losses.catalogue import Catalogue
from lossbook.losses.kinds import Kind
from tests.samples import draw

INPUT = {name: draw(loss, 9) for name, loss in LOSSES.items()}
MADE = {
    "weighted": lossbook.weighted(LOSSES["squared_error"], {2.0: 3.0}),
    "combined": lossbook.combined(LOSSES["huber"].with_parameters(delta=0.5), LOSSES["absolute_error"], balance=0.5),
    "asymmetric": lossbook.asymmetric(lossbook.weighted(LOSSES["huber"], {2.0: 3.0}), over=1, under=3),
}


@pytest.mark.parametrize("name", LOSSES)
def test_every_entry_is_complete(name):
    loss = LOSSES[name]
    assert loss.name == name
    assert loss.function is getattr(lossbook, name)
    assert loss.slope is getattr(lossbook, f"{name}_gradient")
    for field in dataclasses.fields(loss):
        if field.name not in ("kinks", "parameters"):
            assert getattr(loss, field.name), field.name
    assert set(loss.libraries) == {"PyTorch", "Keras", "scikit-learn", "Optax"}


@pytest.mark.parametrize(
    "name",
    [
        "squared_error",
        "absolute_error",
        "huber",
        "binary_cross_entropy",
        "binary_cross_entropy_from_logits",
        "categorical_cross_entropy",
        "categorical_cross_entropy_from_logits",
        "hinge",
        "gaussian_nll",
        "laplace_nll",
    ],
)
def test_losses_of_the_first_chapters_are_convex(name):
    """Halfway between two predictions none is above the mean of their losses: one valley, as the chapters say."""
    loss = LOSSES[name]
    (one, answers), (other, _) = draw(loss, 200), draw(loss, 200, random=np.random.default_rng(3))
    halfway = loss.value((one + other) / 2, answers)
    assert np.all(halfway <= (loss.value(one, answers) + loss.value(other, answers)) / 2 + 1e-12)


@pytest.mark.parametrize("name", LOSSES)
def test_cannot_be_changed_by_accident(name):
    with pytest.raises(dataclasses.FrozenInstanceError):
        LOSSES[name].title = "other"
    with pytest.raises(TypeError):
        LOSSES[name] = None


@pytest.mark.parametrize("name", LOSSES)
def test_can_be_sent_to_another_process(name):
    assert pickle.loads(pickle.dumps(LOSSES[name])).cost(*INPUT[name]) == LOSSES[name].cost(*INPUT[name])


@pytest.mark.parametrize("name", LOSSES)
def test_cost_and_gradient_agree_with_their_parts(name):
    loss, inputs = LOSSES[name], INPUT[name]
    cost, slopes = loss.cost_and_gradient(*inputs)
    assert cost == loss.cost(*inputs) == getattr(lossbook, f"mean_{name}")(*inputs)
    parts = loss.gradient(*inputs)
    for slope, part in zip(*((s if isinstance(s, tuple) else (s,)) for s in (slopes, parts)), strict=True):
        np.testing.assert_allclose(slope, part / len(inputs[0]), rtol=1e-15)


def test_slope_of_one_number_is_a_number():
    _, slope = LOSSES["squared_error"].cost_and_gradient(3, 1)
    assert type(slope) is type(LOSSES["squared_error"].gradient(3, 1)) is np.float64


@pytest.mark.parametrize("name", [name for name, loss in LOSSES.items() if loss.parameters])
def test_bound_settings_are_those_of_the_function(name):
    other = {"delta": 0.7, "gamma": 3.0, "alpha": 0.3, "margin": 0.4, "spread": 0.3, "width": 3.0}
    chosen = {setting: other[setting] for setting in LOSSES[name].parameters}
    bound, inputs = LOSSES[name].with_parameters(**chosen), INPUT[name]
    np.testing.assert_array_equal(bound.value(*inputs), getattr(lossbook, name)(*inputs, **chosen))
    assert bound.cost(*inputs) == getattr(lossbook, f"mean_{name}")(*inputs, **chosen) != LOSSES[name].cost(*inputs)
    assert bound.parameters == chosen
    cost, slopes = bound.cost_and_gradient(*inputs)
    assert cost == bound.cost(*inputs)
    for slope, part in zip(np.array(slopes), np.array(bound.gradient(*inputs)) / len(inputs[0]), strict=True):
        np.testing.assert_allclose(slope, part, rtol=1e-15)
    assert pickle.loads(pickle.dumps(bound)).cost(*inputs) == bound.cost(*inputs)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_unknown_settings_are_named(loss):
    with pytest.raises(TypeError, match=f"{loss.name} has no setting 'delat'"):
        loss.with_parameters(delat=1)


@pytest.mark.parametrize("name", LOSSES)
def test_every_number_runs_the_formula_that_one_reads(monkeypatch, name):
    """A changed formula changes every mean, cost, training step and picture; a changed slope every gradient."""
    settings = dict.fromkeys(LOSSES[name].parameters, 0.5)
    loss = LOSSES[name].with_parameters(**settings)
    formula, slope = loss.function.formula, loss.slope.formula

    def threefold(function):
        def changed(*inputs, **given):
            result = function(*inputs, **given)
            return tuple(3 * part for part in result) if isinstance(result, tuple) else 3 * result

        return changed

    inputs = INPUT[name]
    many = tuple(np.concatenate([values] * 8000) for values in inputs)  # more than one block
    numbers = {
        "mean": lambda: getattr(lossbook, f"mean_{name}")(*inputs, **settings),
        "cost": lambda: loss.cost(*inputs),
        "cost of many": lambda: loss.cost(*many),
        "weighted cost": lambda: loss.cost(*inputs, weights=np.arange(1.0, 10)),
        "training": lambda: loss.cost_and_gradient(*inputs)[0],
        "training with many": lambda: loss.cost_and_gradient(*many)[0],
        "each example": lambda: float(loss.value(*inputs)[0]),
    }
    slopes = {
        "training": lambda: np.ravel(loss.cost_and_gradient(*inputs)[1])[:3].sum(),
        "training with many": lambda: np.ravel(loss.cost_and_gradient(*many)[1])[:3].sum(),
        "each example": lambda: np.ravel(loss.gradient(*inputs))[:3].sum(),
    }
    before = {what: number() for what, number in numbers.items()}
    slope_before = {what: number() for what, number in slopes.items()}
    monkeypatch.setattr(loss.function, "formula", threefold(formula))
    for what, number in numbers.items():
        assert number() == pytest.approx(3 * before[what], rel=1e-9), what
    monkeypatch.setattr(loss.slope, "formula", threefold(slope))
    for what, number in slopes.items():
        assert number() == pytest.approx(3 * slope_before[what], rel=1e-9), what


@pytest.mark.parametrize("loss", [*LOSSES.values(), *MADE.values()], ids=lambda loss: loss.name)
def test_losses_can_be_copied_and_pickled(loss):
    for twin in (copy.copy(loss), copy.deepcopy(loss), pickle.loads(pickle.dumps(loss))):
        assert twin.name == loss.name
        if loss.kind is Kind.NUMBER:
            assert twin.cost([1.0, 5.0], [2.0, 2.0]) == loss.cost([1.0, 5.0], [2.0, 2.0])
    assert set(copy.deepcopy(LOSSES)) == set(pickle.loads(pickle.dumps(LOSSES))) == set(LOSSES)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("mse", "squared_error"),
        ("MSELoss", "squared_error"),
        ("mae", "absolute_error"),
        ("L1Loss", "absolute_error"),
        ("BCEWithLogitsLoss", "binary_cross_entropy_from_logits"),
        ("binary_crossentropy", "binary_cross_entropy"),
        ("categorical_crossentropy", "categorical_cross_entropy"),
        ("Huber", "huber"),
        ("HuberLoss", "huber"),
        ("MultiMarginLoss", "hinge"),
    ],
)
def test_names_of_other_libraries_lead_to_ours(name, meant):
    with pytest.raises(KeyError, match=f"Did you mean '{meant}'"):
        LOSSES[name]
    assert name not in LOSSES


@pytest.mark.parametrize("wrong", ["mse", lossbook.mean_squared_error, lossbook.squared_error_gradient, None, 3])
def test_what_is_no_loss_is_refused_with_the_way_to_one(wrong):
    for use in (
        lambda: lossbook.weighted(wrong, {1: 2.0}),
        lambda: lossbook.combined(LOSSES["squared_error"], wrong, balance=1),
        lambda: lossbook.asymmetric(wrong, over=1, under=2),
    ):
        with pytest.raises(TypeError, match=r"A loss is needed, such as LOSSES\[\"squared_error\"\], got"):
            use()


@pytest.mark.parametrize("name", LOSSES)
def test_weights_reach_every_mean(name):
    loss, inputs, weights = LOSSES[name], INPUT[name], np.arange(1.0, 10.0)
    expected = pytest.approx(np.average(loss.value(*inputs), weights=weights), rel=1e-12)
    assert (
        getattr(lossbook, f"mean_{name}")(*inputs, weights=weights) == loss.cost(*inputs, weights=weights) == expected
    )


@pytest.mark.parametrize("name", LOSSES)
def test_settings_not_given_are_those_of_the_catalogue(name):
    loss, inputs = LOSSES[name], INPUT[name]
    for given, bound in ((loss.function, loss.value), (loss.slope, loss.gradient)):
        np.testing.assert_array_equal(given(*inputs), bound(*inputs))
    assert loss.function.settings == loss.slope.settings == tuple(loss.parameters)


def test_a_catalogue_holds_what_it_is_given():
    small = Catalogue((LOSSES["huber"], LOSSES["hinge"]))
    assert list(small) == ["huber", "hinge"]
    assert len(small) == 2
    assert small["hinge"] is LOSSES["hinge"]
    with pytest.raises(KeyError, match=r"There is no loss 'focal'\. There are: huber, hinge\."):
        small["focal"]
