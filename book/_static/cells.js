// Code cells: buttons to run and change them where they are read. What they do is in the folder `live`, which is asked for
// when the first of them is pressed; a page that nobody runs anything on makes no request more.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

(() => {
  const root = document.documentElement, { pythonFolder, liveFolder } = root.dataset;
  const cells = [...document.querySelectorAll("[data-cell]")].filter((cell) => cell.querySelector(".cell_input"));
  const why = location.protocol === "file:"
    ? "To run these cells here, open the course on its website: browsers do not run Python from a file."
    : typeof WebAssembly !== "object" || typeof Worker !== "function"
    ? "This browser is too old to run these cells here. The notebook of this page runs elsewhere."
    : self.origin === "null"
    ? "To run these cells here, open this page in a tab of its own: the frame it is in runs no Python."
    : "";
  const offered = pythonFolder && liveFolder && !why;

  const button = (what, text, className = "") => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, className });
    made.dataset.do = what;
    return made;
  };
  const bar = (label, ...parts) => {
    const made = document.createElement("div");
    made.className = "lb-bar";
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", label);
    made.append(...parts);
    return made;
  };
  if (offered) {
    for (const cell of cells) {
      const stop = button("stop", "Stop"), state = document.createElement("span");
      stop.hidden = true;
      state.className = "lb-state";
      cell.querySelector(".cell_input").after(bar(
        `Cell ${cell.dataset.cell}`,
        ...[
          button("run", "Run", "lb-first"),
          stop,
          button("edit", "Edit"),
          button("reset", "Reset"),
          button("copy", "Copy"),
        ],
        state,
      ));
    }
    cells[0]?.prepend(bar("All cells", button("all", "Run all"), "Python runs here, in your browser."));
  } else if (pythonFolder && cells[0]) {
    cells[0].before(Object.assign(document.createElement("p"), { className: "lb-note", textContent: why }));
  }
  root.dataset.cells = offered ? "live" : "read"; // the style keeps no more room for bars

  // Elsewhere code can be copied, where the browser lets a page write to the clipboard.
  const codes = "article .cell_input .highlight, article .highlight-python .highlight";
  for (const code of navigator.clipboard ? document.querySelectorAll(codes) : []) {
    if (!offered || !code.closest("[data-cell]")) code.append(button("copy", "Copy", "lb-copy"));
  }
  async function copy(pressed) {
    const code = pressed.closest("[data-cell]") ?? pressed.parentElement;
    const text = code.querySelector("textarea")?.value ?? code.querySelector("pre").textContent;
    try {
      await navigator.clipboard.writeText(text);
      pressed.textContent = "Copied";
    } catch {
      pressed.textContent = "Not allowed";
    }
    setTimeout(() => pressed.textContent = "Copy", 2000);
  }

  let live;
  const bring = async () => live ??= await import(new URL(`${liveFolder}page.js`, location));
  async function act(what, cell) {
    const before = root.dataset.python;
    if (what === "run" || what === "all") root.dataset.python = before === "off" ? "loading" : "running";
    try {
      if (!live) await bring(); // once it is there, what is pressed is done before what is typed next
      live.act(what, cell);
    } catch (error) {
      root.dataset.python = before;
      cell.querySelector(".lb-state").textContent = "This could not be loaded. Reload the page to try again.";
      console.warn(error);
    }
  }
  document.addEventListener("click", ({ target }) => {
    const pressed = target.closest?.("[data-do]");
    if (!pressed) return;
    if (pressed.dataset.do === "copy") copy(pressed);
    else act(pressed.dataset.do, pressed.closest("[data-cell]"));
  });
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, shiftKey, target } = event, cell = target.closest?.("[data-cell]");
    if (key !== "Enter" || !(ctrlKey || metaKey || shiftKey) || !target.matches(".cell_input pre, .lb-bar button")) {
      return;
    }
    if (!offered || !cell) return;
    event.preventDefault();
    act("run", cell);
  });

  // What the reader wrote into cells on an earlier visit is shown again.
  const page = location.pathname.split("/").at(-1).replace(/\.html$/, "");
  const folder = new URL(root.dataset.content_root ?? "./", location).pathname;
  const mine = (place) => localStorage.key(place)?.startsWith(`lossbook:${folder}:edit:${page}:`);
  if (offered && Array.from({ length: localStorage.length }, (_, place) => place).some(mine)) bring();
})();
