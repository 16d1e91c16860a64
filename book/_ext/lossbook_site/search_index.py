"""The index of the search: what every page says, cut at its headings, and what readers call it.

It is a script and not JSON, because pages that are opened from a disk may load the one and not the other. All that has to
do with words, from spelling to ranking, is in `book/_static/search.js`; here nothing is judged.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, NavigableString, Tag
from sphinx.application import Sphinx
from sphinx.util import logging

from . import files

logger = logging.getLogger(__name__)

NAME = "search_index.js"
SCRIPTS = ("search.js", "search_page.js")
TERMS = "book/search_terms.toml"
HELP = ("book/glossary", "book/at_a_glance")  # where to look without the search
BEGIN = re.compile(r'<section\b[^>]*\bid="')
HEADINGS = re.compile("^h[2-4]$")
CHAPTER, LOOKED_UP, LISTED = range(3)  # pages that teach, those to look things up, lists of references
UNREAD = re.compile(r"<(svg|style|script|math|pre)\b.*?</\1>", re.DOTALL)
# Numbers and settings by the dozen, lists of all chapters, links that say "here", what a chapter needs, and answers to questions: what nobody looks for.
NOT_INDEXED = (
    ".headerlink, .lb-meta, [data-explorable], [data-question], form, details:not(.admonition), progress, "
    ".lb-feedback, .lb-lessons, .admonition-answers-to-try-it, #three-plans table, #which-way-of-running-to-take table"
)


class Section(NamedTuple):
    """What stands under one heading, or in one line of the glossary."""

    anchor: str
    heading: str
    text: str


class Terms(NamedTuple):
    """What `search_terms.toml` holds: words of one meaning, words said along with others, and names of pages and sections."""

    same: list[list[str]]
    beside: list[str]
    answers: dict[str, list[str]]


def read_terms(path: Path) -> Terms:
    found = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return Terms(found.get("same", []), found.get("beside", []), found.get("answers", {}))


def one_line(text: str) -> str:
    r"""Return a text in one line, without gaps before full stops.

    >>> one_line("The loss\n : 2 .")
    'The loss: 2.'
    """
    return re.sub(r" (?=[.,:;!?)’”])|(?<=[(“]) ", "", re.sub(r"\s+", " ", text)).strip()


def article(html: str) -> Tag | None:
    """Return what a page says, under any theme: the outermost section that docutils writes, without what is not read."""
    start, end = BEGIN.search(html), html.rfind("</section>")
    if start is None:
        return None
    found = BeautifulSoup(UNREAD.sub(" ", html[start.start() : end + 10]), "html.parser").find("section")
    assert isinstance(found, Tag)
    for part in found.select(NOT_INDEXED):
        part.decompose()
    return found


def start_of_section(part: Tag) -> str | None:
    """Return the anchor of the section that an element begins, None if it begins none."""
    if part.name == "h1":
        return ""
    if HEADINGS.match(part.name):
        # Outputs of cells have headings with ids, and others that begin nothing.
        owner = part if part.has_attr("id") else part.parent if part.parent and part.parent.name == "section" else None
        return str(owner["id"]) if owner is not None and owner.has_attr("id") else None
    return str(part["id"]) if part.name == "strong" and part.has_attr("id") else None  # a line of the glossary


def sections(page: Tag) -> list[Section]:
    """Return the sections of a page in order, the first one without an anchor.

    >>> html = '<section id="a"><h1>A</h1>x<section id="b"><h2>B</h2>y <b>z</b></section></section>'
    >>> [tuple(section) for section in sections(article(html))]
    [('', 'A', 'x'), ('b', 'B', 'y z')]
    """
    found: list[tuple[str, str, list[str]]] = [("", "", [])]
    inside: Tag | None = None
    for part in page.descendants:
        if isinstance(part, Tag) and (anchor := start_of_section(part)) is not None:
            found.append((anchor, one_line(part.get_text(" ")), []))
            inside = part
        elif isinstance(part, NavigableString) and (inside is None or inside not in part.parents):
            found[-1][2].append(str(part))
    return [Section(anchor, heading, one_line(" ".join(texts))) for anchor, heading, texts in found if heading]


def related(page: Tag, docname: str) -> dict[str, list[str]]:
    """Return the words of a glossary for each page that its lines lead to.

    >>> line = '<tr><td><strong id="t">log loss, BCE</strong></td><td>A cost (<a href="bce.html">here</a>).</td></tr>'
    >>> related(article(f'<section id="g"><table>{line}</table></section>'), "book/glossary")
    {'book/bce': ['log loss', 'BCE']}
    """
    found: dict[str, list[str]] = {}
    for line in page.select("tr:has(strong[id])"):
        terms = [term.strip() for term in line.select_one("strong[id]").get_text().split(",")]
        for link in line.select("a[href]"):
            target = urldefrag(urljoin(f"/{docname}.html", str(link["href"]))).url
            found.setdefault(target.removeprefix("/").removesuffix(".html"), []).extend(terms)
    return found


def kind_of(page: Tag, html: str) -> int:
    if 'data-task="' in html:  # it has exercises
        return CHAPTER
    return LISTED if page.select_one(".citation-list") else LOOKED_UP


def make_index(pages: Mapping[str, str], terms: Terms) -> dict[str, Any]:
    """Return the index.

    Parameters
    ----------
    pages
        The HTML of each page in the order of the course, by its name.
    terms
        What readers call things.
    """
    articles = {name: found for name, html in pages.items() if (found := article(html))}
    cut = {name: sections(page) for name, page in articles.items()}
    # A list of references would be a tenth of the index: its chapters say what is in it.
    for name, parts in cut.items():
        if kind_of(articles[name], pages[name]) == LISTED:
            cut[name] = [part._replace(text="") for part in parts]
    words: dict[str, list[str]] = {}
    for name, page in articles.items():
        for target, found in related(page, name).items():
            words.setdefault(target, []).extend(found)
    answers: dict[str, list[list[str]]] = {}
    for place, phrases in terms.answers.items():
        name, _, anchor = place.partition("#")
        if name not in cut or anchor not in {section.anchor for section in cut[name]}:
            logger.warning("%s speaks of %r, which is no page or section of one", TERMS, place)
            continue
        answers.setdefault(name, []).extend([phrase, anchor] for phrase in phrases)
    return {
        "same": terms.same,
        "beside": terms.beside,
        "pages": [
            {
                "address": f"{name}.html",
                "title": parts[0].heading,
                "kind": kind_of(articles[name], pages[name]),
                "answers": answers.get(name, []),
                "related": words.get(name, []),
                "sections": [list(part) for part in parts],
            }
            for name, parts in cut.items()
            if parts
        ],
    }


def write(app: Sphinx) -> None:
    """Write the index from the pages as they are."""
    out = Path(app.outdir)
    # The first page says of all others what they are about, so it would be found for everything.
    in_order = [name for name in app.env.collect_relations() if name != app.config.root_doc]
    pages = {name: (out / f"{name}.html").read_text(encoding="utf-8") for name in in_order}
    index = make_index(pages, read_terms(Path(app.srcdir) / TERMS))
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    scripts = [Path(app.srcdir, "book", "_static", name).read_text(encoding="utf-8") for name in SCRIPTS]
    # One file for the page of the search: what it searches, how, and what it shows.
    files.write(out / NAME, "\n".join([f"globalThis.SEARCH_INDEX = {text};", *scripts]))


def make_page(app: Sphinx, page: str, context: dict[str, Any]) -> None:
    """Give the page of the search its body. Any theme shows it as it shows a chapter."""
    if page != "search":
        return
    context["title"] = "Search"
    titles = {name: app.env.titles[name].astext() for name in HELP if name in app.env.titles}
    context["body"] = files.render("search.html", help=titles)


def take_over(app: Sphinx) -> None:
    """Write our own page in place of Sphinx's, and no index for its search."""
    if app.builder.name == "html":
        app.builder.search = False
        app.config.html_additional_pages = {**app.config.html_additional_pages, "search": "page.html"}
