"""Matplotlib pictures in one style, as inline SVG that is readable on light and on dark pages."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from textwrap import fill
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from lossbook.course.display import Display, escape, minus
from lossbook.losses.arrays import Floats, Numbers, real_array, same_shape
from lossbook.losses.catalogue import Loss, a_loss
from lossbook.losses.checks import numbers, scores_and_signs
from lossbook.losses.kinds import Kind
from lossbook.losses.settings import finite, positive, yes_or_no
from lossbook.losses.tables import as_many, column, table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    from lossbook.learning.training import History

# What a colour means: the loss is ink, the reader's guess orange, what was so blue, the right or best answer green, and
# one more series purple; where there are still more, ink and purple again, in other dashes. Matplotlib wants fixed colours; `svg` replaces these by the page's own, and these stay where a
# page has none. Lines differ in dash or marker as well: colour never carries the meaning alone.
INK, GUESS, ACTUAL, RIGHT, THIRD = "#010203", "#d55e00", "#0072b2", "#009270", "#b8639a"
_OF_THE_PAGE = {INK: "currentColor", GUESS: "var(--lb-yours,#d55e00)", ACTUAL: "var(--lb-data,#0072b2)",
                RIGHT: "var(--lb-good,#009270)", THIRD: "var(--lb-other,#b8639a)"}  # fmt: skip

_DASHES = ((1, 0), (6, 2), (2, 1.5), (6, 2, 1, 2))
_SERIES = (INK, THIRD, INK, THIRD)
_LINE = 15  # points from a line of text to the next

_STYLE = {
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "font.size": 12.5,  # A phone shows a picture of 4.4 inches at about its own size, and 11 px is the least.
    "axes.titlesize": 13.5,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.linewidth": 2.4,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.fonttype": "none",  # Letters stay letters: smaller, and a browser can read and enlarge them.
    "svg.hashsalt": "lossbook",  # Without a salt, ids are random and no two builds are alike.
}


def _matplotlib() -> ModuleType:
    """Return matplotlib. It takes long to load, so it is asked for by those who draw."""
    try:
        import matplotlib as mpl
        import matplotlib.figure
        import matplotlib.style
    except ImportError as missing:
        raise ImportError("Figures need matplotlib: pip install 'lossbook[notebooks]'.") from missing
    return mpl


def style() -> dict[str, Any]:
    """Return the settings of matplotlib for a picture whose ink can become the colour of the text around it."""
    return {**_STYLE, "axes.prop_cycle": _matplotlib().cycler(color=_SERIES)}


@contextmanager
def _styled() -> Iterator[ModuleType]:
    """Give matplotlib with the style of the course alone."""
    mpl = _matplotlib()
    with mpl.style.context(["default", style()]):
        yield mpl


@contextmanager
def canvas(*, width: float = 4.4, height: float = 3.0) -> Iterator[tuple[Figure, Axes]]:
    """Give a figure with one empty plot, in inches, to draw on in the style of the course.

    The reader's own matplotlib settings are left aside within the block, so that pictures come out the same
    everywhere. The figure is not registered with pyplot, so nothing is left behind.

    Examples
    --------
    >>> with canvas() as (figure, axes):
    ...     line = axes.plot([0, 1], [0, 1])
    >>> line[0].get_linewidth()
    2.4
    """
    width, height = positive("width", width), positive("height", height)
    with _styled() as mpl:
        figure = mpl.figure.Figure(figsize=(width, height), layout="constrained")
        yield figure, figure.add_subplot()


def svg(figure: Figure, *, alt: str) -> str:
    """Return a figure as an `<svg>` element whose ink is the text colour around it.

    Parameters
    ----------
    figure : matplotlib Figure
    alt : str
        What the picture shows, with its numbers, for readers who cannot see it.

    Raises
    ------
    ValueError
        If the alternative text is empty.
    TypeError
        If the figure is none, or the alternative text is no text.
    """
    if not isinstance(figure, _matplotlib().figure.Figure):
        raise TypeError(
            f"A matplotlib Figure is needed, got {figure!r}. Draw one with: with canvas() as (figure, axes)."
        )
    if not _text("alt", alt).strip():
        raise ValueError(
            f"Every picture needs alt text that says what it shows, with its numbers, got {alt!r}. "
            "Write what somebody who cannot see it should know."
        )
    buffer = io.StringIO()
    with _styled():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    drawing = buffer.getvalue()
    drawing = drawing[drawing.index("<svg") :]
    for colour, own in _OF_THE_PAGE.items():
        drawing = drawing.replace(colour, own)
    # Left out: comments; a style sheet that would reach beyond the picture; the fonts of the machine that
    # built it, as the page chooses its own; and digits that no screen can show.
    drawing = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r"font-family: [^;\"]*;? ?", "", drawing)
    drawing = re.sub(r"<[^>]+>", lambda tag: re.sub(r"(\.\d\d)\d+", r"\1", tag[0]), drawing)
    drawing = re.sub(r"\s*\n\s*", " ", drawing)
    drawing = drawing.replace("xlink:href", "href").replace(
        ' version="1.1"', ' stroke-linejoin="round" stroke-linecap="butt"'
    )
    drawing = _local_ids(drawing, alt)
    # Letters grow with the picture, and half as large again is enough.
    widest = f'style="max-width: {1.5 * figure.get_figwidth() * 72:.0f}px"'
    return drawing.replace("<svg", f'<svg role="img" aria-label="{escape(alt)}" {widest}', 1)


def show(*panels: Figure, alt: str | list[str], caption: str = "") -> Display:
    """Show figures side by side, or one under the other on a narrow screen.

    Parameters
    ----------
    *panels : matplotlib Figure
    alt : str or list of str
        Alternative text: one for all panels (their numbers included), or one for each.
    caption : str
        A sentence below the panels.
    """
    texts = [alt] * len(panels) if isinstance(alt, str) else alt
    if not panels or not isinstance(texts, (list, tuple)) or len(texts) != len(panels):
        raise ValueError(
            f"alt must be one text for all figures, or a list with one for each of {len(panels)}, got {alt!r}. "
            "Give at least one figure."
        )
    _text("caption", caption)
    drawings = [svg(panel, alt=text) for panel, text in zip(panels, texts, strict=True)]
    below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return Display(
        f'<figure class="lb-figure">{"".join(drawings)}{below}</figure>', text="\n".join(dict.fromkeys(texts))
    )


def _local_ids(drawing: str, alt: str) -> str:
    """Make the ids in a drawing its own: two pictures on one page must not share any, even where they look the same."""
    own = "s" + hashlib.sha256(f"{drawing}{alt}".encode()).hexdigest()[:8]
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', drawing))
    # Ids nothing refers to only repeat matplotlib's names for its parts.
    drawing = re.sub(r' id="([^"]+)"', lambda match: f' id="{own}-{match[1]}"' if match[1] in used else "", drawing)
    return re.sub(r'(href="#|url\(#)([^")]+)', rf"\g<1>{own}-\g<2>", drawing)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text, got {value!r}. Put it between quotes.")
    return value


def _list(name: str, values: Any) -> list[Any]:
    if not isinstance(values, (list, tuple, np.ndarray)):
        raise TypeError(f"{name} must be a list, got {values!r}. Put square brackets around it.")
    return list(values)


def _drawable(name: str, values: Numbers) -> Floats:
    array = column(name, values)
    if np.abs(array).max() > 1e200:
        raise ValueError(f"{name} must be small enough to draw, got {np.abs(array).max():g}. Use a larger unit.")
    return array


def _mapping(name: str, values: Any) -> Mapping[str, Any]:
    if not isinstance(values, Mapping) or not values:
        raise TypeError(
            f"{name} must be a dictionary with at least one entry, a name and what to draw, got {values!r}."
        )
    return values


def _range(name: str, ends: Any) -> tuple[float, float]:
    """Return the two ends of an axis."""
    found = [finite(f"each end of {name}", end) for end in _list(name, ends)]
    if len(found) != 2 or found[0] >= found[1]:
        raise ValueError(f"{name} must be a pair, the smaller number first, such as (-4, 4), got {ends}.")
    return found[0], found[1]


def _points_per_unit(axes: Axes) -> float:
    """Return how many points (of which an inch has 72) a step of 1 up the side is long."""
    figure, (low, high) = axes.get_figure(), axes.get_ylim()
    figure.draw_without_rendering()
    return axes.get_window_extent().height / figure.dpi * 72 / (high - low)


def _apart(wanted: Floats, gap: float) -> Floats:
    """Return heights with a gap between any two, as near as can be to the wanted ones."""
    order, groups = np.argsort(wanted, kind="stable"), []
    for place, height in enumerate(wanted[order]):
        groups.append([height - place * gap])
        while len(groups) > 1 and np.mean(groups[-2]) > np.mean(groups[-1]):  # too near: centre them together
            groups[-2:] = [groups[-2] + groups[-1]]
    heights = np.empty(len(wanted))
    heights[order] = np.concatenate([np.full(len(group), np.mean(group)) for group in groups])
    heights[order] += gap * np.arange(len(wanted))
    return heights


def _right_ends(lines: list[Line2D]) -> Floats:
    """Return the last place and height of each line."""
    return np.array([np.column_stack(line.get_data())[np.isfinite(line.get_ydata())][-1] for line in lines], float)


def _name_at_ends(axes: Axes, lines: list[Line2D], names: list[str]) -> None:
    """Write the name of each line at its right end, in its colour, with room between the names."""
    ends, unit = _right_ends(lines), _points_per_unit(axes)
    gap = _LINE * max(name.count("\n") + 1 for name in names)
    moved = _apart(ends[:, 1] * unit, gap) - ends[:, 1] * unit
    for line, name, end, up in zip(lines, names, ends, moved, strict=True):
        axes.annotate(name, end, xytext=(7, up), textcoords="offset points", va="center", linespacing=1.1,
                      color=line.get_color(), annotation_clip=False)  # fmt: skip


def _without_jumps(heights: Floats) -> Floats:
    """Interrupt a curve where it jumps, or a line would be drawn that is not there."""
    heights[1:][np.abs(np.diff(heights)) > 0.5 * np.ptp(heights)] = np.nan
    return heights


def three_graphs() -> Display:
    """Three graphs that are all called "loss curve", told apart by what runs along the bottom.

    The first is the absolute error. The other two belong to one dial w, whose loss is the squared distance from 2,
    trained by gradient descent with a learning rate of 0.1 from w = 0.
    """
    w, history = 0.0, []
    for _ in range(12):
        history.append((w - 2) ** 2)
        w -= 0.1 * 2 * (w - 2)
    with canvas(width=3.0, height=2.7) as (shape, axes):
        error = np.linspace(-4, 4, 81)
        axes.plot(error, np.abs(error))
        axes.set(xlabel="error", ylabel="loss", title="1. Shape of the loss")
    with canvas(width=3.0, height=2.7) as (valley, axes):
        weight = np.linspace(0, 4, 81)
        height = (weight - 2) ** 2
        lowest = np.argmin(height)
        axes.plot(weight, height)
        axes.plot([weight[lowest]], [height[lowest]], "o", color=RIGHT, markersize=9)
        axes.set(xlabel="weight w", ylabel="loss", title="2. The valley")
    with canvas(width=3.0, height=2.7) as (steps, axes):
        axes.plot(history, "o-", markersize=5)
        axes.set(xlabel="training step", ylabel="loss", title="3. The history")
    return show(
        shape,
        valley,
        steps,
        alt=[
            "Loss against error: a V from 4 at an error of −4 through 0 at no error to 4 at +4.",
            f"Loss against the weight w: a valley, {height[0]:g} at w = 0, lowest ({height[lowest]:g}) at "
            f"w = {weight[lowest]:g}, {height[-1]:g} at w = 4.",
            f"Loss against training step: {history[0]:g} at the start, {history[1]:.1f} after one step, "
            f"{history[5]:.1f} after five, {history[11]:.2f} after eleven.",
        ],
        caption="Three graphs with one name. Only the bottom axis tells them apart.",
    )


# From a place along the bottom to what the loss compares there.
_Inputs = Callable[[np.ndarray], tuple[np.ndarray, ...]]


def _curves(loss: Loss) -> tuple[str, tuple[float, float], list[tuple[str, _Inputs]]]:
    """Return the x axis for this kind of loss: its label, its range, and the curves by name."""

    def label(value: float) -> _Inputs:
        return lambda x: (x, np.full_like(x, value))

    def first_of_three(x: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, ...]:
        return np.stack([x, others, others], axis=1), np.zeros(len(x), int)

    if loss.kind is Kind.NUMBER:
        return "error (prediction − actual)", (-4, 4), [("", label(0.0))]
    if loss.kind in (Kind.PROBABILITY, Kind.SCORE):
        no = -1.0 if loss.function.check is scores_and_signs else 0.0
        chance = loss.kind is Kind.PROBABILITY
        axis, ends = ("probability of yes", (0.02, 0.98)) if chance else ("score for yes", (-4.0, 4.0))
        return axis, ends, [("answer yes", label(1.0)), ("answer no", label(no))]
    if loss.kind is Kind.CLASS_PROBABILITIES:
        return "probability of the right class", (0.02, 0.98), [("", lambda x: first_of_three(x, (1 - x) / 2))]
    if loss.kind is Kind.BELL:

        def miss(error: float) -> _Inputs:
            return lambda t: (np.stack([np.full_like(t, error), t], axis=1), np.zeros_like(t))

        return "log of the spread", (-1.0, 3.0), [("error 0", miss(0.0)), ("error 2", miss(2.0))]
    if loss.kind is Kind.CLASS_SCORES:
        return "score of the right class, others 0", (-4, 4), [("", lambda x: first_of_three(x, 0 * x))]

    if loss.kind is Kind.PAIR:
        return "gap (winner − loser)", (-4, 4), [("", label(0.0))]

    def points(x: np.ndarray) -> tuple[np.ndarray, ...]:
        return np.zeros((len(x), 1)), np.full((len(x), 1), 0.5), x[:, None]

    return "distance of the negative", (0.05, 3), [("", points)]


def _slope_along(loss: Loss, inputs: tuple[np.ndarray, ...]) -> np.ndarray:
    """Return the slope of each example's loss for the number that runs along the bottom."""
    slope = loss.gradient(*inputs)
    if isinstance(slope, tuple):
        return slope[0] if loss.kind is Kind.PAIR else slope[2][:, 0]
    return slope if slope.ndim == 1 else slope[:, 1 if loss.kind is Kind.BELL else 0]


