"""The pictures that shared links show: the title of a page, and a guess that comes down into a valley."""

from __future__ import annotations

import hashlib
import shutil
import textwrap
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from sphinx.application import Sphinx

FOLDER = "_static/cards"
SIZE = (1200, 630)


def draw(title: str, target: Path) -> None:
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100, facecolor="#10243a")
    axes = figure.add_axes((0.05, 0.08, 0.9, 0.42))
    axes.axis("off")
    xs = [step / 100 for step in range(-200, 201)]
    axes.plot(xs, [x * x for x in xs], color="#56b4e9", linewidth=5)
    path = [-1.9, -1.14, -0.68, -0.41, -0.25, 0.0]
    axes.plot(path, [x * x for x in path], "o--", color="#f0a830", linewidth=2.5, markersize=14)
    for line, text in enumerate(textwrap.wrap(title, 26)[:2]):
        figure.text(0.06, 0.80 - 0.17 * line, text, color="white", fontsize=62, weight="bold", va="center")
    figure.text(0.94, 0.07, "lossbook", color="#9fb6cc", fontsize=30, ha="right", va="center")
    FigureCanvasAgg(figure).print_png(target, metadata={"Software": None})


def draw_all(app: Sphinx) -> None:
    """Draw a picture for each page; what has been drawn before is kept beside the other caches."""
    out, kept = Path(app.outdir) / FOLDER, Path(app.outdir).parent / "cards"
    out.mkdir(parents=True, exist_ok=True)
    kept.mkdir(exist_ok=True)
    way_of_drawing = Path(__file__).read_bytes()
    for page, node in app.env.titles.items():
        title = node.astext()
        drawn = kept / f"{hashlib.sha256(title.encode() + way_of_drawing).hexdigest()[:16]}.png"
        if not drawn.exists():
            draw(title, drawn)
        shutil.copyfile(drawn, out / f"{Path(page).name}.png")
