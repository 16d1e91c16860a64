"""Try an answer on an input: without harm, without end, and so that what came out can be compared and said."""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import math
import reprlib
import signal
import sys
import threading
import warnings
from _thread import interrupt_main
from collections.abc import Iterator
from dataclasses import dataclass
from numbers import Number
from typing import Any

import numpy as np

CRASHED = object()  # equals nothing, not even itself
PRINTED = 1_000  # so much of what an answer prints is kept
ENTRIES = 100_000  # an answer with more is not looked at
SECONDS = 5.0

_PLAIN = (int, float, np.float64)

_brief = reprlib.Repr()
_brief.maxstring = _brief.maxother = 200


@dataclass(frozen=True)
class Outcome:
    """What an answer did with one input."""

    value: Any = CRASHED
    printed: str = ""
    error: BaseException | None = None
    warned: str = ""


class TooLongError(Exception):
    """An answer did not end in time."""


class _Start(io.StringIO):
    """Keeps the start of what is printed."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, PRINTED - self.tell())])
        return len(text)


@contextlib.contextmanager
def limit(seconds: float | None = None) -> Iterator[None]:
    """Interrupt what runs too long, as Ctrl+C would. Where that cannot be done, nothing is.

    In the browser there are no threads; there the page has a limit of its own.
    """
    main = threading.current_thread() is threading.main_thread()
    if sys.platform == "emscripten" or not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    late = threading.Event()

    def interrupt() -> None:
        late.set()
        interrupt_main()

    timer = threading.Timer(SECONDS if seconds is None else seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
        timer.cancel()
        timer.join()  # it may be late this very moment; then the interrupt comes here
    except KeyboardInterrupt:
        if late.is_set():
            raise TooLongError from None
        raise
    finally:
        timer.cancel()


def attempt(answer: Any, inputs: tuple[Any, ...]) -> Outcome:
    """Return what an answer does with a copy of the inputs. A value is its own outcome."""
    if not callable(answer):
        return Outcome(answer)
    out = _Start()
    with contextlib.redirect_stdout(out), warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            value, error = plain(answer(*copy.deepcopy(inputs))), None
        except (Exception, SystemExit) as caught:  # whatever a beginner's code raises is turned into advice
            value, error = CRASHED, caught
    return Outcome(value, out.getvalue().strip(), error, str(said[0].message) if said else "")


def value_of(answer: Any, inputs: tuple[Any, ...]) -> Any:
    """Return what an answer gives, or ``CRASHED``. Nothing is printed, and no warning is shown."""
    if not callable(answer):
        return answer
    with contextlib.redirect_stdout(_Start()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.suppress(Exception, SystemExit):
            return plain(answer(*copy.deepcopy(inputs)))
    return CRASHED


def plain(value: Any) -> Any:
    """Return an array without axes, as np.where gives it, as the number it holds."""
    return value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value


def orders(answer: Any, solution: Any) -> tuple[list[str], list[str]] | None:
    """Return the inputs of an answer and those that are asked for, None if their order is the same or their names are not."""
    with contextlib.suppress(TypeError, ValueError):  # as for np.square, which does not tell
        mine, asked = (list(inspect.signature(each).parameters) for each in (answer, solution))
        if mine != asked and sorted(mine) == sorted(asked):
            return mine, asked
    return None


class _ByName:
    """A function that is called with its inputs by their names. Its lines can be looked at as before."""

    def __init__(self, answer: Any, solution: Any) -> None:
        self.answer, self.__signature__ = answer, inspect.signature(solution)

    def __call__(self, *inputs: Any) -> Any:
        return self.answer(**dict(zip(self.__signature__.parameters, inputs, strict=True)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.answer, name)


def by_name(answer: Any, solution: Any) -> Any:
    """Return an answer that takes its inputs in the order of the solution."""
    return _ByName(answer, solution) if orders(answer, solution) else answer


def agree(got: Any, expected: Any, tolerance: float = 1e-9) -> bool:
    """Return whether two answers are the same: numbers up to rounding, text up to capitals.

    A number may be of any kind (a fraction, an array of one value without axes), and a list a tuple or an array.
    """
    if got is CRASHED or expected is CRASHED or got is None or expected is None:
        return got is None and expected is None
    if isinstance(got, str) and isinstance(expected, str):
        return got.strip().casefold() == expected.strip().casefold()
    if is_long(got):
        return False
    if type(got) in _PLAIN and type(expected) in _PLAIN:  # as most are: this is quick
        with contextlib.suppress(OverflowError):
            return math.isclose(got, expected, rel_tol=tolerance, abs_tol=1e-12) or (
                got != got and expected != expected
            )
    try:
        got, expected = np.asarray(got), np.asarray(expected)
        if expected.dtype.kind in "US" or got.dtype.kind in "US":
            return bool(np.array_equal(got, expected))
        if got.dtype == np.float32:
            tolerance = max(tolerance, 1e-6)  # it has no more digits
        if got.dtype == object:
            got = got.astype(float)  # fractions and decimals
        if got.dtype.kind == "b" and expected.dtype.kind != "b":
            return False  # True is 1, but it is not what was asked for
        return got.shape == expected.shape and bool(
            np.allclose(got, expected, rtol=tolerance, atol=1e-12, equal_nan=True)
        )
    except Exception:  # whatever was returned, it is not the number that was asked for
        return False


def close(got: Any, expected: Any) -> bool:
    """Return whether two answers are nearly the same, as after rounding by hand."""
    with contextlib.suppress(Exception):
        return np.asarray(got).dtype.kind in "iuf" and np.allclose(got, expected, rtol=0.01, atol=0)
    return False


def is_long(value: Any) -> bool:
    """Return whether a value has more entries than anyone asked for."""
    size = getattr(value, "__len__", None)
    with contextlib.suppress(Exception):
        return isinstance(value, (list, tuple, str, dict, set, np.ndarray)) and size is not None and size() > ENTRIES
    return False


def describe(value: Any) -> str | None:
    """Return what kind of thing a value is, in a beginner's words; None if there are no words for it."""
    if isinstance(value, str):
        return f"a text of {len(value):,} letters" if len(value) > PRINTED else f"the text {value!r}"
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, dict):
        return "a dictionary"
    if is_long(value):
        return f"a list of {len(value):,} entries"
    if isinstance(value, (set, frozenset)):
        return "a set, which has no order"
    if hasattr(value, "__next__"):
        return f"a {type(value).__name__}, which is a recipe for values and not the values (list(...) makes them)"
    try:
        shape = np.shape(value)
    except Exception:  # lists of different lengths, or an object that refuses
        return "a list whose entries differ in length" if isinstance(value, list) else None
    if len(shape) == 0:
        return "one number" if isinstance(value, (Number, np.ndarray)) else None
    if shape == (0,):
        return "empty"
    if len(shape) == 1:
        return f"a list of {shape[0]} {'entry' if shape[0] == 1 else 'entries'}"
    return f"a table of {' × '.join(map(str, shape))}"


def call(name: str, inputs: tuple[Any, ...]) -> str:
    """Write a call as a beginner would type it."""
    return f"{name.split('.')[1]}({', '.join(say(value) for value in inputs)})"


def say(value: Any, digits: int = 6) -> str:
    """Write a value as a beginner would type it, cut short if it is long."""
    if isinstance(value, np.ndarray) and value.size <= ENTRIES:
        return f"np.array({say(value.tolist(), digits)})"
    if isinstance(value, list):
        return f"[{', '.join(say(item, digits) for item in value[:30])}{', …' if len(value) > 30 else ''}]"
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, np.ufunc):
        return f"np.{value.__name__}"
    if isinstance(value, int) and value.bit_length() > 1_000:
        return f"a whole number of about {round(value.bit_length() * 0.30103):,} digits"
    if isinstance(value, (float, np.number)) or (isinstance(value, int) and abs(value) < 1e15):
        return f"{value:.{digits}g}"
    try:
        text = (
            _brief.repr(value)
            if isinstance(value, (tuple, dict, set, frozenset))
            else repr(value[:200] if isinstance(value, str) else value)
        )
        return text[:200]
    except Exception:  # even an object that cannot be printed gets an answer
        return f"a {type(value).__name__}"
