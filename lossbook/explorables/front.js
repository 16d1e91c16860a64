// One price for four houses: a guess to drag, a square on every miss, and a dot for each guess, so that readers draw
// the curve themselves.

import { build, keep, make, panel, scale, sentences, shape, show, snap, twin, update } from "./kit.js";
import { lossValue, mean } from "./losses.js";

const squares = (values, guess) => values.map((value) => lossValue("squared_error", {}, guess, value));
const meanSquaredError = (values, guess) => mean(squares(values, guess));

// The drawing: 600 by 500 units, the street above, the curve below. `front.py` has the same numbers.
const LEFT = 150, RIGHT = 450, STREET = 305, ZERO = 491, RISE = 105, ROOM = 56, MANY = 9;
const short = (value) => show(value, Number.isInteger(value) ? 0 : 1);

function render({ model, el }) {
  const get = (name) => model.get(name), words = get("words"), values = get("values");
  const low = Math.min(...values), top = Math.max(...values), best = mean(values);
  const high = top > low ? top : low + 1; // houses of one price still need a street
  const across = scale([low, high], [LEFT, RIGHT]);
  const worst = Math.max(meanSquaredError(values, low), meanSquaredError(values, high));
  const height = scale([0, worst], [ZERO, ZERO - RISE]);
  const guessAt = (guess) => update(model, { guess, tried: [...new Set([...get("tried"), get("guess")])] });

  // The handle is a range of the browser's own over the picture, with its keyboard and its name for screen readers.
  const range = make("input", {
    class: "lb-street",
    type: "range",
    min: low,
    max: high,
    step: 1,
    "aria-label": "Your guess for every house, in thousands",
    oninput: () => guessAt(Number(range.value)),
  });
  const tiles = shape("g"), trail = shape("g");
  const stem = shape("path", { class: "lb-stem" });
  const balls = [15, 9].map((r) => shape("circle", { class: "lb-guess", r }));
  const cost = shape("text", { class: "lb-guess", "text-anchor": "middle" });
  const houses = values.flatMap((price) => [
    shape("path", { class: "lb-house", d: `M${across(price)} 312l14 11v17h-28v-17z` }),
    shape("text", { class: "lb-house", x: across(price), y: 364, "text-anchor": "middle" }, short(price)),
  ]);
  const drawing = shape(
    "svg",
    { viewBox: "0 0 600 500", role: "img", "aria-label": words.label },
    shape("path", { class: "lb-ground", d: `M0 ${STREET}H600M0 ${ZERO}H600` }),
    tiles,
    shape("text", { y: 414 }, "mean of"),
    shape("text", { y: 442 }, "the squares"),
    shape("text", { y: ZERO - 8 }, "0"),
    trail,
    stem,
    ...houses,
    ...balls,
    cost,
  );
  // Dragging the picture moves the same handle.
  const follow = ({ clientX }) => {
    const box = drawing.getBoundingClientRect();
    range.value = snap(across.invert((clientX - box.left) / box.width * 600), 1);
    guessAt(Number(range.value));
  };
  drawing.addEventListener("pointerdown", (event) => {
    drawing.setPointerCapture(event.pointerId);
    follow(event);
  });
  drawing.addEventListener("pointermove", (event) => drawing.hasPointerCapture(event.pointerId) && follow(event));

  const said = make("strong"), sum = make("span"), numbers = twin(model);
  const ask = make("p", { class: "lb-ask" }, `${words.ask} `, make("strong", {}, words.do), ` ${words.aim}`);
  const canvas = make("div", { class: "lb-canvas" }, drawing, range);
  el.append(panel(model, ask, canvas, make("p", { class: "lb-readout" }, said, sum), numbers.node));

  function square(price, area, guess) {
    const side = Math.abs(across(guess) - across(price)), before = price < guess, upper = STREET - side;
    const left = Math.min(across(price), across(guess));
    const tile = shape("rect", { class: "lb-sq", x: left, y: upper, width: side, height: side });
    if (side < ROOM) return [tile];
    const place = { x: across(price) + (before ? 8 : -8), y: upper + 24, "text-anchor": before ? "start" : "end" };
    return [tile, shape("text", place, short(area))];
  }

  keep(model, ["guess", "tried"], () => {
    const guess = get("guess"), areas = squares(values, guess), mse = meanSquaredError(values, guess);
    const seen = [...new Set([...get("tried"), guess])], x = across(guess), y = height(mse);
    tiles.replaceChildren(...values.flatMap((price, place) => square(price, areas[place], guess)));
    trail.replaceChildren(
      ...seen.map((each) =>
        shape("path", { class: "lb-trail", d: `M${across(each)} ${height(meanSquaredError(values, each))}h.01` })
      ),
    );
    build(stem, { d: `M${x} ${STREET}V${y}` }, []);
    build(balls[0], { cx: x, cy: STREET }, []);
    build(balls[1], { cx: x, cy: y }, []);
    build(cost, { x, y: y + 30 }, []);
    cost.textContent = short(mse);
    range.value = guess;
    range.setAttribute("aria-valuetext", `${short(guess)} thousand, mean squared error ${short(mse)}`);
    said.textContent = `Mean squared error: ${short(mse)}`;
    const drawn = seen.length > MANY && Math.min(...seen) < best && Math.max(...seen) > best;
    sum.textContent = sentences(
      `Guess ${short(guess)}. (${areas.map(short).join(" + ")}) / ${values.length} = ${short(mse)}.`,
      guess === best
        ? `No guess does better: ${short(best)} is the mean of the prices.`
        : drawn && "Each dot is one guess. You have drawn a loss curve.",
    );
    numbers.set(
      values.map((price, place) => {
        const error = guess - price;
        return [`${short(price)} thousand`, (error < 0 ? "" : "+") + short(error), short(areas[place])];
      }),
    );
  });
}

const formulas = { meanSquaredError };
export default { render, formulas };
