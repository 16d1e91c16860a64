"""What a cell shows can be printed anywhere: into a file on Windows, and on a terminal that knows plain letters alone."""

import os
import subprocess
import sys

import pytest

from lossbook.course.display import Display, printable

# Prints whatever the package can say. It stops at the first sign that cannot be printed.
PRINT_ALL = """
from lossbook import explorables, quizzes
from lossbook.course.figures import three_graphs
from lossbook.course.five_questions import inspect
from lossbook.exercises import EXERCISES, check

count = 0
for name, exercise in EXERCISES.items():
    answers = [None, ..., "text", exercise.answer, lambda *_: None, *(mistake.wrong for mistake in exercise.mistakes)]
    for answer in answers:
        print(check(name, answer))
        count += 1
for chapter in quizzes.chapters():
    print(quizzes.quiz(chapter))
    print(quizzes.recall(*(question.id for question in quizzes.load(chapter))))
for name in explorables.__all__:
    if name != "Frames":
        print(getattr(explorables, name)())
print(inspect(lambda prediction, answer: abs(round(prediction) - answer)), three_graphs())
print("printed", count)
"""


@pytest.mark.whole
@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437", "utf-8"])
def test_everything_can_be_printed(encoding):
    run = subprocess.run(
        [sys.executable, "-c", PRINT_ALL],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode(encoding)[-800:]
    printed = run.stdout.decode(encoding)
    assert int(printed.split()[-1]) > 400
    assert "\x1a" not in printed
    assert ("−" in printed) == (encoding == "utf-8")


def test_signs_become_what_is_meant(monkeypatch):
    class Console:
        encoding = "ascii"

    monkeypatch.setattr(sys, "stdout", Console())
    assert printable("✓ −3 × 2 ≤ ŷ … ²") == "yes -3 x 2 <= y ... 2"
    shown = Display("<b>−3</b>", "−3")
    assert repr(shown) == "-3"
    assert shown._repr_mimebundle_()["text/plain"] == "−3"
    monkeypatch.undo()
    assert printable("✓ −3") == "✓ −3"
