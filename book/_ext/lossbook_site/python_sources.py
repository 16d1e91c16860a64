"""Where Python's files for the page come from: a folder that the builder names, a package index, Pyodide's own release.

What a source brings is checked before it counts, so a damaged file or half of one is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from . import files

Pins = dict[str, Any]  # what book/python_files.toml says
Source = Callable[[Pins, Iterable[str], Path], None]  # brings what it can of the missing files into a folder

HALF, A_DAY, A_MONTH = ".half-", 24 * 3600, 30 * 24 * 3600
AN_HOUR = 3600  # until sources that failed are asked again
FAILURES = (OSError, ValueError, KeyError, zipfile.BadZipFile, subprocess.SubprocessError)


def tell(line: str) -> None:
    """Say something that is no fault, so that it cannot fail a build that takes warnings for errors."""
    print(line, file=sys.stderr, flush=True)


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
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=HALF)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.replace(name, path)


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """Give an empty folder, on the same disk as a path, that is gone afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=HALF, ignore_cleanup_errors=True) as made:
        yield Path(made)


def clear_halves(folder: Path) -> None:
    """Remove what a build left that was stopped a day ago or earlier."""
    for half in [*folder.glob(f"{HALF}*"), *folder.glob(f"*/{HALF}*")]:
        with suppress(FileNotFoundError):  # another build takes its own away
            if time.time() - half.stat().st_mtime > A_DAY:
                shutil.rmtree(half) if half.is_dir() else half.unlink()


def from_folder(named: Path) -> Source:
    """Take files from a folder, or out of a wheel that lies in it."""

    def bring(pins: Pins, missing: Iterable[str], into: Path) -> None:
        if not named.is_dir():
            tell(f"There is no folder {named} to take Python for the page from, so other sources are asked.")
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
    tell(f"Fetching {pins.get('title', 'Python for the page')}, once: {wheel['size'] / 1e6:.0f} MB.")
    with folder_beside(into / "wheel") as folder:
        wanted = folder / "wanted.txt"
        files.write(wanted, f"{wheel['requirement']} --hash=sha256:{wheel['sha256']}\n")
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
                (kept / name).parent.mkdir(parents=True, exist_ok=True)
                os.replace(new / name, kept / name)
                missing.remove(name)
    return not missing


def bring(pins: Pins, kept: Path, named: str, fallbacks: Iterable[Source], failed: Path) -> bool:
    """Complete a folder of checked files: from a folder that the builder names, then from others; tell whether it is.

    Where all fail a file says so, and for an hour no build asks the others again.
    """
    lately = failed.exists() and time.time() - failed.stat().st_mtime < AN_HOUR
    sources = [*([from_folder(Path(named).expanduser())] if named else []), *([] if lately else fallbacks)]
    if gather(pins, kept, sources):
        return True
    if not lately:
        files.write(failed, "These sources failed. They are asked again after an hour.\n")
        failed.touch()
    return False