def loss_and_slope(
    loss: Loss, *, marks: tuple[float, ...] = (), between: tuple[float, float] | None = None, slope: bool = True
) -> Display:
    """Show a loss of the catalogue, and beside it its slope.

    Parameters
    ----------
    loss : Loss
        Any entry of the catalogue.
    marks : tuple of float
        Places whose loss and slope are marked, and named in the alternative text. Without any, the ends and the
        middle are named.
    between : pair of float, optional
        The range along the bottom.
    slope : bool
        Whether to show the slope as well.
    """
    axis, ends, curves = _curves(a_loss(loss))
    ends, slope = ends if between is None else _range("between", between), yes_or_no("slope", slope)
    marks = tuple(finite("each of marks", mark) for mark in _list("marks", marks))
    kinks = loss.kinks if loss.kind is Kind.NUMBER else ()
    x = np.union1d(np.linspace(*ends, 321), kinks)
    views = [("loss", lambda inputs: loss.value(*inputs)), ("slope", lambda inputs: _slope_along(loss, inputs))]
    panels, texts = [], []
    for title, height in views[: 1 + slope]:
        said, drawn = [], []
        with canvas(width=3.4, height=2.9) as (figure, axes):
            axes.hlines(0, *ends, color=INK, linewidth=0.8)
            for (who, inputs), colour, dashes in zip(curves, (INK, THIRD), ((1, 0), (6, 2)), strict=False):
                y = height(inputs(x))
                if title == "slope":
                    y[np.isin(x, kinks)] = np.nan
                    y = y if kinks else _without_jumps(y)
                drawn += axes.plot(x, y, color=colour, dashes=dashes if who or title == "loss" else (6, 2))
                spots = np.array(marks or (ends[0], sum(ends) / 2, ends[1]), dtype=float)
                values = height(inputs(spots))
                if marks:
                    axes.plot(spots, values, "o", color=colour, markersize=8)
                points = ", ".join(f"{value + 0.0:.3g} at {spot:g}" for spot, value in zip(spots, values, strict=True))
                said.append(f"{who + ': ' if who else ''}{points}")
            axes.set(xlabel=axis, title=title)
            if curves[0][0]:
                _name_at_ends(axes, drawn, [who for who, _ in curves])
        texts.append(minus(f"The {title} of {loss.title} against {axis}: {'; '.join(said)}."))
        panels.append(figure)
    return show(
        *panels, alt=texts, caption=f"{loss.title}: the loss of one example{', and its slope' if slope else ''}."
    )


