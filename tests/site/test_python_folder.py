"""Python for the page, as the site has it: complete, small, named by its pages, and able to start."""

import gzip
import hashlib
import json
import re
import zipfile
from urllib.parse import urljoin

import pytest

from tests.conftest import missing

START = """
const { loadPyodide } = await import(`${folder}pyodide.mjs`);
const lossbook = fetch(`${folder}../${course}`).then((answer) => answer.arrayBuffer());
const said = [];
const python = await loadPyodide({ indexURL: folder, packages: ["numpy"], stdout: (line) => said.push(line), stderr: (line) => said.push(line) });
python.unpackArchive(await lossbook, "zip", { extractDir: "/lib/python3.14/site-packages" });
const loss = python.runPython("from lossbook import mean_squared_error; mean_squared_error([28, 20], [30, 30])");
const [source, compiled] = python.runPython(`
import importlib.util
import inspect
from pathlib import Path
import numpy as np
from lossbook.in_page import runner
files = [Path(np.__file__), Path(runner.__file__)]
inspect.getsource(mean_squared_error), [file.read_bytes()[:4] == importlib.util.MAGIC_NUMBER for file in files]
`).toJs();
await python.loadPackage("matplotlib", { messageCallback() {} });
const [svg, png] = python.runPython(`
import io
import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plt
plt.plot([1, 2], label="line")
plt.title("$x^2$")
plt.legend()
svg, png = io.StringIO(), io.BytesIO()
plt.savefig(svg, format="svg")
plt.contour([[1, 2], [2, 3]])
plt.savefig(png, format="png")
svg.getvalue(), png.getvalue()[:4]
`).toJs();
postMessage({ loss, source, compiled, svg: svg.length, png: [...png], said });
"""


@pytest.fixture(scope="module")
def folder(html):
    found = list(html.glob("_static/python.*"))
    if not found:
        missing(
            "Python for the page", "Build with a network, or name a folder that has it: LOSSBOOK_PYTHON_FILES=folder"
        )
    assert len(found) == 1
    assert re.fullmatch(r"python\.[0-9a-f]{12}", found[0].name)
    return found[0]


@pytest.fixture(scope="module")
def course(html):
    [found] = html.glob("_static/lossbook.*.zip")
    assert found.name == f"lossbook.{hashlib.sha256(found.read_bytes()).hexdigest()[:12]}.zip"
    return found


def sent(path):
    """How many bytes travel: hosts compress text and WebAssembly, and archives are compressed already."""
    data = path.read_bytes()
    return len(gzip.compress(data, 6)) if path.suffix in {".mjs", ".wasm", ".json"} else len(data)


def test_every_page_names_it(html, folder):
    for page in ("index.html", "search.html", *(f"book/{path.name}" for path in (html / "book").glob("*.html"))):
        named = re.search(
            r'<html [^>]*data-python="off" data-python-folder="([^"]+)"', (html / page).read_text(encoding="utf-8")
        )
        assert named, page
        assert urljoin(page, named[1]) == f"_static/{folder.name}/", page


@pytest.mark.usefixtures("folder")
def test_is_no_part_of_the_copy_that_a_first_visit_keeps(html):
    kept = json.loads(re.search(r"self\.FILES = (\[.*\]);", (html / "sw.js").read_text(encoding="utf-8"))[1])
    assert len(kept) > 20
    assert [name for name in kept if re.search(r"/(python|lossbook)\.", name)] == []


def test_the_lock_names_what_is_there(folder):
    lock = json.loads((folder / "pyodide-lock.json").read_bytes())
    wheels = {entry["file_name"]: entry for entry in lock["packages"].values()}
    assert set(wheels) == {path.name for path in folder.glob("*.whl")}
    for name, entry in wheels.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == entry["sha256"], name
        assert set(entry["depends"]) <= set(lock["packages"]), name


def test_is_small_and_compiled(folder, course):
    sizes = {path.name: sent(path) for path in [*folder.iterdir(), course] if path.name != "licences.txt"}
    first = sum(size for name, size in sizes.items() if not name.endswith(".whl") or name.startswith("numpy-"))
    assert first < 9e6, "what a first output waits for"
    assert sum(sizes.values()) < 14e6, "what a first figure waits for"
    for name, module in (
        ("numpy-*.whl", "numpy/__init__"),
        ("matplotlib-*.whl", "matplotlib/pyplot"),
        ("python_stdlib.zip", "typing"),
    ):
        with zipfile.ZipFile(next(folder.glob(name))) as archive:
            assert f"{module}.pyc" in archive.namelist()
    with zipfile.ZipFile(course) as archive:
        assert "lossbook/in_page/runner.pyc" in archive.namelist()
        assert "lossbook/losses/regression.py" in archive.namelist(), "chapters show sources"


def test_licences_are_there(html, folder):
    text = (folder / "licences.txt").read_text(encoding="utf-8")
    for wheel in folder.glob("*.whl"):
        name, version = wheel.name.split("-")[:2]
        assert f"\n{name} {version}: " in text
    for words in ("Mozilla Public License 2.0", "Python Software Foundation", "DejaVu"):
        assert words in text
    link = re.search(r'href="([^"]+/licences\.txt)"', (html / "book" / "privacy.html").read_text(encoding="utf-8"))
    assert urljoin("book/privacy.html", link[1]) == f"_static/{folder.name}/licences.txt"


def test_starts_in_a_worker_and_draws(site, folder, course, browser):
    page = browser.new_page()
    page.goto(f"{site}/_static/{folder.name}/licences.txt")
    told = page.evaluate(
        """(code) => new Promise((done, fail) => {
            const text = `const folder = ${JSON.stringify(new URL("./", location).href)};\n${code}`;
            const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })), { type: "module" });
            worker.onmessage = ({ data }) => done(data);
            worker.onerror = ({ message }) => fail(message);
            setTimeout(fail, 60000, "Python did not start in a minute");
        })""",
        f"const course = '{course.name}'; try {{ {START} }} catch (error) {{ postMessage({{ error: String(error) }}); }}",
    )
    page.close()
    assert told.get("error") is None
    assert told["loss"] == 52
    assert told["source"].startswith("def mean_squared_error(")
    assert told["compiled"] == [True, True], "by this very Python"
    assert told["svg"] > 5000
    assert bytes(told["png"]) == b"\x89PNG"
    assert told["said"] == []
