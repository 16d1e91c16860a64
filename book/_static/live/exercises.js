// deno-lint-ignore-file no-undef -- the linter does not know what a page has
// Exercises that are checked in the page: hints come one by one, the solution after three tries or when it is asked for,
// and what is solved joins the reader's progress (progress.js).
import { kinds } from "./output.js";

const TRIES = 3;
const known = new Map(); // by exercise: wrong answers so far, and how many hints were opened

const label = (text, act) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lb-button";
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
};

function help(task, now) {
  const hints = [...task.querySelectorAll(".lb-hint")], solution = task.querySelector(".lb-solution");
  if (!solution) return;
  const ask = label("Show me a solution", () => {
    now.tries = TRIES;
    show();
    solution.open = true;
    solution.querySelector("summary").focus(); // the button that was pressed is gone
  });
  const show = () => {
    hints.forEach((hint, place) => hint.hidden = place > now.opened);
    ask.hidden = now.tries >= TRIES || now.opened === hints.length;
    solution.hidden = !ask.hidden;
  };
  hints.forEach((hint, place) => {
    hint.open = place < now.opened;
    hint.addEventListener("toggle", () => {
      if (hint.open) now.opened = Math.max(now.opened, place + 1);
      show();
    });
  });
  solution.before(ask);
  show();
}

function judged(task) {
  const { task: name, verdict } = task.dataset, tell = (kind) => task.dispatchEvent(new Event(kind, { bubbles: true }));
  if (!known.has(name)) known.set(name, { tries: 0, opened: 0 });
  const now = known.get(name);
  if (verdict === "unknown" || verdict === "recognised") now.tries += 1;
  help(task, now);
  tell("lossbook-task");
  const cell = task.closest("[data-cell]"); // code as the page came is nobody's try
  if (verdict !== "not yet" && cell?.dataset.state) {
    const message = task.querySelector(".lb-feedback").textContent;
    const code = (cell.querySelector("textarea")?.value ?? cell.querySelector(".cell_input pre").textContent).trim();
    task.dispatchEvent(new CustomEvent("lossbook-tried", { bubbles: true, detail: { verdict, message, code } }));
  }
  if (verdict === "right") tell("lossbook-solved");
}

const { display } = kinds;
kinds.display = (output, message) => {
  display(output, message);
  for (const task of output.box.lastElementChild?.querySelectorAll("[data-task]") ?? []) judged(task);
};
