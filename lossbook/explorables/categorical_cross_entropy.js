// The score mixer: three scores, their softmax, the loss, and the push that every score gets.

import {
  arrow,
  axis,
  clamp,
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
import { lossSlope, lossValue, softmax, sum } from "./losses.js";

const pass = (scores, again) => again ? softmax(softmax(scores)) : softmax(scores);
const mixerLoss = (scores, truth, again) =>
  lossValue("categorical_cross_entropy_from_logits", {}, again ? softmax(scores) : scores, truth);
// The slope of the loss for every score. A second softmax multiplies it by the slopes of the first.
const mixerSlopes = (scores, truth, again) => {
  if (!again) return lossSlope("categorical_cross_entropy_from_logits", {}, scores, truth);
  const shares = softmax(scores), outer = lossSlope("categorical_cross_entropy_from_logits", {}, shares, truth);
  const middle = sum(shares.map((share, k) => share * outer[k]));
  return shares.map((share, k) => share * (outer[k] - middle));
};
// The loss that two softmaxes cannot get below: the first has given 1 to the right class and 0 to the others.
const mixerFloor = (classes) =>
  lossValue("categorical_cross_entropy_from_logits", {}, Array.from({ length: classes }, (_, k) => k === 0 ? 1 : 0), 0);

// PUSH: how many units of score the arrow of a push of 1 is long.
const LIMIT = 6, STEP = 0.1, PUSH = 4;
const REPLIES = ["You said: only the dog’s.", "You said: the dog’s and the runner-up’s.", "You said: all three."];

function render({ model, el }) {
  const get = (name) => model.get(name), names = get("names");
  const set = (k, value) =>
    update(model, {
      scores: get("scores").map((score, i) => i === k ? clamp(snap(value, STEP), -LIMIT, LIMIT) : score),
    });

  let up;
  const grips = names.map((name, k) =>
    handle({
      label: `Score of ${name}`,
      drag: (_, py) => set(k, up.invert(py)),
      nudge: (right, high, big) => set(k, get("scores")[k] + (right + high) * STEP * (big ? 10 : 1)),
    })
  );
  const rails = shape("g");
  const pushes = shape("g", { "pointer-events": "none" });
  const desk = stage({
    label: "Scores, and the push on each of them",
    aspect: 0.95,
    paint(svg, width, height) {
      const base = height - 48, open = get("prediction") !== null, room = (width - 58) / names.length;
      up = scale([-LIMIT, LIMIT], [base - 6, 24]);
      rails.replaceChildren(
        axis("left", up, 46, "score", { about: 6 }),
        shape("line", {
          x1: 46,
          x2: width - 8,
          y1: up(0),
          y2: up(0),
          stroke: "var(--lb-line)",
          "stroke-dasharray": "3 4",
        }),
      );
      const slopes = mixerSlopes(get("scores"), get("truth"), get("again"));
      pushes.replaceChildren();
      names.forEach((name, k) => {
        const x = 52 + room * (k + 0.5), score = get("scores")[k], push = 0 - slopes[k];
        rails.append(
          shape("line", { x1: x, x2: x, y1: up(-LIMIT), y2: up(LIMIT), stroke: "var(--lb-line)" }),
          shape("text", {
            x,
            y: base + 20,
            "text-anchor": "middle",
            "font-size": 13,
            "font-weight": k === get("truth") ? 700 : 400,
          }, `${name} ${show(score, 1)}`),
        );
        grips[k].place(x, up(score), { now: score, min: -LIMIT, max: LIMIT, text: show(score, 1) });
        if (!open) return;
        // Beside its grip, as long as the push is strong; below a certain strength, the number alone says it.
        const tip = up(score + PUSH * push);
        if (Math.abs(tip - up(score)) > 13) {
          pushes.append(arrow(x + 20, up(score), x + 20, clamp(tip, 14, base), "var(--lb-loss)"));
        }
        pushes.append(
          shape(
            "text",
            { x, y: base + 38, "text-anchor": "middle", "font-size": 12 },
            `push ${push > 0 ? "+" : ""}${show(push, 3)}`,
          ),
        );
      });
      if (!rails.isConnected) svg.append(rails, ...grips.map((grip) => grip.node), pushes);
    },
  });

  const bars = shape("g");
  const chart = stage({
    label: "Probabilities",
    aspect: 0.95,
    paint(svg, width, height) {
      const base = height - 48,
        room = (width - 58) / names.length,
        high = scale([0, 1], [base, 24]),
        shares = pass(get("scores"), get("again"));
      bars.replaceChildren(
        axis("left", high, 46, "probability", { about: 5 }),
        shape("line", { x1: 46, x2: width - 8, y1: base, y2: base, stroke: "currentColor" }),
      );
      names.forEach((name, k) => {
        const x = 52 + room * (k + 0.5),
          wide = Math.min(38, room * 0.4),
          y = high(shares[k]),
          colour = k === get("truth") ? "var(--lb-data)" : "var(--lb-other)";
        bars.append(
          shape("rect", {
            x: x - wide / 2,
            y,
            width: wide,
            height: base - y,
            fill: colour,
            "fill-opacity": 0.3,
            stroke: colour,
            "stroke-width": 2,
          }),
          shape(
            "text",
            { x, y: y - 6, "text-anchor": "middle", "font-size": 12 },
            show(shares[k], 3),
          ),
          shape("text", {
            x,
            y: base + 18,
            "text-anchor": "middle",
            "font-size": 13,
            "font-weight": k === get("truth") ? 700 : 400,
          }, k === get("truth") ? `${name} ✓` : name),
        );
      });
      if (!bars.isConnected) svg.append(bars);
    },
  });

  const next = make("button", {
    type: "button",
    onclick: () => update(model, { truth: (get("truth") + 1) % names.length }),
  }, "Another animal is right");
  const again = toggle({ label: "Apply softmax again", change: (on) => update(model, { again: on }) });
  const most = make("button", {
    type: "button",
    onclick: () => update(model, { scores: names.map((_, k) => k === get("truth") ? LIMIT : -LIMIT) }),
  }, "As sure and right as possible");
  const question = predict({
    question: `The scores give dog ${show(softmax(get("scores"))[0], 3)}, cat ${
      show(softmax(get("scores"))[1], 3)
    } and fish ${
      show(softmax(get("scores"))[2], 3)
    }. It is a dog. Which scores change the loss if you move them a little?`,
    choices: ["Only the dog’s", "The dog’s and the cat’s", "All three"],
    settle: (answer) => update(model, { prediction: answer ?? -1 }),
  });
  const reply = make("p", {}),
    words = readout(),
    numbers = twin(model);
  const controls = make("div", { class: "lb-controls" }, next, again.node, most);
  el.append(
    panel(
      model,
      make("div", { class: "lb-panels" }, desk.node, chart.node),
      question,
      reply,
      controls,
      words,
      numbers.node,
    ),
  );

  keep(model, ["scores", "truth", "again", "prediction"], () => {
    const scores = get("scores"), shares = pass(scores, get("again")), truth = get("truth"), answer = get("prediction");
    const slopes = mixerSlopes(scores, truth, get("again")), loss = mixerLoss(scores, truth, get("again"));
    question.hidden = answer !== null;
    controls.hidden = reply.hidden = answer === null;
    reply.textContent = sentences(
      REPLIES[answer],
      get("again")
        ? "All three do. The arrows show the pushes on the scores. They add up to 0. Two softmaxes make them weaker, and may " +
          "push a wrong animal up."
        : "All three do. The arrows show the pushes on the scores: the right animal up, every other one down. They add up to 0. " +
          "Each wrong animal is pushed by its own probability.",
    );
    again.set(get("again"));
    const given = show(shares[truth], shares[truth] < 0.0005 ? 6 : 3);
    words.textContent = `Right: ${names[truth]}, with a probability of ${given}. ` +
      `Loss: −ln ${given} = ${show(loss, 3)}. ` +
      `For ${names.length} animals, knowing nothing costs ${show(Math.log(names.length), 3)}.` +
      (get("again")
        ? ` With softmax applied twice the loss cannot get below ${
          show(mixerFloor(names.length), 3)
        }, however good the scores are.`
        : "");
    numbers.set(
      names.map((
        name,
        k,
      ) => [k === truth ? `${name} (right)` : name, show(scores[k], 1), show(shares[k], 3), show(0 - slopes[k], 3)]),
    );
    desk.repaint();
    chart.repaint();
  });
}

const formulas = { pass, mixerLoss, mixerSlopes, mixerFloor };
export default { render, formulas };
