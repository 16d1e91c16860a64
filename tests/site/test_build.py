"""The build notices what changed and refuses what is broken: no stale output, no failing cell, no dead link."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

CHAPTER = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
---

# Probe

The cost is {glue:text}`cost:.1f`.

```{code-cell} ipython3
from myst_nb import glue
from lossbook import mean_squared_error
glue("cost", mean_squared_error([28, 20], [30, 30]))
```
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project with one small chapter."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("book", "lossbook"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.ipynb", "__pycache__"))
    for chapter in (folder / "book").glob("*.md"):
        if chapter.name != "references.md":
            chapter.unlink()
    for name in ("_config.yml", "requirements.txt"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: book/intro\nchapters:\n- file: book/references\n")
    (folder / "book" / "intro.md").write_text(CHAPTER)
    return folder


def build(folder: Path, **environment):
    # The copy's package comes before the installed one, in the kernel too.
    return subprocess.run(
        [shutil.which("jupyter-book", path=Path(sys.executable).parent), "build", ".", "-W", "-n", "--keep-going"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder), **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def page(folder):
    return (folder / "_build" / "html" / "book" / "intro.html").read_text(encoding="utf-8")


def test_changes_are_noticed_and_faults_refused(project):
    done = build(project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ">52.0<" in page(project)
    assert "mybinder" not in page(project)  # no remote is known here, so there is no dead button

    same = page(project)
    done = build(project)
    assert "updating environment: 0 added, 0 changed" in done.stdout.replace("\x1b[39;49;00m", "").replace(
        "\x1b[01m", ""
    )
    assert page(project) == same

    formula = project / "lossbook" / "regression.py"
    good = formula.read_text(encoding="utf-8")
    formula.write_text(
        good.replace("losses = total_of_products(error", "losses = 3 * total_of_products(error"), encoding="utf-8"
    )
    assert build(project).returncode == 0
    assert ">156.0<" in page(project), "a changed package left an old number on the page"
    formula.write_text(good, encoding="utf-8")

    chapter = project / "book" / "intro.md"
    faults = {
        CHAPTER.replace("[30, 30]", "[30]"): ["must have the same shape"],
        CHAPTER.replace("`cost:.1f`", "`costs:.1f`")
        + "\n[nowhere](nowhere.md)\n\n$\\nosuchcommand$\n\n```{note}\nraw in a notebook\n```\n": [
            "No key 'costs'", "nowhere", "nosuchcommand", "cannot be written as a notebook",
        ],
    }  # fmt: skip
    for fault, complaints in faults.items():
        chapter.write_text(fault, encoding="utf-8")
        done = build(project)
        assert done.returncode != 0
        for complaint in complaints:
            assert complaint in done.stdout + done.stderr
    assert build(project).returncode != 0, "a broken page passed when it was built a second time"

    notebook = project / "book" / "intro.ipynb"
    work = notebook.read_text(encoding="utf-8").replace("# Probe", "# My own work")
    notebook.write_text(work, encoding="utf-8")
    chapter.write_text(CHAPTER.replace("[28, 20]", "[29, 29]"), encoding="utf-8")
    done = build(project, LOSSBOOK_REPOSITORY="git@github.com:someone/fork.git", LOSSBOOK_BRANCH="main")
    assert done.returncode == 0, done.stdout + done.stderr
    assert ">1.0<" in page(project)
    assert notebook.read_text(encoding="utf-8") == work, "a reader's work was overwritten"
    assert "https://mybinder.org/v2/gh/someone/fork/main?urlpath=lab/tree/book/intro.ipynb" in page(project)
    assert "https://github.com/someone/fork" in page(project)
    assert not re.findall(r"<(?:i|span)[^>]*\bfa[sb]?[ -]", page(project)), "an icon was not drawn"


def files(folder):
    out = folder / "_build" / "html"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_a_published_site_knows_its_address_and_two_builds_are_alike(project, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    shutil.rmtree(project / "_build", ignore_errors=True)
    shutil.copytree(project, elsewhere)
    site = "https://example.org/course/"
    for folder in (project, elsewhere):
        done = build(folder, LOSSBOOK_SITE=site)
        assert done.returncode == 0, done.stdout + done.stderr
    first, second = files(project), files(elsewhere)
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []

    html = page(project)
    assert f'<link rel="canonical" href="{site}book/intro.html"' in html
    assert f'<meta property="og:url" content="{site}book/intro.html">' in html
    picture = re.search(rf'<meta property="og:image" content="{site}([^"]+)">', html)[1]
    assert first[picture].startswith(b"\x89PNG")
    assert int.from_bytes(first[picture][16:20]) == 1200
    assert int.from_bytes(first[picture][20:24]) == 630
    assert f"<loc>{site}book/references.html</loc>" in first["sitemap.xml"].decode()
    assert f"Sitemap: {site}sitemap.xml" in first["robots.txt"].decode()
    assert 'href="/course/book/intro.html"' in first["404.html"].decode()
    assert f'<link rel="canonical" href="{site}book/intro.html"' in first["index.html"].decode()
