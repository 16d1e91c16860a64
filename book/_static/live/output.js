// deno-lint-ignore-file no-undef -- the linter does not know what a page has
// What a run shows: one box of output, filled by the messages of the worker. Each kind of message has its renderer in
// `kinds`; other modules add theirs there. Text is set as text, and HTML of lossbook or the reader loses what could act.

const FORMS = ["text/html", "image/svg+xml", "image/png", "image/jpeg", "text/plain"];
const ACTING = "script, iframe, object, embed, link, meta, base, form";

const make = (tag, className, text) =>
  Object.assign(document.createElement(tag), { className, textContent: text ?? "" });

/** HTML as elements that do nothing by themselves; a style sheet that the page has already is left out. */
export function inert(html) {
  const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
  for (const element of content.querySelectorAll(ACTING)) element.remove();
  for (const style of content.querySelectorAll("style")) {
    const known = [...document.head.querySelectorAll("style")].some((other) => other.textContent === style.textContent);
    style.remove();
    if (!known) document.head.append(style);
  }
  for (const element of content.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (name.startsWith("on") || /^\s*javascript:/i.test(value)) element.removeAttribute(name);
    }
  }
  return content;
}

/** What looks like the built page's text output. */
export function textBox(text, className = "stream") {
  const box = make("div", `output ${className} highlight-myst-ansi notranslate`);
  const highlight = make("div", "highlight"), pre = make("pre", "", text);
  pre.tabIndex = 0;
  highlight.append(pre);
  box.append(highlight);
  return box;
}

/** The richest form of a value that a page can show. */
export function displayed(data) {
  const form = FORMS.find((name) => data[name] !== undefined) ?? "text/plain";
  if (form === "text/plain") return textBox(data[form] ?? "", "text_plain");
  const box = make("div", `output ${form.replace("/", "_")}`);
  if (form === "text/html") box.append(inert(data[form]));
  else if (form === "image/svg+xml") {
    const { documentElement } = new DOMParser().parseFromString(data[form], "image/svg+xml");
    box.append(inert(documentElement.outerHTML)); // as HTML, so that the page's own rules for pictures hold
  } else {
    const picture = new Image();
    picture.src = `data:${form};base64,${data[form]}`;
    picture.alt = data["text/plain"] ?? "";
    box.append(picture);
  }
  return box;
}

/** A text with what `\r` means to a terminal: progress bars are drawn by writing over a line. */
function written(text) {
  const over = (line) => line.split("\r").reduce((shown, part) => part + shown.slice(part.length));
  return text.replaceAll("\r\n", "\n").split("\n").map(over).join("\n");
}

/** One renderer for each kind of message: it gets the output and the message. */
export const kinds = {
  stream(output, { text, name = "stdout" }) {
    output.clearNow(); // else it would be written behind the last run's
    let box = output.box.lastElementChild;
    if (box?.dataset.stream !== name) {
      box = output.add(textBox("", name === "stderr" ? "stderr" : "stream"));
      box.dataset.stream = name;
      box.printed = "";
    }
    box.printed += text; // a batch may end in the middle of a line
    box.querySelector("pre").textContent = written(box.printed);
  },
  display(output, { data, id }) {
    const box = output.add(displayed(data));
    if (id) box.dataset.display = id;
  },
  update(_, { id, data }) {
    for (const old of document.querySelectorAll(`[data-display="${CSS.escape(id)}"]`)) {
      const box = displayed(data);
      box.dataset.display = id;
      old.replaceWith(box);
    }
  },
  clear(output) {
    output.clearNext();
  },
  error(output, { kind, message, frames = [], trace, advice }) {
    const box = make("div", "output lb-error"), said = make("p", "", message ? `${kind}: ${message}` : kind);
    box.append(said);
    for (const { cell, line, code } of frames) {
      const pre = make("pre");
      pre.append(`Cell ${cell}, line ${line}\n`, make("mark", "lb-here", code.trim()));
      box.append(pre);
    }
    if (advice) box.append(make("p", "lb-advice", advice));
    if (trace) {
      const more = make("details"), pre = make("pre", "", trace);
      pre.tabIndex = 0;
      more.append(make("summary", "", "All of Python's message"), pre);
      box.append(more);
    }
    output.add(box);
  },
  ask(output, { prompt }) {
    const form = make("form", "lb-ask"),
      label = make("label", "", prompt || "Your answer"),
      field = make("input", "lb-field");
    const button = make("button", "lb-button", "Answer");
    label.append(field);
    field.dataset.role = "answer";
    form.append(label, button);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.remove();
      kinds.stream(output, { text: `${prompt}${field.value}\n` });
      output.answer(field.value);
    });
    output.add(form);
  },
};

/** The output of one run in a box of the page. What was there before stays until there is something new. */
export class Output {
  #clear = true;

  /** @param answer what to do with an answer that Python asks for */
  constructor(box, answer = () => {}) {
    Object.assign(this, { box, answer });
  }

  /** Show a message of the worker, if it is one that shows something. */
  show(message) {
    kinds[message.type]?.(this, message);
  }

  /** Add an element at the end, and return it. */
  add(element) {
    this.clearNow();
    this.box.append(element);
    return element;
  }

  clearNext() {
    this.#clear = true;
  }

  clearNow() {
    if (this.#clear) this.box.replaceChildren();
    this.#clear = false;
  }
}
