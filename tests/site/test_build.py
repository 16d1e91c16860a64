"""The build notices what changed and refuses what is broken: no stale output, no failing cell, no dead link.

Two builds go through the command line, as a reader's do; the others run in this process, most with the builder that
writes no pages.
"""

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_book.config import get_final_config
from myst_nb.core.execute.base import ExecutionError
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tests.conftest import ROOT

sys.path.append(str(ROOT / "book" / "_ext"))

from lossbook_site import execution, readers_copies

# Third-party code may be older than the Python it runs on.
pytestmark = pytest.mark.filterwarnings("ignore")

CHAPTER = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
---

# Probe

*About 5 minutes to read.*

The cost is {glue:text}`cost:.1f`.

```{code-cell} ipython3
from myst_nb import glue
from lossbook import squared_error
glue("cost", float(squared_error([28, 20], [30, 30]).mean()))
```
"""
FRONT = (
    "# Front\n\nA course on few things, which you can read in a very short time.\n\nIt needs nothing.\n\nNo picture.\n"
)
PLAIN = "# Plain\n\n## Words\n\nThis one is an outlier.\n"
GLOSSARY = """# Glossary

| word | what it means |
|---|---|
| **outlier** | A wild value ([plain](plain.md)). |
"""
SITE = "https://example.org/course/"
OFF = {"LOSSBOOK_PYTHON_FILES": "off"}  # tests/unit/test_python_files.py builds these
ADDRESSES = [
    "LOSSBOOK_REPOSITORY", "LOSSBOOK_BRANCH", "LOSSBOOK_SITE", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_REF_NAME",
    "GITHUB_HEAD_REF", "CI_PROJECT_URL", "CI_COMMIT_REF_NAME",
]  # fmt: skip


def make_project(folder):
    """A copy of the project with one small chapter, a page without cells, the list of references and a glossary of one word."""
    for name in ("book", "lossbook"):
        leave = shutil.ignore_patterns(
            "*.ipynb", "__pycache__", "search_terms.toml", "teaching.toml", "*.md" if name == "book" else ""
        )
        shutil.copytree(ROOT / name, folder / name, ignore=leave)
    for name in ("_config.yml", "requirements.txt", "book/references.md"):
        shutil.copy(ROOT / name, folder / name)
    pages = {"index.md": FRONT, "book/intro.md": CHAPTER, "book/plain.md": PLAIN, "book/glossary.md": GLOSSARY}
    others = "\n".join(f"- file: book/{name}" for name in ("intro", "plain", "glossary", "references"))
    toc = f"format: jb-book\nroot: index\nchapters:\n{others}\n"
    for name, text in (pages | {"_toc.yml": toc}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A project whose chapter has been executed."""
    with pytest.MonkeyPatch.context() as patch:
        folder = make_project(tmp_path_factory.mktemp("template"))
        assert build(patch, folder).complaints == ""
        yield folder


@pytest.fixture
def project(template, tmp_path):
    """A project of one's own, with the outputs of the template's cells in its cache."""
    folder = tmp_path / "project"
    shutil.copytree(template, folder)
    shutil.rmtree(folder / "_build" / ".doctrees")
    return folder


def build(patch, folder, builder="dummy", **environment):
    """Build within this process, and return the environment, whether it passed, and what was said."""
    for name in ADDRESSES:
        patch.delenv(name, raising=False)
    # The copy's package comes before the installed one in the kernel. The others are set by the build itself.
    settings = {
        "PYTHONPATH": str(folder),
        "IPYTHONDIR": "",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        **OFF,
        **environment,
    }
    for name, value in settings.items():
        patch.setenv(name, value)
    overrides = {"latex_individualpages": False, "external_toc_path": str(folder / "_toc.yml")}
    config, _ = get_final_config(user_yaml=folder / "_config.yml", cli_config=overrides, sourcedir=folder)
    told, complaints = io.StringIO(), io.StringIO()
    with patch_docutils(None), docutils_namespace():
        app = Sphinx(
            folder, None, folder / "_build" / "html", folder / "_build" / ".doctrees", builder, config, told, complaints,
            warningiserror=True, keep_going=True,
        )  # fmt: skip
        app.build()
    plain = [re.sub(r"\x1b\[[\d;]*m", "", stream.getvalue()) for stream in (told, complaints)]
    return SimpleNamespace(app=app, passed=app.statuscode == 0, told=plain[0], complaints=plain[1])


