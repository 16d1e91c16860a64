// The loss lab: any losses of the catalogue that share an axis, with their slopes, their settings, data and a ball.

import {
  axis,
  clamp,
  cropped,
  curve,
  handle,
  keep,
  make,
  outside,
  panel,
  picked,
  PLACES,
  readout,
  scale,
  shape,
  show,
  slider,
  snap,
  stage,
  toggle,
  twin,
  update,
} from "./kit.js";
import { bestConstant, bestLine, lossSlope, lossValue, mean } from "./losses.js";

// What runs along the bottom for each kind of prediction, and what the losses compare at a place there.
const sign = (label) => 2 * label - 1;
const KINDS = {
  number: {
    say: "a number",
    axis: "error (prediction − actual)",
    range: [-5, 5],
    step: 0.1,
    inputs: (at) => [at, 0],
    slope: (s) => s,
    constant: "prediction for all points",
    constants: [0, 15],
  },
  score: {
    say: "yes or no, from a score",
    axis: "score for yes",
    range: [-5, 5],
    step: 0.1,
    inputs: (at, label, name) => [at, name === "hinge" ? sign(label) : label],
    slope: (s) => s,
    constant: "score for all points",
    constants: [-4, 4],
  },
  probability: {
    say: "yes or no, from a probability",
    axis: "probability of yes",
    range: [0.02, 0.98],
    step: 0.01,
    inputs: (at, label) => [at, label],
    slope: (s) => s,
    constant: "probability for all points",
    constants: [0.02, 0.98],
  },
  class_scores: {
    say: "one of three classes, from scores",
    axis: "score of the right class, others 0",
    range: [-5, 5],
    step: 0.1,
    inputs: (at) => [[at, 0, 0], 0],
    slope: (s) => s[0],
  },
  class_probabilities: {
    say: "one of three classes, from probabilities",
    axis: "probability of the right class",
    range: [0.02, 0.98],
    step: 0.01,
    inputs: (at) => [[at, (1 - at) / 2, (1 - at) / 2], 0],
    slope: (s) => s[0],
  },
  points: {
    say: "which of two is more alike",
    axis: "distance of the negative, positive at 0.5",
    range: [0, 3],
    step: 0.05,
    inputs: (at) => [[0], [0.5], [at]],
    slope: (s) => s[2][0],
  },
  pair: {
    say: "which of two is better",
    axis: "gap: score of the winner − score of the loser",
    range: [-5, 5],
    step: 0.1,
    inputs: (at) => [at, 0],
    slope: (s) => s[0],
  },
};
const heightAt = (kind, name, settings, at, label) => lossValue(name, settings, ...KINDS[kind].inputs(at, label, name));
const slopeAt = (kind, name, settings, at, label) =>
  KINDS[kind].slope(lossSlope(name, settings, ...KINDS[kind].inputs(at, label, name)));
// Mean loss of one constant over the answers, its slope, and the constant that costs least.
const answersFor = (name, answers) => name === "hinge" ? answers.map(sign) : answers;
const constantCost = (name, settings, answers, at) =>
  mean(answersFor(name, answers).map((answer) => lossValue(name, settings, at, answer)));
const constantSlope = (name, settings, answers, at) =>
  mean(answersFor(name, answers).map((answer) => lossSlope(name, settings, at, answer)));
const lowestConstant = (kind, name, settings, answers) =>
  bestConstant(
    name,
    settings,
    answersFor(name, answers),
    kind === "number" ? [Math.min(...answers), Math.max(...answers)] : kind === "score" ? [-40, 40] : [0, 1],
  );
// Gradient descent on the constant, kept within what the loss allows.
const descend = (kind, name, settings, answers, from, rate, steps) => {
  const path = [from];
  for (let i = 0; i < steps; i += 1) {
    const here = path.at(-1), to = here - rate * constantSlope(name, settings, answers, here);
    path.push(kind === "probability" ? clamp(to, 0.001, 0.999) : clamp(to, -1e6, 1e6));
  }
  return path;
};

