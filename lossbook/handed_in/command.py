"""The command ``python -m lossbook.exercises``: judge the exercises in notebooks, and write what became of them."""

from __future__ import annotations

import argparse
import glob
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

from lossbook.exercises import EXERCISES
from lossbook.handed_in import sandbox
from lossbook.handed_in.notebooks import Answer, Unreadable, answers
from lossbook.handed_in.results import Result, write_csv, write_html


def parser() -> argparse.ArgumentParser:
    command = argparse.ArgumentParser(
        prog="python -m lossbook.exercises",
        description="Judge the exercises in notebooks that were handed in. Each runs in a process of its own, with limits "
        "of time, memory and output, and without a network. For code of strangers, run this in a container.",
    )
    command.add_argument("notebooks", nargs="+", help="notebooks, or folders of them (also nbgrader's submitted/)")
    command.add_argument("--out", type=Path, default=Path("results"), help="folder for results.csv and results.html")
    command.add_argument("--seconds", type=float, default=10, help="for one exercise (10)")
    command.add_argument("--memory", type=int, default=1024, help="megabytes for one exercise (1024)")
    command.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="how many run at once")
    return command


def notebooks(names: Iterable[str]) -> list[Path]:
    """Return the notebooks in files, folders and patterns, each once, without Jupyter's own copies."""
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            found += sorted(path.rglob("*.ipynb"))
        else:
            found += [Path(each) for each in sorted(glob.glob(name))] or [path]
    return [path for path in dict.fromkeys(found) if ".ipynb_checkpoints" not in path.parts]


class Known:
    """Verdicts of an earlier run, by the code they are about: an interrupted run goes on where it was."""

    def __init__(self, path: Path) -> None:
        self.path, self.verdicts = path, {}
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            try:
                key, kind, message = json.loads(line)
            except ValueError:
                continue  # the line that was being written when it was interrupted
            self.verdicts[key] = sandbox.Outcome(kind, message)

    @staticmethod
    def key(answer: Answer, limits: sandbox.Limits) -> str:
        return hashlib.sha256(json.dumps([answer.exercise, answer.source, asdict(limits)]).encode()).hexdigest()

    def add(self, key: str, outcome: sandbox.Outcome) -> None:
        self.verdicts[key] = outcome
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, outcome.kind, outcome.message]) + "\n")


def judged(found: Sequence[Answer], known: Known, limits: sandbox.Limits, workers: int) -> list[Result]:
    """Return the results of all answers, in order; code that is handed in twice runs once."""
    todo = {known.key(answer, limits): answer for answer in found}
    todo = {key: answer for key, answer in todo.items() if key not in known.verdicts}
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        running = {pool.submit(sandbox.run, each.exercise, each.source, limits): key for key, each in todo.items()}
        for number, done in enumerate(as_completed(running), start=1):
            known.add(running[done], done.result())
            _bar(number, len(running))
    return [
        Result(answer.student, answer.notebook, answer.exercise, outcome.kind, outcome.message, answer.source)
        for answer in found
        for outcome in [known.verdicts[known.key(answer, limits)]]
    ]


def _bar(done: int, whole: int, width: int = 30) -> None:
    if sys.stderr.isatty() or done == whole:
        full = width * done // whole
        end = "\n" if done == whole else ""
        print(f"\r[{'#' * full}{'.' * (width - full)}] {done} of {whole}", end=end, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge, write the results, and return 0, or 1 if nothing could be read."""
    chosen = parser().parse_args(arguments)
    found, problems = [], []
    for path in notebooks(chosen.notebooks):
        try:
            inside = list(answers(path))
        except Unreadable as error:
            problems.append((str(path), str(error)))
            continue
        problems += [
            (str(path), f"has an unknown exercise, {each.exercise}")
            for each in inside
            if each.exercise not in EXERCISES
        ]
        found += [each for each in inside if each.exercise in EXERCISES]
        if not inside:
            problems.append((str(path), "has no exercise in it"))
    chosen.out.mkdir(parents=True, exist_ok=True)
    limits = sandbox.Limits(chosen.seconds, chosen.memory)
    results = judged(found, Known(chosen.out / "verdicts.jsonl"), limits, chosen.workers)
    write_csv(results, chosen.out / "results.csv")
    write_html(results, problems, chosen.out / "results.html")
    right = sum(result.kind == "right" for result in results)
    print(f"{len(results)} answers, {right} right: {chosen.out / 'results.csv'} and {chosen.out / 'results.html'}.")
    for name, problem in problems:
        print(f"Left out: {name} {problem}.")
    if not sandbox.CAN_LIMIT:
        print("This system cannot limit the memory of a process, so only time and output were limited.")
    return 0 if results else 1
