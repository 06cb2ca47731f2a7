// A text goes to the clipboard with one touch; on the page of the day a note opens where a link leads to it,
// and chosen photos are counted.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue; // the text can be selected
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.copied;
  });
}

document.addEventListener("click", ({ target }) => {
  const note = document.getElementById(target.closest("a[href^='#note-']")?.hash.slice(1));
  if (note) note.open = true;
});

document.addEventListener("change", ({ target }) => {
  if (target.name !== "photos") return;
  const inputs = [...target.form.querySelectorAll("[name=photos]")];
  const words = target.form.querySelector("[data-chosen]");
  const number = inputs.reduce((sum, input) => sum + input.files.length, 0);
  words.hidden = !number;
  words.textContent = words.dataset.chosen.replace("{n}", number);
});
