// What the reader has done is kept in this browser and nowhere else: exercises, answers, predictions, and the place.
// Without storage, or without this script, the course reads as it does anyway.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

const note = (item, value, near) => {
  const all = kept();
  forgotten = false;
  if (value === null) delete all.done[item];
  else all.done[item] = value;
  write(KEY, all);
  if (localStorage.refused) sayOnce(near);
};

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
  if (!target.dataset.prediction || !before) return;
  const rules = JSON.parse(target.dataset.rules); // a file that was opened may have anything
  Object.assign(detail, fromAddress(toAddress(before, rules), rules));
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
      const before = [kept().done[item] ?? []].flat(),
        open = options.flatMap((option, place) => option.open ? [place] : []);
      // The answer that was opened first stays the first.
      const ordered = [...new Set([...before, ...open])].filter((place) => open.includes(place));
      note(item, ordered.length ? ordered : null, question);
    }, true);
  }
}

// Exercises: done when the number or the code was found right (`true`), or when the reader says so ("ticked").
function showExercise(task) {
  const item = `exercise:${task.dataset.task}`,
    box = document.createElement("input"),
    label = document.createElement("label");
  box.type = "checkbox";
  box.checked = Boolean(kept().done[item]);
  label.className = "lb-box";
  label.append(box, "I have solved it");
  task.append(label);
  box.addEventListener("change", () => note(item, box.checked ? "ticked" : null, task));
  task.addEventListener("lossbook-solved", () => {
    box.checked = true;
    note(item, true, task);
  });
}
document.addEventListener("lossbook-task", ({ target }) => showExercise(target)); // a verdict on code that was run here

// How an exercise was tried until it was solved, for a teacher to whom the reader gives a file of it (my_progress.html).
document.addEventListener("lossbook-tried", ({ target, detail: { verdict, message, code } }) => {
  const { task } = target.closest("[data-task]").dataset, all = kept();
  if (all.done[`exercise:${task}`] === true) return;
  forgotten = false;
  const tried = oneMore(all.tries?.[task], verdict === "recognised" ? { message, code } : null);
  write(KEY, { ...all, tries: { ...all.tries, [task]: tried } });
});

// The place: the last heading that was reached, to come back to.
function rememberPlace() {
  const headings = [...document.querySelectorAll("article section > h2")], title = document.querySelector("article h1");
  const words = (heading) => heading.firstChild.textContent.trim();
  const leave = () => {
    if (forgotten) return;
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

// The first page: how far each chapter of the map is done, and the way back to where the reader was.
function showMap(map) {
  const begin = document.querySelector("[data-begin]"), sum = document.querySelector("[data-sum]");
  const before = { href: begin.getAttribute("href"), text: begin.textContent, sum: sum.textContent };
  const stops = [...map.querySelectorAll("[data-items]")].sort((a, b) => a.dataset.number - b.dataset.number);

  const show = () => {
    const { done, place } = kept();
    let finished = 0, minutes = 0;
    for (const stop of stops) {
      const items = stop.dataset.items.split(" "), count = items.filter((item) => item in done).length;
      const whole = count === items.length, time = Number(stop.dataset.minutes);
      finished += whole ? 1 : 0;
      minutes += time * (1 - count / items.length);
      stop.dataset.state = whole ? "done" : count ? "part" : "";
      stop.style.setProperty("--lb-share", count / items.length);
      stop.querySelector("small").textContent = `chapter ${stop.dataset.number}, ${time} min` +
        (whole ? ", done" : count ? `, ${count} of ${items.length} done` : "");
    }
    const was = stops.find((stop) => stop.id === `map-${place?.page.replace(".html", "")}`);
    const open = stops.filter((stop) => stop.dataset.state !== "done");
    // Where the reader was, unless all is done there; then the next chapter that is not, or one that was left out before.
    const next = was?.dataset.state !== "done"
      ? was
      : open.find((stop) => stops.indexOf(stop) > stops.indexOf(was)) ?? open[0];
    const goal = next ?? open.find((stop) => stop.dataset.state === "part");
    const link = goal?.querySelector("a").getAttribute("href");
    begin.setAttribute("href", link ? link + (goal === was && place.anchor ? `#${place.anchor}` : "") : before.href);
    begin.textContent = goal ? `Go on: ${goal.querySelector("b").textContent}` : before.text;
    const stopped = goal && goal === was && place.section ? ` You stopped at “${place.section}”.` : "";
    sum.textContent = place || Object.keys(done).length
      ? `${finished} of ${stops.length} chapters done, about ${Math.round(minutes)} minutes to go.${stopped}`
      : before.sum;
  };
  addEventListener("pageshow", show); // also when the reader comes back by the back button
  addEventListener("storage", show); // or does something in another window
  return show;
}

showAnswers();
for (const task of document.querySelectorAll("[data-task]")) showExercise(task);
const map = document.querySelector(".lb-map"), box = document.querySelector("[data-kept]");
const showAgain = map ? showMap(map) : () => {};
showAgain();
if (box) offerToForget(box, showAgain);
if (!map && document.querySelector("[data-task], [data-question]")) rememberPlace();
