"""Feedback where there is nothing to compare: no value, a value of another kind, or an error."""

from __future__ import annotations

import contextlib
import dis
import linecache
import traceback
from collections.abc import Sequence
from itertools import pairwise
from types import CodeType
from typing import Any

import numpy as np

from lossbook.course.error_advice import advice, message
from lossbook.exercises.exercise import Verdict
from lossbook.exercises.trying import Outcome, agree, describe, is_long, orders, say


def other_order(answer: Any, solution: Any) -> str:
    """Return what to say to a function that takes the inputs in another order than it is called with, "" to any other."""
    if (both := orders(answer, solution)) is None:
        return ""
    mine, asked = map(", ".join, both)
    return (
        f"Your function takes its inputs in another order, ({mine}). It is called with ({asked}). Let the line with def say "
        "the same."
    )


def wrong_kind(got: Any, expected: Sequence[Any]) -> str:
    """Return feedback for a value of a wrong kind, "" if it is of the right one."""
    words, wanted = describe(got) or f"a {type(got).__name__}", describe(expected[0])
    if isinstance(expected[0], str):
        if any(agree(got, word) for word in expected):
            return ""
        return (
            "{got} is none of the words to choose from. Check the spelling."
            if isinstance(got, str)
            else f"A text is asked for, and yours is {words}."
        )
    if asks_yes_or_no := isinstance(expected[0], (bool, np.bool_)):
        wanted = "True or False"
    if callable(got):
        return "You returned a function. Call it with brackets, and return what comes back."
    if isinstance(got, str):
        return f"You returned {words}. Return {wanted} itself, without quotation marks, str or an f-string."
    if isinstance(got, tuple) and len(got) > 1 and np.ndim(expected[0]) == 0:
        return f"You returned several things at once: {{got}}. Return {wanted}."
    odd = describe(got) is None or is_long(got) or isinstance(got, (dict, set, frozenset)) or hasattr(got, "__next__")
    if odd or words.startswith("a list whose") or isinstance(got, (bool, np.bool_)) != asks_yes_or_no:
        return f"What comes out should be {wanted}, and yours is {words}."
    with contextlib.suppress(Exception):
        kind = np.asarray(got).dtype.kind
        if kind in "US":
            return "You got {got}, with text in it. Return numbers, without quotation marks, str or an f-string."
        if kind == "b" and not asks_yes_or_no:
            return "You got {got}: answers of comparisons, True or False. Return numbers."
    return ""


def nothing_returned(answer: Any, tried: Sequence[Outcome], first: int, here: str) -> Verdict:
    """Tell a function that waits for lines from one that prints, and from one with a way that ends without return."""
    if tried[first].value is ...:
        return Verdict("not yet", f"Not yet: {here} still gives the three dots. Put your answer in their place.")
    code, empty = getattr(answer, "__code__", None), (lambda: None).__code__
    if code and len(code.co_code) <= len(empty.co_code):  # it waits for the reader's lines
        return Verdict(
            "not yet",
            "Not yet: your function returns nothing so far. Replace the dots by your own lines, end with return, and run "
            "the cell again.",
        )
    if printed := tried[first].printed:
        return Verdict(
            "recognised",
            f"Your function prints {say(printed)} but returns nothing. End it with return instead of print.",
        )
    way = "End it with return."
    if code and _returns_a_value(code):
        way = "Is one of its ifs ever true? Look at each if, else and loop."
    if any(each.value is not None and each.error is None for each in tried):
        way = "One of the ways through it has none: look at each if, else and loop."
    return Verdict("recognised", f"For {here} your function comes to its end without a return. {way}")


def _returns_a_value(code: CodeType) -> bool:
    """Return whether some way through a function ends with a value: each way without one returns None."""
    steps = list(dis.get_instructions(code))
    given = [
        before.argval if before.opname == "LOAD_CONST" else ...
        for before, step in pairwise(steps)
        if step.opname == "RETURN_VALUE"
    ]
    given += [step.argval for step in steps if step.opname == "RETURN_CONST"]
    return any(value is not None for value in given)


def stopped(error: BaseException, here: str, answer: Any) -> Verdict:
    """Turn an exception into a next step."""
    file = getattr(getattr(answer, "__code__", None), "co_filename", None)
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == file]
    place = f" in line {lines[-1]}" if lines else ""
    said = ": ".join(filter(None, (type(error).__name__, message(error).rstrip(".")[:300])))
    step = advice(error)
    if not step and lines and linecache.getline(str(file), lines[-1]).lstrip().startswith("raise"):
        step = "Your own line refuses this input with raise. It has an answer: which?"
    return Verdict("recognised" if step else "unknown", f"{here} stopped{place} with {said}. {step}".strip())
