"""The course as a reader meets it: its parts, their pages in order, and how long each chapter takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

MINUTES = re.compile(r"About (\d+) minutes")


@dataclass(frozen=True)
class Page:
    """A page; a chapter has a number among the chapters, the pages for looking things up have 0."""

    docname: str
    title: str
    part: str
    minutes: int
    number: int

    @property
    def name(self) -> str:
        return PurePosixPath(self.docname).name


def first_lines(doctree: nodes.document) -> nodes.paragraph | None:
    """Return the paragraph below the title that says how long a chapter takes and what it needs."""
    for paragraph in doctree.findall(nodes.paragraph):
        said = isinstance(paragraph.children[0], nodes.emphasis) and MINUTES.match(paragraph.astext())
        return paragraph if said else None
    return None


def pages(env: BuildEnvironment) -> list[Page]:
    """Return all pages in reading order. They are looked up once in a build, when all have been read."""
    if not hasattr(env.app, "lossbook_course"):
        root = env.config.root_doc
        trees = env.get_doctree(root).findall(addnodes.toctree)
        parts = [("", [root]), *((tree["caption"] or "", tree["includefiles"]) for tree in trees)]
        numbers, found = count(1), []
        for part, docnames in parts:
            for docname in docnames:
                line = first_lines(env.get_doctree(docname))
                minutes = int(MINUTES.match(line.astext())[1]) if line else 0
                number = next(numbers) if line else 0
                found.append(Page(docname, env.titles[docname].astext(), part, minutes, number))
        env.app.lossbook_course = found
    return env.app.lossbook_course


def pages_to_write_again(env: BuildEnvironment) -> list[str]:
    """Return all pages if the course is another than in the last build: each names its neighbours."""
    known, env.lossbook_pages = getattr(env, "lossbook_pages", None), pages(env)
    return [] if known == env.lossbook_pages else sorted(env.found_docs)
