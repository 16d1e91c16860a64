"""What a cell shows: HTML for the page and the notebook, plain text for everything else."""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

__all__ = ["Display", "details", "escape", "minus", "printable", "read_asset", "table"]


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
        return printable(self.text)


# What a console without them shows instead; letters with signs above or below lose the signs.
_PLAIN = {
    "−": "-", "–": "-", "—": "-", "…": "...", "✓": "yes", "✗": "no", "“": '"', "”": '"', "‘": "'", "’": "'", "×": "x", "·": "*",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "about ", "→": "->", "±": "+/-", "∞": "inf", "√": "root ", "Σ": "sum", "½": "1/2", "°": " degrees",
}  # fmt: skip


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """Replace what an encoding lacks: a handler of errors for ``str.encode``."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    plain = "".join(_PLAIN.get(sign) or unicodedata.normalize("NFKD", sign) for sign in lacking)
    return plain.encode("ascii", "ignore").decode("ascii"), error.end


codecs.register_error("lossbook.plainer", _plainer)


def printable(text: str) -> str:
    """Return a text that can be printed where the output goes: not every console, and no pipe on Windows, has a "−".

    Notebooks and pages do not pass here, and keep every sign.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "lossbook.plainer").decode(encoding)


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
