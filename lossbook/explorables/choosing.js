// The loss chooser: what comes out, further questions, and the loss to try first.

import { keep, make, panel, picked, predict, readout, scale, sentences, shape, stage, twin, update } from "./kit.js";

const NAMES = ["wild", "unequal", "rare", "honest"];
// The entry of the table of advice for these answers: questions that do not matter here are passed over.
const keyOf = (output, matters, said) => [output, ...matters[output].filter((name) => said.includes(name))].join("|");
// How many sets of answers lead to the same loss.
const waysTo = (advice, output, loss) =>
  Object.entries(advice).filter(([key, entry]) => key.split("|")[0] === output && entry.loss === loss).length;
// The losses that can be advised for one output, each once, in the order of the tree.
const lossesOf = (advice, output) => [
  ...new Set(Object.entries(advice).filter(([key]) => key.split("|")[0] === output).map(([, entry]) => entry.loss)),
];
const letter = (advice, output, loss) => "ABCDEFGH"[lossesOf(advice, output).indexOf(loss)];
const REPLIES = ["You said: nothing.", "You said: the loss.", "You said: the threshold, from where on it says yes."];

function render({ model, el }) {
  const get = (name) => model.get(name),
    asked = () => get("matters")[get("output")],
    said = () => NAMES.filter((name) => get(name));
  const advice = () => get("advice")[keyOf(get("output"), get("matters"), said())];
  const answer = (task, output, names) =>
    update(model, { task, output, ...Object.fromEntries(NAMES.map((name) => [name, names.includes(name)])) });

  // The route: a tree with a level for each question. Yes goes right, and the way taken is thick.
  const tree = shape("g");
  const route = stage({
    label: "The way to the loss",
    aspect: 0.5,
    paint(svg, width, height) {
      const levels = asked(),
        from = width * 0.44,
        y = scale([0, Math.max(levels.length, 1)], [26, height - 22]),
        parts = [],
        dots = [];
      const spot = (level, place) => [from + (width - from - 14) * (place + 0.5) / 2 ** level, y(level)];
      const walk = (level, place, names, taken) => {
        const [x, top] = spot(level, place);
        if (level === levels.length) {
          const loss = get("advice")[keyOf(get("output"), get("matters"), names)].loss, same = loss === advice().loss;
          dots.push(
            shape("circle", {
              cx: x,
              cy: top,
              r: 10,
              fill: "var(--lb-paper, Canvas)",
              stroke: taken ? "var(--lb-yours)" : same ? "var(--lb-good)" : "currentColor",
              "stroke-width": taken ? 4 : same ? 3 : 1.5,
            }),
            shape(
              "text",
              { x, y: top + 4, "text-anchor": "middle", "font-size": 12, "font-weight": taken ? 700 : 400 },
              letter(get("advice"), get("output"), loss),
            ),
          );
          return;
        }
        for (const yes of [0, 1]) {
          const on = taken && Number(get(levels[level])) === yes, [x2, y2] = spot(level + 1, 2 * place + yes);
          parts[on ? "push" : "unshift"](
            shape("line", {
              x1: x,
              y1: top,
              x2,
              y2,
              stroke: on ? "var(--lb-yours)" : "var(--lb-line)",
              "stroke-width": on ? 5 : 1.5,
              "stroke-dasharray": on ? "none" : "4 3",
            }),
          );
          if (taken) {
            dots.push(
              shape("text", {
                x: (x + x2) / 2 + (yes ? 8 : -8),
                y: (top + y2) / 2 - 4,
                "text-anchor": yes ? "start" : "end",
                "font-size": 12,
              }, yes ? "yes" : "no"),
            );
          }
          walk(level + 1, 2 * place + yes, yes ? [...names, levels[level]] : names, on);
        }
      };
      if (levels.length) walk(0, 0, [], true);
      else {dots.push(
          shape("text", { x: 0, y: height / 2, "font-size": 13 }, "No further question changes the advice."),
        );}
      const words = [
        "Comes out:",
        ...levels.map((name) =>
          ({ wild: "Wild values?", unequal: "One kind dearer?", rare: "Rare answer?", honest: "Probability used?" })[
            name
          ]
        ),
      ];
      tree.replaceChildren(
        ...parts,
        ...dots,
        ...levels.map((_, level) => shape("text", { x: 0, y: y(level + 0.5) + 4, "font-size": 13 }, words[level + 1])),
        shape("text", { x: 0, y: 14, "font-size": 13, "font-weight": 700 }, get("output")),
      );
      if (!tree.isConnected) svg.append(tree);
    },
  });

  const pick = (label, options, change) => {
    const input = make("select", {}, ...options.map(([value, text]) => make("option", { value }, text)));
    input.addEventListener("change", () => change(input.value));
    return { node: picked(label, input), input };
  };
  const output = pick(
    "What comes out of the model?",
    Object.keys(get("matters")).map((name) => [name, name]),
    (value) => answer("", value, []),
  );
  const task = pick(
    "Or start from a task",
    [["", "my own"], ...Object.keys(get("tasks")).map((name) => [name, name])],
    (value) => answer(value, ...(get("tasks")[value] ?? [get("output"), []])),
  );
  const boxes = NAMES.map((name) => {
    const input = make("input", { type: "checkbox" });
    input.addEventListener("change", () => update(model, { task: "", [name]: input.checked }));
    return { name, input, node: make("label", { class: "lb-box" }, input, get("questions")[name]) };
  });
  const question = predict({
    question: "A clinic and a mail program both ask yes or no. For the clinic a miss is much dearer, for the mail " +
      "program a false alarm. Both models give honest probabilities. What must differ between the two?",
    choices: ["Nothing", "The loss", "The threshold, from where on it says yes"],
    settle: (answer) => update(model, { prediction: answer ?? -1 }),
  });
  const reply = make("p", {}),
    words = readout(),
    legend = make("p", { class: "lb-legend" }),
    list = make("dl", { class: "lb-advice" }),
    numbers = twin(model, {
      caption: "The advice in a table",
      head: ["Part", "Advice"],
      summary: "The advice as a table",
    });
  const controls = make(
    "div",
    {},
    make("div", { class: "lb-controls" }, output.node, task.node),
    make("div", { class: "lb-controls" }, ...boxes.map((box) => box.node)),
  );
  el.append(panel(model, question, reply, controls, route.node, legend, words, list, numbers.node));

  keep(model, ["output", "task", "prediction", ...NAMES], () => {
    const open = get("prediction") !== null, here = advice();
    question.hidden = open;
    controls.hidden =
      reply.hidden =
      words.hidden =
      list.hidden =
      legend.hidden =
      route.node.hidden =
      numbers.node.hidden =
        !open;
    reply.textContent = sentences(
      REPLIES[get("prediction")],
      "Both can learn probabilities with the same cross-entropy.",
      "The costs then say from which probability on to say yes.",
      asked().includes("unequal") ? `Tick “${get("questions").unequal}” and see.` : "",
    );
    output.input.value = get("output");
    task.input.value = get("task");
    for (const { name, input, node } of boxes) {
      node.hidden = !asked().includes(name);
      input.checked = get(name);
    }
    legend.textContent = lossesOf(get("advice"), get("output"))
      .map((loss) => `${letter(get("advice"), get("output"), loss)}: ${loss}.`).join(" ");
    const ways = waysTo(get("advice"), get("output"), here.loss), all = 2 ** asked().length;
    words.textContent = `Try first: ${here.loss}. ${here.why}${
      ways > 1
        ? ` ${ways} of ${all} ways end at this loss: the green ${
          ways > 2 ? "dots are the others" : "dot is the other"
        }.`
        : ""
    }`;
    const parts = [["Compare with", here.rival], ["Tell people", here.metric], ["Beat", here.baseline], [
      "Trap",
      here.trap,
    ], ...Object.entries(here.libraries)];
    list.replaceChildren(...parts.flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)]));
    numbers.set([["Try first", here.loss], ["Why", here.why], ...parts]);
    route.repaint();
  });
}

const formulas = { keyOf, waysTo, lossesOf, letter };
export default { render, formulas };
