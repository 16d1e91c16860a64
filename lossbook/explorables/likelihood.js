// The betting table: what a bet left for the answer that came, and minus the logarithm of that as its cost.

import {
  arrow,
  axis,
  build,
  clamp,
  cropped,
  curve,
  lesson,
  lever,
  make,
  picked,
  RIM,
  scale,
  shape,
  show,
  slider,
  snap,
  stage,
  toggle,
  update,
} from "./kit.js";
import { lossSlope, lossValue } from "./losses.js";

const NAMES = { coin: ["yes", "no"], die: ["1", "2", "3", "4", "5", "6"] };
const sharesOf = (kind, share) => kind === "coin" ? [share, 1 - share] : [...Array(5).fill((1 - share) / 5), share];
const sideOf = (kind, outcome) => Math.min(outcome, NAMES[kind].length - 1);
const bell = (kind) => kind === "bell" ? "gaussian_nll" : "laplace_nll";
const width = (spread) => ({ spread, width: spread });
const betCost = (kind, centre, came, spread, share, outcome) =>
  kind in NAMES
    ? -Math.log(sharesOf(kind, share)[sideOf(kind, outcome)])
    : lossValue(bell(kind), width(spread), centre, came);
const betHeight = (kind, ...bet) =>
  kind in NAMES ? sharesOf(kind, bet[3])[sideOf(kind, bet[4])] : Math.exp(-betCost(kind, ...bet));
const betSlope = (kind, centre, came, spread, share, outcome) =>
  kind in NAMES
    ? -1 / sharesOf(kind, share)[sideOf(kind, outcome)]
    : lossSlope(bell(kind), width(spread), centre, came);
// The part of the cost that a perfect centre pays, too.
const fixedPart = (kind, spread) => kind in NAMES ? 0 : betCost(kind, 0, 0, spread);

const LOW = 10, HIGH = 40, CHEAP = -3, DEAR = 15, TALL = 0.5;
const REPLIES = ["You said: Emil.", "You said: Dora.", "You said: both the same."];
// Small heights with three digits that count, as in 7.43e-7.
const said = (value) => value < 0.001 ? value.toExponential(2).replace("-", "−") : show(value, 3);

