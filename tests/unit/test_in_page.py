"""Cells on a page, without a browser: they show what the notebook shows, and explorables and errors do what they should."""

import json
import random
import re
import subprocess
import sys

import numpy as np
import pytest
from IPython.lib.pretty import pretty as notebook_pretty

from lossbook.explorables import OnePrice
from lossbook.in_page.pretty import pretty
from tests.conftest import BUILD, NOTEBOOKS
from tests.unit.test_imports import BARE

ABSENT = {"anywidget", "traitlets", "ipywidgets", "IPython", "tqdm", "myst_nb", "scipy", "sklearn", "pandas", "torch"}
START = """
import asyncio, json, sys, warnings
from lossbook.in_page import errors, page, runner, stand_ins
stand_ins.install()
warnings.showwarning = errors.show_warning

def cells(*sources):
    "Run cells one after the other as a new page does, and return the messages of each."
    runner.space.clear()
    runner.space.update(__name__="__main__", display=runner.values.display)
    for number, source in enumerate(sources, start=1):
        page.sent.clear()
        asyncio.run(runner.run(number, number, source))
        yield list(page.sent)
"""


def in_page(code, given=None):
    """What code prints as JSON, in a Python that has what a page has."""
    done = subprocess.run(
        [sys.executable, "-c", BARE.format(absent=ABSENT) + START + code],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def messages(*sources):
    """The messages of the last of some cells, without those that all have."""
    found = in_page("print(json.dumps(list(cells(*json.load(sys.stdin)))[-1]))", sources)
    return [message for message in found if message["type"] != "done"]


def sent_by(messages):
    """Stream, text and HTML of what was shown; explorables are no HTML here."""
    for message in messages:
        if message["type"] == "stream":
            yield message["name"], message["text"], None
        else:
            yield message["type"], message["data"]["text/plain"], message["data"].get("text/html")


def stored_in(outputs):
    """The same of the outputs in a notebook."""
    for output in outputs:
        if output["output_type"] == "stream":
            yield output["name"], "".join(output["text"]), None
        else:
            data = output["data"]
            yield "display", "".join(data["text/plain"]), "".join(data["text/html"]) if "text/html" in data else None


def joined(shown):
    """One entry for what is printed little by little."""
    found = []
    for kind, text, html in shown:
        if found and kind == found[-1][0] and kind in ("stdout", "stderr"):
            found[-1] = (kind, found[-1][1] + text, None)
        else:
            found.append((kind, text, html))
    return found


@pytest.mark.whole
def test_every_cell_shows_what_the_notebook_shows():
    folder = BUILD / "published" / "book"
    if not folder.exists():
        pytest.fail("The site is not built. Run: make book")
    books = {name: json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8")) for name in NOTEBOOKS}
    code = {
        name: [cell for cell in book["cells"] if cell["cell_type"] == "code" and cell["id"] != "setup"]
        for name, book in books.items()
    }
    ran = in_page(
        "print(json.dumps({name: list(cells(*sources)) for name, sources in json.load(sys.stdin).items()}))",
        {name: ["".join(cell["source"]) for cell in its] for name, its in code.items()},
    )
    compared = 0
    for name, its in code.items():
        for cell, sent in zip(its, ran[name], strict=True):
            assert sent.pop()["ok"], (name, cell["source"], sent)
            pairs = zip(joined(sent_by(sent)), joined(stored_in(cell["outputs"])), strict=True)
            for (kind, text, html), (kind_before, text_before, html_before) in pairs:
                if "IPython.core" not in text_before:  # the stand-ins say more
                    assert text == text_before, (name, cell["source"])
                if kind != "explorable":
                    assert (kind, html) == (kind_before, html_before), (name, cell["source"])
                compared += 1
    assert compared > 200


# ---------- values ----------


def some_value(draw, depth=0):
    """A value as readers make them: numbers, texts and arrays in lists, tuples, sets and dictionaries."""
    if depth > 3 or draw.random() < 0.4:
        return draw.choice(
            [draw.random(), draw.randint(-(10**6), 10**6), "w" * draw.randint(0, 30), None, np.float64(2.5)]
        )
    size = draw.choice([0, 1, 2, 3, 5, 12])
    kind = draw.choice([list, tuple, set, dict, "array"])
    if kind == "array":
        return np.arange(draw.choice([3, 40])) / 4
    if kind is dict:
        return {f"key{place}": some_value(draw, depth + 1) for place in range(size)}
    if kind is set:
        return {draw.randint(0, 10**9) for _ in range(size)}
    return kind(some_value(draw, depth + 1) for _ in range(size))


def test_values_are_laid_out_as_a_notebook_lays_them_out():
    draw = random.Random(1)
    for _ in range(500):
        value = some_value(draw)
        assert pretty(value) == notebook_pretty(value)


@pytest.mark.parametrize(
    "value", [len, some_value, int, np.ndarray, random, list(range(1200)), "a\nb", frozenset({2, 1})]
)
def test_other_values_look_as_in_a_notebook(value):
    assert pretty(value) == notebook_pretty(value)


def test_a_list_in_itself_is_no_endless_loop():
    value = ["a" * 90]
    value.append(value)
    assert pretty(value).endswith("[...]]")


def test_values_are_shown_one_by_one_and_can_be_replaced():
    first, second, third, fourth = messages(
        "display(1, [2]); place = display('a', display_id=True); place.update('b');"
    )
    assert [first["data"], second["data"]] == [{"text/plain": "1"}, {"text/plain": "[2]"}]
    assert (third["type"], fourth["type"], third["id"]) == ("display", "update", fourth["id"])
    assert fourth["data"] == {"text/plain": "'b'"}


def test_every_form_of_a_value_is_sent():
    (shown,) = messages(
        "class Both:\n def _repr_html_(self): return '<b>1</b>'\n def _repr_png_(self): return b'png'\n"
        " def _repr_latex_(self): return None\n def __repr__(self): return 'one'\nBoth()"
    )
    assert shown["data"] == {"text/html": "<b>1</b>", "image/png": "cG5n", "text/plain": "one"}


def test_figures_left_open_are_shown_in_the_colours_of_the_page_and_in_words():
    first, second = messages(
        "import matplotlib.pyplot as plt\nplt.plot([0, 1, 2], [3, 2, -1], label='validation')\nplt.xlabel('epoch');\n"
        "plt.figure(); plt.bar(['a', 'b'], [1, 4]); plt.title('Two bars');"
    )
    assert first["data"]["text/plain"] == (
        "epoch. Line “validation”: 3 points, from 3 at 0 to −1 at 2, highest 3, lowest −1."
    )
    assert second["data"]["text/plain"] == "Two bars. Bars: 1, 4."
    assert "currentColor" in first["data"]["image/svg+xml"]
    assert 'aria-label="Two bars. Bars: 1, 4."' in second["data"]["image/svg+xml"]


def test_a_figure_is_shown_once():
    code = "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\nplt.show()\nfigure"
    assert len(messages(code, "plt.get_fignums()")) == 1
    assert [message["type"] for message in messages(code.replace("plt.show()\n", ""))] == ["display"]


def test_bars_of_progress_are_replaced_and_not_piled_up():
    shown = messages("from tqdm.auto import trange\nfor _ in trange(3, desc='step'): pass")
    assert shown[0]["type"] == "display"
    assert {message["type"] for message in shown[1:]} == {"update"}
    assert shown[-1]["data"]["text/plain"] == "step: 3 of 3 it"
    assert 'value="3" max="3"' in shown[-1]["data"]["text/html"]


# ---------- errors ----------


def test_an_error_names_the_readers_lines_alone():
    (said,) = messages("def half(x):\n    return 1 / x\n", "a = 1\nhalf(0)")
    assert (said["kind"], said["message"], said["line"]) == ("ZeroDivisionError", "division by zero", 2)
    assert said["frames"] == [
        {"cell": 2, "line": 2, "code": "half(0)"},
        {"cell": 1, "line": 2, "code": "return 1 / x"},
    ]
    assert "runner" not in said["trace"]
    assert said["advice"].startswith("Something is divided by zero.")


def test_code_that_is_no_python_is_marked():
    (said,) = messages("a = 1\ndef f(x)\n    return x")
    assert (said["kind"], said["message"], said["line"]) == ("SyntaxError", "expected ':'", 2)
    assert said["frames"] == [{"cell": 1, "line": 2, "code": "def f(x)"}]


def test_an_endless_recursion_is_short():
    (said,) = messages("def f(n):\n    return f(n - 1)\nf(1)")
    assert said["kind"] == "RecursionError"
    assert len(said["frames"]) <= 12
    assert len(said["trace"]) < 3000


def test_a_value_without_end_is_cut():
    (said,) = messages("'ab' * 10**6")
    assert said["data"]["text/plain"].startswith("'abab")
    assert said["data"]["text/plain"].endswith("a cell shows 20,000 letters.")
    assert len(said["data"]["text/plain"]) < 20_100


def test_a_recursion_to_a_raised_limit_is_told_in_no_time():
    limit = sys.getrecursionlimit()
    try:
        (said,) = messages("import sys\nsys.setrecursionlimit(9000)\ndef f(n):\n    return f(n - 1)\nf(1)")
    finally:
        sys.setrecursionlimit(limit)
    assert said["kind"] == "RecursionError"
    assert said["line"] == 4
    told = re.search(r"Previous line repeated (\d+) more times", said["trace"])
    assert int(told[1]) < 2000, "frames in the middle are not looked at"


def test_warnings_say_where_and_what_to_do_each_time():
    code = "import numpy as np\nx = np.log(np.zeros(1))"
    for sources in ([code], [code, code]):
        (said,) = messages(*sources)
        cell = len(sources)
        assert said["text"] == (
            f"cell {cell}, line 2: RuntimeWarning: divide by zero encountered in log\n    x = np.log(np.zeros(1))\n"
            "The logarithm of 0 is −inf. What is it taken of, and how did the 0 come about? A probability can be kept away from 0; of a score, np.logaddexp needs none.\n"
        )


# ---------- explorables ----------

STREET = "from lossbook.explorables import OnePrice\nstreet = OnePrice(guess=230)\nstreet"
DRAGGED = """
from lossbook.in_page import explorables
first, second, changes = json.load(sys.stdin)
ran = cells(first, second)
found = next(ran)
explorables.receive(0, json.dumps(changes))
print(json.dumps(found + next(ran)))
"""
DRAWN = """
from lossbook.in_page import explorables, names
first, second, changes = json.load(sys.stdin)
explorables.remember(json.dumps([[1, changes.pop("name"), changes]]))
asyncio.run(runner.run(1, 2, second, [names.Cell(1, first, hidden=True)]))
print(json.dumps(page.sent))
"""


def dragged(first, second, code=DRAGGED, **changes):
    """What is printed, and the messages for explorables, when a picture is moved between two cells."""
    sent = in_page(code, [first, second, changes])
    assert not [message for message in sent if message["type"] == "error"]
    printed = "".join(message["text"] for message in sent if message["type"] == "stream")
    return printed, [message for message in sent if message["type"] in ("explorable", "state")]


def test_an_explorable_is_sent_with_its_module_and_its_state():
    (shown,) = messages(STREET)
    assert (shown["type"], shown["module"]) == ("explorable", "front.js")
    state = json.loads(shown["state"])
    assert (state["guess"], state["words"]["title"]) == (230.0, "One price for four houses")
    assert ".lossbook" in shown["style"]
    assert shown["data"]["text/plain"].startswith("OnePrice(guess=230.0")


def test_what_readers_drag_reaches_python_and_what_python_sets_reaches_the_page():
    seen = "print(street.guess, street.tried, street.mse)\nstreet.guess = 300"
    printed, (shown, moved) = dragged(STREET, seen, guess=250, tried=[230])
    assert printed == "250.0 [230.0] 1350.0\n"
    assert (moved["type"], moved["id"], json.loads(moved["changes"])) == ("state", shown["id"], {"guess": 300.0})


def test_an_explorable_does_not_wait_for_matplotlib():
    printed, _ = dragged(STREET, "import sys\nprint('matplotlib' in sys.modules)")
    assert printed == "False\n"


def test_functions_hear_of_what_readers_drag():
    listening = f"{STREET}.observe(lambda change: heard.append(change.new), names='guess')\nstreet"
    printed, sent = dragged(f"heard = []\n{listening}", "print(heard)", guess=250)
    assert printed == "[250.0]\n"
    assert len(sent) == 1  # the page is not told what it said


def test_a_wrong_value_from_the_page_changes_nothing():
    printed, _ = dragged(STREET, "print(street.guess, street.tried)", guess="much", tried=[230], unknown=1)
    assert printed == "230.0 []\n"


def test_a_picture_that_was_moved_before_python_came_gives_its_state_to_python():
    name = OnePrice(guess=230).element()  # as the built page has it
    printed, (shown,) = dragged(STREET, "print(street.guess)", DRAWN, name=name, guess=241)
    assert (shown["silent"], shown["name"], json.loads(shown["state"])["guess"]) == (True, name, 241)
    assert printed == "241.0\n"


TRY = """
import contextlib, random
from lossbook import explorables
draw = random.Random(3)
values = [None, True, 0, 1, -1, 3, 0.5, 1e13, float("inf"), "a", "huber", [], [1], [1.0, 2.0], [[1, 2]], (3.0, 4.0), {"a": 1}]
found = []
for name in explorables.__all__:
    if name == "Frames":
        continue
    widget = getattr(explorables, name)()
    names = sorted(set(widget.state()) - {"cases"})
    heard = []
    widget.observe(lambda change: heard.append(change["name"]), names=names)
    for _ in range(40):
        trait, value = draw.choice(names), draw.choice(values)
        try:
            setattr(widget, trait, value)
        except Exception as error:
            found.append([name, trait, repr(value), type(error).__name__])
    with contextlib.suppress(Exception), widget.hold_trait_notifications():
        for trait in names[:2]:
            setattr(widget, trait, draw.choice(values))
    found.append([name, repr(sorted(widget.state().items())), heard])
print(json.dumps(found))
"""


def test_explorables_take_and_refuse_the_same_values_as_in_a_notebook():
    done = subprocess.run([sys.executable, "-c", f"import json\n{TRY}"], capture_output=True, text=True, check=True)
    assert in_page(TRY) == json.loads(done.stdout)
