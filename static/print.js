// A page that is made for paper prints with one touch; without this the browser's own menu does.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
