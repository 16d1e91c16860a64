"""Put the notebooks that a build made where readers open them, and never over a notebook somebody has worked in.

    python book/_ext/lossbook_site/readers_copies.py _build/notebooks .

This is a script of its own, which needs Python alone.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

RECORD = "copied.json"  # in the folder of the build: what each copy was when it was made


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy(made: Path, readers: Path) -> list[Path]:
    """Copy all notebooks, take away those of chapters that are gone, and return the ones that stay as they are.

    Parameters
    ----------
    made
        Folder with the notebooks of the last build.
    readers
        Folder where readers open them.

    Returns
    -------
    list of pathlib.Path
        Notebooks that hold somebody's work.
    """
    record, kept = made / RECORD, []
    before = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    after = {}
    sources = {path.relative_to(made).as_posix(): path for path in sorted(made.rglob("*.ipynb"))}
    for name, source in sources.items():
        target = readers / name
        if target.exists() and digest(target) not in (before.get(name), digest(source)):
            kept.append(target)
            after |= {name: before[name]} if name in before else {}
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        after[name] = digest(source)
    for name in before.keys() - sources.keys():
        target = readers / name
        if target.exists() and digest(target) == before[name]:
            target.unlink()
    record.write_bytes(json.dumps(after, indent=1, sort_keys=True).encode())
    return kept


def main(made: str, readers: str) -> None:
    if not Path(made).is_dir():
        sys.exit(f"There are no notebooks in {made}. Build the book first: make book")
    for path in copy(Path(made), Path(readers)):
        print(f"{path} holds somebody's work and stays as it is. Delete it to get the chapter afresh.")


if __name__ == "__main__":
    main(*sys.argv[1:])
