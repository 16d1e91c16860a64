"""Python for the page: the folder `_static/python.<12 hex digits>`, from which a reader's browser starts Python.

Its files come from others (`book/python_files.toml` names them) and are checked one by one. They are brought once, made
small (`python_trim.py`), and kept in the user's cache. The course itself is a file beside the folder (`python_course.py`). Where no source has them the site is built without: its cells show
their outputs, and cannot be run in the page.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
import tomllib
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from sphinx.application import Sphinx
from sphinx.config import Config

from . import files, python_course, python_runner, python_trim
from .python_sources import (
    A_MONTH,
    FAILURES,
    Pins,
    Source,
    bring,
    clear_halves,
    digest,
    folder_beside,
    from_index,
    from_release,
    put,
    tell,
)

NAMED = "LOSSBOOK_PYTHON_FILES"  # a folder, or "off"
HERE = Path(__file__).parent
LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")


@dataclass(frozen=True)
class PagePython:
    """What the site gets: a folder of made files under a name, and the course as an archive."""

    made: Path
    name: str
    course: python_course.Course


def read_pins(project: Path) -> Pins:
    pins = tomllib.loads((project / "book" / "python_files.toml").read_text(encoding="utf-8"))
    return {name: value for name, value in pins.items() if name != "editor"}


# Making


def page_lock(pins: Pins, lock: bytes, folder: Path) -> str:
    """Return Pyodide's list of packages, cut down to those of the page, with the sums of the files in a folder."""
    whole = json.loads(lock)
    named = {pin["name"] for pin in pins["file"]}
    packages = {key: entry for key, entry in whole["packages"].items() if entry["file_name"] in named}
    for entry in packages.values():
        entry["depends"] = [name for name in entry["depends"] if name in packages]
        entry["sha256"] = digest((folder / entry["file_name"]).read_bytes())
    return json.dumps(whole | {"packages": packages}, sort_keys=True, separators=(",", ":")) + "\n"


