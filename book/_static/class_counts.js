// What a class did and misunderstood, counted: no word of this is shown here.
// deno-lint-ignore-file no-unused-vars -- class_report.js uses these
"use strict";

/** How each exercise stands that anybody tried, solved or ticked; those on which most students are stuck come first. */
function countExercises(course, students) {
  const all = course.flatMap(({ title: chapter, page, exercises }) =>
    exercises.map((exercise) => ({ ...exercise, chapter, page, solved: 0, ticked: 0, tried: 0, tries: 0, stuck: [] }))
  );
  for (const each of all) {
    const item = `exercise:${each.name}`; // once: to put it together for each student takes longer than to count
    for (const student of students) {
      const count = student.tries.get(each.name)?.count ?? 0, how = student.done.get(item);
      each.solved += how === true;
      each.ticked += how === "ticked";
      each.tried += count > 0;
      each.tries += count;
      if (count && !how) each.stuck.push(student.who);
    }
  }
  return all.filter(({ solved, ticked, tried }) => solved || ticked || tried).sort((a, b) =>
    b.stuck.length - a.stuck.length
  );
}

/** The thoughts that were recognised, each with its exercise and code that shows it; what most students thought comes first. */
function countThoughts(course, students) {
  const all = new Map();
  for (const { title: chapter, exercises } of course) {
    for (const { name, title } of exercises) {
      for (const { tries } of students) {
        for (const { message, code } of tries.get(name)?.thoughts ?? []) {
          const key = `${name} ${message}`;
          if (!all.has(key)) all.set(key, { name, exercise: title, chapter, message, code, students: 0 });
          all.get(key).students += 1;
        }
      }
    }
  }
  return [...all.values()].sort((a, b) => b.students - a.students);
}

/** The questions that anybody answered: how many opened a wrong answer first, and which; what most students missed comes first. */
function countQuestions(course, students) {
  const all = course.flatMap(({ title: chapter, page, questions }) =>
    questions.map((question) => ({
      ...question,
      chapter,
      page,
      asked: 0,
      missed: 0,
      first: question.options.map(() => 0),
    }))
  );
  for (const each of all) {
    const item = `question:${each.id}`;
    for (const { done } of students) {
      const place = done.get(item)?.[0];
      if (!(place in each.options)) continue;
      each.asked += 1;
      each.first[place] += 1;
      each.missed += !each.options[place].right;
    }
  }
  return all.filter(({ asked }) => asked).sort((a, b) => b.missed - a.missed || a.asked - b.asked);
}

/** The predictions that anybody made or skipped, chapter by chapter: how many chose what, or the numbers in their order. */
function countPredictions(course, students) {
  const all = course.flatMap(({ title: chapter, page, predictions }) =>
    predictions.filter(({ question }) => question).map((each) => ({ ...each, chapter, page, skipped: 0, numbers: [] }))
  );
  for (const each of all) {
    const item = `prediction:${each.name}`, chosen = students.map(({ done }) => done.get(item)?.prediction ?? NaN);
    each.skipped = chosen.filter((value) => value === -1).length;
    each.chosen = each.choices.map((_, place) => chosen.filter((value) => value === place).length);
    const isNumber = (value) => Number.isFinite(value) && value !== -1 && !each.choices.length;
    each.numbers = chosen.filter(isNumber).sort((a, b) => a - b);
  }
  return all.filter(({ skipped, chosen, numbers }) => skipped || numbers.length || chosen.some(Boolean));
}
