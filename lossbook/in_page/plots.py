"""Figures that readers draw with pyplot: in the style of the course, put into words, and shown after the cell.

This module is a backend of matplotlib: with ``MPLBACKEND=module://lossbook.in_page.plots``, ``plt.show()`` ends here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib import rcParams
from matplotlib._pylab_helpers import Gcf
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from lossbook.course import figures
from lossbook.in_page import page

rcParams.update(figures.style())

FigureCanvas = FigureCanvasSVG


def is_figure(value: Any) -> bool:
    """Return whether a value is a figure of matplotlib."""
    return isinstance(value, Figure)


def bundle(figure: Figure) -> dict[str, str]:
    """Return a figure as a picture and in words. It is done with then, so pyplot will not show it once more."""
    Gcf.destroy_fig(figure)
    words = describe(figure)
    return {"image/svg+xml": figures.svg(figure, alt=words), "text/plain": words}


def show(*_: Any, **__: Any) -> None:
    """Show all figures that are open, in the order in which they were made, and close them."""
    for manager in Gcf.get_all_fig_managers():
        page.send({"type": "display", "data": bundle(manager.canvas.figure)})


def describe(figure: Figure) -> str:
    """Say what a figure shows, from what is in it: titles, axes, and where each line begins, ends, and is highest.

    Examples
    --------
    >>> figure = Figure()
    >>> line = figure.add_subplot(xlabel="epoch", ylabel="loss").plot([0, 1, 2], [5, 3, 1], label="training")
    >>> describe(figure)
    'loss against epoch. Line “training”: 3 points, from 5 at 0 to 1 at 2, highest 5, lowest 1.'
    """
    parts = [_sentence(figure.get_suptitle())]
    for axes in figure.axes:
        parts += [_sentence(axes.get_title()), _sentence(_names_of(axes))]
        parts += [_line(line) for line in axes.lines if len(line.get_xdata(orig=False)) > 1]
        parts += [f"{len(dots.get_offsets())} points." for dots in axes.collections if len(dots.get_offsets())]
        parts += ["Bars: " + ", ".join(f"{bar.get_height():.4g}" for bar in group) + "." for group in axes.containers
                  if all(hasattr(bar, "get_height") for bar in group)]  # fmt: skip
        parts += [f"A picture of {' by '.join(map(str, image.get_array().shape))}." for image in axes.images]
    return " ".join(filter(None, parts)).replace("-", "−") or "An empty figure."


def _sentence(text: str) -> str:
    return f"{text.strip().rstrip('.')}." if text.strip() else ""


def _names_of(axes: Axes) -> str:
    x, y = axes.get_xlabel(), axes.get_ylabel()
    return f"{y} against {x}" if x and y else x or y


def _line(line: Any) -> str:
    x, y = (np.asarray(data, dtype=float) for data in line.get_data(orig=False))
    name = "" if str(line.get_label()).startswith("_") else f" “{line.get_label()}”"
    known = y[np.isfinite(y)]
    extremes = f", highest {known.max():.4g}, lowest {known.min():.4g}" if known.size else ""
    return f"Line{name}: {len(y)} points, from {y[0]:.4g} at {x[0]:.4g} to {y[-1]:.4g} at {x[-1]:.4g}{extremes}."
