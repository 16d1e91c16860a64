// A picture on a page of its own: its state comes from the address and goes there, and it can fill the screen. Nothing
// is kept.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

const place = document.querySelector("[data-explorable]"), rules = JSON.parse(place.dataset.rules);

// The picture starts in a later script.
place.addEventListener(
  "lossbook-start",
  ({ detail }) => Object.assign(detail, fromAddress(location.hash.slice(1), rules)),
);

let waiting; // browsers refuse to change an address at every move of a hand
place.addEventListener("lossbook-changed", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    try {
      history.replaceState(null, "", `#${toAddress(place.model.changed, rules)}`);
    } catch { /* some frames have no address of their own */ }
  }, 250);
});

// Another address, typed or set by the page around the frame: another picture.
addEventListener("hashchange", () => location.reload());

const whole = document.querySelector("[data-whole]");
whole.hidden = !document.fullscreenEnabled;
whole.addEventListener(
  "click",
  () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
);
document.addEventListener("fullscreenchange", () => {
  whole.textContent = document.fullscreenElement ? "Leave full screen" : "Full screen";
});
