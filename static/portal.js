// Small helps only: every page works without this file.
"use strict";

// Whoever sent a form that was refused hears first what is wrong, and goes on from there to the fields.
document.querySelector("[data-wrong], main [aria-invalid=true]")?.focus();

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

// A button that draws a part of the page anew got no answer: say so, the typed text stands.
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, (event) => {
    const notice = document.getElementById("unanswered");
    if (!notice || event.detail.requestConfig.verb !== "post") return;
    notice.hidden = false;
    notice.scrollIntoView({ block: "center" });
  });
}

// A form that is on its way is not sent a second time by a nervous finger.
const ON_ITS_WAY_MS = 3000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  setTimeout(() => delete form.dataset.sent, ON_ITS_WAY_MS);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What is typed in rows lives only on the page, unless it is kept as a draft (static/drafts.js).
let typed = false;
let kept = true;
document.addEventListener("input", (event) => {
  const form = event.target.closest("form");
  if (!form?.querySelector(".edit-rows, .writing")) return;
  typed = true;
  kept = "draft" in form.dataset;
});
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.unsaved; // this form does not send what is typed elsewhere
  if (!question) typed = false;
  else if (typed && !window.confirm(question)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);
window.addEventListener("beforeunload", (event) => {
  if (typed && !kept) event.preventDefault();
});
