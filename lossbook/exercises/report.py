"""How a verdict is shown: hints and solution folded below it, and a box for a number worked out by hand."""

from __future__ import annotations

import json
import math
import sys
from textwrap import dedent
from typing import Any

import numpy as np

from lossbook.course.display import Display, details, escape, read_asset
from lossbook.exercises.engine import words
from lossbook.exercises.exercise import Exercise, Verdict
from lossbook.exercises.mutants import is_seldom, mutants
from lossbook.exercises.trying import call, say, value_of

APART = 0.1  # numbers worked out by hand may be rounded to one decimal


def report(exercise: Exercise, verdict: Verdict) -> Display:
    """Show a verdict, with the hints and the solution folded below it."""
    colour = {"right": "lb-right", "not yet": ""}.get(verdict.kind, "lb-wrong")
    parts = [f'<p class="lb-feedback {colour}" role="status">{escape(verdict.message)}</p>']
    shown = f"The smallest input that shows it: {verdict.case}" if verdict.case else ""
    if shown:
        parts.append(f"<p>{escape(shown)}</p>")
    if verdict.kind == "right":
        parts.append(details("Compare with one solution, and try a twin", _solution(exercise)))
    else:
        if verdict.kind == "not yet":
            parts.append(_by_hand(exercise))
        names = ("Hint 1: a nudge", "Hint 2: a step", "Hint 3: a line of code")
        for name, hint in zip(names, exercise.hints, strict=True):
            body = f"<pre><code>{escape(hint)}</code></pre>" if "code" in name else escape(hint)
            parts.append(details(name, body, classes="lb-hint"))
        parts.append(details("Solution", _solution(exercise), classes="lb-solution"))
    task = f'<div data-task="{exercise.name}" data-verdict="{verdict.kind}">{"".join(parts)}</div>'
    return Display(task, f"{verdict.message} {shown}".strip())


def fingerprint(exercise: Exercise, probe: tuple[Any, ...]) -> tuple[str, float, list[tuple[float, str]]] | None:
    """Return a call that can be worked out by hand, its value, and wrong values with feedback; None if it gives no plain number.

    The feedback is that of ``judge``: first what is written, then the slips.
    """
    right = value_of(exercise.answer, probe)
    if not _is_plain(right):
        return None
    slips = mutants(exercise.name, (exercise.solution, *exercise.also))
    known = [(mistake.thought, mistake.wrong) for mistake in exercise.mistakes]
    wrong: dict[float, str] = {}
    for thought, answer in (*known, *((words(slip), answer) for slip, answer, _ in slips if not is_seldom(slip))):
        value = value_of(answer, probe)
        if _is_plain(value) and all(abs(value - other) > APART for other in (right, *wrong)):
            wrong[round(float(value), 9)] = thought.replace("{got}", say(float(value)))
    return call(exercise.name, probe), float(right), list(wrong.items())


def fingerprints(exercise: Exercise) -> tuple[str, float, list[tuple[float, str]]] | None:
    """Return those of the first probe that gives one plain number, None if there is none."""
    return next(filter(None, (fingerprint(exercise, probe) for probe in exercise.probes)), None)


def _is_plain(value: object) -> bool:
    return isinstance(value, (int, float, np.number)) and not isinstance(value, bool) and math.isfinite(value)


def _solution(exercise: Exercise) -> str:
    answer = f"<p>{escape(exercise.twin_answer)}</p>{_code(exercise.twin_code) if exercise.twin_code else ''}"
    return (
        f"{_code(exercise.solution)}<p><strong>A twin to try alone.</strong> {escape(exercise.twin)}</p>"
        f"{details('Answer to the twin', answer)}"
    )


def _code(source: str) -> str:
    return f"<pre><code>{escape(dedent(source).strip())}</code></pre>"


def _by_hand(exercise: Exercise) -> str:
    """Return a small form that recognises the same mistakes in a number worked out by hand."""
    prints = None if sys.platform == "emscripten" else fingerprints(exercise)  # there, Python is at hand
    if prints is None:
        return ""
    call, expected, wrong = prints
    data = json.dumps({"right": [expected, exercise.right], "wrong": wrong}, sort_keys=True).replace("<", "\\u003c")
    script = f"{read_asset('lossbook.exercises', 'by_hand.js')}checkByHand({json.dumps(exercise.name)}, {data});\n"
    # All keys, because some telephones have no minus among those for decimals, and a known slip may need it.
    return (
        f'<form class="lb-answer" data-exercise="{exercise.name}" hidden><label>No Python at hand? Work out '
        f'<code>{escape(call)}</code> on paper or with a calculator: <input inputmode="text" maxlength="30" autocomplete="off" required></label>'
        f'<button type="submit">Check my number</button><output></output></form><script type="module">{script}</script>'
    )
