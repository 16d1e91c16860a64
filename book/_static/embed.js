// A picture on a page of its own: its state comes from the address and goes there, and it can fill the screen. Nothing is kept.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

const place = document.querySelector("[data-explorable]"), rules = JSON.parse(place.dataset.rules);
const state = () => fromAddress(location.hash.slice(1), rules);

// The picture starts in a later script.
place.addEventListener("lossbook-start", ({ detail }) => Object.assign(detail, state()));

let written = location.hash.slice(1), waiting;
place.addEventListener("lossbook-changed", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    written = toAddress(place.model.changed, rules);
    try {
      history.replaceState(null, "", `#${written}`);
    } catch { /* some frames have no address of their own */ }
  }, 250);
});

// Another state in the address, by hand or by a link on the page around the frame.
addEventListener("hashchange", () => {
  const text = location.hash.slice(1);
  if (text === written || !place.model) return;
  written = text;
  for (const [name, value] of Object.entries(state())) place.model.set(name, value);
  place.model.save_changes();
});

const whole = document.querySelector("[data-whole]");
whole.hidden = !document.fullscreenEnabled;
whole.addEventListener(
  "click",
  () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
);
document.addEventListener("fullscreenchange", () => {
  whole.textContent = document.fullscreenElement ? "Leave full screen" : "Full screen";
});
