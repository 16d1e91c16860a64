"""What search engines and shared links show of a page: a description, its address, and a picture."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from . import cards
from .files import render

PAGES_WITHOUT_TEXT = {
    "search": "Search the course on loss functions.",
    "genindex": "Words and functions of the course.",
}


def description(doctree: nodes.document) -> str:
    """Return the first paragraph that says something, cut after a sentence or a word."""
    for paragraph in doctree.findall(nodes.paragraph):
        inside = isinstance(paragraph.parent, (nodes.section, nodes.document))
        text = " ".join(paragraph.astext().split())
        if inside and len(text) >= 60 and not isinstance(paragraph.children[0], nodes.emphasis):
            return shortened(text)
    return ""


def shortened(text: str) -> str:
    """Return as many whole sentences as a search engine shows, or the beginning of the first.

    >>> shortened("Is a miss of 2 bad? " + "It depends on what you predict. " * 5).count("depends")
    4
    >>> shortened("word " * 50)[-11:]
    'word word …'
    """
    sentences = text.replace("? ", "?|").replace(". ", ".|").split("|")
    while len(sentences) > 1 and len(" ".join(sentences)) > 160:
        sentences.pop()
    return textwrap.shorten(" ".join(sentences), 160, placeholder=" …")


def add_tags(app: Sphinx, page: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    named, properties = {}, {}
    if doctree is None:
        named["description"] = PAGES_WITHOUT_TEXT.get(page, "A free course on loss functions for beginners.")
    else:
        title, said = app.env.titles[page].astext(), description(doctree)
        named["description"] = said
        properties = {
            "og:title": title,
            "og:description": said,
            "og:type": "article",
            "og:site_name": app.config.html_title,
            "og:locale": "en_GB",
        }
        if address := app.config.html_baseurl:
            named["twitter:card"] = "summary_large_image"
            properties |= {
                "og:url": f"{address}{page}.html",
                "og:image": f"{address}{cards.FOLDER}/{Path(page).name}.png",
                "og:image:width": str(cards.SIZE[0]),
                "og:image:height": str(cards.SIZE[1]),
                "og:image:alt": f"{title}. Beside it, the sign of the chapter: a curve drawn with one pen, and one orange mark.",
            }
    context["metatags"] = context.get("metatags", "") + render("metadata.html", named=named, properties=properties)
