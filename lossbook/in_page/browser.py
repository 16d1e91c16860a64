"""What Python needs to feel at home in a browser's worker: a way to be stopped, `input`, `time.sleep`, libraries on demand.

Only the worker calls `begin`. `host` is its other half, in JavaScript (`worker.js`).

A worker that runs Python hears no messages. So its host lets Python's loop believe, every now and then, that somebody
pressed Ctrl+C. The handler below then waits for a moment in a way that lets messages in, where the browser can do that
(JSPI), and looks whether one of them said stop. Variables stay as they are.
"""

from __future__ import annotations

import asyncio
import builtins
import importlib
import importlib.abc
import importlib.machinery
import signal
import sys
import time
import warnings
from collections.abc import Sequence
from random import randrange
from types import FrameType, ModuleType
from typing import Any

from lossbook.in_page import errors, explorables, page, runner, stand_ins
from lossbook.in_page.libraries import imported
from lossbook.in_page.names import Cell

_host: Any = None
_ffi: Any = None  # pyodide.ffi, which is there in a browser alone
_task: asyncio.Task[None] | None = None


def begin(host: Any) -> None:
    """Settle in: everything that Python asks of the browser goes through `host` from now on."""
    global _host, _ffi
    _host, _ffi = host, importlib.import_module("pyodide.ffi")
    page.deliver = lambda message: host.post(_ffi.to_js(message, dict_converter=host.object))
    signal.signal(signal.SIGINT, _look)
    stand_ins.install()
    warnings.showwarning = errors.show_warning
    builtins.input = _input
    time.sleep = _sleep
    sys.meta_path.append(_OnDemand())
    runner.libraries.append(_fetch)


def wait(promise: Any) -> Any:
    """Wait for a promise in the middle of a call, so that the host knows that no task can be cancelled meanwhile."""
    _host.hold(1)
    try:
        return _ffi.run_sync(promise)
    finally:
        _host.hold(-1)


def _look(_number: int, frame: FrameType | None) -> None:
    """Look for news; if the reader said stop, interrupt the reader's code, and no other."""
    if _ffi.can_run_sync():
        wait(_host.breathe())
    if not _host.look():
        return
    for _ in range(randrange(9)):
        pass  # Python's loop looks only every 50th time: do not stay in step with a loop that catches everything
    while frame is not None:
        if frame.f_code.co_filename.startswith(runner.FILE):
            raise KeyboardInterrupt
        frame = frame.f_back


def _input(prompt: object = "", /) -> str:
    sys.stdout.flush()
    if not _ffi.can_run_sync():
        raise OSError("This browser cannot wait for an answer here. Put the answer into a variable instead.")
    answer = wait(_host.ask(str(prompt)))
    if answer is None:
        raise KeyboardInterrupt
    return str(answer)


def _sleep(seconds: float, /) -> None:
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    sys.stdout.flush()
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        if _ffi.can_run_sync():
            wait(_host.nap(min(left, 0.1)))
        if _host.asked():
            raise KeyboardInterrupt


class _OnDemand(importlib.abc.MetaPathFinder):
    """Fetches a library of the site when something imports it, wherever that is."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if path is not None or not _host.lacks(name) or not _ffi.can_run_sync():
            return None
        wait(_host.fetch([name]))
        importlib.invalidate_caches()
        return importlib.machinery.PathFinder.find_spec(name, path, target)


async def _fetch(source: str) -> None:
    """Fetch all that a cell might import, where the browser cannot do it in the middle of a call."""
    if _ffi.can_run_sync():
        return
    lacking = [name for name in imported(source) if _host.lacks(name)]
    if lacking:
        await _host.fetch(_ffi.to_js(lacking))
        importlib.invalidate_caches()


async def can_stop() -> bool:
    """Whether a loop can be stopped here with all variables kept."""
    return bool(_ffi.can_run_sync())


async def run(message: Any) -> None:
    """Run what the page asks for. Nothing that goes wrong leaves this function."""
    global _task
    asked = message.to_py()
    above = [Cell(**cell) for cell in asked.get("above", ())]
    explorables.remember(asked.get("drawn") or "[]")
    _task = asyncio.ensure_future(runner.run(asked["run"], asked["cell"], asked["source"], above))
    try:
        await _task
    except BaseException:
        page.send({"type": "done", "run": asked["run"], "ok": False, "ending": "stopped", "seconds": 0.0})
    finally:
        _task = None


def receive(message: Any) -> None:
    """Take over what the reader did with an explorable."""
    explorables.receive(message.id, message.changes)


def cancel() -> None:
    """Stop code that is waiting in an `await`."""
    if _task is not None:
        _task.cancel()
