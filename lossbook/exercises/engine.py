"""How an answer is judged: by its values, and by what was probably thought when they came out."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import math
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from textwrap import dedent
from typing import Any, Literal

import numpy as np

from lossbook.course.display import Display, details, escape, read_asset
from lossbook.course.error_advice import advice, message

Kind = Literal["not yet", "right", "recognised", "unknown"]


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that readers give, and the thought that leads there.

    Parameters
    ----------
    wrong : callable or value
        What such a reader writes. The checker runs it: a reader whose answer comes out the same has
        probably thought the same.
    thought : str
        What to tell that reader. ``{got}`` stands for the value that came out.
    """

    wrong: Any
    thought: str


@dataclass(frozen=True)
class Exercise:
    """A task whose answer is a function or a value.

    Parameters
    ----------
    name : str
        ``chapter.exercise``; for a function, the second part is its name.
    solution : str
        Source code. For a function, its definition; for a value, one expression.
    probes : tuple of argument tuples
        Inputs on which a function is tried, smallest first. Empty for a value.
    mistakes : tuple of Mistake
        Wrong answers that are recognised.
    hints : three str
        A nudge, a step, and a line of code.
    right : str
        What a right answer shows.
    twin : str
        A second task of the same kind, to try alone.
    accepts : callable, optional
        ``accepts(value)`` decides where several values are right.
    says : callable, optional
        ``says(value)`` tells what a wrong value means, where no known mistake does; it may raise for what is no answer.
    tolerance : float
        How far a right number may be off, as a part of it: rounding only, unless said otherwise.
    """

    name: str
    solution: str
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, str, str]
    right: str
    twin: str
    probes: tuple[tuple[Any, ...], ...] = ()
    accepts: Callable[[Any], bool] | None = None
    says: Callable[[Any], str] | None = None
    tolerance: float = 1e-9

    @property
    def answer(self) -> Any:
        """What the solution gives: a function, or a value."""
        space: dict[str, Any] = {"np": np}
        if not self.probes:
            return eval(self.solution, space)
        exec(dedent(self.solution), space)
        return space[self.name.split(".")[1]]

    def is_right(self, got: Any, expected: Any) -> bool:
        """Return whether a value is right, rounding aside."""
        if self.accepts is None:
            return agree(got, expected, self.tolerance)
        with contextlib.suppress(Exception):  # whatever was given, it is not what was asked for
            return bool(self.accepts(got))
        return False


@dataclass(frozen=True)
class Verdict:
    """What the checker found, what it tells the reader, and the smallest case that shows it."""

    kind: Kind
    message: str
    case: str = ""


_CRASHED = object()


def agree(got: Any, expected: Any, tolerance: float = 1e-9) -> bool:
    """Return whether two answers are the same, up to rounding in the ninth digit unless more is allowed."""
    if got is _CRASHED or expected is _CRASHED:
        return False
    if isinstance(expected, str) or isinstance(got, str) or got is None:
        return bool(np.array_equal(got, expected))
    try:
        got, expected = np.asarray(got), np.asarray(expected)
        if expected.dtype.kind in "US" or got.dtype.kind in "US":
            return bool(np.array_equal(got, expected))
        if got.dtype == np.float32:
            tolerance = max(tolerance, 1e-6)  # it has no more digits
        if got.dtype == object:
            got = got.astype(float)  # fractions and decimals
        return got.shape == expected.shape and bool(
            np.allclose(got, expected, rtol=tolerance, atol=1e-12, equal_nan=True)
        )
    except Exception:  # whatever was returned, it is not the number that was asked for
        return False


