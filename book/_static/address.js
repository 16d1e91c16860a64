// The state of a picture as the part of an address behind its #, such as guess=300&mansion. An address may come from
// anybody: what no rule of the picture allows is left out (lossbook/explorables/addresses.py writes the rules).
// deno-lint-ignore-file no-unused-vars -- other scripts use it
"use strict";

const LONGEST_ADDRESS = 4000;

function valueOf(text, rule) {
  if (rule === true) return { "": true, 1: true, 0: false }[text];
  const { count, pairs, ...each } = rule;
  if (pairs) return listOf(text, ";", pairs, { ...each, count });
  if (count) return listOf(text, ",", count, each);
  if (each.words) return each.words.includes(text) ? text : undefined;
  const value = /^-?\d{1,18}(\.\d{1,18})?(e-?\d{1,2})?$/.test(text) ? Number(text) : NaN, [low, high] = each.span;
  return value >= low && value <= high && !(each.whole && value % 1) ? value : undefined;
}

function listOf(text, mark, [least, most], rule) {
  const parts = text.split(mark),
    values = parts.length < least || parts.length > most ? [undefined] : parts.map((part) => valueOf(part, rule));
  return values.includes(undefined) ? undefined : values;
}

// What an address says of a picture, as far as its rules allow.
function fromAddress(text, rules) {
  const found = {};
  if (text.length > LONGEST_ADDRESS) return found;
  for (const [name, said] of new URLSearchParams(text)) {
    const value = Object.hasOwn(rules, name) ? valueOf(said, rules[name]) : undefined;
    if (value !== undefined) found[name] = value;
  }
  return found;
}

// The same, the other way: the traits that are not as they were at first.
function toAddress(changed, rules) {
  const said = (value) =>
    Array.isArray(value) ? value.map(said).join(Array.isArray(value[0]) ? ";" : ",") : String(
      typeof value === "number" ? Number(value.toPrecision(12)) : typeof value === "boolean" ? Number(value) : value,
    );
  return Object.keys(rules).filter((name) => (changed[name] ?? null) !== null).map((name) =>
    changed[name] === true
      ? name
      : `${name}=${encodeURIComponent(said(changed[name])).replaceAll("%2C", ",").replaceAll("%3B", ";")}`
  ).join("&");
}
