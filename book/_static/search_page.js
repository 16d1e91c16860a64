// The page of the search: what search.js finds for the words in the address, as a list of links. Texts become text nodes
// and nothing else, so that neither a page nor an address can bring along elements.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

(async () => {
  const results = document.querySelector("#search-results"), status = document.querySelector("#search-status");
  if (!results || !globalThis.SEARCH_INDEX) return;
  const query = (new URLSearchParams(location.search).get("q") ?? "").trim();
  document.querySelector("#search-words").value = query;
  if (!query) return;

  const element = (name, parts, properties = {}) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...parts);
    return made;
  };
  const shorten = (text) => text.length > 80 ? `${text.slice(0, 80)}…` : text;
  const link = (text, href) => element("a", [text], { href });

  const searcher = await Searcher.inSlices(globalThis.SEARCH_INDEX);
  const { results: found, readAs, unknown, matched } = searcher.find(query);

  const item = ({ page, section, excerptOf }) => {
    const pause = /[?!.]$/.test(page.title) ? " " : ": ";
    const title = section.anchor ? page.title + pause + section.heading : page.title;
    const parts = searcher.excerpt(excerptOf.text, matched).map(([text, hit]) => hit ? element("mark", [text]) : text);
    return element("li", [
      link(title, page.address + (section.anchor && `#${section.anchor}`)),
      element("p", parts),
    ]);
  };

  const count = found.length === 1 ? "1 page" : `${found.length} pages`;
  const sentences = [`${found.length ? count : "Nothing"} for “${shorten(query)}”.`];
  for (const [word, read] of readAs) sentences.push(`“${shorten(word)}” was read as “${read}”.`);
  if (found.length && unknown.length) sentences.push(`Nowhere: ${unknown.map(shorten).join(", ")}.`);
  status.textContent = sentences.join(" ");

  if (found.length) {
    results.append(element("ol", found.map(item), { className: "lb-found" }));
    return;
  }
  const near = unknown.flatMap((word) => searcher.suggest(word.toLowerCase())).slice(0, 5);
  if (near.length) {
    const links = near.flatMap((word, i) => [i ? ", " : "", link(word, `?q=${encodeURIComponent(word)}`)]);
    results.append(element("p", ["Words that look like it: ", ...links, "."]));
  }
  results.append(element("p", ["Where to look, too:"]), document.querySelector("#search-help").content.cloneNode(true));
})();
