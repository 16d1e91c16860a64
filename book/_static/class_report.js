// What a class misunderstood, from its progress files. Nothing leaves this window.
// deno-lint-ignore-file no-undef -- `COURSE` and the functions of progress_file.js stand above
"use strict";

const at = (id) => document.getElementById(id);
const order = new Intl.Collator("en", { numeric: true });
const AT_ONCE = 200, SHOWN = 40;
const students = [], left = [], seen = new Map(); // who is in, which files are not, and what was read already

const percent = (part, whole) => whole ? `${Math.round(100 * part / whole)} %` : "–";
const chapterOf = new Map(COURSE.flatMap(({ title, exercises }) => exercises.map((name) => [name, title])));
const questionOf = new Map(
  COURSE.flatMap(({ title, questions }) => Object.entries(questions).map(([id, each]) => [id, { ...each, title }])),
);

async function take(files) {
  const news = [...files];
  at("said").textContent = `Reading ${news.length} files …`;
  for (let start = 0; start < news.length; start += AT_ONCE) {
    await Promise.all(news.slice(start, start + AT_ONCE).map(takeOne));
    at("said").textContent = `Read ${Math.min(start + AT_ONCE, news.length)} of ${news.length} files.`;
  }
  students.sort((a, b) => order.compare(a.who, b.who));
  show();
}

async function takeOne(file) {
  let text, found;
  try {
    text = file.size > LARGEST_FILE ? null : await file.text();
    found = text === null ? { problem: "is too large to be a progress file" } : unpack(text);
  } catch {
    found = { problem: "cannot be read" };
  }
  if (!found.problem && seen.has(text)) found = { problem: `says the same as ${seen.get(text)}` };
  if (found.problem) left.push([file.name, found.problem]);
  else {
    seen.set(text, file.name);
    students.push({ ...found, who: found.name || file.name });
  }
}

// ---------- counting ----------

function exerciseRows() {
  return [...chapterOf].map(([name, title]) => {
    let solved = 0, stuck = 0, tried = 0, tries = 0;
    const thoughts = new Map();
    for (const { done, tries: all } of students) {
      const own = all.get(name), right = done.has(`exercise:${name}`);
      solved += right;
      stuck += Boolean(own?.count && !right);
      tried += Boolean(own?.count);
      tries += own?.count ?? 0;
      for (const { message, code } of own?.thoughts ?? []) {
        const known = thoughts.get(message) ?? { message, code, students: 0 };
        known.students += 1;
        thoughts.set(message, known);
      }
    }
    const often = [...thoughts.values()].sort((a, b) => b.students - a.students);
    return { name, title, solved, stuck, tried, mean: tried ? tries / tried : 0, often };
  });
}

function questionRows() {
  return [...questionOf].map(([id, { stem, title, options }]) => {
    let asked = 0, missed = 0;
    const opened = options.map(() => 0);
    for (const { done } of students) {
      const own = done.get(`question:${id}`);
      if (!own) continue;
      asked += 1;
      missed += own.some((place) => options[place] && !options[place].right);
      for (const place of own) if (place in opened) opened[place] += 1;
    }
    return { id, stem, title, options, asked, missed, opened };
  });
}

// ---------- showing ----------

const who = (test) => students.filter(test).map((student) => student.who);
function names(list) {
  const short = list.slice(0, SHOWN).join(", ") + (list.length > SHOWN ? ` and ${list.length - SHOWN} more` : "");
  return make("details", {}, make("summary", {}, String(list.length)), short);
}

