"""Mistakes that nobody wrote down: a right answer with one slip (``slips``), in its lines, its inputs or its result."""

from __future__ import annotations

import ast
import contextlib
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations, product
from textwrap import dedent
from typing import Any, NamedTuple

import numpy as np

from lossbook.exercises.slips import (
    BASE,
    BRACKETS,
    NO_CASE,
    OF_EVERY_LIST,
    OF_LISTS,
    OF_NUMBERS,
    OF_ONE,
    ON_THE_WAY,
    ONE_CASE,
    ONE_TURN,
    PARTS,
    SELDOM,
    SWAPPED,
    WITH_INPUT,
)

Answer = Callable[..., Any]


class Mutant(NamedTuple):
    """An answer with one slip."""

    slip: str
    answer: Answer
    number: float | None = None  # what stands in its lines, and has to stand in those of who made the slip


@cache
def mutants(name: str, sources: tuple[str, ...]) -> tuple[Mutant, ...]:
    """Return right answers with one slip, the likely ones first, the rare ones last. They are made when first asked for."""
    trees = [ast.parse(dedent(source)) for source in sources]
    solution = _made(trees[0], name)
    arguments = [argument.arg for argument in trees[0].body[0].args.args]  # type: ignore[attr-defined]
    lines = (mutant for tree in trees for mutant in _in_lines(tree, name, arguments))
    made = [*_in_result(solution, arguments), *lines, *_in_inputs(solution, arguments)]
    return tuple(sorted(made, key=lambda mutant: (_rareness(mutant.slip), mutant.slip == ON_THE_WAY)))


def _rareness(slip: str) -> int:
    return next((place for place, words in enumerate(SELDOM, 1) if words in slip), 0)


def is_seldom(slip: str) -> bool:
    """Return whether a slip is rare: one number alone does not speak for it."""
    return _rareness(slip) > 0


def _made(code: ast.Module, name: str) -> Answer:
    space: dict[str, Any] = {"np": np, "product": product}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a number that is called, and the like
        exec(compile(code, name, "exec"), space)
    return space[name.split(".")[1]]


# ---------- the result and the inputs ----------


def _number(value: Any) -> Any:
    """Return a number or an array, whose arithmetic is that of numbers: no text, no booleans."""
    value = np.asarray(value)
    if value.dtype.kind not in "iuf":
        raise TypeError
    return value.astype(float)


def _size(inputs: tuple[Any, ...]) -> Any:
    return next((len(value) for value in inputs if np.ndim(value)), None)


def _change(names: str, expression: str) -> Answer:
    return eval(f"lambda {names}: {expression}", {"np": np, "number": _number})


def _after(answer: Answer, change: Answer) -> Answer:
    return lambda *x: change(_number(answer(*x)), _size(x))


def _in_result(solution: Answer, arguments: list[str]) -> Iterator[Mutant]:
    for slip, expression in (OF_NUMBERS | OF_LISTS).items():
        yield Mutant(slip, _after(solution, _change("v, n", expression)))
    for (slip, expression), (place, name) in product(WITH_INPUT.items(), enumerate(arguments)):
        change = _change("v, x", expression)
        yield Mutant(f"{slip} `{name}`", lambda *x, f=change, at=place: f(_number(solution(*x)), float(x[at])))


def _in_inputs(solution: Answer, arguments: list[str]) -> Iterator[Mutant]:
    for slip, expression in OF_EVERY_LIST.items():
        change = _change("x", expression)
        yield Mutant(slip, lambda *x, f=change: solution(*(f(value) if np.ndim(value) else value for value in x)))
    for one, two in combinations(range(len(arguments)), 2):
        order = [{one: two, two: one}.get(place, place) for place in range(len(arguments))]
        slip = f"`{arguments[one]}` and `{arguments[two]}` are swapped"
        yield Mutant(slip, lambda *x, order=order: solution(*(x[place] for place in order)))
    for (slip, expression), (place, name) in product(OF_ONE.items(), enumerate(arguments)):
        change = _change("x", expression)
        yield Mutant(slip.format(name), lambda *x, f=change, at=place: solution(*x[:at], f(x[at]), *x[at + 1 :]))


# ---------- the lines ----------


def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


_RULES: dict[type, list[tuple[ast.expr, str, str]]] = defaultdict(list)
for _part, _other, _slip in PARTS:
    _RULES[type(_parsed(_part))].append((_parsed(_part), _other, _slip))


