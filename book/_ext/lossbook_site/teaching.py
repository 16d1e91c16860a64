"""For a lesson: a page about each chapter for the teacher, and a worksheet on paper with its answers.

Both are made from the chapters as they were written, so they say what the chapters say.
"""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from sphinx.application import Sphinx

from . import course, files
from .course import Page
from .embeds import asset
from .light_pages import policy, small

PAPERS = ("a4", "letter")
LETTERS = "ABCDEF"
BY_HAND = re.compile(r'checkByHand\("[\w.]+", (\{.*\})\);')
BLANK = "lb-blank"


@dataclass
class Lesson:
    """What a chapter has for a lesson; everything but the names is HTML."""

    page: Page
    goals: list[str] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)  # titles of explorables, by name
    claims: list[Markup] = field(default_factory=list)
    tries: list[tuple[Markup, Markup]] = field(default_factory=list)
    by_hand: list[tuple[Markup, Markup]] = field(default_factory=list)  # blank, filled in
    numbers: list[tuple[Markup, str]] = field(default_factory=list)  # a call to work out on paper, its value
    twins: list[str] = field(default_factory=list)
    questions: list[tuple[str, list[tuple[str, str, bool]]]] = field(default_factory=list)
    board: list[Markup] = field(default_factory=list)


def inner(part: Tag, *without: str) -> Markup:
    """Return what is in a part of a page, without its title and without links to headings."""
    part = copy.copy(part)
    for other in part.select(", ".join((".admonition-title", ".headerlink", "script", *without))):
        other.decompose()
    for link in part.select("a[href]"):
        link.unwrap()
    return Markup(part.decode_contents())


def blank(table: Tag) -> Tag:
    """Return a table whose cells with results are empty, to be filled in by hand.

    >>> rows = BeautifulSoup("<table><tr><td>2</td><td>error: 20</td><td>400</td></tr></table>", "html.parser")
    >>> str(blank(rows.table))
    '<table><tr><td>2</td><td>error: 20</td><td class="lb-blank"></td></tr></table>'
    """
    table = copy.copy(table)
    for row in table.select("tr"):
        cells = row.find_all("td")
        for cell in cells[min(2, len(cells) - 1) :]:
            cell.clear()
            cell["class"] = BLANK
    return table


def lesson(page: Page, path: Path) -> Lesson:
    """Read what a chapter has for a lesson from its page."""
    article = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select_one("article")
    assert article is not None, path
    found = Lesson(page, [goal.get_text(" ", strip=True) for goal in article.select(".lb-goals > li")])
    for picture in article.select("[data-explorable][data-name]"):
        found.pictures[str(picture["data-name"])] = picture.select_one(".lb-title").text
    found.claims = [inner(part) for part in article.select(".admonition-often-said-not-quite-true")]
    answers = article.select(".admonition-answers-to-try-it")
    for part, answer in zip(article.select(".admonition-try-it"), answers, strict=False):
        found.tries.append((inner(part), inner(answer, "summary")))
    for part in article.select(".admonition-worked-by-hand"):
        for table in part.select("table"):
            found.by_hand.append((Markup(blank(table)), Markup(table)))
    for task in article.select("[data-task]"):
        form, answer = task.select_one("form.lb-answer code"), BY_HAND.search(task.decode())
        if form and answer:
            found.numbers.append((Markup(form), f"{json.loads(answer[1])['right'][0]:.6g}"))
        if twin := re.search(r"A twin to try alone\.\s*(.+)", task.get_text(" ", strip=True)):
            found.twins.append(twin[1])
    for question in article.select("section#check-yourself [data-question]"):
        options = [
            (
                option.summary.get_text(" ", strip=True)[1:].strip(),
                option.div.get_text(" ", strip=True),
                "lb-right" in option["class"],
            )
            for option in question.select(".lb-option")
        ]
        found.questions.append((question.p.get_text(" ", strip=True).split(". ", 1)[-1], options))
    drawn = article.select(".cell_output svg[role=img]")
    found.board = [Markup(svg) for svg in drawn if not svg.find_parent(attrs={"data-explorable": True})][:3]
    return found


def plan(minutes: int, page: Page, twins: bool) -> list[tuple[int, str]]:
    """Return the steps of a lesson of 45 or 90 minutes, each with its minutes.

    >>> for minutes in (45, 90):
    ...     assert sum(step for step, _ in plan(minutes, Page("book/mse", "MSE", "", "", 18, 2, "?"), True)) == minutes
    """
    steps = [
        (5, f"Ask “{page.question}” and let everybody vote before anything is shown."),
        (10, "Play with the picture on the projector. The class says where to drag; nobody explains yet."),
        (10, "Work the example by hand, on the worksheet: compare, score, combine."),
        (10, "Read the code and run it in the page. Change one number first."),
        (5, "Take up what is often said and not quite true; show the demonstration against it."),
        (5, "Poll with the questions, and name what to remember."),
    ]
    if minutes == 90:
        steps[4:4] = [(25, "Exercises in pairs, in the page. Collect the progress files.")]
        steps += [
            (10, "Look at the report of the class together: which thought was the commonest?"),
            (
                10,
                "A twin of an exercise, alone, or the formula read aloud."
                if twins
                else "The formula, read aloud and evaluated.",
            ),
        ]
    return steps


def write(app: Sphinx) -> None:
    """Write the teacher's pages and the worksheets, with their answers, for both sizes of paper."""
    out, style = Path(app.outdir), Markup(small(asset(("tokens.css", "class_pages.css", "teaching.css"))))
    rules = Markup(policy("", default_src="'none'", img_src="'self' data:", form_action="'none'", script_src="'none'"))
    lessons = [lesson(page, out / f"{page.docname}.html") for page in course.pages(app.env) if page.number]
    for place, each in enumerate(lessons):
        near = {
            "before": lessons[place - 1].page if place else None,
            "after": lessons[place + 1].page if each is not lessons[-1] else None,
        }
        shared = {
            "lesson": each,
            "title": str(app.config.html_title),
            "style": style,
            "policy": rules,
            "letters": LETTERS,
        }
        plans = {minutes: plan(minutes, each.page, bool(each.twins)) for minutes in (45, 90)}
        files.write(
            out / "teach" / f"{each.page.name}.html", files.render("lesson.html", plans=plans, **near, **shared)
        )
        for paper in PAPERS:
            page = files.render("worksheet.html", paper=paper, **shared)
            files.write(out / "worksheets" / paper / f"{each.page.name}.html", page)
