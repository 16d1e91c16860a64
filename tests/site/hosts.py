"""A small server that plays the hosts there are: it can keep silent, fail, hang up, drop `.html` from addresses, lie in a
folder, lose a page, and serve a page from before the newest build.
"""

import contextlib
import functools
import http.server
import threading

KINDS_OF_FILES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


class Host:
    """A folder behind an address, and what is wrong with it at the moment."""

    def __init__(self, folders, *, clean=False):
        self.folders = folders  # by the path they lie under
        self.clean = clean  # drops .html, as Cloudflare Pages and Netlify do
        self.fault = None  # "hang", "hang up" or a status
        self.gone = set()  # addresses that were taken away
        self.stale = {}  # bytes that are served once more, as a slow cache does
        self.asked = []
        self.released = threading.Event()

    def find(self, path):
        """Return the file for a path, or where it moved to."""
        prefix = next(
            (prefix for prefix in sorted(self.folders, key=len, reverse=True) if path.startswith(prefix)), None
        )
        if prefix is None or path in self.gone:
            return None
        name, folder = path.removeprefix(prefix), self.folders[prefix]
        if self.clean and name.endswith(".html"):
            return prefix + name.removesuffix(".html").removesuffix("index")
        for ending in ("", "index.html", ".html" if self.clean else ""):
            if (folder / f"{name}{ending}").is_file():
                return folder / f"{name}{ending}"
        return None

    def lost(self, path):
        return next(
            (folder for prefix, folder in sorted(self.folders.items(), reverse=True) if path.startswith(prefix)), None
        )


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, host, *more):
        self.host = host
        super().__init__(*more)

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        path = self.path.split("?")[0]
        self.host.asked.append(path)
        if self.host.fault == "hang":
            self.host.released.wait(20)
            self.close_connection = True
            return
        if self.host.fault == "hang up":
            self.close_connection = True
            return
        if self.host.fault:
            self.answer(self.host.fault, b"The host is in trouble", "text/html")
            return
        found = self.host.find(path)
        if isinstance(found, str):
            self.send_response(308)
            self.send_header("Location", found + self.path[len(path) :])
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif found is None:
            folder = self.host.lost(path)
            self.answer(404, (folder / "404.html").read_bytes() if folder else b"Nothing", "text/html; charset=utf-8")
        else:
            kind = KINDS_OF_FILES.get(found.suffix, "application/octet-stream")
            self.answer(200, self.host.stale.pop(path, None) or found.read_bytes(), kind)

    def answer(self, status, data, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            with contextlib.suppress(ConnectionError):
                self.wfile.write(data)


@contextlib.contextmanager
def serving(folders, **options):
    host = Host(folders, **options)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, host))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host.origin = f"http://127.0.0.1:{server.server_port}"
    yield host
    host.released.set()
    server.shutdown()
    server.server_close()
