// The dimmer: who owns the loss, a crowd of easy examples or one hard one, under cross-entropy and under focal loss.

import {
  axis,
  clamp,
  curve,
  handle,
  keep,
  make,
  panel,
  predict,
  readout,
  scale,
  shape,
  show,
  slider,
  snap,
  stage,
  twin,
  update,
} from "./kit.js";
import { lossValue } from "./losses.js";

// Loss of one example that was given p_t, and how much of the total the hard one owns. It is a yes, the crowd are noes.
const costs = (
  easy,
  hard,
  gamma,
  alpha,
) => [lossValue("focal", { gamma, alpha }, 1 - easy, 0), lossValue("focal", { gamma, alpha }, hard, 1)];
const hardShare = (crowd, easy, hard, gamma, alpha) => {
  const [one, other] = costs(easy, hard, gamma, alpha);
  return other / (crowd * one + other);
};
const LOWEST = 0.02, HIGHEST = 0.99;

function render({ model, el }) {
  const get = (name) => model.get(name);
  const move = (name, value) => update(model, { [name]: clamp(snap(value, 0.01), LOWEST, HIGHEST) });
  const both = () => [get("easy"), get("hard")], crowd = () => get("crowd"), open = () => get("prediction") !== null;
  const percent = (share) => `${show(100 * share, share < 0.1 ? 1 : 0)} %`;
  const amount = (value) => show(value, value < 0.1 ? 5 : 3);

  let across;
  const grips = ["easy", "hard"].map((name, k) =>
    handle({
      label: k ? "The hard example" : "The easy crowd",
      colour: k ? "var(--lb-other)" : "var(--lb-data)",
      drag: (px) => move(name, across.invert(px)),
      nudge: (right, up, big) => move(name, get(name) + (right + up) * (big ? 0.1 : 0.01)),
    })
  );
  const lines = shape("g");
  const graph = stage({
    label: "Loss against the probability given to the truth",
    aspect: 0.95,
    paint(svg, width, height) {
      const base = height - 46,
        high = scale([0, 4], [base, 24]),
        grid = Array.from({ length: 120 }, (_, i) => LOWEST + (HIGHEST - LOWEST) * i / 119);
      across = scale([0, 1], [46, width - 12]);
      const below = (f) =>
        grid.map((p) => [across(p), f(p)]).filter(([, value]) => value <= 4).map(([x, value]) => [x, high(value)]);
      lines.replaceChildren(
        axis("bottom", across, base, "probability given to the truth", { about: 5 }),
        axis("left", high, 46, "loss of one example", { about: 4 }),
        curve(below((p) => lossValue("binary_cross_entropy", {}, p, 1)), "var(--lb-line)", {
          "stroke-dasharray": "8 4",
        }),
        ...[["cross-entropy", "var(--lb-line)", "8 4"], [
          get("alpha") === null ? "focal" : "focal, a yes",
          "var(--lb-loss)",
          "none",
        ]].flatMap((
          [name, colour, dashes],
          row,
        ) => [
          shape("line", {
            x1: width - 146,
            x2: width - 116,
            y1: 30 + 18 * row,
            y2: 30 + 18 * row,
            stroke: colour,
            "stroke-width": 2.5,
            "stroke-dasharray": dashes,
          }),
          shape("text", { x: width - 108, y: 34 + 18 * row, "font-size": 12 }, name),
        ]),
        curve(below((p) => lossValue("focal", { gamma: get("gamma"), alpha: get("alpha") }, p, 1)), "var(--lb-loss)"),
      );
      both().forEach((p, k) => {
        const value = costs(get("easy"), get("hard"), get("gamma"), get("alpha"))[k];
        const above = (p < 0.6 ? 6 : 18) + (k && Math.abs(get("easy") - get("hard")) < 0.3 ? 18 : 0);
        lines.append(
          shape("text", {
            x: across(p) + (p < 0.6 ? 18 : 10),
            y: high(Math.min(value, 3.4)) - above,
            "text-anchor": p < 0.6 ? "start" : "end",
            "font-size": 12,
            "font-weight": 600,
          }, k ? "hard one" : "easy crowd"),
        );
        grips[k].place(across(p), high(Math.min(value, 4)), {
          now: p,
          min: LOWEST,
          max: HIGHEST,
          text: `given ${show(p, 2)}; loss ${amount(value)}`,
        });
      });
      if (!lines.isConnected) svg.append(lines, ...grips.map((grip) => grip.node));
    },
  });

  // One dot for ten of the crowd and one for the hard example; the area is the loss of one.
  const people = shape("g");
  const square = stage({
    label: "The crowd and the hard example; the area of a dot is the loss of one example",
    aspect: 0.95,
    paint(svg, width, height) {
      const bars = height - 118, rows = 10, gap = Math.min((width - 70) / rows, (bars - 20) / rows);
      const [plain, focused] = [
        costs(get("easy"), get("hard"), 0, null),
        costs(get("easy"), get("hard"), get("gamma"), get("alpha")),
      ];
      const size = (value) => gap * 0.62 * Math.sqrt(value), ownership = [["cross-entropy", plain], ["focal", focused]];
      people.replaceChildren();
      for (let i = 0; i < rows * rows; i += 1) {
        people.append(
          shape("circle", {
            cx: 16 + gap * (i % rows + 0.5),
            cy: 14 + gap * (Math.floor(i / rows) + 0.5),
            r: Math.max(0.4, size(focused[0] * 2)),
            fill: "var(--lb-data)",
          }),
        );
      }
      people.append(
        shape("circle", {
          cx: width - 26,
          cy: 20 + gap * 5,
          r: Math.max(0.6, size(focused[1] * 2)),
          fill: "var(--lb-other)",
          stroke: "currentColor",
        }),
      );
      people.append(
        shape("text", { x: 12, y: 12 + gap * rows + 14, "font-size": 12 }, "One blue dot for ten easy ones"),
        shape("text", { x: width - 10, y: 20 + gap * 5 - 26, "text-anchor": "end", "font-size": 12 }, "hard"),
      );
      ownership.forEach(([name, [one, other]], row) => {
        const y = height - 92 + row * 46, share = other / (crowd() * one + other), whole = width - 24;
        people.append(
          shape(
            "text",
            { x: 12, y: y - 5, "font-size": 12 },
            `${name}: ${open() || row ? `the hard one owns ${percent(share)}` : "?"}`,
          ),
        );
        if (open() || row) {
          people.append(
            shape("rect", {
              x: 12,
              y,
              width: whole * (1 - share),
              height: 20,
              fill: "var(--lb-data)",
              "fill-opacity": 0.4,
              stroke: "var(--lb-data)",
            }),
            shape("rect", {
              class: "lb-share",
              x: 12 + whole * (1 - share),
              y,
              width: whole * share,
              height: 20,
              fill: "var(--lb-other)",
              "fill-opacity": 0.6,
              stroke: "var(--lb-other)",
            }),
          );
        }
      });
      if (!people.isConnected) svg.append(people);
    },
  });

  const gamma = slider({
    label: "Gamma: how fast the easy ones fade",
    min: 0,
    max: 5,
    step: 0.1,
    say: (value) => show(value, 1),
    change: (value) => update(model, { gamma: value }),
  });
  const alpha = slider({
    label: "Alpha: the weight of a yes (the hard one; the crowd are noes)",
    min: 0.05,
    max: 0.95,
    step: 0.05,
    say: () => get("alpha") === null ? "off" : show(get("alpha"), 2),
    change: (value) => update(model, { alpha: value }),
  });
  const off = make("button", {
    type: "button",
    onclick: () => update(model, { alpha: null, gamma: 2, easy: 0.95, hard: 0.2 }),
  }, "Gamma 2, no alpha");
  const question = predict({
    question:
      `${
        show(crowd(), 0)
      } easy examples were given 0.95 for the truth, one hard example 0.2. Under plain cross-entropy, ` +
      "how much of the whole loss belongs to the hard one?",
    number: { min: 0, max: 100, step: "any", unit: "%" },
    settle: (answer) => update(model, { prediction: answer ?? -1, gamma: 0 }),
  });
  const reply = make("p", {}),
    words = readout(),
    numbers = twin(model);
  const controls = make("div", { class: "lb-controls" }, gamma.node, alpha.node, off);
  el.append(
    panel(
      model,
      make("div", { class: "lb-panels" }, graph.node, square.node),
      question,
      reply,
      controls,
      words,
      numbers.node,
    ),
  );

  keep(model, ["easy", "hard", "gamma", "alpha", "prediction", "crowd"], () => {
    const plain = costs(get("easy"), get("hard"), 0, null),
      focused = costs(get("easy"), get("hard"), get("gamma"), get("alpha")),
      answer = get("prediction");
    const [before, after] = [
      hardShare(crowd(), get("easy"), get("hard"), 0, null),
      hardShare(crowd(), get("easy"), get("hard"), get("gamma"), get("alpha")),
    ];
    question.hidden = open();
    controls.hidden = reply.hidden = words.hidden = !open();
    reply.textContent = `${
      answer !== null && answer >= 0 ? `You said ${show(answer, 0)} %. ` : ""
    }With 0.95 and 0.2 it is ${percent(hardShare(crowd(), 0.95, 0.2, 0, null))}. Now turn up gamma. Does any dot grow?`;
    gamma.set(get("gamma"));
    alpha.set(get("alpha") ?? 0.5);
    words.textContent = `Each easy one: ${amount(plain[0])} under cross-entropy, ${
      amount(focused[0])
    } now. The hard one: ${amount(plain[1])}, now ${amount(focused[1])}. It owns ${
      percent(before)
    } of the cross-entropy and ${percent(after)} of the focal loss.`;
    numbers.set([[
      `${show(crowd(), 0)} easy`,
      amount(plain[0]),
      amount(focused[0]),
      percent(1 - before),
      percent(1 - after),
    ], ["1 hard", amount(plain[1]), amount(focused[1]), percent(before), percent(after)]]);
    graph.repaint();
    square.repaint();
  });
}

const formulas = { costs, hardShare };
export default { render, formulas };
