// A hundred coins: a bet on the next letter of a book, and what it costs beside a network and counted pairs.

import { axis, lesson, lever, make, picked, RIM, scale, shape, show, stage, update } from "./kit.js";
import { lossValue, mean } from "./losses.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz ", COINS = 100, HIGHEST = 5;
const sign = (letter) => letter === " " ? "␣" : letter;
// What each letter is given: so many coins to one, and the others alike to the rest.
const betShares = (letter, coins) =>
  [...LETTERS].map((each) => each === letter ? coins / COINS : (1 - coins / COINS) / (LETTERS.length - 1));
const priceOf = (given) => lossValue("categorical_cross_entropy", {}, [given, 1 - given], 0);
const meanPrice = (given) => mean(given.map(priceOf));
const cost = (price) => price < Infinity ? show(price, 2) : "without end";
// In the colour of the page, so that no line runs through a word.
const REPLIES = ["You said: about 3.0.", "You said: about 2.2.", "You said: about 1.0."];

function render({ model, el }) {
  const get = (name) => model.get(name), here = () => get("places")[get("place")];
  const rightOf = (place, name) => place[name][LETTERS.indexOf(place.letter)];

  const lay = (bet) => update(model, get("turned") ? {} : bet); // once the letter is turned over, the bet stands
  const ball = lever({ label: "Coins on your letter", step: 1, change: (coins) => lay({ coins }) });
  const line = shape("g"), bars = shape("g");
  const desk = stage({
    label: "Your coins on the next letter",
    aspect: 0.68,
    paint(svg, width, height) {
      const place = here(), turned = get("turned"), shares = betShares(get("letter"), get("coins"));
      const base = height - 74, room = (width - 54) / LETTERS.length;
      const high = scale([0, COINS], [base, 52]), across = scale([0, COINS], [46, width - 14]);
      const letters = Math.floor(Math.min(40, (width - 60) / 8.2));
      line.replaceChildren(
        shape(
          "text",
          { x: 4, y: 22, "font-size": 14, "font-family": "ui-monospace, monospace", "xml:space": "preserve" },
          `…${place.context.slice(-letters)}`,
          shape(
            "tspan",
            { "font-weight": 700, fill: turned ? "var(--lb-data)" : "currentColor" },
            turned ? sign(place.letter) : "?",
          ),
        ),
      );
      bars.replaceChildren(
        axis("left", high, 46, "coins", { about: 4 }),
        shape("line", { x1: 46, x2: width - 8, y1: base, y2: base, stroke: "currentColor" }),
      );
      [...LETTERS].forEach((letter, k) => {
        const x = 48 + room * k, right = turned && letter === place.letter;
        const bar = (from, wide, coins, colour, name) =>
          shape("rect", {
            class: name,
            x: x + room * from,
            y: high(coins),
            width: room * wide,
            height: Math.max(0, base - high(coins)),
            fill: colour,
            "fill-opacity": 0.75,
          });
        bars.append(bar(0.08, turned ? 0.42 : 0.84, COINS * shares[k], "var(--lb-yours)", "lb-yours-bar"));
        if (turned) bars.append(bar(0.54, 0.38, COINS * place.network[k], "var(--lb-other)", "lb-network-bar"));
        bars.append(
          shape("text", {
            x: x + room / 2,
            y: base + 15,
            "text-anchor": "middle",
            "font-size": right ? 16 : 12,
            "font-weight": right || letter === get("letter") ? 700 : 400,
            style: right ? "fill: var(--lb-data)" : letter === get("letter") ? "fill: var(--lb-yours)" : "",
          }, sign(letter)),
        );
      });
      if (turned) {
        bars.append(
          shape(
            "text",
            { x: width - 14, y: 52, "font-size": 13, "text-anchor": "end", style: "fill: var(--lb-yours)" },
            "■ you",
          ),
          shape(
            "text",
            { x: width - 14, y: 70, "font-size": 13, "text-anchor": "end", style: "fill: var(--lb-other)" },
            "■ network",
          ),
        );
      }
      bars.append(
        shape("line", { x1: across(0), x2: across(COINS), y1: height - 32, y2: height - 32, stroke: "var(--lb-line)" }),
        shape("text", { x: 46, y: height - 4, "font-size": 12 }, "none"),
        shape("text", { x: width - 14, y: height - 4, "font-size": 12, "text-anchor": "end" }, `all ${COINS}`),
        shape(
          "text",
          { x: (46 + width - 14) / 2, y: height - 4, "font-size": 12, "text-anchor": "middle" },
          `${get("coins")} coins on ${sign(get("letter"))}`,
        ),
      );
      const rest = show((COINS - get("coins")) / (LETTERS.length - 1), 1);
      ball.place(svg, across, height - 32, get("coins"), `${get("coins")} coins, and ${rest} on each other letter`);
      if (!ball.node.isConnected) svg.append(line, bars, ball.node);
    },
  });

  const pick = make(
    "select",
    {
      onchange: () => {
        lay({ letter: pick.value });
        pick.value = get("letter");
      },
    },
    ...[...LETTERS].map((letter) => make("option", { value: letter }, letter === " " ? "the space ␣" : letter)),
  );
  const turn = make("button", {
    type: "button",
    onclick: () => {
      const { place, turned, given } = Object.fromEntries(
        ["place", "turned", "given"].map((name) => [name, get(name)]),
      );
      const share = betShares(get("letter"), get("coins"))[LETTERS.indexOf(here().letter)];
      const last = place === get("places").length - 1;
      update(
        model,
        turned
          ? { turned: false, place: last ? 0 : place + 1, given: last ? [] : given }
          : { turned: true, given: [...given, share] },
      );
    },
  });
  // The places that were turned over: all before this one, and this one once it is open.
  const scores = () => {
    const past = get("places").slice(0, get("given").length);
    return [
      ["you", get("given"), "var(--lb-yours)"],
      ["network", past.map((place) => rightOf(place, "network")), "var(--lb-other)"],
      ["pairs", past.map((place) => rightOf(place, "pairs")), "var(--lb-loss)"],
    ].map(([name, given, colour]) => [name, given.length ? meanPrice(given) : 0, colour]);
  };
  const means = shape("g");
  const purse = stage({
    label: "Mean price of a letter so far",
    aspect: 0.4,
    paint(svg, width, height) {
      const along = scale([0, HIGHEST], [76, width - 60]), even = Math.log(LETTERS.length);
      means.replaceChildren(
        axis("bottom", along, height - 42, "mean price of a letter so far", { about: 5 }),
        shape("line", {
          x1: along(even),
          x2: along(even),
          y1: 18,
          y2: height - 42,
          stroke: "var(--lb-line)",
          "stroke-width": 2,
          "stroke-dasharray": "5 4",
        }),
        shape("text", { x: along(even), y: 12, "text-anchor": "middle", "font-size": 12 }, `even ${show(even, 2)}`),
      );
      scores().forEach(([name, price, colour], k) => {
        const y = 24 + k * (height - 72) / 3, thick = (height - 72) / 3 - 6;
        means.append(
          shape("text", { x: 70, y: y + thick / 2 + 4, "text-anchor": "end", "font-size": 13 }, name),
          shape("rect", {
            x: along(0),
            y,
            width: along(Math.min(price, HIGHEST)) - along(0),
            height: thick,
            fill: colour,
            "fill-opacity": 0.6,
          }),
          shape(
            "text",
            {
              x: along(Math.min(price, HIGHEST)) + 6,
              y: y + thick / 2 + 4,
              "font-size": 13,
              "font-weight": 600,
              style: RIM,
            },
            get("given").length ? cost(price) : "–",
          ),
        );
      });
      if (!means.isConnected) svg.append(means);
    },
  });
  const said = () => {
    const place = here(), coins = get("coins"), letter = get("letter"), turned = get("turned");
    const rest = (COINS - coins) / (LETTERS.length - 1);
    const share = turned ? get("given").at(-1) ?? 0 : betShares(letter, coins)[LETTERS.indexOf(place.letter)];
    pick.value = letter;
    turn.textContent = !turned
      ? "Turn over the next letter"
      : get("place") === get("places").length - 1
      ? "Start again"
      : "Next place";
    const bet = `${coins} coins lie on ${sign(letter)}, ${show(rest, 2)} on each other letter. `;
    return {
      reply: `The pairs cost ${
        show(get("pairs_cost"), 2)
      } a letter, over three whole chapters. Now you: twelve places of the same chapters.`,
      words: bet + (turned
        ? `It was ${sign(place.letter)}. ` +
          (share > 0
            ? `You pay −ln ${show(share, 3)} = ${show(priceOf(share), 2)}. `
            : "It had no coin of yours: the price has no end. ") +
          `The network gave it ${show(rightOf(place, "network"), 3)} (${
            show(priceOf(rightOf(place, "network")), 2)
          }), ` +
          `the pairs ${show(rightOf(place, "pairs"), 3)} (${show(priceOf(rightOf(place, "pairs")), 2)}). ` +
          `After ${get("given").length}: ${scores().map(([name, price]) => `${name} ${cost(price)}`).join(", ")}.`
        : `If ${sign(letter)} comes, you pay ${cost(priceOf(coins / COINS))}; if not, ${cost(priceOf(rest / COINS))}.`),
      rows: get("places").map((each) => [
        each.context,
        sign(each.letter),
        ...["network", "pairs"].map((name) => show(priceOf(rightOf(each, name)), 2)),
      ]),
    };
  };
  el.append(lesson(model, {
    pictures: [
      desk.node,
      make(
        "div",
        { class: "lb-controls" },
        picked("Your letter (type it)", pick),
      ),
    ],
    question: `Even coins on ${LETTERS.length} letters cost ln ${LETTERS.length} = ${
      show(Math.log(LETTERS.length), 2)
    } each time. Counted pairs only know which letter follows which. What does a letter of new chapters cost them?`,
    choices: ["About 3.0", "About 2.2", "About 1.0"],
    replies: REPLIES,
    controls: [turn, purse.node],
    names: ["letter", "coins", "place", "turned", "given", "places"],
    stages: [desk, purse],
    say: said,
  }));
}

const formulas = { betShares, meanPrice };
export default { render, formulas };
