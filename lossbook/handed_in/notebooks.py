"""What is in notebooks that were handed in: the cells with exercises, and whose they are."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lossbook.exercises import EXERCISES

LARGEST = 50_000_000  # bytes; a notebook beyond is named and left out

# What a browser or a reader makes of the name of a chapter: "mse (1)", "mse-Copy1", "mse_2".
_CHAPTER = re.compile(
    rf"({'|'.join(dict.fromkeys(name.split('.')[0] for name in EXERCISES))})([ _-]*\(?([Cc]opy)?\d*\)?)$"
)
_CHECK = re.compile(r"""^[^#\n]*\bcheck\(\s*["']([\w.]+)["']""", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """The code of a cell that answers an exercise, and where it stood."""

    student: str
    notebook: str
    exercise: str
    source: str


class UnreadableError(Exception):
    """A file that is no notebook; what it says goes after the name of the file."""


def students(paths: Sequence[Path]) -> dict[Path, str]:
    """Return whose notebook each is.

    In nbgrader's folders, ``submitted/<student>/<assignment>/``, that is told by the folder. Elsewhere it is the name of the
    file. A notebook that is called like a chapter (or like others) is told by its folder: the first below the one that
    all have in common, or one further down if that keeps students apart.

    Examples
    --------
    >>> list(students([Path("submitted/ada/week1/mse.ipynb"), Path("inbox/ben.ipynb")]).values())
    ['ada', 'ben']
    >>> list(students([Path("inbox/ada/mse.ipynb"), Path("inbox/ada/mae (1).ipynb"), Path("inbox/ben/mse.ipynb")]).values())
    ['ada', 'ada', 'ben']
    """
    shared = Counter(path.stem for path in paths)
    told = _told_by_folder([path for path in paths if shared[path.stem] > 1 or _CHAPTER.match(path.stem)])
    return {path: _in_nbgrader(path) or told.get(path, path.stem) for path in paths}


def _told_by_folder(paths: Sequence[Path]) -> dict[Path, str]:
    """Return the folder of each that is the student's: of all levels, that on which fewest have one notebook twice."""
    try:
        above = os.path.commonpath([path.parent.absolute() for path in paths])
    except ValueError:  # there are none, or they lie on several drives
        return {path: path.parent.name for path in paths}
    folders = {path: path.parent.absolute().relative_to(above).parts for path in paths}
    names = {path: parts or (path.absolute().parent.name,) for path, parts in folders.items()}

    def on(level: int) -> dict[Path, str]:
        return {path: parts[min(level, len(parts) - 1)] for path, parts in names.items()}

    def twice(level: int) -> int:
        return len(paths) - len({(name, path.stem) for path, name in on(level).items()})

    return on(min(range(max(map(len, names.values()))), key=twice))


def _in_nbgrader(path: Path) -> str:
    parts = path.parts
    return next((parts[-3] for _ in parts[-4:-3] if parts[-4] == "submitted"), "")


def answers(path: Path, student: str) -> list[Answer]:
    """Return the exercises of a notebook, in order; of those that were answered twice, both.

    Raises
    ------
    UnreadableError
        If the file is damaged, too large, or no notebook.
    """
    try:
        if not path.is_file():
            raise UnreadableError("is no file")
        if path.stat().st_size > LARGEST:
            raise UnreadableError(f"is larger than {LARGEST // 10**6} MB")
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError("is damaged: it is no JSON") from error
    try:
        cells = ["".join(cell["source"]) for cell in found["cells"] if cell["cell_type"] == "code"]
    except (KeyError, TypeError) as error:
        raise UnreadableError("is no notebook") from error
    return [
        Answer(student, str(path), exercise, cell) for cell in cells for exercise in dict.fromkeys(_CHECK.findall(cell))
    ]
