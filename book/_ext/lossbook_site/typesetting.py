"""Numbers as print sets them: a true minus, and a per cent sign that stays on the line of its number."""

from __future__ import annotations

import re

from docutils import nodes

from lossbook.course.display import minus

AS_TYPED = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)


def set_numbers(doctree: nodes.document) -> None:
    """Set the numbers of a page that stand outside code and formulas; many come from cells, with a hyphen."""
    for text in list(doctree.findall(nodes.Text)):
        parent, words = text.parent, text.astext()
        wanted = re.sub(r"(?<=\d) (?=%)", "\N{NO-BREAK SPACE}", minus(words))
        while parent is not None and not isinstance(parent, AS_TYPED):
            parent = parent.parent
        if parent is None and wanted != words:
            text.parent.replace(text, nodes.Text(wanted))
