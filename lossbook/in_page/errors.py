"""What is said when a cell fails: where in the reader's own code, in Python's words, and in one sentence of ours."""

from __future__ import annotations

import linecache
import re
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any, TextIO

from lossbook.course.error_advice import advice, message, warning_advice
from lossbook.in_page import page
from lossbook.in_page.values import cut

_CELL = re.compile(r"cell (\d+)$")  # the file name of a cell's code
_DEEPEST = 12  # frames of a recursion without end that are worth a look
_WIDEST = 300  # letters of a line that are shown
_MOST = 2000  # frames of which Python can tell in no time


def explain(error: BaseException) -> dict[str, Any]:
    """Return what the page shows of an error.

    Returns
    -------
    dict
        ``kind`` and ``message`` as Python says them; ``line``, the line of the cell under way that led there, 0 if none
        did; ``frames``, the reader's lines on the way, each with ``cell``, ``line`` and ``code``, the last one where it
        happened; ``trace``, all that Python has to say, from the reader's code on; and ``advice``, which may be empty.

    Examples
    --------
    >>> said = explain(ZeroDivisionError("division by zero"))
    >>> said["kind"], said["message"], said["line"]
    ('ZeroDivisionError', 'division by zero', 0)
    """
    _shorten(error)
    frames = _frames(error)
    return {
        "kind": type(error).__name__,
        "message": message(error),
        "line": next((frame["line"] for frame in reversed(frames) if frame["cell"] == page.under_way["cell"]), 0),
        "frames": frames[-_DEEPEST:],
        "trace": cut("".join(traceback.TracebackException.from_exception(_from_reader_on(error)).format())),
        "advice": advice(error),
    }


def show_warning(
    text: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,  # noqa: ARG001 (warnings calls it so)
) -> None:
    """Print a warning with its line and what to do: what ``warnings.showwarning`` is on the page."""
    found = _CELL.match(filename)
    place = f"{filename}, line {lineno}: " if found else ""
    code = f"    {source}\n" if found and (source := linecache.getline(filename, lineno).strip()) else ""
    told = f"{said}\n" if (said := warning_advice(str(text))) else ""
    (file or sys.stderr).write(f"{place}{category.__name__}: {text}\n{code}{told}")


def _shorten(error: BaseException | None) -> None:
    """Leave out the middle of a way that is very long: after a recursion to a raised limit, each of a million frames."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        way = list(_steps(error.__traceback__))
        if len(way) > _MOST:
            way[_MOST // 2].tb_next = way[-_MOST // 2]
        error = error.__cause__ or error.__context__


def _steps(way: TracebackType | None) -> Iterator[TracebackType]:
    while way is not None:
        yield way
        way = way.tb_next


def _frames(error: BaseException) -> list[dict[str, Any]]:
    """Return the reader's own lines on the way to an error, the last one where it happened."""
    places = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):  # it happened before any line ran
        places.append((str(error.filename), error.lineno or 0))
    return [
        {"cell": int(found[1]), "line": line, "code": linecache.getline(file, line).strip()[:_WIDEST]}
        for file, line in places
        if (found := _CELL.match(file))
    ]


def _from_reader_on(error: BaseException) -> BaseException:
    """Cut off what stands before the reader's code in the way to an error: it is the page's own, and tells nothing."""
    way = error.__traceback__
    while way is not None and not _CELL.match(way.tb_frame.f_code.co_filename):
        way = way.tb_next
    return error.with_traceback(way)
