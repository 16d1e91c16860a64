// A picture on a page of its own: its state comes from the address and goes there, and it can fill the screen. Nothing
// is kept.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

const place = document.querySelector("[data-explorable]"), rules = JSON.parse(place.dataset.rules);

// The picture starts in a later script.
let first;
place.addEventListener(
  "lossbook-start",
  ({ detail }) => {
    first = structuredClone(detail);
    Object.assign(detail, fromAddress(location.hash.slice(1), rules));
  },
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

// On a whole screen everything grows together, as far as there is room. A line less does not make it jump. Where it would become
// much smaller, on a telephone or with large letters, the page is as ever, and scrolls.
const LINE = 40, LEAST = 0.8;
let tallest = 0;
function fit() {
  const { body, documentElement, fullscreenElement } = document;
  documentElement.classList.toggle("whole", Boolean(fullscreenElement));
  const { offsetWidth: width, offsetHeight: height } = body;
  if (height > tallest || height < tallest - LINE) tallest = height;
  const times = Math.min(innerWidth / width, innerHeight / tallest), grows = fullscreenElement && times >= LEAST;
  const [left, top] = [innerWidth - times * width, innerHeight - times * tallest].map((room) => room / 2);
  documentElement.classList.toggle("whole", Boolean(grows));
  body.style.transform = grows ? `translate(${left}px, ${top}px) scale(${times})` : "";
  if (grows) scrollTo(0, 0);
}
document.addEventListener("fullscreenchange", () => {
  whole.textContent = document.fullscreenElement ? "Leave full screen" : "Full screen";
  fit();
});
addEventListener("resize", fit);
new ResizeObserver(fit).observe(document.body);

// For the next class: the question is asked again, and everything is where it was at first.
const again = document.querySelector("[data-again]");
again.hidden = false;
again.addEventListener("click", () => {
  const { model } = place, names = Object.keys(model.changed);
  for (const name of names) model.set(name, structuredClone(first[name]));
  model.save_changes();
  for (const name of names) delete model.changed[name];
});
