"""What a chapter looks like beyond its text: its head, and the callout that is folded away."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx

from . import course
from .files import render


def raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")


def add_head(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put place, title, minutes and emblem into one frame; what the chapter says of them stands in its first lines."""
    pages = course.pages(app.env)
    page = next((page for page in pages if page.docname == docname), None)
    line = course.first_lines(doctree)
    if page is None or line is None:
        return
    section = line.parent
    chapters = sum(bool(other.number) for other in pages)
    before, after = render("chapter_head.html", page=page, chapters=chapters).split("<!-- title -->")
    facts = nodes.bullet_list(classes=["lb-meta"])
    for fact in sentences(line):
        facts += nodes.list_item("", nodes.paragraph("", "", *fact))
    title = section.index(section.next_node(nodes.title))
    section.remove(line)
    section.insert(title + 1, [facts, raw(after)])
    section.insert(title, raw(before))
    goals = next((node for node in section.children if isinstance(node, nodes.bullet_list) and node is not facts), None)
    if goals is not None:
        goals["classes"].append("lb-goals")


def sentences(line: nodes.paragraph) -> list[list[nodes.Node]]:
    """Return the sentences of the first lines, each as its words and links, with the minutes in bold."""
    found: list[list[nodes.Node]] = [[]]
    for is_text, group in groupby(line.children[0].children, lambda node: isinstance(node, nodes.Text)):
        if not is_text:
            found[-1] += group
            continue
        for place, text in enumerate(re.split(r"(?<=\.)\s+", "".join(node.astext() for node in group))):
            if place:
                found.append([])
            for part in re.split(r"(\b\d+ minutes)", text.removesuffix(".")):
                if part:
                    found[-1].append(nodes.strong("", part) if part.endswith(" minutes") else nodes.Text(part))
    return [sentence for sentence in found if sentence]


def fold(doctree: nodes.document) -> None:
    """Fold the callouts of class "dropdown": answers, and what goes deeper. Skipping them loses nothing."""
    for callout in list(doctree.findall(nodes.admonition)):
        if "dropdown" not in callout["classes"]:
            continue
        title, _, about = (escape(part.strip()) for part in callout.children[0].astext().partition(":"))
        summary = f"{title}{f' <b>{about}</b>' if about else ''}"
        head = f'<details class="admonition-{nodes.make_id(title)} admonition"><summary class="admonition-title">{summary}</summary>'
        callout["classes"] = []  # docutils would hand them to the first that takes its place, and put that into a box
        callout.replace_self([raw(head), *callout.children[1:], raw("</details>")])
