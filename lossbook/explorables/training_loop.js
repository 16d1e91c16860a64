// The one-knob trainer: a ball in a valley and the loss of every step, linked.

import {
  axis,
  clamp,
  curve,
  keep,
  lever,
  make,
  outside,
  panel,
  PLACES,
  predict,
  readout,
  scale,
  sentences,
  shape,
  show,
  slider,
  snap,
  stage,
  twin,
  update,
} from "./kit.js";
import { lossSlope, lossValue, mean } from "./losses.js";

const knobLoss = (points, w) => mean(points.map(([x, y]) => lossValue("squared_error", {}, w * x, y)));
const knobSlope = (points, w) => mean(points.map(([x, y]) => lossSlope("squared_error", {}, w * x, y) * x));
const knobPath = (points, start, rate, steps) => {
  const path = [start];
  for (let i = 0; i < steps; i += 1) path.push(clamp(path.at(-1) - rate * knobSlope(points, path.at(-1)), -1e9, 1e9));
  return path;
};
const LOW = -2, HIGH = 6;
const REPLIES = ["You said: two steps.", "You said: one step.", "You said: it overshoots."];

function render({ model, el }) {
  const get = (name) => model.get(name), last = () => get("path").at(-1), points = () => get("points");
  const startAt = (w) => update(model, { path: [clamp(snap(w, 0.1), LOW, HIGH)] });
  const room = () => Math.max(0, PLACES - get("path").length);
  const go = (count) =>
    update(model, {
      path: [...get("path"), ...knobPath(points(), last(), get("learning_rate"), Math.min(count, room())).slice(1)],
    });
  const open = () => get("prediction") !== null;
  const say = (value) =>
    Math.abs(value) >= 1e6
      ? value.toExponential(1).replace("e+", " × 10^")
      : show(value, Math.abs(value) < 100 ? 3 : 0);

  const ball = lever({ label: "The weight w", step: 0.1, change: startAt });
  const hills = shape("g");
  const valley = stage({
    label: "Loss against the weight",
    aspect: 0.9,
    paint(svg, width, height) {
      const base = height - 46,
        across = scale([LOW, HIGH], [46, width - 12]),
        y = scale([0, 42], [base, 24]),
        spot = (w) => [across(w), y(Math.min(knobLoss(points(), w), 42))],
        inside = (w) => w >= LOW && w <= HIGH;
      const here = clamp(last(), LOW, HIGH), slope = knobSlope(points(), here), trail = get("path").slice(-12);
      hills.replaceChildren(
        axis("bottom", across, base, "weight w", { about: 8 }),
        axis("left", y, 46, "loss", { about: 4 }),
        curve(
          Array.from({ length: 121 }, (_, i) => LOW + (HIGH - LOW) * i / 120).filter((w) => knobLoss(points(), w) <= 42)
            .map(spot),
          "var(--lb-loss)",
        ),
        ...trail.slice(1).map((w, i) =>
          inside(w) && inside(trail[i])
            ? shape("line", {
              x1: spot(trail[i])[0],
              y1: spot(trail[i])[1],
              x2: spot(w)[0],
              y2: spot(w)[1],
              stroke: "var(--lb-yours)",
              "stroke-width": 1.8,
              "stroke-dasharray": "5 4",
            })
            : shape("g")
        ),
        ...trail.slice(0, -1).filter(inside).map((w) =>
          shape("circle", {
            cx: spot(w)[0],
            cy: spot(w)[1],
            r: 4,
            fill: "none",
            stroke: "var(--lb-yours)",
            "stroke-width": 2,
          })
        ),
      );
      if (inside(last()) && Math.abs(slope) > 1e-9) {
        hills.append(
          curve(
            [here - 0.7, here + 0.7].map((w) => [across(w), y(knobLoss(points(), here) + slope * (w - here))]),
            "var(--lb-yours)",
            { class: "lb-tangent" },
          ),
          shape("text", {
            x: across(here) + (slope < 0 ? 16 : -16),
            y: y(knobLoss(points(), here)) + (here < 0 || here > 4 ? 22 : -12),
            "text-anchor": slope < 0 ? "start" : "end",
            "font-size": 12,
          }, `slope ${say(slope)}`),
        );
      }
      const text = `${say(last())}; loss ${say(knobLoss(points(), last()))}, slope ${say(knobSlope(points(), last()))}`;
      ball.place(svg, across, spot(here)[1], here, text);
      hills.append(...outside(ball.node, [LOW, HIGH], last(), ...spot(here), say));
      if (!ball.node.isConnected) svg.append(hills, ball.node);
    },
  });
  const steps = shape("g");
  const history = stage({
    label: "Loss after every step",
    aspect: 0.9,
    paint(svg, width, height) {
      const losses = get("path").map((w) => knobLoss(points(), w)),
        base = height - 46,
        many = Math.max(10, losses.length - 1);
      const x = scale([0, many], [58, width - 12]),
        y = scale([0, Math.max(Math.min(Math.max(...losses), 1e7), 1)], [base, 24]),
        shown = losses.map((value, i) => [x(i), y(value)]).filter((_, i) => losses[i] <= 1e7); // the others are far above
      steps.replaceChildren(
        axis("bottom", x, base, "step", { about: 5 }),
        axis("left", y, 58, "loss", { about: 4 }),
        ...(shown.length ? [curve(shown, "var(--lb-loss)", { "stroke-width": 1.8 })] : []),
        ...shown.map(([cx, cy]) => shape("circle", { cx, cy, r: 4, fill: "var(--lb-loss)" })),
      );
      if (!steps.isConnected) svg.append(steps);
    },
  });

  const rate = slider({
    label: "Learning rate",
    min: 0.01,
    max: 0.5,
    step: 0.01,
    say: (value) => show(value, 2),
    change: (value) => update(model, { learning_rate: value }),
  });
  const one = make("button", { type: "button", onclick: () => go(1) }, "One step"),
    ten = make("button", { type: "button", onclick: () => go(10) }, "Ten steps");
  const back = make("button", { type: "button", onclick: () => update(model, { path: [0] }) }, "Back to w = 0");
  const question = predict({
    question: "With a learning rate of 0.1 the first step goes from 0 to 1: half of the way to 2. How many steps " +
      "does it take with 0.2?",
    choices: ["Two", "One", "It overshoots"],
    settle: (answer) => update(model, { prediction: answer ?? -1, learning_rate: 0.1, path: [0] }),
  });
  const reply = make("p", {}), words = readout(), numbers = twin(model);
  const controls = make("div", { class: "lb-controls" }, rate.node, one, ten, back);
  el.append(
    panel(
      model,
      make("div", { class: "lb-panels" }, valley.node, history.node),
      question,
      reply,
      controls,
      words,
      numbers.node,
    ),
  );

  keep(model, ["path", "learning_rate", "prediction", "points"], () => {
    const w = last(), slope = knobSlope(points(), w), answer = get("prediction"), step = get("path").length - 1;
    question.hidden = open();
    controls.hidden = reply.hidden = !open();
    reply.textContent = sentences(REPLIES[answer], "Try 0.1, 0.2, 0.4 and 0.45, each from w = 0.");
    rate.set(get("learning_rate"));
    words.textContent = `Step ${step}: w is ${say(w)}, loss ${say(knobLoss(points(), w))}, slope ${say(slope)}. Next: ${
      say(w)
    } − ${show(get("learning_rate"), 2)} × ${say(slope)} = ${say(w - get("learning_rate") * slope)}.${
      w < LOW || w > HIGH ? " The ball is outside this picture." : ""
    }${knobLoss(points(), w) > 1e7 ? " The curve of the losses goes on beyond its picture, too." : ""}${
      room() ? "" : " The picture holds no more steps: go back to w = 0."
    }`;
    numbers.set(
      get("path").map((
        weight,
        i,
      ) => [String(i), say(weight), say(knobLoss(points(), weight)), say(knobSlope(points(), weight))]).slice(-12),
    );
    valley.repaint();
    history.repaint();
  });
}

const formulas = { knobLoss, knobSlope, knobPath };
export default { render, formulas };
