// The programme of a forum: a session or talk that is dragged, or moved by the arrow keys (sorting.js), goes there
// at once. What stands beside it comes anew from the portal, with the times that follow; the focus stays on it.
"use strict";

{
  let moved = null; // the row whose handle gets the focus back

  document.addEventListener("sorted", ({ detail: { item, to, index } }) => {
    const form = document.getElementById("moves");
    if (!form || !item.dataset.move) return;
    moved = item.dataset.key;
    const go = form.querySelector("[data-go]");
    go.setAttribute("formaction", item.dataset.move);
    go.value = index;
    form.elements.namedItem("session").value = to.dataset.session ?? "";
    go.click(); // requestSubmit does not tell htmx by which button
  });

  document.addEventListener("htmx:load", () => {
    const handle = moved && document.querySelector(`[data-key="${CSS.escape(moved)}"] [data-sort-handle]`);
    if (!handle) return;
    moved = null;
    handle.hidden = false;
    handle.focus({ preventScroll: true });
  });
}
