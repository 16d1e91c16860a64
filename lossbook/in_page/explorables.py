"""Explorables without a notebook: what is dragged on the page reaches Python, and what Python sets moves the picture.

`AnyWidget` stands where the package anywidget is missing (`stand_ins`), so explorables need not know where they live.
State travels as JSON: None stays null there.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

from lossbook.in_page import page, traits

_shown: list[AnyWidget] = []  # by number: the page calls an explorable by its place in this list
_drawn: dict[tuple[int, str], dict[str, Any]] = {}  # what readers did with pictures before Python knew of them


class AnyWidget(traits.HasTraits):
    """The base class of explorables on a page: it shows itself, and keeps page and Python at the same state."""

    _esm = ""
    _css = ""

    def __init__(self, **state: Any) -> None:
        super().__init__(**state)
        self._number: int | None = None
        self._from_page: dict[str, Any] = {}

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return {}, {}

    def _ipython_display_(self) -> None:
        """Show the explorable; a second time it is another view of the same state."""
        element = self.element()
        if self._number is None:
            self._number = len(_shown)
            _shown.append(self)
            self.observe(self._tell_page, names=self.trait_names(sync=True))
        if page.under_way["silent"]:  # the page has its picture already, and the reader may have moved it
            self.receive(_drawn.pop((page.under_way["cell"], element), {}))
        page.send(
            {
                "type": "explorable",
                "id": self._number,
                "name": element,
                "module": self.module,
                "style": self._css,
                "data": {"text/plain": self.text()},  # where the module does not load
                "state": json.dumps({**self.state(), "words": self.words}),
            }
        )

    def _tell_page(self, change: Any) -> None:
        name, value = change["name"], change["new"]
        if self._from_page.get(name, ...) != value:  # the page knows what it said itself
            page.send({"type": "state", "id": self._number, "changes": json.dumps({name: value})})

    def receive(self, changes: dict[str, Any]) -> None:
        """Take over what the reader did on the page; what is not allowed leaves the object as it was."""
        self._from_page = changes
        try:
            with contextlib.suppress(traits.TraitError), self.hold_trait_notifications():
                for name, value in changes.items():
                    if self.has_trait(name):
                        setattr(self, name, value)
        finally:
            self._from_page = {}


def receive(number: int, changes: str) -> None:
    """Take over what the reader did with an explorable: the page's message of type ``state``."""
    if number < len(_shown):  # else it belongs to a Python that has ended
        _shown[number].receive(json.loads(changes))


def remember(drawn: str) -> None:
    """Note what the reader did with pictures of the page: a list of their cells, names and changes.

    When the cell of a picture runs without being shown, its object begins with these changes.
    """
    _drawn.clear()
    _drawn.update({(cell, name): changes for cell, name, changes in json.loads(drawn)})
