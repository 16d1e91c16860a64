// The table of pairs: similarities of halves of digits, two softmaxes of the table, and the push on every cell.

import {
  arrow,
  clamp,
  lesson,
  lever,
  make,
  picked,
  scale,
  shape,
  show,
  slider,
  snap,
  stage,
  toggle,
  update,
} from "./kit.js";
import { lossSlope, lossValue, mean } from "./losses.js";

const NAME = "categorical_cross_entropy_from_logits";
const turned = (table) => table[0].map((_, j) => table.map((row) => row[j]));
// Similarities divided by the temperature; what is left out weighs nothing.
const pairScores = (table, temperature, kinds, leaveOut) =>
  table.map((row, i) =>
    row.map((value, j) => leaveOut && i !== j && kinds[i] === kinds[j] ? -Infinity : value / temperature)
  );
const bothLosses = (scores) =>
  [scores, turned(scores)].map((rows) => rows.map((row, i) => lossValue(NAME, {}, row, i)));
const ofThoseWhoAsk = (asks, left, right) => asks === "left" ? left : asks === "right" ? right : (left + right) / 2;
const tableLoss = (table, temperature, asks, kinds, leaveOut) =>
  ofThoseWhoAsk(asks, ...bothLosses(pairScores(table, temperature, kinds, leaveOut)).map(mean));
const tablePushes = (table, temperature, asks, kinds, leaveOut) => {
  const scores = pairScores(table, temperature, kinds, leaveOut);
  const slopes = (rows) => rows.map((row, i) => lossSlope(NAME, {}, row, i));
  const left = slopes(scores), right = turned(slopes(turned(scores)));
  return left.map((row, i) =>
    row.map((slope, j) => 0 - ofThoseWhoAsk(asks, slope, right[i][j]) / (table.length * temperature))
  );
};
const REPLIES = ["You said: it falls.", "You said: it rises.", "You said: it stays."];
const STEP = 0.05, LONGEST = 30;

