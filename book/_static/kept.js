// What the browser keeps for this course, and under which name.
// deno-lint-ignore-file no-undef no-unused-vars -- a page has it, or other scripts use it
"use strict";

// Editions on one host share its storage, so each keeps its own under its path.
const PATH = new URL(document.documentElement.dataset.content_root ?? "./", location).pathname;
const KEY = `lossbook:${PATH}`, FIRST = "lossbook"; // the first edition had one key for the whole host

const read = (key) => {
  try {
    const found = JSON.parse(localStorage.getItem(key));
    return found && typeof found === "object" ? found : null;
  } catch {
    return null; // somebody else's
  }
};
const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
const kept = () => ({ done: {}, ...read(KEY) });

// What the first edition kept belongs to the edition that reads it first. It stays where it was, with that path written in.
function adopt() {
  const { path = PATH, ...first } = read(FIRST) ?? {};
  if (localStorage.getItem(KEY) !== null || path !== PATH || !first.done) return;
  write(KEY, first);
  write(FIRST, { ...first, path });
}
adopt();
