"""Numbers to work out on paper: which inputs of an exercise a sheet asks for, and what it says of wrong results.

The page's own box for a number takes the first input of an exercise. That is often the one of the worked example, which
stands solved on the same sheet. So a sheet looks for another one, whose numbers are fit for a pencil.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from sphinx.errors import ExtensionError

from lossbook.exercises import Exercise
from lossbook.exercises.report import fingerprint

SLIPS = 3  # how many known slips a sheet of answers names for a number
TELLING = 2  # a number that fewer slips lead away from tells a teacher too little
SLIP_BY_TABLE = "That comes out when"  # slips that are looked for in every exercise; a sheet names the chapter's own
ENTRIES, LARGEST, DECIMALS = 5, 120, 2  # what a pencil can do
FIRST = re.compile(r".*?(?:[.?!](?=\s)|$)")  # the first sentence
NUMBER = re.compile(r"[−+-]?\d[\d,]*(?:\.(\d+))?")
# Sentences that speak to somebody at a computer.
FOR_CODE = re.compile(
    r"Python|survive|array|as text|[Rr]epair|\blists?\b|1000|rounds|forty"
    r"|\bnp\.|\bmath\.|\byour function\b|\bargument\b|\breturned\b|\*\*|\* h\b|>=|\b[Tt]ry every\b|PyTorch"
)
PLAIN = {"Return": "Give", "return": "give", "abs of": "the size of", "abs": "the size"}
FUNCTIONS = {"square": "the square of w", "exp": "e to the power of w"}  # how an exercise's function is called on paper


def said(value: Any) -> str:
    """Return a value in words for paper.

    >>> said([1, -4.5]), said([[0.6, -0.8], [1, 0]]), said("absolute"), said(2.0)
    ('1, −4.5', '(0.6, −0.8), (1, 0)', 'absolute', '2')
    """
    if isinstance(value, list):
        return ", ".join(f"({said(each)})" if isinstance(each, list) else said(each) for each in value)
    if isinstance(value, (int, float)):
        return f"{round(value, 3):g}".replace("-", "−")
    return str(value)


def given(call: str, code: str) -> list[tuple[str, str]] | None:
    """Return names and values of the arguments of a call, or None if they are no plain values.

    >>> given("rmse([4, 6], actuals=[5, 3])", "def rmse(predictions, actuals): ...")
    [('predictions', '4, 6'), ('actuals', '5, 3')]
    >>> given("slope(np.square, 3)", "def slope(f, w): ...")
    [('f', 'the square of w'), ('w', '3')]
    >>> given("mse(np.array([1, 2]), 3)", "def mse(predictions, actuals): ...")
    """
    tree = ast.parse(call, mode="eval").body
    names = re.search(r"def \w+\((.*?)\)", code)
    if not (isinstance(tree, ast.Call) and names):
        return None
    try:
        values = [_value(each) for each in [*tree.args, *(named.value for named in tree.keywords)]]
    except (ValueError, KeyError):
        return None
    words = [name.split("=")[0].split(":")[0].strip().replace("_", " ") for name in names[1].split(",")]
    return [(name, said(value)) for name, value in zip(words, values, strict=False)]


def _value(node: ast.expr) -> Any:
    return FUNCTIONS[node.attr] if isinstance(node, ast.Attribute) else ast.literal_eval(node)


def for_paper(text: str) -> str:
    """Return the sentences that do not speak of code.

    >>> for_paper("In plain Python, for two lists. Try every whole number. Return the mean.")
    'Give the mean.'
    >>> for_paper("Take abs of each error.")
    'Take the size of each error.'
    """
    kept = [sentence for sentence in re.split(r"(?<=[.?!])\s+", text) if not FOR_CODE.search(sentence)]
    words = " ".join(kept)
    for code, plain in PLAIN.items():
        words = re.sub(rf"\b{code}\b", plain, words)
    return words


def slips(wrong: list[tuple[float, str]]) -> list[tuple[str, str]]:
    """Return the chapter's own slips, each with the number it leads to; not those that only code can make.

    >>> slips([(2.0, "You got 2: the mean. Use np.sum."), (9.0, "You got 9. That comes out when all is squared.")])
    [('2', 'the mean.')]
    >>> slips([(3.0, "You got 3: np.std. It takes the mean off first.")])
    []
    """
    own = [(value, re.sub(r"^You got \S+\s", "", words)) for value, words in wrong if SLIP_BY_TABLE not in words]
    about = [(said(value), for_paper(words).replace("`", ""), words) for value, words in own]
    # Without its first sentence the rest would hang in the air.
    return [(value, words) for value, words, whole in about if words and for_paper(FIRST.match(whole)[0])][:SLIPS]


def fits_a_pencil(value: Any) -> bool:
    """Return whether numbers can be worked with on paper.

    >>> fits_a_pencil(([0.25, -3], "absolute")), fits_a_pencil((0.125,)), fits_a_pencil([[1] * 6]), fits_a_pencil(1000)
    (True, False, False, False)
    """
    if isinstance(value, (list, tuple)):
        return len(value) <= ENTRIES and all(map(fits_a_pencil, value))
    if isinstance(value, (int, float)):
        return abs(value) <= LARGEST and round(value, DECIMALS) == value
    return isinstance(value, str) or callable(value)


def stands(value: float, text: str) -> bool:
    """Return whether a number stands in a text, be it rounded there.

    >>> stands(-1 / 3, "Together −0.333."), stands(2, "1,002 and 2.0"), stands(0.408, "0.4 or 2"), stands(3, "−3")
    (True, True, False, False)
    """
    for found in NUMBER.finditer(text):
        number = float(found[0].replace("−", "-").replace(",", ""))
        decimals = len(found[1] or "")
        if abs(number - value) < 0.0005 or (decimals >= DECIMALS and round(value, decimals) == number):
            return True
    return False


def numbers_in(value: Any) -> list[float]:
    """Return all numbers of inputs.

    >>> numbers_in(([1, [2, 0.5]], "absolute"))
    [1, 2, 0.5]
    """
    if isinstance(value, (list, tuple)):
        return [number for each in value for number in numbers_in(each)]
    return [value] if isinstance(value, (int, float)) else []


def prints_for_paper(exercise: Exercise, worked: str) -> tuple[str, float, list[tuple[float, str]]]:
    """Return the call for a sheet with its value and known wrong values: one that is not worked out above it.

    Parameters
    ----------
    exercise : Exercise
        It has a probe whose value is one plain number.
    worked : str
        The worked example of the sheet, with its results. Neither the value nor all of the inputs stand there, where
        the exercise allows it.
    """

    def is_new(inputs: tuple[Any, ...]) -> bool:
        return fits_a_pencil(inputs) and not all(stands(number, worked) for number in numbers_in(inputs))

    def prints(fits: Callable[[tuple[Any, ...]], bool]) -> Iterator[tuple[str, float, list[tuple[float, str]]]]:
        return filter(None, (fingerprint(exercise, probe) for probe in exercise.probes if fits(probe)))

    best = (
        each
        for each in prints(is_new)
        if each[1] != 0 and not stands(each[1], worked) and len(slips(each[2])) >= TELLING
    )
    found = next(chain(best, prints(fits_a_pencil), prints(lambda _: True)), None)
    if found is None:
        raise ExtensionError(f"{exercise.name} has no input that gives one number, so no sheet can ask for it.")
    return found
