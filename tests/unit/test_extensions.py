"""The book's own extensions, as plain functions."""

import doctest
import subprocess
import sys

import pytest
from nbformat import v4
from pybtex.database import parse_string

from tests.conftest import ROOT

sys.path.append(str(ROOT / "book" / "_ext"))

import fresh_outputs
import reader_notebooks
import repository_links
from reader_notebooks import UnknownMarkupError, reader_text

LIBRARY = parse_string(
    "@book{a1, author={One, Ann}, title={First}, publisher={P}, year={1999}}"
    "@book{b2, author={Two, Bo and Three, Cy}, title={Second}, publisher={P}, year={2001}}"
    "@book{c3, author={Four, D and Five, E and Six, F}, title={Third}, publisher={P}, year={2005}}",
    "bibtex",
)


def read(text, **values):
    return reader_text(text, values, LIBRARY)


def test_doctests():
    assert doctest.testmod(repository_links).failed == 0


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
    filled = reader_notebooks.with_outputs(reader, executed)
    assert [cell.outputs[0].text for cell in filled.cells if cell.cell_type == "code"] == ["1", "2"]
    with pytest.raises(ValueError, match="not the one executed"):
        reader_notebooks.with_outputs(v4.new_notebook(cells=[v4.new_code_cell("a"), v4.new_code_cell("b")]), executed)


def test_fingerprint_sees_every_change(tmp_path):
    (tmp_path / "lossbook").mkdir()
    module, lock = tmp_path / "lossbook" / "a.py", tmp_path / "requirements.txt"
    module.write_text("1")
    lock.write_text("numpy==2")
    prints = {fresh_outputs.fingerprint(tmp_path, fresh_outputs.OUTPUTS)}
    module.write_text("2")
    prints.add(fresh_outputs.fingerprint(tmp_path, fresh_outputs.OUTPUTS))
    module.rename(module.with_name("b.py"))
    prints.add(fresh_outputs.fingerprint(tmp_path, fresh_outputs.OUTPUTS))
    lock.write_text("numpy==3")
    prints.add(fresh_outputs.fingerprint(tmp_path, fresh_outputs.OUTPUTS))
    assert len(prints) == 4
    (tmp_path / "lossbook" / "__pycache__").mkdir()
    (tmp_path / "lossbook" / "__pycache__" / "b.pyc").write_text("x")
    assert fresh_outputs.fingerprint(tmp_path, fresh_outputs.OUTPUTS) in prints


@pytest.mark.parametrize(
    ("variables", "remote", "expected"),
    [
        ({}, None, ("", "")),
        ({}, "https://github.com/a/b.git", ("https://github.com/a/b", "trunk")),
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
    assert repository_links.find(tmp_path) == expected


def test_binder_installs_what_everyone_installs():
    # A copy and not a link: repo2docker installs it before the repository is there, which keeps the layer.
    assert (ROOT / "binder" / "requirements.txt").read_bytes() == (ROOT / "requirements.txt").read_bytes()
