"""Python for the page: where its files come from, what counts as one, and what the site gets. Nothing here needs a network."""

import base64
import concurrent.futures
import hashlib
import io
import json
import os
import sys
import zipfile
from types import SimpleNamespace

import pytest

from tests.conftest import ROOT

sys.path.append(str(ROOT / "book" / "_ext"))

from lossbook_site import python_course, python_files, python_runner, python_sources, python_trim

NUMPY = "numpy-1.0-cp314-cp314-none.whl"


def zipped(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()


def sha(data):
    return hashlib.sha256(data).hexdigest()


LOCKED = {
    "info": {"python": "3.14.0"},
    "packages": {
        "numpy": {"depends": ["unused"], "file_name": NUMPY, "sha256": "of the whole wheel"},
        "unused": {"depends": [], "file_name": "unused.whl", "sha256": ""},
    },
}
ORIGINALS = {
    "pyodide.mjs": b"export",
    "pyodide.asm.mjs": b"more",
    "pyodide.asm.wasm": b"\0asm",
    "python_stdlib.zip": zipped(
        {"typing.py": "a = 1\n", "turtle.py": "", "encodings/utf_8.py": "", "encodings/big5.py": ""}
    ),
    "pyodide-lock.json": json.dumps(LOCKED).encode(),
    NUMPY: zipped(
        {
            "numpy/__init__.py": "one = 1\n",
            "numpy/__init__.pyi": "",
            "numpy/tests/test_one.py": "",
            "numpy-1.0.dist-info/METADATA": "Name: numpy\n",
            "numpy-1.0.dist-info/LICENSE": "Do as you like.\n",
        }
    ),
}


def wheel(files):
    """A wheel that pip takes for one."""
    info = "carrier-1.0.dist-info"
    files = files | {
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    hashes = {
        name: base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        for name, data in files.items()
    }
    record = "".join(f"{name},sha256={hashes[name]},{len(data)}\n" for name, data in files.items())
    return zipped(files | {f"{info}/RECORD": f"{record}{info}/RECORD,,\n"})


WHEEL = wheel({f"deep/inside/{name}": data for name, data in ORIGINALS.items()} | {"deep/other": b"not ours"})


@pytest.fixture
def pins(tmp_path):
    release = tmp_path / "release"
    release.mkdir()
    return {
        "version": "1",
        "wheel": {
            "requirement": "carrier==1.0", "file": "carrier-1.0-py3-none-any.whl", "folder": "deep/inside",
            "size": len(WHEEL), "sha256": sha(WHEEL),
        },
        "release": {"address": f"{release.as_uri()}/"},
        "file": [{"name": name, "size": len(data), "sha256": sha(data)} for name, data in ORIGINALS.items()],
    }  # fmt: skip


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "kept"


def fill(folder, files=ORIGINALS):
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def source(files, asked):
    def bring(_, missing, into):
        asked.append(list(missing))
        fill(into, {name: files[name] for name in missing})

    return bring


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class TestSources:
    def test_the_next_one_is_asked_only_for_what_is_missing(self, pins, kept):
        asked = []
        damaged = ORIGINALS | {NUMPY: ORIGINALS[NUMPY][:-1], "pyodide.mjs": b"exports"}
        sources = [source(damaged, asked), source(ORIGINALS, asked), source({}, asked)]
        assert python_sources.gather(pins, kept, sources)
        assert asked == [list(ORIGINALS), ["pyodide.mjs", NUMPY]]
        assert files_of(kept) == ORIGINALS

    def test_a_damaged_file_is_fetched_again(self, pins, kept):
        fill(kept)
        asked = []
        assert python_sources.gather(pins, kept, [source({}, asked)])
        assert asked == []
        data = bytearray(ORIGINALS[NUMPY])
        data[50] ^= 1
        (kept / NUMPY).write_bytes(data)
        assert python_sources.gather(pins, kept, [source(ORIGINALS, asked)])
        assert asked == [[NUMPY]]
        assert files_of(kept) == ORIGINALS

    def test_half_a_download_never_counts(self, pins, kept):
        def stops(_pins, _missing, into):
            (into / "pyodide.mjs").write_bytes(ORIGINALS["pyodide.mjs"])
            (into / NUMPY).write_bytes(ORIGINALS[NUMPY][:100])
            raise OSError("the network is gone")

        assert not python_sources.gather(pins, kept, [stops])
        assert files_of(kept) == {"pyodide.mjs": ORIGINALS["pyodide.mjs"]}

    def test_what_a_stopped_build_left_is_cleared_a_day_later(self, tmp_path):
        for name, age in (("old", 2 * 24 * 3600), ("new", 60)):
            half = fill(tmp_path / f"{python_sources.HALF}{name}", {"a": b"half"})
            os.utime(half, (half.stat().st_mtime - age,) * 2)
        python_sources.clear_halves(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == [f"{python_sources.HALF}new"]

    def test_a_folder(self, pins, kept, tmp_path):
        named = fill(tmp_path / "named")
        assert python_sources.gather(pins, kept, [python_sources.from_folder(named)])
        assert files_of(kept) == ORIGINALS

    def test_a_folder_with_the_wheel(self, pins, kept, tmp_path):
        named = fill(tmp_path / "named", {pins["wheel"]["file"]: WHEEL})
        assert python_sources.gather(pins, kept, [python_sources.from_folder(named)])
        assert files_of(kept) == ORIGINALS

    def test_the_release(self, pins, kept, tmp_path):
        fill(tmp_path / "release")
        assert python_sources.gather(pins, kept, [python_sources.from_release])
        assert files_of(kept) == ORIGINALS

    @pytest.mark.parametrize("right", [True, False])
    def test_an_index_and_its_wheel_is_not_kept(self, right, pins, kept, tmp_path, monkeypatch, capfd):
        index = fill(tmp_path / "index", {pins["wheel"]["file"]: WHEEL if right else wheel({"deep/other": b""})})
        for name in [name for name in os.environ if name.startswith("PIP_")]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(index))
        assert python_sources.gather(pins, kept, [python_sources.from_index]) is right
        assert files_of(kept) == (ORIGINALS if right else {})
        said = capfd.readouterr()
        assert said.out == ""
        assert said.err == "Fetching Python for the page, once: 0 MB.\n"


@pytest.fixture
def project(tmp_path, pins, monkeypatch):
    """A project whose pins name the small files, where nothing can run Pyodide."""
    folder = tmp_path / "project"
    fill(folder / "lossbook", {"__init__.py": b"", "data.csv": b"1", ".hidden": b""})
    fill(folder / "lossbook" / "__pycache__", {"__init__.cpython-314.pyc": b""})
    monkeypatch.setattr(python_files, "read_pins", lambda _: pins)
    monkeypatch.setattr(python_runner, "runners", list)
    return folder


def find(project, *sources, named="", cache="cache"):
    folder = project.parent
    return python_files.find(project, folder / "build", folder / cache, named, sources)


class TestTheFolder:
    def test_holds_less_and_its_lock_fits(self, project, tmp_path):
        found = find(project, source(ORIGINALS, []))
        python_files.write(SimpleNamespace(outdir=tmp_path / "site", lossbook_python=found))
        place = tmp_path / "site" / found.name
        assert sorted(files_of(place)) == sorted([*ORIGINALS, "licences.txt"])
        with zipfile.ZipFile(place / NUMPY) as archive:
            assert archive.namelist() == ["numpy-1.0.dist-info/METADATA", "numpy/__init__.py"]
        with zipfile.ZipFile(place / "python_stdlib.zip") as archive:
            assert archive.namelist() == ["encodings/utf_8.py", "typing.py"]
        with zipfile.ZipFile(tmp_path / "site" / found.course.name) as archive:
            assert archive.namelist() == ["lossbook/__init__.py", "lossbook/data.csv"]
        lock = json.loads((place / "pyodide-lock.json").read_bytes())
        assert lock["info"] == LOCKED["info"]
        assert lock["packages"] == {
            "numpy": {"depends": [], "file_name": NUMPY, "sha256": sha((place / NUMPY).read_bytes())}
        }
        licences = (place / "licences.txt").read_text(encoding="utf-8")
        assert "Do as you like." in licences
        assert "Mozilla Public License 2.0" in licences

    def test_is_the_same_wherever_it_is_made(self, project):
        first, second = (find(project, source(ORIGINALS, []), cache=name) for name in ("one", "two"))
        assert first.made != second.made
        assert files_of(first.made) == files_of(second.made)
        assert (first.name, first.course) == (second.name, second.course)

    def test_a_change_of_the_course_renames_the_course_alone(self, project, pins):
        first = find(project, source(ORIGINALS, []))
        (project / "lossbook" / "data.csv").write_bytes(b"2")
        second = find(project)
        assert (first.made, first.name) == (second.made, second.name)
        assert first.course.name != second.course.name
        pins["version"] = "2"
        typing = {"python_stdlib.zip": zipped({"typing.py": "a = 2\n"})}
        pins["file"] = [
            pin | {"size": len(data), "sha256": sha(data)} if (data := typing.get(pin["name"])) else pin
            for pin in pins["file"]
        ]
        third = find(project, source(ORIGINALS | typing, []))
        assert third.name != first.name
        assert third.course == second.course

    def test_replaces_an_older_one(self, project, tmp_path):
        old = fill(tmp_path / "site" / "_static" / "python.0123456789ab")
        (old.parent / "lossbook.0123456789ab.zip").write_bytes(b"old")
        app = SimpleNamespace(outdir=tmp_path / "site", lossbook_python=find(project, source(ORIGINALS, [])))
        python_files.write(app)
        assert not old.exists()
        found = app.lossbook_python
        assert {f"_static/{path.name}" for path in old.parent.iterdir()} == {found.name, found.course.name}
        app.lossbook_python = None
        python_files.write(app)
        assert list(old.parent.iterdir()) == []


class TestTheCache:
    def test_is_enough_for_the_next_build(self, project):
        asked = []
        first = find(project, source(ORIGINALS, asked))
        assert len(asked) == 1
        assert find(project, source(ORIGINALS, asked)) == first
        assert len(asked) == 1

    @pytest.mark.parametrize("name", [NUMPY, "licences.txt"])
    def test_a_damaged_file_in_what_was_made_is_made_again(self, name, project):
        first = find(project, source(ORIGINALS, []))
        good = files_of(first.made)
        (first.made / name).write_bytes(b"damaged")
        assert find(project) == first
        assert files_of(first.made) == good

    def test_builds_side_by_side(self, project):
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda _: find(project, source(ORIGINALS, [])), range(8)))
        assert set(found) == {found[0]}
        left = [path for path in (project.parent / "cache").rglob("*") if path.name.startswith(python_sources.HALF)]
        assert left == []

    def test_holds_nothing_that_nobody_uses(self, project):
        old = fill(project.parent / "cache" / "made" / "0123456789abcdef")
        os.utime(old, (1, 1))
        found = find(project, source(ORIGINALS, []))
        assert [path.name for path in old.parent.iterdir() if path.is_dir()] == [found.made.name]


