// What a class misunderstood, from its progress files. They are read in this window and leave it nowhere.
// deno-lint-ignore-file no-undef -- `COURSE` and the functions of the other scripts stand above
"use strict";

const NAMES = 40, LINES = 20, UNFOLDED = 3; // of a list, the most that is shown
const some = (list) => list.length > LINES ? [make("p", {}, `These are ${LINES} of ${list.length}.`)] : [];
const order = new Intl.Collator("en", { numeric: true });
let group = emptyClass();
const students = () => [...group.students.values()].sort((a, b) => order.compare(a.who, b.who));

// ---------- showing ----------

const place = ({ page, name }, words) => make("a", { href: `${page}#exercises`, title: name }, words);
const asked = ({ page, section, stem }) => make("a", { href: `${page}#${section}` }, stem);
const code = (text) => text ? [make("pre", {}, make("code", {}, text))] : [];

// What to take up again: the three exercises on which most are stuck, and the three questions that most missed.
function tomorrow(exercises, thoughts, questions) {
  const stuck = exercises.filter((each) => each.stuck.length).slice(0, 3).map((each) => {
    const often = thoughts.find(({ name }) => name === each.name);
    return make(
      "li",
      {},
      make("p", {}, make("strong", {}, place(each, each.title)), ` (${each.chapter}): ${stuckOf(each)}`),
      ...often
        ? [make("p", {}, `${counted(often.students, "student")} heard: “${often.message}”`), ...code(often.code)]
        : [],
    );
  });
  const missed = questions.slice(0, 3).map((each) => {
    const wrong = each.options.map(({ text, right }, place) => ({ text, count: right ? 0 : each.first[place] }))
      .sort((a, b) => b.count - a.count)[0];
    return make(
      "li",
      {},
      make("p", {}, make("strong", {}, asked(each)), ` (${each.chapter})`),
      make(
        "p",
        {},
        `${each.missed} of ${each.asked} chose a wrong answer first; ${wrong.count} of them: “${wrong.text}”`,
      ),
    );
  });
  const list = [...stuck, ...missed];
  const none = make("p", {}, "Nobody is stuck on an exercise, and no question was missed.");
  return [make("h2", {}, "Take up again tomorrow"), list.length ? make("ul", {}, ...list) : none];
}
const stuckOf = ({ stuck, solved, ticked }) =>
  `${counted(stuck.length, "student is", "students are")} stuck, ${solved} solved it` +
  (ticked ? `, ${ticked} ticked it by hand.` : ".");

function folded(names) {
  if (!names.length) return "0";
  const more = names.length > NAMES ? `, and ${names.length - NAMES} more: they are in the table for spreadsheets` : "";
  return make("details", {}, make("summary", {}, String(names.length)), names.slice(0, NAMES).join(", ") + more);
}

const ofExercises = (exercises) =>
  table(
    "Exercises, those with most who are stuck first",
    [
      "Exercise",
      "Chapter",
      { number: "Tried" },
      { number: "Solved" },
      { number: "Ticked" },
      { number: "Tries each" },
      "Stuck",
    ],
    exercises.map((each) => [
      place(each, each.title),
      each.chapter,
      String(each.tried),
      String(each.solved),
      String(each.ticked),
      each.tried ? (each.tries / each.tried).toFixed(1) : "",
      folded(each.stuck),
    ]),
  );

const ofThoughts = (thoughts) => [
  make("h2", {}, "Thoughts that were recognised, the commonest first"),
  ...some(thoughts),
  ...thoughts.slice(0, LINES).map(({ exercise, chapter, message, code: shown, students: many }, rank) =>
    make(
      "details",
      { open: rank < UNFOLDED },
      make("summary", {}, make("strong", {}, counted(many, "student")), `, ${exercise} (${chapter}): ${message}`),
      ...code(shown),
    )
  ),
];

const ofQuestions = (questions) => [
  table(
    "Questions, those most often missed first",
    ["Question", "Chapter", { number: "Missed" }, "What was chosen first"],
    questions.slice(0, LINES).map((each) => [
      asked(each),
      each.chapter,
      `${each.missed} of ${each.asked}`,
      make(
        "ul",
        {},
        ...each.options.flatMap(({ text, right }, place) =>
          each.first[place] ? [make("li", {}, `${each.first[place]} × ${text}${right ? " (right)" : ""}`)] : []
        ),
      ),
    ]),
  ),
  ...some(questions),
];

