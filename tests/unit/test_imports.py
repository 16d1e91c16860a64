"""What may import what: rooms below know nothing of those above, and NumPy is all that the package itself needs."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import lossbook
from lossbook import exercises

HERE = Path(lossbook.__file__).parent

# Each room, and the rooms it may import from. "lossbook" is the package's own __init__, which gathers the losses, and
# "commands" are what `python -m` starts, wherever they lie.
MAY_IMPORT = {
    "losses": set(),
    "first_edition": set(),
    "lossbook": {"losses", "first_edition"},
    "datasets": {"losses"},
    "learning": {"losses"},
    "course": {"losses", "learning", "datasets", "lossbook"},
    "exercises": {"course"},
    "quizzes": {"course"},
    "explorables": {"losses", "learning", "datasets", "course"},
    "in_page": {"course"},
    "handed_in": {"course", "exercises", "lossbook"},
    "commands": {"handed_in"},
}
# What a room may import from outside, besides Python's own library.
LIBRARIES = {
    **{name: {"numpy"} for name in MAY_IMPORT},
    "learning": {"numpy", "tqdm"},
    "course": {"numpy", "matplotlib", "IPython"},  # IPython comes with ipywidgets
    "explorables": {"numpy", "matplotlib", "anywidget", "traitlets"},
    "handed_in": {"numpy", "tqdm"},
    "in_page": {"numpy", "matplotlib", "pyodide", "host"},  # the last two are there in the browser alone
}


def room(path):
    parts = path.relative_to(HERE).with_suffix("").parts
    return "commands" if parts[-1] == "__main__" else "lossbook" if parts == ("__init__",) else parts[0]


def imported(path):
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the room"
            yield node.module if node.module != "lossbook" else f"lossbook.{node.names[0].name}"


def arrows():
    for path in sorted(HERE.rglob("*.py")):
        for module in imported(path):
            package, _, rest = module.partition(".")
            yield path, package, (rest.partition(".")[0] or "lossbook") if package == "lossbook" else ""


def test_every_arrow_points_down():
    wrong = [
        f"{path.relative_to(HERE)} imports {target}"
        for path, package, target in arrows()
        if package == "lossbook" and target != room(path) and target not in MAY_IMPORT[room(path)]
    ]
    assert not wrong


def test_the_table_has_no_circle_and_every_room():
    assert {room(path) for path in HERE.rglob("*.py")} == MAY_IMPORT.keys()
    below = set()
    for name, allowed in MAY_IMPORT.items():
        assert allowed <= below, f"{name} stands before what it imports"
        below.add(name)


def test_libraries_are_asked_for_where_they_are_needed():
    wrong = [
        f"{path.relative_to(HERE)} imports {package}"
        for path, package, _ in arrows()
        if package not in ("lossbook", "__future__", *sys.stdlib_module_names, *LIBRARIES[room(path)])
    ]
    assert not wrong


def test_no_module_of_a_room_runs_in_a_circle():
    graph = {}
    for path in sorted(HERE.rglob("*.py")):
        name = ".".join(["lossbook", *path.relative_to(HERE).with_suffix("").parts]).removesuffix(".__init__")
        graph[name] = {module for module in imported(path) if module.startswith("lossbook")} - {name}
    done, path = set(), []

    def visit(name):
        assert name not in path, f"a circle: {' -> '.join([*path, name])}"
        if name not in done:
            path.append(name)
            for target in graph.get(name, ()):
                visit(target)
            path.pop()
            done.add(name)

    for name in graph:
        visit(name)


BARE = """
import importlib.abc
import sys

class Blocked(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in {absent}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Blocked())
"""
ABSENT = {"matplotlib", "anywidget", "ipywidgets", "traitlets", "IPython", "tqdm", "scipy", "sklearn", "pandas"}
WORK = """
import json
import numpy as np
import lossbook
from lossbook import LOSSES, datasets, exercises, learning, quizzes
from lossbook.course.advice import advise
from lossbook.course.five_questions import inspect

model, x = learning.Linear(1), np.linspace(0, 1, 20)[:, None]
learning.train(model, LOSSES["squared_error"], x, 3 * x[:, 0] + 1, learning_rate=0.5, epochs=500)
told = str(exercises.check("mse.mse", lambda p, a: float(np.mean((np.array(p) - np.array(a)) ** 2))))
asked = str(quizzes.quiz("mse"))
try:
    learning.train(model, LOSSES["squared_error"], x, x[:, 0], learning_rate=0.5, progress=True)
except ImportError as error:
    bar = str(error)
print(json.dumps([
    lossbook.mean_squared_error([28, 20], [30, 30]), round(float(model.parameters[0][0]), 6),
    LOSSES["huber"].with_parameters(delta=3.0).cost([10], [0]), told, asked, bar, len(datasets.penguins()),
    advise("a number").loss, str(inspect(lambda p, a: (p - a) ** 2)),
]))
"""


def run(code):
    return subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)


def test_all_but_pictures_works_with_numpy_alone():
    done = run(BARE.format(absent=ABSENT) + WORK)
    assert done.returncode == 0, done.stderr
    cost, slope, huber, told, asked, bar, penguins, loss, properties = json.loads(done.stdout)
    assert (cost, slope, huber, penguins, loss) == (52.0, 3.0, 25.5, 342, "Squared error")
    assert told == exercises.EXERCISES["mse.mse"].right
    assert asked.startswith("1. One miss")
    assert "pip install 'lossbook[notebooks]'" in bar
    assert properties.startswith("yes")


@pytest.mark.parametrize(
    "code", ["import lossbook.explorables", "from lossbook.course import figures; figures.three_graphs()"]
)
def test_pictures_say_what_is_missing(code):
    done = run(BARE.format(absent=ABSENT) + code)
    assert done.returncode == 1
    assert "pip install 'lossbook[notebooks]'" in done.stderr


def test_losses_load_numpy_alone():
    code = "import sys; before = set(sys.modules); import lossbook.losses.custom, lossbook.losses.metrics; print(*{m.partition('.')[0] for m in set(sys.modules) - before})"
    loaded = set(run(code).stdout.split()) - sys.stdlib_module_names
    assert {name for name in loaded if not name.startswith("_")} == {"lossbook", "numpy"}
