"""What runs in the process of an answer: it takes limits on itself, runs the cell, and judges what ``check`` was given.

It reads ``[exercise, source, seconds, megabytes, places it may read]`` as JSON, and writes ``[kind, message, values]``.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import signal
import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

import lossbook.exercises as exercises
from lossbook.course.error_advice import advice, message
from lossbook.exercises.trying import value_of

PRINTED = 20_000  # letters of what the cell prints; the rest is dropped
WRITTEN = 1_000_000  # bytes in any file, also in what it says at the end
SAID = 2_000  # letters of a message

MEMORY = "It needed more memory than there is for an exercise."

# Events of Python that no exercise needs. See "Audit events table" in Python's documentation.
REFUSED = (
    "socket.", "subprocess.", "shutil.", "ctypes.", "urllib.", "ftplib.", "smtplib.", "webbrowser.", "pty.", "os.system",
    "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.kill", "os.startfile", "os.remove", "os.rename", "os.rmdir",
    "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "resource.", "sys.setprofile", "gc.",
)  # fmt: skip


class _Start(io.StringIO):
    """Keeps the start of what is printed."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, PRINTED - self.tell())])
        return len(text)


def limit(seconds: float, megabytes: int) -> None:
    """Limit this process, as far as the system can."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # so the checker starts no clock of its own: that is a thread
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = {
        "RLIMIT_AS": megabytes * 2**20,
        "RLIMIT_FSIZE": WRITTEN,
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": 0,  # the administrator is not bound by this one
    }
    for name, most in limits.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))
    until = int(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, until + 1))  # the first tells why it ends, the second ends it


def refuse(places: Sequence[str]) -> None:
    """Refuse what no exercise needs: a network, other programs, and files, but for reading Python's own."""
    beginnings = tuple(os.path.join(place, "") for place in places)
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

    def guard(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(REFUSED):
            raise PermissionError(f"An exercise needs no {event}")
        if event in ("open", "os.listdir", "os.scandir") and not isinstance(arguments[0], int):
            place = os.path.join(os.path.abspath(os.fsdecode(arguments[0] or ".")), "")
            if (event == "open" and arguments[2] & writing) or not place.startswith(beginnings):
                raise PermissionError("An exercise needs no other files")

    sys.addaudithook(guard)


def compiled(source: str) -> Any:
    """Compile a cell; one with commands for Jupyter (``%`` and ``!``) without these lines."""
    try:
        return compile(source, "<cell>", "exec")
    except SyntaxError:
        return compile(re.sub(r"^[ \t]*[%!].*$", "", source, flags=re.MULTILINE), "<cell>", "exec")


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; None for what is no answer anyway."""
    with contextlib.suppress(Exception):
        if isinstance(value, (bool, int, float, str)):
            return value
        if isinstance(value, (list, tuple)):
            return [plain(each) for each in value]
        if isinstance(value, (np.ndarray, np.generic)) and value.dtype != object:
            return value.tolist()
        return float(value)
    return None


def outcome(name: str, source: str) -> tuple[str, str, list[Any]]:
    """Return how the cell was judged, what to say, and the values that came out."""
    exercise, judge, given = exercises.EXERCISES[name], exercises.judge, []

    def check(asked: str, answer: Any = None) -> None:
        if asked == name:
            given.append(answer)

    exercises.check = check  # type: ignore[assignment]
    space = {"__name__": "__main__", "check": check, "display": lambda *_, **__: None}
    try:
        exec(compiled(source), space)
    except MemoryError:
        return "stopped", MEMORY, []
    except BaseException as error:
        if not given:
            alone = "Only the cell of the exercise is run: what it needs must stand in it."
            said = ": ".join(filter(None, (type(error).__name__, message(error).rstrip("."))))
            step = alone if isinstance(error, NameError) else advice(error)
            return "stopped", f"The cell stopped with {said}. {step}".strip(), []
    if not given:
        return "stopped", "The cell never reached its check.", []
    try:
        verdict = judge(exercise, given[-1])
        values = [value_of(given[-1], probe) for probe in exercise.probes or ((),)] if verdict.kind == "right" else []
        return verdict.kind, verdict.message, [plain(value) for value in values]
    except MemoryError:
        return "stopped", MEMORY, []
    except Exception as error:  # a value made to be no value
        return "stopped", f"What came out cannot be judged: {type(error).__name__}.", []


def main() -> None:
    """Judge one answer."""
    name, source, seconds, megabytes, places = json.load(sys.stdin)
    out = os.dup(sys.stdout.fileno())
    limit(seconds, megabytes)
    refuse(places)
    with contextlib.redirect_stdout(_Start()), contextlib.redirect_stderr(_Start()):
        kind, said, values = outcome(name, source)
    os.write(out, f"\n{json.dumps([kind, said[:SAID], values])}".encode())


if __name__ == "__main__":
    main()
