// The small file that holds a reader's progress: how it is written, and how it is read with care, for it may come from anybody.
// deno-lint-ignore-file no-undef no-unused-vars -- tries.js stands above, and the scripts below use these
"use strict";

const FORMAT = "lossbook progress", VERSION = 1, LARGEST = 1e6; // bytes; a whole course that was tried in every way has half

/** Return the text of a file. A name is in it only if the reader typed one. */
const pack = ({ done = {}, tries = {} }, name = "") =>
  JSON.stringify(
    { format: FORMAT, version: VERSION, saved: new Date().toISOString(), ...(name && { name }), done, tries },
    null,
    1,
  );

const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isPlace = (value) => Number.isInteger(value) && value >= 0 && value < 6; // of an answer among those of a question
const times = (value) => Number.isInteger(value) && value > 0 ? Math.min(value, TIMES) : 0;
const text = (value, most) => typeof value === "string" ? value.slice(0, most) : "";
// On one line, and without signs that turn the words beside them round.
const line = (value, most) => text(value, most).replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, " ").trim();

// What can be done, by the first word of its name: how it is kept, or undefined where no page writes such a thing.
const KINDS = {
  exercise: (value) => value === true || value === "ticked" ? value : undefined, // found right, or ticked by hand
  question: (value) => Array.isArray(value) && value.length && value.every(isPlace) ? [...new Set(value)] : undefined,
  prediction: (value) =>
    Number.isFinite(value?.prediction) && Math.abs(value.prediction) <= 1e4 ? locked(value) : undefined,
};
// What a picture shows once a prediction is made: its settings, which it checks by its own rules.
const isSetting = (value) =>
  typeof value === "boolean" || Number.isFinite(value) ||
  Array.isArray(value) && value.length <= 200 && value.every(Number.isFinite);
const locked = ({ prediction, ...settings }) => ({
  prediction,
  ...Object.fromEntries(Object.entries(settings).filter(([, value]) => isSetting(value)).slice(0, 10)),
});
const DONE = /^(exercise|question|prediction):[\w.-]{1,80}$/, EXERCISE = /^\w{1,40}\.\w{1,40}$/;

function tried(value) {
  if (!isTable(value) || !Array.isArray(value.thoughts)) return undefined;
  const thoughts = value.thoughts.slice(0, THOUGHTS).filter(isTable).map((thought) => ({
    message: text(thought.message, LETTERS),
    code: text(thought.code, LETTERS),
    times: times(thought.times),
  }));
  return { count: times(value.count), thoughts: thoughts.filter(({ message, times }) => message && times) };
}

/** Return what a file says, with nothing in it but what this course writes, and how many entries were `odd`; or its `problem`. */
function unpack(content) {
  let found;
  try {
    found = JSON.parse(content);
  } catch {
    if (!content.trim()) return { problem: "is empty" };
    const begins = content.trimStart().startsWith("{");
    return { problem: begins ? "is damaged: it breaks off, or was changed" : "is not a progress file of this course" };
  }
  if (!isTable(found) || found.format !== FORMAT) return { problem: "is not a progress file of this course" };
  if (found.version !== VERSION) return { problem: "was saved by another edition of this course" };
  if (!isTable(found.done) || !isTable(found.tries)) return { problem: "is damaged: what was done is not in it" };
  const done = new Map(), tries = new Map();
  let odd = 0;
  for (const [item, value] of Object.entries(found.done)) {
    const kept = DONE.test(item) ? KINDS[item.slice(0, item.indexOf(":"))](value) : undefined;
    if (kept === undefined) odd += 1;
    else done.set(item, kept);
  }
  for (const [exercise, value] of Object.entries(found.tries)) {
    const kept = EXERCISE.test(exercise) ? tried(value) : undefined;
    if (kept === undefined) odd += 1;
    else tries.set(exercise, kept);
  }
  const saved = /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(found.saved) ? found.saved : "";
  return { name: line(found.name, 80), saved, done, tries, odd };
}

/** Read a file that the reader chose: its `content`, and what `unpack` makes of it. */
async function openFile(file) {
  if (file.size > LARGEST) return { problem: "is too large to be a progress file" };
  try {
    const content = await file.text();
    return { content, ...unpack(content) };
  } catch {
    return { problem: "cannot be read" };
  }
}
