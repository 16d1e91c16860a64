"""Somebody's code in a process of its own: with limits of time, memory and output, without a network and other files.

Where bubblewrap is installed (Linux), that process sees no network, no files but Python's own, and no other process.
Elsewhere Python itself refuses these: that keeps accidents and pranks away, and does not stop an attack. For code of
strangers, run the whole command in a container or a virtual machine.

The process judges itself, for it alone can call the answer. What it says is believed, but for "right": the values that
came out are compared again by the process that started it, where the cell cannot reach.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import signal
import site
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lossbook.exercises import EXERCISES
from lossbook.exercises.trying import agree, value_of

CAN_LIMIT_MEMORY = sys.platform not in ("win32", "darwin")

_START = 5.0  # seconds that Python may take to start on a busy machine
_OUT_OF_TIME = (-24, 128 + 24)  # SIGXCPU, as Python tells it and as bubblewrap does
_READ = 200_000  # bytes of what a process says
_PACKAGE = Path(__file__).parents[1]
_KINDS = ("not yet", "right", "recognised", "unknown", "stopped")


@dataclass(frozen=True)
class Limits:
    """What one answer may use: seconds, and megabytes of memory."""

    seconds: float = 10.0
    megabytes: int = 1024


@dataclass(frozen=True)
class Outcome:
    """How an answer was judged, and what is to be said about it."""

    kind: str
    message: str


def run(exercise: str, source: str, limits: Limits = Limits()) -> Outcome:
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
    >>> run("intro.error", "check('intro.error', lambda prediction, actual: actual - prediction)").kind
    'recognised'
    """
    with tempfile.TemporaryDirectory(prefix="lossbook-", ignore_cleanup_errors=True) as folder:
        places = [*_places(), folder]
        task = json.dumps([exercise, source, limits.seconds, limits.megabytes, places])
        said = Path(folder, "said")
        with said.open("wb") as out:
            process = subprocess.Popen(
                [*_wrapped(folder), sys.executable, "-P", "-m", "lossbook.handed_in.child"],
                stdin=subprocess.PIPE, stdout=out, stderr=subprocess.DEVNULL,
                cwd=folder, env=_environment(folder), start_new_session=True,
            )  # fmt: skip
            try:
                process.communicate(task.encode(), timeout=limits.seconds + _START)
            except subprocess.TimeoutExpired:
                return _too_long(limits)
            finally:
                _end(process)
        with said.open("rb") as file:
            file.seek(max(0, said.stat().st_size - _READ))
            last = file.read(_READ).rpartition(b"\n")[2]
    if process.returncode in _OUT_OF_TIME:
        return _too_long(limits)
    return _believed(exercise, last)


def _believed(exercise: str, said: bytes) -> Outcome:
    """Return what the process said, or "stopped" if it is nothing that can be believed."""
    try:
        kind, message, values = json.loads(said)
    except (ValueError, TypeError, RecursionError):
        return Outcome("stopped", "It ended before it was judged, or printed far too much.")
    if kind not in _KINDS or not isinstance(message, str):
        return Outcome("stopped", "It changed how it is judged. Look at its code.")
    if kind == "right" and not _is_right(exercise, values):
        return Outcome("stopped", "It said that it is right, and what came out is not. Look at its code.")
    return Outcome(kind, message)


def _is_right(name: str, values: Any) -> bool:
    exercise = EXERCISES[name]
    if not exercise.probes:
        return isinstance(values, list) and len(values) == 1 and exercise.is_right(values[0], exercise.answer)
    expected = _expected(name)
    tolerance = max(exercise.tolerance, 1e-6)  # single precision has lost its name on the way
    return (
        isinstance(values, list)
        and len(values) == len(expected)
        and all(agree(got, wanted, tolerance) for got, wanted in zip(values, expected, strict=True))
    )


@functools.cache
def _expected(name: str) -> list[Any]:
    exercise = EXERCISES[name]
    return [value_of(exercise.answer, probe) for probe in exercise.probes]


def _too_long(limits: Limits) -> Outcome:
    return Outcome("stopped", f"It ran longer than {limits.seconds:g} seconds. Is there a loop without an end?")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it has started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


@functools.cache
def _places() -> list[str]:
    """Return the folders from which Python and its packages are read."""
    python = [sys.prefix, sys.base_prefix, *site.getsitepackages(), site.getusersitepackages()]
    found = [str(_PACKAGE), *python, "/usr"]
    return [place for place in dict.fromkeys(found) if os.path.isdir(place)]


@functools.cache
def is_isolated() -> bool:
    """Return whether bubblewrap is here and works."""
    if sys.platform != "linux" or not shutil.which("bwrap"):
        return False
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        tried = [*_bubblewrap("/tmp"), sys.executable, "-c", "import numpy"]
        return subprocess.run(tried, capture_output=True, timeout=30, check=False).returncode == 0
    return False


def _wrapped(folder: str) -> list[str]:
    return _bubblewrap(folder) if is_isolated() else []


def _bubblewrap(folder: str) -> list[str]:
    seen = [*_places(), "/lib", "/lib64", "/bin", "/etc/alternatives", "/etc/ld.so.cache"]
    return [
        "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
        *(word for place in seen for word in ("--ro-bind-try", place, place)),
        "--bind", folder, folder, "--chdir", folder,
    ]  # fmt: skip


def _environment(folder: str) -> dict[str, str]:
    """Return what Python needs to start, and nothing that tells of the teacher."""
    own = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return (
        own
        | threads
        | {
            "PYTHONPATH": str(_PACKAGE.parent),
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "MPLCONFIGDIR": folder,
        }
    )
