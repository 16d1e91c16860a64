"""After the build: pages that carry the style they use, and load one script and no icon library.

The theme's own files stay as they are. Each page is rewritten: the rules of all style sheets that it uses stand in its
head, so that it is drawn at once; it loads one deferred script; and its icons become SVG, drawn from the theme's own
table of paths. Then it gets a Content-Security-Policy that allows exactly the inline scripts it has.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from functools import cache
from pathlib import Path

import tinycss2
from fontTools import subset
from sphinx.application import Sphinx

from .files import write

# In this order: later ones use what earlier ones define.
SCRIPTS = (
    "documentation_options.js", "doctools.js", "sphinx_highlight.js", "clipboard.min.js", "copybutton.js",
    "scripts/pydata-sphinx-theme.js", "scripts/sphinx-book-theme.js", "progress.js", "math_font.js", "offline.js",
)  # fmt: skip
MENUS = "scripts/bootstrap.js"  # needed where a button opens a menu, and only there
SEARCH = ("search_index.js", "_static/search.js", "_static/search_page.js")  # for the search page alone
ADDED_LATER = {"search", "context", "kind-title", "kind-object", "kind-index", "kind-text", "highlighted", "success", "copybtn",
               "o-tooltip--left", "scrolled", "hide", "show", "collapsing", "empty", "active", "pst-sidebar-hidden"}  # fmt: skip

STYLESHEET = re.compile(r'\s*<link\b(?=[^>]*rel="stylesheet")[^>]*>')
SCRIPT = re.compile(r"\s*<script\b[^>]*\bsrc=[^>]*></script>")
PRELOAD = re.compile(r'\s*<link rel="preload"[^>]*>')
ICON = re.compile(
    r'<(i|span)\s+class="(?P<classes>[^"]*\b(?:fa-solid|fa-brands|fas|fab)\b[^"]*)"(?P<more>[^>]*)>\s*</\1>'
)
INLINE = re.compile(r"<script\b(?![^>]*\bsrc=)(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
OWN_STYLE = re.compile(r'\s*<style class="lb-page-style">.*?</style>', re.DOTALL)
MATH_FONT = re.compile(r"@font-face\s*{[^}]*stix[^}]*}")
OWN_FONT = re.compile(r"<noscript><style>@font-face[^<]*</style></noscript>")


def pages(out: Path) -> list[Path]:
    return sorted(path for path in out.rglob("*.html") if "_static" not in path.parts)


# --- Icons -----------------------------------------------------------------------------------------------------------


@cache
def icon_table(fontawesome: Path) -> dict[str, tuple[str, str, str]]:
    """Return width, height and path of every icon; of two drawings of one name the plainer one, which is the solid."""
    table: dict[str, tuple[str, str, str]] = {}
    row = re.compile(r'(?:"([\w-]+)"|[,{]([\w]+)):\[(\d+),(\d+),\[[^\]]*\],"[0-9a-f]+","([^"]+)"\]')
    for quoted, bare, width, height, path in row.findall(fontawesome.read_text(encoding="utf-8")):
        name = quoted or bare
        if name not in table or len(path) < len(table[name][2]):
            table[name] = (width, height, path)
    return table


def draw_icons(html: str, fontawesome: Path) -> str:
    """Replace the placeholders of icons by SVG; the one in a search form becomes the button that starts the search."""
    placeholder = '<i class="fa-solid fa-magnifying-glass"></i>'
    button = f'<button type="submit" class="lb-submit" aria-label="Start the search">{placeholder}</button>'
    html = re.sub(rf'(<form class="bd-search[^>]*>\s*){placeholder}', rf"\1{button}", html)

    def drawn(match: re.Match[str]) -> str:
        classes = match["classes"].split()
        name = next(
            each[3:] for each in classes if each.startswith("fa-") and each not in ("fa-solid", "fa-brands", "fa-lg")
        )
        width, height, path = icon_table(fontawesome)[name]
        kept = " ".join(
            [
                "lb-icon",
                *(each for each in classes if each not in ("fa-solid", "fa-brands", "fas", "fab", f"fa-{name}")),
            ]
        )
        return (
            f'<svg class="{kept}"{match["more"].rstrip()} aria-hidden="true" viewBox="0 0 {width} {height}">'
            f'<path fill="currentColor" d="{path}"/></svg>'
        )

    return ICON.sub(drawn, html)


# --- Styles ----------------------------------------------------------------------------------------------------------


def words_in_use(texts: list[str]) -> set[str]:
    """Return everything that could be the name of a class, an element, an id or an attribute."""
    return ADDED_LATER | {word for text in texts for word in re.findall(r"[A-Za-z][\w-]*", text)}


def used(selector: str, words: set[str]) -> bool:
    """Return whether a page may have what a selector asks for. Negations ask for nothing.

    >>> used(".bd-main > p:not(.gone)::before", {"bd-main", "p"}), used(".modal p", {"p"})
    (True, False)
    >>> used("main :is(.a, .b) p", {"b"}), used("main :is(.a, .b) p", {"c"})
    (True, False)
    """
    selector = re.sub(r":not\((?:[^()]|\([^()]*\))*\)", "", selector)
    for choice in re.finditer(r":(?:is|where)\(((?:[^()]|\([^()]*\))*)\)", selector):
        if not any(used(one, words) for one in split_selectors(choice[1])):
            return False
    selector = re.sub(r":(?:is|where)\((?:[^()]|\([^()]*\))*\)", "", selector)
    return all(name in words for name in re.findall(r"[.#](-?[A-Za-z_][\w-]*)", selector))


def split_selectors(prelude: str) -> list[str]:
    """Return the selectors of a list, where commas within brackets do not part them.

    >>> split_selectors("a:is(.b, .c), d")
    ['a:is(.b, .c)', 'd']
    """
    return [part.strip() for part in re.split(r",(?![^(]*\))", prelude)]


Sheet = list[tuple[list[str], "str | Sheet"]]  # selectors and what they set, or an at-rule and what is in it


def parse(css: str) -> Sheet:
    """Return the rules of a style sheet, without comments. An at-rule has one "selector" that begins with @."""
    sheet: Sheet = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            raise ValueError(f"a style sheet cannot be read: {rule.message} in {css[:80]!r}")
        if rule.type == "qualified-rule":
            body = tidy(tinycss2.serialize(rule.content))
            if body:
                sheet.append((split_selectors(tinycss2.serialize(rule.prelude)), body))
        elif rule.lower_at_keyword in ("media", "supports", "layer", "container"):
            prelude = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude).rstrip()}"
            sheet.append(([prelude], parse(tinycss2.serialize(rule.content or []))))
        elif rule.lower_at_keyword != "charset":
            sheet.append(([tidy(rule.serialize())], ""))
    return sheet


def purge(sheet: Sheet, words: set[str]) -> Sheet:
    """Return the rules that a page with these words may use."""
    kept: Sheet = []
    for selectors, body in sheet:
        if not isinstance(body, str):
            inner = purge(body, words)
            kept += [(selectors, inner)] if inner else []
        elif live := [one for one in selectors if one.startswith("@") or used(one, words)]:
            kept.append((live, body))
    return kept


def text_of(sheet: Sheet) -> str:
    """Return rules as CSS."""
    lines = []
    for selectors, body in sheet:
        inner = body if isinstance(body, str) else text_of(body)
        lines.append(f"{','.join(selectors)}{{{inner}}}" if inner else selectors[0])
    return "\n".join(lines)


def tidy(css: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()


def without_unused_variables(css: str) -> str:
    """Leave out custom properties that nothing reads, until none is left over."""
    while True:
        smaller = without_unread(css, set(re.findall(r"var\(\s*(--[\w-]+)", css)))
        if smaller == css:
            return css
        css = smaller


def without_unread(css: str, read: set[str]) -> str:
    def keep(match: re.Match[str]) -> str:
        return match[0] if match[1] in read or '"' in match[0] else ""

    return re.sub(r"(?<=[{;])\s*(--[\w-]+)\s*:[^;{}]*(?:;|(?=}))", keep, css)


def icon_font(css: str, source: Path) -> bytes:
    """Return the theme's icon font with only the glyphs that the style sheet shows."""
    codes = {int(code, 16) for code in re.findall(r"\\([ef][0-9a-f]{3})\b", css)}
    codes |= {ord(letter) for letter in css if 0xE000 <= ord(letter) <= 0xF8FF}
    options = subset.Options(flavor="woff2", layout_features=[], hinting=False, recalc_timestamp=False)
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return buffer.getvalue()


