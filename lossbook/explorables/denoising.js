// Walk back: walkers in thick noise, the best guess of each under squared error, and a part of the noise off at each step.

import {
  axis,
  button,
  clamp,
  cropped,
  curve,
  lesson,
  lever,
  make,
  scale,
  shape,
  show,
  slider,
  stage,
  toggle,
  update,
} from "./kit.js";
import { apart, mean, sum } from "./losses.js";

const LARGEST = 4, SMALLEST = 0.05, FAR = 9, NEAR = 2.6;

const sizesOf = (steps) =>
  steps === 1
    ? [LARGEST, 0]
    : [...Array.from({ length: steps }, (_, i) => LARGEST * (SMALLEST / LARGEST) ** (i / (steps - 1))), 0];
// The mean of all birds, each weighed by how likely it led to what is seen. Taking the smallest distance off changes no share.
const bestGuess = (seen, size, birds) => {
  const far = birds.map((bird) => apart(seen, bird) ** 2 / (2 * size ** 2)), least = Math.min(...far);
  const weights = far.map((distance) => Math.exp(least - distance)), total = sum(weights);
  return [0, 1].map((axis) => sum(birds.map((bird, i) => weights[i] * bird[axis])) / total);
};
// Where the walkers are before the first step, and after each.
const walk = (start, steps, birds) => {
  const sizes = sizesOf(steps), path = [start];
  for (let at = 0; at < steps; at += 1) {
    const share = (sizes[at] - sizes[at + 1]) / sizes[at];
    path.push(path[at].map((seen) => {
      const guess = bestGuess(seen, sizes[at], birds);
      return seen.map((value, axis) => value - share * (value - guess[axis]));
    }));
  }
  return path;
};
const spread = (points) =>
  Math.sqrt(mean([0, 1].map((axis) => {
    const middle = mean(points.map((point) => point[axis]));
    return mean(points.map((point) => (point[axis] - middle) ** 2));
  })));
const toBirds = (points, birds) => mean(points.map((point) => Math.min(...birds.map((bird) => apart(point, bird)))));

