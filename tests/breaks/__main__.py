"""Break the site and the package, one way at a time, and show which test goes red: `python -m tests.breaks`.

A test that stays green whatever happens protects nothing. With words behind it, the command tries only the breaks
whose names hold one of them: `python -m tests.breaks slider weights`.
"""

import concurrent.futures
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.breaks.patching import Broken, patched
from tests.breaks.these import BREAKS, Break
from tests.conftest import ROOT

COPIED = ("book", "lossbook", "tests", ".github", "binder", "deploy", "benchmarks", "_build/html", "_build/published")
WORKERS = 2


def copy(folder: Path) -> None:
    """Copy what tests need to `folder`: the project and its built site, without its history and its environment."""
    leave = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=leave)
    for file in ROOT.iterdir():
        if file.is_file() and file.name != ".git":
            shutil.copy(file, folder)


def run(folder: Path, tests: tuple[str, ...]) -> tuple[int, str]:
    """Run tests in a copy until one fails; return pytest's exit code, and the first failure or the last words."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    red = re.findall(r"^(?:FAILED|ERROR) tests/\w+/(.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
    return done.returncode, red[0] if red else (done.stdout + done.stderr).strip()[-300:]


def tried(folder: Path, each: Break) -> tuple[bool, str]:
    """Break a copy, run the tests, and mend the copy; return whether a test went red, and which, or what went wrong."""
    try:
        with patched(folder, each.file, each.old, each.new):
            code, words = run(folder, each.tests)
    except Broken as error:
        return False, str(error)
    if code == 1:  # pytest's word for: tests ran, and some failed
        return True, words
    return False, "stays green" if code == 0 else f"could not be run: {words}"


def main(words: list[str]) -> int:
    """Try all breaks, or those with one of these words in their names; return 1 if any of them stays green."""
    chosen = [each for each in BREAKS if not words or any(word in each.name for word in words)]
    if not chosen:
        sys.exit("No break is called that. There are: " + ", ".join(each.name for each in BREAKS))
    width = max(len(each.name) for each in chosen)
    with contextlib.ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="breaks-"))) for _ in range(WORKERS)]
        for folder in folders:
            copy(folder)
        # Unbroken, these tests are green; or a red one would prove nothing.
        tests = tuple(dict.fromkeys(test for each in chosen for test in each.tests))
        code, said = run(folders[0], (*tests, "-n", str(WORKERS)))
        if code:
            sys.exit(f"Before anything is broken, this is wrong: {said}")

        def share(number: int) -> list[tuple[bool, str]]:
            found = []
            for each in chosen[number::WORKERS]:
                red, words = tried(folders[number], each)
                print(f"{each.name:{width}} | {words if red else 'NOT RED: ' + words}", flush=True)
                found.append((red, words))
            return found

        print(f"{'break':{width}} | went red", flush=True)
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            results = [result for part in pool.map(share, range(WORKERS)) for result in part]
    red = sum(went_red for went_red, _ in results)
    print(f"{red} of {len(results)} breaks turned a test red.")
    return 0 if red == len(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
