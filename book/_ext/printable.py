"""The whole course as one page to print or to save as PDF: `whole_course.html`.

It is made from the pages as they were written. Without scripts, explorables are their static pictures and tables.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from sphinx.application import Sphinx

NAME = "whole_course.html"
# What only a screen can use.
UNPRINTED = "script, form, progress, .headerlink, .lb-chapters, .prev-next-footer, .copybtn, .bd-header-article"
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


def pages(app: Sphinx) -> list[str]:
    """Return the names of all pages in reading order."""
    root = app.config.root_doc
    return [root, *app.env.toctree_includes.get(root, ())]


def article(page: Path) -> Tag:
    """Return the article of a page, with ids and links that are its own among those of other pages."""
    own = page.stem
    found = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select_one("article.bd-article")
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
    for part in found.select("details"):
        part["open"] = ""
    for part in found.select(".pst-scrollable-table-container"):
        part["tabindex"] = "0"  # on the other pages a script of the theme does it
    found.name, found["class"], found["id"] = "section", ["lb-page"], own
    return found


def link(address: str, own: str) -> str:
    """Return an address within the one page for a link between pages.

    >>> link("#loss", "mse"), link("mae.html", "mse"), link("mae.html#loss", "mse"), link("https://a.org/b.html", "mse")
    ('#mse--loss', '#mae', '#mae--loss', 'https://a.org/b.html')
    """
    if address.startswith("#"):
        return f"#{own}--{address[1:]}"
    if inside := re.fullmatch(r"([\w-]+)\.html(?:#(.*))?", address):
        return f"#{inside[1]}--{inside[2]}" if inside[2] else f"#{inside[1]}"
    return address


def write(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    names = pages(app)
    first = BeautifulSoup((out / f"{names[0]}.html").read_text(encoding="utf-8"), "html.parser")
    styles = [str(part) for part in first.select('head style, head link[rel="stylesheet"]')]
    head = "".join(re.sub(r'href="\.\./', 'href="', style) for style in styles)
    title = escape(app.config.html_title or app.config.project)
    contents = "".join(
        f'<li><a href="#{Path(name).name}">{escape(app.env.titles[name].astext())}</a></li>' for name in names
    )
    body = "".join(str(article(out / f"{name}.html")) for name in names)
    (out / NAME).write_text(
        f'<!DOCTYPE html>\n<html lang="{app.config.language}" dir="ltr" data-theme="light"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{title}: the whole course</title>{head}</head>"
        f'<body class="lb-whole"><main class="bd-content"><h1>{title}</h1><p class="lb-back"><a href="{names[0]}.html">Back to the course</a></p>'
        f'<nav aria-label="Contents"><ol>{contents}</ol></nav>{body}</main></body></html>\n',
        encoding="utf-8",
    )


def setup(app: Sphinx) -> dict[str, object]:
    app.connect("build-finished", write, priority=500)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
