"""The three pages that `in_page.py` compares, and a host that sends them: this site, JupyterLite, and bare Pyodide."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
import tomllib
import urllib.parse
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import platformdirs

ROOT = Path(__file__).parent.parent
LITE = ["jupyterlite-core==0.8.6", "jupyterlite-pyodide-kernel==0.8.6"]
LITE_NEEDS = ("ipython", "jedi", "micropip", "packaging", "numpy", "matplotlib")  # what its kernel and the cells import

# ---------- a static host ----------

ENDINGS = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css",
    ".json": "application/json", ".ipynb": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm",
}  # fmt: skip


class Host(http.server.ThreadingHTTPServer):
    """A folder as static hosts serve it: packed by gzip, and kept by browsers for ten minutes. It counts what it sends."""

    request_queue_size = 64

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.address, self.sent = f"http://127.0.0.1:{self.server_port}/", 0
        files = [path for path in folder.rglob("*") if path.is_file()]
        self.files = {f"/{path.relative_to(folder).as_posix()}": path for path in files}
        self.ready = {}

    def body(self, name: str) -> bytes:
        if name not in self.ready:
            raw, packed = self.files[name].read_bytes(), Path(name).suffix in ENDINGS
            self.ready[name] = gzip.compress(raw, 6) if packed else raw
        return self.ready[name]


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Host

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        name = self.path.split("?")[0]
        found = name in self.server.files
        body, kind = (self.server.body(name), ENDINGS.get(Path(name).suffix)) if found else (b"", "text/plain")
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", kind or "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if found and kind:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)
        if "max-age=0" not in self.headers.get("Cache-Control", ""):  # a service worker fills its cache so
            self.server.sent += len(body)


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Host]:
    with Host(folder) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield host
        host.shutdown()


# ---------- the three ----------

UNTIL = """
const until = (found, patience = 120) => new Promise((go, fail) => {
  const end = performance.now() + patience * 1000;
  (function look() {
    const what = found();
    what ? go(what) : performance.now() > end ? fail(new Error("waited too long")) : setTimeout(look, 4);
  })();
});
const seconds = async (act, found) => {
  const start = performance.now();
  act();
  await until(found);
  return (performance.now() - start) / 1000;
};
const shows = (box, word) => word ? box?.textContent.includes(word) : box?.querySelector("svg, img");
"""


@dataclass(frozen=True)
class Contender:
    """A page with Python. Its script has `first(code, word)` and `run(code, word)`, which wait for the word, or for a figure
    where there is none, and return seconds, as `stop()` does, or null where nothing stops a loop. `settle()` waits for a
    service worker; `all()` runs a whole chapter where the page has one."""

    name: str
    folder: Path
    address: Callable[[str, str], str]  # of the page for a chapter and a cell's code
    script: str


SITE = """
const root = document.documentElement, ready = () => root.dataset.python === "ready";
const box = () => cell.querySelector("[data-role=output]"), press = (what) => cell.querySelector(`[data-do=${what}]`).click();
const write = async (code) => {
  if (!cell.querySelector("textarea")) press("edit");
  const area = await until(() => cell.querySelector("textarea"));
  area.value = code;
  area.dispatchEvent(new Event("input", { bubbles: true }));
};
const first = (code, word) => {
  const codes = [...document.querySelectorAll("[data-cell] .cell_input pre")];
  window.cell = codes.find((pre) => pre.textContent.trim() === code.trim()).closest("[data-cell]");
  box().textContent = "";
  cell.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  return seconds(() => press("run"), () => shows(box(), word));
};
const run = async (code, word) => {
  await write(code);
  return seconds(() => press("run"), () => ready() && shows(box(), word));
};
const stop = async () => {
  await run("kept = 41\\nprint('was', 'kept')", "was kept");
  await write("while True:\\n    pass");
  press("run");
  await new Promise((go) => setTimeout(go, 700));
  const time = await seconds(() => press("stop"), ready);
  await run("print('now', kept + 1)", "now 42");
  return time;
};
const settle = () => until(() => navigator.serviceWorker?.controller?.state === "activated", 30).catch(() => {});
const all = async () => {
  document.querySelector("[data-do=all]").click();
  const cells = [...document.querySelectorAll("[data-cell]:has([data-do=run])")];
  await until(() => ready() && cells.every((cell) => /done|stopped/.test(cell.querySelector(".lb-state").textContent)));
  return true;
};
"""

LITE_SCRIPT = """
const box = () => [...document.querySelectorAll(".jp-OutputArea-output")].at(-1);
const first = async (code, word) => {
  await until(() => shows(box(), word));
  return performance.now() / 1000; // since the reader followed the link
};
const its = () => [...jupyterapp.shell.widgets("main")].find(({ console }) => console).console;
const run = (code, word) => seconds(() => its().inject(code), () => shows(box(), word));
const stop = async () => {
  its().inject("while True:\\n    pass");
  await new Promise((go) => setTimeout(go, 700));
  const { kernel } = its().sessionContext.session;
  kernel.interrupt();
  return until(() => kernel.status !== "busy", 3).catch(() => null);
};
const settle = () => null, all = settle;
"""

BARE_PAGE = """<!doctype html><meta charset="utf-8"><title>Pyodide</title><pre></pre><script type="module">
let worker;
window.start = (code) => {
  worker ??= new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => document.querySelector("pre").innerHTML += data;
  worker.postMessage(code);
};
</script>"""
BARE_WORKER = """import { loadPyodide } from "./pyodide.mjs";
const python = loadPyodide({ packages: ["numpy"], env: { MPLBACKEND: "svg" } });
addEventListener("message", async ({ data }) => {
  const { setStdout, loadPackagesFromImports, runPython } = await python;
  setStdout({ batched: (text) => postMessage(`${text}\\n`) });
  if (!data.includes("plt.show()")) return runPython(`${data}\\nprint()`);
  await loadPackagesFromImports(data);
  const save = "import io\\nfile = io.StringIO()\\nplt.savefig(file, format='svg')\\nfile.getvalue()";
  postMessage(runPython(data.replace("plt.show()", save)));
});"""
BARE_SCRIPT = """
const box = () => document.querySelector("pre");
const first = (code, word) => seconds(() => start(code), () => shows(box(), word)), run = first;
const stop = () => null, settle = stop, all = stop;
"""


def this_site() -> Contender:
    folder = ROOT / "_build" / "html"
    if not list(folder.glob("_static/python.*")):
        sys.exit("The site is not built, or it is built without Python. Run: make book")
    return Contender("this site", folder, lambda chapter, _: f"book/{chapter}.html", SITE)


def bare(into: Path) -> Contender:
    (found,) = (ROOT / "_build" / "html").glob("_static/python.*")
    shutil.copytree(found, into)
    (into / "index.html").write_text(BARE_PAGE, encoding="utf-8")
    (into / "worker.js").write_text(BARE_WORKER, encoding="utf-8")
    return Contender("bare Pyodide", into, lambda chapter, _: f"index.html?{chapter}", BARE_SCRIPT)


def pyodide_for_lite(pip: list[str], into: Path) -> None:
    """Gather Pyodide as it is published, with the packages that JupyterLite needs."""
    version = tomllib.loads((ROOT / "book" / "python_files.toml").read_text(encoding="utf-8"))["version"]
    shutil.copytree(platformdirs.user_cache_path("lossbook", appauthor=False) / "python" / version, into)
    lock = json.loads((into / "pyodide-lock.json").read_text(encoding="utf-8"))
    needed, waiting = {}, list(LITE_NEEDS)
    while waiting:
        name = re.sub("[-_.]+", "-", waiting.pop()).lower()
        if name not in needed:
            needed[name] = lock["packages"][name]
            waiting += needed[name]["depends"]
    lacking = [entry for entry in needed.values() if not (into / entry["file_name"]).exists()]
    names = [f"{entry['name']}=={entry['version']}" for entry in lacking]
    kind = ["--only-binary=:all:", "--python-version=3.14", "--platform=any", "--implementation=py", "--abi=none"]
    subprocess.run([*pip, "download", "-q", "--no-deps", *kind, "-d", into, *names], check=True)
    for entry in lacking:  # Pyodide packs these anew, so that their sums differ
        entry["sha256"] = sha256((into / entry["file_name"]).read_bytes()).hexdigest()
    (into / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def jupyterlite() -> Contender:
    cache = platformdirs.user_cache_path("lossbook", appauthor=False) / "jupyterlite"
    page, made = cache / "page", cache / "made"
    if not made.exists():
        print("JupyterLite is fetched and built, once.", file=sys.stderr)
        shutil.rmtree(cache, ignore_errors=True)
        venv.create(cache / "venv", with_pip=True)
        pip = [str(cache / "venv" / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "-q", *LITE], check=True)
        subprocess.run([*pip, "download", "-q", "--no-deps", "-d", cache / "wheels", "comm==0.2.3"], check=True)
        source = cache / "source"
        pyodide_for_lite(pip, source / "static" / "pyodide")
        settings = {"jupyter-lite-schema-version": 0, "jupyter-config-data": {"exposeAppInBrowser": True}}
        (source / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
        wheel = next((cache / "wheels").iterdir())
        build = ["build", "--lite-dir", source, "--output-dir", page, "--piplite-wheels", wheel, "--apps", "repl"]
        subprocess.run([cache / "venv/bin/jupyter", "lite", *build], cwd=source, check=True, stdout=subprocess.DEVNULL)
        made.touch()

    def address(chapter: str, code: str) -> str:
        return f"repl/index.html?{urllib.parse.urlencode({'kernel': 'python', 'code': code, 'page': chapter})}"

    return Contender("JupyterLite", page, address, LITE_SCRIPT)
