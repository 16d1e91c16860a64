// Tug-of-war: every house pulls the guess with the slope of its loss; under MAE all pull equally hard.

import {
  arrow,
  clamp,
  handle,
  keep,
  make,
  panel,
  predict,
  readout,
  scale,
  shape,
  show,
  snap,
  stage,
  toggle,
  twin,
  update,
} from "./kit.js";
import { bestConstant, lossSlope, lossValue, mean, sum } from "./losses.js";

const lossName = (absolute) => absolute ? "absolute_error" : "squared_error";
const pulls = (homes, guess, absolute) => homes.map((home) => 0 - lossSlope(lossName(absolute), {}, guess, home));
const restingPlace = (homes, absolute) =>
  bestConstant(lossName(absolute), {}, homes, [Math.min(...homes), Math.max(...homes)]);
const averageLoss = (homes, guess, absolute) =>
  mean(homes.map((home) => lossValue(lossName(absolute), {}, guess, home)));

// An even scale along the ordinary houses, then equal steps for equal factors: 250 to 10,000 fits on a phone.
const LOW = 190, BEND = 250, HIGH = 10000;
function streetScale(start, end) {
  const bend = start + 0.55 * (end - start), stretch = Math.log(HIGH / BEND);
  const place = (price) =>
    price <= BEND
      ? start + (price - LOW) / (BEND - LOW) * (bend - start)
      : bend + Math.log(price / BEND) / stretch * (end - bend);
  place.invert = (pixel) =>
    pixel <= bend
      ? LOW + (pixel - start) / (bend - start) * (BEND - LOW)
      : BEND * Math.exp((pixel - bend) / (end - bend) * stretch);
  return place;
}
const tidy = (price) => clamp(price < BEND ? snap(price, 1) : snap(price, price < 1000 ? 10 : 100), LOW, HIGH);
const stepOf = (price) => price < BEND ? 1 : price < 1000 ? 10 : 100;

const REPLIES = [
  "You said that it stays. Drag the mansion to 10,000 and let go: once with each loss.",
  "You said a fifth of the way: one house in five. Drag the mansion to 10,000 and let go: once with each loss.",
  "You said half of the way. Drag the mansion to 10,000 and let go: once with each loss.",
];

