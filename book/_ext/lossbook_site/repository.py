"""The one place that knows where this repository lives and where its site is published, so that a fork leads to the fork.

The repository is told by LOSSBOOK_REPOSITORY, by the variables of the host that builds the site (GitHub, GitLab, Forgejo),
or by the git remote `origin`. With no address there are no buttons. The site's address is told by LOSSBOOK_SITE, by GitLab,
by a file CNAME as for a domain of one's own on GitHub Pages, or by the usual address of the repository's pages.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from sphinx.config import Config
from sphinx.errors import ConfigError

ANY_HOST = r"[\w-]+(?:\.[\w-]+)+"


def git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def web_address(remote: str, host: str = r"github\.com|gitlab\.com|codeberg\.org") -> str:
    """Return the https address of a repository on one of these hosts, "" for anything else.

    >>> web_address("git@github.com:someone/lossbook.git")
    'https://github.com/someone/lossbook'
    >>> web_address("https://token@codeberg.org/someone/lossbook.git")
    'https://codeberg.org/someone/lossbook'
    >>> web_address("ssh://git@gitlab.com:22/group/part/lossbook.git")
    'https://gitlab.com/group/part/lossbook'
    >>> web_address("/srv/git/lossbook"), web_address("git@git.example.org:someone/lossbook.git")
    ('', '')
    >>> web_address("git@git.example.org:someone/lossbook.git", ANY_HOST)
    'https://git.example.org/someone/lossbook'
    """
    match = re.fullmatch(
        rf"(?:(?:https|ssh|git)://)?(?:[^@/]*@)?(?:www\.)?({host})(?::\d+/|[:/])((?:[^/]+/)+[^/]+?)(?:\.git)?/?",
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
    told, branches, remote = [known("LOSSBOOK_REPOSITORY")], [known("LOSSBOOK_BRANCH")], ""
    if not inside_another_repository(folder):  # its remote, and what builds it, say nothing about this project
        told += [f"{known('GITHUB_SERVER_URL')}/{known('GITHUB_REPOSITORY')}", known("CI_PROJECT_URL")]
        remote = git(folder, "remote", "get-url", "origin")
        branches += [known("GITHUB_HEAD_REF"), known("GITHUB_REF_NAME"), known("CI_COMMIT_REF_NAME")]
        branches += [git(folder, "branch", "--show-current")]
    # What is told is believed of any host. A remote may be a folder on somebody's machine.
    addresses = [*(web_address(place, ANY_HOST) for place in told if place), web_address(remote)]
    address = next(filter(None, addresses), "")
    return (address, next(filter(None, branches), "main")) if address else ("", "")


def site_address(folder: Path) -> str:
    """Return where the site is published, with a slash at the end, or "" if unknown."""
    own, domain = os.environ.get("LOSSBOOK_SITE", ""), folder / "CNAME"
    if own and not re.match(r"https?://[^/]", own):
        raise ConfigError(f"LOSSBOOK_SITE is {own!r}. It must be a whole address, such as https://example.org/course")
    if not own and not inside_another_repository(folder):
        own = os.environ.get("CI_PAGES_URL", "")
    if not own and domain.exists():
        own = f"https://{domain.read_text(encoding='utf-8').strip()}"
    return own.rstrip("/") + "/" if own else pages_address(find(folder)[0])


PAGES = {"github.com": "github.io", "gitlab.com": "gitlab.io", "codeberg.org": "codeberg.page"}


def pages_address(repository: str) -> str:
    """Return where the host of a repository shows its pages, "" for hosts we do not know.

    >>> pages_address("https://github.com/Someone/lossbook"), pages_address("https://github.com/someone/someone.github.io")
    ('https://someone.github.io/lossbook/', 'https://someone.github.io/')
    >>> pages_address("https://gitlab.com/Group/part/lossbook"), pages_address("https://codeberg.org/someone/pages")
    ('https://group.gitlab.io/part/lossbook/', 'https://someone.codeberg.page/')
    >>> pages_address("https://git.example.org/someone/lossbook")
    ''
    """
    match = re.fullmatch(r"https://([^/]+)/([^/]+)/(.+)", repository)
    if not match or match[1] not in PAGES:
        return ""
    host = f"{match[2].lower()}.{PAGES[match[1]]}"
    whole = match[3].lower() in (host, "pages" if match[1] == "codeberg.org" else host)
    return f"https://{host}/" if whole else f"https://{host}/{match[3]}/"


def is_gitlab(repository: str) -> bool:
    """Return whether addresses below this one are GitLab's. GitHub, Forgejo and Gitea have the same ones."""
    return "gitlab" in urlsplit(repository).netloc or repository == os.environ.get("CI_PROJECT_URL")


def issue_address(repository: str, title: str, text: str) -> str:
    """Return where a mistake is reported, with a title and a text to begin with; "" without a repository.

    >>> issue_address("https://github.com/someone/lossbook", "What is a loss?", "On")
    'https://github.com/someone/lossbook/issues/new?title=What+is+a+loss%3F&body=On'
    >>> issue_address("https://gitlab.com/someone/lossbook", "Loss", "On")
    'https://gitlab.com/someone/lossbook/-/issues/new?issue%5Btitle%5D=Loss&issue%5Bdescription%5D=On'
    """
    if not repository:
        return ""
    if is_gitlab(repository):
        return f"{repository}/-/issues/new?{urlencode({'issue[title]': title, 'issue[description]': text})}"
    return f"{repository}/issues/new?{urlencode({'title': title, 'body': text})}"


def pip_requirement(repository: str, branch: str) -> str:
    """Return what pip installs the package from, with what notebooks need; "" without a repository.

    >>> pip_requirement("https://github.com/someone/lossbook", "main")
    'lossbook[notebooks] @ git+https://github.com/someone/lossbook@main'
    """
    return f"lossbook[notebooks] @ git+{repository}@{branch}" if repository else ""


def add_buttons(config: Config, folder: Path) -> None:
    config.repository_address, config.repository_branch = address, branch = find(folder)
    if address:
        config.html_theme_options |= {
            "repository_url": address,
            "repository_provider": "gitlab" if is_gitlab(address) else "github",
            "repository_branch": branch,
            "use_repository_button": True,
            "launch_buttons": {"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"},
        }


def set_address(config: Config, folder: Path) -> None:
    config.html_baseurl = site_address(folder)
