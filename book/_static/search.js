// Finding pages: words are brought to one form, those that nobody wrote are read as the nearest that somebody did, and
// pages are put in order. It knows no page; what it searches is written by book/_ext/lossbook_site/search_index.py.
// search_page.js shows what it finds.
"use strict";

// What says how a question is asked, and not what about.
const UNSAID = new Set(
  ("a about actually after all also always am an and another any anyone are as at be because become becomes becoming been " +
    "being between but by can cannot come comes could did differ difference different do does doesn doing don done during " +
    "each else ever every everything explain few for from get gets getting give given gives go goes going good got had happen " +
    "happening happens has have having hello help here hi how however i if in instead into is isn it its just keep keeps " +
    "kind know like look lot m make makes making many may me might more most much must my need no not now of off " +
    "often on only opposed or other our over please question re really reason remain remaining remains s seem seems " +
    "set should show so some someone something still such suddenly t take tell than that the their them then there these " +
    "they thing this those though to too try turn turns u understand understanding us use used uses using usually ve very " +
    "versus via vs want wants was way we were what when where whether which while who whose why will with won word work " +
    "would wrong yet you your").split(" "),
);
// These say nothing in a question, and something in a title: "what does it mean" and "mean squared error".
const UNSAID_LAST = new Set(["mean", "means"]);
const MARK = "§", NAME = "#"; // begin the terms that stand for words of one meaning, and for names of code

// --- Words -----------------------------------------------------------------------------------------------------------

// A word without its ending, in American spelling: rough, and the same for everything that is compared.
const stems = new Map();
function stem(word) {
  if (!stems.has(word)) stems.set(word, withoutEnding(word));
  return stems.get(word);
}

function withoutEnding(word) {
  word = word.replace(/is(e|es|ed|er|ers|ing|ations?)$/, "iz$1").replace(/our(s|ed|ing)?$/, "or$1").replace(
    /tre$/,
    "ter",
  );
  if (word.length < 4 || /\d/.test(word)) return word;
  word = word.replace(/ies$/, "y").replace(/sses$/, "ss").replace(/([^su])s$/, "$1");
  if (word.length > 5) {
    word = word.replace(/iz(er|ation)$/, "iz").replace(/([a-z]{4})ations?$/, "$1").replace(/ers?$/, "");
  }
  const bare = word.replace(/(ing|ed)$/, "");
  if (bare.length >= 3 && /[aeiouy]/.test(bare)) {
    word = bare.length < word.length ? bare.replace(/([^aeious])\1$/, "$1") : word;
  }
  return word.length > 4 ? word.replace(/e$/, "").replace(/y$/, "i") : word;
}

const SIMPLE = /^\p{Lu}?\p{Ll}+$/u;
const PARTS = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+\d*|[\p{Lu}\d.,]+|[\p{L}\p{N}]+/gu;

// The words of a text and where they stand. CamelCase and snake_case are taken apart; 0.693 is one word.
function wordsOf(text) {
  const found = [];
  for (const piece of text.matchAll(/\d+(?:[.,]\d+)+|[\p{L}\p{N}]+/gu)) {
    for (const part of SIMPLE.test(piece[0]) ? [{ 0: piece[0], index: 0 }] : piece[0].matchAll(PARTS)) {
      const start = piece.index + part.index;
      const plain = /^[a-z0-9.,]+$/i.test(part[0]) ? part[0] : part[0].normalize("NFKD").replace(/\p{M}/gu, "");
      const word = plain.toLowerCase();
      found.push({ word, stem: stem(word), start, end: start + part[0].length });
    }
  }
  return found;
}

// The names of code in a text, each as one term: CrossEntropyLoss, log_loss.
function namesOf(text) {
  const found = text.match(
    /[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)+|\p{L}*\p{Ll}\p{N}*\p{Lu}[\p{L}\p{N}]*|\p{Lu}+\p{N}*\p{Lu}\p{Ll}[\p{L}\p{N}]*/gu,
  ) ?? [];
  return found.map((name) => NAME + name.replaceAll("_", "").toLowerCase());
}

// How many letters to change, leave out, put in or swap with a neighbour, up to a limit.
function distance(a, b, limit) {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let [older, old] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    if (Math.min(...row) > limit) return limit + 1;
    [older, old] = [old, row];
  }
  return old[b.length];
}

// --- Everything there is to find -----------------------------------------------------------------------------------------

class Searcher {
  constructor(index) {
    for (const _ of this.build(index));
  }

