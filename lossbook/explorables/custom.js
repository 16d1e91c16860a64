// The price of being late: unequal costs put the best promise at a quantile of the data.

import {
  axis,
  clamp,
  curve,
  lesson,
  lever,
  lowest,
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
import { mean } from "./losses.js";

const price = (promise, actual, early, late) =>
  promise < actual ? late * (actual - promise) : early * (promise - actual);
const meanPrice = (times, promise, early, late) => mean(times.map((time) => price(promise, time, early, late)));
// The mean price has its corners at the times themselves, so one of them is lowest, or two with all that lies between.
function bestPromises(times, early, late) {
  const prices = times.map((time) => meanPrice(times, time, early, late)), lowest = Math.min(...prices);
  const tied = times.filter((_, k) => prices[k] < lowest + 1e-9);
  return [Math.min(...tied), Math.max(...tied)];
}
const bestPromise = (times, early, late) => mean(bestPromises(times, early, late));
const LOW = 0, HIGH = 60;
// Where the two arms of the price begin and end, so that neither rises above `top`.
const armEnds = (promise, early, late, top) => [
  Math.max(LOW, promise - top / early),
  promise,
  Math.min(HIGH, promise + top / late),
];
const REPLIES = [
  "You said: at the mean.",
  "You said: in the middle of them.",
  "You said: where three of four arrive in time.",
];

function render({ model, el }) {
  const get = (name) => model.get(name), minutes = (value) => `${show(value, value % 1 ? 1 : 0)} minutes`;
  const promiseAt = (value) => update(model, { promise: clamp(snap(value, 1), LOW, HIGH) });
  const open = () => get("prediction") !== null, best = () => bestPromise(get("times"), get("early"), get("late"));

  const flag = lever({ label: "Your promise", step: 1, change: promiseAt });
  const road = shape("g");
  const day = stage({
    label: "Past deliveries, and what each would have cost",
    aspect: 0.8,
    paint(svg, width, height) {
      const base = height - 46,
        top = Math.max(...get("times").map((time) => price(get("promise"), time, get("early"), get("late"))), 10),
        high = scale([0, top], [base, 24]),
        across = scale([LOW, HIGH], [46, width - 14]);
      road.replaceChildren(
        axis("bottom", across, base, "delivery time (minutes)", { about: 6 }),
        axis("left", high, 46, "cost", { about: 4 }),
        curve(
          armEnds(get("promise"), get("early"), get("late"), 1.05 * top).map((time) => [
            across(time),
            high(price(get("promise"), time, get("early"), get("late"))),
          ]),
          "var(--lb-line)",
          { "stroke-dasharray": "5 4", "stroke-width": 1.5 },
        ),
        curve([[70, 14], [96, 14]], "var(--lb-line)", {
          "stroke-dasharray": "5 4",
          "stroke-width": 1.5,
        }),
        shape("text", { x: 102, y: 18, "font-size": 12 }, "what each time would cost"),
        ...get("times").flatMap((time) => {
          const cost = price(get("promise"), time, get("early"), get("late")),
            late = time > get("promise"),
            colour = late ? "var(--lb-other)" : "var(--lb-data)";
          return [
            shape("line", {
              x1: across(time),
              x2: across(time),
              y1: base,
              y2: high(cost),
              stroke: colour,
              "stroke-width": 3,
            }),
            late
              ? shape("rect", {
                x: across(time) - 5,
                y: base - 5,
                width: 10,
                height: 10,
                fill: colour,
                stroke: "currentColor",
              })
              : shape("circle", { cx: across(time), cy: base, r: 5, fill: colour, stroke: "currentColor" }),
          ];
        }),
      );
      flag.place(svg, across, base, get("promise"), minutes(get("promise")));
      if (!flag.node.isConnected) svg.append(road, flag.node);
    },
  });
  const valley = shape("g");
  const graph = stage({
    label: "Mean cost against the promise",
    aspect: 0.8,
    paint(svg, width, height) {
      const base = height - 46,
        cost = (at) => meanPrice(get("times"), at, get("early"), get("late")),
        x = scale([LOW, HIGH], [52, width - 14]);
      const grid = [...new Set([...Array.from({ length: 61 }, (_, i) => i), ...get("times")])].sort((a, b) => a - b),
        top = Math.max(...grid.map(cost)),
        y = scale([0, top], [base, 24]),
        at = best();
      valley.replaceChildren(
        axis("bottom", x, base, "promise (minutes)", { about: 6 }),
        axis("left", y, 52, "mean cost", { about: 5 }),
      );
      if (open()) valley.append(curve(grid.map((value) => [x(value), y(cost(value))]), "var(--lb-loss)"));
      if (get("show_best")) {
        valley.append(lowest(x(at), y(cost(at)), base, `best ${show(at, at % 1 ? 1 : 0)}`));
      }
      valley.append(
        shape("circle", {
          cx: x(get("promise")),
          cy: y(cost(get("promise"))),
          r: 8,
          fill: "var(--lb-yours)",
          stroke: "currentColor",
        }),
      );
      if (!valley.isConnected) svg.append(valley);
    },
  });

  const knob = (name, label) =>
    slider({
      label,
      min: 0.5,
      max: 10,
      step: 0.5,
      say: (value) => show(value, 1),
      change: (value) => update(model, { [name]: value }),
    });
  const late = knob("late", "Cost of a minute late"), early = knob("early", "Cost of a minute early");
  const mark = toggle({ label: "Show the best promise", change: (on) => update(model, { show_best: on }) });
  const said = () => {
    const costs = get("times").map((time) => price(get("promise"), time, get("early"), get("late"))),
      aim = get("late") / (get("late") + get("early")),
      inTime = get("times").filter((time) => time <= get("promise")).length;
    const [first, last] = bestPromises(get("times"), get("early"), get("late"));
    late.set(get("late"));
    early.set(get("early"));
    mark.set(get("show_best"));
    return {
      reply: get("show_best")
        ? `With costs of ${show(get("late"), 1)} late and ${show(get("early"), 1)} early, ${
          first === last
            ? `the best promise is ${minutes(first)}`
            : `every promise from ${show(first, 0)} to ${minutes(last)} costs least`
        }: ` + `${show(100 * aim, 0)} % of the deliveries should come in time.`
        : "Drag the promise to the lowest point of the curve, then change the two costs.",
      words: `Promise ${minutes(get("promise"))}: ${inTime} of ${
        get("times").length
      } deliveries come in time. Mean cost ${show(mean(costs), 2)}.`,
      rows: get("times").map((time, k) => [minutes(time), show(get("promise") - time, 0), show(costs[k], 1)]),
    };
  };
  el.append(lesson(model, {
    pictures: [make("div", { class: "lb-panels" }, day.node, graph.node)],
    question:
      "A minute late costs 3, a minute early costs 1. One promise is made for all deliveries. Where is the best one?",
    choices: ["At the mean delivery time", "At the median, as for MAE", "Where three of four come in time"],
    replies: REPLIES,
    controls: [late.node, early.node, mark.node],
    names: ["promise", "early", "late", "show_best", "times"],
    stages: [day, graph],
    say: said,
  }));
}

const formulas = { price, meanPrice, bestPromise, armEnds };
export default { render, formulas };
