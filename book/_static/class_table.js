// The class as a table for a spreadsheet: a line a student.
// deno-lint-ignore-file no-unused-vars -- class_report.js uses it
"use strict";

// A spreadsheet would run a cell that begins like a formula; with an apostrophe before it, it is words.
const csvCell = (value) => `"${String(value).replace(/^\s*[=+\-@＝＋－＠]/, "'$&").replaceAll('"', '""')}"`;

/** Return the text of a CSV file: for each exercise whether it is solved and in how many tries, for each question the first answer. */
function csv(course, students, letters = "ABCDEF") {
  const exercises = course.flatMap((chapter) => chapter.exercises.map(({ name }) => name));
  const questions = course.flatMap((chapter) => chapter.questions);
  const head = [
    "student",
    "file",
    "saved",
    ...exercises.flatMap((name) => [`${name} solved`, `${name} tries`]),
    ...questions.flatMap(({ id }) => [`${id} first answer`, `${id} right`]),
  ];
  const answer = (done, { id, options }) => {
    const [place] = done.get(`question:${id}`) ?? [];
    return place in options ? [letters[place], Number(options[place].right)] : ["", ""];
  };
  const rows = students.map(({ who, file, saved, done, tries }) => [
    who,
    file,
    saved,
    ...exercises.flatMap((name) => [Number(done.has(`exercise:${name}`)), tries.get(name)?.count ?? 0]),
    ...questions.flatMap((question) => answer(done, question)),
  ]);
  // The first sign tells a spreadsheet that this is UTF-8.
  return "\ufeff" + [head, ...rows].map((row) => row.map(csvCell).join(",") + "\r\n").join("");
}
