// Four soups: votes between two become a score for each, and the pushes of every vote come in equal pairs.

import {
  arrow,
  axis,
  button,
  clamp,
  lesson,
  lever,
  make,
  picked,
  scale,
  shape,
  show,
  stage,
  toggle,
  update,
} from "./kit.js";
import { lossSlope, lossValue, mean, sigmoid, sum } from "./losses.js";

const SOUPS = ["A lentil", "B tomato", "C miso", "D corn"], REACH = 9;
const PAIRS = [[0, 1], [2, 3], [1, 2], [0, 3], [0, 2], [1, 3]];
const CROSS = "binary_cross_entropy_from_logits";
const START = { scores: [0, 0, 0, 0], shift: 0, steps: 0 };

const gap = (scores, one, other) => scores[one] - scores[other];
const duels = (votes) => SOUPS.map((_, k) => votes.filter(([one, other]) => one === k || other === k).length);
// Each vote pushes the first up and the second down by what was missing.
const push = (votes, scores) => {
  const pushes = [0, 0, 0, 0];
  for (const [one, other, outcome] of votes) {
    const missing = 0 - lossSlope(CROSS, {}, gap(scores, one, other), outcome);
    pushes[one] += missing;
    pushes[other] -= missing;
  }
  return pushes;
};
// Of a size that no votes make unstable.
const step = (votes, scores, times) => {
  const rate = 2 / Math.max(...duels(votes), 1);
  let here = scores;
  for (let i = 0; i < times; i += 1) {
    const pushes = push(votes, here);
    here = here.map((score, k) => score + rate * pushes[k]);
  }
  return here;
};
const cost = (votes, scores) =>
  votes.length ? mean(votes.map(([one, other, outcome]) => lossValue(CROSS, {}, gap(scores, one, other), outcome))) : 0;
const won = (votes, k) =>
  sum(votes.map(([one, other, outcome]) => one === k ? outcome : other === k ? 1 - outcome : 0));
const between = (votes, one, other) =>
  votes.filter(([a, b]) => (a === one && b === other) || (a === other && b === one))
    .map(([a, , outcome]) => a === one ? outcome : 1 - outcome);
// Never 0 or 100, which no gap reaches: with more decimals near them.
function percent(share) {
  const rest = Math.min(share, 1 - share);
  if (rest > 0 && rest < 0.00005) return share > 0.5 ? "over 99.99 %" : "below 0.01 %";
  return `${show(100 * share, rest === 0 || rest >= 0.005 ? 0 : rest >= 0.0005 ? 1 : 2)} %`;
}

