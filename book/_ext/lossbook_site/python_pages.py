"""Pages whose cells run where they are read: cells get their numbers, and the site gets the scripts that run them.

The scripts of `_static/live` are in a folder named after their content, so that they may import each other by plain names,
and so that a page never gets them from another build.
"""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import re
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from .files import write
from .python_files import PagePython

SOURCE = Path(__file__).parents[2] / "_static" / "live"
CELL = re.compile(r'<div class="(cell|cell_output) (?=([^"]*)docutils container")')
SIZES = "sizes.js"


def number_cells(context: dict[str, Any]) -> None:
    """Give each code cell its number, hidden ones too, and name its output: scripts find both by these.

    The first with code to be seen is marked: above it comes a bar for all, and the style keeps room.

    >>> page = {"body": '<div class="cell docutils container"><div class="cell_output docutils container">'}
    >>> number_cells(page)
    >>> page["body"]
    '<div data-cell="1" data-first class="cell docutils container"><div data-role="output" class="cell_output docutils container">'
    """
    numbers, first = itertools.count(1), iter([" data-first"])

    def named(match: re.Match[str]) -> str:
        if match[1] == "cell_output":
            return '<div data-role="output" class="cell_output '
        mark = "" if "tag_remove" in match[2] else next(first, "")
        return f'<div data-cell="{next(numbers)}"{mark} class="cell '

    context["body"] = CELL.sub(named, context.get("body", ""))


def sizes(python: PagePython) -> dict[str, int]:
    """Return how many bytes each file has on its way to the reader: most hosts pack what is not packed yet."""
    files = {path.name: path.read_bytes() for path in sorted(python.made.iterdir())}
    files[Path(python.course.name).name] = python.course.archive
    return {name: len(gzip.compress(data, 6, mtime=0)) for name, data in files.items()}


def prepare(app: Sphinx) -> None:
    """Read the scripts once for all pages, and name their folder."""
    files = {path.name: path.read_bytes() for path in sorted(SOURCE.iterdir()) if path.is_file()}
    explorables = Path(app.srcdir, "lossbook", "explorables")
    files |= {f"explorables/{path.name}": path.read_bytes() for path in sorted(explorables.glob("*.js"))}
    if app.lossbook_python is not None:
        course = json.dumps(f"../{Path(app.lossbook_python.course.name).name}")
        files[SIZES] = (
            f"export const course = {course};\nexport default {json.dumps(sizes(app.lossbook_python))};\n".encode()
        )
    digest = hashlib.sha256()
    for name, data in files.items():
        digest.update(name.encode() + data)
    app.lossbook_live = files
    app.lossbook_live_folder = f"_static/live.{digest.hexdigest()[:12]}"


def add_to(app: Sphinx, context: dict[str, Any]) -> None:
    """Put numbers on the cells of a page, and tell it where the scripts are."""
    number_cells(context)
    context["live_folder"] = app.lossbook_live_folder


def write_scripts(app: Sphinx) -> None:
    """Put the scripts where pages look for them, and nothing of an earlier build beside them."""
    static = Path(app.outdir) / "_static"
    shutil.rmtree(static / "live", ignore_errors=True)  # Sphinx copies all of `_static`
    folder = Path(app.outdir) / app.lossbook_live_folder
    for old in static.glob("live.*"):
        if old != folder:
            shutil.rmtree(old)
    for name, data in app.lossbook_live.items():
        write(folder / name, data.decode())
