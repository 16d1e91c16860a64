// deno-lint-ignore-file no-undef -- the linter does not know what a page has
// The cells of a page once the reader has pressed a button: what each holds, and what its buttons do.
import { colour, editor } from "./editor.js";
import * as edits from "./edits.js";
import "./exercises.js";
import { drawn } from "./explorables.js";
import { download, sources } from "./notebook.js";
import { Output } from "./output.js";
import * as session from "./session.js";

const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

document.head.append(make("link", { rel: "stylesheet", href: new URL("live.css", import.meta.url).href }));

// ---------- what is said ----------

const region = make("p", { className: "vh" });
region.setAttribute("role", "status");
document.querySelector("article").append(region);
const say = (text) => region.textContent = text;

const megabytes = (bytes) => Math.round(bytes / 1e6);
const seconds = (time) => time < 0.05 ? "at once" : `in ${time < 10 ? time.toFixed(1) : Math.round(time)} s`;

// ---------- cells ----------

/** All cells of the page by their number, those without visible code too, once the notebook has been read. */
const cells = new Map();

function addCell(element) {
  const code = element.querySelector(".cell_input pre"), number = Number(element.dataset.cell);
  const original = code?.textContent.replace(/\n$/, "");
  const cell = {
    number,
    element,
    code,
    original,
    hidden: !code,
    source: original,
    coloured: [...code?.childNodes ?? []], // the code as the page came
    ran: null, // the code of the last run
    busy: false,
    editor: null,
    opening: false, // it is being fetched
    built: null, // the output that came with the page, once there is another
    undo: null, // what a reset took away
    word: "", // how it stands
    output: element.querySelector("[data-role=output]"),
    button: (what) => element.querySelector(`[data-do=${what}]`),
  };
  cells.set(number, cell);
  if (!cell.hidden) restore(cell);
}

let whole = null;
/** Learn the code of the cells that show none. */
const learn = () =>
  whole ??= sources().then((all) => {
    if (!all.length) whole = null;
    all.forEach((source, place) => {
      const number = place + 1, cell = cells.get(number);
      if (!cell) cells.set(number, { number, hidden: true, source, original: source, element: null });
      else if (cell.hidden) cell.source = cell.original = source;
    });
  });

const visible = () => [...cells.values()].filter(({ hidden }) => !hidden).sort((a, b) => a.number - b.number);
// Not those that have just run: what they did not make then they do not make again.
const above = ({ number }) =>
  [...cells.values()].filter((cell) => cell.number < number && cell.source !== undefined && cell.ran !== cell.source)
    .sort((a, b) => a.number - b.number)
    .map(({ number, source, hidden }) => ({ cell: number, source, hidden }));

function mark(cell, word = cell.word) {
  cell.word = word;
  const changed = cell.source !== cell.original, current = cell.ran === cell.source;
  const note = !changed ? "" : current ? "changed" : "edited, not run";
  const said = cell.busy ? [word] : [current ? word : "", note];
  cell.element.dataset.state = note ? (current ? "changed" : "edited") : "";
  cell.element.querySelector(".lb-state").textContent = said.filter(Boolean).join(", ");
  cell.button("reset").textContent = cell.undo ? "Undo reset" : "Reset";
  const stop = cell.button("stop"), focused = stop === document.activeElement;
  stop.hidden = !cell.busy;
  if (focused && stop.hidden) cell.button("run").focus();
}

function offer(cell, text, ...choices) {
  cell.element.querySelector(".lb-offer")?.remove();
  if (!text) return;
  const line = make("p", { className: "lb-offer", textContent: `${text} ` });
  for (const [word, act] of choices) {
    const button = make("button", { type: "button", className: "lb-button", textContent: word });
    button.addEventListener("click", () => {
      line.remove();
      act();
    });
    line.append(button);
  }
  cell.button("run").closest(".lb-bar").after(line);
}

// ---------- code ----------

function setSource(cell, source) {
  cell.source = source;
  if (source === cell.original) edits.drop(cell);
  else edits.keep(cell);
  mark(cell);
}

// What is shown as code follows what was set from elsewhere: a reset, or an older edit.
function showSource(cell, line = 0) {
  if (cell.editor) {
    if (cell.editor.value !== cell.source) cell.editor.value = cell.source;
    cell.editor.mark(line);
  } else if (cell.source === cell.original && !line) cell.code.replaceChildren(...cell.coloured);
  else colour(cell.code, cell.source, line);
}

function restore(cell) {
  const mine = edits.kept(cell), old = edits.older(cell);
  if (mine !== null && mine !== cell.original) {
    cell.source = mine;
    showSource(cell);
  }
  mark(cell);
  if (!old) return;
  offer(cell, "You once changed an older version of this cell.", ["Show my change", () => {
    edits.forget(old);
    setSource(cell, old.source);
    showSource(cell);
  }], ["Forget it", () => edits.forget(old)]);
}

async function edit(cell) {
  const open = !cell.editor, box = cell.code.closest(".highlight");
  if (cell.opening) return;
  if (open) {
    cell.opening = true;
    const made = await editor(cell.source, {
      label: `Code of cell ${cell.number}`,
      say,
      run: () => run(cell),
      changed(source) {
        cell.undo = null;
        setSource(cell, source);
      },
    });
    cell.opening = false;
    cell.editor = made;
    if (made.value !== cell.source) made.value = cell.source; // a reset in the meantime
    box.append(cell.editor.element);
    cell.editor.focus(); // the reader has asked for it
  } else {
    cell.editor.element.remove();
    cell.editor = null;
    showSource(cell);
  }
  cell.code.hidden = open;
  cell.element.classList.toggle("lb-editing", open);
  cell.button("edit").textContent = open ? "Close" : "Edit";
}

