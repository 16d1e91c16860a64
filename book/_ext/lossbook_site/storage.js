// Makes `localStorage` and `sessionStorage` safe for every script of the page. A browser may refuse them (cookies blocked, a
// frame of another site, no room left), and scripts that look at them would stop there. Here they never throw, and what the
// browser does not keep lasts for the visit: `window.name` goes from page to page. In a frame another site could read
// that, so there it carries no more than the reader's choice of colours.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
(() => {
  const MARK = "lossbook ", mayCarry = () => name === "" || name.startsWith(MARK);
  const safe = (area, memory, carry) => {
    let real = null;
    try {
      real = globalThis[area];
    } catch { /* refused, even to look at */ }
    const attempt = (act) => {
      try {
        return act(real);
      } catch {
        return undefined;
      }
    };
    const keys = () => [...new Set([...memory.keys(), ...attempt(() => Object.keys(real)) ?? []])];
    const store = {
      refused: false,
      getItem: (key) => memory.get(key) ?? attempt(() => real.getItem(key)) ?? null,
      setItem(key, value) {
        if (attempt(() => (real.setItem(key, value), true))) memory.delete(key);
        else {
          memory.set(key, String(value));
          store.refused = true;
          carry(memory);
        }
      },
      removeItem(key) {
        if (memory.delete(key)) carry(memory);
        attempt(() => real.removeItem(key));
      },
      clear: () => keys().forEach(store.removeItem),
      key: (place) => keys()[place] ?? null,
      get length() {
        return keys().length;
      },
    };
    Object.defineProperty(globalThis, area, { configurable: true, value: store });
  };

  let carried = [];
  try {
    carried = JSON.parse(name.slice(MARK.length));
  } catch { /* nothing was carried */ }
  safe("localStorage", new Map(name.startsWith(MARK) ? carried : []), (memory) => {
    const items = [...memory].filter(([key]) => top === globalThis.window || !key.startsWith("lossbook"));
    if (mayCarry()) name = items.length ? MARK + JSON.stringify(items) : "";
  });
  safe("sessionStorage", new Map(), () => {});
})();
