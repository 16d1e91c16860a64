// deno-lint-ignore-file no-undef -- the linter does not know what a page has
// What the reader wrote into cells, kept in this browser: by page, cell and the code it was written over. So when a newer
// edition of the course has other code there, the reader's is still to be had. `cells.js` knows the beginning of the names.

const folder = new URL(document.documentElement.dataset.content_root ?? "./", location).pathname;
const page = location.pathname.split("/").at(-1).replace(/\.html$/, "");
const START = `lossbook:${folder}:edit:${page}:`;

/** A short name for a text: two texts have the same one only if they are the same, for all that readers will ever see. */
export function fingerprint(text) {
  let [one, two] = [0xdeadbeef, 0x41c6ce57];
  for (const letter of text) {
    const code = letter.codePointAt(0);
    one = Math.imul(one ^ code, 2654435761);
    two = Math.imul(two ^ code, 1597334677);
  }
  return [one, two].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

const name = ({ number, original }) => `${START}${number}:${fingerprint(original)}`;

export const keep = (cell) => localStorage.setItem(name(cell), cell.source);
export const drop = (cell) => localStorage.removeItem(name(cell));
export const kept = (cell) => localStorage.getItem(name(cell));

/** What was written over older code of a cell, as its name and text, or undefined. */
export function older(cell) {
  const ours = name(cell), start = `${START}${cell.number}:`;
  for (let place = 0; place < localStorage.length; place++) {
    const key = localStorage.key(place);
    if (key?.startsWith(start) && key !== ours) return { key, source: localStorage.getItem(key) };
  }
  return undefined;
}
export const forget = ({ key }) => localStorage.removeItem(key);
