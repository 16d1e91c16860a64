"""Runs Pyodide where the site is built, with what is at hand: bytecode for readers' Python comes from that Python alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .python_sources import FAILURES, digest

HERE = Path(__file__).parent
SCRIPT = HERE / "python_runner.mjs"


def runners() -> list[list[str]]:
    """Return the ways, at hand here, to run a script that runs Pyodide. Deno comes with the requirements of the tests."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    deno, node = shutil.which("deno", path=places), shutil.which("node")
    options = ["run", "--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--allow-env"]
    found = [[deno, *options, "--allow-read", "--allow-write={into}"]] if deno else []
    return [*found, [node]] if node else found


def key() -> str:
    """Return a name for our code that runs there, and for whether something can run it."""
    code = [path.read_bytes() for path in (SCRIPT, HERE / "python_trim.py")]
    return digest("\n".join(["compiled" if runners() else "plain", *map(digest, code)]).encode())


def run(name: str, folder: Path, into: Path) -> bool:
    """Run a function of `python_trim.py` in the Pyodide of a folder, to write into another; tell whether this worked."""
    return any(_ran(runner, name, folder, into) for runner in runners())


def _ran(runner: list[str], name: str, folder: Path, into: Path) -> bool:
    command = [part.replace("{into}", str(into)) for part in runner]
    with tempfile.TemporaryDirectory() as own:
        settings = {"DENO_DIR": own, "DENO_NO_UPDATE_CHECK": "1"}
        try:
            subprocess.run(
                [*command, str(SCRIPT), name, str(folder), str(into)],
                env=os.environ | settings,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=True,
                timeout=600,
            )
        except FAILURES:
            return False
    return True
