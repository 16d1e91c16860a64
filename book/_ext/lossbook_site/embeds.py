"""Each explorable on a page of its own, `embed/<name>.html`: one file that needs no other, for frames, slides and projectors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bs4 import BeautifulSoup
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from . import course, files
from .light_pages import policy, small, static

FOLDER = "embed"
STYLES, SCRIPTS = ("tokens.css", "embed.css"), ("address.js", "embed.js")


def pictures(out: Path, docnames: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return what the pages of all explorables are made of, by the explorable's name."""
    found: dict[str, dict[str, str]] = {}
    for docname in docnames:
        page = BeautifulSoup((out / f"{docname}.html").read_text(encoding="utf-8"), "html.parser")
        styles = page.select("head > style")[:-1]  # the last is that of the page
        for picture in page.select("[data-explorable][data-name]"):
            name = str(picture["data-name"])
            if name in found:
                raise ExtensionError(
                    f"Two explorables are called {name!r}: one on {found[name]['page']}, one on {docname}. Give one of them "
                    "another name (its module, or the title of Frames), for each has a page under its name."
                )
            found[name] = {
                "page": docname,
                "title": picture.select_one(".lb-title").text,
                "picture": Markup(picture),
                "start": Markup(picture.find_next("script", type="module")),
                "styles": Markup("".join(map(str, styles))),
            }
    return found


def write(app: Sphinx) -> None:
    """Write the pages of all explorables, and remove those of explorables that are gone."""
    out, name_of_all = Path(app.outdir), str(app.config.html_title)
    script, style = static(SCRIPTS), small(static(STYLES))
    titles = {app.config.root_doc: ""} | {page.docname: page.title for page in course.pages(app.env)}
    found = pictures(out, titles)
    for name, parts in found.items():
        rules = policy(
            f"<script>{script}</script>{parts['start']}",
            default_src="'none'", form_action="'none'", img_src="data:", font_src="'none'", style_src="'unsafe-inline'",
        )  # fmt: skip
        page = files.render(
            "embed.html", **parts, chapter=titles[parts["page"]], course=name_of_all,
            policy=Markup(rules), script=Markup(script), style=Markup(style),
        )  # fmt: skip
        files.write(out / FOLDER / f"{name}.html", page)
    for path in (out / FOLDER).glob("*.html"):
        if path.stem not in found:
            path.unlink()
