// Rows that are typed one after the other: Enter goes on in the next row of the list, and makes it at the end.
// In a row without a word Enter saves, as in any form. A new row comes from the page's own template: the cursor
// stands in it before the next key.
"use strict";

{
  const SHEET = ".edit-rows[data-quick]";
  const WORDS = "input:not([type=hidden])";

  function addRow(list) {
    const sheet = list.closest(SHEET);
    const total = sheet.querySelector("[name$='-TOTAL_FORMS']");
    const template = document.createElement("template");
    template.innerHTML = sheet.querySelector("template[data-row]").innerHTML.replaceAll("__prefix__", total.value);
    const row = template.content.firstElementChild;
    total.value = Number(total.value) + 1;
    const group = list.dataset.sortField && row.querySelector(`[name$="-${CSS.escape(list.dataset.sortField)}"]`);
    if (group) group.value = list.dataset.sortValue;
    list.append(row);
    window.htmx?.process(row);
    list.dispatchEvent(new Event("added", { bubbles: true }));
    row.querySelector(WORDS).focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
    const row = event.target.closest?.(`${SHEET} ol > li`);
    if (!row || !event.target.matches(WORDS)) return;
    if (![...row.querySelectorAll(WORDS)].some((input) => input.value.trim())) return;
    event.preventDefault();
    const next = row.nextElementSibling?.querySelector(WORDS);
    if (next) next.focus();
    else addRow(row.parentElement);
  });

  // Before htmx hears of it: nothing has to be asked of the server.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(`${SHEET} button[name$="-add"]`);
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    addRow((button.closest(".group") ?? button.closest(SHEET)).querySelector("ol"));
  }, true);
}
