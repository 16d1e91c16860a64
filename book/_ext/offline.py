"""The service worker `sw.js`: it keeps all pages for reading without a network, and never serves an old one with it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sphinx.application import Sphinx

KEPT = (
    "book/*.html",
    "*.html",
    "*.js",
    "_static/site.*",
    "_static/searchtools.js",
    "_static/language_data.js",
    "_static/*.woff2",
    "_static/*.svg",
)
LEFT_OUT = {"sw.js", "whole_course.html"}

WORKER = """// Made while the site is built. The name of the cache tells its content, so that a new build replaces all of it.
"use strict";

const CACHE = "lossbook-VERSION", FILES = LIST, LOST = "404.html";
const NAMED_BY_CONTENT = /\\.[0-9a-f]{12}\\.js$/;

addEventListener("install", event => event.waitUntil((async () => {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map(file => new Request(file, { cache: "no-cache" })));
  await skipWaiting();
})()));

addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("lossbook-") && name !== CACHE) await caches.delete(name);
  await clients.claim();
})()));

// With a network, pages come from the network: nobody reads a stale chapter. Without, from the cache.
async function answer(request) {
  const cache = await caches.open(CACHE), kept = () => cache.match(request, { ignoreSearch: true });
  if (NAMED_BY_CONTENT.test(new URL(request.url).pathname)) return await kept() ?? fetch(request);
  try {
    return await fetch(request, { cache: "no-cache" }); // ask the host whether its copy has changed
  } catch (error) {
    const found = await kept() ?? (request.mode === "navigate" ? await cache.match(LOST) : undefined);
    if (found) return found;
    throw error;
  }
}

addEventListener("fetch", event => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(registration.scope)) event.respondWith(answer(request));
});
"""


def write(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    files = sorted({path for pattern in KEPT for path in out.glob(pattern) if path.name not in LEFT_OUT})
    names = [path.relative_to(out).as_posix() for path in files]
    version = hashlib.sha256()
    for name, path in zip(names, files, strict=True):
        version.update(name.encode() + path.read_bytes())
    worker = WORKER.replace("VERSION", version.hexdigest()[:12]).replace("LIST", json.dumps(names))
    (out / "sw.js").write_text(worker, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, object]:
    app.add_js_file("offline.js", loading_method="defer")
    app.connect("build-finished", write, priority=990)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
