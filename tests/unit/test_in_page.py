"""Cells on a page, without a browser: they show what the notebook shows, and explorables and errors do what they should."""

import json
import subprocess
import sys

import pytest

from tests.conftest import BUILD, NOTEBOOKS
from tests.unit.test_imports import BARE

ABSENT = {"anywidget", "traitlets", "ipywidgets", "IPython", "tqdm", "myst_nb", "scipy", "sklearn", "pandas", "torch"}
START = """
import asyncio, json, os, sys
os.environ["MPLBACKEND"] = "module://lossbook.in_page.plots"
from lossbook.in_page import errors, page, runner, stand_ins
stand_ins.install()
errors.teach_warnings()

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
