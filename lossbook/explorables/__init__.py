"""Interactive pictures: one Python class and one ES module each."""

from importlib import import_module
from typing import Any

try:
    import anywidget  # noqa: F401 (asked for first, to say what to install)
except ImportError as missing:
    raise ImportError("Explorables need anywidget: pip install 'lossbook[notebooks]'.") from missing

# A page needs one of them and should not wait for all.
_MODULES = {
    "BettingTable": "likelihood",
    "DeltaDial": "huber",
    "Dimmer": "focal",
    "FourSoups": "preferences",
    "Frames": "frames",
    "HundredCoins": "next_token",
    "LossChooser": "choosing",
    "LossLab": "loss_lab",
    "MoveTheStranger": "triplet",
    "OneKnobTrainer": "training_loop",
    "OnePrice": "front",
    "PenaltyDial": "penalties",
    "PriceOfBeingLate": "custom",
    "ScoreMixer": "categorical_cross_entropy",
    "SpotTheBug": "bug_clinic",
    "SquaresOnALine": "mse",
    "StreetWidth": "hinge",
    "TableOfPairs": "contrastive",
    "TugOfWar": "mae",
    "TwoDials": "intro",
    "TwoJudges": "loss_vs_accuracy",
    "WalkBack": "denoising",
    "WeatherBettor": "binary_cross_entropy",
}

__all__ = list(_MODULES)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
