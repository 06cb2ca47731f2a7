// Rows that are typed one after the other: Enter goes on in the next row of the list, and makes it at the end.
// In a row without a word Enter saves, as in any form.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
  const row = event.target.closest?.(".edit-rows[data-quick] ol > li");
  if (!row || !event.target.matches("input:not([type=hidden])")) return;
  const words = [...row.querySelectorAll("input:not([type=hidden])")];
  if (!words.some((input) => input.value.trim())) return;
  event.preventDefault();
  const next = row.nextElementSibling?.querySelector("input:not([type=hidden])");
  if (next) next.focus();
  else row.parentElement.nextElementSibling.querySelector("button[name$='-add']").click();
});
