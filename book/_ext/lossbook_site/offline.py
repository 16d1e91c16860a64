"""The service worker `sw.js`: it keeps all pages for reading without a network, and never serves an old one with it."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from sphinx.application import Sphinx

from . import files

KEPT = (
    "book/*.html",
    "book/*.ipynb",  # cells without visible code run from there
    "*.html",
    "*.js",
    "_static/site.*",
    "_static/*.woff2",
    "_static/*.svg",
)
LEFT_OUT = {"sw.js", "whole_course.html"}
OF_PYTHON = re.compile(
    r"(?:(?:python|live)\.[0-9a-f]{12}|lossbook\.[0-9a-f]{12}\.zip)$"
)  # kept once Python runs, and not before
WORKER = Path(__file__).with_name("service_worker.js")


def service_worker(out: Path) -> str:
    """Return the worker for the site in a folder."""
    found = sorted({path for pattern in KEPT for path in out.glob(pattern) if path.name not in LEFT_OUT})
    names = [path.relative_to(out).as_posix() for path in found]
    version = hashlib.sha256()
    for name, path in zip(names, found, strict=True):
        version.update(name.encode() + path.read_bytes())
    python = sorted(path.relative_to(out).as_posix() for path in out.glob("_static/*.*") if OF_PYTHON.search(path.name))
    values = f"""\
"use strict";

self.VERSION = "{version.hexdigest()[:12]}";
self.FILES = {json.dumps(names)};
self.PYTHON = {json.dumps(python)};

"""
    return values + WORKER.read_text(encoding="utf-8")


def write(app: Sphinx) -> None:
    out = Path(app.outdir)
    files.write(out / "sw.js", service_worker(out))
