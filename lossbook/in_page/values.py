"""What a value looks like on the page: the forms in which a notebook would have it."""

from __future__ import annotations

import base64
import itertools
import sys
from collections.abc import Mapping
from typing import Any

from lossbook.in_page import page
from lossbook.in_page.pretty import pretty

_FORMS = {
    "text/html": "_repr_html_",
    "text/markdown": "_repr_markdown_",
    "image/svg+xml": "_repr_svg_",
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
    "text/latex": "_repr_latex_",
}
MOST = 20_000  # letters that a cell shows
_numbers = itertools.count(1)


def bundle(value: Any) -> dict[str, str]:
    """Return a value in each form that it has, by media type; every value has ``text/plain``.

    Examples
    --------
    >>> bundle([1, 2])
    {'text/plain': '[1, 2]'}
    """
    if isinstance(value, type):  # a class has these methods, but they are for its objects
        return {"text/plain": pretty(value)}
    if "matplotlib.figure" in sys.modules:
        from lossbook.in_page import plots

        if plots.is_figure(value):
            return plots.bundle(value)
    found: dict[str, Any] = {}
    if callable(method := getattr(value, "_repr_mimebundle_", None)):
        made = method(include=None, exclude=None)
        found.update(made[0] if isinstance(made, tuple) else made or {})
    for media, name in _FORMS.items():
        if media not in found and callable(method := getattr(value, name, None)):
            made = method()
            found[media] = made[0] if isinstance(made, tuple) else made
    found.setdefault("text/plain", cut(pretty(value)))
    return {media: _text(content) for media, content in found.items() if content is not None}


def cut(text: str) -> str:
    """Return a text, or as much of it as a page can show."""
    if len(text) <= MOST:
        return text
    return f"{text[:MOST]}\n… and more, which is left out: a cell shows {MOST:,} letters."


def show(value: Any) -> None:
    """Show the value of a cell's last line; None is nothing to show."""
    if value is not None:
        display(value)


class Shown:
    """A place on the page whose content can be replaced."""

    def __init__(self, name: str) -> None:
        self.display_id = name

    def update(self, value: Any) -> None:
        page.send({"type": "update", "id": self.display_id, "data": bundle(value)})

    def __repr__(self) -> str:
        return f"<a display, {self.display_id!r}>"


def display(*values: Any, display_id: str | bool | None = None, **_: Any) -> Shown | None:
    """Show values, one below the other, as the ``display`` of a notebook does.

    Parameters
    ----------
    *values
        What to show.
    display_id : str or True, optional
        A name for the place; with one, the answer has a method ``update(value)``.
    """
    name = f"shown-{page.under_way['run']}-{next(_numbers)}" if display_id is True else display_id
    for value in values:
        if not isinstance(value, type) and callable(own := getattr(value, "_ipython_display_", None)):
            own()
        else:
            page.send({"type": "display", "data": bundle(value), **({"id": name} if name else {})})
    return Shown(name) if name else None


def clear_output(wait: bool = False) -> None:  # noqa: ARG001 (what notebooks call it with)
    """Take away what the cell has shown so far, at once: here nothing flickers that would be worth a wait."""
    page.send({"type": "clear"})


def show_open_figures() -> None:
    """Show the figures that a cell has drawn with pyplot and not closed, and close them: call it after each cell."""
    if "matplotlib.pyplot" in sys.modules:
        from lossbook.in_page import plots

        plots.show()


def _text(content: Any) -> str:
    if isinstance(content, (bytes, bytearray)):
        return base64.b64encode(content).decode("ascii")
    return content if isinstance(content, (str, Mapping)) else str(content)
