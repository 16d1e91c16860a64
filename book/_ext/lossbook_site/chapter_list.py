"""The start page lists all chapters and what there is to do in each; `progress.js` shows the reader how far they are.

What there is to do is counted in the executed chapters: exercises (`data-task`), questions (`data-question`) and
predictions (`data-prediction`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from .execution import executed, has_cells
from .files import render

MARKS = {"task": "exercise", "question": "question", "prediction": "prediction"}


def reading_order(app: Sphinx) -> list[str]:
    """Return the names of all pages, as a reader meets them."""
    root = app.config.root_doc
    return [root, *app.env.toctree_includes.get(root, ())]


def outputs(app: Sphinx, page: str) -> str:
    """Return all HTML that the cells of a chapter show."""
    path = Path(app.srcdir) / f"{page}.md"
    if not has_cells(path):
        return ""
    found = (output.get("data", {}) for cell in executed(app, path).cells for output in cell.get("outputs", ()))
    return "".join(str(data.get("text/html", "")) for data in found)


def things_to_do(html: str) -> list[str]:
    """Return what can be done on a page.

    >>> things_to_do('<p data-task="mse.rmse"><p data-question="mse.1"><p data-task="mse.rmse">')
    ['exercise:mse.rmse', 'question:mse.1']
    """
    return [
        f"{kind}:{name}"
        for mark, kind in MARKS.items()
        for name in dict.fromkeys(re.findall(rf'data-{mark}="([^"]+)"', html))
    ]


def in_words(items: list[str]) -> str:
    """Return how many things of each kind there are.

    >>> in_words(["exercise:mse.rmse", "exercise:mse.mean", "question:mse.1"])
    '2 exercises, 1 question'
    """
    counts = [(kind, sum(item.startswith(kind) for item in items)) for kind in MARKS.values()]
    return ", ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in counts if count)


def add_list(app: Sphinx, page: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    if page != app.config.root_doc or doctree is None:
        return
    chapters = []
    for name in reading_order(app):
        items = things_to_do(outputs(app, name))
        if any(item.startswith("exercise") for item in items):  # the others are for looking things up
            title, address = app.env.titles[name].astext(), f"{name.rsplit('/', 1)[-1]}.html"
            chapters.append({"title": title, "address": address, "to_do": items, "in_words": in_words(items)})
    context["body"] += render("chapter_list.html", chapters=chapters)