  // The same, with the page free to answer between two slices of the work.
  static async inSlices(index) {
    const searcher = Object.create(Searcher.prototype);
    let since = performance.now();
    for (const _ of searcher.build(index)) {
      if (performance.now() - since < 6) continue;
      await new Promise((next) => setTimeout(next));
      since = performance.now();
    }
    return searcher;
  }

  *build(index) {
    const texts = index.pages.flatMap((page) => [
      page.title,
      ...page.answers.map(([phrase]) => phrase),
      ...page.related,
      ...page.sections.flatMap(([, heading, text]) => [heading, text]),
    ]);
    this.cut = new Map(); // texts that were cut into words already
    this.known = new Map(); // every word in the form that is compared, and how it is written
    this.pairs = new Set(); // words that stand side by side
    for (const [place, text] of [...texts, ...index.same.flat()].entries()) {
      if (place % 50 === 0) yield;
      const words = this.words(text);
      words.forEach(({ word, stem }, i) => {
        if (!this.known.has(stem)) this.known.set(stem, word);
        if (i) this.pairs.add(`${words[i - 1].word} ${word}`).add(`${words[i - 1].stem} ${stem}`);
      });
    }
    this.parts = new Map(); // "logloss" is "log loss", if these stand side by side
    this.phrases = new Map(); // phrases of one meaning, by their first word
    index.same.forEach((phrases, i) => {
      for (const phrase of phrases) {
        const terms = this.plain(phrase);
        if (!this.phrases.has(terms[0])) this.phrases.set(terms[0], []);
        this.phrases.get(terms[0]).push({ terms, meaning: MARK + i });
      }
    });
    for (const some of this.phrases.values()) some.sort((a, b) => b.terms.length - a.terms.length);

    this.pages = [];
    for (const [order, page] of index.pages.entries()) {
      this.pages.push(this.prepare(page, order));
      yield;
    }
    const sections = this.pages.flatMap((page) => page.sections);
    this.rarity = new Map();
    for (const { counts } of sections) {
      for (const term of counts.keys()) this.rarity.set(term, (this.rarity.get(term) ?? 0) + 1);
    }
    for (const [term, count] of this.rarity) this.rarity.set(term, Math.log(1 + sections.length / count));
    this.rarest = Math.log(1 + sections.length);
    this.cut = null;
    for (const word of index.beside) {
      const [term, ...more] = this.meanings(this.plain(word), false);
      if (!more.length) this.rarity.set(term, 0.3 * (this.rarity.get(term) ?? this.rarest));
    }
  }

  prepare({ title, answers, related, sections, ...page }, order) {
    const name = (phrase, strength, anchor = "") => ({
      terms: new Set(this.terms(phrase)),
      words: new Set(wordsOf(phrase).map(({ stem }) => stem)),
      strength,
      anchor,
    });
    return {
      ...page,
      title,
      order,
      names: [
        name(title, 1),
        ...answers.map(([phrase, anchor]) => name(phrase, 0.95, anchor)),
        ...related.map((phrase) => name(phrase, 0.6)),
        ...sections.slice(1).map(([anchor, heading]) => name(heading, 0.75, anchor)),
      ].filter(({ terms }) => terms.size),
      sections: sections.map(([anchor, heading, text]) => {
        const counts = new Map(), said = new Set(this.terms(text));
        for (const term of [...this.terms(text), ...namesOf(text)]) counts.set(term, (counts.get(term) ?? 0) + 1);
        for (const term of this.terms(heading)) counts.set(term, (counts.get(term) ?? 0) + 3);
        return { anchor, heading, text, counts, said };
      }),
    };
  }

  words(text) {
    if (!this.cut) return wordsOf(text);
    if (!this.cut.has(text)) this.cut.set(text, wordsOf(text));
    return this.cut.get(text);
  }

  // Two words written as one, if they are known side by side.
  split(word) {
    for (let at = 2; at <= word.length - 2; at++) {
      const [left, right] = [word.slice(0, at), word.slice(at)];
      if (this.pairs.has(`${left} ${right}`)) return [stem(left), stem(right)];
    }
    return null;
  }

  // The terms of a text, without what says nothing and without meanings.
  plain(text) {
    const all = this.words(text);
    const said = all.filter(({ word }) => !UNSAID.has(word));
    if (said.length > 1 && UNSAID_LAST.has(all.at(-1).word)) said.pop();
    return (said.length ? said : all).flatMap(({ word, stem }) => {
      if (word.length < 6) return [stem];
      if (!this.parts.has(word)) this.parts.set(word, this.split(word) ?? [stem]);
      return this.parts.get(word);
    });
  }