function render({ model, el }) {
  const get = (name) => model.get(name), votes = () => get("votes"), scores = () => get("scores");
  const asked = () => PAIRS[votes().length % PAIRS.length];
  const layer = shape("g");
  const shift = lever({
    label: "Add to all scores",
    step: 0.5,
    change: (value) => update(model, { shift: value }),
  });
  const line = stage({
    label: "The scores of four soups, and where the votes push them",
    aspect: 0.66,
    paint(svg, width, height) {
      const base = height - 46, left = 84, across = scale([-REACH, REACH], [left, width - 14]);
      const place = (score) => across(clamp(score + get("shift"), -REACH, REACH));
      const pushes = push(votes(), scores());
      layer.replaceChildren(
        axis("bottom", across, base, "score", { about: 6 }),
        shape("line", { x1: across(0), x2: across(0), y1: 8, y2: base, stroke: "var(--lb-line)" }),
      );
      SOUPS.forEach((name, k) => {
        const y = 8 + (base - 22) * (k + 0.5) / SOUPS.length,
          x = place(scores()[k]),
          to = place(scores()[k] + pushes[k]);
        const met = duels(votes())[k];
        layer.append(
          shape("line", { x1: left, x2: width - 14, y1: y, y2: y, stroke: "var(--lb-line)" }),
          shape("text", { x: 0, y: y + (get("show_shares") ? -3 : 5), "font-size": 14, "font-weight": 600 }, name),
        );
        if (get("show_shares")) {
          layer.append(
            shape(
              "text",
              { x: 0, y: y + 14, "font-size": 12 },
              met ? `won ${percent(won(votes(), k) / met)}` : "no duel",
            ),
          );
        }
        if (Math.abs(to - x) > 1) layer.append(arrow(x, y, to + Math.sign(to - x) * 12, y, "var(--lb-loss)"));
        layer.append(
          shape("circle", { cx: x, cy: y, r: 11, fill: "var(--lb-data)", stroke: "currentColor", "stroke-width": 1.5 }),
          shape("text", {
            x,
            y: y + 4.5,
            "text-anchor": "middle",
            "font-size": 13,
            "font-weight": 700,
            style: "fill: var(--lb-paper, Canvas)",
          }, name[0]),
        );
      });
      if (!layer.isConnected) svg.append(layer, shift.node);
      const added = get("shift"), text = `${show(added, 1)} added to all scores`;
      shift.place(svg, across, base, added, text, { limits: [-3, 3], fine: 0.5 });
    },
  });

  const vote = (outcome) => update(model, { votes: [...votes(), [...asked(), outcome]] });
  const which = make("p", {}), first = button("", () => vote(1)), second = button("", () => vote(0));
  const ballot = make(
    "div",
    { class: "lb-controls", role: "group", "aria-label": "Your vote" },
    which,
    first,
    second,
    button("They tie", () => vote(0.5)),
  );
  const begin = make("select", { "aria-label": "Votes to begin with" });
  begin.append(...Object.keys(get("presets")).map((name) => make("option", { value: name }, name)));
  begin.addEventListener(
    "change",
    () => update(model, { chosen: begin.value, votes: get("presets")[begin.value], ...START }),
  );
  const go = (times) => update(model, { scores: step(votes(), scores(), times), steps: get("steps") + times });
  const shares = toggle({ label: "Show share of wins", change: (on) => update(model, { show_shares: on }) });
  el.append(lesson(model, {
    pictures: [
      line.node,
      make("p", {}, "A dot is a score. An arrow is the push of all votes together. The orange dot adds to all scores."),
    ],
    question: "A beats B, B beats C, and C beats A, twice each. Where do the three scores settle?",
    choices: ["A on top, C at the bottom", "All at one place", "They go round for ever"],
    replies: ["You said: A on top.", "You said: all at one place.", "You said: round for ever."],
    controls: [
      ballot,
      picked("Votes", begin),
      button("1 step", () => go(1)),
      button("100 steps", () => go(100)),
      button("Start again", () => update(model, START)),
      shares.node,
    ],
    names: ["votes", "scores", "shift", "steps", "show_shares", "chosen"],
    stages: [line],
    say() {
      const [one, other] = asked(), pushes = push(votes(), scores());
      which.textContent = `Which is better, ${SOUPS[one]} or ${SOUPS[other]}?`;
      first.textContent = `${SOUPS[one][0]} is better`;
      second.textContent = `${SOUPS[other][0]} is better`;
      begin.value = get("chosen");
      shares.set(get("show_shares"));
      const met = PAIRS.find(([a, b]) => between(votes(), a, b).length);
      const rows = SOUPS.map((name, k) => {
        const count = duels(votes())[k];
        return [
          name,
          count ? percent(won(votes(), k) / count) : "none",
          show(scores()[k] + get("shift"), 2),
          "",
          show(pushes[k], 2),
        ];
      });
      for (const [a, b] of [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]) {
        const all = between(votes(), a, b), apart = gap(scores(), a, b);
        if (!all.length) continue;
        rows.push([
          `${SOUPS[a][0]} against ${SOUPS[b][0]}`,
          `${sum(all)} of ${all.length}`,
          show(apart, 2),
          percent(sigmoid(apart)),
          show(mean(all.map((outcome) => lossValue(CROSS, {}, apart, outcome))), 3),
        ]);
      }
      const told = (a, b) => {
        const apart = gap(scores(), a, b), all = between(votes(), a, b), who = SOUPS[a][0];
        return `${who} against ${SOUPS[b][0]}: gap ${show(apart, 2)}, so ${percent(sigmoid(apart))} for ${who}; ` +
          `${sum(all)} of ${all.length} votes were for ${who}. Mean loss ${show(cost(votes(), scores()), 3)}. `;
      };
      return {
        reply:
          "A circle stays at one place: its pushes cancel. Choose “a circle”: no arrow shows, and 100 steps move nothing.",
        words: `${votes().length} votes, ${get("steps")} steps. ${met ? told(...met) : ""}` +
          `The pushes add up to ${show(sum(pushes), 0)}.`,
        rows,
      };
    },
  }));
}

const formulas = { gap, push, step, cost };
export default { render, formulas };
