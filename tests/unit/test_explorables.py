"""Explorables draw the same bytes every time, keep their numbers in Python, and say them in words."""

import json
import re

import pytest
from traitlets import TraitError

from lossbook import explorables, figures
from lossbook.explorables import Frames, SquaresOnALine, TwoDials


def bar(value):
    with figures.canvas() as (figure, axes):
        axes.bar(["a"], [value])
    return figure, f"A bar of height {value}."


MAKERS = {
    "TwoDials": TwoDials,
    "SquaresOnALine": SquaresOnALine,
    "Frames": lambda: Frames(bar, [1, 2, 3], label="height", title="A bar"),
}


def test_every_explorable_is_tested_here():
    assert set(MAKERS) == set(explorables.__all__)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
class TestEveryExplorable:
    def test_is_a_widget_and_a_page(self, make):
        data, _ = make()._repr_mimebundle_()
        assert set(data) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
        assert "<table>" in data["text/html"]
        assert "aria-label=" in data["text/html"]

    def test_is_the_same_in_every_build(self, make):
        assert make().html() == make().html()
        assert repr(make()) == repr(make())

    def test_needs_no_network(self, make):
        html = make().html().replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "")
        assert "http:" not in html
        assert "https:" not in html
        script = re.search(r"<script type=\"module\">(.*?)</script>", html, re.DOTALL)[1]
        assert "start(" in script
        assert not re.search(r"^\s*import\b|\bimport\(|\bfetch\(", script, re.MULTILINE)

    def test_state_is_what_the_browser_gets(self, make):
        widget = make()
        sent = json.loads(re.search(r"explorable, (\{.*\})\);\n</script>", widget.html())[1])
        assert sent == json.loads(json.dumps(widget.state()))

    def test_exports_what_anywidget_and_the_tests_need(self, make):
        assert make()._esm.rstrip().endswith("export default { render, formulas };")


def test_states_have_different_elements():
    assert (
        re.search(r'data-explorable="(lb-\w+)"', SquaresOnALine().html())[1]
        != re.search(r'data-explorable="(lb-\w+)"', SquaresOnALine(guess=200).html())[1]
    )


def test_text_in_the_state_cannot_end_the_script():
    widget = Frames(bar, [1], label="</script><b>", title="<i>title</i>")
    assert "</script><b>" not in widget.html()
    assert "<i>title</i>" not in widget.html().split("<script")[0]


def test_frames_stay_within_their_pictures():
    with pytest.raises(TraitError, match="index must be 0 to 2, got 3"):
        MAKERS["Frames"]().index = 3


def test_whole_number_prices_are_not_cut():
    assert SquaresOnALine(values=[200, 210, 220, 230], guess=222.5).mse == 181.25


def test_python_moves_them():
    street = SquaresOnALine()
    street.guess = 220
    assert (street.mse, street.best) == (150, 215)
    street.mansion = True
    assert (street.mse, street.best) == (121_800, 372)
    dials = TwoDials(x=1.5, y=-1.0)
    assert dials.distance == 0
    assert dials.downhill == (0, 0)


def test_downhill_is_the_slope_of_the_meter():
    nudge = 1e-6
    for x, y in [(-4.0, 3.0), (2.0, -5.0), (1.5, 4.0)]:
        here = TwoDials(x=x, y=y)
        falls = tuple(
            (here.distance - TwoDials(x=x + a, y=y + b).distance) / nudge for a, b in ((nudge, 0), (0, nudge))
        )
        assert falls == pytest.approx(here.downhill, abs=1e-5)


def test_best_guess_is_the_lowest_point_of_the_curve():
    for mansion in (False, True):
        street = SquaresOnALine(mansion=mansion)
        grid = [street.best + shift for shift in range(-100, 101)]
        costs = [SquaresOnALine(mansion=mansion, guess=guess).mse for guess in grid]
        assert grid[costs.index(min(costs))] == street.best
