"""What is in a notebook that was handed in: the cells with exercises, and whose it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CHECK = re.compile(r"""^[^#\n]*\bcheck\(\s*["']([\w.]+)["']""", re.MULTILINE)
LARGEST = 50_000_000
"""Bytes; a notebook beyond is named and left out."""


@dataclass(frozen=True)
class Answer:
    """The code that answers one exercise, and where it stood."""

    student: str
    notebook: str
    exercise: str
    source: str


class Unreadable(Exception):
    """A file that is no notebook, with the reason."""


def student_of(path: Path) -> str:
    """Return whose notebook it is: by nbgrader's folders ``submitted/<student>/<assignment>/``, or by its own name.

    Examples
    --------
    >>> student_of(Path("submitted/ada/week1/mse.ipynb")), student_of(Path("inbox/ada_mse.ipynb"))
    ('ada', 'ada_mse')
    """
    folders = path.parts[:-1]
    if "submitted" in folders:
        place = len(folders) - 1 - folders[::-1].index("submitted")
        if len(folders) > place + 2:
            return folders[place + 1]
    return path.stem


def answers(path: Path) -> Iterator[Answer]:
    """Return the exercises of a notebook, in order; of those answered twice, both.

    Raises
    ------
    Unreadable
        If the file is damaged, too large, or no notebook.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"is larger than {LARGEST / 1e6:.0f} MB")
        found = json.loads(path.read_text(encoding="utf-8"))
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in found["cells"]]
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("is damaged: it is no JSON") from error
    except (KeyError, TypeError) as error:
        raise Unreadable("is no notebook") from error
    for kind, source in cells:
        for exercise in _CHECK.findall(source) if kind == "code" else ():
            yield Answer(student_of(path), str(path), exercise, source)
