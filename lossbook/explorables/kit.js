// What every explorable is built from. Python joins a module with what it imports (lossbook/explorables/base.py), so
// that one text works in Jupyter and on a page without a module loader.

export const make = (tag, attributes = {}, ...children) =>
  build(globalThis.document.createElement(tag), attributes, children);
export const shape = (tag, attributes = {}, ...children) =>
  build(globalThis.document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

export function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
// Multiples of a decimal step without the dust of binary fractions: 0.1 * 3 is 0.3 here.
export const snap = (value, step) => Number((Math.round(value / step) * step).toFixed(10));
// A number as the text of the course writes it: 1,234.5 and a true minus sign.
export const show = (value, digits = 1) =>
  (Math.round(value * 10 ** digits) === 0 ? 0 : value)
    .toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", "−");

// The sentences that there are, in a row.
export const sentences = (...parts) => parts.filter(Boolean).join(" ");

// From data to pixels, and back.
export function scale([from, to], [start, end]) {
  const place = (value) => start + ((value - from) / (to - from)) * (end - start);
  place.invert = (pixel) => from + ((pixel - start) / (end - start)) * (to - from);
  place.domain = [from, to];
  place.range = [start, end];
  return place;
}

function ticks([from, to], about = 5) {
  const rough = (to - from) / about, power = 10 ** Math.floor(Math.log10(rough));
  let step = power * ([1, 2, 5].find((multiple) => multiple * power >= rough) ?? 10);
  if (Math.floor(to / step) - Math.ceil(from / step) < 1) step /= 2; // one mark alone says nothing about the scale
  const marks = [];
  for (let mark = Math.ceil(from / step) * step; mark <= to + step * 1e-9; mark += step) marks.push(snap(mark, step));
  return marks;
}

// An axis along the bottom (at = height in pixels) or the left side (at = x in pixels).
export function axis(side, place, at, label, { about = 5, years = false } = {}) {
  const [start, end] = place.range, bottom = side === "bottom";
  const group = shape("g", { class: "lb-axis", "font-size": 12 });
  const line = bottom ? { x1: start, x2: end, y1: at, y2: at } : { x1: at, x2: at, y1: start, y2: end };
  group.append(shape("line", { ...line, stroke: "currentColor" }));
  const marks = ticks(place.domain, about),
    digits = Math.max(...marks.map((mark) => (String(mark).split(".")[1] ?? "").length));
  for (const mark of marks) {
    const spot = place(mark), anchor = bottom ? "middle" : "end";
    const tick = bottom ? { x1: spot, x2: spot, y1: at, y2: at + 5 } : { x1: at - 5, x2: at, y1: spot, y2: spot };
    const [x, y] = bottom ? [spot, at + 18] : [at - 8, spot + 4];
    group.append(
      shape("line", { ...tick, stroke: "currentColor" }),
      shape("text", { x, y, "text-anchor": anchor }, years ? String(mark) : show(mark, digits)),
    );
  }
  group.append(
    bottom
      ? shape("text", { x: (start + end) / 2, y: at + 36, "text-anchor": "middle" }, label)
      : shape("text", { x: at - 40, y: end - 10 }, label),
  );
  return group;
}

// An SVG as wide as its column, so that letters keep their size on a phone. `paint(svg, width, height)` is
// called at the start and whenever the column changes. `aspect` is height divided by width.
export function stage({ label, aspect, paint }) {
  const svg = shape("svg", { role: "group", "aria-label": label });
  let width = 0;
  const fit = (wide) => {
    if (!wide || Math.abs(wide - width) < 1) return;
    width = wide;
    const height = Math.round(width * aspect);
    build(svg, { viewBox: `0 0 ${width} ${height}`, width, height }, []);
    paint(svg, width, height);
  };
  const node = make("div", { class: "lb-stage" }, svg);
  // In the next frame: a drawing that changes its height here would be observed again, which browsers complain of.
  new globalThis.ResizeObserver(([entry]) =>
    globalThis.requestAnimationFrame(() => fit(Math.floor(entry.contentRect.width)))
  )
    .observe(node);
  fit(Math.floor(node.clientWidth) || 320);
  return { node, svg, repaint: () => paint(svg, width, Math.round(width * aspect)) };
}

// A visible label, a visible value and a native range input, which brings its own keyboard.
export function slider({ label, min, max, step, say, change }) {
  const output = make("output"), input = make("input", { type: "range", min, max, step });
  input.addEventListener("input", () => change(Number(input.value)));
  const node = make("label", { class: "lb-slider" }, make("span", {}, label), output, input);
  return {
    node,
    input,
    set(value) {
      input.value = value;
      output.textContent = say(value);
      input.setAttribute("aria-valuetext", say(value));
    },
  };
}

export const button = (text, onclick) => make("button", { type: "button", onclick }, text);

// A list to choose from, below its name.
export const picked = (name, list) => make("label", { class: "lb-pick" }, make("span", {}, name), list);

// For letters that may stand on a line: a rim in the colour of the page.
export const RIM = "paint-order: stroke; stroke: var(--lb-paper, Canvas); stroke-width: 4px; stroke-linejoin: round";

export function toggle({ label, change }) {
  const node = make("button", { type: "button", "aria-pressed": "false" }, label);
  node.addEventListener("click", () => change(node.getAttribute("aria-pressed") !== "true"));
  return { node, set: (on) => node.setAttribute("aria-pressed", String(on)) };
}

// A handle that goes along a line across a drawing: a native range input, with the keyboard and the gestures that brings,
// over the ball that is drawn. `change(value)` is told of every move; a `scale` and a height say where it is.
export function lever({ label, step, change }) {
  const node = shape("circle", { r: 9, fill: "var(--lb-yours)", stroke: "currentColor", "stroke-width": 1.5 });
  const input = make("input", { type: "range", class: "lb-handle lb-lever", "aria-label": label });
  const HALF = 22; // half the width of its thumb, which keeps within the input
  input.addEventListener("input", () => change(Number(input.value)));
  return {
    node,
    place(svg, across, y, value, text, { limits: [low, high] = across.domain, fine = step } = {}) {
      build(node, { cx: across(value), cy: y }, []);
      build(input, { min: low, max: high, step: fine, "aria-valuetext": text }, []);
      input.value = value;
      input.style.left = `${across(low) - HALF}px`;
      input.style.width = `${across(high) - across(low) + 2 * HALF}px`;
      input.style.top = `${y - HALF}px`;
      if (input.parentNode !== svg.parentNode) svg.after(input);
    },
  };
}

const ANY_END = 1e4; // steps, beyond any end
// Something else to grab in a drawing. `drag(x, y)` gets pixels; `nudge(right, up, big)` gets the arrow keys.
// A handle that moves along one line is a slider to a screen reader; one that moves freely is an application.
export function handle({ label, drag, nudge, colour = "var(--lb-yours)", free = false }) {
  const ball = shape("circle", { r: 9, fill: colour, stroke: "currentColor", "stroke-width": 1.5 });
  const node = shape(
    "g",
    {
      class: "lb-handle",
      tabindex: 0,
      role: free ? "application" : "slider",
      "aria-label": label,
      ...(free && { "aria-roledescription": "movable point" }),
    },
    shape("circle", { r: 24, fill: "transparent" }),
    shape("circle", { class: "lb-ring", r: 14 }),
    ball,
  );
  const follow = (event) => {
    const box = node.ownerSVGElement.getBoundingClientRect(),
      zoom = box.width / node.ownerSVGElement.viewBox.baseVal.width;
    drag((event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom);
  };
  node.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    node.setPointerCapture(event.pointerId);
    node.focus();
  });
  node.addEventListener("pointermove", (event) => node.hasPointerCapture(event.pointerId) && follow(event));
  node.addEventListener("keydown", (event) => {
    const [right, up, big] = {
      ArrowRight: [1, 0],
      ArrowLeft: [-1, 0],
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
      PageUp: [0, 1, true],
      PageDown: [0, -1, true],
      ...(!free && { Home: [-ANY_END, -ANY_END, true], End: [ANY_END, ANY_END, true] }),
    }[event.key] ?? [];
    if (right === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    nudge(right, up, big || event.shiftKey);
  });
  return {
    node,
    ball,
    place(x, y, { now, min, max, text }) {
      node.setAttribute("transform", `translate(${x} ${y})`);
      if (free) node.setAttribute("aria-label", `${label}: ${text}`);
      else {build(
          node,
          { "aria-valuemin": min, "aria-valuemax": max, "aria-valuenow": now, "aria-valuetext": text },
          [],
        );}
    },
  };
}

// As many places of a ball are kept; traits.py has the same number.
export const PLACES = 200;

// A ball that left its picture: hollow at the edge, with an arrow to where it really is. Nothing if it is inside.
export function outside(ball, [low, high], value, x, y, say) {
  const left = value < low, gone = left || value > high;
  ball.setAttribute("fill", gone ? "none" : "var(--lb-yours)");
  if (!gone) return [];
  const at = { x: x + (left ? 16 : -16), y: y - 14, "text-anchor": left ? "start" : "end", "font-size": 12 };
  return [shape("text", at, left ? `← outside, at ${say(value)}` : `outside, at ${say(value)} →`)];
}

// Parts of which nothing shows beyond a box.
export const cropped = (x, y, width, height, ...parts) =>
  shape("svg", { x, y, width, height, viewBox: `${x} ${y} ${width} ${height}`, style: "overflow: hidden" }, ...parts);

export const arrow = (x1, y1, x2, y2, colour) => {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1, ux = (x2 - x1) / length, uy = (y2 - y1) / length;
  const head = [[x2, y2], [x2 - 11 * ux + 5 * uy, y2 - 11 * uy - 5 * ux], [
    x2 - 11 * ux - 5 * uy,
    y2 - 11 * uy + 5 * ux,
  ]];
  return shape(
    "g",
    { class: "lb-arrow" },
    shape("line", { x1, y1, x2: x2 - 8 * ux, y2: y2 - 8 * uy, stroke: colour, "stroke-width": 3.5 }),
    shape("polygon", { points: head.map((point) => point.join(",")).join(" "), fill: colour }),
  );
};

export const curve = (points, colour, extra = {}) =>
  shape("path", {
    d: "M" + points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L"),
    fill: "none",
    stroke: colour,
    "stroke-width": 2.5,
    ...extra,
  });

// Ask for a guess before the answer shows. Either `choices` (texts) or `number` ({ min, max, step, unit }).
// `settle(answer)` is called once, with the index, the number, or null for a reader who would rather look.
export function predict({ question, choices, number, settle }) {
  const node = make("form", { class: "lb-predict" }, make("p", {}, make("strong", {}, "Predict first. "), question));
  const row = make("div", { class: "lb-controls" });
  if (choices) {
    choices.forEach((text, index) =>
      row.append(make("button", { type: "button", onclick: () => settle(index) }, text))
    );
  }
  if (number) {
    const input = make("input", {
      type: "number",
      required: true,
      "aria-label": `Your prediction in ${number.unit}`,
      min: number.min,
      max: number.max,
      step: number.step,
    });
    row.append(input, make("span", {}, number.unit), make("button", { type: "submit" }, "Lock in my prediction"));
    node.addEventListener("submit", (event) => {
      event.preventDefault();
      settle(Number(input.value));
    });
  }
  row.append(make("button", { type: "button", onclick: () => settle(null) }, "Skip"));
  node.append(row);
  return node;
}

// The frame around an explorable: its title, and what it is made of.
export const panel = (model, ...children) =>
  make(
    "div",
    { class: "lossbook" },
    make("div", { class: "lb-explorable" }, make("p", { class: "lb-title" }, model.get("words").title), ...children),
  );

// One sentence that says what the picture shows; screen readers hear it when it changes.
export const readout = () => make("p", { class: "lb-readout", role: "status" });

// The same content in words and numbers, for those who cannot see or do not want the picture. What it is called and its
// head are those of the table in Python, unless this one says something else.
export function twin(model, others = {}) {
  const { caption, head, summary } = { ...model.get("words"), ...others };
  const body = make("tbody");
  const node = make(
    "details",
    {},
    make("summary", {}, summary),
    make(
      "section",
      { class: "lb-scroll", tabindex: 0, "aria-label": caption },
      make(
        "table",
        {},
        make("caption", {}, caption),
        make("thead", {}, make("tr", {}, ...head.map((cell) => make("th", { scope: "col" }, cell)))),
        body,
      ),
    ),
  );
  return {
    node,
    set: (rows) =>
      body.replaceChildren(
        ...rows.map(([first, ...cells]) =>
          make("tr", {}, make("th", { scope: "row" }, first), ...cells.map((cell) => make("td", {}, cell)))
        ),
      ),
  };
}

// A dashed line from the lowest point of a curve down to the axis, with what is there beside it.
export const lowest = (x, y, base, text, { before = false } = {}) =>
  shape(
    "g",
    { class: "lb-mark" },
    shape("line", {
      x1: x,
      x2: x,
      y1: y,
      y2: base,
      stroke: "var(--lb-good)",
      "stroke-width": 2.5,
      "stroke-dasharray": "3 3",
    }),
    shape("text", {
      x: x + (before ? -7 : 7),
      y: base - 10,
      "text-anchor": before ? "end" : "start",
      "font-size": 13,
      "font-weight": 600,
    }, text),
  );

// How most explorables go: pictures, a question before the answer shows, then a reply, controls, and the state in words
// and numbers. `say()` returns `{ reply, words, rows }` for the present state; `names` are the traits it depends on.
export function lesson(model, { pictures, question, choices, replies, controls, names, stages, say }) {
  const ask = predict({ question, choices, settle: (answer) => update(model, { prediction: answer ?? -1 }) });
  const reply = make("p", {}), row = make("div", { class: "lb-controls" }, ...controls);
  const words = readout(), numbers = twin(model);
  keep(model, [...names, "prediction"], () => {
    const answer = model.get("prediction"), said = say();
    ask.hidden = answer !== null;
    reply.hidden = row.hidden = answer === null;
    reply.textContent = sentences(replies[answer], said.reply);
    words.textContent = said.words;
    numbers.set(said.rows);
    for (const each of stages) each.repaint();
  });
  return panel(model, ...pictures, ask, reply, row, words, numbers.node);
}

// Set several traits and draw once. In Jupyter this also tells Python.
export function update(model, changes) {
  for (const [name, value] of Object.entries(changes)) model.set(name, value);
  model.save_changes();
}

// Draw now, and again after any change, from the reader or from Python; at most once a display frame.
export function keep(model, names, refresh) {
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    globalThis.requestAnimationFrame(() => {
      waiting = false;
      refresh();
    });
  };
  for (const name of names) model.on(`change:${name}`, soon);
  refresh();
}

