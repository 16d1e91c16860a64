// Two dials and a meter: a distance cannot say where to go, a slope can.

import {
  arrow,
  clamp,
  cropped,
  handle,
  keep,
  make,
  panel,
  predict,
  readout,
  scale,
  sentences,
  shape,
  show,
  slider,
  snap,
  stage,
  toggle,
  twin,
  update,
} from "./kit.js";

const distance = (x, y, [targetX, targetY]) => Math.hypot(x - targetX, y - targetY);
// The direction in which the distance falls fastest, one unit long; [0, 0] at the target, where there is none.
const downhill = (x, y, target) => {
  const far = distance(x, y, target);
  return far === 0 ? [0, 0] : [(target[0] - x) / far, (target[1] - y) / far];
};

const LIMIT = 5, STEP = 0.1;
const ANSWERS = ["In one place", "In two places", "Anywhere on a ring"];
const REPLIES = [
  "You chose one place. One distance and one place go together only if you also know the direction.",
  "You chose two places. That is right on a line, left or right. A board has more directions than two.",
  "You chose a ring, and a ring it is: every point on it is equally far from the dart.",
];

function render({ model, el }) {
  const get = (name) => model.get(name);
  const place = (x, y) =>
    get("prediction") !== null &&
    update(model, { x: clamp(snap(x, STEP), -LIMIT, LIMIT), y: clamp(snap(y, STEP), -LIMIT, LIMIT) });
  const sideways = (v) => v === 0 ? "0.0 cm" : `${show(Math.abs(v))} cm ${v < 0 ? "left" : "right"}`;
  const upright = (v) => v === 0 ? "0.0 cm" : `${show(Math.abs(v))} cm ${v < 0 ? "down" : "up"}`;
  const moves = (right, high) => [right && sideways(right), high && upright(high)].filter(Boolean).join(" and ");

  let across, up;
  const dart = handle({
    label: "Dart",
    free: true,
    drag: (px, py) => place(across.invert(px), up.invert(py)),
    nudge: (right, high, big) =>
      place(get("x") + right * STEP * (big ? 10 : 1), get("y") + high * STEP * (big ? 10 : 1)),
  });
  const layer = shape("g");
  const board = stage({
    label: "The board, seen from above",
    aspect: 1,
    paint(svg, width) {
      across = scale([-LIMIT, LIMIT], [10, width - 10]);
      up = scale([-LIMIT, LIMIT], [width - 10, 10]);
      const x = get("x"),
        y = get("y"),
        target = get("target"),
        far = distance(x, y, target),
        open = get("prediction") !== null;
      const cm = across(1) - across(0), [ux, uy] = downhill(x, y, target);
      layer.replaceChildren(
        shape("rect", { x: 10, y: 10, width: width - 20, height: width - 20, fill: "none", stroke: "var(--lb-line)" }),
      );
      for (let mark = -4; mark <= 4; mark += 1) {
        layer.append(
          shape("line", { x1: across(mark), x2: across(mark), y1: 10, y2: width - 10, stroke: "var(--lb-soft)" }),
          shape("line", { x1: 10, x2: width - 10, y1: up(mark), y2: up(mark), stroke: "var(--lb-soft)" }),
        );
      }
      const view = cropped(10, 10, width - 20, width - 20);
      layer.append(view);
      if (open && !get("uncovered") && far > 0) {
        view.append(
          shape("circle", {
            class: "lb-places",
            cx: across(x),
            cy: up(y),
            r: far * cm,
            fill: "none",
            stroke: "var(--lb-loss)",
            "stroke-width": 2.5,
            "stroke-dasharray": "7 5",
          }),
        );
      }
      if (get("uncovered")) {
        view.append(
          shape("circle", {
            class: "lb-places",
            cx: across(target[0]),
            cy: up(target[1]),
            r: far * cm,
            fill: "none",
            stroke: "var(--lb-loss)",
            "stroke-width": 2.5,
            "stroke-dasharray": "7 5",
          }),
          ...[0.6, 0.2].map((r) =>
            shape("circle", {
              class: "lb-bullseye",
              cx: across(target[0]),
              cy: up(target[1]),
              r: r * cm,
              fill: r === 0.2 ? "var(--lb-data)" : "none",
              stroke: "var(--lb-data)",
              "stroke-width": 2.5,
            })
          ),
        );
      }
      if (get("which_way") && far > 0) {
        layer.append(
          arrow(
            across(x),
            up(y),
            across(x + ux * Math.min(1.5, far)),
            up(y + uy * Math.min(1.5, far)),
            "var(--lb-loss)",
          ),
        );
      }
      dart.place(across(x), up(y), { text: `${sideways(x)}, ${upright(y)}; meter ${show(far)} cm` });
      if (!dart.node.isConnected) svg.append(layer, dart.node);
    },
  });

  const needle = shape("rect", { x: 0, y: 4, height: 22, rx: 3, fill: "var(--lb-loss)" });
  const meter = make("p", {});
  const gauge = shape(
    "svg",
    { viewBox: "0 0 300 30", "aria-hidden": "true" },
    shape("rect", { x: 0.5, y: 4, width: 299, height: 22, rx: 3, fill: "none", stroke: "var(--lb-line)" }),
    needle,
  );
  const dialX = slider({
    label: "Dial 1: left or right",
    min: -LIMIT,
    max: LIMIT,
    step: STEP,
    say: sideways,
    change: (x) => place(x, get("y")),
  });
  const dialY = slider({
    label: "Dial 2: down or up",
    min: -LIMIT,
    max: LIMIT,
    step: STEP,
    say: upright,
    change: (y) => place(get("x"), y),
  });
  const which = toggle({ label: "Which way?", change: (on) => update(model, { which_way: on }) });
  const curtain = toggle({ label: "Lift the curtain", change: (on) => update(model, { uncovered: on }) });
  const question = predict({
    question: `The bullseye is hidden. The meter says that the dart is ${
      show(distance(get("x"), get("y"), get("target")))
    } cm away from it. Where can the bullseye be?`,
    choices: ANSWERS,
    settle: (answer) => update(model, { prediction: answer ?? -1 }),
  });
  const reply = make("p", {}), words = readout();
  const numbers = twin(model);
  const controls = make(
    "div",
    {},
    reply,
    make("div", { class: "lb-controls" }, dialX.node, dialY.node),
    make("div", { class: "lb-controls" }, which.node, curtain.node),
  );
  el.append(
    panel(
      model,
      question,
      make("div", { class: "lb-panels" }, board.node, make("div", {}, meter, gauge, controls, words)),
      numbers.node,
    ),
  );

  keep(model, ["x", "y", "which_way", "uncovered", "prediction", "target"], () => {
    const x = get("x"), y = get("y"), far = distance(x, y, get("target")), [ux, uy] = downhill(x, y, get("target"));
    const answer = get("prediction"), open = answer !== null;
    question.hidden = open;
    controls.hidden = words.hidden = !open;
    const ring = get("uncovered")
      ? "The dashed ring marks all places for the dart with the same reading."
      : "The dashed ring marks all places where the bullseye can be.";
    reply.textContent = sentences(REPLIES[answer], far >= STEP / 2 && ring);
    meter.replaceChildren("The meter: ", make("strong", {}, `${show(far)} cm`));
    needle.setAttribute("width", clamp(far / 10, 0, 1) * 299);
    dialX.set(x);
    dialY.set(y);
    which.set(get("which_way"));
    curtain.set(get("uncovered"));
    words.textContent = far < STEP / 2
      ? "The meter says 0.0 cm: you hit the bullseye. There is no way further down."
      : get("which_way")
      ? `The meter says ${show(far)} cm. Following the arrow, it takes ${
        moves(snap(ux * far, STEP), snap(uy * far, STEP))
      } to bring it to 0.`
      : `The meter says ${show(far)} cm: how far, and not which way.`;
    numbers.set([["Dart, left or right", sideways(x)], ["Dart, down or up", upright(y)], [
      "Meter (loss)",
      `${show(far)} cm`,
    ], ...(get("which_way") ? [["Downhill, left or right", show(ux, 2)], ["Downhill, down or up", show(uy, 2)]] : [])]);
    board.repaint();
  });
}

const formulas = { distance, downhill };
export default { render, formulas };
