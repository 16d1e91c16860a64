"""Last touches on every page: style sheets of outputs move to the head, and nothing comes from elsewhere."""

from __future__ import annotations

import re
from typing import Any

from sphinx.errors import ExtensionError

STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def gather_styles(context: dict[str, Any]) -> None:
    """Keep one copy of each style sheet that outputs bring along, in the head, where HTML wants it.

    >>> page = {"body": "<style>p {}</style><p>a</p><style>p {}</style><p>b</p>"}
    >>> gather_styles(page)
    >>> page
    {'body': '<p>a</p><p>b</p>', 'metatags': '<style>p {}</style>'}
    """
    body = context.get("body", "")
    styles = dict.fromkeys(STYLE.findall(body))
    # The role docutils gives to references has been withdrawn from the standard, and roles make no list of <div>s.
    context["body"] = re.sub(r' role="(?:list|doc-biblioentry)"', "", STYLE.sub("", body))
    context["metatags"] = context.get("metatags", "") + "".join(styles)


def drop_widget_states(context: dict[str, Any]) -> None:
    """Leave out the state of live widgets: no widget manager reads it here, and its random ids differ in every build."""
    kind = "application/vnd.jupyter.widget-state+json"
    scripts = context.get("script_files", ())
    context["script_files"] = [file for file in scripts if getattr(file, "attributes", {}).get("type") != kind]


def refuse_strangers(page: str, context: dict[str, Any]) -> None:
    """Fail the build if a page would load a script or a style sheet from another host.

    >>> refuse_strangers("book/mse", {"script_files": ["_static/site.js"]})
    >>> refuse_strangers("book/mse", {"css_files": ["https://example.org/a.css"]})
    Traceback (most recent call last):
    sphinx.errors.ExtensionError: book/mse would load https://example.org/a.css: copy it into the book or leave it out.
    """
    for asset in [*context.get("script_files", ()), *context.get("css_files", ())]:
        address = str(getattr(asset, "filename", asset) or "")
        if re.match(r"(?:https?:)?//", address):
            raise ExtensionError(f"{page} would load {address}: copy it into the book or leave it out.")
