// The font of the formulas comes after the words: until then, the browser's own shows them.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

addEventListener("load", () => {
  if (!document.querySelector("math")) return;
  const file = new URL(`${document.documentElement.dataset.content_root ?? "./"}_static/stix-two-math.woff2`, location);
  const font = new FontFace("STIX Two Math", `url("${file}") format("woff2")`);
  font.load().then((loaded) => document.fonts.add(loaded), () => {}); // without it, the browser's own stays
});
