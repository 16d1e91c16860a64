"""Types are checked, and travel with the package."""

from importlib.resources import files
from importlib.util import find_spec

from tests.conftest import ROOT, missing


def test_types_hold():
    if find_spec("mypy") is None:
        missing("mypy", "Install it with: make .venv/test")
    from mypy import api

    said, trouble, code = api.run(["--config-file", str(ROOT / "pyproject.toml"), *_CACHE])
    assert code == 0, said + trouble


def test_types_are_published():
    assert files("lossbook").joinpath("py.typed").is_file()


_CACHE = ["--cache-dir", str(ROOT / "_build" / "mypy")]
