"""What became of the answers of a class: a table for a spreadsheet, and a page to read."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lossbook.course.display import escape, table

_HEAD = ("student", "exercise", "kind", "message", "notebook")
_CODE = 2_000  # letters of code that the page shows for a thought
_THOUGHTS = 10  # for an exercise
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
.lb-scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; } caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8886; min-width: 5rem; }
pre { white-space: pre-wrap; border-inline-start: 3px solid #8886; padding-inline-start: .8rem; }
"""


@dataclass(frozen=True)
class Result:
    """One answer of one student: how it was judged, and the code."""

    student: str
    exercise: str
    kind: str
    message: str
    notebook: str
    source: str = ""


def best(results: Sequence[Result]) -> list[Result]:
    """Return one result for each student and exercise: a right one if there is one, or else the last.

    Examples
    --------
    >>> tries = [Result("ada", "mse.mse", kind, "", "") for kind in ("unknown", "right", "recognised")]
    >>> [result.kind for result in best(tries)]
    ['right']
    """
    found: dict[tuple[str, str], Result] = {}
    for result in results:
        known = found.get((result.student, result.exercise))
        if known is None or known.kind != "right":
            found[result.student, result.exercise] = result
    return list(found.values())


def write_csv(results: Sequence[Result], path: Path) -> None:
    """Write a line for each student and exercise."""
    with path.open("w", newline="", encoding="utf-8-sig", errors="backslashreplace") as file:
        writer = csv.writer(file)
        writer.writerow(_HEAD)
        writer.writerows([_no_formula(getattr(result, name)) for name in _HEAD] for result in best(results))


def _no_formula(text: str) -> str:
    """Keep a spreadsheet from computing what begins like a formula."""
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) else text


def write_html(results: Sequence[Result], left_out: Sequence[tuple[str, str]], path: Path) -> None:
    """Write a page: how each exercise and each student stands, the commonest thoughts with code, and what was left out."""
    one = best(results)
    parts = [_exercises(one), *_thoughts(one), _students(one)]
    if left_out:
        parts.append(table("Left out", ("File", "Why"), left_out))
    page = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Exercises of a class</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><main><h1>Exercises of a class</h1>{''.join(parts)}</main></body></html>\n"
    )
    path.write_text(page, encoding="utf-8", errors="backslashreplace")


def _exercises(results: Sequence[Result]) -> str:
    counts = Counter((result.exercise, result.kind) for result in results)
    kinds = ("right", "recognised", "unknown", "stopped", "not yet")
    head = ("Exercise", "Handed in", "Right", "A thought was recognised", "Wrong in another way", "Stopped", "Empty")
    names = dict.fromkeys(result.exercise for result in results)
    rows = [(name, sum(row), *row) for name in names for row in [[counts[name, kind] for kind in kinds]]]
    return table("How each exercise stands", head, rows)


def _thoughts(results: Sequence[Result]) -> list[str]:
    """Return, for each exercise, what was said most often, with the code of one who was told so."""
    parts = []
    for name in dict.fromkeys(result.exercise for result in results):
        wrong = [result for result in results if result.exercise == name and result.kind not in ("right", "not yet")]
        code = {result.message: result.source for result in reversed(wrong)}
        said = Counter(result.message for result in wrong).most_common(_THOUGHTS)
        shown = [f"<p>{times} × {escape(text)}</p><pre>{escape(code[text][:_CODE])}</pre>" for text, times in said]
        parts += [f"<h2>{escape(name)}</h2>", *shown] if shown else []
    return parts


def _students(results: Sequence[Result]) -> str:
    of: dict[str, list[Result]] = {}
    for result in results:
        of.setdefault(result.student, []).append(result)
    rows = [
        (name, f"{sum(each.kind == 'right' for each in theirs)} of {len(theirs)}", _not_right(theirs))
        for name, theirs in sorted(of.items())
    ]
    return "<h2>Each student</h2>" + table("How each student stands", ("Student", "Right", "Not yet right"), rows)


def _not_right(results: Sequence[Result]) -> str:
    return ", ".join(f"{each.exercise} ({each.kind})" for each in results if each.kind != "right")
