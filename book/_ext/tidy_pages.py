"""Last touches on every page: style sheets of outputs move to the head, and nothing comes from elsewhere."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def gather_styles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Keep one copy of each style sheet that outputs bring along, in the head, where HTML wants it."""
    body = context.get("body", "")
    styles = dict.fromkeys(STYLE.findall(body))
    # The role docutils gives to references has been withdrawn from the standard, and roles make no list of <div>s.
    context["body"] = re.sub(r' role="(?:list|doc-biblioentry)"', "", STYLE.sub("", body))
    context["metatags"] = context.get("metatags", "") + "".join(styles)


def drop_widget_states(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Leave out the state of live widgets: no widget manager reads it here, and its random ids differ in every build."""
    kind = "application/vnd.jupyter.widget-state+json"
    scripts = context.get("script_files", ())
    context["script_files"] = [file for file in scripts if getattr(file, "attributes", {}).get("type") != kind]


def refuse_strangers(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Fail the build if a page would load a script or a style sheet from another host."""
    for asset in [*context.get("script_files", ()), *context.get("css_files", ())]:
        address = str(getattr(asset, "filename", asset) or "")
        if re.match(r"(?:https?:)?//", address):
            raise ExtensionError(f"{pagename} would load {address}: copy it into the book or leave it out.")


def setup(app: Sphinx) -> dict[str, object]:
    # Jupyter Book always sets this for sphinx_comments, which we leave out.
    app.add_config_value("comments_config", {}, "", [dict])
    app.connect("html-page-context", gather_styles)
    app.connect("html-page-context", drop_widget_states, priority=900)
    app.connect("html-page-context", refuse_strangers, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
