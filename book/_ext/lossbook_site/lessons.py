"""What a chapter has for a lesson, read from its page as it was written.

`book/teaching.toml` adds what a chapter does not say: the vote before its picture opens, and a demonstration against one of
its own misconceptions. Everything else is found by the classes and attributes that the page has anyway. Only the numbers
of the exercises are others than on the page (`paper_numbers.py`).
"""

from __future__ import annotations

import copy
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from sphinx.errors import ExtensionError

from lossbook.exercises import EXERCISES

from .course import Page
from .paper_numbers import for_paper, given, prints_for_paper, said, slips

NAME = "book/teaching.toml"
GAP = "________"
MINUTES_BY_HAND = range(10, 16)  # more would leave no time for the code
RESULT = re.compile(r"\d\.\d|\d %")  # whole numbers are mostly counts
PRAISE = re.compile(r"^[✓✗]?\s*(Yes|Not this one)\.\s*")


class Claim(NamedTuple):
    """What a class may think, and what the chapter says to it."""

    said: str
    answer: Markup


class Option(NamedTuple):
    """An answer to a question, and what the course says to whoever takes it."""

    text: str
    feedback: str
    right: bool


class Number(NamedTuple):
    """An exercise that can be worked out on paper."""

    title: str
    task: str
    hint: str
    given: list[tuple[str, str]]
    value: str
    slips: list[tuple[str, str]]
    as_on_page: bool  # the page's own box asks for the same


class Twin(NamedTuple):
    """An exercise like one of the chapter's, for those who finish early."""

    task: str
    answer: str
    on_paper: bool  # it asks for no code


@dataclass(frozen=True, kw_only=True)
class Vote:
    """A question to a whole class, and its answer."""

    vote: str
    choices: list[str] = field(default_factory=list)
    right: int | None = None
    answer: str = ""

    def outcome(self) -> str:
        return self.answer if self.right is None else self.choices[self.right]


@dataclass(frozen=True, kw_only=True)
class Script(Vote):
    """What `teaching.toml` says of a chapter."""

    against: str
    do: str
    state: str
    says: str
    paper: str = ""  # what the picture shows and a sheet of paper has to say
    still: bool = False  # whether the sheet needs the picture itself
    on_paper: Vote | None = None  # another vote for the sheet
    needs: str = ""  # formulas that the example by hand needs
    legend: str = ""  # the symbols of the formula
    by_hand: int = MINUTES_BY_HAND[0]


@dataclass
class Lesson:
    """What a chapter has for a lesson. Markup is HTML, everything else is text."""

    page: Page
    script: Script | None
    goals: list[Markup]
    pictures: dict[str, str]  # titles of explorables, by name
    claims: list[Claim]
    traps: list[Markup]
    tries: list[tuple[Markup, Markup]]
    by_hand: list[Markup]
    numbers: list[Number]
    twins: list[Twin]
    questions: list[tuple[str, list[Option]]]
    board: list[tuple[Markup, str]]  # drawings with what they show
    formulas: list[Markup]
    formula: str  # anchors of sections
    code: str
    still: Markup  # the picture, not to be moved
    shown: Claim | None = None  # the claim that the demonstration is against

    @property
    def paper_vote(self) -> Vote | None:
        """The vote for a worksheet, if there is one: some pictures begin with what the sheet asks for."""
        if self.script is None or self.script.on_paper:
            return self.script and self.script.on_paper
        results = BeautifulSoup("".join(self.by_hand), "html.parser").select(".pasted-text")
        return None if any("." in each.text and each.text in self.script.vote for each in results) else self.script


def read_scripts(path: Path, chapters: list[str]) -> dict[str, Script]:
    """Read `teaching.toml`.

    A chapter that does not exist, or a key that nobody reads, fails the build.
    """
    found = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if strange := sorted(found.keys() - set(chapters)):
        raise ExtensionError(
            f"{NAME} speaks of {strange[0]!r}, which is no chapter. Chapters are {', '.join(chapters)}."
        )
    try:
        scripts = {name: Script(**{**entry, "on_paper": vote_of(entry)}) for name, entry in found.items()}
    except TypeError as error:
        raise ExtensionError(
            f"{NAME}: an entry has keys too many or too few ({error}). Its first lines list them."
        ) from error
    for name, script in scripts.items():
        if script.by_hand not in MINUTES_BY_HAND:
            raise ExtensionError(
                f"{NAME}: {name!r} plans {script.by_hand} minutes for the example by hand. "
                f"{MINUTES_BY_HAND[0]} to {MINUTES_BY_HAND[-1]} fit a lesson."
            )
    return scripts


