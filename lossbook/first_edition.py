"""Modules by the names that notebooks of the first edition import them by. They answer for one edition more."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

# The old name of each module, and where it went.
MOVED = {
    "catalogue": "losses.catalogue",
    "checks": "losses.checks",
    "classification": "losses.classification",
    "custom": "losses.custom",
    "metric_learning": "losses.metric_learning",
    "metrics": "losses.metrics",
    "reduction": "losses.reduction",
    "regression": "losses.regression",
    "fitting": "learning.fitting",
    "training": "learning.training",
    "bugs": "course.bugs",
    "choosing": "course.advice",
    "corrections": "course.claims",
    "display": "course.display",
    "figures": "course.figures",
    "glance": "course.reference_pages",
    "inspection": "course.five_questions",
    "explorables.two_dials": "explorables.intro",
    "explorables.squares_on_a_line": "explorables.mse",
    "explorables.tug_of_war": "explorables.mae",
    "explorables.delta_dial": "explorables.huber",
    "explorables.weather_bettor": "explorables.binary_cross_entropy",
    "explorables.score_mixer": "explorables.categorical_cross_entropy",
    "explorables.street_width": "explorables.hinge",
    "explorables.dimmer": "explorables.focal",
    "explorables.move_the_stranger": "explorables.triplet",
    "explorables.price_of_being_late": "explorables.custom",
    "explorables.two_judges": "explorables.loss_vs_accuracy",
    "explorables.one_knob_trainer": "explorables.training_loop",
    "explorables.loss_chooser": "explorables.choosing",
    "explorables.spot_the_bug": "explorables.bug_clinic",
}


class _Finder(MetaPathFinder, Loader):
    """Gives the module itself under its old name, and says what to write from now on."""

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, name = fullname.partition(".")
        return ModuleSpec(fullname, self) if package == "lossbook" and name in MOVED else None

    def create_module(self, _spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        old = module.__name__
        new = f"lossbook.{MOVED[old.partition('.')[2]]}"
        warnings.warn(f"{old} is now {new}; the old name goes with the third edition.", FutureWarning, stacklevel=2)
        sys.modules[old] = import_module(new)


def answer() -> None:
    """Let the old names be found, once, after everything that is really there."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())
