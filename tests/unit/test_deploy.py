"""JupyterHub: what students of a class get is what Binder gets, and nothing is open that need not be."""

import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
import yaml

from tests.conftest import CHAPTERS, ROOT

HUB = ROOT / "deploy" / "jupyterhub"
VALUES = yaml.safe_load((HUB / "values.yaml").read_text(encoding="utf-8"))
posix = pytest.mark.skipif(sys.platform == "win32", reason="JupyterHub runs on Linux and macOS")


def test_the_image_has_what_binder_has():
    pins = [
        set(re.findall(r"^([\w.-]+==\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("binder/requirements.txt", "requirements-hub.txt")
    ]
    assert pins[0] <= pins[1]
    recipe = (HUB / "Dockerfile").read_text(encoding="utf-8")
    assert "-r /tmp/requirements-hub.txt" in recipe
    python = (ROOT / "binder" / "runtime.txt").read_text(encoding="utf-8").strip().replace("python-", "python:")
    assert f"FROM {python}-" in recipe


def test_nobody_may_log_in_before_a_teacher_says_who():
    assert VALUES["hub"]["config"]["Authenticator"] == {"allow_all": False}
    assert "authenticator_class" not in VALUES["hub"]["config"]["JupyterHub"]


def test_students_servers_reach_nothing():
    policy = VALUES["singleuser"]["networkPolicy"]
    assert policy["enabled"]
    assert not any(policy["egressAllowRules"].values())


def test_servers_and_kernels_that_nobody_uses_end():
    assert VALUES["cull"]["enabled"]
    settings = VALUES["singleuser"]["extraFiles"]["jupyter_server_config.json"]["data"]
    assert settings["MappingKernelManager"]["cull_idle_timeout"] < VALUES["cull"]["timeout"]


def test_every_chapter_has_its_link():
    words = (HUB / "README.md").read_text(encoding="utf-8")
    assert [name for name in CHAPTERS if f"`{name}`" not in words] == []


class Anything:
    """Settings that take whatever is set."""

    def __getattr__(self, name):
        section = SimpleNamespace(args=[])
        setattr(self, name, section)
        return section


@posix
def test_make_hub_listens_to_this_machine_and_asks_for_a_password(monkeypatch, capsys):
    for name in ("LOSSBOOK_HUB_PASSWORD", "LOSSBOOK_HUB_PORT", "LOSSBOOK_HUB"):
        monkeypatch.delenv(name, raising=False)
    drawn = []
    for _ in range(2):
        c, place = Anything(), HUB / "on_this_machine.py"
        exec(compile(place.read_text(encoding="utf-8"), place, "exec"), {"get_config": lambda c=c: c})
        addresses = [c.JupyterHub.bind_url, c.JupyterHub.hub_bind_url, c.ConfigurableHTTPProxy.api_url]
        assert all(address.startswith("http://127.0.0.1:") for address in addresses)
        drawn.append(c.SharedPasswordAuthenticator.user_password)
    assert len(set(drawn)) == 2
    assert min(map(len, drawn)) >= 12
    assert drawn[1] in capsys.readouterr().out


@posix
def test_a_newer_image_leaves_a_students_work_alone_and_brings_what_is_new(tmp_path):
    def git(folder, *words):
        who = ["-c", "user.name=ada", "-c", "user.email=ada@localhost"]
        done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True)
        return done.stdout

    def image(name, **notebooks):
        (tmp_path / "built" / "book").mkdir(parents=True, exist_ok=True)
        for notebook, text in notebooks.items():
            (tmp_path / "built" / "book" / f"{notebook}.ipynb").write_text(text, encoding="utf-8")
        script = [str(HUB / "notebooks-repository"), str(tmp_path / "built"), str(tmp_path / name)]
        subprocess.run(script, check=True, env=os.environ | {"GIT_CONFIG_GLOBAL": os.devnull})
        return tmp_path / name

    git(tmp_path, "clone", "--quiet", str(image("old", mse="one\ntwo\n")), "home")
    home = tmp_path / "home"
    (home / "book" / "mse.ipynb").write_text("one\nmine\n", encoding="utf-8")
    git(home, "commit", "--quiet", "--all", "--message", "as nbgitpuller does")
    git(home, "fetch", "--quiet", str(image("new", mse="one\ntwo, better\n", mae="new\n")), "main")
    git(home, "merge", "--quiet", "-Xours", "FETCH_HEAD")
    assert (home / "book" / "mse.ipynb").read_text(encoding="utf-8") == "one\nmine\n"
    assert (home / "book" / "mae.ipynb").read_text(encoding="utf-8") == "new\n"