function render({ model, el }) {
  const get = (name) => model.get(name), kind = () => get("kind"), sides = () => kind() in NAMES;
  const bet = () => [kind(), get("centre"), get("came"), get("spread"), get("share"), get("outcome")];
  const costAt = (answer) => betCost(kind(), get("centre"), answer, get("spread"));
  const degrees = (value) => `${show(value, value % 1 ? 1 : 0)} degrees`;
  const move = (name) => (value) => update(model, { [name]: clamp(snap(value, 0.5), LOW, HIGH) });

  const centre = lever({ label: "Centre of the bet", step: 0.5, change: move("centre") });
  const post = lever({ label: "The answer that came", step: 0.5, change: move("came") });
  build(post.node, { fill: "var(--lb-data)" }, []);
  const heap = shape("g");
  const table = stage({
    label: "The bet, and the answer that came",
    aspect: 0.85,
    paint(svg, wide, high) {
      const base = high - 62,
        up = scale([0, sides() ? 1 : TALL], [base, 44]),
        layer = [axis("left", up, 46, sides() ? "share" : "height per degree", { about: 4 })];
      if (sides()) {
        const shares = sharesOf(kind(), get("share")), names = NAMES[kind()], room = (wide - 58) / names.length;
        shares.forEach((share, k) => {
          const x = 52 + room * (k + 0.5),
            half = Math.min(22, room * 0.35),
            came = k === sideOf(kind(), get("outcome"));
          const colour = came ? "var(--lb-data)" : "var(--lb-yours)";
          layer.push(
            shape("rect", {
              x: x - half,
              y: up(share),
              width: 2 * half,
              height: base - up(share),
              fill: colour,
              "fill-opacity": came ? 0.6 : 0.3,
              stroke: colour,
              "stroke-width": 2,
            }),
            shape("text", {
              x,
              y: base + 18,
              "text-anchor": "middle",
              "font-size": 13,
              "font-weight": came ? 700 : 400,
            }, names[k]),
          );
          if (came || kind() === "coin") {
            layer.push(shape("text", { x, y: up(share) - 7, "text-anchor": "middle", "font-size": 12 }, said(share)));
          }
          if (came) layer.push(shape("text", { x, y: base + 36, "text-anchor": "middle", "font-size": 12 }, "came"));
        });
        layer.push(shape("line", { x1: 46, x2: wide - 10, y1: base, y2: base, stroke: "currentColor" }));
      } else {
        const across = scale([LOW, HIGH], [52, wide - 14]), top = Math.exp(-fixedPart(kind(), get("spread")));
        // Fine enough for the narrowest bell, and no point wasted far from it.
        const near = Array.from({ length: 161 }, (_, i) => get("centre") + (i / 80 - 1) * 8 * get("spread"));
        const grid = [LOW, ...near.filter((at) => at > LOW && at < HIGH), HIGH];
        const line = grid.map((at) => [across(at), up(Math.min(TALL, Math.exp(-costAt(at))))]);
        const given = betHeight(...bet()), x = across(get("came"));
        layer.push(
          axis("bottom", across, base, "answer (degrees)", { about: 6 }),
          curve([[across(LOW), base], ...line, [across(HIGH), base]], "var(--lb-yours)", {
            fill: "var(--lb-yours)",
            "fill-opacity": 0.25,
          }),
          shape("line", {
            x1: x,
            x2: x,
            y1: base,
            y2: 18,
            stroke: "var(--lb-data)",
            "stroke-width": 1.5,
            "stroke-dasharray": "3 4",
          }),
          shape("line", {
            x1: x,
            x2: x,
            y1: base,
            y2: up(Math.min(TALL, given)),
            stroke: "var(--lb-data)",
            "stroke-width": 5,
          }),
          shape("text", {
            x: x + (get("came") > 32 ? -9 : 9),
            y: Math.min(up(Math.min(TALL, given)), base - 26) - 4,
            "text-anchor": get("came") > 32 ? "end" : "start",
            "font-size": 13,
            "font-weight": 600,
          }, said(given)),
        );
        if (top > TALL) {
          const at = across(get("centre"));
          layer.push(arrow(at, 44, at, 24, "var(--lb-yours)"));
          if (Math.abs(get("came") - get("centre")) > 4) { // else the height at the post says it
            layer.push(shape("text", {
              x: at + (get("centre") < 24 ? 12 : -12),
              y: 34,
              "text-anchor": get("centre") < 24 ? "start" : "end",
              "font-size": 12,
            }, `top ${show(top, 1)}`));
          }
        }
        centre.place(svg, across, base, get("centre"), degrees(get("centre")));
        post.place(svg, across, 18, get("came"), degrees(get("came")));
      }
      heap.replaceChildren(...layer);
      for (const each of [centre, post]) each.node.style.display = sides() ? "none" : "";
      for (const input of svg.parentNode.querySelectorAll("input")) input.hidden = sides();
      if (!heap.isConnected) svg.append(heap, centre.node, post.node);
    },
  });

  const bowl = shape("g");
  const graph = stage({
    label: "What each answer would cost",
    aspect: 0.85,
    paint(svg, wide, high) {
      const base = high - 62, y = scale([CHEAP, DEAR], [base, 24]);
      const x = scale(sides() ? [0, 1] : [LOW, HIGH], [52, wide - 14]);
      const cost = sides() ? (share) => -Math.log(share) : costAt, last = betCost(...bet());
      const at = sides() ? betHeight(...bet()) : get("came"), from = sides() ? 0.002 : LOW, to = sides() ? 1 : HIGH;
      const corners = Array.from({ length: 481 }, (_, i) => from + (i / 480) * (to - from));
      const grid = sides() ? corners : [...corners, get("centre")].sort((a, b) => a - b);
      const fixed = fixedPart(kind(), get("spread"));
      bowl.replaceChildren(
        axis("bottom", x, base, sides() ? "share given to what came" : "answer that comes (degrees)", { about: 6 }),
        axis("left", y, 52, "cost (nats)", { about: 6 }),
        shape("line", { x1: 52, x2: wide - 14, y1: y(0), y2: y(0), stroke: "currentColor", "stroke-width": 2 }),
        cropped(
          52,
          24,
          wide - 66,
          base - 24,
          curve(grid.map((place) => [x(place), y(Math.min(cost(place), 2 * DEAR))]), "var(--lb-loss)"),
        ),
      );
      if (get("show_fixed") && !sides()) {
        const left = get("came") < (LOW + HIGH) / 2; // then the dot is there, with its number
        bowl.append(
          curve([[52, y(fixed)], [wide - 14, y(fixed)]], "var(--lb-other)", { "stroke-dasharray": "7 4" }),
          shape(
            "text",
            {
              x: left ? wide - 18 : 58,
              y: y(0) + (fixed < 0 ? -6 : 17),
              "text-anchor": left ? "end" : "start",
              "font-size": 12,
            },
            `fixed ${show(fixed, 3)}`,
          ),
        );
      }
      const py = y(clamp(last, CHEAP, DEAR)), inwards = sides() ? at > 0.7 : get("came") >= get("centre");
      if (last > DEAR) bowl.append(arrow(x(at), 50, x(at), 26, "var(--lb-data)"));
      bowl.append(
        shape("circle", { cx: x(at), cy: last > DEAR ? 58 : py, r: 8, fill: "var(--lb-data)", stroke: "currentColor" }),
        shape("text", {
          x: x(at) + (inwards ? -13 : 13),
          y: last > DEAR ? 62 : py - 9,
          "text-anchor": inwards ? "end" : "start",
          style: RIM,
          "font-size": 13,
          "font-weight": 600,
        }, show(last, last > 100 ? 0 : 3)),
      );
      if (!bowl.isConnected) svg.append(bowl);
    },
  });

  const choice = make(
    "select",
    { onchange: (event) => update(model, { kind: event.target.value }) },
    ...["bell", "tent", "coin", "die"].map((name) => make("option", { value: name }, name)),
  );
  const spread = slider({
    label: "Spread",
    min: Math.log10(0.05),
    max: 1,
    step: 0.05, // of the logarithm: about 12 % each
    say: (value) => degrees2(10 ** value),
    change: (value) => update(model, { spread: clamp(Number((10 ** value).toPrecision(2)), 0.05, 10) }),
  });
  const degrees2 = (value) => `${show(Number(value.toPrecision(2)), value < 1 ? 2 : 1)} degrees`;
  const share = slider({
    label: "Share",
    min: 0.01,
    max: 0.99,
    step: 0.01,
    say: (value) => `${show(100 * value, 0)} % for ${kind() === "die" ? "six" : "yes"}`,
    change: (value) => update(model, { share: clamp(snap(value, 0.01), 0.01, 0.99) }),
  });
  const came = make("div", { class: "lb-controls", role: "group", "aria-label": "What came" });
  const fixed = toggle({ label: "Show what is fixed", change: (on) => update(model, { show_fixed: on }) });

  const widthName = () => kind() === "tent" ? "width" : "spread"; // a tent's is no standard deviation
  const sayBet = () => {
    const cost = betCost(...bet()), given = said(betHeight(...bet()));
    if (sides()) {
      const name = kind() === "die" ? "six" : "yes";
      return `A ${kind()} that gives ${show(100 * get("share"), 0)} % to ${name}. ` +
        `The answer was ${NAMES[kind()][sideOf(kind(), get("outcome"))]}: it had ${given}. Cost: −ln ${given} = ${
          show(cost, 3)
        }.`;
    }
    const part = fixedPart(kind(), get("spread")),
      how = kind() === "bell"
        ? `half of (${show(Math.abs(get("centre") - get("came")), 1)} / ${show(get("spread"), 2)}) squared`
        : `${show(Math.abs(get("centre") - get("came")), 1)} / ${show(get("spread"), 2)}`;
    return `A ${kind()} around ${show(get("centre"), 1)} with a ${widthName()} of ${show(get("spread"), 2)} gives ` +
      `${show(get("came"), 1)} a height of ${given} per degree. Cost: −ln of it = ${show(cost, 3)}. ` +
      `Of this, ${show(cost - part, 3)} is for the miss, ${how}, and ${show(part, 3)} for the width.`;
  };
  const lines = () =>
    sides()
      ? sharesOf(kind(), get("share")).map((part, k) => [NAMES[kind()][k], part, -Math.log(part), -1 / part])
      : [-4, -2, 0, 2, 4].map((step) => {
        const at = get("centre") + step, other = [kind(), get("centre"), at, get("spread")];
        return [`${show(at, at % 1 ? 1 : 0)} degrees`, betHeight(...other), betCost(...other), betSlope(...other)];
      });
  let shown = "";
  el.append(lesson(model, {
    pictures: [make("div", { class: "lb-panels" }, table.node, graph.node)],
    question: "Dora and Emil both say 30 degrees. Dora’s bell has a spread of 4 degrees, Emil’s one of 1. " +
      "It turns out to be 32. Who pays less?",
    choices: ["Emil, whose bet is more exact", "Dora, who left more for 32", "Both the same: they said 30"],
    replies: REPLIES,
    controls: [
      picked("Shape of the bet", choice),
      spread.node,
      share.node,
      came,
      fixed.node,
    ],
    names: ["kind", "centre", "came", "spread", "share", "outcome", "show_fixed"],
    stages: [table, graph],
    say: () => {
      choice.value = kind();
      spread.set(Math.log10(get("spread")));
      spread.node.firstChild.textContent = kind() === "tent" ? "Width" : "Spread";
      share.set(get("share"));
      fixed.set(get("show_fixed"));
      spread.node.hidden = fixed.node.hidden = sides();
      share.node.hidden = came.hidden = !sides();
      if (sides() && shown !== kind()) {
        shown = kind();
        came.replaceChildren(
          ...NAMES[shown].map((name, k) =>
            make("button", { type: "button", onclick: () => update(model, { outcome: k }) }, `${name} comes`)
          ),
        );
      }
      [...came.children].forEach((button, k) =>
        button.setAttribute("aria-pressed", String(sides() && k === sideOf(kind(), get("outcome"))))
      );
      return {
        reply: "Dora pays 2.430 and Emil 2.919: she left more for 32. A spread of 2, the size of the miss, would " +
          "pay least: 2.112. " +
          (sides() ? "Now change the share, or say what comes." : "Now drag the two balls, or change the spread."),
        words: sayBet(),
        rows: lines().map(([name, given, cost, slope]) => [
          name,
          given < 0.001 ? given.toExponential(2) : String(Number(given.toPrecision(3))),
          show(cost, 3),
          show(slope, 3),
        ]),
      };
    },
  }));
}

const formulas = { betHeight, betCost, betSlope, fixedPart };
export default { render, formulas };