// ---------- output ----------

function box(cell) {
  if (!cell.output) {
    cell.output = make("div", { className: "cell_output docutils container" });
    cell.output.dataset.role = "output";
    cell.element.append(cell.output);
  }
  cell.built ??= [...cell.output.childNodes];
  return cell.output;
}

function reset(cell) {
  if (cell.busy) return session.stop();
  const output = cell.output && [...cell.output.childNodes];
  if (cell.undo) {
    const { source, nodes, ran, word } = cell.undo;
    Object.assign(cell, { undo: null, ran, word });
    cell.output?.replaceChildren(...nodes);
    setSource(cell, source);
    say("What you had is back.");
  } else {
    const { source, ran, word } = cell, fresh = cell.built;
    if (source === cell.original && !fresh) return say("This cell is as it came.");
    cell.undo = { source, nodes: output ?? [], ran, word };
    cell.ran = null;
    if (fresh) cell.output.replaceChildren(...fresh);
    setSource(cell, cell.original);
    say("The cell is as it came. Press the button again to undo this.");
  }
  showSource(cell);
}

// ---------- running ----------

const FAILED = "Python could not be loaded. Reload the page to try again.";
const ENDINGS = {
  stopped: "stopped",
  limit: "stopped: this took too long",
  restarted: "stopped. Python had to start anew, and all variables are gone",
  lost: "Python came to an end, and was started anew without its variables",
  error: "stopped at an error",
};

/** Run a cell, and return how it ended. */
function run(cell) {
  if (cell.busy || cell.source === undefined) return Promise.resolve(null);
  const source = cell.source;
  cell.busy = true;
  cell.undo = null;
  offer(cell, "");
  mark(cell, "waiting");
  return new Promise((go) => {
    const output = new Output(box(cell), session.answer);
    const job = {
      cell: cell.number,
      source,
      limit: /\bcheck\(/.test(source) ? 30 : undefined, // seconds: an answer that is still not there is none
      above: [],
      show(message) {
        if (message.cell !== undefined && message.cell !== cell.number) return; // a hidden cell that runs first
        output.show(message);
        if (message.type === "error") showSource(cell, message.line);
        if (message.type === "ask") say(`Cell ${cell.number} asks: ${message.prompt}`);
      },
      done(done) {
        cell.busy = false;
        finish(cell, source, output, done);
        go(done);
      },
    };
    showSource(cell); // without the mark of an earlier error
    session.start(); // a new Python knows nothing of what has run
    learn().finally(() => {
      session.start(); // nor does one that was started since
      job.above = above(cell);
      job.drawn = drawn();
      session.run(job);
    });
  });
}

function finish(cell, source, output, done) {
  if (done.needs) {
    mark(cell, "");
    const { names, cells: numbers } = done.needs;
    const where = numbers.length > 1 ? "cells above" : "a cell above";
    const text = `This needs ${names.map((name) => `“${name}”`).join(" and ")} from ${where}.`;
    offer(cell, text, [numbers.length > 1 ? "Run those first" : "Run it first", async () => {
      for (const number of numbers) if (!(await run(cells.get(number)))?.ok) return;
      run(cell);
    }]);
    return say(text);
  }
  if (["failed", "cleared", "left"].includes(done.ending)) {
    mark(cell, "");
    if (done.ending === "failed") cell.element.querySelector(".lb-state").textContent = FAILED;
    return;
  }
  output.clearNow();
  cell.ran = source;
  const word = done.ok ? `done ${seconds(done.seconds)}` : ENDINGS[done.ending] ?? done.ending;
  mark(cell, word);
  const shown = (cell.output.innerText || cell.output.textContent).trim();
  say(`Cell ${cell.number}: ${word}. ${shown.slice(0, 300)}${shown.length > 300 ? " …" : ""}`);
}

async function runAll() {
  let failed = false;
  await Promise.all(
    visible().map(async (cell) => {
      const done = await run(cell);
      if (done && !done.ok && !failed) {
        failed = true;
        session.clear(); // as in a notebook, the rest waits for what went wrong
      }
    }),
  );
}

session.listen("status", (message) => {
  const { word } = message;
  const text = {
    loading: message.total
      ? `Python is loading, ${megabytes(message.loaded)} of ${megabytes(message.total)} MB`
      : "Python is loading",
    fetching: `${message.names?.join(" and ")} is loading`,
    running: "running",
    failed: FAILED,
  }[word];
  if (word === "loading" && !message.total) {
    for (const cell of visible()) {
      cell.ran = null;
      mark(cell);
    }
  }
  const waiting = visible().filter(({ busy }) => busy);
  for (const cell of waiting) {
    const its = cell.number === message.cell || (word === "fetching" && waiting[0] === cell);
    if (word === "loading" || its) mark(cell, text);
    else if (word === "running") mark(cell, "waiting");
  }
  if (word === "failed") console.warn(message.message);
  if (text && region.textContent !== text) say(text);
});

const actions = {
  run,
  edit,
  reset,
  stop: session.stop,
  all: runAll,
  async notebook() {
    if (!await download((number) => cells.get(number)?.source)) say("The notebook could not be loaded.");
  },
};

/** Do what a button of a cell says. */
export function act(what, element) {
  actions[what](cells.get(Number(element.dataset.cell)));
}

for (const element of document.querySelectorAll("[data-cell]")) addCell(element);
const head = document.querySelector("[data-do=all]");
const mine = make("button", { type: "button", textContent: "Download my notebook" });
mine.dataset.do = "notebook";
head?.after(mine);
