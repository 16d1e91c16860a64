"""Two pages for a class, each one file that needs no other: a reader's own progress, and what a class misunderstood.

Both know what there is to do from the pages of the chapters, as they were written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from markupsafe import Markup
from sphinx.application import Sphinx

from . import course, files
from .embeds import asset
from .light_pages import policy, small

STYLES = ("tokens.css", "class_pages.css")
PAGES = {
    "my_progress.html": ("address.js", "kept.js", "progress_file.js", "my_progress.js"),
    "class_report.html": ("progress_file.js", "class_report.js"),
}


def to_do(page: Path, title: str) -> dict[str, Any]:
    """Return the exercises and the questions of a chapter, with the words of the questions."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    questions = {}
    for question in soup.select("[data-question]"):
        options = [
            {"text": option.summary.get_text(" ", strip=True), "right": "lb-right" in option["class"]}
            for option in question.select(".lb-option")
        ]
        stem = question.p.get_text(" ", strip=True)
        questions[question["data-question"]] = {"stem": stem.split(". ", 1)[-1], "options": options}
    tasks = list(dict.fromkeys(task["data-task"] for task in soup.select("[data-task]")))
    return {"chapter": page.stem, "title": title, "exercises": tasks, "questions": questions}


def write(app: Sphinx) -> None:
    out = Path(app.outdir)
    pages = [page for page in course.pages(app.env) if page.number]
    chapters = [to_do(out / f"{page.docname}.html", page.title) for page in pages]
    asked: set[str] = set()
    for chapter in chapters:  # a question that a later chapter asks again belongs to the first
        chapter["questions"] = {name: each for name, each in chapter["questions"].items() if name not in asked}
        asked |= chapter["questions"].keys()
    data = json.dumps(chapters, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    for name, scripts in PAGES.items():
        script = f'"use strict";\nconst COURSE = {data};\n{asset(scripts)}'
        rules = policy(f"<script>{script}</script>", default_src="'none'", form_action="'none'")
        page = files.render(
            name, title=str(app.config.html_title), policy=Markup(rules), style=Markup(small(asset(STYLES))),
            script=Markup(f"<script>{script}</script>"),
        )  # fmt: skip
        files.write(out / name, page)
