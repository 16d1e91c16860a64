"""What a cell imports, itself or through modules of the course."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterable, Iterator

_OURS = "lossbook"


def imported(source: str) -> set[str]:
    """Return the packages that code imports, also those that it gets with a module of the course.

    Examples
    --------
    >>> sorted(imported("import numpy as np"))
    ['numpy']
    >>> "matplotlib" in imported("from lossbook.course import figures")
    True
    >>> "matplotlib" in imported("from lossbook import LOSSES")
    False
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set()  # running it will say why
    packages, seen = set(), set()
    waiting = list(_modules(ast.walk(tree)))
    while waiting:
        module = waiting.pop()
        package = module.partition(".")[0]
        if package != _OURS:
            packages.add(package)
        elif module not in seen:
            seen.add(module)
            waiting += _of_the_course(module)
    return packages


def _modules(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Return the modules that statements name; of `from a import b`, b may be one as well."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module.startswith(_OURS))


def _of_the_course(module: str) -> Iterator[str]:
    """Return what a module of the course imports, at its top or when something in it is called, and its packages."""
    parent = module.rpartition(".")[0]
    if parent:
        yield parent
    try:
        spec = importlib.util.find_spec(module)
    except ImportError:
        spec = None  # a name in a module, and not a module
    if spec is None or not hasattr(spec.loader, "get_source"):
        return
    yield from _modules(ast.walk(ast.parse(spec.loader.get_source(module) or "")))
