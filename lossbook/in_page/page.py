"""The page, as Python sees it: somewhere to send messages to.

The worker puts its own function in the place of `deliver`. Elsewhere, as in tests, messages are collected in `sent`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

sent: list[dict[str, Any]] = []
deliver: Callable[[dict[str, Any]], object] = sent.append

# The run that is under way: its number, its cell, and whether the page shows nothing of it.
under_way: dict[str, Any] = {"run": None, "cell": None, "silent": False}


def begin(run: int, cell: int, *, silent: bool = False) -> None:
    """Say which run the next messages belong to."""
    under_way.update(run=run, cell=cell, silent=silent)


def send(message: dict[str, Any]) -> None:
    """Send a message to the page, with the run it belongs to.

    Examples
    --------
    >>> begin(4, 2)
    >>> send({"type": "stream", "text": "52.0"})
    >>> sent.pop()
    {'run': 4, 'cell': 2, 'silent': False, 'type': 'stream', 'text': '52.0'}
    """
    deliver({**under_way, **message})
