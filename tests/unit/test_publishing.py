"""What is installed and run for readers is pinned: packages by hash, actions by commit."""

import re

import yaml

from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_actions_are_pinned_by_commit():
    used = [use for path in WORKFLOWS for use in re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))]
    assert len(used) >= 5
    for use in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use), use


def test_workflows_ask_for_no_more_than_they_need():
    for path in WORKFLOWS:
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {"contents": "read"}
        wider = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
        assert wider == {"publish": {"pages": "write", "id-token": "write"}}


def test_every_locked_package_has_hashes():
    for name in ("requirements.txt", "requirements-test.txt", "requirements-hub.txt", "binder/requirements.txt"):
        entries = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text(encoding="utf-8"))[1:]
        assert len(entries) > 50
        for entry in entries:
            assert re.match(r"[\w.-]+==[\w.+!-]+", entry), entry[:80]
            assert "--hash=sha256:" in entry, entry[:80]
