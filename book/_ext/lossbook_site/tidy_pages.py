"""Last touches on every page: style sheets of outputs move to the head, and its HTML is valid."""

from __future__ import annotations

import re
from typing import Any

STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def gather_styles(context: dict[str, Any]) -> None:
    """Keep one copy of each style sheet that outputs bring along, in the head, where HTML wants it.

    >>> page = {"body": "<style>p {}</style><p>a</p><style>p {}</style><p>b</p>"}
    >>> gather_styles(page)
    >>> page
    {'body': '<p>a</p><p>b</p>', 'output_styles': '<style>p {}</style>'}
    """
    body = context.get("body", "")
    styles = dict.fromkeys(STYLE.findall(body))
    context["body"] = STYLE.sub("", body)
    context["output_styles"] = "".join(styles)


def mend(context: dict[str, Any]) -> None:
    """Mend what docutils and MyST-NB leave to be desired: roles that are none, and boxes no keyboard could scroll.

    >>> page = {"body": '<div class="highlight"><pre>1</pre></div><dl role="list"></dl>'}
    >>> mend(page)
    >>> page["body"]
    '<div class="highlight"><pre tabindex="0">1</pre></div><dl></dl>'
    """
    body = context.get("body", "")
    # The role docutils gives to references has been withdrawn from the standard, and roles make no list of <div>s.
    body = re.sub(r' role="(?:list|doc-biblioentry)"', "", body)
    body = re.sub(r'(<div class="highlight">)<pre>', r'\1<pre tabindex="0">', body)
    body = re.sub(r'(<div class="table-wrapper[^"]*")', r'\1 tabindex="0"', body)
    body = re.sub(r"<(img|br|hr|input)\b([^>]*?)\s*/>", r"<\1\2>", body)
    context["body"] = re.sub(r"[ \t]+$", "", body, flags=re.MULTILINE)
    context["metatags"] = re.sub(r'<meta [^>]*name="(?:viewport|generator)"[^>]*>\s*', "", context.get("metatags", ""))
