"""Spot the bug: a curve, the code that made it, three causes to choose from, and the curve after the mend."""

from __future__ import annotations

from math import isfinite
from typing import Any

import traitlets

from lossbook.course import figures
from lossbook.course.bugs import BUGS, Bug
from lossbook.course.display import minus
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Whole, answer

_RIGHT_PLACES = (1, 0, 2, 2, 0, 1, 1, 2, 0, 1, 2, 0)  # without a pattern that would give the next one away
_LAST = max(len(bug.losses) for bug in BUGS) - 1


def _curve(losses: list[float]) -> list[float | None]:
    """Return six digits of each loss, and None for what is no number: JSON has no nan."""
    return [float(f"{loss:.6g}") if isfinite(loss) else None for loss in losses]


def _for_browser(number: int, bug: Bug) -> dict[str, Any]:
    causes = [{"text": text, "feedback": feedback} for text, feedback in bug.causes]
    right = _RIGHT_PLACES[number]
    causes.insert(right, causes.pop(0))
    return {
        "title": bug.title,
        "setting": bug.setting,
        "shows": minus(bug.shows),
        "code": bug.code,
        "broken": bug.broken,
        "mended": bug.mended,
        "causes": causes,
        "right": right,
        "losses": _curve(bug.losses),
        "fixed": _curve(bug.fixed_losses),
        "other": bug.other_loss,
    }


class SpotTheBug(Explorable):
    """Twelve broken training runs to diagnose, with real code behind each curve.

    Attributes
    ----------
    case : int
        Which run, from 0.
    cause : int or None
        Which cause the reader chose.
    repaired : bool
        Whether the curve after the mend is shown.
    step : int
        Where the loss is read off.
    prediction : int or None
        What the reader predicted at the start, -1 if skipped, None before it.
    cases : list of dict
        What the browser has to know of `lossbook.course.bugs`.

    Examples
    --------
    >>> clinic = SpotTheBug(case=4)
    >>> clinic.bug.title
    'Turns to nan'
    """

    module = "bug_clinic.js"
    title = "Spot the bug"
    table_caption = "Twelve broken runs, and how to know each again"
    table_head = ("What the curve does", "What it is", "How to know it again", "Wrong", "Right")

    case = Whole(0, min=0, max=len(BUGS) - 1).tag(sync=True)
    cause = Whole(None, allow_none=True, min=0, max=2).tag(sync=True)
    repaired = traitlets.Bool(False).tag(sync=True)
    step = Whole(0, min=0).tag(sync=True, span=(0, _LAST))
    prediction = answer().tag(sync=True)
    cases = traitlets.List([_for_browser(number, bug) for number, bug in enumerate(BUGS)]).tag(sync=True)

    @property
    def bug(self) -> Bug:
        """The present case."""
        return BUGS[self.case]

    def picture(self) -> str:
        curves = {f"{number}. {bug.title}": bug.losses for number, bug in enumerate(BUGS, start=1)}
        said = " ".join(f"{number}. {bug.shows}" for number, bug in enumerate(BUGS, start=1))
        figure, text = figures.wall(curves, text=f"Twelve curves of broken training runs. {said}")
        return figures.svg(figure, alt=text)

    def rows(self) -> list[tuple[object, ...]]:
        return [(minus(bug.shows), bug.name, bug.signature, bug.broken, bug.mended) for bug in BUGS]
