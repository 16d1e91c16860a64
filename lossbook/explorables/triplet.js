// Move the stranger: an anchor, a friend and a stranger, and who is pulled where by the triplet loss.

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
  RIM,
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
import { apart, lossSlope, lossValue } from "./losses.js";

const tripletKind = (near, far, margin) => far >= near + margin ? "easy" : far > near ? "semi-hard" : "hard";
const tripletLoss = (points, margin) => lossValue("triplet", { margin }, ...points);
const pushes = (points, margin) =>
  lossSlope("triplet", { margin }, ...points).map((slope) => slope.map((part) => 0 - part));
const takeStep = (points, margin, rate) => {
  const push = pushes(points, margin);
  return points.map((point, i) => point.map((part, axis) => part + rate * push[i][axis]));
};

const SIZE = 10,
  STEP = 0.1,
  NAMES = ["Anchor", "Friend", "Stranger"],
  COLOURS = ["var(--lb-data)", "var(--lb-data)", "var(--lb-other)"];
const REPLIES = [
  "You said: anywhere further out than the friend.",
  "You said: the margin further out than the friend.",
  "You said: anywhere but on the anchor.",
];

function render({ model, el }) {
  const get = (name) => model.get(name), points = () => get("points");
  const inside = (value) => clamp(snap(value, STEP), 0, SIZE);
  const move = (k, x, y) =>
    update(model, { points: points().map((point, i) => i === k ? [inside(x), inside(y)] : point) });
  const distances = () => [apart(points()[0], points()[1]), apart(points()[0], points()[2])];

  let across, up;
  const grips = NAMES.map((name, k) =>
    handle({
      label: name,
      colour: COLOURS[k],
      free: true,
      drag: (px, py) => move(k, across.invert(px), up.invert(py)),
      nudge: (right, high, big) =>
        move(k, points()[k][0] + right * STEP * (big ? 10 : 1), points()[k][1] + high * STEP * (big ? 10 : 1)),
    })
  );
  const rings = shape("g"), labels = shape("g", { "pointer-events": "none" });
  const floor = stage({
    label: "Three points, and the rings around the anchor",
    aspect: 1,
    paint(svg, width) {
      across = scale([0, SIZE], [10, width - 10]);
      up = scale([0, SIZE], [width - 10, 10]);
      const unit = across(1) - across(0),
        [near] = distances(),
        centre = { cx: across(points()[0][0]), cy: up(points()[0][1]) },
        open = get("prediction") !== null;
      const view = cropped(10, 10, width - 20, width - 20);
      if (open) {
        view.append(
          shape("circle", {
            class: "lb-outer",
            ...centre,
            r: (near + get("margin")) * unit,
            fill: "var(--lb-other)",
            "fill-opacity": 0.12,
            stroke: "var(--lb-other)",
            "stroke-width": 2,
            "stroke-dasharray": "7 5",
          }),
        );
      }
      view.append(
        shape("circle", {
          ...centre,
          r: near * unit,
          fill: "var(--lb-data)",
          "fill-opacity": 0.12,
          stroke: "var(--lb-data)",
          "stroke-width": 2,
        }),
      );
      rings.replaceChildren(
        shape("rect", { x: 10, y: 10, width: width - 20, height: width - 20, fill: "none", stroke: "var(--lb-line)" }),
        view,
      );
      // Each name on the side away from the other points, as far as the floor goes.
      const toTheRight = points()[1][0] >= points()[0][0];
      labels.replaceChildren(
        ...points().map(([x, y], k) => {
          const wanted = k === 0 ? !toTheRight : x >= points()[0][0], right = x < 2 || (wanted && x <= 8);
          return shape("text", {
            x: across(x) + (right ? 16 : -16),
            y: up(y) - 12,
            "text-anchor": right ? "start" : "end",
            "font-size": 13,
            "font-weight": 600,
            // A rim in the colour of the page, so that a ring does not run through the word.
            style: RIM,
          }, NAMES[k].toLowerCase());
        }),
      );
      if (get("show_pushes")) {
        pushes(points(), get("margin")).forEach(([dx, dy], k) => {
          if (Math.hypot(dx, dy) > 1e-9) {
            labels.append(
              arrow(
                across(points()[k][0]),
                up(points()[k][1]),
                across(points()[k][0] + dx),
                up(points()[k][1] + dy),
                "var(--lb-loss)",
              ),
            );
          }
        });
      }
      points().forEach(([x, y], k) =>
        grips[k].place(across(x), up(y), { text: `${show(x, 1)} across, ${show(y, 1)} up` })
      );
      if (!rings.isConnected) svg.append(rings, ...grips.map((grip) => grip.node), labels);
    },
  });

  const margin = slider({
    label: "Margin",
    min: 0,
    max: 4,
    step: 0.1,
    say: (value) => show(value, 1),
    change: (value) => update(model, { margin: value }),
  });
  const arrows = toggle({ label: "Show the pushes", change: (on) => update(model, { show_pushes: on }) });
  const step = make("button", {
    type: "button",
    onclick: () =>
      update(model, {
        points: takeStep(points(), get("margin"), 0.3).map((point) => point.map((part) => clamp(part, 0, SIZE))),
        steps: get("steps") + 1,
      }),
  }, "Let them take a step");
  const spot = make("button", {
    type: "button",
    onclick: () => update(model, { points: points().map(() => [5, 5]), show_pushes: true }),
  }, "All on one spot");
  const question = predict({
    question: `The friend is ${show(distances()[0], 1)} away from the anchor, and the margin is ${
      show(get("margin"), 1)
    }. Where may the stranger stand, so that nobody pays?`,
    choices: [
      "Anywhere further out than the friend",
      "The margin further out than the friend",
      "Anywhere but on the anchor",
    ],
    settle: (answer) => update(model, { prediction: answer ?? -1 }),
  });
  const reply = make("p", {}), words = readout(), numbers = twin(model);
  const controls = make("div", { class: "lb-controls" }, margin.node, arrows.node, step, spot);
  el.append(
    panel(
      model,
      make("div", { class: "lb-panels" }, floor.node, make("div", {}, question, reply, controls, words)),
      numbers.node,
    ),
  );

  keep(model, ["points", "margin", "show_pushes", "prediction", "steps"], () => {
    const [near, far] = distances(),
      loss = tripletLoss(points(), get("margin")),
      kind = tripletKind(near, far, get("margin")),
      answer = get("prediction");
    question.hidden = answer !== null;
    controls.hidden = reply.hidden = words.hidden = answer === null;
    reply.textContent = sentences(
      REPLIES[answer],
      "Outside the dashed ring nobody pays (easy). Between the rings the loss is below the margin (semi-hard).",
      "Inside the inner ring the stranger is nearer than the friend (hard).",
    );
    margin.set(get("margin"));
    arrows.set(get("show_pushes"));
    words.textContent =
      `Friend ${show(near, 2)} away, stranger ${show(far, 2)}, margin ${show(get("margin"), 1)}: ${show(near, 2)} − ${
        show(far, 2)
      } + ${show(get("margin"), 1)}, so the loss is ${show(loss, 2)}. This triplet is ${kind}.` +
      (loss === 0
        ? " No push at all."
        : near + far < 1e-9
        ? " All on one spot: the loss is the margin, and nothing is pushed."
        : "") +
      (get("steps") ? ` Steps taken: ${get("steps")}.` : "");
    numbers.set([
      ["Distance of the friend", show(near, 2)],
      ["Distance of the stranger", show(far, 2)],
      ["Margin", show(get("margin"), 1)],
      ["Loss", show(loss, 2)],
      ["Kind", kind],
    ]);
    floor.repaint();
  });
}

const formulas = { tripletKind, tripletLoss, pushes, takeStep };
export default { render, formulas };
