"""The pages that are no chapters: the one for lost readers, and the list for search engines."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup
from sphinx.application import Sphinx

from . import course, files
from .light_pages import policy
from .metadata import place


def write(app: Sphinx) -> None:
    out, address = Path(app.outdir), app.config.html_baseurl
    site = {
        "title": str(app.config.html_title),
        "policy": Markup(policy("")),  # these pages have no scripts
        # A host shows 404.html for any address, so its links begin at the root of the host.
        "base": urlsplit(address).path if address else "/",
        "chapters": {f"{page.docname}.html": page.title for page in course.pages(app.env)},
    }
    files.write(out / "404.html", files.render("404.html", **site))
    if address:
        places = [f"{address}{place(app, name)}" for name in sorted(app.env.titles)]
        files.write(out / "sitemap.xml", files.render("sitemap.xml", places=places))
        files.write(out / "robots.txt", files.render("robots.txt", address=address))
