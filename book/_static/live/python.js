// Python's words in colour, with the classes that the built page has for them (Pygments' short names).

const words = (text) => new Set(text.split(" "));
const KEYWORDS = words(
  "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield",
);
const CONSTANTS = words("False None True");
const BUILTINS = words(
  "abs all any bool dict display enumerate filter float int input isinstance len list map max min object pow print range repr reversed round set sorted str sum super tuple type zip",
);
const TOKEN =
  /(#.*)|([rbfut]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))|((?<![\w.])(?:0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d+)(?:e[+-]?\d+)?j?))|([^\W\d]\w*)/giu;

function kind([, comment, text, number, word], before) {
  if (comment) return "c1";
  if (text) return "s1";
  if (number) return "mi";
  if (/\b(def|class)\s+$/.test(before)) return "nf";
  if (/\.\s*$/.test(before)) return "";
  return KEYWORDS.has(word) ? "k" : CONSTANTS.has(word) ? "kc" : BUILTINS.has(word) ? "nb" : "";
}

/** The pieces of a source in order, as `[class, text]`; the class is "" where a piece has no colour. */
export function pieces(source) {
  const found = [];
  let end = 0;
  for (const match of source.matchAll(TOKEN)) {
    if (match.index > end) found.push(["", source.slice(end, match.index)]);
    found.push([kind(match, source.slice(Math.max(0, match.index - 12), match.index)), match[0]]);
    end = match.index + match[0].length;
  }
  if (end < source.length) found.push(["", source.slice(end)]);
  return found;
}
