"""What is sure about an answer of which nothing else is known: what it does not look at, and where it is right."""

from __future__ import annotations

import contextlib
import dis
import inspect
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations, product
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from lossbook.exercises.trying import CRASHED, TooLongError, agree, by_name, limit, value_of

LARGE = 500.0
SOME = 12  # so many numbers of an answer may be where it cuts off

_Probes = Sequence[tuple[Any, ...]]
_Answer = Callable[..., Any]


def is_large(value: Any) -> bool:
    """Return whether a value, or one in it, is so large that exp of it may be none."""
    with contextlib.suppress(Exception):
        return bool(np.max(np.abs(np.asarray(value, dtype=float))) >= LARGE)
    return False


# Where an answer may be right or wrong: the words for it, and whether one input, or two, are so.
_GROUPS: tuple[tuple[str, Callable[[Any], bool]], ...] = (
    ("a list of one", lambda v: np.ndim(v) == 1 and len(v) == 1),
    ("a table", lambda v: np.ndim(v) == 2),
    ("0", lambda v: v == 0),
    ("above 0", lambda v: v > 0),
    ("below 0", lambda v: v < 0),
    ("very large in size", is_large),
)
_PAIRS: tuple[tuple[str, Callable[[Any, Any], bool]], ...] = (
    ("the size of `{}` is larger than `{}`", lambda a, b: abs(a) > b),
    ("the size of `{}` is at most `{}`", lambda a, b: abs(a) <= b),
)


def pattern(
    answer: _Answer,
    solution: _Answer,
    probes: _Probes,
    got: Sequence[Any],
    expected: Sequence[Any],
    right: Sequence[bool],
) -> str:
    """Return a sentence that is true of a wrong answer on every probe, "" if none is found."""
    names = list(inspect.signature(solution).parameters)
    fine = [value for value, is_fine in zip(expected, right, strict=True) if is_fine]
    if all(np.ndim(value) == 0 and not isinstance(value, str) and value == 0 for value in fine):
        return _by_how_much(got, expected, right)  # 0 comes out of many a wrong formula, too
    for condition, holds in _conditions(names, probes):
        if len(fine) < 2 and "list" not in condition:
            continue
        if right == holds:
            return f"it is right where {condition}, and wrong everywhere else. What do your lines do in the other case?"
        if [not each for each in right] == holds:
            return f"it is wrong where {condition}, and right everywhere else. What do your lines do in that case?"
    number = _decisive(answer, solution, probes, got, right)
    if number is not None:
        return f"it is wrong where the {number:g} in your lines makes a difference, and right where it makes none. What is it for?"
    return _by_how_much(got, expected, right)


def _conditions(names: list[str], probes: _Probes) -> Iterator[tuple[str, list[bool]]]:
    for place, name in enumerate(names):
        values = [probe[place] for probe in probes]
        if isinstance(values[0], str):
            for text in dict.fromkeys(values):
                yield f"`{name}` is {text!r}", [value == text for value in values]
        for words, test in _GROUPS:
            yield f"`{name}` is {words}", [_holds(test, value) for value in values]
    for one, two in permutations(range(len(names)), 2):
        for words, compare in _PAIRS:
            condition = words.format(names[one], names[two])
            yield condition, [_holds(compare, probe[one], probe[two]) for probe in probes]


def cut(solution: _Answer, probes: _Probes, got: Sequence[Any], right: Sequence[bool], numbers: set[float]) -> str:
    """Return what is cut off, "" if nothing is: an input at numbers of the answer's own, or the result at any."""
    wrong = [value for value, fine in zip(got, right, strict=True) if not fine and np.ndim(value) == 0]
    if len(wrong) < 2:  # one may be chance
        return ""
    own = sorted({*numbers, *(-number for number in numbers)})[-SOME:]
    for place, name in (*enumerate(inspect.signature(solution).parameters), (None, "")):
        ends = [None, *(own if name else dict.fromkeys(wrong[:1] + wrong[-1:]))]
        for low, high in product(ends, ends):
            if (low is None and high is None) or (None not in (low, high) and low >= high):
                continue

            def clipped(*inputs: Any, at: int | None = place, low: Any = low, high: Any = high) -> Any:
                if at is None:
                    return np.clip(solution(*inputs), low, high)
                return solution(*inputs[:at], np.clip(inputs[at], low, high), *inputs[at + 1 :])

            if all(agree(value_of(clipped, probe), value) for probe, value in zip(probes, got, strict=True)):
                return f"{f'`{name}`' if name else 'the result'} is cut off (clip, max or min) where it should not be, and larger or smaller ones are not told apart"
    return ""


_LOADS = {"LOAD_CONST", "RETURN_CONST", "LOAD_SMALL_INT"}  # from Python 3.14 on, small numbers are no constants


