// The weather bettor: one forecast for all days, and what each day costs under binary cross-entropy.

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
import { lossValue, mean, sum } from "./losses.js";

const averageSurprise = (days, p) => mean(days.map((rain) => lossValue("binary_cross_entropy", {}, p, rain)));
const REPLIES = ["You said: always 50 %.", "You said: the share of rainy days.", "You said: boldly 99 %."];
const LOWEST = 0.01, HIGHEST = 0.99, CEILING = 5;

function render({ model, el }) {
  const get = (name) => model.get(name);
  const days = () => get("days").slice(0, get("dealt")), rainy = () => sum(days());
  const forecastAt = (p) => update(model, { forecast: clamp(snap(p, 0.01), LOWEST, HIGHEST) });
  const percent = (p) => `${show(100 * p, 0)} %`;

  const bills = shape("g");
  const costs = stage({
    label: "What rainy and dry days cost",
    aspect: 0.95,
    paint(svg, width, height) {
      const base = height - 64, p = get("forecast"), share = rainy() / get("dealt");
      const across = scale([0, 1], [46, width - 12]), high = scale([0, CEILING], [base, 24]);
      const bill = (from, to, cost, colour, who, count) => [
        shape("rect", {
          x: across(from),
          y: high(cost),
          width: Math.max(0, across(to) - across(from)),
          height: base - high(cost),
          fill: colour,
          "fill-opacity": 0.25,
          stroke: colour,
          "stroke-width": 2,
        }),
        shape("text", {
          x: (across(from) + across(to)) / 2,
          y: Math.max(14, high(cost) - 7),
          "text-anchor": "middle",
          "font-size": 13,
          "font-weight": 600,
        }, show(cost, 2)),
        shape(
          "text",
          { x: (across(from) + across(to)) / 2, y: base + 20, "text-anchor": "middle", "font-size": 12 },
          who,
        ),
        shape(
          "text",
          { x: (across(from) + across(to)) / 2, y: base + 36, "text-anchor": "middle", "font-size": 12 },
          `${count} days`,
        ),
      ];
      bills.replaceChildren(
        axis("left", high, 46, "cost of a day", { about: 5 }),
        shape("line", { x1: 46, x2: width - 12, y1: base, y2: base, stroke: "currentColor" }),
        ...bill(0, share, lossValue("binary_cross_entropy", {}, p, 1), "var(--lb-data)", "rain", rainy()),
        ...(share < 1
          ? bill(
            share,
            1,
            lossValue("binary_cross_entropy", {}, p, 0),
            "var(--lb-other)",
            "dry",
            get("dealt") - rainy(),
          )
          : []),
      );
      if (!bills.isConnected) svg.append(bills);
    },
  });

  const ball = lever({ label: "Your forecast", step: 0.01, change: forecastAt });
  const valley = shape("g");
  const graph = stage({
    label: "Mean cost of a day against the forecast",
    aspect: 0.95,
    paint(svg, width, height) {
      const base = height - 46,
        all = days(),
        share = mean(all),
        cost = (p) => averageSurprise(all, p),
        here = get("forecast");
      const along = scale([0, 1], [46, width - 14]),
        high = scale([0, CEILING], [base, 24]),
        grid = Array.from({ length: 99 }, (_, i) => (i + 1) / 100),
        open = get("prediction") !== null;
      valley.replaceChildren(
        axis("bottom", along, base, "forecast: probability of rain", { about: 5 }),
        axis("left", high, 46, "mean cost of a day", { about: 5 }),
      );
      if (open) {
        valley.append(
          curve(grid.filter((p) => cost(p) <= CEILING).map((p) => [along(p), high(cost(p))]), "var(--lb-loss)"),
        );
      }
      if (get("show_best")) {
        const deepest = high(cost(clamp(share, LOWEST, HIGHEST)));
        valley.append(lowest(along(share), deepest, base, `best ${percent(share)}`, { before: true }));
      }
      ball.place(svg, along, high(cost(here)), here, `${percent(here)} rain; mean cost ${show(cost(here), 3)}`, {
        limits: [LOWEST, HIGHEST],
      });
      if (!ball.node.isConnected) svg.append(valley, ball.node);
    },
  });

  const dial = slider({
    label: "Your forecast for every day",
    min: LOWEST,
    max: HIGHEST,
    step: 0.01,
    say: percent,
    change: forecastAt,
  });
  const deal = make("button", {
    type: "button",
    onclick: () => update(model, { dealt: get("dealt") >= get("days").length ? 20 : get("dealt") + 20 }),
  });
  const best = toggle({ label: "Show the best forecast", change: (on) => update(model, { show_best: on }) });
  const said = () => {
    const all = days(), p = get("forecast"), wet = rainy(), dry = all.length - wet;
    const [rain, clear] = [1, 0].map((day) => lossValue("binary_cross_entropy", {}, p, day));
    deal.textContent = all.length >= get("days").length ? "Shuffle back to 20 days" : "Deal 20 more days";
    dial.set(p);
    best.set(get("show_best"));
    return {
      reply: get("show_best")
        ? `After ${all.length} days the lowest point is at ${percent(wet / all.length)}: the share of rainy days.`
        : "Find the lowest point of the curve. Then deal more days: does it move?",
      words: `${all.length} days, ${wet} with rain. A forecast of ${percent(p)} costs ${
        show(rain, 3)
      } on a rainy day and ${show(clear, 3)} on a dry one. Mean: (${wet} × ${show(rain, 3)} + ${dry} × ${
        show(clear, 3)
      }) / ${all.length} = ${show(averageSurprise(all, p), 3)}.`,
      rows: [["rain", wet, rain], ["dry", dry, clear]].map((
        [day, count, each],
      ) => [day, String(count), show(each, 3), show(count * each, 1)]),
    };
  };
  el.append(lesson(model, {
    pictures: [
      make("div", { class: "lb-panels" }, costs.node, graph.node),
      make("div", { class: "lb-controls" }, dial.node),
    ],
    question: "Days will be dealt like cards, rainy and dry. You give one forecast for all of them, and each day " +
      "you pay by your surprise. Which forecast costs least in the long run?",
    choices: ["Always 50 %: never far off", "The share of rainy days", "A bold 99 % if rain is likelier"],
    replies: REPLIES,
    controls: [deal, best.node],
    names: ["forecast", "dealt", "show_best", "days"],
    stages: [costs, graph],
    say: said,
  }));
}

const formulas = { averageSurprise };
export default { render, formulas };
