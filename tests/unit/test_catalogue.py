"""The catalogue is complete, and its costs and slopes belong together."""

import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import lossbook
from lossbook import LOSSES

PAIRS = arrays.arrays(np.float64, (2, 7), elements=st.floats(-1e3, 1e3))


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
    assert pickle.loads(pickle.dumps(LOSSES[name])).cost([1], [3]) == LOSSES[name].cost([1], [3])


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
@given(PAIRS)
def test_cost_and_gradient_agree_with_their_parts(loss, pair):
    cost, slope = loss.cost_and_gradient(*pair)
    assert cost == loss.cost(*pair)
    np.testing.assert_array_equal(slope, loss.gradient(*pair) / pair[0].size)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_unknown_settings_are_named(loss):
    with pytest.raises(TypeError, match=f"{loss.name} has no setting 'delat'"):
        loss.with_parameters(delat=1)