def judge(exercise: Exercise, answer: Any) -> Verdict:
    """Return what there is to say about an answer.

    A function is tried on every probe. At the first wrong value the checker looks for a known mistake that
    gives the same value there, then for a slip that can happen in any exercise; otherwise it shows the
    probe, what was expected and what came.
    """
    if answer is None or answer is ...:
        return Verdict("not yet", "Not yet: replace the dots by your answer and run the cell again.")
    if not exercise.probes:
        if exercise.is_right(answer, exercise.answer):
            return Verdict("right", exercise.right)
        return (
            _recognise(exercise, answer, ())
            or _said(exercise, answer)
            or Verdict("unknown", f"Not there yet. You gave {_say(answer)}. Open the first hint and compare.")
        )
    if not callable(answer):
        name = exercise.name.split(".")[1]
        return Verdict(
            "unknown", f"You passed the value {_say(answer)}. Pass the function itself: {name}, without brackets."
        )
    solution = exercise.answer
    for probe in exercise.probes:
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed), np.errstate(all="ignore"):
                got = answer(*copy.deepcopy(probe))
        except (Exception, SystemExit) as error:  # whatever a beginner's code raises is turned into advice
            return Verdict("unknown", _explain(error, _call(exercise, probe), answer))
        if got is None or got is ...:
            return _nothing_returned(printed.getvalue().strip(), _call(exercise, probe) if got is ... else "")
        expected = solution(*copy.deepcopy(probe))
        if not exercise.is_right(got, expected):
            case = f"{_call(exercise, probe)} should give {_say(expected)}, and yours gave {_say(got)}."
            known = _recognise(exercise, answer, probe) or _common_slip(got, expected)
            if known is None:
                return Verdict("unknown", f"Not there yet. The smallest case that differs: {case}")
            return replace(known, case=case)
    return Verdict("right", exercise.right)


def report(exercise: Exercise, verdict: Verdict) -> Display:
    """Show a verdict, with the hints and the solution folded below it."""
    colour = {"right": "lb-right", "not yet": ""}.get(verdict.kind, "lb-wrong")
    parts = [f'<p class="lb-feedback {colour}" role="status">{escape(verdict.message)}</p>']
    if verdict.case:
        parts.append(f"<p>The smallest case that shows it: {escape(verdict.case)}</p>")
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
    return Display(task, " ".join(filter(None, (verdict.message, verdict.case))))


def fingerprints(exercise: Exercise) -> tuple[str, float, list[tuple[float, str]]] | None:
    """Return a probe that can be worked out by hand: the call, its value, and wrong values with feedback.

    None if no probe gives one plain number.
    """
    for probe in exercise.probes:
        expected = exercise.answer(*copy.deepcopy(probe))
        if isinstance(expected, (int, float, np.number)) and not isinstance(expected, bool) and math.isfinite(expected):
            wrong: dict[float, str] = {}
            for mistake in {mistake.thought: mistake for mistake in exercise.mistakes}.values():  # one number a thought
                value = _try(mistake.wrong, probe)
                if (
                    isinstance(value, (int, float, np.number)) and not abs(value - expected) < 0.05
                ):  # by hand it is right
                    wrong.setdefault(round(float(value), 9), mistake.thought.replace("{got}", _say(value)))
            return _call(exercise, probe), float(expected), list(wrong.items())
    return None


def _recognise(exercise: Exercise, answer: Any, probe: tuple[Any, ...]) -> Verdict | None:
    """Return the feedback of the known mistake that gives the same value on this probe.

    Two mistakes can meet there by chance, so the one that agrees on most probes is taken.
    """
    got = _try(answer, probe)
    same = [mistake for mistake in exercise.mistakes if agree(got, _try(mistake.wrong, probe), exercise.tolerance)]
    if not same:
        return None

    def likeness(mistake: Mistake) -> int:
        return sum(agree(_try(answer, each), _try(mistake.wrong, each), exercise.tolerance) for each in exercise.probes)

    return Verdict("recognised", max(same, key=likeness).thought.replace("{got}", _say(got)))


def _said(exercise: Exercise, answer: Any) -> Verdict | None:
    """Return what the exercise itself has to say about a wrong value."""
    with contextlib.suppress(Exception):  # whatever was given, it is nothing to speak about
        return Verdict("recognised", exercise.says(answer)) if exercise.says else None
    return None


