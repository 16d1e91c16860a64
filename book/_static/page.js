// Around the text: the colours, the drawers, the search field, and the place on the page.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

// Colours: what the system says, then the other, then back.
function showColours() {
  const chosen = document.body.dataset.theme ?? "auto";
  const said = { auto: "automatic", light: "light", dark: "dark" }[chosen];
  for (const mode of document.querySelectorAll(".lb-mode")) mode.textContent = said;
}
for (const button of document.querySelectorAll(".theme-toggle")) {
  button.addEventListener("click", () => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const order = dark ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    const next = order[(order.indexOf(document.body.dataset.theme) + 1) % 3];
    document.body.dataset.theme = next;
    try {
      localStorage.setItem("theme", next);
    } catch { /* then it holds for this page */ }
    showColours();
  });
}
showColours();

// Drawers: checkboxes open them without a script; with one, Enter and Escape work as well.
const drawers = [...document.querySelectorAll(".sidebar-toggle")];
const close = (drawer) => {
  if (!drawer.checked) return;
  drawer.checked = false;
  drawer.focus();
};
for (const drawer of drawers) {
  drawer.addEventListener("keydown", (event) => event.key === "Enter" && drawer.click());
}
document.querySelector(".toc-drawer")?.addEventListener("click", ({ target }) => {
  const toc = document.getElementById("__toc");
  if (target.closest("a") && toc) toc.checked = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") drawers.forEach(close);
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    const field = document.querySelector(".sidebar-search"), navigation = document.getElementById("__navigation");
    if (navigation && getComputedStyle(navigation).display !== "none") navigation.checked = true; // where the side bar is a drawer
    field.focus();
    field.select();
  }
});

// The place on the page: the last heading above the middle of the screen.
const marks = [...document.querySelectorAll(".toc-tree a[href^='#']")].flatMap((link) => {
  const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  return section ? [{ link, section }] : [];
});
if (marks.length) {
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target);
    const here = marks.findLast(({ section }) => seen.has(section));
    for (const mark of marks) {
      mark.link.classList.toggle("lb-current", mark === here);
      if (mark === here) mark.link.setAttribute("aria-current", "true");
      else mark.link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-25% 0px -74% 0px" });
  for (const { section } of marks) watch.observe(section);
}

// What is far below is not laid out at first (book.css). It is, part by part, once the page has nothing else to do, so that
// later nothing moves under a reader who jumps about; at once for one who comes to a place in the middle.
const far = [...document.querySelectorAll("article > section > section:nth-of-type(n + 3)")];
const whenIdle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 50));
function layOut() {
  far.shift()?.style.setProperty("content-visibility", "visible");
  if (far.length) location.hash ? layOut() : whenIdle(layOut);
}
whenIdle(layOut);
if (location.hash) layOut();
