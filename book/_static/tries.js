// How an exercise was tried: how often until it was solved, and each thought that was recognised, with the code that showed it;
// and how what was done at two places becomes one.
// deno-lint-ignore-file no-unused-vars -- other scripts use these
"use strict";

const THOUGHTS = 5, LETTERS = 1000, TIMES = 9999; // the most that is kept of one exercise: a file of progress stays small

/** Return how an exercise stands after one try more. A thought is `{ message, code }`, if one was recognised. */
function oneMore({ count = 0, thoughts = [] } = {}, thought = null) {
  const tried = { count: Math.min(count + 1, TIMES), thoughts };
  if (!thought) return tried;
  const message = thought.message.slice(0, LETTERS), code = thought.code.slice(0, LETTERS);
  const before = thoughts.find((each) => each.message === message);
  const others = thoughts.filter((each) => each !== before);
  tried.thoughts = [{ message, code, times: (before?.times ?? 0) + 1 }, ...others].slice(0, THOUGHTS);
  return tried;
}

/** Return what two browsers kept of one exercise as one. Of each number the greater counts, so that joining again changes nothing. */
function joined({ count = 0, thoughts = [] } = {}, other) {
  const more = new Map(other.thoughts.map((thought) => [thought.message, thought]));
  const ours = thoughts.map((thought) => {
    const theirs = more.get(thought.message);
    more.delete(thought.message);
    return { ...thought, times: Math.max(thought.times, theirs?.times ?? 0) };
  });
  return { count: Math.max(count, other.count), thoughts: [...ours, ...more.values()].slice(0, THOUGHTS) };
}

/**
 * Add what was done elsewhere, or before, to what is kept here: nothing that is here is lost. Where both answered a question,
 * both answers stay, those from here first; of two predictions that from here; of tries the greater number. What was found
 * right counts more than what was ticked.
 */
function merged(here, { done, tries }) {
  const all = { ...here, done: { ...here.done }, tries: { ...here.tries } };
  for (const [item, theirs] of done) {
    const ours = all.done[item];
    all.done[item] = theirs === true ? true : Array.isArray(ours) ? [...new Set([...ours, ...theirs])] : ours ?? theirs;
  }
  for (const [exercise, theirs] of tries) all.tries[exercise] = joined(all.tries[exercise], theirs);
  return all;
}
