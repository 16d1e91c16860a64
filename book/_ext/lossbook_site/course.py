"""The course as a reader meets it: its parts, their pages in order, and how long each chapter takes."""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass
from itertools import count
from pathlib import PurePosixPath

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

MINUTES = re.compile(r"About (\d+) minutes")


@dataclass(frozen=True)
class Page:
    """A page; a chapter has a number among the chapters, the pages for looking things up have 0.

    On the map of the first page a chapter stands in the lane of its part, unless its own first lines name another: `on_map`.
    """

    docname: str
    title: str
    part: str
    lane: str
    minutes: int
    number: int
    question: str

    @property
    def name(self) -> str:
        return PurePosixPath(self.docname).name


def first_lines(doctree: nodes.document) -> nodes.paragraph | None:
    """Return the paragraph below the title that says how long a chapter takes and what it needs."""
    for paragraph in doctree.findall(nodes.paragraph):
        said = isinstance(paragraph.children[0], nodes.emphasis) and MINUTES.match(paragraph.astext())
        return paragraph if said else None
    return None


def opening(doctree: nodes.document) -> str:
    """Return the first heading that words follow: what a chapter opens with, after its questions on earlier ones."""
    top = next(doctree.findall(nodes.section))
    for section in top.children:
        if isinstance(section, nodes.section) and any(isinstance(part, nodes.paragraph) for part in section.children):
            return section.children[0].astext()
    return ""


def pages(env: BuildEnvironment) -> list[Page]:
    """Return all pages after the first one, in reading order. They are looked up once in a build, when all have been read."""
    if not hasattr(env.app, "lossbook_course"):
        trees = env.get_doctree(env.config.root_doc).findall(addnodes.toctree)
        parts = [(tree["caption"] or "", tree["includefiles"]) for tree in trees]
        numbers, found = count(1), []
        for part, docnames in parts:
            for docname in docnames:
                doctree = env.get_doctree(docname)
                line = first_lines(doctree)
                minutes = int(MINUTES.match(line.astext())[1]) if line else 0
                number = next(numbers) if line else 0
                question = opening(doctree) if line else ""
                lane = env.metadata[docname].get("on_map", part)
                found.append(Page(docname, env.titles[docname].astext(), part, lane, minutes, number, question))
        env.app.lossbook_course = found
    return env.app.lossbook_course


def pages_to_write_again(env: BuildEnvironment) -> list[str]:
    """Return all pages if the course is another than in the last build: each names its neighbours."""
    # Plain tuples: what an older build kept can be compared, whatever a page was then.
    known, env.lossbook_pages = getattr(env, "lossbook_pages", None), [astuple(page) for page in pages(env)]
    return [] if known == env.lossbook_pages else sorted(env.found_docs)
