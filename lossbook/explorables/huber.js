// The delta dial: between absolute and squared error, on the Belgian phone calls.

import {
  axis,
  clamp,
  cropped,
  curve,
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
  twin,
  update,
} from "./kit.js";
import { bestLine, lossSlope, lossValue } from "./losses.js";

const line = (points, delta) => bestLine("huber", { delta }, points);
const miss = ([slope, height], [x, y]) => slope * x + height - y;
// The two ends of the lines that tie under the absolute error: the steepest, and in the mirror the gentlest.
const tiedLines = (points) => {
  const mirrored = bestLine("absolute_error", {}, points.map(([x, y]) => [-x, y]));
  return [bestLine("absolute_error", {}, points), [-mirrored[0], mirrored[1]]];
};
const DATA_TOP = 260, ERRORS = 160, USUAL_DELTA = 60;
const twoDigits = (value) => Number(value.toPrecision(2));
const REPLIES = ["You said: near the MAE line.", "You said: halfway.", "You said: near the MSE line."];

function render({ model, el }) {
  const get = (name) => model.get(name);
  const points = () => get("years").map((year, i) => [year - 1950, year === 1969 ? get("last") : get("calls")[i]]);
  const million = (value) => `${show(value, value < 10 ? 1 : 0)} million`;
  const moveLast = (value) => update(model, { last: clamp(snap(value, 1), 0, DATA_TOP) });

  let up;
  const wild = handle({
    label: "Calls in 1969",
    colour: "var(--lb-yours)",
    drag: (_, py) => moveLast(up.invert(py)),
    nudge: (right, high, big) => moveLast(get("last") + (right + high) * (big ? 20 : 2)),
  });
  const years = shape("g");
  const data = stage({
    label: "Phone calls by year with the fitted line",
    aspect: 0.95,
    paint(svg, width, height) {
      const base = height - 46,
        across = scale([1949, 1974], [46, width - 12]),
        all = points(),
        fitted = line(all, get("delta"));
      up = scale([-20, DATA_TOP], [base, 24]);
      const stroke = (which, colour, extra) =>
        curve([[1950, which[1]], [1973, which[0] * 23 + which[1]]].map(([x, y]) => [across(x), up(y)]), colour, extra);
      const edge = get("delta") > 140
        ? []
        : [-1, 1].map((side) =>
          stroke([fitted[0], fitted[1] + side * get("delta")], "var(--lb-good)", {
            "stroke-width": 1.2,
            "stroke-dasharray": "3 4",
          })
        );
      const corner = (x, y) =>
        shape("rect", { x: x - 5, y: y - 5, width: 10, height: 10, fill: "var(--lb-other)", stroke: "currentColor" });
      const squared = bestLine("squared_error", {}, all);
      years.replaceChildren(
        axis("bottom", across, base, "year", { about: 4, years: true }),
        axis("left", up, 46, "million calls"),
        stroke(squared, "var(--lb-loss)", { "stroke-width": 1.5, "stroke-dasharray": "8 4" }),
        shape("text", {
          x: across(1973),
          y: up(squared[0] * 23 + squared[1]) - 8,
          "text-anchor": "end",
          "font-size": 12,
        }, "MSE line"),
        ...tiedLines(all).map((tied) => stroke(tied, "var(--lb-other)", { "stroke-width": 1.5 })),
        cropped(46, 24, width - 58, base - 24, ...edge),
        shape("text", {
          x: across(1969) - 18,
          y: up(get("last")) + 5,
          "text-anchor": "end",
          "font-size": 12,
          "font-weight": 600,
        }, "1969"),
        stroke(fitted, "var(--lb-good)", { class: "lb-fit" }),
        ...all.map((point, i) =>
          get("years")[i] === 1969 ? shape("g") : Math.abs(miss(fitted, point)) <= get("delta")
            ? shape("circle", {
              cx: across(point[0] + 1950),
              cy: up(point[1]),
              r: 4.5,
              fill: "var(--lb-data)",
              stroke: "currentColor",
            })
            : corner(across(point[0] + 1950), up(point[1]))
        ),
      );
      wild.place(across(1969), up(get("last")), {
        now: get("last"),
        min: 0,
        max: DATA_TOP,
        text: million(get("last")),
      });
      if (!wild.node.isConnected) svg.append(years, wild.node);
    },
  });

  const graph = (title, which) => {
    const layer = shape("g");
    return stage({
      label: title,
      aspect: 0.5,
      paint(svg, width, height) {
        const delta = get("delta"), base = height - 44, across = scale([-ERRORS, ERRORS], [58, width - 12]);
        const f = (e) => which(e, delta),
          // The same axis for all deltas up to this one, or nobody sees the arms grow steeper.
          wide = Math.max(delta, USUAL_DELTA),
          top = which(ERRORS, wide),
          bottom = Math.min(0, which(-ERRORS, wide)),
          high = scale([bottom, top], [base, 24]);
        const grid = [...new Set([-delta, delta, ...Array.from({ length: 81 }, (_, i) => (i - 40) * ERRORS / 40)])]
          .filter((e) => Math.abs(e) <= ERRORS).sort((a, b) => a - b);
        layer.replaceChildren(
          axis("bottom", across, base, "error (million calls)", { about: 4 }),
          axis("left", high, 58, title, { about: 3 }),
          curve(grid.map((e) => [across(e), high(f(e))]), "var(--lb-loss)"),
          ...(delta > ERRORS
            ? []
            : [-delta, delta].map((e) =>
              shape("circle", { cx: across(e), cy: high(f(e)), r: 4, fill: "var(--lb-yours)", stroke: "currentColor" })
            )),
        );
        if (!layer.isConnected) svg.append(layer);
      },
    });
  };
  const loss = graph("loss", (e, delta) => lossValue("huber", { delta }, e, 0)),
    slope = graph("slope", (e, delta) => lossSlope("huber", { delta }, e, 0));

  const dial = slider({
    label: "Delta, where the straight part begins",
    min: Math.log10(0.5),
    max: Math.log10(155), // two digits: the last step is 150
    step: 0.02,
    say: () => million(get("delta")),
    change: (log) => update(model, { delta: twoDigits(10 ** log) }),
  });
  const question = predict({
    question: "The line with the lowest MSE rises by 5 million calls a year. Lines with the lowest MAE rise by " +
      "1.2 to 1.6. Where is the line of a Huber loss with a delta of 5 million?",
    choices: ["Near the MAE lines", "Halfway", "Near the MSE line"],
    settle: (answer) => update(model, { prediction: answer ?? -1, delta: 5 }),
  });
  const reply = make("p", {}),
    words = readout(),
    numbers = twin(model);
  el.append(
    panel(
      model,
      question,
      reply,
      make("div", { class: "lb-controls" }, dial.node),
      make("div", { class: "lb-panels" }, data.node, make("div", {}, loss.node, slope.node)),
      make(
        "p",
        {},
        "Green: the line of this loss, and dotted, delta above and below it. Long dashes: the MSE line. " +
          "Purple: the steepest and the gentlest line with the lowest MAE.",
      ),
      words,
      numbers.node,
    ),
  );

  keep(model, ["delta", "last", "prediction", "years", "calls"], () => {
    const all = points(), delta = get("delta"), fitted = line(all, delta), answer = get("prediction");
    const within = all.filter((point) => Math.abs(miss(fitted, point)) <= delta).length,
      gone = miss(fitted, all[get("years").indexOf(1969)]);
    question.hidden = answer !== null;
    reply.hidden = answer === null;
    reply.textContent = sentences(
      REPLIES[answer],
      `With a delta of 5, the line rises by ${show(line(all, 5)[0], 2)} million a year` +
        `${get("last") === 212 ? ", close to the MAE lines" : ""}.`,
      "Now turn the dial, or drag the year 1969.",
    );
    dial.set(Math.log10(delta));
    words.textContent =
      `Delta ${million(delta)}: the line rises by ${show(fitted[0], 2)} million a year and says ${
        show(fitted[0] * 23 + fitted[1], 1)
      } for 1973 (really 29.0). ` +
      (within === all.length
        ? `All ${all.length} years lie within delta. `
        : `${within} of ${all.length} years lie within delta (dots); the others (squares, and 1969 if it is out) ` +
          `pull with ${show(delta, delta < 10 ? 1 : 0)} each. `) +
      `The error of 1969 is ${show(gone, 0)}: loss ${show(lossValue("huber", { delta }, gone, 0), 0)}, slope ${
        show(lossSlope("huber", { delta }, gone, 0), 1)
      }.`;
    numbers.set(all.map((point, i) => {
      const e = miss(fitted, point);
      return [
        String(get("years")[i]),
        show(e, 1),
        show(lossValue("huber", { delta }, e, 0), 1),
        show(lossSlope("huber", { delta }, e, 0), 1),
      ];
    }));
    data.repaint();
    loss.repaint();
    slope.repaint();
  });
}

const formulas = { line, tiedLines };
export default { render, formulas };
