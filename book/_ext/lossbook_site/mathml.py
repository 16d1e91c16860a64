"""Formulas become MathML while the site is built, so pages need no script to show them.

The web font is a subset of STIX Two Math, taken from the package ziamath, which ships it under the SIL Open
Font License 1.1.
"""

from __future__ import annotations

import hashlib
import re
from html import escape, unescape
from importlib import resources
from pathlib import Path

from docutils import nodes
from fontTools import subset
from math_core import LatexError, LatexToMathML
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)
convert = LatexToMathML()

# Latin, digits and signs; Greek; italic letters of formulas; operators, arrows, accents and fences.
CHARACTERS = [
    *range(0x20, 0x7F), 0xA0, 0xAC, 0xAF, 0xB1, 0xB7, 0xBD, 0xD7, *range(0x391, 0x3CA), 0x210E, 0x2113, 0x211D,
    *range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71B), *range(0x302, 0x305), 0x2C6, 0x2DC, 0x2016, 0x2026, 0x2032,
    *range(0x2190, 0x2194), 0x2202, 0x2207, 0x2208, 0x220F, 0x2211, 0x2212, 0x221A, 0x221E, 0x2223, 0x2225,
    0x2227, 0x2248, 0x2260, 0x2264, 0x2265, 0x22C5, 0x22EF, 0x2308, 0x2309, 0x230A, 0x230B, 0x27E8, 0x27E9,
]  # fmt: skip

# Besides these, invisible operators and what lays out the source.
DRAWN = {chr(code) for code in [*CHARACTERS, *range(0x2061, 0x2065), 0x0A]}

FONT = "_static/stix-two-math.woff2"
CSS = """math { font-family: "STIX Two Math", math; font-size: 1.1em; }
div.math { display: flex; align-items: center; justify-content: safe center; min-height: 3.75rem; content-visibility: auto; contain-intrinsic-height: auto 3.75rem; overflow-x: auto; overflow-y: hidden; margin: .5rem 0; }
"""


def mathml(node: nodes.Element, *, block: bool) -> str:
    latex = node.astext()
    try:
        markup = convert.convert_with_local_state(latex, displaystyle=block)
        missing = set(unescape(re.sub(r"<[^>]*>", "", markup))) - DRAWN
        if missing:
            logger.warning("the font of the formulas lacks %s: add it to CHARACTERS", sorted(missing), location=node)
        return markup
    except LatexError as error:
        logger.warning("this formula cannot be read: %s (%s)", latex, error, location=node)
        return f"<code>{escape(latex)}</code>"


def visit_inline(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append(mathml(node, block=False))
    raise nodes.SkipNode


def visit_block(translator: HTML5Translator, node: nodes.Element) -> None:
    # A formula that is wider than the screen scrolls in its own box, also by keyboard.
    translator.body.append(f'<div class="math" tabindex="0" role="group">{mathml(node, block=True)}</div>')
    raise nodes.SkipNode


def make_font(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    # A folder for each version of this file, so that a changed subset is never served from an old one.
    folder = Path(app.outdir).parent / "fonts" / hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    font = folder / "stix-two-math.woff2"
    if not font.exists():
        folder.mkdir(parents=True, exist_ok=True)
        options = subset.Options(
            flavor="woff2", layout_features=[], hinting=False, name_IDs=[0, 1, 2, 13, 14], recalc_timestamp=False
        )
        with resources.as_file(resources.files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf") as source:
            typeface = subset.load_font(str(source), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=CHARACTERS)
        subsetter.subset(typeface)
        subset.save_font(typeface, str(font), options)
        typeface.close()
    app.config.html_static_path.append(str(folder))
