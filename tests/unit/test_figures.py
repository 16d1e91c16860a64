"""Figures are readable in light and dark, carry their numbers as text, and come out the same every time."""

import re
from functools import cache
from itertools import pairwise

import matplotlib
import numpy as np
import pytest

from lossbook import LOSSES
from lossbook.course import figures
from lossbook.course.display import Display
from lossbook.explorables import SquaresOnALine, TwoDials
from lossbook.learning.training import History

HISTORY = History(training_loss=[3.0, 2.0, 1.0], validation_loss=[3.5, 2.5])
SHOWN = {
    "three_graphs": figures.three_graphs,
    "loss_and_slope": lambda: figures.loss_and_slope(LOSSES["squared_error"], marks=(-3, 1)),
    **{name: (lambda loss=loss: figures.loss_and_slope(loss)) for name, loss in LOSSES.items()},
    "compare": lambda: figures.compare([LOSSES["squared_error"], LOSSES["absolute_error"], LOSSES["huber"]]),
    "compare scores": lambda: figures.compare([LOSSES["hinge"], LOSSES["binary_cross_entropy_from_logits"]]),
    "surprise": lambda: figures.surprise({"sure": 0.95, "neither": 0.55, "nor": 0.45, "wrong": 0.05}),
    "fitted_lines": lambda: figures.fitted_lines([0, 1, 2], [1, 2, 5], {"line": (2.0, 0.5)}, xlabel="x", ylabel="y"),
    "lines that end near": lambda: figures.fitted_lines(
        [0, 1, 9], [1, 2, 90], {"one": (2.0, 0.5), "two": (2.1, 0.0), "three": (9.0, 1.0)}, xlabel="x", ylabel="y"
    ),
    "training_curve": lambda: figures.training_curve(HISTORY, learning_rate=0.1),
    "residuals": lambda: figures.residuals([1, 2, 4], [1.5, 2, 3], unit="cm"),
    "dials": lambda: Display(TwoDials().picture(), ""),
    "street": lambda: Display(SquaresOnALine().picture(), ""),
    "kink": lambda: figures.loss_and_slope(LOSSES["absolute_error"], marks=(2,)),
}
SHOWN = {name: cache(draw) for name, draw in SHOWN.items()}  # drawn once; `__wrapped__` draws again


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [figures.ACTUAL, figures.GUESS, figures.RIGHT, figures.THIRD])
@pytest.mark.parametrize("page", ["#ffffff", "#1e1e1e", "#121212"])
def test_contrast(colour, page):
    light, dark = sorted((luminance(colour), luminance(page)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


@pytest.mark.parametrize("draw", SHOWN.values(), ids=SHOWN)
class TestEveryFigure:
    @pytest.mark.whole
    def test_is_the_same_every_time(self, draw):
        assert draw.__wrapped__().html == draw().html

    def test_ink_is_that_of_the_page(self, draw):
        html = draw().html
        assert "currentColor" in html
        assert "#000000" not in html
        assert "#010203" not in html
        assert not re.search(r"(fill|stroke): ?(black|white|#ffffff)", html)

    def test_alternative_text_has_numbers(self, draw):
        texts = re.findall(r'role="img" aria-label="([^"]+)"', draw().html)
        assert len(texts) == draw().html.count("<svg")
        assert all(re.search(r"\d", text) for text in texts)

    def test_ids_are_its_own(self, draw):
        ids = re.findall(r'\bid="([^"]+)"', draw().html)
        assert len(ids) == len(set(ids))
        assert all(name.startswith("s") for name in ids)

    def test_letters_are_large_enough_on_a_phone(self, draw):
        column = 330  # what is left of 390 px
        for drawing in re.findall(r"<svg.*?</svg>", draw().html, re.DOTALL):
            width = float(re.search(r'viewBox="0 0 ([\d.]+)', drawing)[1])
            widest = float(re.search(r"max-width: (\d+)px", drawing)[1])
            sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", drawing)]
            assert sizes
            assert min(sizes) * min(column, widest) / width >= 11

    def test_no_font_of_the_building_machine(self, draw):
        assert "DejaVu" not in draw().html


def test_small_numbers_keep_their_digits():
    with figures.canvas() as (figure, axes):
        axes.plot([0, 0.001], [0, 1])
    assert ">0.0010<" in figures.svg(figure, alt="1")


def test_settings_of_the_reader_do_not_leak_in(monkeypatch):
    drawn = figures.three_graphs().html
    monkeypatch.setitem(matplotlib.rcParams, "lines.linewidth", 9.0)
    monkeypatch.setitem(matplotlib.rcParams, "font.size", 30.0)
    assert figures.three_graphs().html == drawn


def test_slope_is_interrupted_at_a_kink():
    slope = figures.loss_and_slope(LOSSES["absolute_error"], marks=(2,)).html.split("<svg")[2]
    path = re.search(r"stroke-dasharray[^>]*", slope)
    assert path
    assert len(re.findall(r"\bM ", re.search(r'd="([^"]+)"[^>]*stroke-dasharray', slope)[1])) == 2


def named(draw, monkeypatch):
    """The names beside lines and points of a figure: each with its box, what it is anchored to, and its axes."""
    drawn = []
    monkeypatch.setattr(figures, "svg", lambda figure, **_: drawn.append(figure) or "<svg></svg>")
    draw.__wrapped__()
    for figure in drawn:
        with matplotlib.style.context(["default", figures._STYLE]):
            figure.draw_without_rendering()
            for axes in figure.axes:
                for name in axes.texts:
                    yield name, name.get_window_extent(), axes.transData.transform(name.xy), axes


@pytest.mark.parametrize("draw", SHOWN.values(), ids=SHOWN)
def test_names_stand_by_their_own_line_and_on_none(draw, monkeypatch):
    boxes = []
    for name, box, anchor, axes in named(draw, monkeypatch):
        points = 72 / axes.get_figure().dpi
        away = np.maximum(0, np.maximum(box.min - anchor, anchor - box.max)) * points
        assert np.hypot(*away) <= 12, name.get_text()
        assert not any(box.overlaps(other) for other, where in boxes if where is axes), name.get_text()
        boxes.append((box, axes))
        for line in axes.lines:
            corners = axes.transData.transform(np.column_stack(line.get_data()))
            path = np.concatenate([np.linspace(*ends, 50) for ends in pairwise(corners)] or [corners])
            inside = (path > box.min + 1).all(axis=1) & (path < box.max - 1).all(axis=1)
            assert not inside.any(), name.get_text()


@pytest.mark.parametrize(
    ("wanted", "heights"),
    [([0, 10], [0, 10]), ([3, 3], [1, 5]), ([9, 0, 8.5], [10.75, 0, 6.75]), ([0, 1, 2], [-3, 1, 5])],
)
def test_names_are_moved_apart_and_no_further(wanted, heights):
    assert figures._apart(np.array(wanted, dtype=float), 4.0) == pytest.approx(heights)


def test_two_figures_share_no_id():
    one, two = (set(re.findall(r'\bid="([^"]+)"', SHOWN[name]().html)) for name in ("loss_and_slope", "kink"))
    assert one
    assert not one & two


def test_alternative_text_is_required():
    with figures.canvas() as (figure, _):
        pass
    with pytest.raises(ValueError, match="alt text"):
        figures.svg(figure, alt=" ")


def test_marked_minimum_is_the_lowest_point():
    alt = re.findall(r'aria-label="([^"]+)"', figures.three_graphs().html)
    assert "lowest (0) at w = 2" in alt[1]


def test_tangent_touches_the_curve():
    figure, text = figures.tangent_to_square(-3)
    curve, tangent, _, dot = figure.axes[0].lines
    x, y = dot.get_data()
    assert (x[0], y[0]) == (-3, 9)
    assert (curve.get_ydata() - tangent.get_ydata()).min() > -1e-9
    assert (
        text
        == "At an error of −3 the squared error is 9 and the slope is −6: one step to the right changes the line by −6."
    )


def test_what_the_new_figures_say():
    def texts(display):
        return re.findall(r'role="img" aria-label="([^"]+)"', display.html)

    assert "3 predictions" in texts(SHOWN["residuals"]())[0]
    assert "the largest, +1, where the answer is 3" in texts(SHOWN["residuals"]())[0]
    assert "Lowest at epoch 1: 2.5" in texts(SHOWN["training_curve"]())[0]
    assert "Huber 3.5 at −4, 3.5 at 4" in texts(SHOWN["compare"]())[0]
    assert "answer yes: 5 at −4, 1 at 0, 0 at 4; answer no: 0 at −4, 1 at 0, 5 at 4" in texts(SHOWN["hinge"]())[0]
    with pytest.raises(ValueError, match="share an axis"):
        figures.compare([LOSSES["hinge"], LOSSES["huber"]])


@pytest.mark.parametrize("name", ["compare", "compare scores", "lines that end near"])
def test_series_take_no_colour_that_means_the_reader_or_what_is_right(name):
    assert not re.search(r"--lb-(yours|good)", SHOWN[name]().html)
