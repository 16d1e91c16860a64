"""The first use of a word on a page leads to its line in the glossary, and shows it on hovering.

The words are those of the table in `book/glossary.md`; nothing is marked by hand.
"""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

GLOSSARY = "book/glossary"
ROW = re.compile(r"^\| \*\*(?P<words>.+?)\*\* \| (?P<meaning>.+?) \(\[.*\)\. \|$", re.MULTILINE)
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


def terms(app: Sphinx) -> dict[str, tuple[str, str]]:
    """Return the anchor and the meaning of each word of the glossary."""
    path = Path(app.srcdir) / f"{GLOSSARY}.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return {
        word.strip().lower(): (anchor(row["words"]), row["meaning"])
        for row in ROW.finditer(text)
        for word in row["words"].split(",")
    }


def anchor(words: str) -> str:
    """Return the id of a line, by its first word.

    >>> anchor("mean squared error, MSE")
    'term-mean-squared-error'
    """
    return "term-" + re.sub(r"\W+", "-", words.split(",")[0].strip().lower())


def pattern(words: list[str]) -> re.Pattern[str]:
    """Return what finds a word, in the plural too; longer ones first, so that "loss" leaves "hinge loss" alone."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest))})(?:s|es)?(?![\w-])", re.IGNORECASE)


def add_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.name != "html":
        return
    if docname == GLOSSARY:
        for word in doctree.findall(nodes.strong):
            word["ids"].append(anchor(word.astext()))
        return
    known = terms(app)
    page = next(iter(doctree.findall(nodes.section)), doctree)
    # What stands before the first heading only says what will come.
    for section in [part for part in page.children if isinstance(part, nodes.section)]:
        for text in list(section.findall(nodes.Text)):
            link_first_use(app, docname, text, known)


def link_first_use(app: Sphinx, docname: str, text: nodes.Text, known: dict[str, tuple[str, str]]) -> None:
    """Put links into one piece of text, and strike the words that got one from the list."""
    above = text.parent
    while above is not None:
        if isinstance(above, CLOSED):
            return
        above = above.parent
    rest, parts = text.astext(), []
    while known and (found := pattern(list(known)).search(rest)):
        place, meaning = known[found[1].lower()]
        for word in [word for word, (other, _) in known.items() if other == place]:
            del known[word]
        uri = f"{app.builder.get_relative_uri(docname, GLOSSARY)}#{place}"
        link = nodes.reference("", "", internal=True, refuri=uri, reftitle=meaning, classes=["lb-term"])
        link += nodes.inline("", found[0])
        parts += [nodes.Text(rest[: found.start()]), link]
        rest = rest[found.end() :]
    if parts:
        parent, index = text.parent, text.parent.index(text)
        parent.remove(text)
        parent.insert(index, [*parts, nodes.Text(rest)])


def setup(app: Sphinx) -> dict[str, object]:
    app.connect("doctree-resolved", add_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
