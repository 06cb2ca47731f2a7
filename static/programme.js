// The programme of a forum: a session or talk that is dragged, or moved by the arrow keys (sorting.js), goes there
// at once. What stands beside it comes anew from the portal, with the times that follow; the focus stays on it.
"use strict";

{
  let moved = null; // the row whose handle gets the focus back

  document.addEventListener("sorted", ({ detail: { item, to, index } }) => {
    const form = item.querySelector("[data-sort-handle]").form;
    if (!form || !item.dataset.key) return;
    moved = item.dataset.key;
    const values = { to: index, session: to.dataset.session ?? "" };
    for (const [name, value] of Object.entries(values)) form.elements.namedItem(name).value = value;
    form.requestSubmit();
  });

  document.addEventListener("htmx:load", () => {
    const handle = moved && document.querySelector(`[data-key="${CSS.escape(moved)}"] [data-sort-handle]`);
    if (!handle) return;
    moved = null;
    handle.hidden = false;
    handle.focus({ preventScroll: true });
  });
}
