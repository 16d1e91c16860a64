// Below each explorable: a link to it as it stands, and the line that puts it into another page.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
"use strict";

function offerLinks(place) {
  const rules = JSON.parse(place.dataset.rules), root = document.documentElement.dataset.content_root ?? "./";
  const address = () => {
    const link = new URL(`${root}embed/${place.dataset.name}.html`, location);
    link.hash = toAddress(place.model?.changed ?? {}, rules);
    return link.href;
  };
  // The browser writes the line, and with it every sign that HTML wants written otherwise.
  const frame = () =>
    Object.entries({
      src: address(),
      title: place.querySelector(".lb-title").textContent,
      width: "100%",
      height: Math.ceil(place.offsetHeight) + 160, // and the line below it; answering the question may add some lines
      loading: "lazy",
      allow: "fullscreen",
      style: "border: 0",
    }).reduce((node, [name, value]) => (node.setAttribute(name, value), node), document.createElement("iframe"))
      .outerHTML;

  const row = document.createElement("div"), said = document.createElement("span");
  const box = Object.assign(document.createElement("textarea"), { readOnly: true, rows: 4, hidden: true });
  row.className = "lb-share";
  said.setAttribute("role", "status");
  box.setAttribute("aria-label", "To be copied");
  const offer = (words, text, done) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    button.onclick = async () => {
      box.value = text();
      said.textContent = ""; // so that the same words are said again
      try {
        await navigator.clipboard.writeText(box.value);
        box.hidden = true;
        said.textContent = location.protocol === "file:"
          ? `${done} It is the address of a file, and works on this computer.`
          : done;
      } catch { // not allowed here: by hand
        box.hidden = false;
        box.select();
        said.textContent = "Your browser does not let a page copy. Copy the text below.";
      }
    };
    row.append(button);
  };
  offer("Copy link to this picture", address, "The link is copied.");
  offer("Embed", frame, "The HTML for your own page is copied.");
  row.append(said, box);
  place.after(row);
}

for (const place of document.querySelectorAll("[data-explorable][data-name]")) offerLinks(place);
