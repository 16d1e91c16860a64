"""For teachers: a page about each chapter, `teach/`, and worksheets on paper with answers, `worksheets/`.

Both are made from the chapters (`lessons.py` reads them), so they say what the chapters say. The entry to them is a page
of the book, `book/teaching.md`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup
from sphinx.application import Sphinx

from . import course, files
from .lessons import MINUTES_BY_HAND, NAME, Lesson, lesson, read_scripts, with_gaps
from .light_pages import policy, small, static
from .paper_numbers import for_paper

ENTRY = "book/teaching"
PAPERS = {"a4": "A4", "letter": "Letter"}
LENGTHS = (45, 90)
LETTERS = "ABCDEF"
HERE = '<div class="lb-lessons"></div>'  # where `teaching.md` wants the list of lessons


class Step(NamedTuple):
    """A part of a lesson: how long it takes, what happens, and where that is in the chapter."""

    minutes: int
    name: str
    words: str
    anchor: str = ""


def plan(minutes: int, about: Lesson) -> list[Step]:
    """Return the steps of a lesson of 45 or 90 minutes."""
    picture = next(iter(about.pictures.values()), "")
    by_hand = about.script.by_hand if about.script else MINUTES_BY_HAND[0]
    votes = "Collect some numbers." if about.script and not about.script.choices else "Count hands for each answer."
    steps = [
        Step(
            5,
            "Vote",
            f"Show “{picture}” on the projector, still closed, and read its question out. {votes}",
        ),
        Step(
            10,
            "Play",
            f"Open “{picture}”. The class says what to try; nobody explains yet. The answers are below.",
        ),
        Step(
            by_hand,
            "By hand",
            "The worked example on the worksheet. Pairs, then the answers aloud.",
        ),
        Step(
            10 + MINUTES_BY_HAND[0] - by_hand,  # a long example takes its time from the code
            "Code",
            "Run the code in the page, change a number first and say what will come out.",
            about.code,
        ),
        Step(5, "Take it up", "What the class may think, and the demonstration against it."),
        Step(5, "Poll", "Two of the questions, by hands. The others are homework.", "check-yourself"),
    ]
    if minutes == 45:
        return steps
    exercises = Step(
        25,
        "Exercises",
        "In pairs, in the page; those who finish try a twin. Everybody saves a progress file.",
        "exercises",
    )
    return [
        *steps[:4],
        exercises,
        Step(10, "Look together", "Drop the progress files on the class report. Take up the commonest thought."),
        *steps[4:5],
        Step(10, "Formula", "Read it aloud, symbol by symbol, and put the numbers of the example in.", about.formula),
        steps[5],
    ]


def add_to(app: Sphinx, page: str, context: dict[str, Any]) -> None:
    """Put the list of lessons into the entry page."""
    if page == ENTRY:
        chapters = [each for each in course.pages(app.env) if each.number]
        context["body"] = context["body"].replace(HERE, files.render("lessons.html", chapters=chapters, papers=PAPERS))


def write(app: Sphinx) -> None:
    """Write the pages and the worksheets of all chapters, and remove those of chapters that are gone."""
    out, pages = Path(app.outdir), [page for page in course.pages(app.env) if page.number]
    scripts = read_scripts(Path(app.srcdir) / NAME, [page.name for page in pages])
    shared = {
        "title": str(app.config.html_title),
        "style": Markup(small(static(("tokens.css", "class_pages.css", "teaching.css")))),
        "policy": Markup(
            policy("", default_src="'none'", img_src="'self' data:", form_action="'none'", script_src="'none'")
        ),
        "letters": LETTERS,
        "papers": PAPERS,
        "for_paper": for_paper,
        "entry": f"{ENTRY}.html" if ENTRY in app.env.found_docs else f"{app.config.root_doc}.html",
    }
    written = set()
    for place, page in enumerate(pages):
        found = lesson(page, out / f"{page.docname}.html", scripts.get(page.name))
        sheets = {
            out / "worksheets" / paper / f"{page.name}.html": files.render(
                "worksheet.html",
                paper=name,
                size=paper,
                lesson=found,
                examples=[with_gaps(each) for each in found.by_hand],
                **shared,
            )
            for paper, name in PAPERS.items()
        }
        about = files.render(
            "lesson.html", lesson=found, plans={minutes: plan(minutes, found) for minutes in LENGTHS},
            before=pages[place - 1] if place else None, after=pages[place + 1] if place + 1 < len(pages) else None, **shared,
        )  # fmt: skip
        for path, text in {out / "teach" / f"{page.name}.html": about, **sheets}.items():
            files.write(path, text)
            written.add(path)
    for folder in ("teach", *(f"worksheets/{paper}" for paper in PAPERS)):
        for path in (out / folder).glob("*.html"):
            if path not in written:
                path.unlink()