def licences(kept: Path) -> str:
    """Return the licences of everything in the folder, those of packages as their wheels have them."""
    texts = [(HERE / "templates" / "python_licences.txt").read_text(encoding="utf-8")]
    for wheel in sorted(kept.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            own = [name for name in archive.namelist() if "LICENSE" in name.upper() or name.endswith("/COPYING")]
            for name in sorted(name for name in own if not name.endswith((".py", "/"))):
                place = name.partition(".dist-info/")[2] or name
                title = f"{' '.join(wheel.name.split('-')[:2])}: {place}"
                text = archive.read(name).decode("utf-8", "replace").replace("\r\n", "\n").strip()
                texts.append(f"{title}\n{'=' * len(title)}\n\n{text}\n")
    return "\n\n".join(texts)


def make(pins: Pins, kept: Path, into: Path) -> bool:
    """Make the files of the page in an empty folder; tell whether they could be compiled."""
    with folder_beside(into) as stage:
        for pin in pins["file"]:
            shutil.copyfile(kept / pin["name"], stage / pin["name"])
        files.write(stage / LOCK, page_lock(pins, (kept / LOCK).read_bytes(), stage))
        compiled = python_runner.run("trim_all", stage, into)
        if not compiled:
            python_trim.trim_all(stage, into, compiled=False)
    for name in CORE:
        shutil.copyfile(kept / name, into / name)
    for path in into.iterdir():
        path.chmod(0o644)
    files.write(into / LOCK, page_lock(pins, (kept / LOCK).read_bytes(), into))
    files.write(into / "licences.txt", licences(kept))
    return compiled


def sums(folder: Path) -> dict[str, str]:
    return {path.name: digest(path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file()}


def key(pins: Pins) -> str:
    """Return a name for what comes out of making: it depends on the files, on our code, and on what can run it."""
    code = [Path(__file__).read_bytes(), (HERE / "templates" / "python_licences.txt").read_bytes()]
    parts = [json.dumps(pins, sort_keys=True), python_runner.key(), *map(digest, code)]
    return digest("\n".join(parts).encode())[:16]


def sums_of(place: Path) -> Path:
    return place.with_suffix(".json")


def made_before(place: Path) -> bool:
    """Tell whether a folder is in the cache as it was made."""
    try:
        return json.loads(sums_of(place).read_text(encoding="utf-8")) == sums(place)
    except (OSError, ValueError):
        return False


def keep_made(pins: Pins, kept: Path, place: Path) -> None:
    """Make the folder and put it into the cache in one step, in place of a damaged one; clear away what nobody uses."""
    tell("Making Python for the page smaller and quicker, once. This takes half a minute.")
    with folder_beside(place) as work:
        new = work / "new"
        new.mkdir()
        if not make(pins, kept, new):
            tell("Nothing here can compile Python for the page, so it will start more slowly. Deno or Node can.")
        if made_before(place):  # another build was first
            return
        for old in place.parent.glob("[0-9a-f]*"):
            if old.is_dir() and (old == place or time.time() - old.stat().st_mtime > A_MONTH):
                with suppress(FileNotFoundError):  # another build clears away as well
                    os.replace(old, work / old.name)
                    sums_of(old).unlink(missing_ok=True)
        put(sums_of(place), json.dumps(sums(new)).encode())
        try:
            os.replace(new, place)
        except OSError:
            if not made_before(place):  # nor was another build first
                raise


# The site


def cache() -> Path:
    """Return a folder that outlasts builds."""
    return platformdirs.user_cache_path("lossbook", appauthor=False) / "python"


def find(project: Path, build: Path, cache: Path, named: str, fallbacks: Iterable[Source]) -> PagePython | None:
    """Return Python for the page, brought and made if need be; None where no source has it."""
    if named == "off":
        return None
    pins = read_pins(project)
    place = cache / "made" / key(pins)
    if not made_before(place):
        clear_halves(cache)
        kept = cache / pins["version"]
        if not bring(pins, kept, named, fallbacks, build / "python_files_failed"):
            tell(
                f"No source has Python for the page, so its cells will have no Run. {NAMED} can name a folder that has it."
            )
            return None
        keep_made(pins, kept, place)
    os.utime(place)
    content = json.dumps(sums(place), sort_keys=True)
    course = python_course.bring(project / "lossbook", place, cache / "course")
    return PagePython(place, f"_static/python.{digest(content.encode())[:12]}", course)


def prepare(app: Sphinx, config: Config, project: Path, build: Path) -> None:
    """Find Python for the page, before pages are written that name its folder."""
    try:
        app.lossbook_python = find(project, build, cache(), os.environ.get(NAMED, ""), (from_index, from_release))
    except FAILURES as error:  # a full disk, a cache that nobody may write: no reason to do without a book
        tell(f"Python for the page could not be made, so its cells will have no Run: {error}")
        app.lossbook_python = None
    config.python_folder = app.lossbook_python.name if app.lossbook_python else ""


def mention(config: Config, docname: str, source: list[str]) -> None:
    """Lead from the page on privacy to the licences; where there is no Python, the page does not speak of it."""
    if docname != "book/privacy":
        return
    if config.python_folder:
        source[0] = source[0].replace('href="python/', f'href="../{config.python_folder}/')
    else:
        source[0] = re.sub(r"(?ms)^## Python in the page$.*?(?=^## )", "", source[0])


def write(app: Sphinx) -> None:
    """Copy the folder and the course into the site, in place of older ones."""
    found, out = app.lossbook_python, Path(app.outdir)
    place, course = (out / found.name, out / found.course.name) if found else (None, None)
    for old in [*(out / "_static").glob("python.*"), *(out / "_static").glob("lossbook.*.zip")]:
        if old not in (place, course):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    if found is None:
        return
    if not place.is_dir():
        with folder_beside(place) as work:
            new = work / "new"
            shutil.copytree(found.made, new)
            os.replace(new, place)
    if not course.exists():
        course.write_bytes(found.course.archive)
