"""Change the code in thousands of small ways, one at a time, and tell which changes no test notices.

`make mutants` runs this in a copy of the repository, prints how many changes were noticed in each module and which were
not, and fails if more than a tenth were not. What is changed, and the tests that have to notice, are in pyproject.toml
under `tool.mutmut`. A second run tries what has changed since, and what was not noticed before.

``cd _build/mutation && python -m mutmut show NAME`` prints one change. ``python -m tests.mutants "lossbook.losses.checks.*"``
tries those of one module again.
"""

import ast
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
COPY = ROOT / "_build" / "mutation"
NEEDED = ("lossbook", "tests", "book", "pyproject.toml", "_toc.yml")
WANTED = 0.9


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
    """Bring the copy up to date, and leave the results of the last run in it."""
    COPY.mkdir(parents=True, exist_ok=True)
    for name in NEEDED:
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, COPY / name)
        else:
            shutil.rmtree(COPY / name, ignore_errors=True)
            ignored = shutil.ignore_patterns("__pycache__", "*.ipynb")
            shutil.copytree(ROOT / name, COPY / name, ignore=ignored, copy_function=shutil.copy)
    for path in (COPY / "lossbook" / "losses").glob("*.py"):
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")


def mutmut(*arguments: str, **options: bool) -> str:
    """Run a command of mutmut in the copy, and return what it prints if it is captured."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, cwd=COPY, check=True, text=True, **options).stdout


def results() -> dict[str, str]:
    """Return what became of each change, by its name."""
    lines = mutmut("results", "--all", "true", capture_output=True).splitlines()
    return dict(line.strip().split(": ") for line in lines if ": " in line)


def main(names: list[str]) -> int:
    """Try all changes, or those whose names are given; return 0 if enough of them were noticed."""
    copy()
    if not names and (COPY / "mutants").exists():
        names = [name for name, what in results().items() if what == "survived"]
        if names:
            mutmut("run", "--max-children", "2", *names)
        names = []
    mutmut("run", "--max-children", "2", *names)
    found = results()
    modules = defaultdict(Counter)
    for name, what in found.items():
        modules[name.split(".x")[0]]["noticed" if what in ("killed", "timeout") else "missed"] += 1
    print("\n".join(f"{name}: {what}" for name, what in found.items() if what not in ("killed", "timeout")))
    print(f"{'module':40}{'changes':>9}{'noticed':>9}")
    for module, counts in sorted(modules.items()):
        print(f"{module:40}{counts.total():9}{counts['noticed'] / counts.total():9.1%}")
    share = sum(counts["noticed"] for counts in modules.values()) / len(found)
    print(f"{'all':40}{len(found):9}{share:9.1%}")
    return int(share < WANTED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
