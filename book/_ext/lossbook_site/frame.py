"""What stands around the text of a page: the list of chapters, the neighbours, and the ways to run the notebook."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from lossbook.course import emblems

from . import course, repository


def add(app: Sphinx, page: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    pages = course.pages(app.env)
    place = next((place for place, other in enumerate(pages) if other.docname == page), None)
    context["parts"] = [(part, list(group)) for part, group in groupby(pages, lambda each: each.part)]
    context["before"] = pages[place - 1] if place else None
    context["after"] = pages[place + 1] if place is not None and place + 1 < len(pages) else None
    context["emblem_symbols"] = "".join(emblems.symbol(each.name) for each in pages if each.number)
    if doctree is not None:
        notebook = f"{page}.ipynb"
        context["notebook"] = notebook.rsplit("/", 1)[-1]
        context["repository"] = app.config.repository_address
        context["binder"] = repository.binder(app.config.repository_address, app.config.repository_branch, notebook)
