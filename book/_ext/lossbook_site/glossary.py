"""The first use of a word on a page leads to its line in the glossary, and shows it on hovering.

The words are those of the table in `book/glossary.md`; nothing is marked by hand.
"""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import PurePath
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import logging

logger = logging.getLogger(__name__)

GLOSSARY = "book/glossary"
# No links within links, headings, code, formulas and tables of contents, nor in a caption of a box.
CLOSED = (
    nodes.reference,
    nodes.title,
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.math_block,
    nodes.raw,
    nodes.thead,
)
LINKS = (nodes.reference, addnodes.pending_xref)


# These mean something else as well, so that they lead to the glossary only in the chapters their line names.
TWO_SENSES = {
    "alpha", "beta", "bit", "blur", "border", "circle", "context", "dial", "error", "gap", "L1", "L2", "scale", "spread",
    "temperature",
}  # fmt: skip


class Entry(NamedTuple):
    """One line of the glossary."""

    words: tuple[str, ...]
    meaning: str
    anchor: str
    chapters: frozenset[str]


def anchor(word: str) -> str:
    """Return the id of a line, by its first word.

    >>> anchor("mean squared error")
    'term-mean-squared-error'
    """
    return "term-" + re.sub(r"\W+", "-", word.strip().lower())


def entries(doctree: nodes.document) -> list[Entry]:
    """Return the lines of the table: a bold word, its meaning, and links to its chapters in brackets."""
    found = []
    for body in doctree.findall(nodes.tbody):
        for row in body.findall(nodes.row):
            words = tuple(
                word.strip() for strong in row[0].findall(nodes.strong) for word in strong.astext().split(",")
            )
            said = row[1][0].children if len(row[1]) else []
            meaning = "".join(part.astext() for part in takewhile(lambda part: not isinstance(part, LINKS), said))
            if not words or not meaning.endswith(" ("):
                logger.warning(
                    "a line of the glossary is a bold word, its meaning, and links to chapters in brackets, got %r",
                    row.astext(),
                    location=row,
                )
                continue
            chapters = {PurePath(link["reftarget"]).stem for link in row[1].findall(addnodes.pending_xref)}
            found.append(Entry(words, meaning.removesuffix(" ("), anchor(words[0]), frozenset(chapters)))
    return found


class Collector(EnvironmentCollector):
    """Keeps the lines of the glossary, and has all pages written again when they change."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        if docname == GLOSSARY:
            env.glossary_entries = []

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
        if GLOSSARY in docnames:
            env.glossary_entries = other.glossary_entries

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        if app.env.docname == GLOSSARY:
            app.env.glossary_entries = entries(doctree)

    def get_updated_docs(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        known = getattr(env, "glossary_entries", [])
        if known == getattr(env, "glossary_linked", []):
            return []
        env.glossary_linked = known
        return sorted(env.found_docs)


def pattern(words: list[str]) -> re.Pattern[str]:
    """Return what finds a word, in the plural too; longer ones first, so that "loss" leaves "hinge loss" alone.

    >>> pattern(["loss", "hinge loss"]).findall("Hinge losses, a loss, and lossless")
    ['Hinge loss', 'loss']
    """
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest))})(?:s|es)?(?![\w-])", re.IGNORECASE)


def add_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if docname == GLOSSARY:
        for word in doctree.findall(nodes.strong):
            word["ids"].append(anchor(word.astext().split(",")[0]))
        return
    if docname == app.config.root_doc:
        return  # its words invite, and explain nothing yet
    here = PurePath(docname).name
    known = {
        word.lower(): entry
        for entry in getattr(app.env, "glossary_entries", [])
        for word in entry.words
        if word not in TWO_SENSES or here in entry.chapters
    }
    if not known:
        return
    finder, linked = pattern(list(known)), set()
    page = next(iter(doctree.findall(nodes.section)), doctree)
    # What stands before the first heading only says what will come.
    for section in [part for part in page.children if isinstance(part, nodes.section)]:
        for text in list(section.findall(nodes.Text)):
            if not closed(text):
                link_first_use(app, docname, text, finder, known, linked)


def closed(text: nodes.Text) -> bool:
    """Tell whether a text must stay without links; what is folded is not where a reader meets a word first."""
    above = text.parent
    while above is not None:
        if isinstance(above, CLOSED) or "dropdown" in above.get("classes", ()):
            return True
        above = above.parent
    return False


def link_first_use(
    app: Sphinx, docname: str, text: nodes.Text, finder: re.Pattern[str], known: dict[str, Entry], linked: set[str]
) -> None:
    """Put links into one piece of text, and note which lines of the glossary have one now."""
    words, end, parts = text.astext(), 0, []
    for found in finder.finditer(words):
        entry = known[found[1].lower()]
        if entry.anchor in linked:
            continue
        linked.add(entry.anchor)
        uri = f"{app.builder.get_relative_uri(docname, GLOSSARY)}#{entry.anchor}"
        link = nodes.reference("", "", internal=True, refuri=uri, reftitle=entry.meaning, classes=["lb-term"])
        link += nodes.inline("", found[0])
        parts += [nodes.Text(words[end : found.start()]), link]
        end = found.end()
    if parts:
        parent, index = text.parent, text.parent.index(text)
        parent.remove(text)
        parent.insert(index, [*parts, nodes.Text(words[end:])])
