"""Files that the build writes, and the templates they are made from."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(("html", "xml")),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def render(template: str, **values: object) -> str:
    r"""Return a template of the folder `templates`, filled in. In HTML and XML, values are escaped.

    >>> render("metadata.html", named={"description": 'a < "b"'}, properties={})
    '<meta name="description" content="a &lt; &#34;b&#34;">\n'
    """
    return _TEMPLATES.get_template(template).render(values)


def write(path: Path, text: str) -> None:
    """Write a file, if it changes, with the same line endings on every system."""
    data = text.encode()
    if not path.exists() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
