"""What an exercise is, which mistakes it knows, and what is found about an answer."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent
from typing import Any, Literal

import numpy as np

from lossbook.exercises.trying import agree

Kind = Literal["not yet", "right", "recognised", "unknown"]


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that readers give, and the thought that leads there.

    Parameters
    ----------
    wrong : callable or value
        What such a reader writes. The checker runs it: a reader whose answers come out the same has
        probably thought the same.
    thought : str
        What to tell that reader. ``{got}`` stands for the value that came out.
    """

    wrong: Any
    thought: str


@dataclass(frozen=True)
class Exercise:
    """A task whose answer is a function or a value.

    Parameters
    ----------
    name : str
        ``chapter.exercise``; for a function, the second part is its name.
    solution : str
        Source code. For a function, its definition; for a value, one expression.
    probes : tuple of argument tuples
        Inputs on which a function is tried, smallest first: enough of them to tell every mistake from the
        solution and from the others. Empty for a value.
    mistakes : tuple of Mistake
        Wrong answers that are recognised.
    hints : three str
        A nudge, a step, and a line of code.
    right : str
        What a right answer shows.
    twin : str
        A second task of the same kind, to try alone.
    twin_answer : str
        The answer to it in one to three sentences, folded below it. A test works out each number that it holds.
    twin_code : str, optional
        Where the twin asks for code: one function that stands alone, or calls what the exercises of its chapter ask for.
    accepts : callable, optional
        ``accepts(value)`` decides where several values are right.
    says : callable, optional
        ``says(value)`` tells what a wrong value means, where no known mistake does; it may raise for what is no answer.
    also : tuple of str
        The same in other words, as readers may write it: slips are looked for in these, too.
    any_order : bool
        Whether the inputs may stand in another order under the same names, as where libraries differ in what comes first.
    tolerance : float
        How far a right number may be off, as a part of it: rounding only, unless said otherwise.
    """

    name: str
    solution: str
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, str, str]
    right: str
    twin: str
    twin_answer: str
    twin_code: str = ""
    probes: tuple[tuple[Any, ...], ...] = ()
    accepts: Callable[[Any], bool] | None = None
    says: Callable[[Any], str] | None = None
    also: tuple[str, ...] = ()
    tolerance: float = 1e-9
    any_order: bool = False

    @property
    def answer(self) -> Any:
        """What the solution gives: a function, or a value."""
        space: dict[str, Any] = {"np": np}
        if not self.probes:
            return eval(self.solution, space)
        exec(dedent(self.solution), space)
        return space[self.name.split(".")[1]]

    def is_right(self, got: Any, expected: Any) -> bool:
        """Return whether a value is right, rounding aside."""
        if self.accepts is None:
            return agree(got, expected, self.tolerance)
        with contextlib.suppress(Exception):  # whatever was given, it is not what was asked for
            return bool(self.accepts(got))
        return False


@dataclass(frozen=True)
class Verdict:
    """What the checker found, what it tells the reader, and the smallest input that shows it, with what came there."""

    kind: Kind
    message: str
    case: str = ""
