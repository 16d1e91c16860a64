// Spot the bug: a curve, the code that made it, three causes to choose from, and the curve after the mend.

import {
  axis,
  clamp,
  curve,
  keep,
  lever,
  make,
  panel,
  picked,
  predict,
  readout,
  scale,
  sentences,
  shape,
  show,
  stage,
  toggle,
  twin,
  update,
} from "./kit.js";

// A curve that grows a thousandfold is drawn by the power of ten. What is no number any more is not drawn.
const byPowers = (losses) => losses[0] > 0 && losses.findLast((loss) => loss !== null) > 1000 * losses[0];
const heights = (losses, powers) =>
  losses.map((loss) => loss === null ? null : powers ? Math.log10(Math.max(loss, 1e-3)) : loss);
const sayLoss = (loss) => loss === null ? "not a number" : Math.abs(loss) >= 1000 ? show(loss, 0) : show(loss, 3);
const REPLIES = ["You said 0.", "You said 1.", "You said about 2.3."];

const soon = (then) => globalThis.requestAnimationFrame(then);

function render({ model, el }) {
  const get = (name) => model.get(name),
    here = () => get("cases")[get("case")],
    last = () => here().losses.length - 1,
    step = () => clamp(get("step"), 0, last());
  const go = (at) => update(model, { step: clamp(Math.round(at), 0, last()) });

  const reader = lever({ label: "Step", step: 1, change: go });
  const lines = shape("g");
  const chart = stage({
    label: "Loss at every step",
    aspect: 0.5,
    paint(svg, width, height) {
      const powers = byPowers(here().losses),
        broken = heights(here().losses, powers),
        fixed = get("repaired") ? heights(here().fixed, powers) : [],
        base = height - 46;
      const finite = [...broken, ...fixed].filter((value) => value !== null),
        x = scale([0, last()], [64, width - 20]),
        y = scale([Math.min(0, ...finite), Math.max(...finite)], [base, 24]);
      const drawn = (values) =>
        values.map((value, i) => [i, value]).filter(([, value]) => value !== null).map((
          [i, value],
        ) => [x(i), y(value)]);
      const losses = here().losses, lost = losses.includes(null);
      lines.replaceChildren(
        axis("bottom", x, base, "step"),
        axis("left", y, 64, powers ? "loss as a power of ten: 2 means 100" : "loss", { about: 4 }),
        curve(drawn(broken), "var(--lb-loss)"),
        ...(lost
          ? [
            shape("text", {
              x: x(Math.min(losses.findIndex((value) => value === null), last())) - 5,
              y: base - 6,
              "font-size": 16,
            }, "×"),
            shape("text", { x: x(1) + 14, y: base - 8, "font-size": 13 }, "not a number from here on"),
          ]
          : []),
        ...(get("repaired") ? [curve(drawn(fixed), "var(--lb-good)", { "stroke-dasharray": "9 4" })] : []),
      );
      const loss = here().losses[step()];
      const [high] = heights([loss ?? here().losses.find((value) => value !== null)], powers);
      reader.place(svg, x, y(high), step(), `step ${step()}: loss ${sayLoss(loss)}`);
      if (!lines.isConnected) svg.append(lines, reader.node);
    },
  });

  const choice = make(
    "select",
    {},
    ...get("cases").map((each, i) => make("option", { value: i }, `${i + 1}. ${each.title}`)),
  );
  const open = (number) => update(model, { case: number, cause: null, repaired: false, step: 0 });
  const first = () => {
    choice.focus({ preventScroll: true });
    pick.scrollIntoView({ block: "nearest" });
  };
  choice.addEventListener("change", () => open(Number(choice.value)));
  const question = predict({
    question: "Ten classes, and a model that knows nothing yet. What should cross-entropy say before the first step?",
    choices: ["0", "1", "About 2.3"],
    settle: (answer) => {
      update(model, { prediction: answer ?? -1 });
      soon(() => soon(first));
    },
  });
  const reply = make("p", {}),
    setting = make("p", {}),
    code = make("code"),
    words = readout(),
    causes = make("div", { class: "lb-controls", role: "group", "aria-label": "What is it?" }),
    verdict = make("p", { class: "lb-feedback", role: "status" });
  const mend = toggle({ label: "Run it mended", change: (on) => update(model, { repaired: on }) });
  const next = make("button", {
    type: "button",
    onclick: () => {
      open((get("case") + 1) % get("cases").length);
      first();
    },
  }, "Next case");
  const numbers = twin(model, { caption: "The curve, step by step", head: ["Step", "Loss", "Loss after the mend"] });
  const pick = make(
    "div",
    { class: "lb-controls" },
    picked("Which run?", choice),
  );
  const all = make(
    "div",
    {},
    pick,
    setting,
    chart.node,
    words,
    make("pre", { class: "lb-code" }, code),
    make("p", {}, make("strong", {}, "What is it?")),
    causes,
    verdict,
    make("div", { class: "lb-controls" }, mend.node, next),
    numbers.node,
  );
  el.append(panel(model, question, reply, all));

  keep(model, ["case", "cause", "repaired", "step", "prediction"], () => {
    const { setting: task, shows, code: text, broken, mended, causes: choices, right, losses, fixed, other } = here(),
      chosen = get("cause"),
      shown = get("repaired");
    question.hidden = get("prediction") !== null;
    reply.hidden = all.hidden = !question.hidden;
    reply.textContent = sentences(
      REPLIES[get("prediction")],
      "Knowing nothing means 1/10 for each class, and −ln 0.1 is 2.303.",
      "So predict the first loss before you run: case 1 starts well, and then something stops it.",
    );
    choice.value = get("case");
    setting.textContent = task;
    words.textContent = `${shows} At step ${step()} the loss is ${sayLoss(losses[step()])}${
      shown ? `, and ${sayLoss(fixed[step()])} after the mend (dashed)` : ""
    }.${shown && other ? " The mended run is measured by another loss: compare the shapes, and not the heights." : ""}`;
    const [before, after] = text.split(broken);
    code.replaceChildren(
      before,
      chosen === null ? broken : shown ? make("ins", {}, mended) : make("mark", {}, broken),
      after,
    );
    if (causes.dataset.case !== String(get("case"))) { // not at every change, or the focus would be lost
      causes.replaceChildren(
        ...choices.map((each, i) =>
          make("button", { type: "button", onclick: () => update(model, { cause: i }) }, each.text)
        ),
      );
      causes.dataset.case = get("case");
    }
    [...causes.children].forEach((button, i) => button.setAttribute("aria-pressed", String(i === chosen)));
    verdict.hidden = chosen === null;
    mend.node.hidden = chosen === null;
    if (chosen !== null) {
      verdict.className = `lb-feedback ${chosen === right ? "lb-right" : "lb-wrong"}`;
      verdict.textContent = `${chosen === right ? "Yes." : "Not this one."} ${choices[chosen].feedback}`;
    }
    mend.set(shown);
    numbers.set(
      losses.map((loss, i) => [String(i), sayLoss(loss), sayLoss(fixed[i] ?? null)]).filter((_, i) =>
        i < 5 || i % 10 === 0
      ),
    );
    chart.repaint();
  });
}

const formulas = { byPowers, heights };
export default { render, formulas };