def surprise(cases: Mapping[str, float]) -> Display:
    """Show minus the logarithm of the probability given to what happened, with some cases marked.

    Parameters
    ----------
    cases : mapping
        Name of each case, and the probability that was given to what happened, above 0 and at most 1.
    """
    for name, probability in _mapping("cases", cases).items():
        if positive(f"the probability of {name}", probability) > 1:
            raise ValueError(
                f"the probability of {name} must be above 0 and at most 1, got {probability}. 90 % is 0.9."
            )
    grid = np.linspace(0.02, 1, 197)
    with canvas(width=5.2, height=4.2) as (figure, axes):
        axes.plot(grid, -np.log(grid))
        axes.set(xlim=(0, 1.45), ylim=(0, 4), xticks=np.arange(0, 1.1, 0.2), ylabel="cost (nats)")
        unit, above = _points_per_unit(axes), -np.inf
        for name, probability in sorted(cases.items(), key=lambda case: -case[1]):
            cost = -np.log(probability)
            axes.plot([probability], [cost], "o", color=INK, markersize=8)
            # The curve falls to the right, so right of a point there is room, above the label of the one before.
            above = max(unit * cost, above + _LINE)
            axes.annotate(f"{name}: {cost:.3f}", (probability, cost), xytext=(9, above - unit * cost),
                          textcoords="offset points")  # fmt: skip
        axes.set_xlabel("probability given to what happened", x=0.5 / 1.45)
        axes.spines.bottom.set_bounds(0, 1)
    said = ", ".join(f"{name} ({probability:g}): {-np.log(probability):.3f}" for name, probability in cases.items())
    return show(
        figure,
        alt=minus(
            f"Cost against the probability given to what happened, falling from {-np.log(grid[0]):.2f} at {grid[0]:g} to 0 at 1. Marked: {said}."
        ),
        caption="Surprise: the less probable you called what happened, the more you pay.",
    )