function render({ model, el }) {
  const get = (name) => model.get(name), birds = () => get("birds"), steps = () => get("steps");
  const at = () => Math.min(get("at"), steps()), open = () => get("prediction") !== null;
  const path = () => walk(get("starts")[get("drawn") % get("starts").length], steps(), birds());
  const guessesAt = (way, place) =>
    place < steps() ? way[place].map((seen) => bestGuess(seen, sizesOf(steps())[place], birds())) : [];

  const plane = (label, reach) => {
    const layer = shape("g");
    return stage({
      label,
      aspect: 1,
      paint(svg, width, height) {
        const base = height - 44, x = scale([-reach, reach], [36, width - 8]), y = scale([-reach, reach], [base, 24]);
        const inside = (point) => point.every((value) => Math.abs(value) <= reach);
        const way = path(), here = way[at()], guesses = open() && get("show_guesses") ? guessesAt(way, at()) : [];
        const view = cropped(36, 24, width - 44, base - 24);
        if (get("show_trails")) {
          view.append(
            ...here.map((_, k) =>
              curve(way.slice(0, at() + 1).map((points) => [x(points[k][0]), y(points[k][1])]), "var(--lb-yours)", {
                "stroke-width": 1.2,
              })
            ),
          );
        }
        view.append(
          ...birds().map(([a, b]) =>
            shape("circle", {
              cx: x(a),
              cy: y(b),
              r: reach === FAR ? 2.5 : 4,
              fill: "var(--lb-data)",
              "fill-opacity": 0.75,
            })
          ),
        );
        guesses.forEach(([a, b], k) => {
          if (reach === FAR) {
            view.append(shape("line", {
              x1: x(here[k][0]),
              y1: y(here[k][1]),
              x2: x(a),
              y2: y(b),
              stroke: "var(--lb-other)",
              "stroke-width": 1.2,
            }));
          }
          view.append(shape("circle", {
            class: "lb-guess",
            cx: x(a),
            cy: y(b),
            r: reach === FAR ? 4 : 8,
            fill: "none",
            stroke: "var(--lb-other)",
            "stroke-width": 2.5,
          }));
        });
        const named = []; // places of walkers whose number does not lie on another's
        here.forEach((point, k) => {
          if (!inside(point)) return;
          const place = [x(point[0]), y(point[1])], [a, b] = place, r = reach === FAR ? 6 : 7;
          const free = named.every((other) => apart(other, place) > 14);
          if (free) named.push(place);
          view.append(
            shape("polygon", {
              points: `${a},${b - r} ${a + r},${b} ${a},${b + r} ${a - r},${b}`,
              fill: "var(--lb-yours)",
              stroke: "currentColor",
            }),
            ...(free ? [shape("text", { x: a + r + 1, y: b - 3, "font-size": 11 }, String(k + 1))] : []),
          );
        });
        layer.replaceChildren(
          axis("bottom", x, base, "bill depth", { about: 4 }),
          axis("left", y, 36, "body mass", { about: 4 }),
          shape("text", { x: width - 8, y: 14, "text-anchor": "end", "font-size": 13, "font-weight": 600 }, label),
          view,
        );
        if (!layer.isConnected) svg.append(layer);
      },
    });
  };
  const afar = plane("from afar", FAR), middle = plane("the middle", NEAR);

  const go = (place) => update(model, { at: clamp(Math.round(place), 0, steps()) });
  const hand = lever({ label: "Steps taken", step: 1, change: go }), line = shape("g");
  const track = stage({
    label: "Steps taken",
    aspect: 0.12,
    paint(svg, width) {
      const x = scale([0, steps()], [24, width - 24]);
      line.replaceChildren(axis("bottom", x, 16, "", { about: Math.min(steps(), 10) }));
      hand.place(svg, x, 16, at(), `${at()} of ${steps()} steps`);
      if (!line.isConnected) svg.append(line, hand.node);
    },
  });

  const number = slider({
    label: "Number of steps",
    min: 1,
    max: 20,
    step: 1,
    say: (value) => String(value),
    change: (value) => update(model, { steps: value, at: 0 }),
  });
  const rings = toggle({ label: "Show best guesses", change: (on) => update(model, { show_guesses: on }) });
  const trails = toggle({ label: "Show trails", change: (on) => update(model, { show_trails: on }) });
  el.append(lesson(model, {
    pictures: [
      make("div", { class: "lb-panels" }, afar.node, middle.node),
      track.node,
      make(
        "p",
        {},
        "Drag the ball along the steps. Blue: sixty penguins. Orange: walkers that began as noise. Purple rings: the best guess of each.",
      ),
    ],
    question: "Twelve walkers start in thick noise. Each asks for the best guess of the bird it came from, " +
      "under squared error. Where do the twelve guesses lie?",
    choices: ["At the bird nearest to each", "All near the middle of the birds", "Half in each group of birds"],
    replies: ["You said: at the nearest bird.", "You said: near the middle.", "You said: half in each group."],
    controls: [
      button("Take one step", () => go(at() + 1)),
      button("All the way", () => go(steps())),
      button("Other noise", () => update(model, { drawn: (get("drawn") + 1) % get("starts").length, at: 0 })),
      rings.node,
      trails.node,
      number.node,
    ],
    names: ["birds", "starts", "drawn", "steps", "at", "show_guesses", "show_trails"],
    stages: [afar, middle, track],
    say() {
      number.set(steps());
      rings.set(get("show_guesses"));
      trails.set(get("show_trails"));
      const way = path(), sizes = sizesOf(steps()), here = at(), guesses = guessesAt(way, here);
      const told = guesses.length && open()
        ? `noise size ${show(sizes[here], 2)}. The guesses spread over ${show(spread(guesses), 2)} ` +
          `(birds: ${show(spread(birds()), 2)}). `
        : `noise size ${show(sizes[here], 2)}. `;
      return {
        reply: "In thick noise every bird is possible, so each guess is close to the mean of all: near the middle.",
        words: `Step ${here} of ${steps()}: ${told}Mean distance from a walker to the nearest bird: ${
          show(toBirds(way[here], birds()), 2)
        }.`,
        rows: sizes.map((size, place) => {
          const all = guessesAt(way, place);
          return [
            String(place),
            show(size, 2),
            all.length && open() ? show(spread(all), 2) : "none",
            show(toBirds(way[place], birds()), 2),
          ];
        }),
      };
    },
  }));
}

const formulas = { sizesOf, bestGuess, walk, spread, toBirds };
export default { render, formulas };
