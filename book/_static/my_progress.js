// A reader's own progress: shown to be printed, saved as a file, and opened from one.
// deno-lint-ignore-file no-undef -- `COURSE` and the functions of kept.js and progress_file.js stand above
"use strict";

const at = (id) => document.getElementById(id);
const letters = "ABCDEF";

// What the browser keeps, or nothing where it keeps nothing.
function mine() {
  try {
    return unpack(JSON.stringify(pack(kept(), "")));
  } catch {
    at("said").textContent = "Your browser keeps nothing for this site, so there is nothing to show.";
    return unpack(JSON.stringify(pack({}, "")));
  }
}

function show() {
  const { done, tries } = mine();
  const parts = COURSE.map(({ title, exercises, questions }) => {
    const rows = [
      ...exercises.map((name) => {
        const { count: times = 0, thoughts = [] } = tries.get(name) ?? {};
        const solved = done.has(`exercise:${name}`);
        return [
          name,
          solved ? "solved" : times ? "tried" : "",
          times ? String(times) : "",
          thoughts.map(({ message }) => message).join(" · "),
        ];
      }),
      ...Object.entries(questions).map(([id, { stem, options }]) => {
        const opened = done.get(`question:${id}`) ?? [], first = opened.map((place) => letters[place]).join(", ");
        const found = opened.some((place) => options[place]?.right);
        return [stem, opened.length ? (found ? "found" : "opened") : "", first, ""];
      }),
    ].filter(([, state]) => state);
    return rows.length
      ? [
        make("h2", {}, title),
        table(`What was done in “${title}”`, [
          "What",
          "How it stands",
          "Tries or answers",
          "Thoughts that were recognised",
        ], rows),
      ]
      : [];
  }).flat();
  const solved = COURSE.flatMap(({ exercises }) => exercises),
    sum = solved.filter((name) => done.has(`exercise:${name}`)).length;
  at("evidence").replaceChildren(
    make(
      "p",
      {},
      `${sum} of ${solved.length} exercises solved. ${new Date().toLocaleDateString("en-GB", { dateStyle: "long" })}`,
    ),
    ...(parts.length
      ? parts
      : [make("p", {}, "Nothing is kept yet. Solve an exercise or open an answer, and it stands here.")]),
  );
}

at("save").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = at("save").elements.name.value.trim();
  const { done, tries } = mine();
  download(
    "lossbook-progress.json",
    "application/json",
    JSON.stringify(pack({ done: Object.fromEntries(done), tries: Object.fromEntries(tries) }, name), null, 1),
  );
  at("said").textContent = "Saved as lossbook-progress.json, in your downloads.";
});
at("open").addEventListener("change", async () => {
  const [file] = at("open").files,
    found = unpack(file.size > LARGEST_FILE ? " ".repeat(LARGEST_FILE + 1) : await file.text());
  at("open").value = "";
  if (found.problem) {
    at("said").textContent = `${file.name} ${found.problem}. Nothing was changed.`;
    return;
  }
  // Nothing that is here already is lost: what the file has is added.
  const all = kept();
  for (const [item, value] of found.done) all.done[item] ??= value;
  all.tries = { ...Object.fromEntries(found.tries), ...all.tries };
  try {
    write(KEY, all);
    at("said").textContent = `${file.name} was opened: ${found.done.size} things done are in it.`;
  } catch {
    at("said").textContent = "Your browser keeps nothing for this site, so the file cannot be opened here.";
  }
  show();
});
at("print").addEventListener("click", () => print());
show();
