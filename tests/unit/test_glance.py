"""The page of all losses is made from the catalogue, and leaves nothing out."""

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
