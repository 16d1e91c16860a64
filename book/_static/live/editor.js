// deno-lint-ignore-file no-undef -- the linter does not know what a page has
// A place to write code: a text area, as the browser makes it, over the same text in colour. So everything that readers
// and their tools know of text areas works: selection, undo, spelling, screen readers, keyboards on glass.
import { pieces } from "./python.js";

const INDENT = "    ";
let editors = 0;

/** Fill an element with code in colour, each line in an element of its own. */
export function colour(element, source, marked = 0) {
  const lines = [[]];
  for (const [kind, text] of pieces(source)) {
    text.split("\n").forEach((part, place) => {
      if (place) lines.push([]);
      if (part) {
        lines.at(-1).push(
          kind ? Object.assign(document.createElement("span"), { className: kind, textContent: part }) : part,
        );
      }
    });
  }
  element.replaceChildren(...lines.map((parts, place) => {
    const line = document.createElement("span");
    if (place + 1 === marked) line.className = "lb-here";
    line.append(...parts, "\n");
    return line;
  }));
}

function insert(area, text) {
  // The old command, as it alone keeps what undo knows.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  }
}

function newLine(area) {
  const before = area.value.slice(0, area.selectionStart), line = before.slice(before.lastIndexOf("\n") + 1);
  const deeper = /:\s*(#.*)?$/.test(line) ? INDENT : "";
  insert(area, "\n" + line.match(/^[ \t]*/)[0] + deeper);
}

// Indent the lines of the selection, or take one step of it away.
function shift(area, back) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  if (!back && start === end) return insert(area, INDENT);
  const first = value.lastIndexOf("\n", start - 1) + 1;
  const lines = value.slice(first, end).replace(back ? /^ {1,4}/gm : /^(?=.)/gm, back ? "" : INDENT);
  area.setSelectionRange(first, end);
  insert(area, lines);
  area.setSelectionRange(first, first + lines.length);
}

/**
 * An editor with some code in it.
 *
 * `label` names it, `changed(source)` hears of every change, `run()` is what Ctrl+Enter does, and `say(text)` tells readers
 * who do not see the line below it what Tab does now.
 */
export function editor(source, { label, changed, run, say }) {
  const element = document.createElement("div"), area = document.createElement("textarea");
  const behind = document.createElement("pre"), way = document.createElement("p");
  let indents = false, marked = 0;
  element.className = "lb-editor";
  way.className = "lb-way-out";
  way.id = `lb-way-out-${++editors}`;
  behind.ariaHidden = "true";
  Object.assign(area, { value: source, spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "soft" });
  for (const [name, value] of [["autocorrect", "off"], ["aria-label", label], ["aria-describedby", way.id]]) {
    area.setAttribute(name, value);
  }
  const draw = () => colour(behind, area.value, marked);
  const tell = () =>
    way.textContent = indents
      ? "Tab indents now. Ctrl+M or Esc: Tab moves on again."
      : "Ctrl+Enter runs. Tab moves on; Ctrl+M lets it indent.";
  const setIndents = (value) => {
    indents = value;
    tell();
    say(way.textContent);
  };
  area.addEventListener("input", () => {
    marked = 0;
    draw();
    changed(area.value);
  });
  area.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (event.isComposing || altKey) return;
    if (key === "Enter" && (ctrlKey || metaKey || shiftKey)) run();
    else if (key === "Enter") newLine(area);
    else if (key.toLowerCase() === "m" && ctrlKey && !metaKey) setIndents(!indents);
    else if (key === "Tab" && indents) shift(area, shiftKey);
    else if (key === "Escape" && indents) setIndents(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  tell();
  draw();
  const both = document.createElement("div");
  both.append(behind, area);
  element.append(both, way);
  return {
    element,
    focus: () => area.focus({ preventScroll: true }),
    get value() {
      return area.value;
    },
    set value(text) {
      area.value = text;
      marked = 0;
      draw();
    },
    mark(line) {
      marked = line;
      draw();
    },
  };
}
