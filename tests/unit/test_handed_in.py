"""Notebooks that a class hands in: whose they are, what is in them, and that no code in them does harm or judges itself."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lossbook.handed_in import command, notebooks, sandbox
from lossbook.handed_in.results import Result, write_csv, write_html

MSE = """
import numpy as np
from lossbook.exercises import check

def mse(predictions, actuals):
    return np.mean((np.array(predictions) - np.array(actuals)) ** 2)

check("mse.mse", mse)
"""
SUM = MSE.replace("np.mean", "np.sum")
IMPORTED = "from lossbook.exercises import check\n"


def notebook(path, *cells, kind="code"):
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [{"cell_type": kind, "source": cell.splitlines(keepends=True)} for cell in cells]
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")
    return path


class TestReading:
    def test_only_cells_with_a_check_are_answers(self, tmp_path):
        path = notebook(tmp_path / "ada.ipynb", "print(1)", MSE, "# check('mse.rmse', rmse)", SUM)
        assert [(each.student, each.exercise) for each in notebooks.answers(path, "ada")] == [("ada", "mse.mse")] * 2
        assert not notebooks.answers(notebook(path, MSE, kind="markdown"), "ada")

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "damaged"),
            (b'{"cells": [', "damaged"),
            (b"\xff\xfe\x00", "damaged"),
            (b"[" * 100_000, "damaged"),
            (b"[]", "no notebook"),
            (b"7", "no notebook"),
            (b'{"cells": 7}', "no notebook"),
            (b'{"cells": [7]}', "no notebook"),
            (b'{"cells": [{"cell_type": "code", "source": [7]}]}', "no notebook"),
            (b'{"worksheets": []}', "no notebook"),
        ],
    )
    def test_what_is_no_notebook_is_named(self, tmp_path, content, why):
        path = tmp_path / "ada.ipynb"
        path.write_bytes(content)
        with pytest.raises(notebooks.UnreadableError, match=why):
            notebooks.answers(path, "ada")

    def test_a_huge_file_is_not_read(self, tmp_path, monkeypatch):
        monkeypatch.setattr(notebooks, "LARGEST", 10)
        with pytest.raises(notebooks.UnreadableError, match="larger than"):
            notebooks.answers(notebook(tmp_path / "ada.ipynb", MSE), "ada")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
    def test_a_pipe_is_not_waited_for(self, tmp_path):
        os.mkfifo(tmp_path / "ada.ipynb")
        with pytest.raises(notebooks.UnreadableError, match="no file"):
            notebooks.answers(tmp_path / "ada.ipynb", "ada")

    def test_folders_and_patterns_are_opened_and_jupyters_copies_left_out(self, tmp_path):
        paths = [notebook(tmp_path / f"submitted/{name}/week1/mse.ipynb", MSE) for name in ("ada", "李雷")]
        notebook(tmp_path / "submitted/ada/week1/.ipynb_checkpoints/mse-checkpoint.ipynb", MSE)
        assert command.notebooks([str(tmp_path)]) == paths
        assert command.notebooks([f"{tmp_path}/submitted/*/week1/*.ipynb", str(paths[0])]) == paths
        assert list(notebooks.students(paths).values()) == ["ada", "李雷"]

    @pytest.mark.parametrize(
        ("paths", "students"),
        [
            (["in/Ann/hinge.ipynb", "in/Ann/mse.ipynb", "in/Ben/hinge.ipynb"], ["Ann", "Ann", "Ben"]),
            (["in/Ann/hinge.ipynb"], ["Ann"]),
            (["in/Ann/hw1/hinge.ipynb", "in/Ben/hw1/hinge (1).ipynb"], ["Ann", "Ben"]),
            (["in/Ann/mse-Copy1.ipynb", "in/Ben/mse copy.ipynb", "in/Cem.ipynb"], ["Ann", "Ben", "Cem"]),
            (["in/mse.ipynb"], ["in"]),
            (["in/Mae.ipynb"], ["Mae"]),
            (
                ["in/w1/Ann/mse.ipynb", "in/w1/Ben/mse.ipynb", "in/w2/Ann/mae.ipynb", "in/w2/Ben/mae.ipynb"],
                ["Ann", "Ben", "Ann", "Ben"],
            ),
            (["in/mse of Ann.ipynb", "in/huberta.ipynb"], ["mse of Ann", "huberta"]),
        ],
    )
    def test_a_notebook_called_like_a_chapter_is_its_folders(self, paths, students):
        assert list(notebooks.students([Path(path) for path in paths]).values()) == students

    def test_notebooks_of_anywhere_have_students(self, tmp_path):
        told = notebooks.students([tmp_path / "Ann" / "mse.ipynb", Path("in/Ben/mse.ipynb")])
        assert len(set(told.values())) == 2

    def test_a_folder_that_is_not_there_leaves_results_as_they_are(self, tmp_path, capsys):
        (tmp_path / "results.csv").write_text("kept", encoding="utf-8")
        (tmp_path / "empty").mkdir()
        for name in ("nope", "empty"):
            assert command.main([str(tmp_path / name), "--out", str(tmp_path)]) == 1
            assert "Is the name of the folder right?" in capsys.readouterr().out
        assert (tmp_path / "results.csv").read_text(encoding="utf-8") == "kept"

    def test_a_name_with_brackets_is_a_name(self, tmp_path):
        path = notebook(tmp_path / "mse [1].ipynb", MSE)
        assert command.notebooks([str(path)]) == [path]


class TestResults:
    HOSTILE = Result("=cmd|' /C calc'!A0", "mse.mse", "unknown", "<script>alert(1)</script> \ud800", " @x", "</pre><b>")

    def test_a_spreadsheet_computes_nothing(self, tmp_path):
        write_csv([self.HOSTILE], tmp_path / "results.csv")
        head, row = csv.reader((tmp_path / "results.csv").read_text(encoding="utf-8-sig").splitlines())
        assert head == ["student", "exercise", "kind", "message", "notebook"]
        assert row[0].startswith("'=")
        assert row[4].startswith("' @")

    def test_a_page_runs_nothing(self, tmp_path):
        write_html([self.HOSTILE], [("<i>", "is damaged")], tmp_path / "results.html")
        page = (tmp_path / "results.html").read_text(encoding="utf-8")
        assert not [tag for tag in ("<script", "</pre><b>", "<i>") if tag in page]
        assert "&lt;script&gt;" in page
        assert "&lt;/pre&gt;" in page

    def test_thoughts_come_by_frequency_with_code(self, tmp_path):
        thoughts = ["the sum", "the sum", "the root"]
        results = [Result(str(n), "mse.mse", "recognised", each, "", f"code {n}") for n, each in enumerate(thoughts)]
        write_html(results, [], tmp_path / "results.html")
        page = (tmp_path / "results.html").read_text(encoding="utf-8")
        assert page.index("2 × the sum</p><pre>code 0") < page.index("1 × the root</p><pre>code 2")


def test_a_class_is_judged_and_a_second_run_judges_nothing_again(tmp_path, capsys, monkeypatch):
    class_ = tmp_path / "submitted"
    notebook(class_ / "ada/week1/mse.ipynb", SUM, MSE, "check('mse.none', 1)")
    notebook(class_ / "ben/week1/mse.ipynb", SUM)
    (class_ / "ben/week1/other.ipynb").write_text("damaged", encoding="utf-8")
    arguments = [str(class_), "--out", str(tmp_path / "out")]
    assert command.main(arguments) == 0
    said = capsys.readouterr().out
    assert said.startswith("3 answers, 1 of them right.")
    assert "other.ipynb is damaged: it is no JSON." in said
    assert "asks for an exercise that there is not, mse.none" in said
    sheet = (tmp_path / "out/results.csv").read_text(encoding="utf-8-sig")
    rows = {row["student"]: row for row in csv.DictReader(sheet.splitlines())}
    assert rows["ada"]["kind"] == "right"
    assert (rows["ben"]["kind"], "sum of the squares" in rows["ben"]["message"]) == ("recognised", True)
    with (tmp_path / "out/verdicts.jsonl").open("a", encoding="utf-8") as file:
        file.write('["cut sho')
    monkeypatch.setattr(sandbox, "run", None)  # nothing is left to run
    assert command.main(arguments) == 0
    assert (tmp_path / "out/results.csv").read_text(encoding="utf-8-sig") == sheet


def test_no_bar_is_no_trouble(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    assert list(command._with_a_bar(iter("ab"), 2)) == ["a", "b"]


def test_the_command_is_there():
    done = subprocess.run(
        [sys.executable, "-m", "lossbook.exercises", "--help"], capture_output=True, text=True, check=True
    )
    assert "notebooks" in done.stdout


@pytest.mark.parametrize("said", [b"", b"7", b"[" * 100_000, b'["right"]', b'[["right"], 1, []]', b'["sure", "", []]'])
def test_what_a_process_says_may_be_anything(said):
    assert sandbox._believed("mse.mse", said).kind == "stopped"


@pytest.mark.parametrize("values", [None, [], [5], [1] * 5, [[5]] * 5, ["5"] * 5, {"0": 5}, [None] * 5])
def test_right_is_not_believed_without_the_values(values):
    assert sandbox._believed("mse.mse", json.dumps(["right", "", values]).encode()).kind == "stopped"


def test_right_is_believed_with_the_values():
    values = [float(value) for value in sandbox._expected("mse.mse")]
    assert sandbox._believed("mse.mse", json.dumps(["right", "yes", values]).encode()) == sandbox.Outcome(
        "right", "yes"
    )


HOSTILE = {
    "a judge of one's own": (
        "import lossbook.exercises as e, lossbook.exercises.engine as engine\n"
        "e._judge = engine.judge = e.judge = lambda *_: engine.Verdict('right', '')\ncheck('mse.mse', lambda p, a: 3)",
        "what came out is not",
    ),
    "a check of one's own": ("def check(*_): print('right')\ncheck('mse.mse', 3)", "never reached its check"),
    "a loop without an end": ("while True: pass", "longer than 1 second"),
    "a function without an end": ("def f(p, a):\n  while True: pass\ncheck('mse.mse', f)", "longer than 1 second"),
    "a long sleep": ("import time; time.sleep(100)", "longer than 1 second"),
    "a list without an end": ("x = [0] * 10**10", "more memory"),
    "a flood": ("import os\nwhile True: os.write(1, b'x' * 100_000)", "printed far too much"),
    "more processes": ("import os\nwhile True: os.fork()", "needs no os.fork"),
    "another program": ("import subprocess\nsubprocess.run(['ls'])", "needs no subprocess"),
    "an exit": ("import os; os._exit(0)", "before it was judged"),
    "an end": ("import sys; sys.exit()", "SystemExit"),
    "an attack on its parent": ("import os; os.kill(os.getppid(), 9)", "needs no os.kill"),
    "a network": ("import socket; socket.socket()", "needs no socket"),
    "a file": ("open('/etc/passwd')", "no other files"),
    "a file by another way": ("import os; os.open('x', os.O_CREAT | os.O_WRONLY)", "no other files"),
    "a wider limit": ("import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", "needs no resource"),
    "an earlier cell": ("check('mse.mse', defined_above)", "must stand in it"),
    "a list of itself": ("x = []; x.append(x)\ncheck('mse.mse', lambda p, a: x)", "cannot be judged"),
    "a broken line": ("def mse(p,", "SyntaxError"),
}


@pytest.mark.whole
@pytest.mark.skipif(not sandbox.CAN_LIMIT_MEMORY, reason="the limits are Linux's")
@pytest.mark.parametrize("isolated", [False, True], ids=["by Python", "by bubblewrap"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_code_is_stopped(name, isolated, monkeypatch):
    if isolated and not sandbox.is_isolated():
        pytest.skip("bubblewrap is not here, or may not work")
    monkeypatch.setattr(sandbox, "is_isolated", lambda: isolated)
    source, said = HOSTILE[name]
    limits = sandbox.Limits(seconds=1 if "longer" in said else 20)
    outcome = sandbox.run("mse.mse", IMPORTED + source, limits)
    assert outcome.kind == "stopped"
    assert said in outcome.message


@pytest.mark.whole
@pytest.mark.parametrize(
    "source",
    [
        MSE,
        "%matplotlib inline\n!pip list\n" + MSE,
        MSE.replace("np.mean", "np.float32(np.mean").replace("** 2)", "** 2))"),
        MSE + "\nraise SystemExit",
        MSE + "\nprint('x' * 10**8)",
    ],
    ids=["plain", "with commands for Jupyter", "in single precision", "that ends", "that prints"],
)
def test_right_answers_are_right(source):
    assert sandbox.run("mse.mse", source).kind == "right"


@pytest.mark.whole
def test_every_solution_is_right():
    from textwrap import dedent

    from lossbook.exercises import EXERCISES

    wrong = []
    for name in sorted(EXERCISES)[::6]:
        exercise, called = EXERCISES[name], name.split(".")[1]
        given = called if exercise.probes else exercise.solution
        source = dedent(exercise.solution) if exercise.probes else ""
        outcome = sandbox.run(name, f"import numpy as np\n{source}\ncheck({name!r}, {given})")
        wrong += [(name, outcome)] if outcome.kind != "right" else []
    assert not wrong
