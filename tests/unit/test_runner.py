"""Cells of a page: what runs first, what a run shows, and how it ends."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from lossbook.in_page import page, runner
from lossbook.in_page.libraries import imported
from lossbook.in_page.names import Cell, first, names


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(page, "deliver", page.sent.append)
    page.sent.clear()
    yield
    for name in set(runner.space) - {"__name__", "__builtins__", "display"}:
        del runner.space[name]


def run(source, cell=1, above=(), **options):
    page.sent.clear()
    with ThreadPoolExecutor(1) as thread:  # as tests with a browser leave a loop running in this one
        thread.submit(asyncio.run, runner.run(7, cell, source, above, **options)).result()
    return list(page.sent)


def texts(messages):
    return "".join(message["text"] for message in messages if message["type"] == "stream")


def values(messages):
    return [message["data"]["text/plain"] for message in messages if message["type"] == "display"]


class TestNames:
    @pytest.mark.parametrize(
        ("source", "bound", "needed"),
        [
            ("a = 1", {"a"}, set()),
            ("print(a)", set(), {"a"}),
            ("a = b", {"a"}, {"b"}),
            ("total += 1", {"total"}, {"total"}),
            ("total = 0\ntotal += 1", {"total"}, set()),
            ("def f(x):\n    y = x + z\n    return y", {"f"}, {"z"}),
            ("class A:\n    n = m", {"A"}, {"m"}),
            ("[a * k for a in values]", set(), {"k", "values"}),
            ("import numpy as np\nfrom math import pi", {"np", "pi"}, set()),
            ("for n in range(3):\n    pass", {"n"}, set()),
            ("def f():\n    global g\n    g = 1", {"f", "g"}, set()),
            ("with open(name) as file:\n    pass", {"file"}, {"name"}),
            ("if (n := 3) > 2:\n    n", {"n"}, set()),
            ("await thing", set(), {"thing"}),
            ("-" * 20_000 + "a", set(), set()),  # too deep for Python
            ("this is no Python", set(), set()),
            ("", set(), set()),
        ],
    )
    def test_of_a_cell(self, source, bound, needed):
        assert names(source) == (bound, needed)

    def test_cells_that_run_first_are_the_nearest_and_what_they_need(self):
        above = [Cell(1, "a = 1"), Cell(2, "b = 2"), Cell(3, "c = a"), Cell(4, "a = 5"), Cell(5, "d = c + a")]
        assert [cell.cell for cell in first("d + 1", above, {})] == [1, 3, 4, 5]
        assert [cell.cell for cell in first("d + 1", above, {"c"})] == [4, 5]
        assert first("d + 1", above, {"d"}) == []
        assert first("nowhere", above, {}) == []


class TestLibraries:
    @pytest.mark.parametrize(
        ("source", "matplotlib"),
        [
            ("import matplotlib.pyplot as plt", True),
            ("def f():\n    import matplotlib", True),
            ("from lossbook.course import figures", True),
            ("from lossbook.course.figures import canvas", True),
            ("from lossbook import LOSSES", False),
            ("from lossbook.exercises import check", False),
            ("import numpy", False),
            ("no Python", False),
        ],
    )
    def test_come_with_what_a_cell_imports(self, source, matplotlib):
        assert ("matplotlib" in imported(source)) is matplotlib


class TestRun:
    def test_shows_the_last_line_and_ends(self):
        messages = run("a = 20\nprint('here')\na + 22", cell=3)
        assert texts(messages) == "here\n"
        assert values(messages) == ["42"]
        assert messages[-1].items() >= {"type": "done", "run": 7, "cell": 3, "ok": True, "ending": "ok"}.items()

    @pytest.mark.parametrize("source", ["1 + 1;", "None", "a = 1", ""])
    def test_shows_only_what_is_to_be_shown(self, source):
        assert values(run(source)) == []

    def test_names_stay_and_the_last_value_is_an_underscore(self):
        run("a = 41")
        run("a + 1")
        assert values(run("_")) == ["42"]

    def test_waits(self):
        assert values(run("import asyncio\nawait asyncio.sleep(0, 'waited')")) == ["'waited'"]

    def test_an_error_is_told_after_what_was_printed(self):
        messages = run("print('before')\n1 / 0", cell=4)
        assert texts(messages) == "before\n"
        error = messages[-2]
        assert error.items() >= {"type": "error", "kind": "ZeroDivisionError", "line": 2, "cell": 4}.items()
        assert messages[-1]["ending"] == "error"

    @pytest.mark.parametrize(
        ("source", "ending"),
        [
            ("raise KeyboardInterrupt", "stopped"),
            ("import asyncio\nraise asyncio.CancelledError", "stopped"),
            ("raise SystemExit", "ok"),
            ("exit = 1\nif", "error"),
            ("class E(BaseException): pass\nraise E", "error"),
        ],
    )
    def test_nothing_leaves_it(self, source, ending):
        assert run(source)[-1]["ending"] == ending

    def test_a_warning_is_said_every_time(self):
        source = "import warnings\nwarnings.simplefilter('default')\nwarnings.warn('look')"
        with pytest.warns(UserWarning, match="look"):
            run(source)
        with pytest.warns(UserWarning, match="look"):
            run(source)

    def test_hidden_cells_run_first_and_silently(self):
        messages = run("a + 1", cell=2, above=[Cell(1, "a = 41\nprint('not seen')\na", hidden=True)])
        assert {message["silent"] for message in messages if message["cell"] == 1} == {True}
        assert values([message for message in messages if message["cell"] == 2]) == ["42"]

    def test_cells_of_the_reader_are_asked_for(self):
        above = [Cell(1, "h = 1", hidden=True), Cell(2, "a = h")]
        (done,) = run("a + 1", cell=3, above=above)
        assert done["ok"] is False
        assert done["needs"] == {"names": ["a"], "cells": [2]}
        assert "h" not in runner.space


class TestOutput:
    def test_is_batched(self, monkeypatch):
        monkeypatch.setattr(time, "perf_counter", lambda: 1.0)
        output = runner.Output("stdout", pause=2)
        for _ in range(100):
            output.write("a")
        assert page.sent == []
        output.flush()
        assert [message["text"] for message in page.sent] == ["a" * 100]

    @pytest.mark.parametrize("step", [1, 3, 10, 1000])
    def test_is_cut_once(self, step):
        output = runner.Output("stdout", most=100)
        for _ in range(500):
            output.write("a" * step)
        output.flush()
        text = texts(page.sent)
        assert text.startswith("a" * 100 + "\n…")
        assert text.count("…") == 1
