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

// On a whole screen everything grows together, as far as there is room. A line less does not make it jump.
const LINE = 40;
let tallest = 0;
function fit() {
  const { body, fullscreenElement } = document;
  document.documentElement.classList.toggle("whole", Boolean(fullscreenElement));
  if (fullscreenElement) scrollTo(0, 0);
  const height = body.offsetHeight;
  if (height > tallest || height < tallest - LINE) tallest = height;
  const times = Math.min(innerWidth / body.offsetWidth, innerHeight / tallest);
  const [left, top] = [innerWidth - times * body.offsetWidth, innerHeight - times * tallest].map((room) => room / 2);
  body.style.transform = fullscreenElement ? `translate(${left}px, ${top}px) scale(${times})` : "";
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
  clearTimeout(waiting);
  try {
    history.replaceState(null, "", location.pathname + location.search);
  } catch { /* some frames have no address of their own */ }
  location.reload();
});