class TestWithoutASource:
    def test_one_line_says_so_and_sources_rest_for_an_hour(self, project, capfd):
        asked = []
        for _ in range(2):
            assert find(project, source({}, asked)) is None
            said = capfd.readouterr().err
            assert said.count("\n") == 1
            assert "no Run" in said
            assert "LOSSBOOK_PYTHON_FILES" in said
        assert len(asked) == 1
        failed = project.parent / "build" / "python_files_failed"
        os.utime(failed, (1, 1))
        assert find(project, source(ORIGINALS, asked))
        assert len(asked) == 2

    def test_a_folder_that_is_named_is_asked_at_once(self, project, tmp_path):
        assert find(project, source({}, [])) is None
        named = fill(tmp_path / "named")
        assert find(project, named=str(named))

    def test_a_folder_comes_before_all_others(self, project, tmp_path):
        asked = []
        assert find(project, source(ORIGINALS, asked), named=str(fill(tmp_path / "named")))
        assert asked == []

    def test_a_folder_that_is_not_there_is_named(self, project, tmp_path, capfd):
        assert find(project, source(ORIGINALS, []), named=str(tmp_path / "nowhere"))
        assert f"There is no folder {tmp_path / 'nowhere'}" in capfd.readouterr().err

    def test_off_is_off(self, project, capfd):
        assert find(project, source(ORIGINALS, []), named="off") is None
        assert capfd.readouterr().err == ""

    def test_trouble_with_the_disk_is_no_reason_to_fail(self, project, capfd, monkeypatch):
        def full(*_):
            raise OSError("no space left")

        monkeypatch.setattr(python_files, "make", full)
        monkeypatch.setattr(python_files, "from_index", source(ORIGINALS, []))
        monkeypatch.setattr(python_files, "cache", lambda: project.parent / "cache")
        monkeypatch.delenv("LOSSBOOK_PYTHON_FILES", raising=False)
        app, config = SimpleNamespace(), SimpleNamespace()
        python_files.prepare(app, config, project, project.parent / "build")
        assert config.python_folder == ""
        assert app.lossbook_python is None
        assert "no space left" in capfd.readouterr().err


