// Squares on a line: each miss is the side of a square, and the average area is the mean squared error.

import {
  axis,
  build,
  clamp,
  curve,
  handle,
  keep,
  make,
  panel,
  predict,
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
import { lossValue, mean, sum } from "./losses.js";

const squares = (values, guess) => values.map((value) => lossValue("squared_error", {}, guess, value));
const meanSquaredError = (values, guess) => mean(squares(values, guess));

function render({ model, el }) {
  const get = (name) => model.get(name);
  const homes = () => get("mansion") ? [...get("values"), get("mansion_price")] : get("values");
  // The mansion is far away, and so may be a guess that comes from Python.
  const outside = ([low, high]) => get("guess") < low || get("guess") > high;
  const domain = () => get("mansion") || outside(get("narrow")) ? get("wide") : get("narrow");
  const step = () => get("mansion") ? 2 : 0.5;
  const guessAt = (value) => update(model, { guess: clamp(snap(value, step()), ...domain()) });
  const unit = (value) => `${show(value, get("mansion") ? 0 : 1)} thousand`;

  let across, along;
  const nudge = (right, up, big) => guessAt(get("guess") + (right + up) * step() * (big ? 10 : 1));
  const grip = handle({ label: "Your guess", drag: (px) => guessAt(across.invert(px)), nudge });
  const tiles = shape("g");
  const line = stage({
    label: "Prices on a line, with a square on every miss",
    aspect: 1.08,
    paint(svg, width, height) {
      const base = height - 46;
      across = scale(domain(), [14, width - 14]);
      const guess = get("guess"), perUnit = across(1) - across(0);
      tiles.replaceChildren(axis("bottom", across, base, "price (thousands)", { about: 5 }));
      for (const value of homes()) {
        const side = Math.abs(guess - value) * perUnit;
        tiles.append(
          shape("rect", {
            class: "lb-square",
            x: Math.min(across(value), across(guess)),
            y: base - side,
            width: side,
            height: side,
            fill: "var(--lb-loss)",
            "fill-opacity": 0.18,
            stroke: "var(--lb-loss)",
            "stroke-width": 1.5,
          }),
          shape("circle", { cx: across(value), cy: base, r: 6, fill: "var(--lb-data)", stroke: "currentColor" }),
        );
      }
      tiles.append(
        shape("line", {
          x1: across(guess),
          x2: across(guess),
          y1: 8,
          y2: base,
          stroke: "currentColor",
          "stroke-width": 1.5,
          "stroke-dasharray": "4 4",
        }),
      );
      grip.place(across(guess), base, {
        now: guess,
        min: domain()[0],
        max: domain()[1],
        text: `${unit(guess)}; MSE ${show(meanSquaredError(homes(), guess), 0)}`,
      });
      if (!grip.node.isConnected) svg.append(tiles, grip.node);
    },
  });

  const ball = handle({
    label: "Your guess on the curve",
    colour: "var(--lb-yours)",
    drag: (px) => guessAt(along.invert(px)),
    nudge,
  });
  const valley = shape("g");
  const graph = stage({
    label: "Mean squared error against the guess",
    aspect: 1.08,
    paint(svg, width, height) {
      const base = height - 46, values = homes(), guess = get("guess"), [from, to] = domain();
      along = scale([from, to], [58, width - 14]);
      const grid = Array.from({ length: 91 }, (_, i) => from + (to - from) * i / 90);
      const top = Math.max(...grid.map((at) => meanSquaredError(values, at)));
      const high = scale([0, top], [base, 26]);
      const mark = (at, colour, text, lift) =>
        shape(
          "g",
          { class: "lb-mark" },
          shape("line", {
            x1: along(at),
            x2: along(at),
            y1: high(meanSquaredError(values, at)),
            y2: base,
            stroke: colour,
            "stroke-width": 2.5,
            "stroke-dasharray": "3 3",
          }),
          shape("text", {
            x: along(at) + (along(at) > width - 110 ? -7 : 7),
            y: base - lift,
            "text-anchor": along(at) > width - 110 ? "end" : "start",
            "font-size": 13,
            "font-weight": 600,
          }, text),
        );
      valley.replaceChildren(
        axis("bottom", along, base, "guess (thousands)", { about: 5 }),
        axis("left", high, 58, "MSE (square thousands)", { about: 5 }),
        curve(grid.map((at) => [along(at), high(meanSquaredError(values, at))]), "var(--lb-loss)"),
      );
      const best = mean(values);
      if (get("show_best")) valley.append(mark(best, "var(--lb-good)", `best ${show(best, 0)}`, 24));
      if (get("mansion") && get("prediction") !== null && get("prediction") >= 0) {
        valley.append(mark(get("prediction"), "var(--lb-yours)", `you said ${show(get("prediction"), 0)}`, 7));
      }
      ball.place(along(guess), high(meanSquaredError(values, guess)), {
        now: guess,
        min: from,
        max: to,
        text: `${unit(guess)}; MSE ${show(meanSquaredError(values, guess), 0)}`,
      });
      if (!ball.node.isConnected) svg.append(valley, ball.node);
    },
  });

  const dial = slider({ label: "Your guess for every house", min: 0, max: 1, step: "any", say: unit, change: guessAt });
  const mansion = toggle({
    label: "Mansion on the street",
    change: (on) =>
      update(model, {
        mansion: on,
        show_best: false,
        guess: clamp(get("guess"), ...(on ? get("wide") : get("narrow"))),
      }),
  });
  const best = toggle({
    label: "Go to the best guess",
    change: (on) => update(model, { show_best: on, ...(on && { guess: mean(homes()) }) }),
  });
  const question = predict({
    question: `You have looked for the best guess for ${get("values").length} houses. Now a mansion joins them, at ${
      show(get("mansion_price"), 0)
    } thousand. Where does the best guess go?`,
    number: { min: get("wide")[0], max: get("wide")[1], step: "any", unit: "thousand" },
    settle: (answer) => update(model, { prediction: answer ?? -1, mansion: true, show_best: false }),
  });
  const reply = make("p", {}), words = readout();
  const numbers = twin(model);
  el.append(
    panel(
      model,
      make("div", { class: "lb-panels" }, line.node, graph.node),
      make("div", { class: "lb-controls" }, dial.node),
      words,
      question,
      reply,
      make("div", { class: "lb-controls" }, mansion.node, best.node),
      numbers.node,
    ),
  );

  keep(model, ["guess", "mansion", "show_best", "prediction", "values", "mansion_price"], () => {
    const values = homes(), guess = get("guess"), squaresOf = squares(values, guess);
    const total = sum(squaresOf), [from, to] = domain(), middle = mean(values);
    const answer = get("prediction"), asked = answer !== null;
    question.hidden = asked;
    mansion.node.hidden = reply.hidden = !asked;
    reply.textContent = get("show_best") && get("mansion")
      ? `${answer !== null && answer >= 0 ? `You predicted ${show(answer, 0)}. ` : ""}The best guess is ${
        show(middle, 0)
      }, the mean of all five prices. No house costs about that much.`
      : "Drag the guess until the total area in the grey line is as small as you can make it. Then compare.";
    build(dial.input, { min: from, max: to, step: step() }, []);
    dial.set(guess);
    mansion.set(get("mansion"));
    best.set(get("show_best"));
    const share = total ? squaresOf.at(-1) / total : 0;
    words.textContent =
      `Guess ${unit(guess)}: total area ${show(total, 0)}, mean of the ${values.length} squares (MSE) ${
        show(total / values.length, 0)
      }. ` +
      (get("mansion")
        ? `The mansion’s square is ${show(100 * share, 1)} % of it. The line now runs from ${show(from, 0)} to ${
          show(to, 0)
        }.`
        : "");
    numbers.set(
      values.map((
        value,
        index,
      ) => [
        `${show(value, 0)} thousand`,
        show(guess - value, 1),
        show(squaresOf[index], 0),
        total ? `${show(100 * squaresOf[index] / total, 1)} %` : "–",
      ]),
    );
    line.repaint();
    graph.repaint();
  });
}

const formulas = { meanSquaredError };
export default { render, formulas };
