// After a first visit the course reads without a network: a service worker keeps its pages (book/_ext/lossbook_site/offline.py).
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

(() => {
  const workers = (() => {
    try {
      return navigator.serviceWorker;
    } catch {
      return undefined; // a frame that is shut off may not even ask
    }
  })();
  if (!workers || !location.protocol.startsWith("http") || navigator.connection?.saveData) return;
  const root = new URL(document.documentElement.dataset.content_root ?? "./", location);
  const noRoom = `lossbook:${root.pathname}:no-room`, week = 7 * 24 * 3600 * 1000; // when there was none
  if (Date.now() - Number(localStorage.getItem(noRoom)) < week) return;
  let asked = false;
  const register = () => {
    // A reader who has pressed Run waits for Python. The copy for later is as large, and can wait as well.
    if (document.documentElement.dataset.python === "loading") setTimeout(register, 1000);
    // A host may forbid it; then there is no offline copy.
    else workers.register(new URL("sw.js", root)).catch(() => {});
  };
  const keep = () => {
    if (asked) return;
    asked = true;
    setTimeout(register, 500); // by then a press on a button has become a click
  };
  workers.addEventListener("message", ({ data }) => {
    if (data !== "lossbook: no room") return;
    const said = localStorage.getItem(noRoom) !== null, line = document.createElement("p");
    localStorage.setItem(noRoom, Date.now());
    if (said) return;
    line.setAttribute("role", "status");
    document.querySelector("article")?.append(line);
    line.textContent =
      "Your browser has no room to keep the course for reading without a network. With one, all works as before.";
  });
  // The page comes first: nothing is fetched before the reader does something, or has been here for a while.
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, keep, { once: true, passive: true, capture: true });
  }
  addEventListener("load", () => setTimeout(keep, 12000));
})();
