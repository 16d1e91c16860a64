"""The start page lists all chapters and what there is to do in each; `progress.js` shows the reader how far they are.

What there is to do is counted in the executed chapters: exercises (`data-task`), questions (`data-question`) and
predictions (`data-prediction`).
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from fresh_outputs import executed
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

MARKS = {"task": "exercise", "question": "question", "prediction": "prediction"}


def outputs(app: Sphinx, page: str) -> str:
    """Return all HTML that the cells of a chapter show."""
    path = Path(app.srcdir) / f"{page}.md"
    if "kernelspec:" not in path.read_text(encoding="utf-8")[:400]:
        return ""
    found = (output.get("data", {}) for cell in executed(app, path).cells for output in cell.get("outputs", ()))
    return "".join(str(data.get("text/html", "")) for data in found)


def things_to_do(html: str) -> list[str]:
    """Return what can be done on a page, such as "exercise:mse.rmse"."""
    return [
        f"{kind}:{name}"
        for mark, kind in MARKS.items()
        for name in dict.fromkeys(re.findall(rf'data-{mark}="([^"]+)"', html))
    ]


def in_words(items: list[str]) -> str:
    counts = [(kind, sum(item.startswith(kind) for item in items)) for kind in MARKS.values()]
    return ", ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in counts if count)


def chapter_list(app: Sphinx) -> str:
    """Return the chapters in reading order, as HTML."""
    lines, root = [], app.config.root_doc
    for page in [root, *app.env.toctree_includes.get(root, ())]:
        items = things_to_do(outputs(app, page))
        if not any(item.startswith("exercise") for item in items):
            continue  # a page for looking things up
        title, address = escape(app.env.titles[page].astext()), f"{page.rsplit('/', 1)[-1]}.html"
        lines.append(
            f'<li><a href="{address}">{title}</a> <progress max="{len(items)}" value="0" aria-label="{title}" hidden></progress> '
            f'<span data-items="{" ".join(items)}" data-all="{in_words(items)}">{in_words(items)}</span></li>'
        )
    return (
        f'<section id="all-chapters" class="lb-chapters"><h2>All chapters</h2><ol class="lb-progress">{"".join(lines)}</ol>'
        '<p>To print, or to save as PDF: <a href="../whole_course.html">the whole course on one page</a>.</p></section>'
    )


def add_list(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if pagename == app.config.root_doc and doctree is not None:
        context["body"] += chapter_list(app)


def write_start_page_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Count again whenever a chapter was read."""
    return [app.config.root_doc]


def setup(app: Sphinx) -> dict[str, object]:
    app.add_js_file("progress.js", loading_method="defer")
    app.connect("env-updated", write_start_page_again)
    app.connect("html-page-context", add_list)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