// On a page without a kernel: put the explorable in the place of its static picture, which stays if anything fails.
// The page may bring back what a reader predicted before (`lossbook-start`) and keep it (`lossbook-predicted`); Python that
// runs in the page finds the `model` at the element, and hears of changes (`lossbook-changed`).
export function start(name, explorable, state) {
  const place = globalThis.document.querySelector(`[data-explorable="${name}"]:not([data-live])`), el = make("div");
  const tell = (kind, detail) => place.dispatchEvent(new CustomEvent(kind, { bubbles: true, detail }));
  place.setAttribute("data-live", "");
  place.append(el);
  try {
    const before = { ...state };
    tell("lossbook-start", state);
    place.model = standalone(state, (changes) => {
      if ("prediction" in changes) tell("lossbook-predicted", changes);
      tell("lossbook-changed", changes);
    });
    for (const name in state) if (state[name] !== before[name]) place.model.changed[name] = state[name];
    explorable.render({ model: place.model, el });
    place.replaceChildren(el);
  } catch (error) {
    el.remove();
    throw error;
  }
}

// The part of anywidget's model that explorables use, for pages without a kernel. `changed` is what is not as it was at first.
export function standalone(state, saved = () => {}) {
  const listeners = {}, changed = {};
  let changes = {};
  return {
    changed,
    get: (name) => state[name],
    set(name, value) {
      state[name] = changes[name] = changed[name] = value;
      for (const listener of listeners[`change:${name}`] ?? []) listener();
    },
    on(name, listener) {
      (listeners[name] ??= []).push(listener);
    },
    save_changes() {
      saved(changes);
      changes = {};
    },
  };
}
