"""The pages that are no chapters: the entrance, the page for lost readers, and the list for search engines."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from light_pages import policy
from sphinx.application import Sphinx

PAGE = """<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
POLICY
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="description" content="{description}">
{more}<style>
body {{ font: 1.1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }}
a {{ color: #0050a0; }}
@media (prefers-color-scheme: dark) {{ body {{ color: #eee; background: #121212; }} a {{ color: #7ab8ff; }} }}
</style>
</head>
<body>
<main>
<h1>{heading}</h1>
{body}
</main>
</body>
</html>
"""


def page(**parts: str) -> str:
    html = PAGE.format(**parts)
    return html.replace("POLICY", policy(html))


def write(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    out, root, address = Path(app.outdir), f"{app.config.root_doc}.html", app.config.html_baseurl
    title = str(app.config.html_title)
    canonical = f'<link rel="canonical" href="{address}{root}">\n' if address else ""
    icon = '<link rel="icon" href="_static/favicon.svg">\n'
    (out / "index.html").write_text(
        page(
            title=f"{title}: a course on loss functions",
            description="A free course on loss functions for complete beginners, with pictures to play with.",
            more=f'{canonical}{icon}<meta http-equiv="refresh" content="0; url={root}">\n',
            heading=escape(title),
            body=f'<p>The course begins with <a href="{root}">its first chapter</a>.</p>',
        ),
        encoding="utf-8",
    )
    # A host shows this page for any address, so its links begin at the root of the host.
    base = urlsplit(address).path if address else "/"
    chapters = "".join(
        f'<li><a href="{base}{name}.html">{escape(app.env.titles[name].astext())}</a></li>\n'
        for name in [app.config.root_doc, *app.env.toctree_includes.get(app.config.root_doc, ())]
    )
    (out / "404.html").write_text(
        page(
            title=f"Nothing here: {title}",
            description="This page does not exist. Here are those that do.",
            more=f'<link rel="icon" href="{base}_static/favicon.svg">\n<meta name="robots" content="noindex">\n',
            heading="Nothing here",
            body=f"<p>This page does not exist, or not any more. Here are those that do:</p>\n<ul>\n{chapters}</ul>",
        ),
        encoding="utf-8",
    )
    if address:
        places = "".join(f"<url><loc>{address}{name}.html</loc></url>\n" for name in sorted(app.env.titles))
        (out / "sitemap.xml").write_text(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n',
            encoding="utf-8",
        )
        (out / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {address}sitemap.xml\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, object]:
    app.connect("build-finished", write, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
