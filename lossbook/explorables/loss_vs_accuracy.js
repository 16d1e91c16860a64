// Two judges: accuracy moves in jumps and has no slope; the loss moves all the time.

import {
  axis,
  clamp,
  curve,
  lesson,
  lever,
  make,
  scale,
  shape,
  show,
  slider,
  snap,
  stage,
  toggle,
  update,
} from "./kit.js";
import { lossSlope, lossValue, mean } from "./losses.js";

const scores = (points, border) => points.map((x) => x - border);
const accuracyAt = (points, labels, border) =>
  mean(scores(points, border).map((score, i) => (score >= 0 ? 1 : 0) === labels[i] ? 1 : 0));
const lossAt = (points, labels, border) =>
  mean(scores(points, border).map((score, i) => lossValue("binary_cross_entropy_from_logits", {}, score, labels[i])));
// The slope when the border moves: every score falls as the border rises.
const lossSlopeAt = (points, labels, border) =>
  mean(
    scores(points, border).map((score, i) => 0 - lossSlope("binary_cross_entropy_from_logits", {}, score, labels[i])),
  );
const LOW = -3, HIGH = 3;
const REPLIES = ["You said: both move.", "You said: only the accuracy.", "You said: only the loss."];

function render({ model, el }) {
  const get = (name) => model.get(name),
    set = (value) => update(model, { border: clamp(snap(value, 0.05), LOW, HIGH) });
  const open = () => get("prediction") !== null;
  const grip = lever({ label: "The border", step: 0.05, change: set });
  const dots = shape("g");
  const line = stage({
    label: "Five points and the border",
    aspect: 0.3,
    paint(svg, width, height) {
      const across = scale([LOW, HIGH], [20, width - 20]), base = height - 40, border = get("border");
      const cramped = across(border) > width - 130; // then the words stand on the other side of the line
      dots.replaceChildren(
        shape("rect", {
          x: across(border),
          y: 12,
          width: Math.max(0, width - 20 - across(border)),
          height: base - 12,
          fill: "var(--lb-yours)",
          "fill-opacity": 0.12,
        }),
        axis("bottom", across, base, "measurement", { about: 6 }),
        shape("line", {
          x1: across(border),
          x2: across(border),
          y1: 6,
          y2: base,
          stroke: "var(--lb-yours)",
          "stroke-width": 3,
        }),
        shape("text", {
          x: across(border) + (cramped ? -8 : 8),
          y: 24,
          "text-anchor": cramped ? "end" : "start",
          "font-size": 12,
        }, "says yes from here"),
        ...get("points").map((x, i) =>
          get("labels")[i]
            ? shape("circle", { cx: across(x), cy: base - 14, r: 8, fill: "var(--lb-data)", stroke: "currentColor" })
            : shape("rect", {
              x: across(x) - 7,
              y: base - 21,
              width: 14,
              height: 14,
              fill: "var(--lb-other)",
              stroke: "currentColor",
            })
        ),
      );
      const right = accuracyAt(get("points"), get("labels"), border),
        cost = lossAt(get("points"), get("labels"), border);
      const text = `${show(border, 2)}; accuracy ${show(100 * right, 0)} %, loss ${show(cost, 3)}`;
      grip.place(svg, across, base, border, text);
      if (!dots.isConnected) svg.append(dots, grip.node);
    },
  });
  const judge = (label, f, top, steps) => {
    const layer = shape("g");
    return stage({
      label,
      aspect: 0.8,
      paint(svg, width, height) {
        const base = height - 46,
          x = scale([LOW, HIGH], [46, width - 12]),
          y = scale([0, top], [base, 24]),
          border = get("border");
        const cuts = [LOW, ...[...get("points")].sort((a, b) => a - b), HIGH];
        layer.replaceChildren(
          axis("bottom", x, base, "border", { about: 6 }),
          axis("left", y, 46, label, { about: 5 }),
        );
        if (open()) {
          layer.append(
            ...(steps
              ? cuts.slice(1).map((to, i) =>
                curve([cuts[i], to].map((at) => [x(at), y(f((cuts[i] + to) / 2))]), "var(--lb-other)")
              )
              : [curve(
                Array.from({ length: 121 }, (_, i) => LOW + (HIGH - LOW) * i / 120).map((at) => [x(at), y(f(at))]),
                "var(--lb-loss)",
              )]),
          );
        }
        if (get("asked") && !(steps && get("points").includes(border))) { // where it jumps, there is none
          const slope = steps ? 0 : lossSlopeAt(get("points"), get("labels"), border);
          layer.append(
            curve([-0.8, 0.8].map((step) => [x(border + step), y(f(border) + slope * step)]), "var(--lb-yours)", {
              class: "lb-tangent",
              "stroke-dasharray": "6 3",
            }),
          );
        }
        layer.append(
          shape("circle", { cx: x(border), cy: y(f(border)), r: 7, fill: "var(--lb-yours)", stroke: "currentColor" }),
        );
        if (!layer.isConnected) svg.append(layer);
      },
    });
  };
  const accuracy = judge("accuracy", (at) => accuracyAt(get("points"), get("labels"), at), 1, true),
    loss = judge("mean loss", (at) => lossAt(get("points"), get("labels"), at), 1.5, false);
  const dial = slider({
    label: "Move the border",
    min: LOW,
    max: HIGH,
    step: 0.05,
    say: (value) => show(value, 2),
    change: set,
  });
  const ask = toggle({ label: "Ask both for the slope", change: (on) => update(model, { asked: on }) });
  const said = () => {
    const [points, labels, border] = [get("points"), get("labels"), get("border")],
      right = Math.round(accuracyAt(points, labels, border) * points.length),
      slope = lossSlopeAt(points, labels, border);
    dial.set(border);
    ask.set(get("asked"));
    return {
      reply: "Move the border slowly: the accuracy waits for the next point and jumps. The loss moves at every step.",
      words:
        `Border at ${show(border, 2)}: ${right} of ${points.length} right, accuracy ${
          show(100 * right / points.length, 0)
        } %. Mean loss ${show(lossAt(points, labels, border), 3)}.` +
        (get("asked")
          ? ` Slope of the accuracy: ${points.includes(border) ? "none, it jumps here" : "0"}. Slope of the loss: ${
            show(slope, 3)
          }, so it falls ${slope > 0 ? "to the left" : "to the right"}.`
          : ""),
      rows: points.map((x, i) => {
        const score = x - border;
        return [
          show(x, 1),
          labels[i] ? "yes" : "no",
          show(score, 2),
          score >= 0 ? "yes" : "no",
          show(lossValue("binary_cross_entropy_from_logits", {}, score, labels[i]), 3),
        ];
      }),
    };
  };
  el.append(lesson(model, {
    pictures: [
      line.node,
      make("div", { class: "lb-controls" }, dial.node),
      make("div", { class: "lb-panels" }, accuracy.node, loss.node),
    ],
    question: "The border moves a tiny bit, past no point. Which of the two judges notices?",
    choices: ["Both", "Only the accuracy", "Only the loss"],
    replies: REPLIES,
    controls: [ask.node],
    names: ["border", "asked", "points", "labels"],
    stages: [line, accuracy, loss],
    say: said,
  }));
}

const formulas = { accuracyAt, lossAt, lossSlopeAt };
export default { render, formulas };
