"""The catalogue is complete, and its costs and slopes belong together."""

import dataclasses
import pickle

import numpy as np
import pytest

import lossbook
from lossbook import LOSSES
from tests.samples import draw

INPUT = {name: draw(loss, 9) for name, loss in LOSSES.items()}


@pytest.mark.parametrize("name", LOSSES)
def test_every_entry_is_complete(name):
    loss = LOSSES[name]
    assert loss.name == name
    assert loss.value is getattr(lossbook, name)
    assert loss.gradient is getattr(lossbook, f"{name}_gradient")
    for field in dataclasses.fields(loss):
        if field.name not in ("kinks", "parameters"):
            assert getattr(loss, field.name), field.name
    assert set(loss.libraries) == {"PyTorch", "Keras", "scikit-learn", "Optax"}


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


@pytest.mark.parametrize("name", [name for name, loss in LOSSES.items() if loss.parameters])
def test_bound_settings_are_those_of_the_function(name):
    other = {"delta": 0.7, "gamma": 3.0, "alpha": 0.3, "margin": 0.4}
    chosen = {setting: other[setting] for setting in LOSSES[name].parameters}
    bound, inputs = LOSSES[name].with_parameters(**chosen), INPUT[name]
    np.testing.assert_array_equal(bound.value(*inputs), getattr(lossbook, name)(*inputs, **chosen))
    assert bound.cost(*inputs) == getattr(lossbook, f"mean_{name}")(*inputs, **chosen) != LOSSES[name].cost(*inputs)
    assert bound.parameters == chosen
    assert pickle.loads(pickle.dumps(bound)).cost(*inputs) == bound.cost(*inputs)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_unknown_settings_are_named(loss):
    with pytest.raises(TypeError, match=f"{loss.name} has no setting 'delat'"):
        loss.with_parameters(delat=1)