function render({ model, el }) {
  const get = (name) => model.get(name), table = () => get("table"), size = () => table().length;
  const kind = (i) => get("kinds")[i % get("kinds").length];
  const at = () => [Math.min(get("row"), size() - 1), Math.min(get("column"), size() - 1)];
  const kinds = () => table().map((_, i) => kind(i));
  const state = () => [table(), get("temperature"), get("asks"), kinds(), get("leave_out")];
  const move = (value) => {
    const [row, column] = at();
    update(model, {
      table: table().map((line, i) =>
        line.map((each, j) => i === row && j === column ? clamp(snap(value, STEP), -1, 1) : each)
      ),
    });
  };
  const half = (pixels, from, x, y, unit) =>
    shape(
      "g",
      {},
      ...pixels.flatMap((ink, place) => {
        const column = place % 8, line = Math.floor(place / 8);
        return ink && column >= from && column < from + 4
          ? [shape("rect", {
            x: x + unit * (column - from),
            y: y + unit * line,
            width: unit,
            height: unit,
            fill: "currentColor",
            "fill-opacity": ink / 16,
          })]
          : [];
      }),
      shape("rect", { x, y, width: 4 * unit, height: 8 * unit, fill: "none", stroke: "var(--lb-line)" }),
    );

  const ball = lever({ label: "Similarity of the framed cell", step: STEP, change: move });
  const cells = shape("g");
  const desk = stage({
    label: "How alike each left half and each right half are",
    aspect: 1.02,
    paint(svg, width, height) {
      const left = 40, top = 62, wide = (width - left - 8) / size(), high = (height - top - 66) / size();
      const pushes = tablePushes(...state()), [row, column] = at();
      const across = scale([-1, 1], [left + 14, width - 22]), line = height - 36;
      cells.replaceChildren();
      table().forEach((values, i) => {
        const pixels = get("pixels")[i % Math.max(1, get("pixels").length)] ?? [], unit = Math.min(6, (high - 12) / 8);
        cells.append(
          half(pixels, 0, 4, top + high * (i + 0.5) - 4 * unit, unit),
          half(pixels, 4, left + wide * (i + 0.5) - 12, 6, 6),
        );
        values.forEach((value, j) => {
          const x = left + wide * j, y = top + high * i, push = pushes[i][j], here = i === row && j === column;
          const middle = y + high / 2, tip = clamp(LONGEST * push, 8 - high / 2, high / 2 - 8);
          cells.append(
            shape("rect", {
              class: "lb-cell",
              x: x + 3,
              y: y + 3,
              width: wide - 6,
              height: high - 6,
              rx: 5,
              fill: "currentColor",
              "fill-opacity": 0.02 + 0.16 * Math.max(0, value),
              stroke: here ? "var(--lb-yours)" : i === j ? "var(--lb-data)" : "var(--lb-line)",
              "stroke-width": here ? 4 : i === j ? 2.5 : 1,
              style: "cursor: pointer",
              onclick: () => update(model, { row: i, column: j }),
            }),
            shape("text", {
              x: x + wide * 0.43,
              y: middle + 5,
              "text-anchor": "middle",
              "font-size": 14,
              "font-weight": i === j ? 700 : 400,
              "pointer-events": "none",
            }, show(value, 2)),
          );
          if (Math.abs(tip) > 6) {
            cells.append(arrow(x + wide * 0.84, middle, x + wide * 0.84, middle - tip, "var(--lb-loss)"));
          }
        });
      });
      cells.append(
        shape("line", { x1: across(-1), x2: across(1), y1: line, y2: line, stroke: "var(--lb-line)" }),
        ...[-1, 0, 1].map((mark) =>
          shape("text", { x: across(mark), y: height - 6, "text-anchor": "middle", "font-size": 12 }, show(mark, 0))
        ),
        shape("text", { x: 2, y: 12, "font-size": 11 }, "right →"),
        shape("text", { x: 2, y: 54, "font-size": 11 }, "left ↓"),
        shape("text", { x: across(0.5), y: height - 6, "text-anchor": "middle", "font-size": 12 }, "framed cell"),
      );
      const value = table()[row][column];
      ball.place(svg, across, line, value, `left ${row + 1}, right ${column + 1}: ${show(value, 2)}`);
      if (!cells.isConnected) svg.append(cells, ball.node);
    },
  });

  desk.node.style.maxWidth = "26rem"; // as large before the question is answered as after
  const choice = make("select", {
    onchange: () => update(model, { row: Math.floor(choice.value / size()), column: choice.value % size() }),
  });
  const heat = slider({
    label: "Temperature",
    min: 0.05,
    max: 1,
    step: 0.05,
    say: (value) => show(value, 2),
    change: (temperature) => update(model, { temperature }),
  });
  const asks = make(
    "select",
    { onchange: () => update(model, { asks: asks.value }) },
    ...[["both", "both"], ["left", "the left halves"], ["right", "the right halves"]].map(([value, text]) =>
      make("option", { value }, text)
    ),
  );
  const leave = toggle({ label: "Leave out the same digit", change: (on) => update(model, { leave_out: on }) });
  const called = (i, side) => `${side} ${i + 1} (a ${kind(i)})`;

  const said = () => {
    const [row, column] = at(), loss = tableLoss(...state()), pushes = tablePushes(...state());
    const [left] = bothLosses(pairScores(table(), get("temperature"), kinds(), get("leave_out")));
    if (choice.children.length !== size() ** 2) {
      choice.replaceChildren(
        ...table().flatMap((values, i) =>
          values.map((_, j) => make("option", { value: i * size() + j }, `left ${i + 1}, right ${j + 1}`))
        ),
      );
    }
    choice.value = row * size() + column;
    side.hidden = get("prediction") === null;
    heat.set(get("temperature"));
    asks.value = get("asks");
    leave.set(get("leave_out"));
    const push = pushes[row][column];
    return {
      reply: "At 0.05 it is higher than at 0.2 while strangers lead: a cold softmax listens to the nearest alone. " +
        "Two lead at first. Bring both down, and cold is cheap.",
      words:
        `Loss ${show(loss, 3)}; knowing nothing costs ${get("leave_out") ? "" : `ln ${size()} = `}${
          show(tableLoss(table().map((line) => line.map(() => 0)), 1, "left", kinds(), get("leave_out")), 3)
        }. ` +
        `${called(row, "Left")} has ${show(table()[row][row], 2)} with its partner and pays ${
          show(left[row], 3)
        } when it asks. ` +
        `Its similarity with ${called(column, "right")} is ${
          push ? `pushed ${push < 0 ? "down" : "up"} with ${show(Math.abs(push), 3)}` : "not pushed"
        }.`,
      rows: table().flatMap((values, i) =>
        values.map((value, j) => [
          `${i + 1}: a ${kind(i)}, ${j + 1}: a ${kind(j)}${i === j ? " (partners)" : ""}`,
          show(value, 2),
          show(pushes[i][j], 3),
        ])
      ),
    };
  };
  const side = make(
    "div",
    { class: "lb-controls" },
    picked("Framed cell", choice),
    heat.node,
    picked("Who asks for its partner?", asks),
    leave.node,
  );
  el.append(lesson(model, {
    pictures: [
      make(
        "div",
        { class: "lb-panels" },
        desk.node,
        side,
      ),
    ],
    question:
      "Partners stand on the diagonal. One left half, a 6, is more like the right half of another 6. You lower the " +
      "temperature from 0.2 to 0.05, so that differences count more. What does the loss do?",
    choices: ["It falls", "It rises", "It stays"],
    replies: REPLIES,
    controls: [],
    names: ["table", "temperature", "asks", "leave_out", "row", "column", "kinds", "pixels"],
    stages: [desk],
    say: said,
  }));
}

const formulas = { tableLoss, tablePushes };
export default { render, formulas };
