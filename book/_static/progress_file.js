// The small file that holds a reader's progress: how it is written, and how it is read with care. It may come from anybody.
// deno-lint-ignore-file no-undef no-unused-vars -- a page has it, or other scripts use it
"use strict";

const FORMAT = "lossbook progress", VERSION = 1, LARGEST_FILE = 2e6;

const pack = ({ done = {}, tries = {} }, name) => ({
  format: FORMAT,
  version: VERSION,
  saved: new Date().toISOString(),
  ...(name && { name }),
  done,
  tries,
});

const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const words = (value, most) => typeof value === "string" ? value.slice(0, most) : "";
const count = (value) => Number.isInteger(value) && value > 0 ? Math.min(value, 9999) : 0;

/** Return what a file says, with nothing in it but what is expected; or `{ problem }`, in words. */
function unpack(text) {
  if (text.length > LARGEST_FILE) return { problem: "is too large to be a progress file" };
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    return { problem: text.trim() ? "is damaged: it breaks off or is no JSON" : "is empty" };
  }
  if (!isTable(found) || found.format !== FORMAT) return { problem: "is not a progress file of this course" };
  if (found.version !== VERSION) return { problem: "was saved by another edition of this course" };
  const done = new Map(), tries = new Map();
  for (const [item, value] of Object.entries(isTable(found.done) ? found.done : {}).slice(0, 2000)) {
    if (!/^(exercise|question|prediction):[\w.-]{1,80}$/.test(item)) continue;
    if (item.startsWith("question:")) {
      if (Array.isArray(value) && value.length <= 10 && value.every(Number.isInteger)) done.set(item, value);
    } else if (item.startsWith("prediction:")) {
      if (isTable(value) && (value.prediction === null || Number.isFinite(value.prediction))) {
        done.set(item, { prediction: value.prediction });
      }
    } else if (value === true) done.set(item, true);
  }
  for (const [exercise, value] of Object.entries(isTable(found.tries) ? found.tries : {}).slice(0, 500)) {
    if (!/^[\w.]{1,80}$/.test(exercise) || !isTable(value)) continue;
    const thoughts = (Array.isArray(value.thoughts) ? value.thoughts : []).filter(isTable).slice(0, 8).map((
      thought,
    ) => ({
      message: words(thought.message, 2000),
      code: words(thought.code, 2000),
      times: count(thought.times),
    })).filter(({ message }) => message);
    tries.set(exercise, { count: count(value.count), thoughts });
  }
  return { name: words(found.name, 80).trim(), saved: words(found.saved, 40), done, tries };
}

const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

/** A table with a caption; a column whose head is `{ number }` stands to the right. */
function table(caption, head, rows) {
  const cell = (tag, place, ...inside) => make(tag, { className: head[place].number ? "number" : "" }, ...inside);
  const words = (place) => head[place].number ?? head[place];
  const top = make(
    "tr",
    {},
    ...head.map((_, place) => Object.assign(cell("th", place, words(place)), { scope: "col" })),
  );
  const body = rows.map((row) =>
    make(
      "tr",
      {},
      ...row.map((each, place) =>
        place ? cell("td", place, each) : Object.assign(cell("th", 0, each), { scope: "row" })
      ),
    )
  );
  const whole = make("table", {}, make("caption", {}, caption), make("thead", {}, top), make("tbody", {}, ...body));
  const box = make("section", { className: "wide", tabIndex: 0 }, whole);
  box.setAttribute("aria-label", caption);
  return box;
}

function download(name, type, text) {
  const link = make("a", { download: name, href: URL.createObjectURL(new Blob([text], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
