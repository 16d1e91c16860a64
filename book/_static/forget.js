// What the browser keeps of the course is forgotten at one press, and comes back by another until the page is left.
// deno-lint-ignore-file no-undef no-unused-vars -- kept.js stands above, and the scripts below use these
"use strict";

let forgotten = false; // on this page, and nothing was done since

// What was written into cells (live/edits.js) has a name for each cell.
const edits = () =>
  Array.from({ length: localStorage.length }, (_, place) => localStorage.key(place))
    .filter((name) => name?.startsWith(`${KEY}:edit:`));

/** Remove all that is kept, and return it: pairs of a name and what stood under it. */
function forgetAll() {
  const names = [...read(FIRST)?.path === PATH ? [FIRST] : [], KEY, ...edits()];
  const removed = names.map((name) => [name, localStorage.getItem(name)]).filter(([, value]) => value !== null);
  for (const name of names) localStorage.removeItem(name);
  return removed;
}

/** Bring back what was removed, and add what was done in the meantime. */
function bringBack(removed) {
  const since = read(KEY);
  for (const [name, value] of removed) localStorage.setItem(name, value);
  if (!since) return;
  write(KEY, merged(kept(), { done: Object.entries(since.done ?? {}), tries: Object.entries(since.tries ?? {}) }));
}

/** Put a button into a box that forgets, and one that undoes it; return what shows the one that has something to do. */
function offerToForget(box, showAgain) {
  const said = document.createElement("p");
  let removed = [];
  said.setAttribute("role", "status");
  const button = (text, press) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "lb-forget";
    made.textContent = text;
    made.addEventListener("click", press);
    return made;
  };
  const forget = button("Forget what I did", () => {
    removed = forgetAll();
    forgotten = true;
    tell("Forgotten. You can undo this until you leave the page.", undo);
  });
  const undo = button("Undo", () => {
    bringBack(removed);
    removed = [];
    forgotten = false;
    tell("All that you did is back.", forget);
  });
  const show = () => {
    const { done, tries = {}, place } = kept();
    forget.hidden = !place && [done, tries].every((all) => Object.keys(all).length === 0) && edits().length === 0;
    undo.hidden = removed.length === 0;
  };
  const tell = (words, next) => {
    show();
    showAgain();
    said.textContent = words;
    next.focus({ preventScroll: true }); // the button that was pressed is gone
  };
  box.append(forget, said, undo);
  document.addEventListener("change", show);
  document.addEventListener("toggle", show, true);
  addEventListener("pageshow", show);
  addEventListener("storage", show);
  addEventListener("pagehide", () => { // whoever comes back to this page, nothing of it is there
    removed = [];
    said.textContent = "";
    show();
  });
  show();
  return show;
}
