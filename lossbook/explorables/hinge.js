// Street width: points pay hinge loss on the street and beyond it; the rest do not count at all.

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
  snap,
  stage,
  toggle,
  twin,
  update,
} from "./kit.js";
import { lossValue, mean, sum } from "./losses.js";

// The score of a point, when the street runs between two handles: its middle, where the score is 0,
// and its edge, where it is 1.
const scoreOf = ([x, y], [mx, my], [ex, ey]) => {
  const [nx, ny] = [ex - mx, ey - my], square = nx * nx + ny * ny;
  return square === 0 ? 0 : (nx * (x - mx) + ny * (y - my)) / square;
};
const hingeCosts = (points, signs, middle, edge) =>
  points.map((point, i) => lossValue("hinge", {}, scoreOf(point, middle, edge), signs[i]));

// The widest street worth its losses, as in Python: correct the two points that break the rules of the optimum most.
function widestStreet(points, signs, price) {
  const alike = points.map(([x1, y1]) => points.map(([x2, y2]) => x1 * x2 + y1 * y2));
  const shares = points.map(() => 0), missing = [...signs];
  let i = 0, j = 0, gap = 0, top = 0, bottom = 0;
  for (let round = 0; round < 100000; round += 1) {
    top = -Infinity;
    bottom = Infinity;
    for (let k = 0; k < points.length; k += 1) {
      const [room, some] = [shares[k] < price, shares[k] > 0];
      if ((signs[k] > 0 ? room : some) && missing[k] > top) {
        top = missing[k];
        i = k;
      }
      if ((signs[k] > 0 ? some : room) && missing[k] < bottom) {
        bottom = missing[k];
        j = k;
      }
    }
    gap = top - bottom;
    if (gap < 1e-12) break;
    const wanted = gap / Math.max(alike[i][i] + alike[j][j] - 2 * alike[i][j], 1e-12);
    const step = Math.min(
      wanted,
      signs[i] > 0 ? price - shares[i] : shares[i],
      signs[j] > 0 ? shares[j] : price - shares[j],
    );
    shares[i] += signs[i] * step;
    shares[j] -= signs[j] * step;
    for (let k = 0; k < points.length; k += 1) missing[k] -= step * (alike[i][k] - alike[j][k]);
  }
  const weights = [0, 1].map((axis) => sum(points.map((point, k) => shares[k] * signs[k] * point[axis])));
  return [weights, (top + bottom) / 2];
}
// Where the handles of that street are: on the line and its edge, somewhat aside from the middle of the board.
function handlesOf([weights, bias]) {
  const square = weights[0] ** 2 + weights[1] ** 2;
  if (square < 1e-12) return [[5, 5], [10, 5]]; // points on one spot: any street does
  const aside = 4 / Math.sqrt(square), // far from most points, whose grips would lie on top
    start = [5 + weights[1] * aside, 5 - weights[0] * aside];
  const score = weights[0] * start[0] + weights[1] * start[1] + bias;
  const middle = [0, 1].map((axis) => start[axis] - score * weights[axis] / square);
  return [middle, [0, 1].map((axis) => middle[axis] + weights[axis] / square)];
}

const SIZE = 10, STEP = 0.1;
const REPLIES = ["You said: it follows the point.", "You said: it gets wider.", "You said: nothing."];