def numbers_in(answer: Any) -> set[float]:
    """Return the numbers that stand in the lines of a function."""
    code = getattr(answer, "__code__", answer)
    if not isinstance(code, CodeType):
        return set()
    loaded = [step.argval for step in dis.get_instructions(code) if step.opname in _LOADS]
    each = [one for value in loaded for one in (value if isinstance(value, (tuple, frozenset)) else (value,))]
    inside = (numbers_in(one) for one in each if isinstance(one, CodeType))
    return {one for one in each if type(one) in (int, float)}.union(*inside)


def _holds(test: Callable[..., bool], *values: Any) -> bool:
    try:
        return bool(test(*values))
    except Exception:  # a list has no sign
        return False


def _by_how_much(got: Sequence[Any], expected: Sequence[Any], right: Sequence[bool]) -> str:
    try:
        pairs = [
            (np.ravel(np.asarray(mine, dtype=float)), np.ravel(np.asarray(theirs, dtype=float)))
            for mine, theirs, fine in zip(got, expected, right, strict=True)
            if not fine
        ]
        mine, theirs = (np.concatenate(side) for side in zip(*pairs, strict=True))
    except Exception:  # no numbers, or not as many
        return ""
    if len(pairs) < 3 or mine.shape != theirs.shape or not np.isfinite([*mine, *theirs]).all():
        return ""
    times = mine[theirs != 0] / theirs[theirs != 0]
    if len(times) > 2 and np.ptp(times) < 1e-3 * abs(times[0]) and np.all(mine[theirs == 0] == 0):
        size = "large" if abs(times[0]) > 1 else "small"
        where = (
            "where it is wrong, it is"
            if any(np.any(value) for value, fine in zip(got, right, strict=True) if fine)
            else "it is"
        )
        return f"{where} always the same number of times too {size}. Is there a factor too many, or is one missing?"
    return ""


def _decisive(
    answer: _Answer, solution: _Answer, probes: _Probes, got: Sequence[Any], right: Sequence[bool]
) -> float | None:
    """Return the number in an answer's lines on which all its wrong values depend, and none of its right ones; or None.

    It is none of those that stand in the solution.
    """
    code = getattr(answer, "__code__", None)
    if code is None or sum(right) < 2 or _may_not_end(code):  # one may be chance
        return None
    numbers = sorted(numbers_in(answer) - {0, 1, *numbers_in(solution)}, key=abs)
    with contextlib.suppress(TooLongError), limit():
        for some in (*([number] for number in numbers), numbers):  # and all together, as in 1e-12 and 1 - 1e-12
            for number in some:
                code = _with_another(code, number)
            changed = FunctionType(code, answer.__globals__, "", answer.__defaults__, answer.__closure__)
            values = [value_of(by_name(changed, solution), probe) for probe in probes]
            if [agree(value, before) for value, before in zip(values, got, strict=True)] == list(right):
                return some[0]
            code = answer.__code__
    return None


def _may_not_end(code: CodeType) -> bool:
    """Return whether there is a `while`: with another number, it might never end."""
    steps = {step.offset: step.opname for step in dis.get_instructions(code)}
    back = [step.argval for step in dis.get_instructions(code) if "BACKWARD" in step.opname]
    return any(steps.get(target) != "FOR_ITER" for target in back)


def _with_another(code: CodeType, number: float) -> CodeType:
    """Return code with another number in the place of one."""
    other = number * 1.25 if isinstance(number, float) else round(number * 1.25) + 1
    steps, small = bytearray(code.co_code), dis.opmap.get("LOAD_SMALL_INT")
    for at in range(0, len(steps), 2):
        if steps[at] == small and steps[at + 1] == number:
            steps[at + 1] = min(int(other), 255) if number < 255 else 254
    constants = (other if type(each) is type(number) and each == number else each for each in code.co_consts)
    return code.replace(co_code=bytes(steps), co_consts=tuple(constants))


def unseen(answer: _Answer, solution: _Answer, probes: _Probes) -> str:
    """Return the input that an answer does not look at: put in another one, and nothing changes."""
    names = list(inspect.signature(solution).parameters)
    with contextlib.suppress(TooLongError), limit():
        for place, name in enumerate(names) if len(names) > 1 else ():
            if _is_unseen(answer, solution, probes, place):
                return name
    return ""


def _is_unseen(answer: _Answer, solution: _Answer, probes: _Probes, place: int) -> bool:
    """Put each value that an input has into all other probes. The solution must change, and the answer never."""
    matters = 0
    for one in probes:
        right, mine = value_of(solution, one), value_of(answer, one)
        for two in probes:
            other = (*one[:place], two[place], *one[place + 1 :])
            new = value_of(solution, other)
            if new is not CRASHED:
                matters += not agree(new, right)
                if not agree(value_of(answer, other), mine):
                    return False
    return matters > 1
