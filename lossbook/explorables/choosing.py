"""The loss chooser: what comes out, four more questions, and the loss to try first."""

from __future__ import annotations

from dataclasses import asdict
from itertools import combinations
from typing import Any

import traitlets

from lossbook.course import figures
from lossbook.course.advice import MATTERS, QUESTIONS, RULES, Advice, advise
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Choice, answer

# Tasks to start from: what comes out, and which questions are answered with yes.
TASKS = {
    "What does this house cost?": ("a number", ("wild",)),
    "Is it spam?": ("yes or no", ("unequal",)),
    "Does this scan show the disease?": ("yes or no", ("unequal", "rare")),
    "Is this payment a fraud?": ("yes or no", ("rare",)),
    "What is the next word of the translation?": ("one of several classes", ()),
    "Is it the same face?": ("how alike two things are", ()),
}


def _all_advice() -> dict[str, dict[str, Any]]:
    """Return what `advise` says to every set of answers, by the output and the answers joined with "|"."""
    found = {}
    for output, questions in MATTERS.items():
        for count in range(len(questions) + 1):
            for said in combinations(questions, count):
                found["|".join([output, *said])] = _for_browser(advise(output, **dict.fromkeys(said, True)))
    return found


def _for_browser(advice: Advice) -> dict[str, Any]:
    return {name: value for name, value in asdict(advice).items() if name not in ("output", "answers")}


class LossChooser(Explorable):
    """A route from what a model puts out to a loss to try first.

    Attributes
    ----------
    output : str
        What comes out of the model.
    wild, unequal, rare, honest : bool
        The answers to the other questions.
    task : str
        The task that was started from, "" for the reader's own.
    prediction : int or None
        Which answer the reader chose, -1 if skipped, None before it.
    advice, questions, matters, tasks : dict
        What the browser has to know of `lossbook.course.advice`.

    Examples
    --------
    >>> chooser = LossChooser(output="a number", wild=True)
    >>> chooser.advised.loss
    'Huber'
    """

    module = "choosing.js"
    title = "The loss chooser"
    table_caption = "All routes, and the loss to try first"
    table_head = ("What comes out", "Also", "Try first", "Rival", "Tell people", "Beat")

    output = Choice(tuple(MATTERS), "yes or no").tag(sync=True)
    wild = traitlets.Bool(False).tag(sync=True)
    unequal = traitlets.Bool(False).tag(sync=True)
    rare = traitlets.Bool(False).tag(sync=True)
    honest = traitlets.Bool(False).tag(sync=True)
    task = traitlets.Unicode("").tag(sync=True, among=["", *TASKS])
    prediction = answer().tag(sync=True)
    advice = traitlets.Dict(_all_advice()).tag(sync=True)
    questions = traitlets.Dict(QUESTIONS).tag(sync=True)
    matters = traitlets.Dict({output: list(names) for output, names in MATTERS.items()}).tag(sync=True)
    tasks = traitlets.Dict({name: [output, list(said)] for name, (output, said) in TASKS.items()}).tag(sync=True)

    @property
    def advised(self) -> Advice:
        """What to try first, by the present answers."""
        return advise(self.output, wild=self.wild, unequal=self.unequal, rare=self.rare, honest=self.honest)

    def picture(self) -> str:
        branches = {output: advise(output).loss for output in MATTERS}
        with figures.canvas(width=4.4, height=4.2) as (figure, axes):
            axes.axis("off")
            axes.set(xlim=(0, 10), ylim=(-0.6, len(branches) - 0.2))
            for place, (output, loss) in enumerate(reversed(branches.items())):
                axes.plot([0.1, 0.9, 0.9], [len(branches) / 2 - 0.5, place, place], color=figures.GUESS, linewidth=1.6)
                axes.text(1.2, place + 0.02, output, weight="bold", va="bottom")
                axes.text(1.2, place - 0.04, loss, va="top", fontsize=11)
        said = "; ".join(f"{output}: {loss}" for output, loss in branches.items())
        return figures.svg(figure, alt=f"A tree. What comes out of the model, and the loss to try first. {said}.")

    def rows(self) -> list[tuple[object, ...]]:
        return [
            (
                rule.output,
                ", ".join(name for name in QUESTIONS if name in rule.answers) or "–",
                rule.loss,
                rule.rival,
                rule.metric,
                rule.baseline,
            )
            for rule in RULES
        ]
