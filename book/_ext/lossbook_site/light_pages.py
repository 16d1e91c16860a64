"""What a page needs to be drawn at once: its style in its head, one script after it, and a policy for both.

The theme's templates (folder `theme`) put these into a page while it is written; nothing is rewritten afterwards.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import furo
from sphinx.application import Sphinx

from . import mathml
from .files import write

STATIC = Path(__file__).parents[2] / "_static"
STYLES = (
    furo.THEME_PATH / "static" / "styles" / "furo.css",
    STATIC / "tokens.css",
    STATIC / "layout.css",
    STATIC / "book.css",
    STATIC / "cells.css",
)
FRONT_STYLE = STATIC / "front.css"  # for the first page alone
SCRIPTS = (
    "page.js",
    "cells.js",
    "kept.js",
    "tries.js",
    "forget.js",
    "progress.js",
    "address.js",
    "share.js",
    "math_font.js",
    "offline.js",
)
# Before the first drawing, so that a page chosen to be dark never flashes.
FIRST = (
    'try{document.body.dataset.theme=localStorage.getItem("theme")||"auto"}catch{document.body.dataset.theme="auto"}'
    'document.documentElement.classList.remove("no-js")'
)
INLINE = re.compile(r"<script\b(?![^>]*\bsrc=)(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)


def static(names: Iterable[str]) -> str:
    """Return the text of scripts or style sheets of `_static`, one after the other."""
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)


def policy(html: str, **others: str) -> str:
    """Return a Content-Security-Policy that allows the inline scripts of this page, and nothing from elsewhere.

    Other rules than those of a page of the course are given by name, with ``_`` for ``-``.
    """
    codes = [match["code"] for match in INLINE.finditer(html) if "application/" not in match["attributes"]]
    hashes = sorted({f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" for code in codes})
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *hashes]),
        "style-src": "'self' 'unsafe-inline'",  # figures carry their colours with them
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        **{name.replace("_", "-"): value for name, value in others.items()},
    }
    content = "; ".join(f"{name} {value}" for name, value in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def small(css: str) -> str:
    r"""Return a style sheet without comments and without the white space that only people need.

    >>> small("a {\n  color: red; /* a reason */\n}")
    'a {color: red;}'
    """
    return (
        re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
        .replace("{ ", "{")
        .replace("; }", ";}")
        .strip()
    )


def bundle() -> tuple[str, str]:
    """Return the name of the one script, which tells its content, and its text."""
    text = static(SCRIPTS)
    return f"_static/site.{hashlib.sha256(text.encode()).hexdigest()[:12]}.js", text


def prepare(app: Sphinx) -> None:
    """Read style and script once for all pages."""
    app.lossbook_style = small("\n".join(path.read_text(encoding="utf-8") for path in STYLES) + mathml.CSS)
    app.lossbook_front_style = small(FRONT_STYLE.read_text(encoding="utf-8"))
    app.lossbook_script, _ = bundle()


def add_to(app: Sphinx, context: dict[str, Any], *, front: bool) -> None:
    """Give the templates what belongs to this page. The policy counts every letter of its scripts, so it comes last."""
    first = f"<script>{FIRST}</script>"
    context |= {
        "style": app.lossbook_style + (app.lossbook_front_style if front else ""),
        "script": app.lossbook_script,
        "math_font": mathml.FONT,
        "python_folder": app.config.python_folder,
        "first_script": first,
        "policy": policy(context.get("metatags", "") + first + context.get("body", "")),
    }


def write_script(app: Sphinx) -> None:
    name, text = bundle()
    for old in (Path(app.outdir) / "_static").glob("site.*.js"):
        old.unlink()
    write(Path(app.outdir) / name, text)
