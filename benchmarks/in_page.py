"""Python in the page against its peers, side by side in one run: a page of this site, a page of JupyterLite, and the least
page that starts Pyodide. Run `make bench-page`; it takes about six minutes.

All run the same cells in the same browsers, each visit with a new profile, from a server that sends what a static host
would; they take turns, so that a slow moment of the machine hits all of them. The bare page has the Pyodide of this site,
file by file. JupyterLite is brought once, by pip, into a folder of its own. It gets the Pyodide of this site as Pyodide
publishes it, before it is made smaller here; wheels that only JupyterLite wants are those of the package index, in the
versions that Pyodide's own list names. Bytes leave out what a service worker keeps for reading without a network.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.devtools import started
from benchmarks.pages import ROOT, UNTIL, Contender, Host, bare, jupyterlite, serving, this_site
from tests.site import browsers

FIRST, SECOND = "mse", "mae"  # chapters
FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4])\nplt.title('Three numbers')\nplt.show()"
TARGETS = {
    "first NumPy output, nothing cached": "5 s, Firefox 6 s, 1.3 × bare",
    "the same on a second page": "2.5 s",
    "small cell": "50 ms",
    "first figure": "3 s",
    "sent for NumPy": "9 MB",
    "sent with a figure": "14 MB",
    "Stop": "0.5 s, variables kept",
    "memory with a figure": "",
    "memory after a whole chapter": "250 MB",
}
Js = Callable[[str], object]  # runs the body of an asynchronous function in the page, and returns what it returns


# ---------- browsers ----------


@dataclass(frozen=True)
class Tab:
    open: Callable[[str], object]
    js: Js
    memory: Callable[[], float | None]


@contextlib.contextmanager
def chromium() -> Iterator[Tab]:
    with started() as (tab, profile):
        tab.open("about:blank")
        empty = memory(profile)
        yield Tab(tab.open, tab.run, lambda: memory(profile, empty))


@contextlib.contextmanager
def firefox() -> Iterator[Tab]:
    with browsers.firefox(browsers.firefox_path()) as window:
        yield Tab(window.open, window.run, lambda: None)


def memory(profile: str, empty: float | None = 0.0) -> float | None:
    """Return the megabytes of a Chromium's largest tab, shared pages in equal parts; None where there is no /proc."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (process / "cmdline").read_bytes().decode(errors="replace")
            if "--type=renderer" in words and profile in words:
                found.append(int(re.search(r"Pss:\s+(\d+)", (process / "smaps_rollup").read_text())[1]) * 1024 / 1e6)
    return max(found) - empty if found and empty is not None else None


# ---------- what is measured ----------


def numpy_cell(chapter: str) -> tuple[str, str]:
    """Return the code of a chapter's first cell that needs NumPy and nothing of the course, and the last line it prints."""
    notebook = json.loads((ROOT / "_build" / "html" / "book" / f"{chapter}.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code = next(code for code in cells if code.startswith("import numpy") and "lossbook" not in code)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, {})
    return code, printed.getvalue().strip().splitlines()[-1]


def visit(tab: Tab, host: Host, page: Contender) -> Iterator[tuple[str, float | None]]:
    """Do on a page what a reader does, and yield what it took; no number means that the page cannot do it."""

    def do(what: str, *words: str) -> float | None:
        return tab.js(f"{UNTIL}{page.script}\nreturn await {what}({', '.join(map(json.dumps, words))});")

    (code, word), (other_code, other_word) = numpy_cell(FIRST), numpy_cell(SECOND)
    host.sent = 0
    tab.open(host.address + page.address(FIRST, code))
    yield "first NumPy output, nothing cached", do("first", code, word)
    yield "sent for NumPy", host.sent / 1e6
    yield "small cell", statistics.median(do("run", f"print('small', 7 * {n})", f"small {7 * n}") for n in range(1, 6))
    yield "first figure", do("run", FIGURE, "")
    yield "sent with a figure", host.sent / 1e6
    yield "memory with a figure", tab.memory()
    yield "Stop", do("stop")
    do("settle")
    tab.open(host.address + page.address(SECOND, other_code))
    yield "the same on a second page", do("first", other_code, other_word)


def whole(tab: Tab, host: Host, page: Contender) -> Iterator[tuple[str, float | None]]:
    """Run a whole chapter in a tab that has seen nothing else."""
    code, word = numpy_cell(FIRST)
    tab.open(host.address + page.address(FIRST, code))
    tab.js(f"{UNTIL}{page.script}\nreturn await first({json.dumps(code)}, {json.dumps(word)});")
    if tab.js(f"{UNTIL}{page.script}\nreturn await all();") is not None:
        then = tab.memory()
        time.sleep(10)  # the copy for reading offline is made meanwhile
        yield "memory after a whole chapter", then and max(then, tab.memory())


def measure(rounds: int, pages: list[Contender], windows: dict[str, Callable]) -> dict:
    """Return all values, by browser, row and page."""
    found = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    with contextlib.ExitStack() as stack:
        hosts = [stack.enter_context(serving(page.folder)) for page in pages]
        for turn in range(rounds):
            for name, window in windows.items():
                for page, host in zip(pages, hosts, strict=True):
                    start = time.monotonic()
                    for done in (visit, whole):
                        with window() as tab:
                            for row, value in done(tab, host, page):
                                found[name][row][page.name].append(value)
                    print(f"{name}, {page.name}, {turn + 1}: {time.monotonic() - start:.0f} s", file=sys.stderr)
    return found


# ---------- the table ----------


def said(row: str, value: float) -> str:
    unit = "MB" if row.startswith(("sent", "memory")) else "s" if value >= 1 else "ms"
    return f"{value * 1000:.0f} ms" if unit == "ms" else f"{value:.{1 if value < 100 else 0}f} {unit}"


def entry(row: str, values: list[float | None], ours: list[float | None]) -> str:
    """Say the median, the extremes, and how many times ours it is."""
    if not values or None in values:
        return "no" if row == "Stop" and values else "–"
    middle = statistics.median(values)
    spread = f" ({said(row, min(values))}–{said(row, max(values))})" if len(values) > 1 else ""
    ratio = "" if values is ours or None in ours or not ours else f", {middle / statistics.median(ours):.1f} ×"
    return f"{said(row, middle)}{spread}{ratio}"


def table(found: dict, pages: list[Contender]) -> str:
    lines = [["", *(page.name for page in pages), "target"], ["---"] * (len(pages) + 2)]
    for browser, rows in found.items():
        for row, target in TARGETS.items():
            ours = rows[row][pages[0].name]
            if any(value is not None for values in rows[row].values() for value in values):
                lines.append([f"{browser}: {row}", *(entry(row, rows[row][page.name], ours) for page in pages), target])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--browser", choices=["Chromium", "Firefox"], help="one alone")
    parser.add_argument("--without-jupyterlite", action="store_true")
    options = parser.parse_args()
    windows = {"Chromium": chromium, "Firefox": firefox}
    if options.browser:
        windows = {options.browser: windows[options.browser]}
    with tempfile.TemporaryDirectory() as folder:
        pages = [
            this_site(),
            *([] if options.without_jupyterlite else [jupyterlite()]),
            bare(Path(folder, "bare")),
        ]
        print(table(measure(options.rounds, pages, windows), pages))


if __name__ == "__main__":
    main()
