"""What runs before any other script, in the head of every page: it mends what browsers refuse and slow hosts leave out."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any


@cache
def inline(*names: str) -> str:
    """Return scripts of this folder as one element, without their comments: many pages carry it."""
    code = "".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in names)
    return "<script>" + re.sub(r"^ *//.*\n", "", code, flags=re.MULTILINE) + "</script>"


def add(context: dict[str, Any]) -> None:
    context["metatags"] = inline("storage.js", "forms.js", "newer_build.js") + context.get("metatags", "")