  // Put meanings in the place of their phrases, or beside them.
  meanings(terms, beside) {
    const found = [];
    for (let i = 0; i < terms.length;) {
      const phrase = this.phrases.get(terms[i])?.find((some) => some.terms.every((term, j) => term === terms[i + j]));
      if (phrase) found.push(phrase.meaning);
      if (!phrase || beside) found.push(terms[i]);
      i += phrase && !beside ? phrase.terms.length : 1;
    }
    return found;
  }

  terms(text) {
    return this.meanings(this.plain(text), true);
  }

  // The known words nearest to one that nobody wrote, the best first.
  nearest(word) {
    if (word.length < 4 || /\d/.test(word)) return [];
    const limit = word.length < 7 ? 1 : 2;
    const found = [];
    for (const [known, written] of this.known) {
      if (known.length < 3 || /\d/.test(known)) continue;
      const apart = Math.min(distance(word, written, limit), distance(stem(word), known, limit));
      const strange = (written[0] === word[0] ? 0 : 0.5) - (this.rarity.has(known) ? 0.2 : 0);
      if (apart <= limit) {
        found.push({ term: known, apart, rank: apart + strange + 0.01 * (this.rarity.get(known) ?? 10) });
      }
    }
    return found.sort((a, b) => a.rank - b.rank);
  }

  // Words of the pages that are a little like one that was not found.
  suggest(word) {
    const found = [];
    for (const [term, known] of this.known) {
      if (!this.rarity.has(term) || known.length < 4 || /\d/.test(known)) continue;
      const limit = Math.floor(0.4 * Math.max(word.length, known.length));
      const apart = distance(word, known, limit);
      if (apart <= limit) found.push([apart - (known.startsWith(word.slice(0, 2)) ? 1 : 0), known]);
    }
    return found.sort(([a], [b]) => a - b).slice(0, 3).map(([, known]) => known);
  }

  // What a query asks for: terms, and for words that nobody wrote how they are read.
  read(query) {
    // Of torch.nn.L1Loss only the last name says what is looked for.
    query = query.replace(/(?:\p{L}[\p{L}\p{N}_]*\.)+(?=\p{L}[\p{L}\p{N}_]{2})/gu, "");
    let terms = this.plain(query);
    const readAs = new Map(), unknown = [], doubt = new Map();
    // "soft max" is "softmax"
    for (let i = 0; i + 1 < terms.length; i++) {
      const joined = terms[i] + terms[i + 1];
      if (this.known.has(joined) && !this.pairs.has(`${terms[i]} ${terms[i + 1]}`)) terms.splice(i, 2, joined);
    }
    terms = terms.flatMap((term) => {
      if (this.known.has(term)) return [term];
      const word = wordsOf(query).find((each) => each.stem === term)?.word ?? term;
      const longer = term.length > 2 ? [...this.known.keys()].filter((known) => known.startsWith(term)) : [];
      longer.sort((a, b) => (this.rarity.get(a) ?? 9) - (this.rarity.get(b) ?? 9));
      const near = this.nearest(word);
      const instead = longer[0] ?? near[0]?.term;
      if (!instead) {
        unknown.push(word);
        return [term];
      }
      if (!longer.length) doubt.set(instead, near[0].apart > 1 ? 0.3 : 0.8);
      readAs.set(word, this.known.get(instead));
      return instead;
    });
    const names = namesOf(query).filter((name) => this.rarity.has(name));
    const words = new Set(wordsOf(query).map(({ stem }) => stem));
    return { terms: [...new Set(this.meanings(terms, false))], names, words, doubt, readAs, unknown };
  }

  weight(term) {
    return this.rarity.get(term) ?? this.rarest;
  }

  // Close relatives of a term: "diverge" and "divergence".
  relatives(term) {
    if (term.length < 5 || term.startsWith(MARK)) return [];
    return [...this.rarity.keys()].filter((other) =>
      other !== term && other.length > 4 && Math.abs(other.length - term.length) < 5 &&
      (other.startsWith(term) || term.startsWith(other))
    );
  }

