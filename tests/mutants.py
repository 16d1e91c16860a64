"""Change the code in hundreds of small ways, one at a time, and tell which changes no test notices.

`make mutants` runs this in a copy of the repository, and prints how many changes were noticed in each module. What it
runs, and on what, is in pyproject.toml under `tool.mutmut`. Names of modules, such as ``lossbook.losses.checks``, or of
single changes may be given: only these are tried again. ``python -m mutmut show NAME``, in the copy, prints a change.
"""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
COPY = ROOT / "_build" / "mutation"
NEEDED = ("lossbook", "tests", "book", "pyproject.toml", "_toc.yml")


def undecorated(source: str) -> str:
    """Write `@checked(x)` above a function as a call below it: mutmut leaves functions with decorators alone."""
    lines = source.splitlines(keepends=True)
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.FunctionDef) and len(node.decorator_list) == 1:
            decorator = node.decorator_list[0]
            lines.insert(node.end_lineno, f"\n\n{node.name} = {ast.unparse(decorator)}({node.name})\n")
            del lines[decorator.lineno - 1 : decorator.end_lineno]
    return "".join(lines)


def copy() -> None:
    """Bring the copy up to date; a file that has not changed keeps its time, and mutmut its results for it."""
    for name in NEEDED:
        shutil.rmtree(COPY / name, ignore_errors=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__", "*.ipynb"))
        else:
            COPY.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, COPY / name)
    for path in (COPY / "lossbook" / "losses").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if (changed := undecorated(text)) != text:
            times = path.stat()
            path.write_text(changed, encoding="utf-8")
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def main(names: list[str]) -> None:
    copy()
    patterns = [name if "__mutmut_" in name else f"{name}.*" for name in names]
    subprocess.run([sys.executable, "-m", "mutmut", "run", "--max-children", "2", *patterns], cwd=COPY, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