def compare(losses: list[Loss], *, errors: tuple[float, float] = (-4, 4)) -> Display:
    """Show several losses over the same errors, or over the same scores, and their slopes.

    Parameters
    ----------
    losses : list of Loss
        Two to four losses, either all for numbers or all for yes or no from a raw score.
    errors : pair of float
        The range of the error; for scores, of sign times score, which is above 0 for a right answer.

    Raises
    ------
    ValueError
        If the losses do not share an axis, or there are none or more than four.
    TypeError
        If one of them is no loss.
    """
    losses, errors = [a_loss(loss) for loss in _list("losses", losses)], _range("errors", errors)
    if not 1 <= len(losses) <= 4:
        raise ValueError(f"losses must be one to four, got {len(losses)}. More lines cannot be told apart.")
    for_numbers = all(loss.kind is Kind.NUMBER for loss in losses)
    for loss in losses:
        if not for_numbers and loss.kind is not Kind.SCORE:
            raise ValueError(
                "Losses share an axis if all are for numbers, or all are for yes or no from a raw score; "
                f"{loss.name} is for: {loss.task}, from {loss.prediction}. Compare those of one kind."
            )
    answer = 0.0 if for_numbers else 1.0
    axis = "error (prediction − actual)" if for_numbers else "sign × score"
    names = [loss.title.split(" (")[0].removesuffix(" from scores") for loss in losses]
    panels, texts = [], []
    for title in ("loss", "slope"):
        said, drawn = [], []
        with canvas(width=3.4, height=3.2) as (figure, axes):
            axes.hlines(0, *errors, color=INK, linewidth=0.8)
            for loss, name, colour, dashes in zip(losses, names, _SERIES, _DASHES, strict=False):
                x = np.union1d(np.linspace(*errors, 321), loss.kinks)
                function = loss.value if title == "loss" else loss.gradient
                y = function(x, np.full_like(x, answer))
                if title == "slope":
                    y[np.isin(x, loss.kinks)] = np.nan
                drawn += axes.plot(x, y, color=colour, dashes=dashes, label=name)
                said.append(
                    f"{name} {', '.join(f'{float(function(end, answer)) + 0.0:.3g} at {end:g}' for end in errors)}"
                )
            axes.set(xlabel=axis, title=title)
            heights = np.sort(_right_ends(drawn)[:, 1]) * _points_per_unit(axes)
            if np.all(np.diff(heights) > _LINE / 2):
                _name_at_ends(axes, drawn, [fill(name, 9, break_on_hyphens=False) for name in names])
            else:  # they end at one spot
                figure.legend(loc="outside upper center")
        texts.append(minus(f"Curves of the {title} against {axis}: {'; '.join(said)}."))
        panels.append(figure)
    return show(*panels, alt=texts, caption=f"The same {'errors' if for_numbers else 'scores'} under different losses.")


