"""MyST as plain Markdown: no directive, role or label is left in the text.

This module knows the few extensions of Markdown that chapters use, and refuses any other, so that no notebook ever
shows raw markup.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from html import escape

from pybtex.database import BibliographyData, Entry
from pybtex.plugin import find_plugin

FENCE = re.compile(r"^\s*(?P<fence>:{3,}|`{3,}|~{3,})(?P<rest>.*)$")
DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}[ \t]*(?P<title>.*)")
ROLE = re.compile(r"\{(?P<name>[\w:-]+)\}`(?P<text>[^`]*)`")
LINK = re.compile(r"\]\((?P<page>[\w-]+)\.md(?P<anchor>#[\w-]+)?\)")
LABEL = re.compile(r"\([\w-]+\)=\s*$")


class UnknownMarkupError(Exception):
    """A directive or role that this module does not know how to write into a notebook."""


def plain_number(text: str, values: dict[str, str]) -> str:
    """Return the text of a ``glue:text`` role: a glued value, formatted."""
    name, _, spec = text.partition(":")
    value = ast.literal_eval(values[name])
    return format(float(value), spec) if spec else str(value)


def authors(entry: Entry) -> str:
    names = [" ".join(person.prelast_names + person.last_names).strip("{}") for person in entry.persons["author"]]
    if len(names) > 2:
        return f"{names[0]} et al."
    return " and ".join(names)


def reader_text(text: str, values: dict[str, str], library: BibliographyData) -> str:
    """Return the Markdown of a cell with every MyST extension written out."""

    def role(match: re.Match[str]) -> str:
        name, content = match["name"], match["text"]
        if name == "glue:text":
            return plain_number(content, values)
        if name in ("cite:t", "cite:p"):
            entries = [library.entries[key.strip()] for key in content.split(",")]
            if name == "cite:t":
                return ", ".join(f"{authors(entry)} ({entry.fields['year']})" for entry in entries)
            return "(" + "; ".join(f"{authors(entry)}, {entry.fields['year']}" for entry in entries) + ")"
        raise UnknownMarkupError(f"role {name!r}")

    def line(content: str) -> str:
        if content.startswith("%") or LABEL.match(content):
            raise UnknownMarkupError(f"{content!r}")
        return LINK.sub(lambda match: f"]({match['page']}.ipynb{match['anchor'] or ''})", ROLE.sub(role, content))

    return "\n".join(_write_out(text.split("\n"), line, library))


def _write_out(lines: list[str], line: Callable[[str], str], library: BibliographyData) -> list[str]:
    """Return lines with directives written as block quotes, and code left as it is."""
    written, position = [], 0
    while position < len(lines):
        opening = FENCE.match(lines[position])
        if not opening:
            written.append(line(lines[position]))
            position += 1
            continue
        fence = opening["fence"]
        ends = (i for i in range(position + 1, len(lines)) if re.fullmatch(rf"\s*{fence}{fence[0]}*\s*", lines[i]))
        end = next(ends, len(lines) - 1)
        body, directive = lines[position + 1 : end], DIRECTIVE.match(opening["rest"])
        folded = False
        while directive and body and re.match(r":[\w-]+:", body[0]):  # options of the directive
            folded |= body.pop(0) == ":class: dropdown"
        if not directive:
            written += lines[position : end + 1]
        elif directive["name"] == "admonition":
            inner = _write_out("\n".join(body).strip("\n").split("\n"), line, library)
            if folded:
                written += [f"<details><summary>{escape(directive['title'])}</summary>", "", *inner, "", "</details>"]
                position = end + 1
                continue
            written += [f"> {text}".rstrip() for text in (f"**{directive['title']}**", "", *inner)]
        elif directive["name"] == "bibliography":
            written.append(references(library))
        else:
            raise UnknownMarkupError(f"directive {directive['name']!r}")
        position = end + 1
    return written


def references(library: BibliographyData) -> str:
    """Return works as a list in Markdown."""
    style = find_plugin("pybtex.style.formatting", "plain")()
    backend = find_plugin("pybtex.backends", "markdown")()
    return "\n".join(
        "- " + entry.text.render(backend).replace("\n", " ") for entry in style.format_bibliography(library)
    )
