"""Runs the cells of a page, one after the other, in one namespace, as a notebook does."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import linecache
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from lossbook.in_page import errors, page, values
from lossbook.in_page.names import Cell, first, names

FILE = "cell "  # the code of cell 3 is the file "cell 3" in tracebacks

space: dict[str, Any] = {"__name__": "__main__", "display": values.display}
libraries: list[Callable[[str], Awaitable[object]]] = []  # in the browser: fetches the libraries that code asks for


class Output(io.TextIOBase):
    """What a run prints: in batches, so that a flood of lines is a few messages, and not without end.

    Parameters
    ----------
    name : str
        "stdout" or "stderr".
    most : int
        The number of letters after which the rest is left out.
    pause : float
        The seconds between two batches.
    """

    def __init__(self, name: str, *, most: int = values.MOST, pause: float = 0.05) -> None:
        self.name, self.most, self.pause = name, most, pause
        self._parts: list[str] = []
        self._length = 0
        self._last = 0.0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        room = self.most - self._length
        if room > 0 and text:
            self._parts.append(text[:room])
        if self._length <= self.most < self._length + len(text):
            self._parts.append(f"\n… and more, which is left out: a cell shows {self.most:,} letters.\n")
        self._length += len(text)
        if time.perf_counter() - self._last > self.pause:
            self.flush()
        return len(text)

    def flush(self) -> None:
        if self._parts:
            page.send({"type": "stream", "name": self.name, "text": "".join(self._parts)})
            self._parts.clear()
        self._last = time.perf_counter()


async def execute(source: str, name: str) -> Any:
    """Run code in the namespace of the page, and return the value of its last line if that is an expression.

    A semicolon at the end keeps the value back, as in a notebook.
    """
    tree = ast.parse(source, name)
    shown = bool(tree.body) and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";")
    last = ast.Expression(tree.body.pop().value) if shown else None
    value = None
    for part, mode in ((tree, "exec"), (last, "eval")):
        if part is not None:
            code = compile(part, name, mode, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            value = eval(code, space)
            if code.co_flags & inspect.CO_COROUTINE:
                value = await value
    return value


async def run(number: int, cell: int, source: str, above: Sequence[Cell] = ()) -> None:
    """Run a cell, and tell the page what it prints, shows and says, and that it is done.

    If names are missing that cells above would bind, hidden ones run first; if readers can run some of those themselves,
    nothing runs, and the page is told which.

    Parameters
    ----------
    number : int
        The number of this run; every message carries it.
    cell : int
        The place of the cell on the page.
    source : str
        Its code.
    above : sequence of Cell
        All code cells above it, in order.
    """
    start = time.perf_counter()
    needed = first(source, above, space)
    readers = [other for other in needed if not other.hidden]
    if readers:
        bound = set().union(*(names(other.source)[0] for other in needed))
        missing = sorted(names(source)[1] & bound - space.keys())
        needs = {"names": missing, "cells": [other.cell for other in readers]}
        page.begin(number, cell)
        page.send({"type": "done", "ok": False, "seconds": 0.0, "needs": needs})
        return
    for other in needed:
        page.begin(number, other.cell, silent=True)
        await _run(other.source, f"{FILE}{other.cell}")
    page.begin(number, cell)
    ending = await _run(source, f"{FILE}{cell}")
    page.send({"type": "done", "ok": ending == "ok", "ending": ending, "seconds": time.perf_counter() - start})


async def _run(source: str, name: str) -> str:
    """Run code, show what comes of it, and return how it ended: "ok", "error" or "stopped"."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    space.pop("__warningregistry__", None)  # a warning is said in every run, and not in the first alone
    output, complaints = Output("stdout"), Output("stderr")
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(complaints):
        try:
            for fetch in libraries:
                await fetch(source)
            value = await execute(source, name)
            output.flush()
            if value is not None:
                space["_"] = value
                values.show(value)
            return "ok"
        except SystemExit:
            return "ok"
        except BaseException as error:  # nothing may reach the event loop, or no cell would ever run again
            output.flush()
            if _stopped(error):
                return "stopped"
            page.send({"type": "error", **errors.explain(error)})
            return "error"
        finally:
            values.show_open_figures()
            output.flush()
            complaints.flush()


def _stopped(error: BaseException) -> bool:
    return isinstance(error, KeyboardInterrupt) or type(error).__name__ == "CancelledError"
