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

SOURCE = Path(__file__).parents[2] / "_static" / "live"
CELL = re.compile(r'<div class="(cell|cell_output) (?=[^"]*docutils container")')
SIZES = "sizes.js"


def number_cells(context: dict[str, Any]) -> None:
    """Give each code cell its number, hidden ones too, and name its output: scripts find both by these.

    >>> page = {"body": '<div class="cell docutils container"><div class="cell_output docutils container">'}
    >>> number_cells(page)
    >>> page["body"]
    '<div data-cell="1" class="cell docutils container"><div data-role="output" class="cell_output docutils container">'
    """
    numbers = itertools.count(1)

    def named(match: re.Match[str]) -> str:
        name = f'data-cell="{next(numbers)}"' if match[1] == "cell" else 'data-role="output"'
        return f'<div {name} class="{match[1]} '

    context["body"] = CELL.sub(named, context.get("body", ""))


def sizes(folder: Path) -> dict[str, int]:
    """Return how many bytes each file of a folder has on its way to the reader: most hosts pack what is not packed yet."""
    return {path.name: len(gzip.compress(path.read_bytes(), 6, mtime=0)) for path in sorted(folder.iterdir())}


def scripts(python: Path | None) -> dict[str, bytes]:
    """Return the files of the folder `live` by name, for Python in a folder, if there is one."""
    found = {path.name: path.read_bytes() for path in sorted(SOURCE.iterdir()) if path.is_file()}
    if python is not None:
        found[SIZES] = f"export default {json.dumps(sizes(python))};\n".encode()
    return found


def python_folder(out: Path) -> Path | None:
    """Return the folder of the site that holds Python, or None if it has none."""
    return next(iter(sorted((out / "_static").glob("python.*/"))), None)


def prepare(app: Sphinx) -> None:
    """Read the scripts once for all pages, and name their folder."""
    out = Path(app.outdir)
    python = python_folder(out)
    app.lossbook_python_folder = python.relative_to(out).as_posix() if python else None
    app.lossbook_live = scripts(python)
    digest = hashlib.sha256()
    for name, data in app.lossbook_live.items():
        digest.update(name.encode() + data)
    app.lossbook_live_folder = f"_static/live.{digest.hexdigest()[:12]}"


def add_to(app: Sphinx, context: dict[str, Any]) -> None:
    """Tell the page where Python and its scripts are, if the site has Python."""
    number_cells(context)
    if app.lossbook_python_folder:
        context |= {"python_folder": app.lossbook_python_folder, "live_folder": app.lossbook_live_folder}


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
