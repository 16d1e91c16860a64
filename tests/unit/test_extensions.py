"""What makes the site, as plain functions."""

import ast
import doctest
import importlib
import os
import pkgutil
import subprocess
import sys

import pytest
from nbformat import v4
from pybtex.database import parse_string
from sphinx.errors import ConfigError

from tests.conftest import ROOT

sys.path.append(str(ROOT / "book" / "_ext"))

import lossbook_site
from docutils import nodes
from lossbook_site import execution, files, mathml, metadata, notebooks, offline, readers_copies, repository
from lossbook_site.plain_markdown import UnknownMarkupError, reader_text

LIBRARY = parse_string(
    "@book{a1, author={One, Ann}, title={First}, publisher={P}, year={1999}}"
    "@book{b2, author={Two, Bo and Three, Cy}, title={Second}, publisher={P}, year={2001}}"
    "@book{c3, author={Four, D and Five, E and Six, F}, title={Third}, publisher={P}, year={2005}}",
    "bibtex",
)


def read(text, **values):
    return reader_text(text, values, LIBRARY)


MODULES = [module.name for module in pkgutil.iter_modules(lossbook_site.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    assert doctest.testmod(importlib.import_module(f"lossbook_site.{name}")).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_text_is_written_with_the_same_line_endings_everywhere(name):
    """Text mode ends lines as the system does, so that a site built on Windows would be another one."""
    tree = ast.parse((ROOT / "book" / "_ext" / "lossbook_site" / f"{name}.py").read_text(encoding="utf-8"))
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {getattr(function, "attr", getattr(function, "id", "")) for function in called}
    assert not names & {"write_text", "open"}, "use files.write"


def test_files_are_written_only_when_they_change(tmp_path):
    path = tmp_path / "new" / "a.txt"
    files.write(path, "one\ntwo é\n")
    assert path.read_bytes() == b"one\ntwo \xc3\xa9\n"
    os.utime(path, (1, 1))
    files.write(path, "one\ntwo é\n")
    assert path.stat().st_mtime == 1
    files.write(path, "three\n")
    assert path.stat().st_mtime > 1


def test_templates_escape_what_is_filled_in():
    title = '<b> & "c"'
    site = {
        "title": title,
        "policy": "",
        "script": "",
        "base": "/",
        "chapters": {"a.html": title},
    }
    html = files.render("404.html", **site)
    assert "<b>" not in html
    assert "&lt;b&gt; &amp; &#34;c&#34;" in html
    assert "<loc>https://e.org/?a&amp;b</loc>" in files.render("sitemap.xml", places=["https://e.org/?a&b"])


def test_the_service_worker_is_named_after_every_byte(tmp_path):
    page = tmp_path / "index.html"
    page.write_bytes(b"1")
    (tmp_path / "whole_course.html").write_bytes(b"too large to keep")
    first = offline.service_worker(tmp_path)
    assert 'FILES = ["index.html"];' in first
    page.write_bytes(b"2")
    assert offline.service_worker(tmp_path) != first


@pytest.mark.parametrize(("formula", "complaint"), [(r"\nosuchcommand", "cannot be read"), ("漢", "lacks ['漢']")])
def test_formulas_that_cannot_be_shown_are_told(monkeypatch, formula, complaint):
    told = []
    monkeypatch.setattr(mathml.logger, "warning", lambda text, *values, **_: told.append(text % values))
    mathml.mathml(nodes.math(formula, formula), block=False)
    assert complaint in told[0]


def test_a_description_is_the_first_paragraph_that_says_something():
    document = nodes.document(None, None)
    words = "A loss is a number that says how wrong a prediction is; lower is better."
    document += [
        nodes.paragraph("", "Short."),
        nodes.paragraph("", "", nodes.emphasis(words, words)),
        nodes.paragraph(words, words),
    ]
    assert metadata.description(document) == words


def test_a_readers_work_stays(tmp_path, capsys):
    made, readers = tmp_path / "made", tmp_path / "readers"

    def build(**chapters):
        for path in made.rglob("*.ipynb"):
            path.unlink()
        for name, text in chapters.items():
            files.write(made / "book" / f"{name}.ipynb", text)
        return [path.stem for path in readers_copies.copy(made, readers)]

    def read():
        return {path.stem: path.read_text(encoding="utf-8") for path in readers.rglob("*.ipynb")}

    assert build(read="1", worked="1", gone="1", gone_but_worked="1") == []
    assert read() == {"read": "1", "worked": "1", "gone": "1", "gone_but_worked": "1"}
    for name in ("worked", "gone_but_worked"):
        (readers / "book" / f"{name}.ipynb").write_text("mine", encoding="utf-8")
    assert build(read="2", worked="2") == ["worked"]
    assert read() == {"read": "2", "worked": "mine", "gone_but_worked": "mine"}
    assert build(read="3", worked="3") == ["worked"]

    readers_copies.main(made, readers)
    assert "worked.ipynb holds somebody's work and stays as it is" in capsys.readouterr().out
    (readers / "book" / "worked.ipynb").unlink()
    assert build(read="3", worked="3") == []
    assert read() == {"read": "3", "worked": "3", "gone_but_worked": "mine"}
    with pytest.raises(SystemExit, match="Build the book first"):
        readers_copies.main(tmp_path / "nothing", readers)


def test_binder_and_lab_open_copies_of_what_was_built():
    copies = "book/_ext/lossbook_site/readers_copies.py _build/notebooks ."
    assert (ROOT / "book" / "_ext" / "lossbook_site" / "readers_copies.py").exists()
    steps = (ROOT / "binder" / "postBuild").read_text(encoding="utf-8")
    assert steps.index("jupyter-book build . -W -n") < steps.index(copies) < steps.index("rm -rf _build")
    for name in ("Makefile", "README.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert text.index(copies) < text.index("jupyter lab", text.index(copies))
        assert "jupyter-book build . -W -n --keep-going" in text


def test_what_was_made_of_removed_chapters_is_deleted(tmp_path):
    out = tmp_path / "html"
    for folder in (out, tmp_path / "published", tmp_path / "notebooks"):
        for name in ("kept", "gone"):
            files.write(folder / "book" / f"{name}.ipynb", "{}")
            files.write(out / "book" / f"{name}.html", "")
    notebooks.forget_removed_chapters(out, {"book/kept"})
    assert {path.stem for path in tmp_path.rglob("*.*")} == {"kept"}


@pytest.mark.parametrize(
    ("source", "notebook"),
    [
        ("{glue:text}`x:,.1f` dollars", "1,234.6 dollars"),
        ("{glue:text}`word`", "−1"),
        ("{cite:t}`a1` and {cite:t}`b2`", "One (1999) and Two and Three (2001)"),
        ("{cite:p}`a1,c3`", "(One, 1999; Four et al., 2005)"),
        (
            "[next](mse.md) [part](mse.md#the-unit) [site](https://example.org/a.md)",
            "[next](mse.ipynb) [part](mse.ipynb#the-unit) [site](https://example.org/a.md)",
        ),
        ("```text\n{ref}`x`\n````", "```text\n{ref}`x`\n````"),
        (
            ":::{admonition} Answers\n:class: dropdown\n\n1. Yes.\n:::\nafter",
            "<details><summary>Answers</summary>\n\n1. Yes.\n\n</details>\nafter",
        ),
        (":::{admonition} Try it\n:class: tip\n\nDo.\n\n- a\n:::\nafter", "> **Try it**\n>\n> Do.\n>\n> - a\nafter"),
        ("::::{admonition} A\n:::{admonition} B\nx\n:::\n::::", "> **A**\n>\n> > **B**\n> >\n> > x"),
        ("```python\nx = {1}\n```", "```python\nx = {1}\n```"),
    ],
)
def test_markup_is_written_out(source, notebook):
    assert read(source, x="1234.56", word="'−1'") == notebook


def test_references_are_listed():
    assert read("```{bibliography}\n:all:\n```").count("\n- ") == 2


@pytest.mark.parametrize(
    "source",
    [
        "```{note}\nx\n```",
        "{ref}`x`",
        ":::{figure} a.png\n:::",
        "- a\n  ```{glue:figure} x\n  ```",
        "% hidden",
        "(label)=",
        "```{note}\nopen",
    ],
)
def test_unknown_markup_is_refused(source):
    with pytest.raises(UnknownMarkupError):
        read(source)


def test_missing_number_is_refused():
    with pytest.raises(KeyError):
        read("{glue:text}`nothing`")


def test_outputs_go_to_their_cells():
    def code(source, text):
        return v4.new_code_cell(source, outputs=[v4.new_output("stream", text=text)])

    hidden = v4.new_code_cell("glue", metadata={"tags": ["remove-cell"]})
    executed = v4.new_notebook(cells=[code("next(it)", "1"), hidden, code("next(it)", "2")])
    reader = v4.new_notebook(
        cells=[v4.new_code_cell("next(it)"), v4.new_markdown_cell("x"), v4.new_code_cell("next(it)")]
    )
    filled = notebooks.with_outputs(reader, executed)
    assert [cell.outputs[0].text for cell in filled.cells if cell.cell_type == "code"] == ["1", "2"]
    with pytest.raises(ValueError, match="not the one executed"):
        notebooks.with_outputs(v4.new_notebook(cells=[v4.new_code_cell("a"), v4.new_code_cell("b")]), executed)


def test_fingerprint_sees_every_change(tmp_path):
    (tmp_path / "lossbook").mkdir()
    module, lock = tmp_path / "lossbook" / "a.py", tmp_path / "requirements.txt"
    module.write_text("1")
    lock.write_text("numpy==2")
    prints = {execution.fingerprint(tmp_path, execution.OUTPUTS)}
    module.write_text("2")
    prints.add(execution.fingerprint(tmp_path, execution.OUTPUTS))
    module.rename(module.with_name("b.py"))
    prints.add(execution.fingerprint(tmp_path, execution.OUTPUTS))
    lock.write_text("numpy==3")
    prints.add(execution.fingerprint(tmp_path, execution.OUTPUTS))
    assert len(prints) == 4
    (tmp_path / "lossbook" / "__pycache__").mkdir()
    (tmp_path / "lossbook" / "__pycache__" / "b.pyc").write_text("x")
    assert execution.fingerprint(tmp_path, execution.OUTPUTS) in prints


@pytest.mark.parametrize(
    ("variables", "remote", "expected"),
    [
        ({}, None, ("", "")),
        ({}, "https://github.com/a/b.git", ("https://github.com/a/b", "trunk")),
        ({}, "git@codeberg.org:a/b.git", ("https://codeberg.org/a/b", "trunk")),
        ({}, "git@git.example.org:a/b.git", ("", "")),  # who knows whether that is on the web
        ({"LOSSBOOK_REPOSITORY": "git@git.example.org:a/b.git"}, None, ("https://git.example.org/a/b", "trunk")),
        ({"CI_PROJECT_URL": "https://gitlab.example.org/g/a/b"}, None, ("https://gitlab.example.org/g/a/b", "trunk")),
        ({}, "/srv/git/b", ("", "")),
        (
            {"LOSSBOOK_REPOSITORY": "https://gitlab.com/c/d"},
            "https://github.com/a/b.git",
            ("https://gitlab.com/c/d", "trunk"),
        ),
        (
            {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "e/f", "GITHUB_REF_NAME": "main"},
            None,
            ("https://github.com/e/f", "main"),
        ),
    ],
)
def test_repository_is_found(tmp_path, monkeypatch, variables, remote, expected):
    for name in (
        "LOSSBOOK_REPOSITORY",
        "LOSSBOOK_BRANCH",
        "GITHUB_SERVER_URL",
        "GITHUB_REPOSITORY",
        "GITHUB_REF_NAME",
        "CI_PROJECT_URL",
        "GITHUB_HEAD_REF",
        "CI_COMMIT_REF_NAME",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    subprocess.run(["git", "init", "-q", "-b", "trunk", tmp_path], check=True)
    if remote:
        subprocess.run(["git", "remote", "add", "origin", remote], cwd=tmp_path, check=True)
    assert repository.find(tmp_path) == expected
    inside = tmp_path / "unpacked"  # within a repository that is not ours
    inside.mkdir()
    own = expected[0] if "LOSSBOOK_REPOSITORY" in variables else ""
    assert repository.find(inside) == ((own, "main") if own else ("", ""))


@pytest.mark.parametrize(
    ("variables", "domain", "expected"),
    [
        ({}, "", ""),
        ({"LOSSBOOK_REPOSITORY": "https://github.com/A/b"}, "", "https://a.github.io/b/"),
        ({"LOSSBOOK_REPOSITORY": "https://github.com/A/b"}, "loss.example.org", "https://loss.example.org/"),
        ({"LOSSBOOK_REPOSITORY": "https://git.example.org/a/b"}, "", ""),
        ({"CI_PROJECT_URL": "https://gitlab.com/a/b"}, "", "https://a.gitlab.io/b/"),
        (
            {"CI_PROJECT_URL": "https://gitlab.com/a/b", "CI_PAGES_URL": "https://b-1f.gitlab.io"},
            "",
            "https://b-1f.gitlab.io/",
        ),
        ({"LOSSBOOK_SITE": "https://e.org/x/", "CI_PAGES_URL": "https://b.gitlab.io"}, "d.org", "https://e.org/x/"),
    ],
)
def test_the_site_knows_where_it_is_published(tmp_path, monkeypatch, variables, domain, expected):
    for name in (
        "LOSSBOOK_REPOSITORY",
        "LOSSBOOK_SITE",
        "GITHUB_SERVER_URL",
        "GITHUB_REPOSITORY",
        "CI_PROJECT_URL",
        "CI_PAGES_URL",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    if domain:
        (tmp_path / "CNAME").write_text(f"{domain}\n")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    assert repository.site_address(tmp_path) == expected
    monkeypatch.setenv("LOSSBOOK_SITE", "example.org/course")
    with pytest.raises(ConfigError, match="must be a whole address, such as https://"):
        repository.site_address(tmp_path)


def test_a_self_hosted_gitlab_is_known_by_its_own_word(monkeypatch):
    monkeypatch.setenv("CI_PROJECT_URL", "https://code.example.org/a/b")
    assert "/-/issues/new?issue%5Btitle%5D=T&" in repository.issue_address("https://code.example.org/a/b", "T", "x")
    assert "/issues/new?title=T&" in repository.issue_address("https://git.example.org/a/b", "T", "x")
    assert repository.issue_address("", "T", "x") == repository.pip_requirement("", "main") == ""


def test_binder_installs_what_everyone_installs():
    # A copy and not a link: repo2docker installs it before the repository is there, which keeps the layer.
    assert (ROOT / "binder" / "requirements.txt").read_bytes() == (ROOT / "requirements.txt").read_bytes()
