"""Two pages for a class, each one file that needs no other: a reader's own progress, and what a class misunderstood.

Both learn what there is to do from the pages of the chapters, as they were written, and what a prediction asks from
`book/teaching.toml`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from sphinx.application import Sphinx

from . import course, files
from .first_scripts import inline
from .lessons import NAME, Script, read_scripts
from .light_pages import FIRST, policy, small, static

STYLES = ("tokens.css", "class_pages.css")
PAGES = {
    "my_progress.html": ("kept.js", "tries.js", "forget.js", "progress_file.js", "class_page.js", "my_progress.js"),
    "class_report.html": (
        *("tries.js", "progress_file.js", "class_page.js"),
        *("class_files.js", "class_counts.js", "class_table.js", "class_report.js"),
    ),
}
NUMBERED = re.compile(r"\d+\. ")


def exercises(soup: Tag) -> list[dict[str, str]]:
    """Return the exercises of a page, each with its number and title as they stand above its cell.

    >>> cell = '<p><strong>2. Back to the unit.</strong> Return it.</p><div data-task="mse.rmse"></div>'
    >>> exercises(BeautifulSoup(cell, "html.parser"))
    [{'name': 'mse.rmse', 'title': '2. Back to the unit'}]
    """
    tasks = {
        str(task["data-task"]): task.find_previous("strong", string=NUMBERED) for task in soup.select("[data-task]")
    }
    return [{"name": name, "title": title.text.rstrip(".") if title else name} for name, title in tasks.items()]


def questions(soup: Tag) -> list[dict[str, Any]]:
    """Return the questions of a page with where they stand and their options, without the numbers and letters before them."""
    return [
        {
            "id": question["data-question"],
            "section": question.find_parent("section", id=True)["id"],
            "stem": NUMBERED.sub("", question.p.text, count=1),
            "options": [
                {"text": option.summary.text[2:], "right": "lb-right" in option["class"]}
                for option in question.select(".lb-option")
            ],
        }
        for question in soup.select("[data-question]")
    ]


def predictions(soup: Tag, script: Script | None) -> list[dict[str, Any]]:
    """Return the predictions of a page. What the first one asks is the vote of the chapter's lesson."""
    vote: dict[str, Any] = {}
    if script:
        vote = {"question": script.vote, "choices": script.choices, "right": script.right, "answer": script.answer}
    return [
        {"name": place["data-prediction"], "title": place.select_one(".lb-title").text, **({} if later else vote)}
        for later, place in enumerate(soup.select("[data-prediction]"))
    ]


def to_do(page: Path, name: str, title: str, script: Script | None) -> dict[str, Any]:
    """Return what there is to do in a chapter: exercises, questions and predictions."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    return {
        "page": name,
        "title": title,
        "exercises": exercises(soup),
        "questions": questions(soup),
        "predictions": predictions(soup, script),
    }


def whole_course(app: Sphinx) -> list[dict[str, Any]]:
    """Return what there is to do in all chapters. A question that a later chapter asks again belongs to the first."""
    pages = [page for page in course.pages(app.env) if page.number]
    scripts = read_scripts(Path(app.srcdir) / NAME, [page.name for page in pages])
    chapters = [
        to_do(Path(app.outdir) / f"{page.docname}.html", f"{page.docname}.html", page.title, scripts.get(page.name))
        for page in pages
    ]
    asked: set[str] = set()
    for chapter in chapters:
        chapter["questions"] = [question for question in chapter["questions"] if question["id"] not in asked]
        asked |= {question["id"] for question in chapter["questions"]}
    return chapters


def write(app: Sphinx) -> None:
    data = json.dumps(whole_course(app), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    storage, first = inline("storage.js"), f"<script>{FIRST}</script>"
    for name, scripts in PAGES.items():
        script = f'<script>"use strict";\nconst COURSE = {data};\n{static(scripts)}</script>'
        # Nothing may be asked for, so nothing can leave the page.
        rules = policy(storage + first + script, default_src="'none'", form_action="'none'")
        page = files.render(
            name, title=str(app.config.html_title), policy=Markup(rules), style=Markup(small(static(STYLES))),
            storage=Markup(storage), first=Markup(first), script=Markup(script),
        )  # fmt: skip
        files.write(Path(app.outdir) / name, page)
