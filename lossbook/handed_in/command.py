"""The command ``python -m lossbook.exercises``: judge the exercises in notebooks, and write what became of them."""

from __future__ import annotations

import argparse
import glob
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import astuple
from pathlib import Path
from typing import Any

import lossbook
from lossbook.course.display import printable
from lossbook.exercises import EXERCISES
from lossbook.handed_in import sandbox
from lossbook.handed_in.notebooks import Answer, UnreadableError, answers, students
from lossbook.handed_in.results import Result, write_csv, write_html


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge, write the results, and return 0, or 1 if there was no exercise to judge."""
    chosen = _parser().parse_args(arguments)
    paths = notebooks(chosen.notebooks)
    if not any(path.exists() for path in paths):  # results of before stay as they are
        print(printable(f"There is no notebook in {', '.join(chosen.notebooks)}. Is the name of the folder right?"))
        return 1
    found, left_out = gather(paths)
    chosen.out.mkdir(parents=True, exist_ok=True)
    limits = sandbox.Limits(chosen.seconds, chosen.memory)
    results = judged(found, Known(chosen.out / "verdicts.jsonl", limits), limits, chosen.workers)
    page, sheet = chosen.out / "results.html", chosen.out / "results.csv"
    write_csv(results, sheet)
    write_html(results, left_out, page)
    right = sum(result.kind == "right" for result in results)
    lines = [f"{len(results)} answers, {right} of them right. Open {page}; a spreadsheet opens {sheet}."]
    lines += [f"Left out: {name} {why}." for name, why in left_out]
    print(printable("\n".join([*lines, *_what_was_not_done()])))
    return 0 if results else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lossbook.exercises",
        description="Judge the exercises in notebooks that were handed in. Only cells with an exercise are run, each in a "
        "process of its own, with limits and without a network. A run that was interrupted goes on where it was.",
    )
    parser.add_argument("notebooks", nargs="+", help="notebooks, or folders of them, such as nbgrader's submitted")
    parser.add_argument("--out", type=Path, default=Path("results"), help="folder for what is written (results)")
    parser.add_argument("--seconds", type=float, default=10, help="for an answer (10)")
    parser.add_argument("--memory", type=int, default=1024, help="megabytes for an answer (1024)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="answers at a time (one a core)")
    return parser


def _what_was_not_done() -> Iterator[str]:
    if not sandbox.is_isolated():
        yield (
            "Here, Python alone kept the answers from files and the network: that stops accidents, not attacks. With "
            "bubblewrap (on Linux), or all of this in a container, the system does."
        )
    if not sandbox.CAN_LIMIT_MEMORY:
        yield "This system does not limit the memory of a process. Time was limited."


def notebooks(names: Iterable[str]) -> list[Path]:
    """Return the notebooks in files, folders and patterns, each once, without Jupyter's own copies."""
    found: list[Path] = []
    for name in names:  # not every shell fills in patterns
        places = [Path(name)] if Path(name).exists() else [Path(each) for each in sorted(glob.glob(name))]
        for place in places or [Path(name)]:
            found += sorted(place.rglob("*.ipynb")) if place.is_dir() else [place]
    return [path for path in dict.fromkeys(found) if ".ipynb_checkpoints" not in path.parts]


def gather(paths: Sequence[Path]) -> tuple[list[Answer], list[tuple[str, str]]]:
    """Return the answers in notebooks, and what was left out, with the reason."""
    found, left_out = [], []
    for path, student in students(paths).items():
        try:
            inside = answers(path, student)
        except UnreadableError as error:
            left_out.append((str(path), str(error)))
            continue
        found += [answer for answer in inside if answer.exercise in EXERCISES]
        unknown = dict.fromkeys(answer.exercise for answer in inside if answer.exercise not in EXERCISES)
        left_out += [(str(path), f"asks for an exercise that there is not, {name}") for name in unknown]
        if not inside:
            left_out.append((str(path), "has no exercise in it"))
    return found, left_out


class Known:
    """Verdicts of earlier runs, so that one that was interrupted goes on. Delete the file to judge everything anew."""

    def __init__(self, path: Path, limits: sandbox.Limits) -> None:
        self.path, self.limits = path, limits
        self.verdicts: dict[str, sandbox.Outcome] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            try:
                key, kind, message = json.loads(line)
            except (ValueError, TypeError):
                continue  # it was being written when the run was interrupted
            self.verdicts[key] = sandbox.Outcome(kind, message)

    def key(self, answer: Answer) -> str:
        """Return what a verdict depends on."""
        about = [lossbook.__version__, answer.exercise, answer.source, astuple(self.limits)]
        return hashlib.sha256(json.dumps(about).encode()).hexdigest()

    def add(self, key: str, outcome: sandbox.Outcome) -> None:
        """Remember a verdict."""
        self.verdicts[key] = outcome
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, outcome.kind, outcome.message]) + "\n")


def judged(found: Sequence[Answer], known: Known, limits: sandbox.Limits, workers: int) -> list[Result]:
    """Return the results of all answers, in order. Code that was handed in twice runs once."""
    todo = {known.key(answer): answer for answer in found}
    with ThreadPoolExecutor(max(1, workers)) as pool:
        running = {
            pool.submit(sandbox.run, answer.exercise, answer.source, limits): key
            for key, answer in todo.items()
            if key not in known.verdicts
        }
        try:
            for done in _with_a_bar(as_completed(running), len(running)):
                known.add(running[done], done.result())
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    outcomes = [known.verdicts[known.key(answer)] for answer in found]
    return [
        Result(answer.student, answer.exercise, outcome.kind, outcome.message, answer.notebook, answer.source)
        for answer, outcome in zip(found, outcomes, strict=True)
    ]


def _with_a_bar(futures: Iterator[Future[Any]], whole: int) -> Iterable[Future[Any]]:
    try:
        from tqdm import tqdm  # type: ignore[import-untyped]
    except ImportError:
        return futures
    return tqdm(futures, total=whole, unit=" answers", disable=None if whole else True)