function show() {
  const exercises = exerciseRows(), questions = questionRows().filter(({ asked }) => asked);
  const worst = exercises.filter(({ stuck }) => stuck).sort((a, b) => b.stuck - a.stuck).slice(0, 3);
  const missed = questions.filter((each) => each.missed).sort((a, b) => b.missed / b.asked - a.missed / a.asked);
  at("after").hidden = students.length === 0;
  at("said").textContent = `${students.length} students${left.length ? `, ${left.length} files left out` : ""}.`;
  const parts = [];
  if (worst.length || missed.length) {
    parts.push(
      make("h2", {}, "Take up again tomorrow"),
      make(
        "ul",
        {},
        ...worst.map(({ name, stuck, often }) =>
          make(
            "li",
            {},
            make("strong", {}, name),
            `: ${stuck} stuck. `,
            often[0] ? `Most often: ${often[0].message}` : "",
          )
        ),
        ...missed.slice(0, 3).map(({ stem, missed: wrong, asked }) =>
          make("li", {}, make("strong", {}, stem), ` ${wrong} of ${asked} chose a wrong answer first or later.`)
        ),
      ),
    );
  }
  const touched = exercises.filter(({ solved, tried }) => solved || tried);
  if (touched.length) {
    parts.push(
      make("h2", {}, "Exercises"),
      table(
        "How each exercise stands",
        ["Exercise", "Chapter", { number: "Solved" }, { number: "Stuck" }, { number: "Mean tries" }, "Who is stuck"],
        touched.map((
          { name, title, solved, stuck, mean },
        ) => [
          name,
          title,
          percent(solved, students.length),
          String(stuck),
          mean.toFixed(1),
          stuck ? names(who(({ done, tries }) => tries.get(name)?.count && !done.has(`exercise:${name}`))) : "",
        ]),
      ),
      make("h2", {}, "Thoughts that were recognised"),
      ...touched.filter(({ often }) => often.length).map(({ name, often }) =>
        make(
          "details",
          {},
          make("summary", {}, `${name}: ${often.length} thoughts, the commonest by ${often[0].students} students`),
          ...often.slice(0, SHOWN).map(({ message, code, students: many }) =>
            make("div", {}, make("p", {}, make("strong", {}, `${many} × `), message), make("pre", {}, code))
          ),
        )
      ),
    );
  }
  if (missed.length) {
    parts.push(
      make("h2", {}, "Questions most often missed"),
      table(
        "Answers that were opened",
        ["Question", "Chapter", { number: "Missed" }, "How often each answer was opened"],
        missed.slice(0, SHOWN).map((
          { stem, title, missed: wrong, asked, options, opened },
        ) => [
          stem,
          title,
          percent(wrong, asked),
          options.map(({ text, right }, place) => `${text}${right ? " ✓" : ""}: ${opened[place]}`).join(" · "),
        ]),
      ),
    );
  }
  if (left.length) {
    parts.push(
      make("h2", {}, "Files that were left out"),
      table("Files that were left out", ["File", "Why"], left.map(([name, problem]) => [name, problem])),
    );
  }
  at("report").replaceChildren(...parts);
}

// A cell that begins like a formula would be run by a spreadsheet.
const cell = (value) => `"${String(value).replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
function csv() {
  const items = [...chapterOf.keys()], asked = [...questionOf.keys()];
  const head = [
    "student",
    "saved",
    ...items.flatMap((name) => [`${name} solved`, `${name} tries`]),
    ...asked.map((id) => `${id} found`),
  ];
  const rows = students.map((
    { who: name, saved, done, tries },
  ) => [
    name,
    saved,
    ...items.flatMap((each) => [done.has(`exercise:${each}`) ? 1 : 0, tries.get(each)?.count ?? 0]),
    ...asked.map((id) =>
      (done.get(`question:${id}`) ?? []).some((place) => questionOf.get(id).options[place]?.right) ? 1 : 0
    ),
  ]);
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

at("files").addEventListener("change", async () => {
  const files = [...at("files").files];
  await take(files);
  at("files").value = "";
});
for (const kind of ["dragenter", "dragover"]) {
  at("drop").addEventListener(kind, (event) => {
    event.preventDefault();
    at("drop").classList.add("over");
  });
}
at("drop").addEventListener("dragleave", () => at("drop").classList.remove("over"));
at("drop").addEventListener("drop", (event) => {
  event.preventDefault();
  at("drop").classList.remove("over");
  take(event.dataTransfer.files);
});
at("csv").addEventListener("click", () => download("class_report.csv", "text/csv", `\ufeff${csv()}`));
at("print").addEventListener("click", () => print());
at("clear").addEventListener("click", () => {
  students.length = left.length = 0;
  seen.clear();
  show();
});
