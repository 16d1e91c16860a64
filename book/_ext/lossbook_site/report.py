"""Under every page, a link to report a mistake in it, with the page already named."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from .files import render
from .repository import issue_address


def add_link(app: Sphinx, page: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    if doctree is None or not app.config.repository_address:
        return
    title, place = app.env.titles[page].astext(), f"{app.config.html_baseurl}{page}.html"
    text = f"Page: {place}\n\nWhat does it say, and what should it say?\n\n"
    address = issue_address(app.config.repository_address, f"Mistake in “{title}”", text)
    context["body"] += render("report.html", address=address)
