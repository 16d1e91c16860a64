// deno-lint-ignore-file no-undef -- the linter does not know what a page has
// The page's notebook, which has the code of hidden cells as well: read once, and given back with what the reader wrote.

const SETUP = "setup"; // the one cell that no page has
const link = document.querySelector("a[download][href$='.ipynb']");

let asked;
/** The notebook of this page, or null if it cannot be had. */
export const notebook = () => asked ??= read();

async function read() {
  try {
    const response = await fetch(link.href);
    return response.ok ? await response.json() : null;
  } catch {
    asked = undefined; // there may be a network later
    return null;
  }
}

const ours = (pages) => pages.cells.filter(({ cell_type, id }) => cell_type === "code" && id !== SETUP);

/** The code of all cells of the page, in order. */
export async function sources() {
  const found = await notebook();
  return found ? ours(found).map(({ source }) => [source].flat().join("")) : [];
}

/** Offer the notebook as a file, with the code that cells have now. `codeOf(number)` gives it, or undefined. */
export async function download(codeOf) {
  const found = structuredClone(await notebook());
  if (!found) return false;
  ours(found).forEach((cell, place) => {
    const source = codeOf(place + 1);
    if (source !== undefined) cell.source = source.split(/(?<=\n)/);
  });
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(found, null, 1) + "\n"], { type: "application/x-ipynb+json" }),
  );
  const file = link.href.split("/").at(-1).replace(/\.ipynb$/, "_mine.ipynb");
  Object.assign(document.createElement("a"), { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  return true;
}
