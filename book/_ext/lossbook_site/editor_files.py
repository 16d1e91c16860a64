"""The editor of cells: files of a library that a package carries, checked one by one and kept as they are.

They are brought once, from the sources that have Python for the page. Without them code is edited in a bare text area.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx

from . import python_files
from .python_sources import FAILURES, Pins, Source, bring, from_index, tell


def read_pins(project: Path) -> Pins:
    return tomllib.loads((project / "book" / "python_files.toml").read_text(encoding="utf-8"))["editor"]


def find(project: Path, build: Path, cache: Path, named: str, fallbacks: Iterable[Source]) -> dict[str, bytes]:
    """Return the files by their names; none where no source has them."""
    if named == "off":
        return {}
    pins = read_pins(project)
    kept = cache / pins["wheel"]["file"].removesuffix(".whl")
    if not bring(pins, kept, named, fallbacks, build / "editor_files_failed"):
        tell("No source has the editor of cells, so their code is edited without colours.")
        return {}
    return {pin["name"]: (kept / pin["name"]).read_bytes() for pin in pins["file"]}


def prepare(app: Sphinx, project: Path, build: Path) -> None:
    """Find the editor, before scripts are named by their content. Without Python there is nothing to edit for."""
    app.lossbook_editor = {}
    if app.lossbook_python is None:
        return
    named = os.environ.get(python_files.NAMED, "")
    try:
        app.lossbook_editor = find(project, build, python_files.cache().parent / "editor", named, [from_index])
    except FAILURES as error:
        tell(f"The editor of cells could not be kept, so their code is edited without colours: {error}")
