"""Firefox and WebKit, the engine of Safari, as small drivers with the same four verbs; no test downloads a browser.

Playwright drives Chromium. It can't drive the Firefox and the WebKit that a Linux system installs, but these speak
WebDriver themselves: Firefox over a socket (BiDi), WebKit over HTTP. The few commands that the tests need are here.
"""

import contextlib
import glob
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import websocket

KEYS = {"Enter": "\ue007", "Space": " ", "ArrowUp": "\ue013", "ArrowDown": "\ue015", "Tab": "\ue004"}
WIDTH, HEIGHT = 1280, 900
# What a reader sees of an explorable besides the control that is worked: a slider shows its own value whatever happens.
SHOWN_BESIDES = """(explorable, control) => {
  const all = [...explorable.querySelectorAll("*")], copy = explorable.cloneNode(true);
  if (control.tagName !== "BUTTON") copy.querySelectorAll("*")[all.indexOf(control.closest("label") ?? control)]?.remove();
  return copy.innerHTML;
}"""
CONTROLS = "input[type=range], input[type=checkbox], .lb-handle, button"
DRAWN = "() => new Promise(go => requestAnimationFrame(() => requestAnimationFrame(() => go())))"
FIREFOX_SETTINGS = {  # it looks for updates and networks of its own, which no test wants
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "app.normandy.enabled": False,
}
# Put before everything else on a page, where the engine itself reports no complaints.
WATCHER = """<script>
window.complaints = [];
addEventListener("error", event => complaints.push(event.message ?? `cannot load ${event.target.src ?? event.target.href}`), true);
addEventListener("unhandledrejection", event => complaints.push(String(event.reason)));
addEventListener("securitypolicyviolation", event => complaints.push(`refused: ${event.blockedURI}`));
for (const kind of ["error", "warn"]) {
  const say = console[kind];
  console[kind] = (...words) => { complaints.push(words.join(" ")); say(...words); };
}
</script>"""


def firefox_path() -> str | None:
    """Return where Firefox is, under any of its names; an empty answer means nowhere."""
    return os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")


def webkit_path() -> str | None:
    """Return where WebKit's small browser is, if its driver and a screen without a monitor are there as well."""
    browsers = glob.glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")
    return browsers[-1] if browsers and shutil.which("WebKitWebDriver") and shutil.which("Xvfb") else None


