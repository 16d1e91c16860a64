// deno-lint-ignore-file no-undef -- the linter does not know what a page has
// Explorables and Python: what the reader drags reaches the object in Python, and what Python sets moves the picture.
// An explorable that a cell shows is drawn by its own module; a picture that came with the page is joined to the object as
// soon as Python has run the cell that made it.
import { standalone } from "./explorables/kit.js";
import { inert, kinds, textBox } from "./output.js";
import * as session from "./session.js";

const models = new Map(); // by the number that Python gave
let hearing = false; // while a change that came from Python is drawn

const tell = (id, changes) => {
  if (!hearing) session.send({ type: "state", id, changes: JSON.stringify(changes) });
};

function set(model, changes) {
  hearing = true;
  for (const [name, value] of Object.entries(changes)) model.set(name, value);
  model.save_changes();
  hearing = false;
}

async function draw(box, { id, module, state, style, data }) {
  if (!models.has(id)) { // before anything is waited for: Python may change it in its next line
    const made = standalone(JSON.parse(state), (changes) => models.get(id) === made && tell(id, changes));
    models.set(id, made);
  }
  const model = models.get(id);
  try {
    const { default: explorable } = await import(new URL(`explorables/${module}`, import.meta.url).href);
    inert(`<style>${style}</style>`);
    const element = document.createElement("div");
    box.append(element);
    explorable.render({ model, el: element });
  } catch (error) {
    console.warn(error);
    box.replaceChildren(textBox(data["text/plain"], "text_plain"));
  }
}

kinds.explorable = (output, message) => {
  const box = output.add(document.createElement("div"));
  box.className = "output text_html";
  draw(box, message);
};

// A cell that shows no code has run: its picture is on the page already.
session.listen("explorable", ({ silent, cell, id, name, state }) => {
  const place = document.querySelector(`[data-cell="${cell}"] [data-explorable="${name}"]`);
  if (!silent || !place?.model) return;
  models.set(id, place.model);
  place.python = id;
  const { model } = place, differs = ([key, value]) => JSON.stringify(value) !== JSON.stringify(model.get(key));
  const python = JSON.parse(state), others = Object.entries(python).filter(differs);
  const moved = others.filter(([key]) => key in model.changed); // while the cell waited for its turn
  if (moved.length) tell(id, Object.fromEntries(moved.map(([key]) => [key, model.get(key)])));
  set(model, Object.fromEntries(others.filter(([key]) => !(key in model.changed))));
});
document.addEventListener("lossbook-changed", ({ target, detail }) => {
  if (target.python !== undefined) tell(target.python, detail);
});
session.listen("state", ({ id, changes }) => {
  const model = models.get(id);
  if (model) set(model, JSON.parse(changes));
});

// A new Python knows none of them.
session.listen("status", ({ word }) => {
  if (word !== "loading" || !models.size) return;
  models.clear();
  for (const place of document.querySelectorAll("[data-explorable]")) delete place.python;
});

/** What the reader did with pictures that Python does not know yet: cell, name and changes of each, as JSON. */
export function drawn() {
  const moved = [...document.querySelectorAll("[data-cell] [data-explorable]")].filter((place) =>
    place.model && place.python === undefined && Object.keys(place.model.changed).length
  );
  return JSON.stringify(moved.map((place) => [
    Number(place.closest("[data-cell]").dataset.cell),
    place.dataset.explorable,
    place.model.changed,
  ]));
}
