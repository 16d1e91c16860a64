// A slider over pictures that were drawn beforehand, in Python.

import { keep, make, panel, readout, slider, update } from "./kit.js";

function render({ model, el }) {
  const pictures = model.get("pictures"), figure = make("figure", { class: "lb-frame" });
  figure.innerHTML = pictures.join("");
  const frames = [...figure.children];
  const dial = slider({
    label: model.get("label"),
    min: 0,
    max: frames.length - 1,
    step: 1,
    say: (index) => model.get("captions")[index],
    change: (index) => update(model, { index }),
  });
  const words = readout();
  el.append(panel(model, make("div", { class: "lb-controls" }, dial.node), figure, words));
  keep(model, ["index"], () => {
    const index = model.get("index");
    frames.forEach((frame, place) => {
      frame.style.display = place === index ? "" : "none";
    });
    dial.set(index);
    words.textContent = frames[index].getAttribute("aria-label");
  });
}

const formulas = {};
export default { render, formulas };
