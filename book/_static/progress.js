// What the reader has done is kept in this browser and nowhere else: exercises, answers, predictions, and the place.
// Without storage, or without this script, the course reads as it does anyway.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

const KEY = "lossbook";
const kept = () => {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    return found && typeof found === "object" ? { done: {}, ...found } : { done: {} };
  } catch {
    return { done: {} }; // storage is off, or holds something else
  }
};
const keep = (changed) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(changed));
  } catch { /* then nothing is kept */ }
};
const note = (item, value) => {
  const all = kept();
  if (value === null) delete all.done[item];
  else all.done[item] = value;
  keep(all);
};

// Predictions: explorables tell when they start, and when a prediction is made.
document.addEventListener("lossbook-start", ({ target, detail }) => {
  const before = kept().done[`prediction:${target.dataset.prediction}`];
  if (target.dataset.prediction && before) Object.assign(detail, before);
});
document.addEventListener("lossbook-predicted", ({ target, detail }) => {
  if (target.dataset.prediction) note(`prediction:${target.dataset.prediction}`, detail);
});

// Quizzes: the options that were opened are open again.
function showAnswers() {
  const { done } = kept();
  for (const question of document.querySelectorAll("[data-question]")) {
    const item = `question:${question.dataset.question}`, options = [...question.querySelectorAll("details")];
    for (const place of Array.isArray(done[item]) ? done[item] : []) options[place]?.setAttribute("open", "");
    question.addEventListener("toggle", () => {
      const open = options.flatMap((option, place) => option.open ? [place] : []);
      note(item, open.length ? open : null);
    }, true);
  }
}

// Exercises: done when the number is right, or when the reader says so.
function showExercises() {
  const { done } = kept();
  for (const task of document.querySelectorAll("[data-task]")) {
    const item = `exercise:${task.dataset.task}`,
      box = document.createElement("input"),
      label = document.createElement("label");
    box.type = "checkbox";
    box.checked = Boolean(done[item]);
    label.className = "lb-box";
    label.append(box, "I have solved it");
    task.append(label);
    box.addEventListener("change", () => note(item, box.checked || null));
    task.addEventListener("lossbook-solved", () => {
      box.checked = true;
      note(item, true);
    });
  }
}

// The place: the last heading that was reached, to come back to.
function rememberPlace() {
  const headings = [...document.querySelectorAll("article section > h2")], title = document.querySelector("article h1");
  const words = (heading) => heading.firstChild.textContent.trim();
  const leave = () => {
    const reached = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 2).at(-1);
    keep({
      ...kept(),
      place: {
        page: location.pathname.split("/").at(-1),
        anchor: reached?.parentElement.id ?? "",
        title: words(title),
        section: reached ? words(reached) : "",
      },
    });
  };
  document.addEventListener("visibilitychange", () => document.hidden && leave());
  addEventListener("pagehide", leave);
}

// The start page: a line of progress for each chapter, the way back, and a button that forgets all.
function showProgress(list) {
  const links = document.createElement("p"),
    forget = document.createElement("button"),
    said = document.createElement("p");
  forget.type = "button";
  forget.className = "lb-forget";
  forget.textContent = "Forget what I did";
  said.setAttribute("role", "status");
  links.className = "lb-continue";
  (document.querySelector(".lb-head") ?? document.querySelector("article h1")).after(links);
  list.after(forget, said);

  const show = () => {
    const { done, place } = kept(), any = Object.keys(done).length > 0 || place;
    for (const line of list.querySelectorAll("[data-items]")) {
      const items = line.dataset.items.split(" "), count = items.filter((item) => item in done).length;
      line.textContent = count ? `${count} of ${items.length} done` : line.dataset.all;
      line.previousElementSibling.hidden = !count;
      line.previousElementSibling.value = count;
    }
    forget.hidden = links.hidden = !any;
    links.hidden = !place;
    if (place) {
      const link = document.createElement("a");
      link.href = place.page + (place.anchor ? `#${place.anchor}` : "");
      link.textContent = place.section ? `${place.title}: ${place.section}` : place.title;
      links.replaceChildren("Continue where you left off: ", link);
    }
  };
  forget.addEventListener("click", () => {
    try {
      localStorage.removeItem(KEY);
    } catch { /* there was nothing to forget */ }
    show();
    said.textContent = "Forgotten. Nothing is kept any more.";
  });
  addEventListener("pageshow", show); // also when the reader comes back by the back button
  addEventListener("storage", show); // or does something in another window
  show();
}

showAnswers();
showExercises();
const list = document.querySelector(".lb-progress");
if (list) showProgress(list);
else if (document.querySelector("[data-task], [data-question]")) rememberPlace();
