// What the reader has done is kept in this browser and nowhere else: exercises, answers, predictions, and the place.
// Without storage, or without this script, the course reads as it does anyway.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

// Editions on one host share its storage, so each keeps its own under its path.
const PATH = new URL(document.documentElement.dataset.content_root ?? "./", location).pathname;
const KEY = `lossbook:${PATH}`, FIRST = "lossbook"; // the first edition had one key for the whole host

const read = (key) => {
  try {
    const found = JSON.parse(localStorage.getItem(key));
    return found && typeof found === "object" ? found : null;
  } catch {
    return null; // somebody else's
  }
};
const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
const kept = () => ({ done: {}, ...read(KEY) });
const note = (item, value, near) => {
  const all = kept();
  if (value === null) delete all.done[item];
  else all.done[item] = value;
  write(KEY, all);
  if (localStorage.refused) sayOnce(near);
};

// What the first edition kept belongs to the edition that reads it first. It stays where it was, with that path written in.
function adopt() {
  const { path = PATH, ...first } = read(FIRST) ?? {};
  if (localStorage.getItem(KEY) !== null || path !== PATH || !first.done) return;
  write(KEY, first);
  write(FIRST, { ...first, path });
}
adopt();

function forgetAll() {
  if (read(FIRST)?.path === PATH) localStorage.removeItem(FIRST);
  localStorage.removeItem(KEY);
}

// Where the browser keeps nothing, readers hear of it when they do the first thing worth keeping.
let said = false;
function sayOnce(near) {
  if (said) return;
  said = true;
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  near.after(line);
  line.textContent = "Your browser keeps nothing for this site. What you do here is forgotten when you leave.";
}

// Predictions: explorables tell when they start, and when a prediction is made.
document.addEventListener("lossbook-start", ({ target, detail }) => {
  const before = kept().done[`prediction:${target.dataset.prediction}`];
  if (target.dataset.prediction && before) Object.assign(detail, before);
});
document.addEventListener("lossbook-predicted", ({ target, detail }) => {
  if (target.dataset.prediction) note(`prediction:${target.dataset.prediction}`, detail, target);
});

// Quizzes: the options that were opened are open again.
function showAnswers() {
  const { done } = kept();
  for (const question of document.querySelectorAll("[data-question]")) {
    const item = `question:${question.dataset.question}`, options = [...question.querySelectorAll("details")];
    for (const place of Array.isArray(done[item]) ? done[item] : []) options[place]?.setAttribute("open", "");
    question.addEventListener("toggle", () => {
      const open = options.flatMap((option, place) => option.open ? [place] : []);
      note(item, open.length ? open : null, question);
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
    box.addEventListener("change", () => note(item, box.checked || null, task));
    task.addEventListener("lossbook-solved", () => {
      box.checked = true;
      note(item, true, task);
    });
  }
}

// The place: the last heading that was reached, to come back to.
function rememberPlace() {
  const headings = [...document.querySelectorAll("article section > h2")], title = document.querySelector("article h1");
  const words = (heading) => heading.firstChild.textContent.trim();
  const leave = () => {
    const reached = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 2).at(-1);
    write(KEY, {
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
  document.querySelector("article h1").after(links);
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
    forgetAll();
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
