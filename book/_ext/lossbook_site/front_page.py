"""The first page: its words are those of `index.md`, and around them stand a picture to play with and a map of the course.

The map is computed from the chapters: its lanes are the parts of `_toc.yml`, and then those that chapters name
themselves. Each chapter has its emblem, its opening question and its minutes. `progress.js` shows on it how far the reader is.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from . import course
from .course import Page
from .files import render
from .things_to_do import outputs, things_to_do

TEMPLATE = "front.html"
LONGEST = 66  # minutes that fit beside each other on a wide screen; a longer part goes on in the next line
TICK = 15


def minutes_across(lanes: list[list[Page]]) -> int:
    """Return how many minutes the map is wide: those of the longest part, as far as a screen has room."""
    return min(LONGEST, max(sum(page.minutes for page in lane) for lane in lanes))


def arrange(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the words, the picture and the map of the first page into their places."""
    if docname != app.config.root_doc:
        return
    chapters = [page for page in course.pages(app.env) if page.number]
    lanes: dict[str, list[Page]] = {}
    for page in sorted(chapters, key=lambda page: page.lane != page.part):  # own lanes come last
        lanes.setdefault(page.lane, []).append(page)
    across = minutes_across(list(lanes.values()))
    html = render(
        "front_page.html",
        lanes=lanes,
        address={page.docname: app.builder.get_relative_uri(docname, page.docname) for page in chapters},
        to_do={page.docname: things_to_do(outputs(app, page.docname)) for page in chapters},
        first=chapters[0],
        count=len(chapters),
        minutes=sum(page.minutes for page in chapters),
        across=across,
        ticks=range(0, across, TICK),
        tick=TICK,
    )
    # In `index.md`: the title, what the course is, what it needs, a picture, and then the other ways in.
    section = next(doctree.findall(nodes.section))
    said, needed = section.children[1:3]
    said["classes"].append("lb-lead")
    needed["classes"].append("lb-note")
    for place, part in enumerate(re.split(r"<!-- [\w ]+ -->", html)):
        section.insert(2 * place, nodes.raw("", part, format="html"))


def add_to(app: Sphinx, page: str, context: dict[str, Any], doctree: nodes.document | None) -> str | None:
    """Return the template of the first page; and say at the end of the first chapter what is kept, too."""
    if doctree is None:
        return None
    if page == app.config.root_doc:
        return TEMPLATE
    if page == course.pages(app.env)[0].docname:
        start, progress = (app.builder.get_relative_uri(page, name) for name in (app.config.root_doc, "my_progress"))
        context["body"] += render("kept.html", start=start, progress=progress)
    return None