const spread = (numbers) => {
  const half = (numbers.length - 1) / 2, middle = (numbers[Math.floor(half)] + numbers[Math.ceil(half)]) / 2;
  const [least, median, most] = [numbers[0], middle, numbers.at(-1)].map((value) => String(Number(value.toFixed(2))));
  return `smallest ${least}, middle ${median}, largest ${most}`;
};

// How many chose what, and which is right.
function choicesOf({ choices, right, answer, chosen, numbers, skipped }) {
  const lines = [
    ...choices.flatMap((text, place) =>
      chosen[place] || place === right ? [`${chosen[place]} × ${text}${place === right ? " (right)" : ""}`] : []
    ),
    ...numbers.length ? [`${numbers.length} × a number: ${spread(numbers)}`] : [],
    ...answer ? [`Right: ${answer}`] : [],
    ...skipped ? [`${skipped} × skipped`] : [],
  ];
  return make("ul", {}, ...lines.map((line) => make("li", {}, line)));
}

const ofPredictions = (predictions) =>
  table(
    "What the class predicted",
    ["Question", "Chapter", "What was predicted"],
    predictions.map((each) => [each.question, make("a", { href: each.page }, each.chapter), choicesOf(each)]),
  );

function show() {
  const all = students();
  const exercises = countExercises(COURSE, all), thoughts = countThoughts(COURSE, all);
  const missed = countQuestions(COURSE, all).filter((each) => each.missed), votes = countPredictions(COURSE, all);
  at("after").hidden = !all.length && !group.notes.length;
  at("csv").hidden = !all.length;
  at("report").replaceChildren(
    ...all.length ? tomorrow(exercises, thoughts, missed) : [],
    ...exercises.length ? [ofExercises(exercises)] : [],
    ...thoughts.length ? ofThoughts(thoughts) : [],
    ...missed.length ? ofQuestions(missed) : [],
    ...votes.length ? [ofPredictions(votes)] : [],
    ...group.notes.length ? [table("Files to look at", ["File", "Why"], group.notes)] : [],
  );
}

// ---------- files ----------

const say = (words) => at("said").textContent = words;

let reading = Promise.resolve(); // what is dropped in the meantime waits
const take = (files) => reading = reading.then(() => read(files)).catch(() => say("This folder cannot be read."));

async function read(files) {
  const chosen = await files;
  if (!chosen.length) return;
  const all = counted(chosen.length, "file");
  say(`Reading ${all} …`);
  await readAll(group, chosen, (count) => say(`Read ${count} of ${all}.`));
  show();
  const left = group.left ? ` ${counted(group.left, "file")} left out: see the end of this page.` : "";
  say(`${counted(group.students.size, "student")} in this report.${left}`);
}

for (const input of [at("files"), at("folder")]) {
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
}

// A folder that is dropped is read with all that is in it.
async function inside(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [Object.assign(file, { path: entry.fullPath.slice(1) })];
  }
  const reader = entry.createReader(), found = [];
  for (;;) { // it gives some entries at a time
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return (await Promise.all(found.map(inside))).flat();
    found.push(...some);
  }
}
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  addEventListener(kind, (event) => {
    event.preventDefault(); // beside the box a browser would open the file in this window
    at("drop").classList.toggle("over", kind === "dragenter" || kind === "dragover");
  });
}
addEventListener("drop", ({ dataTransfer }) => {
  const entries = [...dataTransfer.items].map((item) => item.webkitGetAsEntry?.()), files = [...dataTransfer.files];
  take(entries.every(Boolean) ? Promise.all(entries.map(inside)).then((found) => found.flat()) : files);
});

at("csv").addEventListener("click", () => download("class_report.csv", "text/csv", csv(COURSE, students())));
at("print").addEventListener("click", () => print());
at("clear").addEventListener("click", () => {
  group = emptyClass();
  show();
  say("Nothing is in this report.");
});