def shown(done):
    return done.app.env.get_doctree("book/intro").astext()


def page(folder, name="intro"):
    return (folder / "_build" / "html" / "book" / f"{name}.html").read_text(encoding="utf-8")


def test_changes_are_noticed(project, monkeypatch):
    assert "The cost is 52.0." in shown(build(monkeypatch, project))
    assert "updating environment: 0 added, 0 changed" in build(monkeypatch, project).told

    formula = project / "lossbook" / "losses" / "regression.py"
    good = formula.read_text(encoding="utf-8")
    assert "error * error" in good
    formula.write_text(good.replace("error * error", "3 * error * error"), encoding="utf-8")
    assert "The cost is 156.0." in shown(build(monkeypatch, project)), (
        "a changed package left an old number on the page"
    )


def test_a_failing_cell_is_refused(project, monkeypatch):
    chapter = project / "book" / "intro.md"
    chapter.write_text(CHAPTER.replace("[30, 30]", "[30]"), encoding="utf-8")
    with pytest.raises(ExecutionError, match=r"intro\.md") as failed:
        build(monkeypatch, project)
    assert "must have the same shape" in str(failed.value.__cause__)


@pytest.mark.whole
def test_cells_that_fail_side_by_side_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "book").mkdir()
    for name in ("first", "second"):
        text = CHAPTER.replace('glue("cost"', f'raise ValueError("{name} fault"')
        (tmp_path / "book" / f"{name}.md").write_text(text, encoding="utf-8")
    config = SimpleNamespace(nb_execution_cache_path=str(tmp_path / "cache"), nb_execution_timeout=60)
    with pytest.raises(ExtensionError, match=r"(?s)first\.md.*second\.md.*first fault.*second fault"):
        execution.execute_ahead(SimpleNamespace(config=config, srcdir=tmp_path))


@pytest.mark.whole
def test_faults_of_the_text_are_refused_every_time(project, monkeypatch):
    fault = "\n[nowhere](nowhere.md)\n\n```{note}\nraw in a notebook\n```\n"
    (project / "book" / "intro.md").write_text(CHAPTER.replace("`cost:.1f`", "`costs:.1f`") + fault, encoding="utf-8")
    (project / "book" / "glossary.md").write_text(GLOSSARY + "| **mean** | In the middle. |\n", encoding="utf-8")
    for _ in range(2):
        done = build(monkeypatch, project)
        assert not done.passed
        for complaint in ("No key 'costs'", "nowhere", "cannot be written as a notebook", "a line of the glossary"):
            assert complaint in done.complaints


@pytest.mark.whole
def test_buttons_of_a_fork_open_the_fork_and_words_follow_the_glossary(project, monkeypatch):
    fork = {"LOSSBOOK_REPOSITORY": "git@github.com:someone/fork.git", "LOSSBOOK_BRANCH": "main"}
    assert build(monkeypatch, project, "html", **fork).complaints == ""
    html = page(project)
    place = re.search(r'"https://mybinder\.org/v2/gh/someone/fork/main\?urlpath=lab/tree/([^"]+)"', html)[1]
    assert not (project / place).exists()
    readers_copies.main(project / "_build" / "notebooks", project)  # as binder/postBuild does
    assert (project / place).exists(), "Binder would open a notebook that is not there"
    assert "https://github.com/someone/fork" in html
    assert not re.search("<html[^>]* data-python", html), "cells would have a Run that finds no Python"
    assert not re.findall(r"<(?:i|span)[^>]*\bfa[sb]?[ -]", html), "an icon was not drawn"
    assert ">52.0<" in html
    assert 'href="glossary.html#term-outlier" title="A wild value"' in page(project, "plain")

    (project / "book" / "glossary.md").write_text(GLOSSARY.replace("A wild", "An odd"), encoding="utf-8")
    assert build(monkeypatch, project, "html", **fork).complaints == ""
    assert 'href="glossary.html#term-outlier" title="An odd value"' in page(project, "plain")
    assert 'id="term-outlier"' in page(project, "glossary")


