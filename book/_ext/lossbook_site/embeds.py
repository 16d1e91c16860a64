"""Each explorable on a page of its own, `embed/<name>.html`: one file that needs no other, for frames, slides and projectors."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from . import course, files
from .light_pages import STATIC, policy, small

FOLDER = "embed"
STYLES, SCRIPTS = ("tokens.css", "embed.css"), ("address.js", "embed.js")


def asset(names: tuple[str, ...]) -> str:
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)


def pictures(page: Path) -> dict[str, dict[str, str]]:
    """Return what the page of each explorable shows, by the explorable's name."""
    found = {}
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    styles = "".join(map(str, soup.select("head > style")[:-1]))  # the last is that of the page
    for picture in soup.select("[data-explorable][data-name]"):
        start = picture.find_next("script", type="module")
        found[str(picture["data-name"])] = {
            "title": picture.select_one(".lb-title").text,
            "picture": Markup(picture),
            "start": Markup(start),
            "styles": Markup(styles),
        }
    return found


def write(app: Sphinx) -> None:
    """Write the pages of all explorables, and remove those of explorables that are gone."""
    out, written = Path(app.outdir), set()
    script, style = asset(SCRIPTS), small(asset(STYLES))
    titles = {app.config.root_doc: str(app.config.html_title)}
    titles |= {page.docname: page.title for page in course.pages(app.env)}
    for docname, chapter in titles.items():
        for name, parts in pictures(out / f"{docname}.html").items():
            path = out / FOLDER / f"{name}.html"
            if path in written:
                raise ExtensionError(f"Two explorables are called {name!r}; the second is in {docname}.")
            written.add(path)
            rules = policy(
                f"<script>{script}</script>{parts['start']}", default_src="'none'", form_action="'none'", img_src="data:",
                font_src="data:", style_src="'unsafe-inline'",
            )  # fmt: skip
            page = files.render(
                "embed.html", page=f"{docname}.html", chapter=chapter, course=str(app.config.html_title),
                policy=Markup(rules), script=Markup(script), style=Markup(style), **parts,
            )  # fmt: skip
            files.write(path, page)
    for path in (out / FOLDER).glob("*.html"):
        if path not in written:
            path.unlink()
