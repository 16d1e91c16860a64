"""A Chromium that nobody watches: pages are opened and scripts run in it, and that is all.

Playwright asks a browser for news of everything that is loaded, and the browser then keeps each file up to three times,
for whoever may want to see it. For a page that starts Python these are 80 MB that no reader's browser has.
"""

import contextlib
import json
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import websocket

from tests.conftest import chromium_path
from tests.site.browsers import in_time, running

OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


class Devtools:
    """One tab, spoken to over the DevTools protocol; none of its domains is switched on."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, suppress_origin=True, timeout=300)
        self._sent = 0

    def _ask(self, method: str, **parameters) -> dict:
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._sent:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def open(self, address: str) -> None:
        self._ask("Page.navigate", url=address)
        there = f"return document.readyState === 'complete' && location.href.startsWith({json.dumps(address)})"
        in_time(lambda: self._tells(there))

    def _tells(self, body: str) -> object:
        with contextlib.suppress(RuntimeError):  # a page that is being left
            return self.run(body)

    def run(self, body: str) -> object:
        """Run the body of an asynchronous function, and return what it returns."""
        answer = self._ask(
            "Runtime.evaluate", expression=f"(async () => {{ {body} }})()", awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", "a script failed"))
        return answer["result"].get("value")


@contextlib.contextmanager
def started() -> Iterator[tuple[Devtools, str]]:
    """Start a Chromium with a new profile; give its tab, and the folder of the profile."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [chromium_path(), *OPTIONS, f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"]
        with running(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            port = in_time(lambda: _port(Path(profile, "DevToolsActivePort")))
            yield Devtools(in_time(lambda: _tab(port))), profile


def _port(file: Path) -> str:
    return file.read_text(encoding="utf-8").partition("\n")[0] if file.exists() else ""


def _tab(port: str) -> str | None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
        return next((each["webSocketDebuggerUrl"] for each in json.load(answer) if each["type"] == "page"), None)