def _common_slip(got: Any, expected: Any) -> Verdict | None:
    """Return feedback for slips that can happen in any exercise."""
    if isinstance(got, str) and not isinstance(expected, str):
        return Verdict(
            "recognised", f"You returned the text {got!r}. Return the number itself, without str or an f-string."
        )
    if callable(got):
        return Verdict("recognised", "You returned a function. Call it with brackets, and return what comes back.")
    wanted = "one number" if np.ndim(expected) == 0 else f"{np.size(expected)} values"
    if isinstance(got, tuple):
        return Verdict("recognised", f"You returned several things at once: {_say(got)}. Return {wanted}.")
    try:
        array = np.asarray(got)
    except Exception:  # lists of different lengths, or an object that refuses
        return None
    if array.shape != np.shape(expected):
        return Verdict("recognised", f"The result should be {wanted}, and yours has shape {array.shape}.")
    if array.dtype.kind not in "iuf" or np.asarray(expected).dtype.kind not in "iuf":
        return None
    if agree(np.negative(array), expected):
        return Verdict(
            "recognised",
            f"You got {_say(got)}: right size, wrong sign. Look for a minus that is missing, or one too many. An error is always prediction − actual.",
        )
    if np.allclose(array, expected, rtol=0.01, atol=0):
        return Verdict("recognised", f"You got {_say(got)}, which is close. Did you round? Return the full number.")
    return None


def _nothing_returned(printed: str, dots: str) -> Verdict:
    if printed:
        return Verdict(
            "recognised", f"Your function prints {printed!r} but returns nothing. End it with return instead of print."
        )
    if dots:
        return Verdict("not yet", f"Not yet: {dots} still gives the three dots. Put your answer in their place.")
    return Verdict(
        "not yet",
        "Not yet: your function returns nothing so far. Replace the dots by your own lines, end with return, and run the cell again.",
    )


def _explain(error: BaseException, call: str, answer: Any) -> str:
    """Turn an exception into a next step."""
    error = error.with_traceback(
        error.__traceback__ and error.__traceback__.tb_next
    )  # the first frame is this module's
    file = getattr(getattr(answer, "__code__", None), "co_filename", None)
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == file]
    place = f" in line {lines[-1]}" if lines else ""
    said = ": ".join(filter(None, (type(error).__name__, message(error).rstrip("."))))
    return f"{call} stopped{place} with {said}. {advice(error)}".strip()


def _try(answer: Any, probe: tuple[Any, ...]) -> Any:
    """Return what an answer gives on a probe, or a mark that equals nothing if it crashes."""
    if not callable(answer):
        return answer
    try:
        with np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
            return answer(*copy.deepcopy(probe))
    except (Exception, SystemExit):  # a mistake that crashes here has no value to compare
        return _CRASHED


def _call(exercise: Exercise, probe: tuple[Any, ...]) -> str:
    return f"{exercise.name.split('.')[1]}({', '.join(_say(argument) for argument in probe)})"


def _say(value: Any) -> str:
    """Write a value as a beginner would type it."""
    if isinstance(value, np.ndarray):
        return f"np.array({_say(value.tolist())})"
    if isinstance(value, list):
        return f"[{', '.join(_say(item) for item in value)}]"
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, np.ufunc):
        return f"np.{value.__name__}"
    if isinstance(value, (float, np.number)) or (isinstance(value, int) and abs(value) < 1e15):
        return f"{value:.6g}"
    try:
        return repr(value)[:200]
    except Exception:  # even an object that cannot be printed gets an answer
        return f"a {type(value).__name__}"


def _solution(exercise: Exercise) -> str:
    code = escape(dedent(exercise.solution).strip())
    return f"<pre><code>{code}</code></pre><p><strong>A twin to try alone.</strong> {escape(exercise.twin)}</p>"


def _by_hand(exercise: Exercise) -> str:
    """Return a small form that recognises the same mistakes in a number worked out by hand."""
    prints = fingerprints(exercise)
    if prints is None:
        return ""
    call, expected, wrong = prints
    data = json.dumps({"right": [expected, exercise.right], "wrong": wrong}, sort_keys=True).replace("<", "\\u003c")
    script = f"{read_asset('lossbook.exercises', 'by_hand.js')}checkByHand({json.dumps(exercise.name)}, {data});\n"
    return (
        f'<form class="lb-answer" data-exercise="{exercise.name}" hidden><label>No Python at hand? Work out '
        f'<code>{escape(call)}</code> on paper: <input type="number" step="any" required></label>'
        f'<button type="submit">Check my number</button><output></output></form><script type="module">{script}</script>'
    )