def read_style(path: Path) -> str:
    """Return a style sheet with those it imports in their place."""

    def imported(match: re.Match[str]) -> str:
        return read_style(path.parent / match["address"])

    return re.sub(
        r"""@import\s+(?:url\()?["']?(?P<address>[^"')]+)["']?\)?\s*;""", imported, path.read_text(encoding="utf-8")
    )


def style_sheets(out: Path, addresses: list[str], words: set[str]) -> Sheet:
    """Return all style sheets as one, with the rules in use on some page and the icon font they need."""
    css = "\n".join(read_style(out / address) for address in addresses)
    css = re.sub(r"@font-face\s*{[^}]*fa-(?:regular|brands|v4)[^}]*}", "", css)
    place = 'url("icons.woff2") format("woff2")'  # until it is known which glyphs it needs
    css = re.sub(r"url\([^)]*fa-solid-900\.(?:woff2|ttf)\)[^,;}]*", place, css)
    source = next((out / "_static").rglob("fa-solid-900.woff2"))
    font = icon_font(without_unused_variables(text_of(purge(parse(css), words))), source)
    data = base64.b64encode(font).decode()  # so small that a file of its own would only cost a round trip
    return purge(parse(css.replace(place, f'url("data:font/woff2;base64,{data}") format("woff2")')), words)