class Firefox:
    """Firefox over WebDriver BiDi."""

    def __init__(self, address: str) -> None:
        # A browser refuses commands from web pages, which it knows by their origin.
        self._socket = websocket.create_connection(address, suppress_origin=True, timeout=60)
        self._sent, self._events = 0, []
        self._ask("session.new", capabilities={})
        self._ask(
            "session.subscribe", events=["log.entryAdded", "network.beforeRequestSent", "network.responseCompleted"]
        )
        # A new tab has the focus; in the first one the address bar has it, and buttons do not act on keys.
        self._tab = self._ask("browsingContext.create", type="tab")["context"]
        self._ask("browsingContext.setViewport", context=self._tab, viewport={"width": WIDTH, "height": HEIGHT})

    def _ask(self, method: str, **parameters) -> dict:
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer["type"] == "event":
                self._events.append(answer)
            elif answer["id"] == self._sent:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['message']}")
                return answer["result"]

    def close(self) -> None:
        self._socket.close()

    def resize(self, width: int) -> None:
        self._ask("browsingContext.setViewport", context=self._tab, viewport={"width": width, "height": HEIGHT})

    def open(self, address: str) -> None:
        self._events.clear()
        self._site = "/".join(address.split("/")[:3])
        self._ask("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def run(self, body: str) -> object:
        """Run the body of an asynchronous function, and return what it returns."""
        answer = self._ask(
            "script.evaluate", target={"context": self._tab}, awaitPromise=True,
            expression=f"(async () => JSON.stringify(await (async () => {{ {body} }})()))()",
        )  # fmt: skip
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def press(self, key: str) -> None:
        strokes = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        self._ask(
            "input.performActions", context=self._tab, actions=[{"type": "key", "id": "keyboard", "actions": strokes}]
        )

    def complaints(self) -> list[str]:
        """What the page said on the console, what failed to load, and what it asked for outside the site."""
        self.run("return 1")  # what happened before has been reported by the time this is answered
        found = []
        for event in self._events:
            about = event["params"]
            if event["method"] == "log.entryAdded" and about["level"] in ("error", "warn"):
                found.append(str(about["text"]))
            elif event["method"] == "network.responseCompleted" and about["response"]["status"] >= 400:
                if not about["request"]["url"].endswith("/favicon.ico"):  # its own idea, on a page without an icon
                    found.append(f"{about['response']['status']}: {about['request']['url']}")
            elif event["method"] == "network.beforeRequestSent":
                url = about["request"]["url"]
                if about.get("context") and not url.startswith((self._site, "data:", "blob:")):
                    found.append(f"leaves the site: {url}")
        return found


class WebKit:
    """WebKit over WebDriver, its HTTP kind. Pages have to be served with `WATCHER`: the engine reports no complaints."""

    def __init__(self, driver: str, binary: str) -> None:
        self._address = driver
        options = {"webkitgtk:browserOptions": {"binary": binary, "args": ["--automation"]}}
        session = self._ask("/session", capabilities={"alwaysMatch": options})
        self._address = f"{driver}/session/{session['sessionId']}"
        self._ask("/window/rect", width=WIDTH, height=HEIGHT)

    def _ask(self, path: str, **parameters) -> object:
        request = urllib.request.Request(
            self._address + path, json.dumps(parameters).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise RuntimeError(f"{path}: {json.load(error)['value']['message']}") from None

    def open(self, address: str) -> None:
        self._ask("/url", url=address)

    def run(self, body: str) -> object:
        """Run the body of an asynchronous function, and return what it returns."""
        script = f"const done = arguments[0]; (async () => {{ {body} }})().then(value => done({{ value }}), error => done({{ error: String(error) }}));"
        answer = self._ask("/execute/async", script=script, args=[])
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer.get("value")

    def press(self, key: str) -> None:
        strokes = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        self._ask("/actions", actions=[{"type": "key", "id": "keyboard", "actions": strokes}])

    def complaints(self) -> list[str]:
        """What the page said on the console, what failed to load, and what it asked for outside the site."""
        outside = "performance.getEntriesByType('resource').map(entry => entry.name).filter(url => !url.startsWith(location.origin) && !/^(data|blob):/.test(url))"
        return self.run(f"return [...complaints, ...{outside}.map(url => `leaves the site: ${{url}}`)];")


@contextlib.contextmanager
def running(command: list[str], **options) -> Iterator[subprocess.Popen]:
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            process.terminate()


@contextlib.contextmanager
def firefox(path: str) -> Iterator[Firefox]:
    """Start a Firefox without a window, with a new profile, and end it again."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        settings = [f'user_pref("{name}", {json.dumps(value)});' for name, value in FIREFOX_SETTINGS.items()]
        with open(f"{profile}/user.js", "w", encoding="utf-8") as file:
            file.write("\n".join(settings))
        log = f"{profile}/log"
        command = [path, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"]
        with open(log, "w", encoding="utf-8") as output, running(command, stdout=output, stderr=output):
            browser = Firefox(in_time(lambda: re.search(r"ws://\S+", _read(log)))[0] + "/session")
            with contextlib.closing(browser):
                yield browser


@contextlib.contextmanager
def webkit(path: str) -> Iterator[WebKit]:
    """Start WebKit's driver on a screen that exists in memory alone, and end both again."""
    reader, writer = os.pipe()
    screen = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running(screen, pass_fds=[writer], **quiet), tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.close(writer)
        with os.fdopen(reader) as numbers:
            display = f":{numbers.readline().strip()}"
        environment = {
            **os.environ, "DISPLAY": display, "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            # The pages are the course's own, and the sandbox refuses to run in most containers.
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
            "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home,
        }  # fmt: skip
        port = _free_port()
        with running(["WebKitWebDriver", f"--port={port}"], env=environment, **quiet):
            address = f"http://127.0.0.1:{port}"
            in_time(lambda: _answers(f"{address}/status"))
            browser = WebKit(address, path)
            yield browser
            urllib.request.urlopen(urllib.request.Request(browser._address, method="DELETE"), timeout=30).close()


def in_time(found, seconds: float = 60):
    """Wait until `found()` is something, and return it."""
    end = time.monotonic() + seconds
    while not (what := found()):
        if time.monotonic() > end:
            raise TimeoutError("the browser did not start")
        time.sleep(0.05)
    return what


def _read(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