def command_line(folder, *arguments, path=(), **environment):
    kept = {name: value for name, value in os.environ.items() if name not in ADDRESSES}
    command = [
        shutil.which("jupyter-book", path=Path(sys.executable).parent),
        "build",
        ".",
        "-W",
        "-n",
        "--keep-going",
        "-q",
    ]
    search = os.pathsep.join(map(str, [*path, folder]))
    settings = {"PYTHONPATH": search, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", **OFF, **environment}
    done = subprocess.run(
        [*command, *arguments], cwd=folder, env=kept | settings, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture(scope="module")
def two_sites(tmp_path_factory):
    """The same sources, built in their folder; and built under every difficulty there is."""
    plain = make_project(tmp_path_factory.mktemp("plain"))
    first = command_line(plain, LOSSBOOK_SITE=SITE)

    # Unpacked within somebody else's repository, in a folder that needs quotes, and read-only; beside packages whose
    # names modules of ours once had.
    foreign, fakes, output = (tmp_path_factory.mktemp(name) for name in ("foreign", "fakes", "output"))
    subprocess.run(["git", "init", "-q", "-b", "trunk", foreign], check=True)
    subprocess.run(["git", "remote", "add", "origin", "https://github.com/else/where.git"], cwd=foreign, check=True)
    hard = foreign / "the course, répété"
    hard.mkdir()
    make_project(hard)
    for name in ("progress", "metadata", "offline", "mathml", "printable"):
        (fakes / f"{name}.py").write_text("raise ImportError('this is not ours')")
    before, folders = files(hard), [hard, *(path for path in hard.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    second = command_line(hard, "--path-output", str(output), path=[fakes], LOSSBOOK_SITE=SITE)
    for folder in folders:
        folder.chmod(0o755)
    return SimpleNamespace(plain=plain, first=first, output=output, second=second, before=before, after=files(hard))


@pytest.mark.whole
def test_two_builds_are_alike_whatever_surrounds_them(two_sites):
    first, second = (files(folder / "_build" / "html") for folder in (two_sites.plain, two_sites.output))
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []
    made = [name for name in first if name.endswith((".html", ".ipynb", "sw.js", ".xml", "robots.txt"))]
    assert len(made) > 8
    assert [name for name in made if b"\r" in first[name]] == []


@pytest.mark.whole
def test_a_build_leaves_the_sources_alone(two_sites):
    assert two_sites.after == two_sites.before
    assert (two_sites.output / "_build" / "notebooks" / "book" / "intro.ipynb").exists()


@pytest.mark.whole
def test_where_no_repository_is_known_there_is_no_dead_button(two_sites):
    for folder in (two_sites.plain, two_sites.output):
        assert "mybinder" not in page(folder)
        assert "github.com" not in page(folder)


@pytest.mark.whole
def test_a_build_says_little(two_sites):
    for done in (two_sites.first, two_sites.second):
        assert done.stderr == ""
        assert len([line for line in done.stdout.splitlines() if line.strip()]) < 15


@pytest.mark.whole
def test_a_published_site_knows_its_address(two_sites):
    site = files(two_sites.plain / "_build" / "html")
    html = page(two_sites.plain)
    assert f'<link rel="canonical" href="{SITE}book/intro.html"' in html
    assert f'<meta property="og:url" content="{SITE}book/intro.html">' in html
    picture = re.search(rf'<meta property="og:image" content="{SITE}([^"]+)">', html)[1]
    assert site[picture].startswith(b"\x89PNG")
    assert int.from_bytes(site[picture][16:20]) == 1200
    assert int.from_bytes(site[picture][20:24]) == 630
    assert f"<loc>{SITE}book/references.html</loc>" in site["sitemap.xml"].decode()
    assert f"Sitemap: {SITE}sitemap.xml" in site["robots.txt"].decode()
    assert 'href="/course/book/intro.html"' in site["404.html"].decode()
    front = site["index.html"].decode()
    assert f'<link rel="canonical" href="{SITE}"' in front
    assert f'<meta property="og:url" content="{SITE}">' in front
    assert site[re.search(rf'<meta property="og:image" content="{SITE}([^"]+)">', front)[1]].startswith(b"\x89PNG")
    assert f"<loc>{SITE}</loc>" in site["sitemap.xml"].decode()
    assert 'href="/course/">first page' in site["404.html"].decode()
