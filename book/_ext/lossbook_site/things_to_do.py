"""What there is to do in each chapter, counted in what its cells show.

These are exercises (`data-task`), questions (`data-question`) and predictions (`data-prediction`); `progress.js` keeps
which of them the reader has done.
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

from .execution import executed, has_cells

MARKS = {"task": "exercise", "question": "question", "prediction": "prediction"}


def outputs(app: Sphinx, page: str) -> str:
    """Return all HTML that the cells of a chapter show."""
    path = Path(app.srcdir) / f"{page}.md"
    if not has_cells(path):
        return ""
    found = (output.get("data", {}) for cell in executed(app, path).cells for output in cell.get("outputs", ()))
    return "".join(str(data.get("text/html", "")) for data in found)


def things_to_do(html: str) -> list[str]:
    """Return what can be done on a page.

    >>> things_to_do('<p data-task="mse.rmse"><p data-question="mse.1"><p data-task="mse.rmse">')
    ['exercise:mse.rmse', 'question:mse.1']
    """
    return [
        f"{kind}:{name}"
        for mark, kind in MARKS.items()
        for name in dict.fromkeys(re.findall(rf'data-{mark}="([^"]+)"', html))
    ]
