// The files of a class: who is in, and what there is to say of files that are not. No file stops the others.
// deno-lint-ignore-file no-undef no-unused-vars -- progress_file.js stands above, and class_report.js uses these
"use strict";

const AT_ONCE = 200;

/** A class without files: its students, lines on files, how many are left out, what was read already, and under which names. */
const emptyClass = () => ({ students: new Map(), notes: [], left: 0, read: new Map(), names: new Map() });

/** Return what a file is called here: with its folders, or with a number where another file has that name. */
function nameOf({ names }, file) {
  const own = line(file.path || file.webkitRelativePath || file.name, 200);
  const [, stem, end] = own.match(/^(.*?)(\.json)?$/is);
  let name = own;
  for (let number = names.get(own) ?? 2; names.has(name); number++) {
    name = `${stem} (${number})${end ?? ""}`;
    names.set(own, number + 1);
  }
  names.set(name, 2);
  return name;
}

/** Read files into a class, some at a time; `tell(count)` hears how far it is. */
async function readAll(group, files, tell) {
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = files.slice(start, start + AT_ONCE);
    const found = await Promise.all(some.map(openFile));
    some.forEach((file, place) => add(group, nameOf(group, file), found[place]));
    tell(Math.min(start + AT_ONCE, files.length));
  }
}

function leaveOut(group, file, why) {
  group.left += 1;
  group.notes.push([file, `Left out: it ${why}.`]);
}

function add(group, file, { content, problem, ...found }) {
  if (problem) return leaveOut(group, file, problem);
  if (group.read.has(content)) return leaveOut(group, file, `says the same as ${group.read.get(content)}`);
  group.read.set(content, file);
  if (found.odd) {
    const entries = counted(found.odd, "entry", "entries");
    group.notes.push([file, `Read, without ${entries} that no page of this course writes.`]);
  }
  const student = { ...found, file, who: found.name || file.replace(/\.json$/i, "") };
  const key = found.name ? `name ${found.name.toLowerCase()}` : `file ${group.read.size}`;
  const before = group.students.get(key);
  if (before) { // who hands in again counts once, as in the file that was saved last
    const [older, newer] = student.saved < before.saved ? [student, before] : [before, student];
    leaveOut(group, older.file, `has the name ${newer.who} as well, and ${newer.file} was saved later`);
    if (newer === before) return;
  }
  group.students.set(key, student);
}
