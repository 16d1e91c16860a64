"""Values as text, laid out as a notebook does: on one line if it fits, else one entry a line."""

from __future__ import annotations

import inspect
from types import BuiltinFunctionType, FunctionType
from typing import Any

_WIDTH = 79
_MOST = 1000  # entries of a list that are written out


def pretty(value: Any) -> str:
    """Return the text that a notebook shows for a value.

    Examples
    --------
    >>> print(pretty({"losses": list(range(10, 40))}))
    {'losses': [10,
      11,
      12,
    ...
    """
    try:
        return _lay_out(value, 0, 0, 0)
    except RecursionError:  # a list that holds itself
        return repr(value)


def _entries(value: Any) -> tuple[str, str, list[tuple[str, Any]]] | None:
    """Return both brackets and the entries, each with what stands before it; None for what is written in one piece."""
    kind = type(value)
    if kind not in (list, tuple, set, frozenset, dict) or not value:
        return None
    if kind is dict:
        return "{", "}", [(f"{_one_line(key)}: ", item) for key, item in value.items()]
    items = list(value)
    if kind in (set, frozenset):
        try:
            items.sort()
        except TypeError:
            items.sort(key=str)
    found = [("", item) for item in items]
    before, after = {list: "[]", tuple: "()", set: "{}"}.get(kind, ("frozenset({", "})"))
    return before, ",)" if kind is tuple and len(found) == 1 else after, found


def _one_line(value: Any) -> str:
    parts = _entries(value)
    if parts is None:
        return _in_one_piece(value)
    before, after, entries = parts
    return before + ", ".join(name + _one_line(item) for name, item in entries) + after


def _lay_out(value: Any, indent: int, column: int, following: int) -> str:
    """Return a text that starts at a column, breaks to an indent, and leaves room for what follows on its last line."""
    parts = _entries(value)
    if parts is None:
        return _in_one_piece(value).replace("\n", "\n" + " " * indent)
    if len(parts[2]) <= _MOST and "\n" not in (line := _one_line(value)) and column + len(line) + following <= _WIDTH:
        return line
    before, after, entries = parts
    column, indent = column + len(before), indent + len(before)
    lines = []
    for place, (name, item) in enumerate(entries[:_MOST], start=1):
        rest = following + len(after) if place == len(entries) else 1
        lines.append(name + _lay_out(item, indent, column + len(name), rest))
        column = indent
    if len(entries) > _MOST:
        lines.append("...")
    return before + (",\n" + " " * indent).join(lines) + after


def _in_one_piece(value: Any) -> str:
    kind = type(value)
    if kind in (FunctionType, BuiltinFunctionType):
        try:
            bracket = str(inspect.signature(value))
        except ValueError:
            bracket = ""
        return f"<function {_full_name(value)}{bracket}>"
    if kind is type:
        return _full_name(value)
    if kind.__repr__ is object.__repr__:
        return f"<{_full_name(kind)} at {id(value):#x}>"
    return repr(value)


def _full_name(thing: Any) -> str:
    room = thing.__module__
    return thing.__qualname__ if room in (None, "builtins") else f"{room}.{thing.__qualname__}"
