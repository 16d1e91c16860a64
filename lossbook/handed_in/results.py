"""What became of the answers of a class: a table for a spreadsheet, and a page to read."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lossbook.course.display import escape, table

_HEAD = ("student", "notebook", "exercise", "kind", "message")
_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #ddd; }
caption { text-align: left; font-weight: 600; } pre { white-space: pre-wrap; background: #f4f4f4; padding: .5rem; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616; } pre { background: #262626; } th, td { border-color: #444; } }
"""


@dataclass(frozen=True)
class Result:
    """One answer of one student: how it was judged, and the code."""

    student: str
    notebook: str
    exercise: str
    kind: str
    message: str
    source: str = ""


def best(results: Sequence[Result]) -> list[Result]:
    """Return one result for each student and exercise: a right one if there is one, or else the last."""
    found: dict[tuple[str, str], Result] = {}
    for result in results:
        known = found.get((result.student, result.exercise))
        if known is None or known.kind != "right":
            found[result.student, result.exercise] = result
    return list(found.values())


def _plain(text: str) -> str:
    """Keep a spreadsheet from running what begins like a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def write_csv(results: Sequence[Result], path: Path) -> None:
    """Write a line for each result."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(_HEAD)
        writer.writerows([_plain(str(getattr(result, name))) for name in _HEAD] for result in results)


def write_html(results: Sequence[Result], problems: Sequence[tuple[str, str]], path: Path) -> None:
    """Write a page: who has solved what, the commonest thoughts with code that shows each, and what was left out."""
    one = best(results)
    exercises = list(dict.fromkeys(result.exercise for result in one))
    counts = [
        (
            name,
            len(of),
            sum(result.kind == "right" for result in of),
            ", ".join(r.student for r in of if r.kind != "right"),
        )
        for name in exercises
        for of in [[result for result in one if result.exercise == name]]
    ]
    parts = [table("How each exercise stands", ("Exercise", "Handed in", "Right", "Not yet right"), counts)]
    for name in exercises:
        wrong = [result for result in one if result.exercise == name and result.kind not in ("right", "not yet")]
        thoughts = Counter(result.message for result in wrong).most_common(10)
        if thoughts:
            parts.append(f"<h2>{escape(name)}</h2>")
        for message, times in thoughts:
            code = next(result.source for result in wrong if result.message == message)[:2000]
            parts.append(f"<p><strong>{times} ×</strong> {escape(message)}</p><pre>{escape(code)}</pre>")
    if problems:
        parts.append(table("Left out", ("File", "Why"), list(problems)))
    page = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Exercises of a class</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><h1>Exercises of a class</h1>{''.join(parts)}</body></html>"
    )
    path.write_text(page, encoding="utf-8")