def test_what_is_loaded_is_compiled_and_never_left_out(tmp_path):
    fill(tmp_path, {"python_stdlib.zip": ORIGINALS["python_stdlib.zip"]})
    loaded = frozenset(["typing", "turtle"])
    python_trim.trim(tmp_path / "python_stdlib.zip", tmp_path / "less.zip", loaded)
    with zipfile.ZipFile(tmp_path / "less.zip") as archive:
        assert archive.namelist() == ["encodings/utf_8.py", "turtle.pyc", "typing.pyc"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        code = archive.read("typing.pyc")
    space = {}
    exec(python_trim.marshal.loads(code[16:]), space)
    assert space["a"] == 1


def test_fonts_that_were_left_out_are_not_listed():
    face = {"name": "DejaVu Sans", "fname": "fonts/ttf/DejaVuSans.ttf", "weight": 400}
    serif = {"name": "DejaVu Serif", "fname": "fonts/ttf/DejaVuSerif.ttf", "weight": 400}
    listed = json.loads(
        python_trim.font_list(json.dumps({"ttflist": [serif, face], "afmlist": [1], "_version": 390}).encode())
    )
    assert listed["_version"] == 390
    assert listed["afmlist"] == []
    assert listed["ttflist"][0] == face
    assert {entry["fname"] for entry in listed["ttflist"]} == {face["fname"]}
    assert "STIXGeneral" in {entry["name"] for entry in listed["ttflist"]}


class TestTheCourse:
    """Compiling is done once for each change; what comes out is checked before it is used again."""

    @pytest.fixture
    def compiler(self, monkeypatch):
        asked = []

        def run(name, python, into):
            asked.append((name, python.name))
            with zipfile.ZipFile(into / "lossbook.zip", "a") as archive:
                archive.writestr("lossbook/__pycache__/__init__.cpython-314.pyc", "compiled")
            return True

        monkeypatch.setattr(python_runner, "run", run)
        return asked

    def bring(self, project):
        return python_course.bring(project / "lossbook", project.parent / "314", project.parent / "courses")

    def test_is_compiled_once_for_each_change(self, project, compiler):
        first = self.bring(project)
        assert self.bring(project) == first
        assert compiler == [("compile_course", "314")]
        assert b"compiled" in first.archive
        (project / "lossbook" / "data.csv").write_bytes(b"2")
        assert self.bring(project).name != first.name
        assert len(compiler) == 2

    def test_a_damaged_copy_is_made_again(self, project, compiler):
        first = self.bring(project)
        [copy] = (project.parent / "courses").glob("*.zip")
        copy.write_bytes(b"damaged")
        assert (
            zipfile.ZipFile(io.BytesIO(self.bring(project).archive)).namelist()
            == zipfile.ZipFile(io.BytesIO(first.archive)).namelist()
        )
        assert len(compiler) == 2

    def test_copies_that_nobody_uses_go(self, project, compiler):
        old = fill(project.parent / "courses", {"0123.4567.zip": b""}) / "0123.4567.zip"
        os.utime(old, (1, 1))
        self.bring(project)
        assert not old.exists()
        assert len(compiler) == 1

    def test_comes_as_it_is_where_nothing_can_compile(self, project):
        assert self.bring(project).archive == python_course.plain(project / "lossbook")
        assert list((project.parent / "courses").glob("*.zip")) == []


def test_lossbook_in_the_page_is_lossbook():
    """The archive runs by itself, with the data that formulas, quizzes and explorables read."""
    data = python_course.plain(ROOT / "lossbook")
    assert data == python_course.plain(ROOT / "lossbook")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
    wanted = {
        "lossbook/__init__.py",
        "lossbook/quizzes/mse.toml",
        "lossbook/explorables/kit.js",
        "lossbook/datasets/digits.csv.gz",
    }
    assert wanted <= names
    assert not [name for name in names if "__pycache__" in name]


@pytest.mark.parametrize("folder", ["_static/python.0123456789ab", ""])
def test_the_page_on_privacy_speaks_of_python_where_it_is(folder):
    text = (ROOT / "book" / "privacy.md").read_text(encoding="utf-8")
    source = [text]
    python_files.mention(SimpleNamespace(python_folder=folder), "book/privacy", source)
    assert ("## Python in the page" in source[0]) is bool(folder)
    assert ('href="../_static/python.0123456789ab/licences.txt"' in source[0]) is bool(folder)
    assert 'href="python/' not in source[0]
    assert "## How to forget it" in source[0]
    other = [text]
    python_files.mention(SimpleNamespace(python_folder=folder), "book/mse", other)
    assert other == [text]


def test_every_pin_is_whole():
    pins = python_files.read_pins(ROOT)
    names = [pin["name"] for pin in pins["file"]]
    assert {*python_files.CORE, python_files.LOCK, python_trim.STDLIB} <= set(names)
    assert len(set(names)) == len(names)
    for pin in [*pins["file"], pins["wheel"]]:
        assert len(bytes.fromhex(pin["sha256"])) == 32
        assert pin["size"] > 0
    assert pins["version"] in pins["release"]["address"]
