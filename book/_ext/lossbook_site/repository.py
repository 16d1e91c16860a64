"""The one place that knows where this repository lives, so that the buttons of a fork open the fork.

The address comes from LOSSBOOK_REPOSITORY, from GitHub's or GitLab's own variables while they build the
site, or from the git remote `origin`. With no address there are no buttons.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import quote

from sphinx.config import Config


def git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def web_address(remote: str) -> str:
    """Return the https address of a repository on GitHub or GitLab, "" for anything else.

    >>> web_address("git@github.com:someone/lossbook.git")
    'https://github.com/someone/lossbook'
    >>> web_address("https://token@gitlab.com/someone/lossbook.git")
    'https://gitlab.com/someone/lossbook'
    >>> web_address("ssh://git@gitlab.com:22/group/part/lossbook.git")
    'https://gitlab.com/group/part/lossbook'
    >>> web_address("/srv/git/lossbook")
    ''
    """
    match = re.fullmatch(
        r"(?:(?:https|ssh|git)://)?(?:[^@/]*@)?(?:www\.)?(github\.com|gitlab\.com)(?::\d+/|[:/])((?:[^/]+/)+[^/]+?)(?:\.git)?/?",
        remote,
    )
    return f"https://{match[1]}/{match[2]}" if match else ""


def inside_another_repository(folder: Path) -> bool:
    """Return whether the project was unpacked somewhere below the top of a repository."""
    top = git(folder, "rev-parse", "--show-toplevel")
    return bool(top) and not Path(top).samefile(folder)


def find(folder: Path) -> tuple[str, str]:
    """Return the address of the repository and the branch, both "" if unknown."""
    known = os.environ.get
    places, branches = [known("LOSSBOOK_REPOSITORY")], [known("LOSSBOOK_BRANCH")]
    if not inside_another_repository(folder):  # its remote, and what builds it, say nothing about this project
        places += [f"{known('GITHUB_SERVER_URL')}/{known('GITHUB_REPOSITORY')}", known("CI_PROJECT_URL")]
        places += [git(folder, "remote", "get-url", "origin")]
        branches += [known("GITHUB_HEAD_REF"), known("GITHUB_REF_NAME"), known("CI_COMMIT_REF_NAME")]
        branches += [git(folder, "branch", "--show-current")]
    address = next(filter(None, map(web_address, filter(None, places))), "")
    return (address, next(filter(None, branches), "main")) if address else ("", "")


def site_address(folder: Path) -> str:
    """Return where the site is published, with a slash at the end, or "" if unknown.

    LOSSBOOK_SITE says it; otherwise it is the usual address of GitHub Pages.
    """
    if own := os.environ.get("LOSSBOOK_SITE"):
        return own.rstrip("/") + "/"
    return pages_address(find(folder)[0])


def pages_address(repository: str) -> str:
    """Return where GitHub Pages shows a repository, "" for other hosts.

    >>> pages_address("https://github.com/Someone/lossbook"), pages_address("https://github.com/someone/someone.github.io")
    ('https://someone.github.io/lossbook/', 'https://someone.github.io/')
    >>> pages_address("https://gitlab.com/someone/lossbook")
    ''
    """
    match = re.fullmatch(r"https://github\.com/([^/]+)/([^/]+)", repository)
    if not match:
        return ""
    host = f"{match[1].lower()}.github.io"
    return f"https://{host}/" if match[2].lower() == host else f"https://{host}/{match[2]}/"


def binder(repository: str, branch: str, notebook: str) -> str:
    """Return where Binder runs a notebook of a repository on GitHub or GitLab, "" without one.

    >>> binder("https://github.com/someone/lossbook", "main", "book/mse.ipynb")
    'https://mybinder.org/v2/gh/someone/lossbook/main?urlpath=lab/tree/book/mse.ipynb'
    >>> binder("https://gitlab.com/group/part/lossbook", "a/b", "book/mse.ipynb")
    'https://mybinder.org/v2/gl/group%2Fpart%2Flossbook/a%2Fb?urlpath=lab/tree/book/mse.ipynb'
    """
    if not repository:
        return ""
    host, _, name = repository.removeprefix("https://").partition("/")
    project = f"gh/{name}" if host == "github.com" else f"gl/{quote(name, safe='')}"
    return f"https://mybinder.org/v2/{project}/{quote(branch, safe='')}?urlpath=lab/tree/{notebook}"


def set_repository(config: Config, folder: Path) -> None:
    """Pages are written again when it changes."""
    config.repository_address, config.repository_branch = find(folder)


def set_address(config: Config, folder: Path) -> None:
    config.html_baseurl = site_address(folder)
