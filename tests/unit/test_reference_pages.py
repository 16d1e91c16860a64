"""The pages for looking things up are made from the catalogue, and leave nothing out."""

import re

import pytest

from lossbook import LOSSES
from lossbook.course import reference_pages as page
from lossbook.course.reference_pages import facts


def test_every_loss_has_its_place_and_its_link(monkeypatch):
    shown = []
    monkeypatch.setattr(page, "display", shown.append)
    page.glance()
    formulas = "".join(each._repr_markdown_() for each in shown if hasattr(each, "_repr_markdown_"))
    html = "".join(getattr(each, "html", "") or getattr(each, "data", "") for each in shown)
    for name, loss in LOSSES.items():
        assert f'<a href="#loss-{name}">' in html
        assert html.count(f'<h2 id="loss-{name}">') == 1
        assert loss.formula in formulas
        assert loss.slope_formula in formulas
    assert html.count("<svg") == 2 * len(LOSSES)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_facts_are_those_of_the_catalogue(loss):
    shown = facts(loss).replace("−", "-")
    for text in (
        loss.task,
        loss.prediction,
        loss.actual,
        loss.best_constant,
        loss.baseline,
        loss.outliers,
        loss.source,
    ):
        assert text in shown
    assert all(f"{setting} " in shown for setting in loss.parameters)


def test_the_legend_has_every_name_that_no_formula_explains():
    known = set(names(" ".join(f"{name} {meaning.replace('$', ' ')}" for name, meaning in page.LEGEND)))
    for loss in LOSSES.values():
        for formula in (loss.formula, loss.slope_formula):
            said, *explained = formula.split(r", \quad ")
            heads = {name for part in explained for name in names(part.partition("=")[0])}
            missing = set(names(" ".join([said, *(part.partition("=")[2] for part in explained)]))) - heads - known
            assert missing <= {"e", "j", r"\pi"}, (loss.name, missing)  # two numbers, and what a sum runs over


def names(latex):
    """Letters of a formula, a Greek or accented one as one name, without the words in it."""
    latex = re.sub(r"\\(text|operatorname)\{[^}]*\}", " ", latex)
    signs = {"frac", "tfrac", "ln", "max", "sum", "le", "quad", "bigl", "bigr", "Bigl", "Bigr"}
    return [
        name
        for name in re.findall(r"\\?[A-Za-z]+", latex)
        if name.removeprefix("\\") not in signs and (len(name) == 1 or name[0] == "\\")
    ]


def test_legend_is_shown(monkeypatch):
    shown = []
    monkeypatch.setattr(page, "display", shown.append)
    page.legend()
    assert shown[0]._repr_markdown_().count("\n- ") == len(page.LEGEND) - 1


def test_formulas_stay_in_their_cells_of_the_cheat_sheet(monkeypatch):
    shown = []
    monkeypatch.setattr(page, "display", shown.append)
    page.cheat_sheet()
    _, _, *rows = shown[0]._repr_markdown_().splitlines()
    assert len(rows) == len(LOSSES)
    assert {row.count("|") for row in rows} == {6}