def _in_lines(tree: ast.Module, name: str, arguments: list[str]) -> Iterator[Mutant]:
    """Put each change into the tree, make a function of it, and take it out again."""
    stored = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    names = [*arguments, *sorted(set(stored))]
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            parts = value if isinstance(value, list) else [value]
            for place, part in enumerate(parts):
                for slip, other, number in _changes(part, names, arguments):
                    if isinstance(part, ast.Subscript):
                        other.ctx = part.ctx  # type: ignore[attr-defined]
                    ast.fix_missing_locations(ast.copy_location(other, part))
                    new = [*parts[:place], other, *parts[place + 1 :]] if isinstance(value, list) else other
                    setattr(parent, field, new)
                    with contextlib.suppress(SyntaxError, ValueError, TypeError):  # a change that is no Python
                        yield Mutant(slip, _made(tree, name), number)
                setattr(parent, field, value)
    text = ast.unparse(tree)
    for code in _without_brackets(text):
        yield Mutant(BRACKETS, _made(code, name))
    for base in ("2", "10") if text.count("np.log(") > 1 else ():  # each by itself is a rule
        yield Mutant(BASE.format(base), _made(ast.parse(text.replace("np.log(", f"np.log{base}(")), name))


def _changes(part: Any, names: list[str], arguments: list[str]) -> Iterator[tuple[str, ast.AST, float | None]]:
    """Yield what may have been written in place of a part of a right answer, and what to say about it."""
    for pattern, text, slip in _RULES.get(type(part), ()):
        if (bound := _match(pattern, part)) is not None:
            other = _filled(text, bound)
            lost = [name for name in arguments if name in _names(part) - _names(other)] if "forgotten" in slip else []
            yield f"{slip}, with `{lost[0]}` in it" if lost else slip, other, None
    match part:
        case ast.Return(ast.expr() as value):
            for step in list(ast.walk(value))[1:]:
                if isinstance(step, ast.expr):
                    yield ON_THE_WAY, ast.Return(step), None
        case ast.If(test, body, orelse):
            yield SWAPPED, ast.If(ast.UnaryOp(ast.Not(), test), body, orelse), None
            yield ONE_CASE, ast.If(ast.Constant(True), body, orelse), None
            yield NO_CASE, ast.If(ast.Constant(False), body, orelse), None
        case ast.For(target, iterable, body, orelse):
            for back in names:
                early = [*body, ast.Return(ast.Name(back, ast.Load()))]
                yield ONE_TURN, ast.For(target, iterable, early, orelse), None
        case ast.Constant(int() | float() as number) if not isinstance(number, bool):
            for fixed in dict.fromkeys((0, 1, 2, 0.5, -1, number + 1, number - 1, -number, 10 * number, number / 10)):
                yield f"{fixed:g} stands for another number", ast.Constant(fixed), fixed
        case ast.Name(name, ast.Load()) if name in arguments:
            for other in arguments:
                yield f"`{other}` stands where `{name}` belongs", ast.Name(other, ast.Load()), None


def _names(part: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(part) if isinstance(node, ast.Name)}


def _match(pattern: Any, part: Any, bound: dict[str, Any] | None = None) -> dict[str, Any] | None:
    """Return what the capital letters of a pattern stand for in a part, None if it does not fit."""
    bound = {} if bound is None else bound
    if isinstance(pattern, ast.Name) and pattern.id.isupper():
        fits = pattern.id not in bound or ast.dump(bound[pattern.id]) == ast.dump(part)
        bound.setdefault(pattern.id, part)
    elif isinstance(pattern, list):
        fits = isinstance(part, list) and len(part) == len(pattern)
        fits = fits and all(_match(one, two, bound) is not None for one, two in zip(pattern, part, strict=True))
    elif isinstance(pattern, ast.AST):
        fields = [field for field in pattern._fields if field != "ctx"]
        fits = type(pattern) is type(part)
        fits = fits and all(_match(getattr(pattern, each), getattr(part, each), bound) is not None for each in fields)
    else:
        fits = pattern == part
    return bound if fits else None


def _filled(text: str, bound: dict[str, Any]) -> Any:
    """Return code with parts put in for its capital letters."""

    class Filler(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> Any:
            return bound.get(node.id, node)

    return Filler().visit(_parsed(text))


def _without_brackets(text: str) -> Iterator[ast.Module]:
    """Yield the code without one pair of brackets that groups: none that calls a function."""
    opened = []
    for end, sign in enumerate(text):
        if sign == "(":
            opened.append(end)
        elif sign == ")":
            start = opened.pop()
            if not (text[start - 1].isalnum() or text[start - 1] in "_])"):
                with contextlib.suppress(SyntaxError):
                    yield ast.parse(text[:start] + text[start + 1 : end] + text[end + 1 :])
