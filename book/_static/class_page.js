// What the pages for a class are made of. Words that come from a file are always text, never HTML.
// deno-lint-ignore-file no-undef no-unused-vars -- a page has it, and the scripts below use these
"use strict";

const at = (id) => document.getElementById(id);
const LETTERS_OF_ANSWERS = "ABCDEF";

const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** What somebody predicted, in words: -1 is a picture that was opened without; "" is what this picture never asked. */
function predicted({ question, choices = [] }, prediction) {
  if (prediction === -1) return "skipped";
  if (!question) return "made";
  return choices.length ? choices[prediction] ?? "" : String(prediction);
}

/** A table below its title. A column whose head is `{ number }` stands to the right; the first column names its row. */
function table(title, head, rows) {
  const cell = (tag, place, inside) => make(tag, { className: head[place].number ? "number" : "" }, ...[inside].flat());
  const top = head.map((words, place) => Object.assign(cell("th", place, words.number ?? words), { scope: "col" }));
  const body = rows.map((row) => {
    const cells = row.map((inside, place) => cell(place ? "td" : "th", place, inside));
    cells[0].scope = "row";
    return make("tr", {}, ...cells);
  });
  const caption = make("caption", {}, make("h2", {}, title));
  const whole = make("table", {}, caption, make("thead", {}, make("tr", {}, ...top)), make("tbody", {}, ...body));
  const box = make("section", { className: "wide", tabIndex: 0 }, whole); // it scrolls on a narrow screen, by keyboard too
  box.setAttribute("aria-label", title);
  return box;
}

function download(name, type, content) {
  const link = make("a", { download: name, href: URL.createObjectURL(new Blob([content], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// What is folded is printed as well.
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
});
