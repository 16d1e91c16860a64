"""The pages that are no chapters: the entrance, the page for lost readers, and the lists for search engines and hosts."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup
from sphinx.application import Sphinx

from . import files
from .chapter_list import reading_order
from .first_scripts import inline
from .light_pages import policy


def write(app: Sphinx) -> None:
    out, address = Path(app.outdir), app.config.html_baseurl
    script = inline("find_root.js")
    site = {
        "title": str(app.config.html_title),
        "address": address,
        "root": f"{app.config.root_doc}.html",
        # A host shows 404.html for any address, so its links begin at the root of the host. The script mends a wrong guess.
        "base": urlsplit(address).path if address else "/",
        "chapters": {f"{name}.html": app.env.titles[name].astext() for name in reading_order(app)},
    }
    files.write(out / "index.html", files.render("index.html", policy=Markup(policy("")), **site))
    files.write(
        out / "404.html", files.render("404.html", policy=Markup(policy(script)), script=Markup(script), **site)
    )
    files.write(out / ".nojekyll", "")  # GitHub would leave out folders that begin with _
    if (domain := Path(app.srcdir) / "CNAME").exists():
        shutil.copyfile(domain, out / domain.name)
    if address:
        places = [f"{address}{name}.html" for name in sorted(app.env.titles)]
        files.write(out / "sitemap.xml", files.render("sitemap.xml", places=places))
        files.write(out / "robots.txt", files.render("robots.txt", address=address))
