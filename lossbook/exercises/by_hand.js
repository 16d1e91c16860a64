// A number worked out on paper is compared with the right value and with those of known mistakes.

// A number as people write it, with a comma or a point and any minus: its value, and how many decimals were typed.
// null if it cannot be read.
function readNumber(typed) {
  const parts = typed.trim().replace(/[−–]/g, "-").match(/^([+-]?)\s*(?=[.,]?\d)(\d*)[.,]?(\d*)(?:e([+-]?\d{1,3}))?$/i);
  if (!parts) return null;
  const [, sign, whole, decimals, exponent = "0"] = parts;
  return { value: Number(`${sign}${whole}.${decimals}e${exponent}`), decimals: decimals.length - Number(exponent) };
}

// deno-lint-ignore no-unused-vars -- the page calls it, below
function checkByHand(exercise, { right, wrong }) {
  for (const form of globalThis.document.querySelectorAll(`form[data-exercise="${exercise}"][hidden]`)) {
    form.hidden = false; // shown only where this script runs
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = form.querySelector("input").value, output = form.querySelector("output"), found = readNumber(typed);
      if (!found) { // nobody's try
        output.className = "lb-feedback";
        output.textContent =
          `This box cannot read “${typed.trim()}” as one number. Type digits, with a comma or a point before the decimals, like 0.5 or −2.`;
        return;
      }
      const { value } = found;
      // By hand, a number may be rounded: to as many decimals as were typed, and to one at least.
      const decimals = Math.min(Math.max(found.decimals, 1), 9);
      const near = ([known]) => Math.abs(value - known) <= 0.501 * 10 ** -decimals;
      const closest = [right, ...wrong].filter(near).sort((a, b) => Math.abs(value - a[0]) - Math.abs(value - b[0]))[0];
      output.className = closest === right ? "lb-feedback lb-right" : "lb-feedback lb-wrong";
      const verdict = closest === right ? "right" : closest ? "recognised" : "unknown", message = closest?.[1] ?? "";
      const code = `${form.querySelector("code").textContent} = ${value}  # by hand`;
      form.dispatchEvent(new CustomEvent("lossbook-tried", { bubbles: true, detail: { verdict, message, code } }));
      if (closest === right) form.dispatchEvent(new CustomEvent("lossbook-solved", { bubbles: true }));
      output.textContent = closest
        ? closest[1]
        : `You got ${value}. That is not it yet, and not a slip this page knows. Open the first hint below.`;
    });
  }
}