def style_of(sheet: Sheet, html: str, words: set[str], root: str) -> str:
    """Return the rules that one page uses, to stand in its head: it is drawn without waiting for another file."""
    css = without_unused_variables(text_of(purge(sheet, words | words_in_use([html]))))
    return re.sub(r"""url\(["']?(?!["']?data:)(?:\.\./)*([^"')]+)["']?\)""", rf'url("{root}_static/\1")', css)


# --- Pages -----------------------------------------------------------------------------------------------------------


def write_bundle(static: Path, text: str) -> str:
    """Write the one script under a name that tells its content, and remove its older versions."""
    name = f"site.{hashlib.sha256(text.encode()).hexdigest()[:12]}.js"
    for old in static.glob("site.????????????.js"):
        old.unlink()
    write(static / name, text)
    return name


def policy(html: str) -> str:
    """Return a Content-Security-Policy that allows the inline scripts of this page, and nothing from elsewhere."""
    codes = [match["code"] for match in INLINE.finditer(html) if "application/" not in match["attributes"]]
    hashes = sorted({f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" for code in codes})
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *hashes]),
        "style-src": "'self' 'unsafe-inline'",  # figures carry their colours with them
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    content = "; ".join(f"{name} {value}" for name, value in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def valid(html: str) -> str:
    """Mend what the HTML of the theme leaves to be desired; nothing of it can be seen."""
    html = re.sub(r"[ \t]+$", "", html, flags=re.MULTILINE)
    html = re.sub(r"<(meta|link|input|br|hr|img)\b([^>]*?)\s*/>", r"<\1\2>", html)
    html = re.sub(r"<button\b(?![^>]*\btype=)", '<button type="button"', html)
    # Captions of the navigation stand before the heading of the page, so they are none.
    html = html.replace('<p aria-level="2" class="caption" role="heading">', '<p class="caption">')
    html = html.replace(' open=""', " open")
    # A title alone names a control for those who hover.
    named = r'<(button|a)\b(?=[^>]*class="[^"]*\bbtn\b)(?![^>]*aria-label)([^>]*?)\btitle="([^"]*)"'
    return re.sub(named, r'<\1\2aria-label="\3" title="\3"', html)


def lighten(html: str, root: str, css: str, script: str, *, searches: bool) -> str:
    """Return a page that carries its style and loads the one script."""
    runs = SCRIPT.search(html) is not None
    late = MATH_FONT.search(css)
    if runs and late:  # a script loads it after the words are there
        css = css.replace(late[0], "")
    for leftover in (STYLESHEET, SCRIPT, PRELOAD, OWN_STYLE, OWN_FONT):
        html = leftover.sub("", html)
    html = re.sub(r'\s*<meta name="(?:viewport|docsearch:\w+|generator)"[^>]*>', "", html)
    html = re.sub(r'\s*<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    # Two lines of script that the one script does not need; and the theme's talk to the console.
    html = re.sub(r"\s*<script>DOCUMENTATION_OPTIONS\.\w+ = [^<]*</script>", "", html)
    html = re.sub(r'\s*console\.log\("\[PST\][^;]*;', "", html)
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    html = re.sub(r'<html lang="(\w+)"(?! dir)', r'<html lang="\1" dir="ltr"', html, count=1)
    html = valid(html)  # before the policy, which counts every letter of a script
    scripts = [f"_static/{script}", *(SEARCH if searches else ())]
    loads = "".join(f'<script defer src="{root}{address}"></script>\n' for address in scripts) if runs else ""
    head = (
        f'<meta charset="utf-8">\n{policy(html)}\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<style class="lb-page-style">{css}</style>\n{loads}{f"<noscript><style>{late[0]}</style></noscript>" if runs and late else ""}'
    )
    html, count = re.subn(r'<meta charset="utf-8" ?/?>', lambda _: head, html, count=1)
    assert count == 1
    return html


def lighten_all(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    static, found = out / "_static", {path: path.read_text(encoding="utf-8") for path in pages(out)}
    fontawesome = static / "scripts" / "fontawesome.js"
    raw = {
        path: draw_icons(html, fontawesome)
        for path, html in found.items()
        if path.name not in ("index.html", "404.html")
    }
    scripts = [name for name in SCRIPTS if (static / name).exists()]
    if any('data-bs-toggle="dropdown"' in html or 'data-bs-toggle="collapse"' in html for html in raw.values()):
        scripts.insert(scripts.index("scripts/pydata-sphinx-theme.js"), MENUS)
    code = {name: (static / name).read_text(encoding="utf-8") for name in scripts}
    bundle = "\n;\n".join(re.sub(r"\n?//# sourceMappingURL=.*", "", code[name]) for name in scripts)
    script = write_bundle(static, bundle)
    scripted = words_in_use([*code.values(), (static / "search_page.js").read_text(encoding="utf-8")])
    plain = {path: OWN_STYLE.sub("", html) for path, html in raw.items()}
    sheet = style_sheets(out, style_addresses(app), scripted | words_in_use(list(plain.values())))
    for path, html in plain.items():
        root = "../" * (len(path.relative_to(out).parts) - 1)
        css = style_of(sheet, html, scripted, root)
        light = lighten(html, root, css, script, searches=path.name == "search.html")
        write(path, light)


def style_addresses(app: Sphinx) -> list[str]:
    """Return the style sheets of the theme, of the extensions and of the book, in the order in which pages load them."""
    theme = ["_static/styles/theme.css", "_static/styles/pydata-sphinx-theme.css"]
    own = [str(sheet.filename) for sheet in app.builder._css_files]
    return [*theme, *(name for name in own if name not in theme)]
