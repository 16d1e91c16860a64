// After a first visit the course reads without a network: a service worker keeps its pages (book/_ext/lossbook_site/offline.py).
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

(() => {
  if (!navigator.serviceWorker || !location.protocol.startsWith("http") || navigator.connection?.saveData) return;
  const root = new URL(document.documentElement.dataset.content_root ?? "./", location);
  let asked = false;
  const keep = () => {
    if (asked) return;
    asked = true;
    // A host may forbid it; then there is no offline copy.
    navigator.serviceWorker.register(new URL("sw.js", root)).catch(() => {});
  };
  // The page comes first: nothing is fetched before the reader does something, or has been here for a while.
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, keep, { once: true, passive: true, capture: true });
  }
  addEventListener("load", () => setTimeout(keep, 12000));
})();
