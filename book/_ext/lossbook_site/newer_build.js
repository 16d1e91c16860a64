// A page from before the newest build may ask for a script that the host has no more. Then the page is asked for again, once.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
addEventListener("error", ({ target }) => {
  if (!(target instanceof HTMLScriptElement) || performance.getEntriesByType("navigation")[0]?.type === "reload") {
    return;
  }
  fetch(target.src, { method: "HEAD", cache: "no-store" }).then(({ status }) => {
    if (status === 404 || status === 410) location.reload();
  }, () => {}); // no network, or a host in trouble: the page reads without its script
}, true);