def vote_of(entry: dict[str, Any]) -> Vote | None:
    return Vote(**entry["on_paper"]) if "on_paper" in entry else None


def inner(part: Tag, *without: str) -> Markup:
    """Return what is in a part of a page, without its title, ids and links: it stands elsewhere now.

    >>> html = '<div><p class="admonition-title">T</p><p id="a">See <a href="#b">this</a>.</p></div>'
    >>> str(inner(BeautifulSoup(html, "html.parser").div))
    '<p>See this.</p>'
    """
    part = copy.copy(part)
    for other in part.select(", ".join((".admonition-title", ".headerlink", "script", *without))):
        other.decompose()
    for link in part.select("a"):
        link.unwrap()
    for other in part.select("[id], [tabindex], [title]"):
        for name in ("id", "tabindex", "title"):
            other.attrs.pop(name, None)
    return Markup(part.decode_contents().strip())


def with_gaps(html: Markup) -> Markup:
    """Return an example with a gap for each computed number: what the course computes, a class can compute.

    >>> html = '<td><p><span class="pasted-text">400</span></p></td><td>1 − 0.9 = <span class="pasted-text">0.1</span></td>'
    >>> str(with_gaps(Markup(html)))
    '<td class="lb-gap"></td><td>1 − 0.9 = ________</td>'
    """
    soup = BeautifulSoup(str(html), "html.parser")
    for result in soup.select(".pasted-text"):
        cell = result.find_parent("td")
        if cell and cell.get_text(strip=True) == result.get_text(strip=True):
            cell.clear()
            cell["class"] = "lb-gap"
        else:
            result.replace_with(GAP)
    return Markup(soup)


def text_of(part: Tag | None) -> str:
    r"""Return the words of a part in one line; names from code stand in quotation marks.

    >>> text_of(BeautifulSoup("<p>The <code>dial</code>, or\n<b>0</b> .</p>", "html.parser").p)
    'The “dial”, or 0.'
    """
    if part is None:
        return ""
    part = copy.copy(part)
    for code in part.select("code"):
        code.replace_with(f"“{code.text}”" if code.text.isidentifier() else code.text)
    return re.sub(r" (?=[.,:;)”’])|(?<=[(“]) ", "", re.sub(r"\s+", " ", part.get_text(" "))).strip()


def number(task: Tag, worked: str) -> Number | None:
    """Return an exercise as a task for paper, or None if it has no number to work out.

    What is worked out above it on the sheet is not asked for again.
    """
    form, cell = task.select_one("form.lb-answer"), task.find_parent(class_="cell")
    if not (form and form.code and cell):
        return None
    call, right, wrong = prints_for_paper(EXERCISES[str(form["data-exercise"])], worked)
    values, asked = given(call, cell.pre.text), cell.find_previous_sibling("p")
    if values is None or asked is None or asked.strong is None:
        return None
    title = text_of(asked.strong)
    return Number(
        re.sub(r"^\d+\.\s*", "", title), for_paper(text_of(asked).removeprefix(title).strip()),
        for_paper(text_of(task.select_one(".lb-hint > div"))), values, said(right), slips(wrong),
        call == form.code.text,
    )  # fmt: skip


def twin(task: Tag, asked_above: Number | None) -> Twin | None:
    asked = task.select_one(".lb-solution p:has(> strong)")
    if asked is None:
        return None
    answer = asked.find_next_sibling("details")
    words = text_of(answer.find("p")) if answer else ""
    code = answer is None or answer.select_one("pre") is not None
    # What is changed must stand on the sheet, too, and with the numbers that the answer speaks of.
    fits = asked_above is not None and (asked_above.as_on_page or not RESULT.search(words))
    return Twin(text_of(asked).removeprefix("A twin to try alone.").strip(), words, fits and not code)


def claims(article: Tag) -> list[Claim]:
    """Return what is often said and not quite true, each with the answer to it."""
    found: list[Claim] = []
    for paragraph in article.select(".admonition-often-said-not-quite-true > p:not(.admonition-title)"):
        quote = paragraph.find("em")
        if quote is not None and text_of(paragraph).startswith(text_of(quote)):
            answer = copy.copy(paragraph)
            answer.find("em").decompose()
            found.append(Claim(text_of(quote).strip("“”"), inner(answer)))
        elif found:
            found[-1] = found[-1]._replace(answer=Markup(f"{found[-1].answer} {inner(paragraph)}"))
    return found


