"""What all tests share: where things are, and a browser where there is one."""

import contextlib
import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "_build"
_SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "book").glob("*.md"))}
# Pages with cells; those that teach have an aim, exercises and a quiz, and the others are for looking things up.
NOTEBOOKS = [name for name, text in _SOURCES.items() if "kernelspec:" in text[:400]]
CHAPTERS = [name for name in NOTEBOOKS if "After this chapter you can" in _SOURCES[name]]
EXPLORABLES = [name for name in NOTEBOOKS if "lossbook.explorables" in _SOURCES[name]]


def missing(what: str, remedy: str) -> None:
    """Skip where a newcomer's machine lacks something; fail where nothing may be lacking."""
    message = f"{what} is missing. {remedy}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def html() -> Path:
    """The folder of the built site."""
    folder = BUILD / "html"
    if not folder.exists():
        pytest.fail("The site is not built. Run: make book")
    return folder


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 64  # a page that starts Python asks for some twenty files at once


@contextlib.contextmanager
def serve(folder: Path, head: str = ""):
    """Serve a folder on this machine, and give its address; `head` comes first in every page."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            file = Path(self.translate_path(self.path))
            if not head or file.suffix != ".html" or not file.exists():
                return super().do_GET()
            page = file.read_text(encoding="utf-8").replace("<head>", f"<head>{head}", 1).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            return self.wfile.write(page)

    server = Server(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def site(html):
    """The address of the built site, served on this machine."""
    with serve(html) as address:
        yield address


def chromium_path() -> str | None:
    """Return where Chromium is, under any of its names; an empty answer means nowhere."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium, the one of the system: no test downloads a browser."""
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    if not path:
        missing("Chromium", "Install it, for example with: sudo apt-get install chromium")
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # what leaves the site is named, and gets nowhere
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()
