"""Which names a cell binds and which it needs: by these a page finds the cells that have to run first."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A code cell of the page.

    Parameters
    ----------
    cell : int
        Its place among the code cells of the page, from 1.
    source : str
        Its code as it stands now, with what the reader changed.
    hidden : bool
        Whether the page shows no code of it, so that readers cannot run it themselves.
    """

    cell: int
    source: str
    hidden: bool = False


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


def names(source: str) -> tuple[set[str], set[str]]:
    r"""Return the names that a cell binds, and those it needs and does not bind itself.

    Code that is no Python, or too deep for it, binds and needs nothing: running it will say why.

    Examples
    --------
    >>> bound, needed = names("import numpy as np\ndef mean(x):\n    return np.sum(x) / count")
    >>> sorted(bound), needed
    (['mean', 'np'], {'count'})
    >>> names("total += 1")
    ({'total'}, {'total'})
    """
    try:
        tree, top = ast.parse(source), symtable.symtable(source, "cell", "exec")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return set(), set()
    bound, used = set(), set()
    for table in _tables(top):
        for symbol in table.get_symbols():
            outside = table is top or symbol.is_global()
            if outside and (symbol.is_assigned() or symbol.is_imported()):
                bound.add(symbol.get_name())
            if outside and symbol.is_referenced():
                used.add(symbol.get_name())
    needed = {name for name in used - bound if not hasattr(builtins, name) and not name.startswith("__")}
    return bound, needed | _changed_before_bound(tree)


def _changed_before_bound(tree: ast.Module) -> set[str]:
    """Return the names that are changed, as by `total += 1`, before the cell gives them a value."""
    bound: set[str] = set()
    found = set()
    for statement in tree.body:
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            found |= {statement.target.id} - bound
        bound |= {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return found


def first(source: str, above: Sequence[Cell], known: Container[str]) -> list[Cell]:
    """Return the cells above that have to run before this code can, in order.

    Parameters
    ----------
    source : str
        The code that is to run.
    above : sequence of Cell
        All code cells above it, in order.
    known : container of str
        The names that are there already.
    """
    missing = {name for name in names(source)[1] if name not in known}
    found = []
    for cell in reversed(above):
        if not missing:
            break
        bound, needed = names(cell.source)
        if bound & missing:
            found.append(cell)
            missing = (missing - bound) | {name for name in needed if name not in known}
    return found[::-1]