const INKS = ["var(--lb-loss)", "var(--lb-other)", "var(--lb-loss)"], DASHES = ["none", "9 4", "3 3"];
const KNOBS = [["delta", "Delta of Huber", 0.1, 5, 0.1], ["gamma", "Gamma of focal", 0, 5, 0.1], [
  "alpha",
  "Alpha of focal (weight of yes)",
  0,
  1,
  0.05,
], ["margin", "Margin of triplet", 0, 2, 0.05]];

function render({ model, el }) {
  const get = (name) => model.get(name),
    kind = () => KINDS[get("kind")],
    title = (name) => get("titles")[name],
    offered = () => get("kinds")[get("kind")];
  const settings = () => ({ delta: get("delta"), gamma: get("gamma"), alpha: get("alpha"), margin: get("margin") });
  const chosen = () => offered().filter((name) => get("chosen").includes(name));
  const focus = () => chosen().includes(get("focus")) ? get("focus") : chosen()[0];
  const look = (name) => {
    const place = offered().indexOf(name);
    return [INKS[place], { "stroke-dasharray": DASHES[place] }];
  };
  const numbers = () => get("kind") === "number";
  const points = () =>
    numbers()
      ? [...get("points"), ...(get("outlier") ? [get("outlier_at")] : [])]
      : [...get("labels"), ...(get("outlier") ? [0] : [])].map((label, i) => [i + 1, label]);
  const answers = () => points().map((point) => point[1]);
  const prediction = (at) => update(model, { prediction: clamp(snap(at, kind().step), ...kind().range) });
  // No probability lies beyond these, whatever an address says.
  const possible = (at) => kind().range[1] < 1 ? clamp(at, 0.001, 0.999) : at;
  const predicted = () => possible(get("prediction")), last = () => possible(get("path").at(-1));
  const say = (value) => show(value, kind().step < 0.1 ? 2 : 1);

  // Heights and slopes
  let along;
  const probe = handle({
    label: "Prediction",
    colour: "var(--lb-yours)",
    drag: (px) => prediction(along.invert(px)),
    nudge: (right, up, big) => prediction(predicted() + (right + up) * kind().step * (big ? 10 : 1)),
  });
  const curves = (label, at, layer, tangent) =>
    stage({
      label,
      aspect: 0.8,
      paint(svg, width, height) {
        const base = height - 46, [from, to] = kind().range, x = scale([from, to], [52, width - 12]);
        const grid = Array.from({ length: 241 }, (_, i) => from + (to - from) * i / 240),
          every = chosen().map((name) => grid.map((spot) => at(name, spot)));
        const all = every.flat().filter(Number.isFinite),
          top = Math.min(Math.max(...all, 0.5), 16),
          low = Math.max(Math.min(...all, 0), -16),
          y = scale([low, top], [base, 24]);
        const within = (pairs) => pairs.filter(([, value]) => value <= top && value >= low);
        layer.replaceChildren(
          axis("bottom", x, base, kind().axis, { about: 5 }),
          axis("left", y, 52, label, { about: 5 }),
          ...(low < 0 ? [shape("line", { x1: 52, x2: width - 12, y1: y(0), y2: y(0), stroke: "var(--lb-line)" })] : []),
          ...chosen().map((name, i) =>
            curve(
              within(grid.map((spot, k) => [spot, every[i][k]])).map(([spot, value]) => [x(spot), y(value)]),
              ...look(name),
            )
          ),
        );
        if (focus()) tangent(svg, layer, x, y, [low, top]);
        if (!layer.isConnected) svg.prepend(layer);
      },
    });
  const left = shape("g"), right = shape("g");
  const heights = curves(
    "loss",
    (name, at) => heightAt(get("kind"), name, settings(), at, get("label")),
    left,
    (svg, layer, x, y, [low, top]) => {
      along = x;
      const at = predicted(),
        here = heightAt(get("kind"), focus(), settings(), at, get("label")),
        slope = slopeAt(get("kind"), focus(), settings(), at, get("label"));
      const ends = x.domain.map((end) => [end, here + slope * (end - at)]).map(([end, value]) =>
        value > top ? [at + (top - here) / slope, top] : value < low ? [at + (low - here) / slope, low] : [end, value]
      );
      layer.append(
        curve(ends.map(([end, value]) => [x(end), y(value)]), "var(--lb-yours)", {
          class: "lb-tangent",
          "stroke-width": 1.8,
        }),
      );
      probe.place(x(at), y(clamp(here, low, top)), {
        now: at,
        min: x.domain[0],
        max: x.domain[1],
        text: `${say(at)}; loss ${show(here, 3)}, slope ${show(slope, 3)}`,
      });
      if (!probe.node.isConnected) svg.append(probe.node);
    },
  );
  const slopes = curves(
    "slope",
    (name, at) => slopeAt(get("kind"), name, settings(), at, get("label")),
    right,
    (_, layer, x, y, [low, top]) =>
      layer.append(
        shape("circle", {
          cx: x(predicted()),
          cy: y(clamp(slopeAt(get("kind"), focus(), settings(), predicted(), get("label")), low, top)),
          r: 6,
          fill: "var(--lb-yours)",
          stroke: "currentColor",
        }),
      ),
  );

  // Data, and the best answer of every loss
  let over, above;
  const movePoint = (k, x, y) => {
    const spot = [clamp(snap(x, 0.1), 0, 7), clamp(snap(y, 0.1), 0, 15)];
    if (!numbers()) update(model, { labels: get("labels").map((label, i) => i === k ? (y > 0.5 ? 1 : 0) : label) });
    else if (k === get("points").length) update(model, { outlier_at: spot });
    else update(model, { points: get("points").map((point, i) => i === k ? spot : point) });
  };
  const dots = Array.from(
    { length: get("points").length + 1 },
    (_, k) =>
      handle({
        label: `Point ${k + 1}`,
        colour: "var(--lb-data)",
        free: true,
        drag: (px, py) => movePoint(k, over.invert(px), above.invert(py)),
        nudge: (right, up, big) => {
          const [x, y] = points()[k];
          movePoint(k, x + right * 0.1 * (big ? 10 : 1), y + up * (numbers() ? 0.1 * (big ? 10 : 1) : 1));
        },
      }),
  );
  const lines = shape("g");
  const bestOf = (name) =>
    get("line") && numbers()
      ? bestLine(name, settings(), points())
      : [0, lowestConstant(get("kind"), name, settings(), answers())];
  // Where all answers are alike, no score is too far out.
  const endless = () => get("kind") === "score" && new Set(answers()).size < 2;
  const data = stage({
    label: "Data, and the best answer of each loss",
    aspect: 0.8,
    paint(svg, width, height) {
      if (!kind().constant) return;
      const base = height - 46, [low, top] = kind().constants, y = scale([low, top], [base, 24]);
      over = scale([0, numbers() ? 7 : 8], [52, width - 12]);
      above = numbers() ? y : scale([0, 1], [base - 14, 40]);
      const view = cropped(52, 24, width - 64, base - 24);
      lines.replaceChildren(
        axis("bottom", over, base, numbers() ? "measurement" : "points: yes above, no below", { about: 7 }),
        axis("left", y, 52, numbers() ? "answer" : kind().constant, { about: 5 }),
        view,
      );
      for (const name of endless() ? [] : chosen()) {
        const [a, b] = bestOf(name);
        view.append(curve(over.domain.map((x) => [over(x), y(clamp(a * x + b, low - 20, top + 20))]), ...look(name)));
      }
      dots.forEach((dot, k) => {
        const point = points()[k];
        dot.node.style.display = point && (numbers() || k < get("labels").length) ? "" : "none";
        if (point) {
          dot.place(over(point[0]), above(point[1]), {
            text: numbers() ? `${show(point[0], 1)} across, ${show(point[1], 1)} up` : point[1] ? "yes" : "no",
          });
        }
      });
      if (get("outlier") && !numbers()) {
        lines.append(
          shape("circle", {
            cx: over(points().at(-1)[0]),
            cy: above(0),
            r: 9,
            fill: "var(--lb-data)",
            stroke: "currentColor",
          }),
        );
      }
      if (!lines.isConnected) svg.append(lines, ...dots.map((dot) => dot.node));
    },
  });

  // The ball
  let floor;
  const place = (at) => update(model, { path: [clamp(snap(at, numbers() ? 0.1 : 0.01), ...kind().constants)] });
  const ball = handle({
    label: "The ball",
    colour: "var(--lb-yours)",
    drag: (px) => place(floor.invert(px)),
    nudge: (right, up, big) =>
      place(last() + (right + up) * (kind().constants[1] - kind().constants[0]) * (big ? 0.1 : 0.01)),
  });
  const valley = shape("g");
  const hills = stage({
    label: "Mean loss of one answer for all points",
    aspect: 0.8,
    paint(svg, width, height) {
      if (!kind().constant) return;
      const base = height - 46,
        [from, to] = kind().constants,
        grid = Array.from({ length: 121 }, (_, i) => from + (to - from) * i / 120);
      const every = chosen().map((name) => grid.map((at) => constantCost(name, settings(), answers(), at))),
        top = Math.min(Math.max(...every.flat(), 0.5), 40),
        y = scale([0, top], [base, 24]);
      floor = scale([from, to], [52, width - 12]);
      valley.replaceChildren(
        axis("bottom", floor, base, kind().constant, { about: 5 }),
        axis("left", y, 52, "mean loss", { about: 5 }),
        ...chosen().map((name, i) =>
          curve(
            grid.map((at, k) => [at, every[i][k]]).filter(([, value]) => value <= top).map((
              [at, value],
            ) => [floor(at), y(value)]),
            ...look(name),
          )
        ),
      );
      if (focus()) {
        const cost = (at) => constantCost(focus(), settings(), answers(), at), inside = (at) => at >= from && at <= to;
        valley.append(
          ...get("path").slice(-30, -1).filter(inside).map((at) =>
            shape("circle", {
              cx: floor(at),
              cy: y(Math.min(cost(at), top)),
              r: 3.5,
              fill: "none",
              stroke: "var(--lb-yours)",
              "stroke-width": 2,
            })
          ),
        );
        const here = clamp(last(), from, to);
        const height = y(Math.min(cost(here), top));
        valley.append(...outside(ball.ball, [from, to], last(), floor(here), height, (at) => show(at, 2)));
        ball.place(floor(here), height, {
          now: here,
          min: from,
          max: to,
          text: `${say(last())}; mean loss ${show(cost(last()), 3)}`,
        });
      }
      if (!valley.isConnected) svg.append(valley, ball.node);
    },
  });

  // Controls
  const start = (key) => ({ number: 12, score: -3, probability: 0.1 })[key] ?? 0;
  const change = (key) =>
    update(model, {
      kind: key,
      chosen: [...get("kinds")[key]],
      focus: get("kinds")[key][0],
      alpha: null,
      prediction: snap(KINDS[key].range[0] + 0.3 * (KINDS[key].range[1] - KINDS[key].range[0]), KINDS[key].step),
      path: [start(key)],
    });
  const pick = (label, then) => {
    const select = make("select", { "aria-label": label });
    select.addEventListener("change", () => then(select.value));
    return {
      node: picked(label, select),
      set(list, value) {
        select.replaceChildren(...list.map(([key, text]) => make("option", { value: key }, text)));
        select.value = value;
      },
    };
  };
  const kinds = pick("What is predicted?", change),
    leader = pick("Tangent and ball follow", (name) => update(model, { focus: name }));
  const boxes = make("div", { class: "lb-controls", role: "group", "aria-label": "Losses to show" });
  const answer = toggle({ label: "The right answer is no", change: (on) => update(model, { label: on ? 0 : 1 }) });
  const knobs = KNOBS.map((
    [name, label, min, max, step],
  ) => [
    name,
    slider({
      label,
      min,
      max,
      step,
      say: (value) => get(name) === null ? "off" : show(value, step < 0.1 ? 2 : 1),
      change: (value) => update(model, { [name]: value }),
    }),
  ]);
  const outlier = toggle({ label: "Add an outlier", change: (on) => update(model, { outlier: on }) }),
    line = toggle({ label: "Fit a line", change: (on) => update(model, { line: on }) });
  const rate = slider({
    label: "Learning rate",
    min: -2,
    max: 1.4,
    step: 0.05,
    say: () => show(get("learning_rate"), 2),
    change: (log) => update(model, { learning_rate: Number((10 ** log).toPrecision(2)) }),
  });
  const room = () => Math.max(0, PLACES - get("path").length);
  const roll = (count) =>
    update(model, {
      path: [
        ...get("path"),
        ...descend(get("kind"), focus(), settings(), answers(), last(), get("learning_rate"), Math.min(count, room()))
          .slice(1),
      ],
    });
  const one = make("button", { type: "button", onclick: () => roll(1) }, "One step"),
    ten = make("button", { type: "button", onclick: () => roll(10) }, "Ten steps");
  const back = make(
    "button",
    { type: "button", onclick: () => update(model, { path: [start(get("kind"))] }) },
    "Back to the start",
  );
  const words = readout(),
    ballWords = readout(),
    dataWords = make("p", {}),
    table = twin(model, { head: [...model.get("words").head, "Its mean loss"] });
  const dataPart = make(
    "div",
    {},
    make("p", { class: "lb-title" }, "Data and the best answers"),
    make("div", { class: "lb-controls" }, outlier.node, line.node),
    make("div", { class: "lb-panels" }, data.node, hills.node),
    dataWords,
    make("div", { class: "lb-controls" }, rate.node, one, ten, back),
    ballWords,
  );
  el.append(
    panel(
      model,
      make("div", { class: "lb-controls" }, kinds.node, leader.node),
      boxes,
      make("div", { class: "lb-panels" }, heights.node, slopes.node),
      make(
        "div",
        { class: "lb-controls" },
        answer.node,
        ...knobs.map(([, knob]) => knob.node),
      ),
      words,
      dataPart,
      table.node,
    ),
  );

  let shown = "";
  keep(model, [
    "kind",
    "chosen",
    "focus",
    "label",
    "prediction",
    "delta",
    "gamma",
    "alpha",
    "margin",
    "points",
    "labels",
    "outlier",
    "outlier_at",
    "line",
    "path",
    "learning_rate",
  ], () => {
    kinds.set(Object.entries(KINDS).map(([key, { say: text }]) => [key, text]), get("kind"));
    leader.set(chosen().map((name) => [name, title(name)]), focus());
    if (shown !== get("kind")) {
      shown = get("kind");
      boxes.replaceChildren(
        ...offered().map((name, place) => {
          const box = make("input", { type: "checkbox", value: name });
          box.addEventListener("change", () => {
            if (box.checked || chosen().length > 1) {
              update(model, {
                chosen: box.checked ? [...get("chosen"), name] : get("chosen").filter((other) => other !== name),
              });
            } else {
              box.checked = true;
              words.textContent = "One loss has to stay, or there is nothing to see.";
            }
          });
          return make(
            "label",
            { class: "lb-box" },
            box,
            shape(
              "svg",
              { width: 34, height: 12, "aria-hidden": "true" },
              shape("line", {
                x1: 0,
                x2: 34,
                y1: 6,
                y2: 6,
                stroke: INKS[place],
                "stroke-width": 3,
                "stroke-dasharray": DASHES[place],
              }),
            ),
            title(name),
          );
        }),
      );
    }
    for (const box of boxes.querySelectorAll("input")) box.checked = get("chosen").includes(box.value);
    answer.node.hidden = !["score", "probability"].includes(get("kind"));
    answer.set(get("label") === 0);
    for (const [name, knob] of knobs) {
      knob.node.hidden = !chosen().some((loss) => get("settings")[loss].includes(name));
      knob.set(get(name) ?? 0.5);
    }
    outlier.set(get("outlier"));
    line.set(get("line"));
    rate.set(Math.log10(get("learning_rate")));
    line.node.hidden = !numbers();
    dataPart.hidden = !kind().constant;
    const at = predicted(),
      value = (name) => heightAt(get("kind"), name, settings(), at, get("label")),
      slope = (name) => slopeAt(get("kind"), name, settings(), at, get("label"));
    const tick = kind().range[1] - kind().range[0] > 1 ? 1 : 0.01; // among probabilities, 1 is too far
    words.textContent = `At ${say(at)}: ` + chosen().map((name) =>
      `${title(name)} ${show(value(name), 3)}, slope ${show(slope(name), 3)}`
    ).join("; ") + ". " +
      (focus()
        ? `The tangent says: one step of ${tick} to the right changes ${title(focus())} by about ${
          show(tick * slope(focus()), 3)
        }.`
        : "");
    const bests = kind().constant && !endless()
      ? chosen().map((name) => {
        const [a, b] = bestOf(name);
        return [
          name,
          a,
          b,
          get("line") && numbers()
            ? mean(points().map(([x, y]) => lossValue(name, settings(), a * x + b, y)))
            : constantCost(name, settings(), answers(), b),
        ];
      })
      : [];
    const inWords = ([name, a, b]) =>
      `${title(name)} ${get("line") && numbers() ? `slope ${show(a, 2)}, start ${show(b, 2)}` : show(b, 2)}`;
    dataWords.textContent = bests.length
      ? `Best ${get("line") && numbers() ? "line" : "single answer"} for the ${points().length} points: ${
        bests.map(inWords).join("; ")
      }.`
      : endless()
      ? "No single answer is best: all points are alike, so the farther out, the better, or as good."
      : "";
    if (kind().constant && focus()) {
      const here = last(), down = constantSlope(focus(), settings(), answers(), here);
      const further = descend(get("kind"), focus(), settings(), answers(), here, get("learning_rate"), 1);
      ballWords.textContent = `${title(focus())}, ${get("path").length - 1} steps: at ${
        show(here, get("kind") === "probability" ? 3 : 2)
      }, mean loss ${show(constantCost(focus(), settings(), answers(), here), 3)}, slope ${
        show(down, 3)
      }. The next step goes by −${show(get("learning_rate"), 2)} × ${show(down, 3)} = ${
        show(-get("learning_rate") * down, 3)
      }.${
        get("kind") === "probability" && Math.abs(further[1] - (here - get("learning_rate") * down)) > 1e-9
          ? " The ball is held between 0.001 and 0.999."
          : ""
      }${room() ? "" : " The picture holds no more steps: go back to the start."}`;
    }
    table.set(
      chosen().map((name, i) => [
        title(name),
        show(value(name), 3),
        show(slope(name), 3),
        ...(bests[i]
          ? [inWords(bests[i]).slice(title(name).length + 1), show(bests[i][3], 3)]
          : [["points", "pair", "score"].includes(get("kind")) ? "none" : "the share of each class", "–"]),
      ]),
    );
    heights.repaint();
    slopes.repaint();
    data.repaint();
    hills.repaint();
  });
}

const formulas = {
  lossValue,
  lossSlope,
  bestConstant,
  bestLine,
  heightAt,
  slopeAt,
  constantCost,
  lowestConstant,
  descend,
};
export default { render, formulas };
