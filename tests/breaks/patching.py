"""Change a text in a file, or in every built page that has it, and put it back."""

import base64
import contextlib
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

SCRIPT = re.compile(r"<script(?:\s[^>]*)?>(.*?)</script>", re.DOTALL)


class Broken(Exception):  # noqa: N818
    """The list of breaks is out of date: what it would change is not there."""


def stamp(script: str) -> str:
    """Return the hash by which a page's security policy knows a script."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def allowed(before: str, after: str) -> str:
    """Let the changed scripts of a page run: else its policy would refuse them, and any test would go red."""
    for old, new in zip(SCRIPT.findall(before), SCRIPT.findall(after), strict=False):
        if old != new:
            after = after.replace(stamp(old), stamp(new))
    return after


@contextlib.contextmanager
def patched(folder: Path, pattern: str, old: str, new: str) -> Iterator[None]:
    """Replace the first `old` by `new` in each file of a pattern that has it; undo that at the end."""
    kept = {path: path.read_bytes() for path in sorted(folder.glob(pattern))}
    kept = {path: data for path, data in kept.items() if old.encode() in data}
    if not kept:
        raise Broken(f"{old!r} is not in {pattern}")
    try:
        for path, data in kept.items():
            before = data.decode()
            after = before.replace(old, new, 1)
            path.write_text(allowed(before, after) if path.suffix == ".html" else after, encoding="utf-8", newline="")
        yield
    finally:
        for path, data in kept.items():
            path.write_bytes(data)
