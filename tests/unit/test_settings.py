"""Settings at the edges of what they may be, and what comes back."""

import numpy as np
import pytest

from lossbook.losses import settings


@pytest.mark.parametrize(
    ("check", "values"),
    [
        (settings.number, [np.inf, -np.inf, -2, 0.5, np.float32(0.5)]),
        (settings.finite, [-1e308, 0, 0.5]),
        (settings.positive, [5e-324, 0.5, 1, 1e308]),
        (settings.not_negative, [0, 5e-324, 0.5, 1e308]),
        (settings.share_or_none, [0, 0.5, 1]),
    ],
)
def test_numbers_at_the_edge_are_allowed_and_become_plain(check, values):
    for value in values:
        assert check("x", value) == value
        assert type(check("x", value)) is float


@pytest.mark.parametrize(
    ("check", "values"),
    [
        (settings.finite, [np.inf, -np.inf, np.nan]),
        (settings.positive, [0, -5e-324, np.inf, np.nan]),
        (settings.not_negative, [-5e-324, np.inf, np.nan]),
        (settings.share_or_none, [-5e-324, 1 + 1e-15, np.nan]),
    ],
)
def test_numbers_beyond_the_edge_are_not(check, values):
    for value in values:
        with pytest.raises(ValueError, match=f"x must be .*, got {value}"):
            check("x", value)


def test_no_share_is_none():
    assert settings.share_or_none("x", None) is None


def test_counts_at_the_edge():
    assert settings.count("x", 0) == 0
    assert settings.count("x", 3, least=3) == 3
    assert type(settings.count("x", np.int64(3))) is int


def test_settings_become_plain_numbers():
    assert settings.settled("focal", {"gamma": np.float32(2), "alpha": None}, ("gamma", "alpha")) == {
        "gamma": 2.0,
        "alpha": None,
    }
    assert settings.settled("huber", {}, ("delta",)) == {}