def fitted_lines(
    inputs: Numbers,
    actuals: Numbers,
    lines: Mapping[str, tuple[float, float]],
    *,
    xlabel: str,
    ylabel: str,
    caption: str = "",
) -> Display:
    """Show points and up to four lines through them.

    Parameters
    ----------
    inputs, actuals : numbers
        Where the points are, shape (n,) each.
    lines : mapping
        Slope and height at 0 of each line, by the name at its end. Names with the same words before a comma share a colour.
    xlabel, ylabel : str
        What runs along the bottom and up the side, with units.
    caption : str
        A sentence below the picture.
    """
    same_shape(inputs=inputs, actuals=actuals)
    x, y = _drawable("inputs", inputs), _drawable("actuals", actuals)
    if len(_mapping("lines", lines)) > 4:
        raise ValueError(f"lines must be at most four, got {len(lines)}. More cannot be told apart.")
    for name, line in lines.items():
        if len(column(f"the line {name}", line)) != 2:
            raise ValueError(f"the line {name} must be a pair, slope and height at 0, got {line}. Write (2.0, 1.0).")
    ends, said, drawn = np.array([x.min(), x.max()]), [], []
    with canvas(width=5.2, height=3.8) as (figure, axes):
        axes.plot(x, y, "o", color=ACTUAL, markersize=5)
        colours = dict(zip(dict.fromkeys(name.split(",")[0] for name in lines), _SERIES, strict=False))
        alike = {colour: iter(_DASHES) for colour in _SERIES}
        for name, (slope, height) in lines.items():
            colour = colours[name.split(",")[0]]
            dashes = next(alike[colour])
            heights = slope * ends + height
            drawn += axes.plot(ends, heights, color=colour, dashes=dashes)
            said.append(
                f"{name}: slope {slope:.3g}, from {heights[0]:.3g} at {ends[0]:g} to {heights[1]:.3g} at {ends[1]:g}"
            )
        axes.set(xlabel=xlabel, ylabel=ylabel)
        _name_at_ends(axes, drawn, list(lines))
    text = f"{len(x)} points of {ylabel} against {xlabel}, lowest {y.min():.3g}, highest {y.max():.3g}. Lines: {'; '.join(said)}."
    return show(figure, alt=minus(text), caption=caption)


