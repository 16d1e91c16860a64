"""What search engines and shared links show of a page: a description, its address, and a picture."""

from __future__ import annotations

import hashlib
import shutil
import textwrap
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from repository_links import site_address
from sphinx.application import Sphinx
from sphinx.config import Config

PICTURES = "_static/cards"


def description(doctree: nodes.document) -> str:
    """Return the first paragraph that says something, cut after a sentence or a word."""
    for paragraph in doctree.findall(nodes.paragraph):
        inside = isinstance(paragraph.parent, (nodes.section, nodes.document))
        text = " ".join(paragraph.astext().split())
        if inside and len(text) >= 60 and not isinstance(paragraph.children[0], nodes.emphasis):
            sentences = text.replace("? ", "?|").replace(". ", ".|").split("|")
            while len(sentences) > 1 and len(" ".join(sentences)) > 160:
                sentences.pop()
            return textwrap.shorten(" ".join(sentences), 160, placeholder=" …")
    return ""


def card(title: str, target: Path) -> None:
    """Draw the picture that shared links show: the title, and a guess that comes down into a valley."""
    figure = Figure(figsize=(12, 6.3), dpi=100, facecolor="#10243a")
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


def add_metadata(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if doctree is None:
        text = {"search": "Search the course on loss functions.", "genindex": "Words and functions of the course."}
        said = text.get(pagename, "A free course on loss functions for beginners.")
        context["metatags"] = context.get("metatags", "") + f'<meta name="description" content="{said}">'
        return
    title, said = app.env.titles[pagename].astext(), description(doctree)
    tags = {"description": said}
    shared = {
        "og:title": title,
        "og:description": said,
        "og:type": "article",
        "og:site_name": app.config.html_title,
        "og:locale": "en_GB",
    }
    if address := app.config.html_baseurl:
        shared |= {
            "og:url": f"{address}{pagename}.html",
            "og:image": f"{address}{PICTURES}/{Path(pagename).name}.png",
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": f"{title}. A curve like a valley, and a ball that comes down into it.",
        }
        tags |= {"twitter:card": "summary_large_image"}
    context["metatags"] = (
        context.get("metatags", "")
        + "".join(f'<meta name="{name}" content="{escape(value)}">\n' for name, value in tags.items())
        + "".join(f'<meta property="{name}" content="{escape(value)}">\n' for name, value in shared.items())
    )


def draw_cards(app: Sphinx, exception: Exception | None) -> None:
    """Draw a picture for each page; what has been drawn before is kept beside the other caches."""
    if exception or app.builder.name != "html":
        return
    out, kept = Path(app.outdir) / PICTURES, Path(app.outdir).parent / "cards"
    out.mkdir(parents=True, exist_ok=True)
    kept.mkdir(exist_ok=True)
    for page, node in app.env.titles.items():
        title = node.astext()
        drawn = (
            kept
            / f"{hashlib.sha256((title + Path(__file__).read_text(encoding='utf-8')).encode()).hexdigest()[:16]}.png"
        )
        if not drawn.exists():
            card(title, drawn)
        shutil.copyfile(drawn, out / f"{Path(page).name}.png")


def set_address(app: Sphinx, config: Config) -> None:
    config.html_baseurl = site_address(Path(app.srcdir))


def setup(app: Sphinx) -> dict[str, object]:
    app.connect("config-inited", set_address)
    app.connect("html-page-context", add_metadata)
    app.connect("build-finished", draw_cards)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
