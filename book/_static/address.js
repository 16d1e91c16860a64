// The state of a picture as the part of an address behind its #, such as guess=300&mansion. An address may come from
// anybody: what the rules of the picture do not allow is left out (lossbook/explorables/addresses.py makes the rules).
// deno-lint-ignore-file no-unused-vars -- other scripts use it
"use strict";

const LONGEST_ADDRESS = 4000;

// A value as an address says it: nothing for true, since the name alone says it.
function inAddress(value) {
  if (Array.isArray(value)) return value.map(inAddress).join(Array.isArray(value[0]) ? ";" : ",");
  if (typeof value === "number") return String(Number(value.toPrecision(12))); // as exact as any drawing
  return value === true ? "" : String(value);
}

// The value that a text stands for; undefined if the rule does not allow it.
function fromText(text, { among, each, count, mark, span, whole }) {
  if (among) return among.find((value) => inAddress(value) === text);
  if (each) {
    const parts = text === "" ? [] : text.split(mark);
    if (parts.length < count[0] || parts.length > count[1]) return undefined;
    const values = parts.map((part) => fromText(part, each));
    return values.includes(undefined) ? undefined : values;
  }
  const value = /^-?\d{1,18}(\.\d{1,18})?(e[+-]?\d{1,3})?$/.test(text) ? Number(text) : NaN;
  return value >= span[0] && value <= span[1] && (!whole || Number.isInteger(value)) ? value : undefined;
}

// What an address says of a picture, as far as its rules allow. What is said twice is not said.
function fromAddress(text, rules) {
  const found = {}, said = new URLSearchParams(text.length > LONGEST_ADDRESS ? "" : text);
  for (const [name, rule] of Object.entries(rules)) {
    const texts = said.getAll(name), value = texts.length === 1 ? fromText(texts[0], rule) : undefined;
    if (value !== undefined) found[name] = value;
  }
  return found;
}

// The same, the other way: the traits that are not as they were at first.
function toAddress(changed, rules) {
  return Object.keys(rules).filter((name) => (changed[name] ?? null) !== null).map((name) => {
    const text = encodeURIComponent(inAddress(changed[name])).replaceAll("%2C", ",").replaceAll("%3B", ";");
    return text ? `${name}=${text}` : name;
  }).join("&");
}
