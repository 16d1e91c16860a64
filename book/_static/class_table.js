// The class as a table for a spreadsheet: a line a student, and columns for what anybody touched.
// deno-lint-ignore-file no-undef no-unused-vars -- class_page.js stands above, and class_report.js uses it
"use strict";

// A spreadsheet would run a cell that begins like a formula; with an apostrophe before it, it is words.
const csvCell = (value) => `"${String(value).replace(/^\s*[=+\-@＝＋－＠]/, "'$&").replaceAll('"', '""')}"`;

// What there is to do: whether a student touched it, and its columns, each with a name and what stands in it.
const exerciseColumns = ({ name }) => ({
  touched: ({ done, tries }) => done.has(`exercise:${name}`) || tries.has(name),
  columns: [
    [`${name} solved`, ({ done }) => Number(done.get(`exercise:${name}`) === true)],
    [`${name} ticked`, ({ done }) => Number(done.get(`exercise:${name}`) === "ticked")],
    [`${name} tries`, ({ tries }) => tries.get(name)?.count ?? 0],
  ],
});
function questionColumns({ id, options }) {
  const first = ({ done }) => done.get(`question:${id}`)?.[0];
  return {
    touched: ({ done }) => done.has(`question:${id}`),
    columns: [
      [`${id} first answer`, (student) => first(student) in options ? LETTERS_OF_ANSWERS[first(student)] : ""],
      [`${id} right`, (student) => first(student) in options ? Number(options[first(student)].right) : ""],
    ],
  };
}
function predictionColumns(asked) {
  const found = ({ done }) => done.get(`prediction:${asked.name}`);
  const cell = (student) => found(student) ? predicted(asked, found(student).prediction) : "";
  return { touched: found, columns: [[`${asked.title}, predicted`, cell]] };
}

/** Return the text of a CSV file. */
function csv(course, students) {
  const columns = course.flatMap(({ title, predictions, exercises, questions }) =>
    [...predictions.map(predictionColumns), ...exercises.map(exerciseColumns), ...questions.map(questionColumns)]
      .filter(({ touched }) => students.some(touched))
      .flatMap(({ columns }) => columns.map(([name, cell]) => [`${title}: ${name}`, cell]))
  );
  const head = ["student", "file", "saved", ...columns.map(([name]) => name)];
  const rows = students.map((each) => [each.who, each.file, each.saved, ...columns.map(([, cell]) => cell(each))]);
  // The first sign tells a spreadsheet that this is UTF-8.
  return "\ufeff" + [head, ...rows].map((row) => row.map(csvCell).join(",") + "\r\n").join("");
}