function render({ model, el }) {
  const get = (name) => model.get(name);
  const homes = () => [...get("values"), get("mansion")];
  const thousand = (value) => `${show(value, value < BEND && value % 1 ? 1 : 0)} thousand`;
  const move = (name, value) => update(model, { [name]: tidy(value) });

  let across;
  const by = (name, right, up, big) =>
    move(name, get(name) + (right + up) * stepOf(get(name) + (right + up < 0 ? -1 : 0)) * (big ? 10 : 1));
  const knot = handle({
    label: "Your guess",
    colour: "var(--lb-yours)",
    drag: (px) => move("guess", across.invert(px)),
    nudge: (...keys) => by("guess", ...keys),
  });
  const mansion = handle({
    label: "The mansion",
    colour: "var(--lb-data)",
    drag: (px) => move("mansion", across.invert(px)),
    nudge: (...keys) => by("mansion", ...keys),
  });
  const ropes = shape("g"), line = shape("g");
  const street = stage({
    label: "The street: ropes from the guess to every house",
    aspect: 0.72,
    paint(svg, width, height) {
      across = streetScale(16, width - 22);
      const ground = height - 48,
        air = 30,
        guess = get("guess"),
        force = pulls(homes(), guess, get("absolute")).map(Math.abs),
        most = Math.max(...force, 1e-9);
      line.replaceChildren(shape("line", { x1: 8, x2: width - 8, y1: ground, y2: ground, stroke: "currentColor" }));
      for (const price of [200, 210, 220, 230, 500, 1000, 2000, 5000, 10000]) {
        if (
          width < 420 && (price === 210 || price === 230 || price === 2000 || price === 500 || price === 5000)
        ) continue;
        line.append(
          shape("line", { x1: across(price), x2: across(price), y1: ground, y2: ground + 5, stroke: "currentColor" }),
          shape("text", { x: across(price), y: ground + 24, "text-anchor": "middle", "font-size": 12 }, show(price, 0)),
        );
      }
      line.append(
        shape(
          "text",
          { x: width / 2, y: ground + 42, "text-anchor": "middle", "font-size": 12 },
          "price (thousands), squeezed beyond 250",
        ),
      );
      ropes.replaceChildren(
        ...homes().map((home, i) =>
          shape("line", {
            class: "lb-rope",
            x1: across(guess),
            y1: air,
            x2: across(home),
            y2: ground,
            stroke: home > guess ? "var(--lb-other)" : "var(--lb-data)",
            "stroke-width": force[i] === 0 ? 1 : 1.5 + 7 * force[i] / most,
            "stroke-dasharray": force[i] === 0 ? "3 5" : "none",
          })
        ),
        shape(
          "text",
          { x: across(guess) + 18, y: air + 5, "font-size": 13, "font-weight": 600 },
          `guess ${show(guess, guess < BEND && guess % 1 ? 1 : 0)}`,
        ),
        ...get("values").map((home) =>
          shape("circle", { cx: across(home), cy: ground, r: 6, fill: "var(--lb-data)", stroke: "currentColor" })
        ),
      );
      knot.place(across(guess), air, { now: guess, min: LOW, max: HIGH, text: thousand(guess) });
      mansion.place(across(get("mansion")), ground, {
        now: get("mansion"),
        min: LOW,
        max: HIGH,
        text: thousand(get("mansion")),
      });
      if (!knot.node.isConnected) svg.append(line, ropes, mansion.node, knot.node);
    },
  });

  const teams = shape("g");
  const match = stage({
    label: "The pull of each house",
    aspect: 0.66,
    paint(svg, width, height) {
      const force = pulls(homes(), get("guess"), get("absolute")),
        most = Math.max(...force.map(Math.abs), 1e-9),
        row = (height - 26) / force.length;
      const middle = width * 0.5, reach = scale([0, most], [0, width * 0.5 - 78]);
      teams.replaceChildren(
        shape("line", { x1: middle, x2: middle, y1: 20, y2: height - 4, stroke: "currentColor" }),
        shape("text", { x: middle - 8, y: 13, "text-anchor": "end", "font-size": 12 }, "← pull left (cheaper)"),
        shape("text", { x: middle + 8, y: 13, "font-size": 12 }, "pull right (dearer) →"),
      );
      force.forEach((pull, i) => {
        const y = 26 + row * (i + 0.5), left = pull < 0;
        const end = middle + Math.sign(pull) * Math.max(12, reach(Math.abs(pull))); // room for the head of an arrow
        if (pull) {
          teams.append(arrow(middle, y, end, y, left ? "var(--lb-data)" : "var(--lb-other)"));
        } else teams.append(shape("circle", { cx: end, cy: y, r: 4, fill: "currentColor" }));
        // The house stands where its rope begins, and the pull where it ends.
        const letters = (x, side, text) =>
          teams.append(shape("text", { x, y: y + 4, "text-anchor": side, "font-size": 12 }, text));
        letters(left ? middle + 8 : middle - 8, left ? "start" : "end", `house ${show(homes()[i], 0)}`);
        letters(left ? end - 6 : end + 8, left ? "end" : "start", `pulls ${show(Math.abs(pull), 0)}`);
      });
      if (!teams.isConnected) svg.append(teams);
    },
  });

  const absolute = toggle({ label: "Pull as MAE does", change: (on) => update(model, { absolute: on }) });
  const go = make("button", {
    type: "button",
    onclick: () => update(model, { guess: restingPlace(homes(), get("absolute")) }),
  }, "Let go of the guess");
  const question = predict({
    question: "Somebody types a zero too many: the mansion for 1,000 thousand is now listed at 10,000. The guess " +
      "with the lowest MAE was 220. Where is it now?",
    choices: ["Still at 220", "A fifth of the way to the mansion", "Half of the way to the mansion"],
    settle: (answer) => update(model, { prediction: answer ?? -1 }),
  });
  const reply = make("p", {}),
    words = readout(),
    numbers = twin(model);
  const controls = make("div", { class: "lb-controls" }, absolute.node, go);
  el.append(
    panel(
      model,
      make("div", { class: "lb-panels" }, street.node, match.node),
      question,
      reply,
      controls,
      words,
      numbers.node,
    ),
  );

  keep(model, ["values", "mansion", "guess", "absolute", "prediction"], () => {
    const all = homes(), guess = get("guess"), force = pulls(all, guess, get("absolute")), answer = get("prediction");
    const left = -sum(force.filter((pull) => pull < 0)),
      right = sum(force.filter((pull) => pull > 0)),
      rest = restingPlace(all, get("absolute"));
    question.hidden = answer !== null;
    controls.hidden = reply.hidden = answer === null;
    reply.textContent = REPLIES[answer] ?? "Drag the mansion to 10,000 and let go of the guess: once with each loss.";
    absolute.set(get("absolute"));
    const name = get("absolute") ? "MAE" : "MSE", balanced = Math.abs(guess - rest) < 1e-6;
    words.textContent =
      `${name} at a guess of ${thousand(guess)}: ${
        show(averageLoss(all, guess, get("absolute")), get("absolute") ? 1 : 0)
      }. Together the cheaper houses pull left with ${show(left, 0)}, the dearer ones right with ${show(right, 0)}. ` +
      (balanced
        ? "Nothing moves: this is the guess with the lowest loss."
        : `Let go, and the guess slides ${rest > guess ? "right" : "left"} to ${thousand(rest)}.`);
    numbers.set(
      all.map(
        (home) => [
          thousand(home),
          show(guess - home, guess % 1 ? 1 : 0),
          show(pulls([home], guess, false)[0], guess % 1 ? 1 : 0),
          show(pulls([home], guess, true)[0], 0),
        ],
      ),
    );
    street.repaint();
    match.repaint();
  });
}

const formulas = { pulls, restingPlace, averageLoss };
export default { render, formulas };
