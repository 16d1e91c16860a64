"""The chapters as notebooks that read like the page.

For every chapter `book/<name>.md` the build writes `notebooks/book/<name>.ipynb`, and offers the same for download on the
page. A third copy, in `published`, holds the outputs that the page shows: running it again must give the same, and
tests do. Nothing is written beside the sources: `readers_copies.py` puts notebooks where readers work with them.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import jupytext
import nbformat
from pybtex.database import BibliographyData, parse_file
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from .execution import executed
from .files import write
from .plain_markdown import UnknownMarkupError, reader_text, references

logger = logging.getLogger(__name__)


def glued(path: Path) -> dict[str, str]:
    """Return what the cells of an executed chapter glued, by name, as text. myst-nb keeps it in a file."""
    if not path.exists():
        return {}
    records = json.loads(path.read_text(encoding="utf-8"))
    return {name: record["data"]["text/plain"] for name, record in records.items()}


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


def write_all(app: Sphinx, env: BuildEnvironment) -> None:
    out, build = Path(app.outdir), Path(app.outdir).parent
    library = parse_file(str(Path(app.srcdir) / app.config.bibtex_bibfiles[0]))
    for docname in sorted(env.found_docs):
        chapter = Path(env.doc2path(docname))
        values = glued(build / "jupyter_execute" / f"{docname}.glue.json")
        try:
            notebook = make_notebook(chapter, values, library)
        except (UnknownMarkupError, KeyError, ValueError) as problem:
            logger.warning("cannot be written as a notebook: %s", problem, location=docname)
            continue
        text = nbformat.writes(notebook) + "\n"
        write(build / "notebooks" / f"{docname}.ipynb", text)
        write(out / f"{docname}.ipynb", text)
        if any(cell.cell_type == "code" for cell in notebook.cells):
            filled = with_outputs(notebook, executed(app, chapter))
            write(build / "published" / f"{docname}.ipynb", nbformat.writes(filled) + "\n")
    forget_removed_chapters(out, env.found_docs)


def forget_removed_chapters(out: Path, chapters: set[str]) -> None:
    """Delete what earlier builds made of chapters that are gone."""
    made = out.parent / "notebooks"
    for notebook in list(made.rglob("*.ipynb")):
        name = notebook.relative_to(made).with_suffix("").as_posix()
        if name not in chapters:
            for folder, ending in ((out, ".html"), (out, ".ipynb"), (out.parent / "published", ".ipynb")):
                (folder / f"{name}{ending}").unlink(missing_ok=True)
            notebook.unlink()