function render({ model, el }) {
  const get = (name) => model.get(name);
  const inside = (value) => clamp(snap(value, STEP), 0, SIZE);
  const street = () =>
    get("best") ? handlesOf(widestStreet(get("points"), get("signs"), get("price"))) : [get("middle"), get("edge")];
  const where = ([x, y]) => `${show(x, 1)} across, ${show(y, 1)} up`;
  const movePoint = (k, x, y) =>
    update(model, { points: get("points").map((point, i) => i === k ? [inside(x), inside(y)] : point) });
  const moveMiddle = (x, y) => {
    const [middle, edge] = street(), to = [inside(x), inside(y)];
    update(model, { best: false, middle: to, edge: [0, 1].map((axis) => edge[axis] + to[axis] - middle[axis]) });
  };
  const moveEdge = (x, y) => {
    // A street has some width.
    const [middle] = street(), far = Math.hypot(x - middle[0], y - middle[1]) || 1, least = Math.max(1, 0.3 / far);
    update(model, {
      best: false,
      middle,
      edge: [middle[0] + (x - middle[0]) * least, middle[1] + (y - middle[1]) * least],
    });
  };

  let across, up;
  const free = (label, colour, at, move) =>
    handle({
      label,
      colour,
      free: true,
      drag: (px, py) => move(across.invert(px), up.invert(py)),
      nudge: (right, high, big) => {
        const [x, y] = at();
        move(x + right * STEP * (big ? 10 : 1), y + high * STEP * (big ? 10 : 1));
      },
    });
  const dots = get("points").map((_, k) =>
    free(
      `${get("signs")[k] > 0 ? "Blue" : "Purple"} point ${k + 1}`,
      get("signs")[k] > 0 ? "var(--lb-data)" : "var(--lb-other)",
      () => get("points")[k],
      (x, y) => movePoint(k, x, y),
    )
  );
  const kerbs = [
    free("Middle of the street", "var(--lb-yours)", () => street()[0], moveMiddle),
    free("Blue edge of the street", "var(--lb-yours)", () => street()[1], moveEdge),
  ];
  const ground = shape("g"), marks = shape("g", { "pointer-events": "none" });
  const map = stage({
    label: "Points, the line and its street",
    aspect: 1,
    paint(svg, width) {
      across = scale([0, SIZE], [10, width - 10]);
      up = scale([0, SIZE], [width - 10, 10]);
      const [middle, edge] = street(),
        [nx, ny] = [edge[0] - middle[0], edge[1] - middle[1]],
        costs = hingeCosts(get("points"), get("signs"), middle, edge);
      const end = (
        side,
        way,
      ) => [
        across(middle[0] + side * nx - way * 20 * ny / Math.hypot(nx, ny)),
        up(middle[1] + side * ny + way * 20 * nx / Math.hypot(nx, ny)),
      ];
      const band = [end(-1, -1), end(-1, 1), end(1, 1), end(1, -1)].map((point) => point.join(",")).join(" ");
      const colour = get("best") ? "var(--lb-good)" : "var(--lb-yours)";
      const view = cropped(
        10,
        10,
        width - 20,
        width - 20,
        shape("polygon", { points: band, fill: colour, "fill-opacity": 0.15 }),
        ...[-1, 0, 1].map((side) => {
          const [[x1, y1], [x2, y2]] = [end(side, -1), end(side, 1)];
          return shape("line", {
            x1,
            y1,
            x2,
            y2,
            stroke: colour,
            "stroke-width": side ? 1.5 : 3,
            "stroke-dasharray": side ? "6 4" : "none",
          });
        }),
      );
      ground.replaceChildren(
        shape("rect", { x: 10, y: 10, width: width - 20, height: width - 20, fill: "none", stroke: "var(--lb-line)" }),
        view,
      );
      const named = (word, [x, y], right, down, anchor) =>
        shape(
          "text",
          { x: across(x) + right, y: up(y) + down, "text-anchor": anchor, "font-size": 12, "font-weight": 600 },
          word,
        );
      marks.replaceChildren(
        named("shift", middle, 0, 26, "middle"),
        named("turn", edge, 13, 4, "start"),
        ...get("points").flatMap(([x, y], k) => [
          ...(get("signs")[k] < 0
            ? [
              shape("rect", {
                x: across(x) - 4,
                y: up(y) - 4,
                width: 8,
                height: 8,
                fill: "none",
                stroke: "#fff",
                "stroke-width": 2,
              }),
            ]
            : []),
          ...(costs[k] > 1e-9
            ? [
              shape("circle", {
                class: "lb-pays",
                cx: across(x),
                cy: up(y),
                r: 15,
                fill: "none",
                stroke: "var(--lb-loss)",
                "stroke-width": 3.5,
              }),
              shape("text", {
                x: across(x),
                y: up(y) + (y > 9 ? 32 : -21),
                "text-anchor": "middle",
                "font-size": 13,
                "font-weight": 600,
              }, show(costs[k], 2)),
            ]
            : []),
        ]),
      );
      get("points").forEach((point, k) =>
        dots[k].place(across(point[0]), up(point[1]), { text: `${where(point)}; loss ${show(costs[k], 2)}` })
      );
      kerbs[0].place(across(middle[0]), up(middle[1]), { text: where(middle) });
      kerbs[1].place(across(edge[0]), up(edge[1]), {
        text: `${where(edge)}; street ${show(2 * Math.hypot(nx, ny), 2)} wide`,
      });
      if (!ground.isConnected) {
        svg.append(ground, ...kerbs.map((kerb) => kerb.node), ...dots.map((dot) => dot.node), marks);
      }
    },
  });

  const ramp = shape("g");
  const graph = stage({
    label: "Hinge loss against sign times score",
    aspect: 1,
    paint(svg, width, height) {
      const base = height - 46, [middle, edge] = street();
      const margins = get("points").map((point, k) => get("signs")[k] * scoreOf(point, middle, edge));
      const lowest = Math.max(-100, Math.min(-3, Math.floor(Math.min(...margins)))); // a street turned round is very wrong
      const x = scale([lowest, 5], [46, width - 12]), y = scale([0, 1 - lowest], [base, 24]);
      ramp.replaceChildren(
        axis("bottom", x, base, "right by (sign × score)", { about: 5 }),
        axis("left", y, 46, "hinge loss", { about: 4 }),
        curve([lowest, 1, 5].map((margin) => [x(margin), y(lossValue("hinge", {}, margin, 1))]), "var(--lb-loss)"),
        ...get("points").map((_, k) => {
          const margin = clamp(margins[k], lowest, 5),
            spot = [x(margin), y(lossValue("hinge", {}, margin, 1))];
          return get("signs")[k] > 0
            ? shape("circle", { cx: spot[0], cy: spot[1], r: 6, fill: "var(--lb-data)", stroke: "currentColor" })
            : shape("rect", {
              x: spot[0] - 5.5,
              y: spot[1] - 5.5,
              width: 11,
              height: 11,
              fill: "var(--lb-other)",
              stroke: "currentColor",
            });
        }),
      );
      if (!ramp.isConnected) svg.append(ramp);
    },
  });

  const best = toggle({
    label: "Street adapts to the points",
    change: (on) => {
      const [middle, edge] = street();
      update(model, { best: on, ...(!on && { middle, edge }) });
    },
  });
  const question = predict({
    question: "Suppose that the street is the best one for these points. You take the blue point in the top right " +
      "corner and drag it still further away. What does the street do?",
    choices: ["It follows the point", "It gets wider", "Nothing"],
    settle: (answer) => update(model, { prediction: answer ?? -1, best: true }),
  });
  const reply = make("p", {}),
    words = readout(),
    numbers = twin(model);
  const controls = make("div", { class: "lb-controls" }, best.node);
  el.append(
    panel(
      model,
      make("div", { class: "lb-panels" }, map.node, graph.node),
      question,
      reply,
      controls,
      words,
      numbers.node,
    ),
  );

  keep(model, ["points", "signs", "middle", "edge", "best", "price", "prediction"], () => {
    const [middle, edge] = street(),
      costs = hingeCosts(get("points"), get("signs"), middle, edge),
      answer = get("prediction");
    const paying = costs.filter((cost) => cost > 1e-9).length,
      wide = 2 * Math.hypot(edge[0] - middle[0], edge[1] - middle[1]);
    question.hidden = answer !== null;
    controls.hidden = reply.hidden = answer === null;
    reply.textContent = sentences(
      REPLIES[answer],
      get("best") &&
        "The street adapts to the points. Drag a point that is far from it, on its own side: nothing moves.",
      get("best")
        ? "Then drag one at the edge."
        : "The street stays where you put it. Press the button, and it adapts to the points.",
    );
    best.set(get("best"));
    words.textContent = `The street is ${show(wide, 2)} wide. ${paying} of ${costs.length} points pay (rings): ${
      show(sum(costs), 2)
    } together, ${show(mean(costs), 3)} on average.`;
    numbers.set(
      get("points").map((point, k) => {
        const score = scoreOf(point, middle, edge);
        return [
          `${get("signs")[k] > 0 ? "blue (+1)" : "purple (−1)"}, ${where(point)}`,
          show(score, 2),
          show(get("signs")[k] * score, 2),
          show(costs[k], 2),
        ];
      }),
    );
    map.repaint();
    graph.repaint();
  });
}

const formulas = { scoreOf, hingeCosts, widestStreet, handlesOf };
export default { render, formulas };
