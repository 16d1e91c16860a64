"""The whole course as one page to print or to save as PDF: `whole_course.html`.

It is made from the pages as they were written. Without scripts, explorables are their static pictures and tables.
"""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from sphinx.application import Sphinx

from . import course, files
from .light_pages import policy

NAME = "whole_course.html"
# What only a screen can use.
UNPRINTED = "script, form, progress, .headerlink, .lb-kept, .lb-report, .lb-head > svg"
REFERENCES = (
    "href",
    "aria-labelledby",
    "aria-describedby",
    "for",
    "clip-path",
    "fill",
    "stroke",
    "style",
    "mask",
    "filter",
)


def article(page: Path) -> Tag:
    """Return the article of a page, with ids and links that are its own among those of other pages."""
    own = page.stem
    found = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select_one("article")
    assert found is not None, page
    for part in found.select(UNPRINTED):
        part.decompose()
    for part in found.select("[id]"):
        part["id"] = f"{own}--{part['id']}"
    for part in found.find_all(True):
        for name in REFERENCES:
            value = part.get(name)
            if not isinstance(value, str):
                continue
            if name == "href":
                part[name] = link(value, own)
            elif name in ("aria-labelledby", "aria-describedby", "for"):
                part[name] = f"{own}--{value}"
            else:
                part[name] = value.replace("url(#", f"url(#{own}--")
    for part in found.select("section[aria-label]"):
        part["role"] = "group"  # tables of different chapters have the same name; landmarks must differ
    for part in found.select("details"):
        part["open"] = None  # written as open, and not as open=""
    found.name, found["class"], found["id"] = "section", ["lb-page"], own
    return found


def link(address: str, own: str) -> str:
    """Return an address within the one page for a link between pages.

    >>> link("#loss", "mse"), link("mae.html", "mse"), link("mae.html#loss", "mse"), link("https://a.org/b.html", "mse")
    ('#mse--loss', '#mae', '#mae--loss', 'https://a.org/b.html')
    >>> link("../my_progress.html", "privacy")
    'my_progress.html'
    """
    if address.startswith("#"):
        return f"#{own}--{address[1:]}"
    if inside := re.fullmatch(r"([\w-]+)\.html(?:#(.*))?", address):
        return f"#{inside[1]}--{inside[2]}" if inside[2] else f"#{inside[1]}"
    return address.removeprefix("../")  # the one page stands beside what the chapters stand below


def write(app: Sphinx) -> None:
    out, names = Path(app.outdir), [page.docname for page in course.pages(app.env)]
    first = BeautifulSoup((out / f"{names[0]}.html").read_text(encoding="utf-8"), "html.parser")
    styles = [str(part) for part in first.select("head > style")]
    whole = files.render(
        NAME,
        language=app.config.language,
        title=app.config.html_title or app.config.project,
        styles=[Markup(style) for style in styles],
        policy=Markup(policy("")),
        first=f"{app.config.root_doc}.html",
        contents={Path(name).name: app.env.titles[name].astext() for name in names},
        articles=[Markup(article(out / f"{name}.html")) for name in names],
    )
    files.write(out / NAME, whole)
