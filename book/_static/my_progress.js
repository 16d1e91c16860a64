// A reader's own progress: shown to be printed, saved as a file, and opened from one.
// deno-lint-ignore-file no-undef -- `COURSE` and the functions of the other scripts stand above
"use strict";

const mine = () => unpack(pack(kept())); // what is kept is read with the same care as a file

function ofExercise({ name, title }, { done, tries }) {
  const how = done.get(`exercise:${name}`), { count = 0, thoughts = [] } = tries.get(name) ?? {};
  if (!how && !count) return [];
  const stands = how === true ? "solved" : how ? "ticked by you" : "tried";
  const recognised = make("ul", {}, ...thoughts.map(({ message }) => make("li", {}, message)));
  return [[title, stands, count ? String(count) : "", thoughts.length ? recognised : ""]];
}

function ofQuestion({ id, stem, options }, { done }) {
  const opened = done.get(`question:${id}`);
  if (!opened) return [];
  const found = opened.some((place) => options[place]?.right);
  const letters = opened.map((place) => LETTERS_OF_ANSWERS[place]).join(", then ");
  return [[stem, found ? "right" : "not right yet", letters, ""]];
}

function ofPrediction(asked, { done }) {
  const { prediction = -1 } = done.get(`prediction:${asked.name}`) ?? {}, { choices, right } = asked; // -1: skipped
  if (prediction === -1) return [];
  const stands = choices?.length ? prediction === right ? "right" : "not right" : "made";
  return [[
    `Prediction: ${asked.question ?? asked.title}`,
    stands,
    asked.question ? predicted(asked, prediction) : "",
    "",
  ]];
}

function show() {
  const all = mine(), exercises = COURSE.flatMap((chapter) => chapter.exercises);
  const count = (how) => exercises.filter(({ name }) => all.done.get(`exercise:${name}`) === how).length;
  const ticked = count("ticked") ? `, ${count("ticked")} ticked by you` : "";
  const today = new Date().toLocaleDateString("en-GB", { dateStyle: "long" });
  const head = ["What", "How it stands", "Tries or answers", "Thoughts that were recognised"];
  const tables = COURSE.flatMap(({ title, exercises, questions, predictions }) => {
    const rows = [
      ...exercises.flatMap((each) => ofExercise(each, all)),
      ...questions.flatMap((each) => ofQuestion(each, all)),
      ...predictions.flatMap((each) => ofPrediction(each, all)),
    ];
    return rows.length ? [table(title, head, rows)] : [];
  });
  at("whose").textContent = at("name").value.trim();
  at("evidence").replaceChildren(
    make("p", {}, `${count(true)} of ${exercises.length} exercises solved${ticked}. ${today}.`),
    ...(tables.length
      ? tables
      : [make("p", {}, "Nothing is kept yet. Solve an exercise or open an answer, and it stands here.")]),
  );
}

function save() {
  const name = at("name").value.trim();
  const file = ["lossbook-progress", ...name.match(/[\p{L}\p{N}]+/gu) ?? []].join("-") + ".json";
  download(file, "application/json", pack(kept(), name));
  at("said").textContent = `Saved as ${file}, where your browser keeps what it downloads.`;
}

async function take(file) {
  const found = await openFile(file);
  if (found.problem) {
    at("said").textContent = `${file.name} ${found.problem}. Nothing was changed.`;
    return;
  }
  const before = mine(), count = ({ done, tries }) => done.size + tries.size;
  write(KEY, merged(kept(), found));
  const more = counted(count(mine()) - count(before), "thing");
  at("said").textContent = localStorage.refused
    ? "Your browser keeps nothing for this site, so what you opened lasts as long as your visit."
    : `${file.name} is open. It added ${more}; nothing that was here is lost.`;
  showForget();
  if (found.name && !at("name").value) at("name").value = found.name;
  show();
}

at("save").addEventListener("click", save);
at("open").addEventListener("change", async () => {
  await take(at("open").files[0]);
  at("open").value = "";
});
at("name").addEventListener("input", show);
at("print").addEventListener("click", () => print());
addEventListener("pageshow", show); // also when the reader comes back by the back button
addEventListener("storage", show); // or does something in another window
const showForget = offerToForget(at("kept"), () => {
  at("said").textContent = "";
  show();
});
show();
