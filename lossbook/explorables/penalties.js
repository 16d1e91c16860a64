// The dial on the weights: ten weights, and three curves against the dial of the penalty.

import { axis, curve, lesson, lever, make, RIM, scale, shape, show, slider, stage, toggle, update } from "./kit.js";
import { sum } from "./losses.js";

const penaltyOf = (kind, dial, weights) => dial * sum(weights.map((w) => kind === "L2" ? w * w : Math.abs(w)));
const totalOf = (kind, dial, weights, training) => training + penaltyOf(kind, dial, weights);
const lowestStop = (losses) => losses.indexOf(Math.min(...losses));

const LEAST = -2.5, MOST = 1.5, DEAR = 1.3;
const REPLIES = ["You said: both.", "You said: the training loss.", "You said: the loss on other patients."];
const say = (dial) => dial === 0 ? "0" : String(dial);

function render({ model, el }) {
  const get = (name) => model.get(name), stops = get("stops"), names = get("names");
  const open = () => get("prediction") !== null, path = () => get("paths")[get("kind")];
  const at = () => stops.indexOf(get("dial")), now = (what) => path()[what][at()];
  const totals = () => stops.map((dial, k) => totalOf(get("kind"), dial, path().weights[k], path().training[k]));

  const bars = shape("g");
  const chart = stage({
    label: "The weights of ten measurements",
    aspect: 1.05,
    paint(svg, width, height) {
      const base = height - 46, left = 118, across = scale([LEAST, MOST], [left, width - 14]);
      const room = (base - 14) / names.length, zero = across(0);
      const bar = (weight, y, half, look) =>
        shape("rect", {
          x: Math.min(zero, across(weight)),
          y: y - half,
          width: Math.max(Math.abs(across(weight) - zero), 0.5),
          height: 2 * half,
          ...look,
        });
      bars.replaceChildren(
        axis("bottom", across, base, "weight", { about: 4 }),
        ...names.flatMap((name, k) => {
          const y = 14 + room * (k + 0.5), weight = now("weights")[k], before = path().weights[0][k];
          return [
            shape("text", { x: left - 10, y: y + 4, "text-anchor": "end", "font-size": 12 }, name),
            bar(before, y, room * 0.38, {
              fill: "none",
              stroke: "var(--lb-data)",
              "stroke-width": 1.5,
              "stroke-dasharray": "4 3",
            }),
            weight === 0
              ? shape(
                "g",
                {},
                shape("circle", {
                  cx: zero,
                  cy: y,
                  r: 5.5,
                  fill: "none",
                  stroke: "var(--lb-yours)",
                  "stroke-width": 2.5,
                }),
                shape("text", { x: zero + 10, y: y + 4, "font-size": 12, "font-weight": 600 }, "0"),
              )
              : bar(weight, y, room * 0.25, { fill: "var(--lb-yours)" }),
          ];
        }),
        shape("line", { x1: zero, x2: zero, y1: 8, y2: base, stroke: "currentColor", "stroke-width": 1.5 }),
      );
      if (!bars.isConnected) svg.append(bars);
    },
  });

  const grip = lever({ label: "Dial, from 0 to 100", step: 1, change: (stop) => update(model, { dial: stops[stop] }) });
  const lines = shape("g");
  const graph = stage({
    label: "Three losses against the dial",
    aspect: 1.05,
    paint(svg, width, height) {
      const base = height - 46, x = scale([0, stops.length - 1], [46, width - 16]), y = scale([0, DEAR], [base, 24]);
      const along = (values) => values.map((value, k) => [x(k), y(Math.min(value, DEAR))]);
      const mark = (value, look) =>
        shape("circle", { cx: x(at()), cy: y(Math.min(value, DEAR)), r: 6, stroke: "currentColor", ...look });
      lines.replaceChildren(
        axis("left", y, 46, "loss", { about: 6 }),
        shape("line", { x1: 46, x2: width - 10, y1: base, y2: base, stroke: "currentColor" }),
        ...[0, 0.001, 0.01, 0.1, 1, 10, 100].flatMap((dial) => {
          const spot = x(stops.indexOf(dial));
          return [
            shape("line", { x1: spot, x2: spot, y1: base, y2: base + 5, stroke: "currentColor" }),
            shape(
              "text",
              { x: spot, y: base + 18, "text-anchor": "middle", "font-size": 12 },
              dial === 0.001 ? "" : say(dial),
            ),
          ];
        }),
        shape("text", { x: (46 + width) / 2, y: base + 36, "text-anchor": "middle", "font-size": 12 }, "dial"),
        curve([[46, y(get("always"))], [width - 16, y(get("always"))]], "var(--lb-line)", { "stroke-width": 1.5 }),
        shape("text", { x: 52, y: y(get("always")) - 7, "font-size": 12 }, `always the mean ${show(get("always"), 3)}`),
        shape("line", {
          x1: x(at()),
          x2: x(at()),
          y1: base,
          y2: 24,
          stroke: "var(--lb-yours)",
          "stroke-dasharray": "3 4",
        }),
      );
      if (open()) {
        const name = (text, place, value, up, anchor = "start") =>
          shape("text", {
            x: x(place),
            y: y(value) + up,
            "text-anchor": anchor,
            "font-size": 12,
            "font-weight": 600,
            style: RIM,
          }, text);
        lines.append(
          curve(along(totals()), "var(--lb-other)", { "stroke-dasharray": "2 4" }),
          curve(along(path().training), "var(--lb-loss)"),
          curve(along(path().others), "var(--lb-data)", { "stroke-dasharray": "8 4" }),
          name("others", 3, path().others[3], -8),
          name("training", 3, path().training[3], 18),
          name("+ penalty", get("kind") === "L2" ? 10.6 : 8.8, totals()[get("kind") === "L2" ? 11 : 9], -6, "end"),
        );
        if (get("show_lowest")) {
          const k = lowestStop(path().others);
          lines.append(
            shape("line", {
              x1: x(k),
              x2: x(k),
              y1: y(path().others[k]),
              y2: base,
              stroke: "var(--lb-good)",
              "stroke-width": 2.5,
              "stroke-dasharray": "3 3",
            }),
            shape(
              "text",
              { x: x(k) + 6, y: base - 8, "font-size": 13, "font-weight": 600 },
              `lowest at ${say(stops[k])}`,
            ),
          );
        }
        lines.append(
          mark(now("others"), { fill: "var(--lb-data)" }),
          mark(totals()[at()], { fill: "var(--lb-other)" }),
          mark(now("training"), { fill: "var(--lb-loss)" }),
        );
      }
      grip.place(svg, x, base, at(), say(get("dial")));
      if (!lines.isConnected) svg.append(lines, grip.node);
    },
  });

  const dial = slider({
    label: "Dial of the penalty",
    min: 0,
    max: stops.length - 1,
    step: 1,
    say: (stop) => say(stops[stop]),
    change: (stop) => update(model, { dial: stops[stop] }),
  });
  const sizes = toggle({
    label: "Sizes instead of squares (L1)",
    change: (on) => update(model, { kind: on ? "L1" : "L2" }),
  });
  const lowest = toggle({ label: "Show the lowest", change: (on) => update(model, { show_lowest: on }) });
  el.append(lesson(model, {
    pictures: [make("div", { class: "lb-panels" }, chart.node, graph.node)],
    question: "Ten weights were fitted to 30 patients. Now they get a price, and you turn its dial up from 0. Which " +
      "loss falls first?",
    choices: ["Both", "Only the training loss", "Only the loss on other patients"],
    replies: REPLIES,
    controls: [
      dial.node,
      sizes.node,
      lowest.node,
    ],
    names: ["kind", "dial", "show_lowest", "paths", "always"],
    stages: [chart, graph],
    say: () => {
      sizes.set(get("kind") === "L1");
      dial.set(at());
      lowest.set(get("show_lowest"));
      const weights = now("weights"), price = penaltyOf(get("kind"), get("dial"), weights);
      return {
        reply: "Only the loss on the others falls. The training loss was at its lowest, so it can only rise. " +
          "Turn the dial, and watch the two largest weights.",
        words: !open()
          ? `${get("kind")}, dial ${say(get("dial"))}: the losses show when you have answered or skipped.`
          : `${get("kind")}, dial ${say(get("dial"))}: training loss ${show(now("training"), 3)} + penalty ${
            show(price, 3)
          } = ${show(now("training") + price, 3)}. On 412 other patients ${show(now("others"), 3)}; always the mean ${
            show(get("always"), 3)
          }. ${weights.filter((w) => w === 0).length} of ${weights.length} weights are 0.`,
        rows: names.map((
          name,
          k,
        ) => [name, show(path().weights[0][k], 3), weights[k] === 0 ? "0" : show(weights[k], 3)]),
      };
    },
  }));
}

const formulas = { penaltyOf, totalOf, lowestStop };
export default { render, formulas };