  find(query) {
    const { terms, names, words, doubt, readAs, unknown } = this.read(query.slice(0, 200));
    const asked = terms.slice(0, 24).map((term) => ({
      term,
      weight: this.weight(term) * (doubt.get(term) ?? 1),
      relatives: this.relatives(term),
    }));
    const all = asked.reduce((sum, { weight }) => sum + weight, 0);
    const results = this.pages.map((page) => this.judge(page, asked, all, names, words)).filter(Boolean);
    results.sort((a, b) => b.score - a.score || a.page.order - b.page.order);
    const best = results[0]?.score ?? 0;
    const matched = new Set(asked.flatMap(({ term, relatives }) => [term, ...relatives]));
    return { results: results.filter(({ score }) => score > best / 12), readAs, unknown, matched };
  }

  judge(page, asked, all, names, asWritten) {
    const share = (counts, { term, weight, relatives }) => {
      const count = counts.get(term) ?? 0;
      const near = count ? 0 : Math.max(0, ...relatives.map((other) => counts.get(other) ?? 0));
      return weight * (count / (count + 1.5) + 0.5 * near / (near + 1.5));
    };
    let best = { score: 0, section: page.sections[0] };
    const seen = new Set();
    for (const section of page.sections) {
      let score = 0;
      for (const each of asked) {
        const part = share(section.counts, each);
        if (part) seen.add(each);
        score += part;
      }
      if (names.some((name) => section.counts.has(name))) {
        score += all / 2;
        for (const each of asked) seen.add(each); // a name of code is all that was asked for
      }
      if (score > best.score) best = { score, section };
    }
    let named = { score: 0 };
    for (const { terms, words, strength, anchor } of page.names) {
      let both = 0, whole = 0;
      for (const each of asked) {
        if (!terms.has(each.term) && !each.relatives.some((other) => terms.has(other))) continue;
        both += each.weight;
        seen.add(each);
      }
      if (!both) continue;
      for (const term of this.meaningful(terms)) whole += this.weight(term);
      const shared = [...words].filter((word) => asWritten.has(word)).length;
      const alike = shared / (words.size + asWritten.size - shared); // "which loss to use" is not "what is a loss"
      whole = Math.max(whole, both);
      const within = both === whole ? 0.3 * both / all : 0; // all of the name is in the question
      const score = strength * ((2 * both / (all + whole)) ** 2 + within) * (1 + 0.3 * alike);
      if (score > named.score) named = { score, anchor, exact: score > 0.6 * strength };
    }
    if (!seen.size) return null;
    const covered = [...seen].reduce((sum, { weight }) => sum + weight, 0) / all;
    const kind = [1, 0.7, 0.2][page.kind];
    const score = kind * covered ** 1.5 * (2 * named.score + best.score / all);
    const section = named.exact ? page.sections.find(({ anchor }) => anchor === named.anchor) : best.section;
    const excerptOf =
      [section, best.section, ...page.sections].find(({ said }) => asked.some(({ term }) => said.has(term))) ??
        section;
    return { page, score, section, excerptOf };
  }

  // Of a phrase and its meaning, the meaning alone counts.
  meaningful(terms) {
    const list = [...terms];
    return this.meanings(list.filter((term) => !term.startsWith(MARK)), false);
  }

  // A piece of a text in which most of the words are, as parts that are words looked for or not.
  excerpt(text, matched, length = 180) {
    const words = wordsOf(text).filter(({ word }) => !UNSAID.has(word)), hits = new Set();
    words.forEach(({ word, stem }, i) => {
      if (matched.has(stem) || this.plain(word).some((term) => matched.has(term))) hits.add(words[i]);
      const phrase = this.phrases.get(stem)?.find(({ terms, meaning }) =>
        matched.has(meaning) && terms.every((term, j) => term === words[i + j]?.stem)
      );
      phrase?.terms.forEach((_, j) => hits.add(words[i + j]));
    });
    const order = words.filter((word) => hits.has(word));
    const start = order.map(({ start }) => start).reduce((best, from) => {
      const inside = (at) =>
        new Set(order.filter(({ start, end }) => start >= at && end <= at + length).map(({ stem }) => stem)).size;
      return inside(from) > inside(best) ? from : best;
    }, order[0]?.start ?? 0);
    let from = Math.max(0, start - 40);
    if (from) from = text.indexOf(" ", from) + 1;
    let to = Math.min(text.length, from + length);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + 1);
    const parts = from ? [["… ", false]] : [];
    let at = from;
    for (const hit of order.filter(({ start, end }) => start >= from && end <= to)) {
      parts.push([text.slice(at, hit.start), false], [text.slice(hit.start, hit.end), true]);
      at = hit.end;
    }
    parts.push([text.slice(at, to), false]);
    if (to < text.length) parts.push([" …", false]);
    return parts.filter(([part]) => part);
  }
}

globalThis.Searcher = Searcher;
