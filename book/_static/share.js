// Below each explorable: a link to it as it stands, a page of its own, and the line that puts it into another page.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

function offerLinks(place) {
  const rules = JSON.parse(place.dataset.rules), root = document.documentElement.dataset.content_root ?? "./";
  const address = () => {
    const link = new URL(`${root}embed/${place.dataset.name}.html`, location);
    link.hash = toAddress(place.model?.changed ?? {}, rules);
    return link.href;
  };
  const row = document.createElement("div"),
    said = document.createElement("span"),
    box = document.createElement("textarea");
  row.className = "lb-share";
  said.setAttribute("role", "status");
  Object.assign(box, { readOnly: true, rows: 3, hidden: true });
  box.setAttribute("aria-label", "The line that puts this picture into another page");
  const button = (words, act) => {
    const node = document.createElement("button");
    Object.assign(node, { type: "button", textContent: words, onclick: act });
    row.append(node);
    return node;
  };
  const copy = async (text, done) => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = done;
    } catch { // not allowed here: to be copied by hand
      Object.assign(box, { value: text, hidden: false });
      box.select();
      said.textContent = "Copy the line below.";
    }
  };
  button("Copy link to this picture", () => copy(address(), "The link is copied."));
  button("Embed", () => {
    const title = place.querySelector(".lb-title")?.textContent ?? "";
    const line = `<iframe src="${
      address().replaceAll("&", "&amp;")
    }" title="${title}" width="100%" height="640" loading="lazy" allow="fullscreen; clipboard-write" style="border: 0"></iframe>`;
    Object.assign(box, { value: line, hidden: false });
    copy(line, "The line for your page is copied.");
  });
  const open = document.createElement("a");
  open.textContent = "Own page";
  const update = () => open.href = address();
  for (const event of ["pointerenter", "focus", "pointerdown"]) open.addEventListener(event, update);
  update();
  row.append(open, said, box);
  place.after(row);
}

for (const place of document.querySelectorAll("[data-explorable][data-name]")) offerLinks(place);
