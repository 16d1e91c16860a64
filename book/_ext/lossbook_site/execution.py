"""Outputs on the page are never older than the code that made them.

jupyter-cache looks at the cells of a chapter alone, so a chapter would keep its old numbers when the
package it imports has changed. Here the cache lies in a folder named after a fingerprint of everything the
outputs depend on, and Sphinx reads all chapters again when the fingerprint is a new one. Chapters that are
not in the cache are executed side by side before Sphinx reads the first of them.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import shutil
from importlib.metadata import distributions
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from .files import write

OUTPUTS = ("lossbook/**/*", "requirements.txt")
PAGES = ("book/_ext/**/*", "book/_static/**/*", "book/references.bib", "_config.yml", "_toc.yml")
TEXT_NOTEBOOK = {"name": "myst_nb_md", "type": "plugin"}

TERSE = logging.getLogger(__name__)
TERSE.setLevel(logging.ERROR)


def fingerprint(root: Path, patterns: tuple[str, ...]) -> str:
    """Return a short hash of all files that match, of the Python version, and of what is installed beside it."""
    installed = sorted(f"{package.name}=={package.version}" for package in distributions())
    digest = hashlib.sha256("\n".join([platform.python_version(), *installed]).encode())
    for path in sorted(path for pattern in patterns for path in root.glob(pattern)):
        hidden = any(part == "__pycache__" or part.startswith(".") for part in path.relative_to(root).parts)
        if path.is_file() and not hidden:
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def name_cache(config: Config, folder: Path, build: Path) -> None:
    config.outputs_fingerprint = fingerprint(folder, OUTPUTS)
    config.pages_fingerprint = fingerprint(folder, PAGES)
    caches = build / ".jupyter_cache"
    config.nb_execution_cache_path = str(caches / config.outputs_fingerprint)
    if caches.is_dir():
        for old in caches.iterdir():
            if old.name != config.outputs_fingerprint:
                shutil.rmtree(old) if old.is_dir() else old.unlink()


def give_kernels_a_profile(build: Path) -> None:
    """Keep the start-up files of whoever builds out of the outputs, and what each kernel says of its sockets out of sight."""
    folder = build / ".ipython"
    settings = {"IPKernelApp": {"log_level": "ERROR"}}
    write(folder / "profile_default" / "ipython_kernel_config.json", json.dumps(settings))
    os.environ["IPYTHONDIR"] = str(folder)
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # a debugger's warning would count as ours


def has_cells(chapter: Path) -> bool:
    return "kernelspec:" in chapter.read_text(encoding="utf-8")[:400]


def execute_ahead(app: Sphinx) -> None:
    """Execute what the cache does not hold, as many chapters at a time as there are processors."""
    cache = get_cache(app.config.nb_execution_cache_path)
    for record in cache.list_project_records():
        cache.remove_nb_from_project(record.pk)
    for path in sorted(path for pattern in ("*.md", "book/*.md") for path in Path(app.srcdir).glob(pattern)):
        if has_cells(path):
            cache.add_nb_to_project(str(path), read_data=TEXT_NOTEBOOK)
    waiting = cache.list_unexecuted()
    if len(waiting) < 2:
        return  # one chapter alone is executed while it is read
    executor, timeout = load_executor("local-parallel", cache, TERSE), app.config.nb_execution_timeout
    result = executor.run_and_cache(timeout=timeout)
    if result.excepted:  # a kernel that did not start, as where another program took its port: once more
        result = executor.run_and_cache(timeout=timeout)
    failed = [*result.errored, *result.excepted]
    if failed:
        tracebacks = [record.traceback or "" for record in cache.list_project_records() if record.uri in failed]
        raise ExtensionError("A cell failed in " + ", ".join(failed) + "\n" + "\n".join(tracebacks))


def forget_a_failed_build(app: Sphinx, exception: Exception | None) -> None:
    """Make the next build read everything again, or it would pass over pages whose warnings it showed before."""
    if exception or app._warncount:
        (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)


def executed(app: Sphinx, chapter: Path) -> NotebookNode:
    """Return a chapter with the outputs that its page shows.

    They come from the cache, because what myst-nb writes to `jupyter_execute` has no outputs whenever it took
    them from the cache itself.
    """
    cache = get_cache(app.config.nb_execution_cache_path)
    return cache.get_cache_bundle(cache.get_cached_project_nb(str(chapter)).pk).nb
