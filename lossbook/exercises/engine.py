"""How an answer is judged: by its values, and by what was probably thought when they came out.

An answer is tried on every probe. If a value is wrong, the checker looks for an answer that agrees with it everywhere: first
among the mistakes that the exercise knows, then among those that can be made anywhere (``mutants``). What agrees with
nothing is still told where it is right and where not (``patterns``), and the smallest input that shows it. Where some inputs
give a wrong number and others nan or an error, the numbers come first: a formula that is wrong may well break, too.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lossbook.course.error_advice import warning_advice
from lossbook.exercises.exercise import Exercise, Verdict
from lossbook.exercises.mutants import is_seldom, mutants
from lossbook.exercises.no_number import nothing_returned, other_order, stopped, wrong_kind
from lossbook.exercises.patterns import cut, is_large, numbers_in, pattern, unseen
from lossbook.exercises.trying import (
    CRASHED,
    Outcome,
    TooLongError,
    agree,
    attempt,
    by_name,
    call,
    close,
    describe,
    limit,
    say,
    value_of,
)

MOST = 0.6  # a written mistake is named if it agrees with so much of what tells the two from the solution
MOSTLY = "Most of your numbers fit this, but not all of them."
NUMBERS = 3  # a rare slip is named if so many different wrong numbers speak for it


def judge(exercise: Exercise, answer: Any, others: Iterable[Exercise] = ()) -> Verdict:
    """Return what there is to say about an answer. It may be the answer to one of the others."""
    if answer is None or answer is ...:
        return Verdict("not yet", "Not yet: replace the dots by your answer and run the cell again.")
    if not exercise.probes:
        return _judge_value(exercise, answer)
    if not callable(answer):
        name = exercise.name.split(".")[1]
        return Verdict(
            "unknown", f"You passed the value {say(answer)}. Pass the function itself: {name}, without brackets."
        )
    answer = by_name(answer, exercise.answer) if exercise.any_order else answer
    try:
        with limit():
            tried = [attempt(answer, probe) for probe in exercise.probes]
    except TooLongError:
        return Verdict(
            "recognised",
            "Your function was still at work after some seconds. Is there a loop without an end? "
            "What has to change in each turn, so that it stops?",
        )
    expected = [value_of(exercise.answer, probe) for probe in exercise.probes]
    right = [exercise.is_right(each.value, value) for each, value in zip(tried, expected, strict=True)]
    if all(right):
        return Verdict("right", exercise.right)
    if order := other_order(answer, exercise.answer):
        return Verdict("recognised", order)
    likeness, thought, place = _most_alike(exercise, [each.value for each in tried], right)
    if likeness == 1:
        value = say(tried[place].value)
        here = call(exercise.name, exercise.probes[place])
        return Verdict("recognised", thought.replace("{got}", value), f"{here}. Yours gave {value}.")
    broken = [not fine and _is_broken(*each) for *each, fine in zip(tried, expected, right, strict=True)]
    sound = [place for place, breaks in enumerate(broken) if not breaks]
    if all(right[place] for place in sound):
        return _broken(exercise, answer, tried, broken)
    probes, outcomes = [exercise.probes[at] for at in sound], [tried[at] for at in sound]
    values, fine = [expected[at] for at in sound], [right[at] for at in sound]
    first = fine.index(False)
    if outcomes[first].value is None or outcomes[first].value is ...:
        return nothing_returned(answer, outcomes, first, call(exercise.name, probes[first]))
    verdict = _wrong_value(
        replace(exercise, probes=tuple(probes)), answer, others, [each.value for each in outcomes], values, fine
    )
    stops = verdict.kind == "unknown" and any(each.error for each in tried)
    return _broken(exercise, answer, tried, broken) if stops else verdict


def _judge_value(exercise: Exercise, answer: Any) -> Verdict:
    if exercise.is_right(answer, exercise.answer):
        return Verdict("right", exercise.right)
    for mistake in exercise.mistakes:
        if agree(answer, mistake.wrong):
            return Verdict("recognised", mistake.thought.replace("{got}", say(answer)))
    with contextlib.suppress(Exception):  # whatever was given, it is nothing to speak about
        if exercise.says:
            return Verdict("recognised", exercise.says(answer))
    return Verdict("unknown", f"Not there yet. You gave {say(answer)}. Open the first hint and compare.")


def _wrong_value(
    exercise: Exercise,
    answer: Any,
    others: Iterable[Exercise],
    got: Sequence[Any],
    expected: Sequence[Any],
    right: Sequence[bool],
) -> Verdict:
    """Return the best explanation of wrong values: what holds everywhere before what holds mostly."""
    wrong = [place for place, fine in enumerate(right) if not fine]
    shows = next((place for place in wrong if say(got[place]) != say(expected[place])), wrong[0])

    def verdict(thought: str, place: int = shows) -> Verdict:
        alike = say(got[place]) == say(expected[place])
        value = say(got[place], 15 if alike else 6)
        case = f"{call(exercise.name, exercise.probes[place])}. Yours gave {value}."
        return Verdict("recognised", thought.replace("{got}", value), case)

    likeness, thought, place = _most_alike(exercise, got, right)
    if likeness == 1:
        return verdict(thought, place)
    if slip := wrong_kind(got[wrong[0]], expected):
        return verdict(slip, wrong[0])
    same_shape = _shape(got[shows]) == _shape(expected[shows])
    if same_shape and len(got) > 2 and _is_finite(got[0]) and all(agree(value, got[0]) for value in got):
        return verdict("You got {got} for every input that was tried. Which of your lines makes it so?")
    slip, shown = _unwritten(exercise, answer, others if same_shape else (), got, right)
    if slip and not is_seldom(slip):
        return verdict(words(slip), shown)
    if same_shape and _is_finite(got[shows]) and (name := unseen(answer, exercise.answer, exercise.probes)):
        return verdict(
            f"You got {{got}}, and no other `{name}` that was tried changes that. How does it reach what you return?"
        )
    if slip:
        return verdict(words(slip), shown)
    if likeness >= MOST and "every input" not in thought:
        return verdict(f"{thought} {MOSTLY}", place)
    if not same_shape:
        return verdict(f"What comes out should be {describe(expected[shows])}, and yours is {describe(got[shows])}.")
    if all(close(one, two) for one, two in zip(got, expected, strict=True)):
        return verdict(
            "You got {got}, which is close, but not the same. Did you round, or add a small number, as inside a log?"
        )
    if found := cut(exercise.answer, exercise.probes, got, right, numbers_in(answer)):
        return verdict(f"You got {{got}}. That comes out when {found}.")
    if found := pattern(answer, exercise.answer, exercise.probes, got, expected, right):
        return verdict(f"Not there yet. Where a number came out: {found}")
    return Verdict(
        "unknown",
        f"Not there yet. The smallest input that shows it: {verdict('').case} Work it out on paper, and let your "
        "function print what it has after each line.",
    )


def words(slip: str) -> str:
    """Return what to say about a slip that nobody wrote down: of a rare one, that the numbers are alike, and no more."""
    if is_seldom(slip):
        return f"You got {{got}}. Your numbers are those that come out when {slip}. Do your lines do the same, in other words?"
    return f"You got {{got}}. That comes out when {slip}."


def _most_alike(exercise: Exercise, got: Sequence[Any], right: Sequence[bool]) -> tuple[float, str, int]:
    """Return the written mistake that agrees best with an answer, where the one or the other is wrong.

    That is: with how much of it, what to say, and the first place that shows it.
    """
    best = 0.0, "", 0
    for mistake in exercise.mistakes:
        values = [value_of(mistake.wrong, probe) for probe in exercise.probes]
        same = [agree(mine, theirs, exercise.tolerance) for mine, theirs in zip(got, values, strict=True)]
        shows = [place for place, fits in enumerate(same) if fits and not right[place]]
        telling = sum(not (fits and fine) for fits, fine in zip(same, right, strict=True))
        if shows and isinstance(got[shows[0]], str):
            shows, telling = shows[:1], 1 if shows[0] == right.index(False) else 2  # the first wrong word
        if shows and len(shows) / telling > best[0]:
            best = len(shows) / telling, mistake.thought, shows[0]
    return best


def _unwritten(
    exercise: Exercise, answer: Any, others: Iterable[Exercise], got: Sequence[Any], right: Sequence[bool]
) -> tuple[str, int]:
    """Return the slip that explains all values, "" if there is none, and the first place that shows it.

    A rare slip needs several different numbers that speak for it: one or two may be chance. One that names a number needs
    the number in the lines of the answer.
    """
    places = [place for place, value in enumerate(got) if _is_finite(value)]
    places.sort(key=lambda place: (right[place], len(say(exercise.probes[place]))))  # what tells first, and is short
    if not places or right[places[0]]:
        return "", 0
    wrong = [place for place in sorted(places) if not right[place]]
    strong = len({say(got[place]) for place in wrong}) >= NUMBERS

    written = numbers_in(answer)

    def fits(other: Any) -> bool:
        return all(agree(value_of(other, exercise.probes[at]), got[at], exercise.tolerance) for at in places)

    for slip, mutant, number in mutants(exercise.name, (exercise.solution, *exercise.also)):
        if (strong or not is_seldom(slip)) and (number is None or number in written) and fits(mutant):
            return slip, wrong[0]
    for other, mutant in _asked_elsewhere(exercise, others):
        if fits(mutant):
            return f"you do what another exercise asks for, {other}", wrong[0]
    return "", 0


def _asked_elsewhere(exercise: Exercise, others: Iterable[Exercise]) -> Iterator[tuple[str, Any]]:
    """Yield what other exercises with as many inputs ask for: of the inputs, and of each alone in a list."""
    for other in others:
        if other.probes and len(other.probes[0]) == len(exercise.probes[0]) and other is not exercise:
            yield other.name, other.answer
            yield other.name, lambda *inputs, f=other.answer: f(*([value] for value in inputs))


def _shape(value: Any) -> Any:
    with contextlib.suppress(Exception):
        return np.shape(value)
    return None


def _is_finite(value: Any) -> bool:
    with contextlib.suppress(Exception):
        return value is not CRASHED and value is not None and bool(np.all(np.isfinite(np.asarray(value, dtype=float))))
    return isinstance(value, str)


def _is_broken(tried: Outcome, expected: Any) -> bool:
    """Return whether an answer gave an error, inf or nan where there is a number."""
    if tried.error or tried.value is None or tried.value is ... or isinstance(tried.value, str):
        return tried.error is not None
    has_numbers = np.asarray(tried.value).dtype.kind in "fc" if _shape(tried.value) == _shape(expected) else False
    return has_numbers and _is_finite(expected) and not _is_finite(tried.value)


def _broken(exercise: Exercise, answer: Any, tried: list[Outcome], broken: list[bool]) -> Verdict:
    """Speak about an error, inf or nan: at ordinary inputs before very large ones."""
    places = [place for place, breaks in enumerate(broken) if breaks]
    place = min(places, key=lambda at: (any(map(is_large, exercise.probes[at])), at))
    here, outcome = call(exercise.name, exercise.probes[place]), tried[place]
    if outcome.error:
        return stopped(outcome.error, here, answer)
    likeness, thought, _ = _most_alike(exercise, [each.value for each in tried], [not each for each in broken])
    if likeness < MOST:
        ask = warning_advice(outcome.warned) or "Is there a division by 0, a log of 0, or an exp of a large number?"
        thought = f"You got {{got}}{' here, and other inputs are right' if len(places) < len(tried) else ''}. {ask}"
    value = say(outcome.value)
    return Verdict("recognised", thought.replace("{got}", value), f"{here}. Yours gave {value}.")
