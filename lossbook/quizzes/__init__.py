"""Questions with an answer to every option. A file per chapter; no kernel and no script needed."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lossbook.course.display import Display, details, escape

__all__ = ["Option", "Question", "load", "quiz", "recall"]


@dataclass(frozen=True)
class Option:
    """One answer to choose, whether it is right, and what a reader who chose it should hear."""

    text: str
    feedback: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question with its options, of which exactly one is right."""

    id: str
    stem: str
    options: tuple[Option, ...]
    later: bool = False  # kept for the opening of later chapters, which recall it

    def __post_init__(self) -> None:
        if sum(option.right for option in self.options) != 1 or not 3 <= len(self.options) <= 6:
            raise ValueError(f"{self.id} needs three to six options, exactly one of them right.")
        if not all(option.feedback.strip() for option in self.options):
            raise ValueError(f"{self.id}: every option needs feedback, right ones included.")


def load(chapter: str) -> tuple[Question, ...]:
    """Return the questions of a chapter.

    Raises
    ------
    ValueError
        If there is no such chapter, or if a question is incomplete.
    """
    if not isinstance(chapter, str) or chapter not in chapters():
        raise ValueError(f"There is no quiz {chapter!r}. There are: {', '.join(chapters())}.")
    return _read(chapter)


@cache
def _read(chapter: str) -> tuple[Question, ...]:
    source = files(__name__).joinpath(f"{chapter}.toml")
    questions = tomllib.loads(source.read_text(encoding="utf-8"))["question"]
    return tuple(
        Question(
            item["id"], item["stem"], tuple(Option(**option) for option in item["option"]), item.get("later", False)
        )
        for item in questions
    )


def chapters() -> list[str]:
    """Return the names of all chapters that have a quiz."""
    return sorted(
        entry.name.removesuffix(".toml") for entry in files(__name__).iterdir() if entry.name.endswith(".toml")
    )


def quiz(chapter: str) -> Display:
    """Show the questions of a chapter.

    Examples
    --------
    >>> print(quiz("mse").text.splitlines()[0])
    1. One miss is 2 degrees, another is 10. How many times larger is the squared error?
    """
    return _display([question for question in load(chapter) if not question.later])


def recall(*ids: str) -> Display:
    """Show questions of earlier chapters again, by their ids: remembering is what makes them stick.

    Raises
    ------
    ValueError
        If there is no question with such an id, or none is named.
    """
    if not ids:
        raise ValueError('There is nothing to recall. Name a question, such as "Q02-1", or several.')
    known = {question.id: question for chapter in chapters() for question in load(chapter)}
    missing = [name for name in ids if not isinstance(name, str) or name not in known]
    if missing:
        raise ValueError(
            f"There is no question {', '.join(map(repr, missing))}. An id has the number of its chapter, as 'Q02-1' has."
        )
    shown = _display([known[name] for name in ids])
    return Display("<p>From earlier chapters. Skip what you have not read.</p>" + shown.html, shown.text)


def _display(questions: Sequence[Question]) -> Display:
    html, text = [], []
    for number, question in enumerate(questions, start=1):
        options = "".join(_option(letter, option) for letter, option in zip("ABCDEF", question.options, strict=False))
        html.append(
            f'<div class="lb-question" role="group" aria-label="Question {number}" data-question="{escape(question.id)}">'
            f"<p>{number}. {escape(question.stem)}</p>{options}</div>"
        )
        lines = [f"   {letter}) {option.text}" for letter, option in zip("ABCDEF", question.options, strict=False)]
        text.append("\n".join([f"{number}. {question.stem}", *lines]))
    return Display("".join(html), "\n".join(text))


def _option(letter: str, option: Option) -> str:
    opening, kind = ("✓ Yes.", "lb-right") if option.right else ("✗ Not this one.", "lb-wrong")
    return details(
        f"<b>{letter}</b> {escape(option.text)}",
        f"<strong>{opening}</strong> {escape(option.feedback)}",
        classes=f"lb-option {kind}",
    )