def example(part: Tag) -> Markup:
    """Return an example that is worked by hand, after the paragraph that says what it is about."""
    before, first = part.find_previous_sibling(), part.find("p", class_="admonition-title").find_next_sibling()
    own = before is not None and before.name == "p" and (first.name != "p" or not before.select(".pasted-text"))
    return Markup(f"<p>{inner(before)}</p>{inner(part)}") if own else inner(part)


def trap(part: Tag) -> Markup:
    """Return a bug trap, with the code below it and what that prints if the trap ends in a colon."""
    below = part.find_next_sibling()
    code = below.select("pre") if below is not None and text_of(part).endswith(":") else []
    return inner(part) + Markup("").join(Markup("<pre>{}</pre>").format(each.text.strip()) for each in code)


def questions(article: Tag) -> list[tuple[str, list[Option]]]:
    found = []
    for question in article.select("section#check-yourself [data-question]"):
        options = [
            Option(
                text_of(option.summary)[1:].strip(), PRAISE.sub("", text_of(option.div)), "lb-right" in option["class"]
            )
            for option in question.select(".lb-option")
        ]
        found.append((re.sub(r"^\d+\.\s*", "", text_of(question.p)), options))
    return found


def board(article: Tag) -> list[tuple[Markup, str]]:
    """Return drawings to copy to a board: the figures of a chapter, else the still pictures of its explorables."""
    drawn = article.select(".cell_output svg[role=img]")
    figures = [svg for svg in drawn if not svg.find_parent(attrs={"data-explorable": True})]
    return [(Markup(svg), str(svg.get("aria-label", ""))) for svg in (figures or drawn)[:4]]


def still(article: Tag) -> Markup:
    """Return the still picture of the chapter's first explorable."""
    drawn = article.select_one(".cell_output [data-explorable] svg[role=img]")
    return Markup(drawn or "")


def lesson(page: Page, path: Path, script: Script | None) -> Lesson:
    """Read what a chapter has for a lesson from its page."""
    article = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select_one("article")
    assert article is not None, path
    tasks = article.select("[data-task]")
    anchors = [str(section["id"]) for section in article.select("section[id]")]
    pictures = article.select("[data-explorable][data-name]")
    by_hand = [example(part) for part in article.select(".admonition-worked-by-hand")]
    worked = " ".join(BeautifulSoup(part, "html.parser").get_text(" ") for part in by_hand)
    numbers = [number(task, worked) for task in tasks]
    tries = zip(article.select(".admonition-try-it"), article.select(".admonition-answers-to-try-it"), strict=True)
    found = Lesson(
        page,
        script,
        goals=[inner(goal) for goal in article.select(".lb-goals > li")],
        pictures={str(picture["data-name"]): text_of(picture.select_one(".lb-title")) for picture in pictures},
        claims=claims(article),
        traps=[trap(part) for part in article.select(".admonition-bug-trap")],
        tries=[(inner(task), inner(answer, "summary")) for task, answer in tries],
        by_hand=by_hand,
        numbers=[each for each in numbers if each],
        twins=[each for task, asked in zip(tasks, numbers, strict=True) if (each := twin(task, asked))],
        questions=questions(article),
        board=board(article),
        still=still(article),
        formulas=[Markup(math) for math in article.select("section[id^=now-the-formula] math[display=block]")],
        formula=next((anchor for anchor in anchors if anchor.startswith("now-the-formula")), ""),
        code=next((anchor for anchor in anchors if anchor.startswith("the-same-in-code")), ""),
    )
    if script:
        found.shown = shown(found, script)
    return found


def shown(found: Lesson, script: Script) -> Claim:
    """Return the claim of the chapter that its demonstration is against; a trap is one, too."""
    traps = [Claim(text_of(BeautifulSoup(trap, "html.parser")), trap) for trap in found.traps]
    for claim in [*found.claims, *traps]:
        if claim.said.startswith(script.against):
            return claim if claim in found.claims else Claim("", claim.answer)
    raise ExtensionError(f"{NAME}: no misconception of {found.page.name!r} begins with {script.against!r}.")
