"""Small modules in the place of packages that cells import and that a page does not carry: IPython, tqdm and others."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from lossbook.course.display import escape
from lossbook.in_page import explorables, traits, values


class _Said:
    """A text of one media type, as the classes of ``IPython.display`` are."""

    media = "text/plain"

    def __init__(self, data: str) -> None:
        self.data = data

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.data, self.media: self.data}


class HTML(_Said):
    """HTML to show."""

    media = "text/html"


class Markdown(_Said):
    """Markdown to show; a page shows its source."""

    media = "text/markdown"


class Latex(_Said):
    """A formula to show; a page shows its source."""

    media = "text/latex"


class SVG(_Said):
    """A picture to show."""

    media = "image/svg+xml"


class Progress:
    """A progress bar that goes by the names of tqdm.

    Examples
    --------
    >>> sum(Progress([1, 2, 3], desc="adding"))
    6
    """

    def __init__(
        self,
        iterable: Iterable[Any] | None = None,
        desc: str = "",
        total: int | None = None,
        unit: str = "it",
        **_: Any,
    ) -> None:
        self.iterable, self.desc, self.unit = iterable, desc, unit
        self.total = total if total is not None else len(iterable) if hasattr(iterable, "__len__") else None
        self.n, self.note = 0, ""
        self._place: values.Shown | None = None
        self._last = 0.0
        self._show()

    def __iter__(self) -> Iterator[Any]:
        for item in self.iterable or ():
            yield item
            self.update()
        self.close()

    def __len__(self) -> int:
        return self.total or 0

    def update(self, n: int = 1) -> None:
        """Go on by so many; the page hears of it ten times a second at most."""
        self.n += n
        if time.perf_counter() - self._last > 0.1:
            self._show()

    def set_postfix(self, *_: Any, **numbers: Any) -> None:
        """Say numbers behind the bar."""
        self.note = ", ".join(f"{name}={value}" for name, value in numbers.items())

    def set_description(self, desc: str = "") -> None:
        """Change what stands before the bar."""
        self.desc = desc

    def close(self) -> None:
        """Show where it ended."""
        self._show()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @staticmethod
    def write(text: str) -> None:
        """Print a line."""
        print(text)

    def _show(self) -> None:
        self._last = time.perf_counter()
        if self._place is None:
            self._place = values.display(self, display_id=True)
        else:
            self._place.update(self)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        count = f"{self.n} of {self.total}" if self.total is not None else str(self.n)
        said = f"{f'{self.desc}: ' if self.desc else ''}{count} {self.unit}{f', {self.note}' if self.note else ''}"
        done = f' value="{self.n}" max="{self.total}"' if self.total else ""
        bar = f"<label>{escape(said)} <progress{done}></progress></label>"
        return {"text/plain": said, "text/html": f'<div class="lossbook"><p>{bar}</p></div>'}


def trange(*bounds: int, **settings: Any) -> Progress:
    """Return a range with a progress bar."""
    return Progress(range(*bounds), **settings)


def glue(*_: Any, **__: Any) -> None:
    """Do nothing: numbers are glued into the text of a page when it is built."""


def _modules() -> dict[str, dict[str, Any]]:
    shown = {"display": values.display, "clear_output": values.clear_output}
    bars = {"tqdm": Progress, "trange": trange}
    return {
        "IPython": {"version_info": (9, 0), "get_ipython": lambda: None},  # matplotlib asks for both
        "IPython.display": {**shown, "HTML": HTML, "Markdown": Markdown, "Latex": Latex, "Math": Latex, "SVG": SVG},
        "anywidget": {"AnyWidget": explorables.AnyWidget},
        "myst_nb": {"glue": glue},
        "tqdm": bars,
        "tqdm.auto": bars,
        "tqdm.notebook": bars,
        "traitlets": vars(traits),
    }


def install() -> None:
    """Put the stand-ins where ``import`` finds them, and have pyplot show its figures on the page."""
    os.environ["MPLBACKEND"] = "module://lossbook.in_page.plots"
    for name, content in _modules().items():
        module = ModuleType(name, "A stand-in of lossbook for cells on a page.")
        module.__dict__.update(content, __name__=name, __path__=[], __spec__=ModuleSpec(name, None, origin=__name__))
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)
