// Small helps only: every page works without this file.
"use strict";

// An open menu closes with Escape and with a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.activeElement?.closest("details.menu[open]") ?? document.querySelector("details.menu[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A shuttle line longer than the page opens where today is.
for (const box of document.querySelectorAll(".shuttle-scroll")) {
  const flag = box.querySelector("svg.long .flag");
  if (flag) box.scrollLeft = flag.getBoundingClientRect().left - box.getBoundingClientRect().left - box.clientWidth * 0.7;
}