def embedding(points: Numbers, labels: Numbers, *, text: str) -> tuple[Figure, str]:
    """Draw points in the plane, each as the number of its kind, for `show` or for a slider.

    Parameters
    ----------
    points, labels : numbers
        Shape (n, 2) and (n,); labels from 0 to 9.
    text : str
        What the picture shows, with its numbers.
    """
    points, kinds = table("points", points, columns=2), column("labels", labels)
    as_many("labels", kinds, "points", points)
    if not np.isin(kinds, np.arange(10)).all():
        raise ValueError(
            f"labels must be whole numbers from 0 to 9, got {np.unique(kinds)}. Each is drawn as its digit."
        )
    labels = kinds.astype(int)
    with canvas(width=4.4, height=3.8) as (figure, axes):
        for label in np.unique(labels):
            here = points[labels == label]
            colour = (ACTUAL, THIRD, INK)[label % 3]
            axes.plot(*here.T, linestyle="", marker=f"${label}$", markersize=7, color=colour, markeredgewidth=0.3)
        axes.set(aspect="equal", xticks=[], yticks=[])
        axes.set_adjustable("datalim")
    return figure, minus(text)


def training_curve(history: History, *, learning_rate: float | None = None) -> Display:
    """Show the loss of a training, epoch by epoch, with the best epoch marked.

    Parameters
    ----------
    history : lossbook.learning.training.History
    learning_rate : float, optional
        Named in the caption.
    """
    if not hasattr(history, "training_loss") or not history.training_loss:
        raise TypeError(f"A history is needed, as train returns it, got {history!r}.")
    learning_rate = None if learning_rate is None else positive("learning_rate", learning_rate)
    training, validation = history.training_loss, history.validation_loss
    watched, best = validation or training, history.best_epoch
    with canvas(width=4.4, height=3.0) as (figure, axes):
        drawn = axes.plot(training)
        if validation:
            drawn += axes.plot(validation, color=THIRD, dashes=(6, 2))
            _name_at_ends(axes, drawn, ["training", "validation"])
        axes.plot([best], [watched[best]], "o", color=RIGHT, markersize=8)
        axes.set(xlabel="epoch", ylabel="loss")
    text = f"Training loss: {training[0]:.3g} at the start, {training[-1]:.3g} after {len(training) - 1} epochs. "
    if validation:
        text += f"Validation loss: {validation[0]:.3g} after the first epoch, {validation[-1]:.3g} at the end. "
    text += f"Lowest at epoch {best}: {watched[best]:.3g}."
    rate = f" Learning rate {learning_rate:g}." if learning_rate is not None else ""
    return show(figure, alt=text, caption=f"Loss by epoch; the dot marks the lowest.{rate}")


