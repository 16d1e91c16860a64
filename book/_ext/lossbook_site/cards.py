"""The pictures that shared links show: the title of a page beside its emblem, in the colours of the site."""

from __future__ import annotations

import hashlib
import re
import shutil
import textwrap
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path as Curve
from sphinx.application import Sphinx

from lossbook.course.emblems import EMBLEMS

from . import course

FOLDER = "_static/cards"
SIZE = (1200, 630)
PAPER, INK, QUIET, ACCENT = "#fffefb", "#22211e", "#68645c", "#b84300"
PEN, FINE = 8.0, 2.5  # in points; the emblem is 380 pixels high
DOTS = {"dot": 3.2, "small": 1.8}  # radius, on the emblem's grid of 48
TAKES = {"M": 1, "L": 1, "C": 3}  # points that follow a letter
CODES = {"M": Curve.MOVETO, "L": Curve.LINETO, "C": Curve.CURVE4}


def points(path: str) -> tuple[list[tuple[float, float]], list[int]]:
    """Return the points and codes of an SVG path made of M, L, H, V, C, h and Z.

    >>> points("M5 41H43V6Z")[0]
    [(5.0, 41.0), (43.0, 41.0), (43.0, 6.0), (5.0, 41.0)]
    """
    found: list[tuple[float, float]] = []
    codes: list[int] = []
    for letter, rest in re.findall(r"([MLHVChZ])([^MLHVChZ]*)", path):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", rest)]
        if letter in TAKES:
            pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
            found += pairs
            # More points after M are lines, and after L or C more of the same.
            codes += [CODES[letter], *[CODES["L"] if letter == "M" else CODES[letter]] * (len(pairs) - 1)]
        elif letter == "Z":
            start = len(codes) - 1 - codes[::-1].index(Curve.MOVETO)
            found.append(found[start])
            codes.append(Curve.LINETO)
        else:
            x, y = found[-1]
            found.append({"H": (numbers[0], y), "V": (x, numbers[0]), "h": (x + numbers[0], y)}[letter])
            codes.append(Curve.LINETO)
    return found, codes


def draw_emblem(axes: Axes, name: str) -> None:
    for kind, attributes in re.findall(r"<(path|circle) ([^>]*)/>", EMBLEMS[name]):
        value = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        pen = re.search(r"--lb-pen-(\w+)", value.get("stroke-width", ""))
        accent = "guess" in value.get("stroke", "")
        style = {
            "edgecolor": ACCENT if accent else INK,
            "facecolor": ACCENT if "fill" in value else "none",
            "linewidth": FINE if pen else PEN,
            "alpha": 0.6 if "opacity" in value else 1,
            "capstyle": "round",
            "joinstyle": "round",
            "linestyle": (0, (3, 4)) if "stroke-dasharray" in value else "solid",
        }
        if pen and pen[1] in DOTS:
            for place in points(value["d"])[0][::2]:
                axes.add_patch(Circle(place, DOTS[pen[1]], color=style["edgecolor"]))
        elif kind == "circle":
            axes.add_patch(Circle((float(value["cx"]), float(value["cy"])), float(value["r"]), **style))
        else:
            axes.add_patch(PathPatch(Curve(*points(value["d"])), **style))


def draw(title: str, emblem: str, below: str, target: Path) -> None:
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100, facecolor=PAPER)
    axes = figure.add_axes((0.64, 0.2, 0.32, 0.32 * SIZE[0] / SIZE[1]))
    axes.set(xlim=(0, 48), ylim=(48, 0))
    axes.axis("off")
    draw_emblem(axes, emblem)
    lines = textwrap.wrap(title, 15)[:3]
    for line, text in enumerate(lines):
        y = 0.55 + 0.085 * (len(lines) - 1) - 0.17 * line
        figure.text(0.06, y, text, color=INK, fontsize=56, weight="bold", family="DejaVu Serif", va="center")
    figure.text(0.06, 0.12, "lossbook", color=INK, fontsize=28, family="DejaVu Serif", va="center")
    figure.text(0.255, 0.12, below, color=QUIET, fontsize=22, va="center")
    FigureCanvasAgg(figure).print_png(target, metadata={"Software": None})


def draw_all(app: Sphinx) -> None:
    """Draw a picture for each page; what has been drawn before is kept beside the other caches."""
    out, kept = Path(app.outdir) / FOLDER, Path(app.outdir).parent / "cards"
    out.mkdir(parents=True, exist_ok=True)
    kept.mkdir(exist_ok=True)
    way_of_drawing = Path(__file__).read_bytes()
    for page in course.pages(app.env):
        emblem = page.name if page.number else "intro"
        below = page.part if page.number else ""
        told = "\n".join((page.title, emblem, below, EMBLEMS[emblem]))
        drawn = kept / f"{hashlib.sha256(told.encode() + way_of_drawing).hexdigest()[:16]}.png"
        if not drawn.exists():
            draw(page.title, emblem, below, drawn)
        shutil.copyfile(drawn, out / f"{page.name}.png")
