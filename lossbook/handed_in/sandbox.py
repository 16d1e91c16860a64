"""Somebody's code in a process of its own: with limits of time, memory and output, without a network.

This keeps accidents away (an endless loop, a list without end, a file overwritten), and an idle prank. It does not stop
somebody who attacks: for code of strangers, run the whole command in a container or a virtual machine.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

CAN_LIMIT = importlib.util.find_spec("resource") is not None
"""Whether this system can limit the memory of a process. Windows cannot."""


@dataclass(frozen=True)
class Limits:
    """What one exercise may use: seconds, megabytes of memory, and letters of output."""

    seconds: float = 10.0
    memory: int = 1024
    output: int = 20_000


@dataclass(frozen=True)
class Outcome:
    """How an answer was judged, and what it said."""

    kind: str
    message: str


# What the process does: it limits itself, refuses what no exercise needs, runs the cell, and judges what `check` was given.
_CHILD = """
import contextlib, io, json, sys
exercise, source, memory, letters, seconds = json.load(sys.stdin)
import numpy
import lossbook.exercises as exercises
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    for limit, size in (("RLIMIT_AS", memory * 2**20), ("RLIMIT_FSIZE", 2**20)):
        with contextlib.suppress(AttributeError, ValueError):
            resource.setrlimit(getattr(resource, limit), (size, size))
except ImportError:
    pass

class Kept(io.StringIO):
    def write(self, text):
        return super().write(text[: max(letters - self.tell(), 0)])

given, real = [], sys.stdout
def check(name, answer=None):
    if name == exercise:
        given.append(answer)
exercises.check = check
REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.remove", "os.rename",
           "os.rmdir", "shutil.", "ctypes.", "urllib.", "ftplib.", "smtplib.", "webbrowser.", "os.kill", "os.startfile")
def guard(event, arguments):
    if event.startswith(REFUSED) or (event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")):
        raise PermissionError(f"An exercise needs no {event}")
sys.addaudithook(guard)
result = None
with contextlib.redirect_stdout(Kept()), contextlib.redirect_stderr(Kept()):
    try:
        exec(compile(source, "<cell>", "exec"), {"__name__": "__main__", "display": lambda *_: None})
    except SystemExit:
        pass
    except MemoryError:
        result = ("stopped", "It needed more memory than there is for an exercise.")
    except BaseException as error:
        if not given:
            from lossbook.course.error_advice import advice, message
            result = ("stopped", f"The cell stopped with {type(error).__name__}: {message(error).rstrip(chr(46))}. {advice(error)}".strip())
    if result is None:
        if not given:
            result = ("stopped", "The cell never reached its check.")
        else:
            try:
                verdict = exercises.judge(exercises.EXERCISES[exercise], given[-1])
                result = (verdict.kind, verdict.message)
            except MemoryError:
                result = ("stopped", "It needed more memory than there is for an exercise.")
real.write(json.dumps(result))
"""


def run(exercise: str, source: str, limits: Limits = Limits()) -> Outcome:  # noqa: B008 (it never changes)
    """Run a cell in a process of its own, and return how its answer was judged.

    Parameters
    ----------
    exercise : str
        The exercise whose ``check`` stands in the cell.
    source : str
        The code of the cell.
    limits : Limits
        What it may use.

    Examples
    --------
    >>> run("intro.error", "from lossbook.exercises import check\\nwhile True: pass", Limits(seconds=1))
    Outcome(kind='stopped', message='It ran longer than 1 seconds.')
    """
    task = json.dumps([exercise, source, limits.memory, limits.output, limits.seconds])
    with tempfile.TemporaryDirectory(prefix="lossbook-") as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-c", _CHILD], input=task, capture_output=True, text=True, timeout=limits.seconds + 3,
                check=False, cwd=folder, env=_environment(),
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Outcome("stopped", f"It ran longer than {limits.seconds:g} seconds.")
    try:
        kind, message = json.loads(done.stdout[-100_000:])
    except ValueError:  # it was killed by a limit, or has written over what it should say
        slow = done.returncode in (-24, -9)  # SIGXCPU, SIGKILL
        return Outcome(
            "stopped", f"It ran longer than {limits.seconds:g} seconds." if slow else "It ended without a word."
        )
    return Outcome(str(kind), str(message))


def _environment() -> dict[str, str]:
    """Return what Python needs to start, and nothing that tells of the teacher."""
    import os

    names = ("PATH", "PYTHONPATH", "SYSTEMROOT", "VIRTUAL_ENV", "LANG")
    own = {name: os.environ[name] for name in names if name in os.environ}
    package = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (package, own.get("PYTHONPATH"))))
    return {
        **own,
        "PYTHONPATH": path,
        "PYTHONIOENCODING": "utf-8",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
