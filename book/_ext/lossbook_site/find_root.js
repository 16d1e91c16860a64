// Wherever the site was put, its icon lies at its root: the nearest folder above this address that has it. Then links begin there.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
(async () => {
  const ICON = "_static/favicon.svg";
  const exists = (address) =>
    new Promise((resolve) => {
      const picture = new Image();
      picture.onload = () => resolve(true);
      picture.onerror = () => resolve(false);
      picture.src = address;
    });
  for (let folder = new URL(".", location);; folder = new URL("..", folder)) {
    if (await exists(new URL(ICON, folder))) {
      for (const link of document.querySelectorAll("[data-place]")) link.href = new URL(link.dataset.place, folder);
      document.querySelector("#hint").remove();
      break;
    }
    if (folder.pathname === "/") break;
  }
})();

if (!navigator.onLine) {
  document.getElementById("why").textContent =
    "There is no network, and this page was not kept in your browser. Open it once with a " +
    "network, and it stays.";
}
