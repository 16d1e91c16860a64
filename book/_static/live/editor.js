// deno-lint-ignore-file no-undef -- the linter does not know what a page has
// A place to write code: that of prism.js where the site has it, else a bare text area. Both are text areas as the browser
// makes them, so everything that readers and their tools know of those works.
import { prism } from "./built.js";

let asked = null, editors = 0;
const library = () => asked ??= prism ? import("./prism.js").catch(() => null) : Promise.resolve(null);

/** Fill an element with code, each line in an element of its own; colours come when they are there. */
export async function colour(element, source, marked = 0) {
  const draw = (all) =>
    element.replaceChildren(...all.map((parts, place) => {
      const line = document.createElement("span");
      if (place + 1 === marked) line.className = "lb-here";
      line.append(...parts);
      return line;
    }));
  draw(source.split("\n").map((line) => [`${line}\n`]));
  const drawn = element.firstChild, found = await library();
  if (found && element.firstChild === drawn) draw(found.coloured(source));
}

function bare(source) {
  const area = document.createElement("textarea");
  Object.assign(area, { value: source, spellcheck: false, autocapitalize: "off", autocomplete: "off" });
  const grow = () => area.rows = area.value.split("\n").length;
  grow();
  area.addEventListener("input", grow);
  return {
    element: area,
    area,
    set value(text) {
      area.value = text;
      grow();
    },
    mark() {
      // What is shown below names the line.
    },
  };
}

/**
 * An editor with some code in it.
 *
 * `label` names it, `changed(source)` hears of every change, `run()` is what Ctrl+Enter does, and `say(text)` tells readers
 * who do not see the line below it what Tab does now.
 */
export async function editor(source, { label, changed, run, say }) {
  const found = await library(), place = found ? found.place(source) : bare(source), { area } = place;
  const element = document.createElement("div"), way = document.createElement("p");
  let indents = false;
  element.className = "lb-editor";
  way.className = "lb-way-out";
  way.id = `lb-way-out-${++editors}`;
  for (const [name, value] of [["autocorrect", "off"], ["aria-label", label], ["aria-describedby", way.id]]) {
    area.setAttribute(name, value);
  }
  const tell = () =>
    way.textContent = indents
      ? "Tab indents now. Ctrl+M or Esc: Tab moves on again."
      : `Ctrl+Enter runs. Tab moves on${found ? "; Ctrl+M lets it indent" : ""}.`;
  const setIndents = (value) => {
    place.indents = indents = value;
    tell();
    say(way.textContent);
  };
  area.addEventListener("input", () => {
    place.mark(0);
    changed(area.value);
  });
  // On the way to the text area: these keys come before those of the place, and letters that are still being put together
  // belong to neither.
  element.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (event.isComposing) return event.stopPropagation();
    if (altKey) return;
    if (key === "Enter" && (ctrlKey || metaKey || shiftKey)) run();
    else if (found && key.toLowerCase() === "m" && ctrlKey && !metaKey) setIndents(!indents);
    else if (key === "Escape" && indents) setIndents(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  // The clipboard stays the browser's: without a selection nothing is copied.
  for (const what of ["copy", "cut", "paste"]) element.addEventListener(what, (event) => event.stopPropagation(), true);
  tell();
  element.append(place.element, way);
  return {
    element,
    focus: () => area.focus({ preventScroll: true }),
    get value() {
      return area.value;
    },
    set value(text) {
      place.value = text;
    },
    mark: place.mark,
  };
}