def recall_precision(recalls: Numbers, curves: Mapping[str, Numbers]) -> Display:
    """Show what precision is left at each recall, with a curve for each of up to four models.

    Parameters
    ----------
    recalls : numbers
        Along the bottom, shape (n,), from 0 to 1.
    curves : mapping
        The precisions of each model, by its name.
    """
    recalls, said = column("recalls", recalls), []
    if len(_mapping("curves", curves)) > 4:
        raise ValueError(f"curves must be at most four, got {len(curves)}. More cannot be told apart.")
    places = np.linspace(0, len(recalls) - 1, 5).astype(int)
    with canvas(width=4.4, height=3.9) as (figure, axes):
        for (name, values), colour, dashes in zip(curves.items(), _SERIES, _DASHES, strict=False):
            precisions = column(f"the curve {name}", values)
            as_many(f"the curve {name}", precisions, "recalls", recalls)
            axes.plot(recalls, precisions, color=colour, dashes=dashes, label=name)
            said.append(f"{name} {', '.join(f'{precisions[k]:.2f} at {recalls[k]:.2f}' for k in places)}")
        axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1.05))
        # Handles long enough to tell dashes apart.
        figure.legend(loc="outside upper center", ncols=2, handlelength=2.6, handletextpad=0.5, columnspacing=1)
    return show(
        figure,
        alt=f"Precision against recall: {'; '.join(said)}.",
        caption="Each point of a curve is one threshold: to the right it is lower, and more are found.",
    )


