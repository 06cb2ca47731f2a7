// The days of a trip: what is dragged, or moved by the arrow keys (sorting.js), is saved at once.
"use strict";

{
  let moved = null; // the entry whose handle gets the focus back when the days are drawn anew

  document.addEventListener("sorted", (event) => {
    const { item, to } = event.detail;
    const form = document.getElementById("move-item");
    if (!form || !item.dataset.item) return;
    moved = item.dataset.item;
    let next = item.nextElementSibling;
    while (next && !next.dataset.item) next = next.nextElementSibling;
    const values = { item: moved, day: to.dataset.day, before: next?.dataset.item ?? "" };
    for (const [name, value] of Object.entries(values)) form.elements.namedItem(name).value = value;
    form.requestSubmit();
  });

  document.addEventListener("htmx:load", () => {
    const handle = moved && document.querySelector(`[data-item="${CSS.escape(moved)}"] [data-sort-handle]`);
    if (!handle) return;
    moved = null;
    handle.hidden = false;
    handle.focus({ preventScroll: true });
  });
}
