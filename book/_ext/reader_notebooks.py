"""The chapters as notebooks that read like the page: no directive, role or label is left in the text.

For every chapter `book/<name>.md` this writes `book/<name>.ipynb` (which JupyterLab, VS Code and Binder
open) and offers it for download on the page. A second copy, in `_build/published`, holds the outputs that the
page shows: running it again must give the same, and tests do. This module knows the few extensions of Markdown that chapters use, and
fails the build on any other, so that no notebook ever shows raw markup.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from docutils import nodes
from fresh_outputs import executed
from pybtex.database import BibliographyData, Entry, parse_file
from pybtex.plugin import find_plugin
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

logger = logging.getLogger(__name__)

FENCE = re.compile(r"^\s*(?P<fence>:{3,}|`{3,}|~{3,})(?P<rest>.*)$")
DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}[ \t]*(?P<title>.*)")
ROLE = re.compile(r"\{(?P<name>[\w:-]+)\}`(?P<text>[^`]*)`")
LINK = re.compile(r"\]\((?P<page>[\w-]+)\.md(?P<anchor>#[\w-]+)?\)")
LABEL = re.compile(r"\([\w-]+\)=\s*$")


class UnknownMarkupError(Exception):
    """A directive or role that this module does not know how to write into a notebook."""


def glued(path: Path) -> dict[str, str]:
    """Return what the cells of an executed chapter glued, by name, as text. myst-nb keeps it in a file."""
    if not path.exists():
        return {}
    records = json.loads(path.read_text(encoding="utf-8"))
    return {name: record["data"]["text/plain"] for name, record in records.items()}


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
        while directive and body and re.match(r":[\w-]+:", body[0]):  # options of the directive
            body.pop(0)
        if not directive:
            written += lines[position : end + 1]
        elif directive["name"] == "admonition":
            inner = _write_out("\n".join(body).strip("\n").split("\n"), line, library)
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


def make_notebook(chapter: Path, values: dict[str, str], library: BibliographyData) -> nbformat.NotebookNode:
    """Return a chapter as a notebook for readers, without outputs: running the cells is theirs to do."""
    notebook = jupytext.read(chapter)
    everything = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    cited = {key.strip(): None for keys in re.findall(r"\{cite:[tp]\}`([^`]*)`", everything) for key in keys.split(",")}
    cells = []
    for cell in notebook.cells:
        if "remove-cell" in cell.metadata.get("tags", ()):
            continue
        if cell.cell_type == "markdown":
            cell.source = reader_text(cell.source, values, library)
        else:
            cell.metadata = (
                {"jupyter": {"source_hidden": True}} if "hide-input" in cell.metadata.get("tags", ()) else {}
            )
        cell["id"] = f"cell-{len(cells)}"  # the ones that are made up differ from build to build
        cells.append(cell)
    if cited:
        own = BibliographyData({key: library.entries[key] for key in cited})
        cells.append(nbformat.v4.new_markdown_cell(f"**References**\n\n{references(own)}", id="references"))
    return nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
    )


def with_outputs(notebook: nbformat.NotebookNode, executed: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the reader's notebook with the outputs of the executed chapter, less what differs in every run."""
    shown = [
        cell
        for cell in executed.cells
        if cell.cell_type == "code" and "remove-cell" not in cell.metadata.get("tags", ())
    ]
    for cell, source in zip((cell for cell in notebook.cells if cell.cell_type == "code"), shown, strict=True):
        if cell.source != source.source:
            raise ValueError(f"this cell was not the one executed: {cell.source}")
        cell.outputs, cell.execution_count = source.outputs, source.execution_count
        for output in cell.outputs:
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    return notebook


def write_notebooks(app: Sphinx, env: BuildEnvironment) -> None:
    build = Path(app.outdir).parent
    library = parse_file(str(Path(app.srcdir) / app.config.bibtex_bibfiles[0]))
    record = build / "notebooks.json"
    made = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    for docname in sorted(env.found_docs):
        chapter = Path(env.doc2path(docname))
        values = glued(build / "jupyter_execute" / f"{docname}.glue.json")
        try:
            notebook = make_notebook(chapter, values, library)
        except (UnknownMarkupError, KeyError, ValueError) as problem:
            logger.warning("cannot be written as a notebook: %s", problem, location=docname)
            continue
        text = nbformat.writes(notebook) + "\n"
        write(Path(app.outdir) / f"{docname}.ipynb", text)
        target = chapter.with_suffix(".ipynb")
        if not target.exists() or digest(target.read_text(encoding="utf-8")) in (made.get(docname), digest(text)):
            write(target, text)
            made[docname] = digest(text)
        else:
            logger.info("%s holds somebody's work and stays as it is; delete it to get the chapter afresh", target)
        if any(cell.cell_type == "code" for cell in notebook.cells):
            filled = with_outputs(notebook, executed(app, chapter))
            write(build / "published" / f"{docname}.ipynb", nbformat.writes(filled) + "\n")
    forget_removed_chapters(app, env, made)
    record.write_text(json.dumps(made, indent=1, sort_keys=True), encoding="utf-8")


def forget_removed_chapters(app: Sphinx, env: BuildEnvironment, made: dict[str, str]) -> None:
    """Delete what earlier builds made of chapters that are gone, but never a notebook somebody has worked in."""
    for docname in set(made) - set(env.found_docs):
        notebook = Path(app.srcdir) / f"{docname}.ipynb"
        if notebook.exists() and digest(notebook.read_text(encoding="utf-8")) == made[docname]:
            notebook.unlink()
        for folder, ending in (("html", ".html"), ("html", ".ipynb"), ("published", ".ipynb")):
            (Path(app.outdir).parent / folder / f"{docname}{ending}").unlink(missing_ok=True)
        del made[docname]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def write(path: Path, text: str) -> None:
    """Write a file, if it changes, with the same line endings on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")


def offer_download(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if doctree is not None and "header_buttons" in context:
        context["header_buttons"].append(
            {
                "type": "link",
                "url": Path(pagename).name + ".ipynb",
                "text": "",
                "icon": "fas fa-download",
                "tooltip": "Download this chapter as a notebook",
                "label": "download-notebook-button",
            }
        )


def setup(app: Sphinx) -> dict[str, object]:
    app.connect("env-updated", write_notebooks)
    app.connect("html-page-context", offer_download, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
