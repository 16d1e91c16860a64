"""What a cell shows: HTML for the page and the notebook, plain text for everything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

__all__ = ["Display", "details", "escape", "minus", "read_asset", "table"]


def read_asset(folder: str, name: str) -> str:
    """Return the text of a file that is installed with the package."""
    return files(folder).joinpath(name).read_text(encoding="utf-8")


# Colours are chosen to be readable on white and on near-black, so no rule asks which theme is on.
STYLE = f"<style>{read_asset('lossbook.course', 'style.css')}</style>"


class Display:
    """Something a notebook cell can show.

    Parameters
    ----------
    html : str
        What a browser shows.
    text : str
        The same in plain text, for terminals and for tools that compare outputs.
    """

    def __init__(self, html: str, text: str) -> None:
        self.html = html
        self.text = text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.text, "text/html": f'{STYLE}<div class="lossbook">{self.html}</div>'}

    def __repr__(self) -> str:
        return self.text


def minus(text: str) -> str:
    """Return numbers as the text of the course writes them, with a true minus sign.

    >>> minus("one-sided: -3 and -0.5")
    'one-sided: −3 and −0.5'
    """
    return re.sub(r"(?<![\w)])-(?=[\d.])", "−", text)


def details(summary: str, body: str, *, classes: str = "") -> str:
    """Return a folded block: readers open it by mouse or keyboard, and no script is needed."""
    attribute = f' class="{classes}"' if classes else ""
    return f"<details{attribute}><summary>{summary}</summary><div>{body}</div></details>"


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return an HTML table whose first column names the rows."""
    header = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(str(row[0]))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<section class="lb-scroll" tabindex="0" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{header}</tr></thead><tbody>{body}</tbody></table></section>"
    )
