// In a frame that may not send forms (`sandbox` without `allow-forms`) the browser does not even tell a form that it would be
// sent, so that no answer is checked. Here the form is told, and a search goes on its way as a link does.
// deno-lint-ignore-file no-undef -- the linter does not know what a page has
if (origin === "null" && location.protocol !== "file:") {
  const send = (event, form) => {
    if (!form) return;
    event.preventDefault();
    if (!form.reportValidity()) return;
    const taken = !form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    if (!taken) location.assign(`${form.action}?${new URLSearchParams(new FormData(form))}`);
  };
  addEventListener("click", (event) => send(event, event.target.closest?.("button:not([type=button])")?.form));
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("input")) send(event, event.target.form);
  });
}
