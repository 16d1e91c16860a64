// The one place that knows prism-code-editor: a text area, as the browser makes it, over its own text in colour.
import { defaultCommands, setIgnoreTab } from "./prism/extensions/commands.js";
import { createEditor, languageMap } from "./prism/index.js";
import "./prism/prism/languages/python.js";

const MOST = 20_000; // letters; what is longer has no colours, so that every key is still quick
const language = (source) => source.length > MOST ? "text" : "python";
const OPTIONS = { tabSize: 4, lineNumbers: false, wordWrap: true };
// A line goes further in after an open bracket and after a colon.
const OPENS = /[([{][^)\]}]*$|:\s*(#.*)?$/;
const goesIn = ([start], text) => OPENS.test(text.slice(text.lastIndexOf("\n", start - 1) + 1, start));
languageMap.python = { comments: { line: "#" }, autoIndent: [goesIn, () => false] };
setIgnoreTab(false); // whether Tab indents is said beside each editor, and decided there

/** A place to write, whose keys indent, go on with an indented line, comment out and move lines. */
export function place(source) {
  const made = createEditor(null, { ...OPTIONS, language: language(source), value: source }, defaultCommands([]));
  const { container, wrapper, lines, textarea, keyCommandMap: keys, inputCommandMap: typed } = made, indent = keys.Tab;
  let indents = false;
  delete keys.Escape; // it would take the focus away
  keys.Tab = (...key) => indents && indent(...key);
  for (const letter of Object.keys(typed)) delete typed[letter]; // what is typed is what stands there
  container.addEventListener("input", () => { // on the way to the text area, so before colours are made
    const now = language(textarea.value);
    if (now !== made.options.language) made.setOptions({ language: now });
  }, true);
  return {
    element: container,
    area: textarea,
    set value(text) {
      made.setOptions({ value: text, language: language(text) });
    },
    set indents(value) {
      indents = value;
    },
    mark(line) {
      wrapper.querySelector(".lb-here")?.classList.remove("lb-here");
      if (line) lines[line]?.classList.add("lb-here");
    },
  };
}

/** The nodes of each line of a source, in colour. */
export function coloured(source) {
  const [, ...lines] = createEditor(null, { ...OPTIONS, language: language(source), value: source }).lines;
  return lines.map((line) => [...line.childNodes]);
}
