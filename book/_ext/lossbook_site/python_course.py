"""The package `lossbook` for the page: one file, named by its content, so that a change of the course renames nothing else.

What runs the cells comes compiled. What chapters teach comes as source, for `help` and `inspect.getsource`: compiled as well it
would be a tenth of a megabyte more for a tenth of a second less.
"""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from . import python_runner, python_trim
from .python_sources import A_MONTH, digest, folder_beside, put


@dataclass(frozen=True)
class Course:
    """An archive, to be unpacked beside other packages."""

    archive: bytes

    @property
    def name(self) -> str:
        return f"_static/lossbook.{digest(self.archive)[:12]}.zip"


def plain(package: Path) -> bytes:
    """Return a package with its data as an archive, always of the same bytes."""
    found = sorted(path for path in package.rglob("*") if path.is_file())
    own = [path for path in found if "__pycache__" not in path.parts and not path.name.startswith(".")]
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, python_trim.COURSE)
        names = {path.relative_to(package.parent).as_posix(): path for path in own}
        drawn = ("explorables", ".js")  # the page has these already (python_pages.py): here they need a name alone
        empty = {name for name, path in names.items() if (path.parent.name, path.suffix) == drawn}
        python_trim.write_archive(
            archive, {name: b"" if name in empty else path.read_bytes() for name, path in names.items()}
        )
        return archive.read_bytes()


def bring(package: Path, python: Path, cache: Path) -> Course:
    """Return the package, compiled by the Python of a folder, if something here can run that; once for each change."""
    archive = plain(package)
    key = digest("\n".join([python_runner.key(), python.name, digest(archive)]).encode())[:16]
    for path in cache.glob(f"{key}.*.zip"):
        if digest(data := path.read_bytes()) == path.name.split(".")[1]:
            os.utime(path)
            return Course(data)
    with folder_beside(cache / key) as work:
        (work / python_trim.COURSE).write_bytes(archive)
        if not python_runner.run("compile_course", python, work):
            return Course(archive)
        data = (work / python_trim.COURSE).read_bytes()
    put(cache / f"{key}.{digest(data)}.zip", data)
    for path in cache.glob("*.zip"):
        with suppress(FileNotFoundError):  # another build clears away as well
            if time.time() - path.stat().st_mtime > A_MONTH:  # nobody used it
                path.unlink()
    return Course(data)
