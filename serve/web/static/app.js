// When a revealed identity's time is over, ask for it again: the server then gives it masked.
"use strict";

function watch(root) {
  const shown = root.querySelectorAll("[data-over]");
  for (const part of shown) {
    const left = Number(part.dataset.over) * 1000 - Date.now();
    setTimeout(() => htmx.trigger(part, "identity-over"), Math.max(left, 0) + 500);
  }
}

document.addEventListener("DOMContentLoaded", () => watch(document));
document.addEventListener("htmx:afterSwap", () => watch(document));

for (const choice of document.querySelectorAll(".filters select")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