def optimisers(paths: Mapping[str, Numbers], height: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Display:
    """Show the paths of two weights down one valley, side by side.

    Parameters
    ----------
    paths : mapping
        Where the two weights were before each step and after the last, shape (n, 2), by the name of the method.
    height : callable
        The loss for arrays of the first and of the second weight, drawn as contours.
    """
    across, up = np.meshgrid(np.linspace(-2.4, 10.4, 97), np.linspace(-2.2, 2.2, 73))
    levels = height(across, up)
    panels, texts = [], []
    for name, path in _mapping("paths", paths).items():
        points = table(f"the path of {name}", path, columns=2)
        with canvas(width=3.0, height=2.6) as (figure, axes):
            axes.contour(across, up, levels, levels=[0.2, 1, 3, 7, 14, 28], colors=[INK], linewidths=0.7)
            axes.plot(*points.T, "o-", color=THIRD, markersize=3.5, linewidth=1.4)
            axes.plot([0], [0], "+", color=RIGHT, markersize=13, markeredgewidth=2.5)
            axes.set(xlabel="first weight", ylabel="second weight", title=name)
        end = points[-1]
        texts.append(
            minus(
                f"{name}: from {points[0][0]:g}, {points[0][1]:g} to {end[0] + 0.0:.2f}, {end[1] + 0.0:.2f} in {len(points) - 1} steps; "
                f"the loss falls from {float(height(*points[0])):.1f} to {float(height(*end)):.1g}."
            )
        )
        panels.append(figure)
    return show(*panels, alt=texts, caption="One long, narrow valley seen from above; the lowest place is the cross.")


def wall(curves: Mapping[str, Iterable[float]], *, text: str) -> tuple[Figure, str]:
    """Return small curves side by side, one for each name, without numbers on the axes.

    A curve that grows a thousandfold is drawn by its logarithm; it ends where it is no number any more.

    Parameters
    ----------
    curves : mapping
        The values of each curve, by its title.
    text : str
        What the curves show, with their numbers, for readers who cannot see them.
    """
    drawn = {
        name: np.ravel(real_array(f"the curve {name}", list(values)))
        for name, values in _mapping("curves", curves).items()
    }
    for name, heights in drawn.items():
        if not np.isfinite(heights).any():
            raise ValueError(f"the curve {name} holds no finite number, got {heights}. Leave it out.")
    with _styled() as mpl:
        rows = -(-len(curves) // 2)
        figure = mpl.figure.Figure(figsize=(4.4, 1.25 * rows), layout="constrained")
        for axes, (name, values) in zip(figure.subplots(rows, 2, squeeze=False).flat, drawn.items(), strict=False):
            heights = values[np.isfinite(values)]
            if heights[0] > 0 and heights[-1] > 1000 * heights[0]:
                heights = np.log10(heights)
            axes.plot(heights, color=INK, marker="x" if len(heights) < 3 else None)
            axes.set_title(name, fontsize=11.5)
            low, high = min(0, heights.min()), max(0, heights.max())
            axes.set(xticks=[], yticks=[], ylim=(low - 0.05 * (high - low), high + 0.1 * (high - low)))
    return figure, minus(text)


def residuals(predictions: Numbers, actuals: Numbers, *, unit: str = "") -> Display:
    """Show each prediction against its answer, with the miss as a line between them.

    Parameters
    ----------
    predictions, actuals : numbers
        One-dimensional, same length.
    unit : str
        Unit of the answers.
    """
    numbers(predictions, actuals)
    predictions, actuals = _drawable("predictions", predictions), _drawable("actuals", actuals)
    error = predictions - actuals
    ends = [min(predictions.min(), actuals.min()), max(predictions.max(), actuals.max())]
    with canvas(width=4.0, height=3.6) as (figure, axes):
        axes.plot(ends, ends, color=ACTUAL, linewidth=1.6)
        axes.vlines(actuals, actuals, predictions, color=INK, linewidth=1.6)
        axes.plot(actuals, predictions, "o", color=GUESS, markersize=6)
        label = f" ({unit})" if unit else ""
        axes.set(xlabel=f"actual{label}", ylabel=f"prediction{label}")
    worst = int(np.argmax(np.abs(error)))
    text = f"{len(error)} predictions against their answers. Mean size of a miss {np.abs(error).mean():.3g}{' ' + unit if unit else ''}; "
    text += f"the largest, {error[worst]:+.3g}, where the answer is {actuals[worst]:.4g}."
    return show(figure, alt=minus(text), caption="Distance from the line is the error.")


def tangent_to_square(error: float) -> tuple[Figure, str]:
    """Draw the squared error with the line that touches it at one error, for a slider."""
    error, grid = finite("error", error), np.linspace(-4.6, 4.6, 93)
    height, slope = error**2, 2 * error
    with canvas(width=4.4, height=3.1) as (figure, axes):
        axes.plot(grid, grid**2)
        axes.plot(grid, height + slope * (grid - error), color=GUESS, dashes=(6, 2))
        axes.plot(
            [error, error + 1, error + 1], [height, height, height + slope], color=GUESS, linewidth=1.4
        )  # one step
        axes.plot([error], [height], "o", color=GUESS, markersize=9)
        axes.set(ylim=(-4, 21), xlabel="error (prediction − actual)", ylabel="squared error")
    return figure, minus(
        f"At an error of {error:g} the squared error is {height:g} and the slope is {slope:g}: one step to the right changes the line by {slope:g}."
    )
