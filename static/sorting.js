// Order by hand: drag an item by its handle with mouse, pen or finger, or press the arrow keys on the handle.
//
//   <ol data-sortable data-sort-said="{place} / {total}">
//     <li><button type="button" data-sort-handle hidden>…</button> …</li>
//
// data-sort-said                     what is read out after a move; {list} is the list's data-sort-name
// data-sortable-group="days"         lists of one group exchange items, the arrow keys cross the border
// data-sort-field, data-sort-value   an item that comes into this list gets the value in its field of that name
//
// After a move the list sends `sorted`, which bubbles (detail: item, from, to, index). Rows of a RowSet are
// numbered anew, so that what is saved is what is seen. Handles are hidden until this file runs.
"use strict";

{
  const EDGE = 96; // px from the window's edge where the page begins to scroll
  const SLACK = 4; // px that a press may tremble without being a drag
  const MARKS = ["sort-before", "sort-after", "sort-into"];
  const said = document.createElement("p");
  let drag = null;

  said.className = "sr-only";
  said.setAttribute("role", "status");
  document.body.append(said);

  const itemOf = (handle) => handle.closest("[data-sortable] > *");
  const itemsOf = (list) => [...list.children].filter((child) => child.querySelector("[data-sort-handle]"));
  const handleOf = (item) => item.querySelector("[data-sort-handle]");

  function listsWith(list) {
    const group = list.dataset.sortableGroup;
    return group ? [...document.querySelectorAll(`[data-sortable-group="${CSS.escape(group)}"]`)] : [list];
  }

  // --- a move, however it was asked for ---------------------------------------------------

  function move(item, to, before) {
    const from = item.parentElement;
    if (before === item || (from === to && nextOf(item) === before)) return;
    to.insertBefore(item, before ?? null);
    if (to !== from) setField(item, to);
    renumber(to);
    const items = itemsOf(to);
    const index = items.indexOf(item);
    const words = { place: index + 1, total: items.length, list: to.dataset.sortName ?? "" };
    said.textContent = (to.dataset.sortSaid ?? "").replace(/\{(\w+)\}/g, (all, word) => words[word] ?? all);
    handleOf(item).focus({ preventScroll: true });
    handleOf(item).dispatchEvent(new Event("input", { bubbles: true })); // the page holds unsaved work
    to.dispatchEvent(new CustomEvent("sorted", { bubbles: true, detail: { item, from, to, index } }));
  }

  function nextOf(item) {
    const items = itemsOf(item.parentElement);
    return items[items.indexOf(item) + 1] ?? null;
  }

  function setField(item, list) {
    const { sortField, sortValue } = list.dataset;
    if (!sortField) return;
    const field = item.querySelector(`[name$="-${CSS.escape(sortField)}"]`);
    if (!field) return;
    field.value = sortValue;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // --- the rows of a form -----------------------------------------------------------------

  function renumber(list) {
    const sheet = list.closest(".edit-rows");
    if (!sheet) return;
    const prefix = sheet.id.replace(/-rows$/, "");
    const rows = [...sheet.querySelectorAll("[data-sortable]")].flatMap(itemsOf);
    // First to numbers that nobody has: two radio groups of one name would lose a choice.
    rows.forEach((row, number) => rename(row, new RegExp(`(^|\\W|_)(${prefix})-\\d+-`, "g"), `~${number}`));
    rows.forEach((row, number) => {
      rename(row, new RegExp(`(^|\\W|_)(${prefix})-~\\d+-`, "g"), number);
      for (const text of row.querySelectorAll("legend, .tools .sr-only")) {
        if (!text.closest("fieldset fieldset")) text.textContent = text.textContent.replace(/\d+/, number + 1);
      }
      for (const action of ["up", "down", "remove"]) {
        const button = row.querySelector(`button[name="${prefix}-${action}"]`);
        if (button) button.value = number;
      }
    });
    for (const each of sheet.querySelectorAll("[data-sortable]")) showWays(each, prefix);
  }

  function rename(row, pattern, number) {
    for (const element of row.querySelectorAll("*")) {
      for (const attribute of element.attributes) {
        if (attribute.name !== "value" && attribute.value.includes("-")) {
          const value = attribute.value.replace(pattern, `$1$2-${number}-`);
          if (value !== attribute.value) element.setAttribute(attribute.name, value);
        }
      }
    }
  }

  function showWays(list, prefix) {
    const lists = listsWith(list);
    const items = itemsOf(list);
    items.forEach((item, place) => {
      const up = item.querySelector(`button[name="${prefix}-up"]`);
      const down = item.querySelector(`button[name="${prefix}-down"]`);
      if (up) up.hidden = place === 0 && list === lists[0];
      if (down) down.hidden = place === items.length - 1 && list === lists.at(-1);
    });
  }

  // --- keys -------------------------------------------------------------------------------

  const STEPS = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

  function step(item, by) {
    const list = item.parentElement;
    const items = itemsOf(list);
    const place = items.indexOf(item) + by;
    if (items[place]) return move(item, list, by < 0 ? items[place] : items[place + 1] ?? null);
    const lists = listsWith(list);
    const next = lists[lists.indexOf(list) + by];
    if (next) move(item, next, by < 0 ? null : itemsOf(next)[0] ?? null);
  }

  document.addEventListener("keydown", (event) => {
    if (drag && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      return end(false);
    }
    const handle = event.target.closest?.("[data-sort-handle]");
    if (!handle || drag || event.altKey || event.ctrlKey || event.metaKey || !(event.key in STEPS)) return;
    event.preventDefault();
    const item = itemOf(handle);
    step(item, STEPS[event.key]);
    item.scrollIntoView({ block: "nearest" });
  }, true);

  // --- mouse, pen, finger -----------------------------------------------------------------

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-sort-handle]");
    if (!handle || drag || event.button !== 0 || !event.isPrimary) return;
    const { pointerId, clientX: x, clientY: y } = event;
    drag = { handle, item: itemOf(handle), pointerId, x, y, left: x + window.scrollX, top: y + window.scrollY };
    handle.setPointerCapture(pointerId);
  });

  document.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.pointerId) return;
    [drag.x, drag.y] = [event.clientX, event.clientY];
    const far = Math.hypot(drag.x + window.scrollX - drag.left, drag.y + window.scrollY - drag.top) > SLACK;
    if (!drag.moving && far) begin();
    if (drag.moving) follow();
  });
  document.addEventListener("pointerup", (event) => event.pointerId === drag?.pointerId && end(true));
  document.addEventListener("pointercancel", (event) => event.pointerId === drag?.pointerId && end(false));
  document.addEventListener("lostpointercapture", (event) => event.pointerId === drag?.pointerId && end(false));

  function begin() {
    drag.moving = true;
    drag.item.classList.add("sorting");
    document.documentElement.classList.add("is-sorting");
    requestAnimationFrame(scrollAtEdges);
  }

  function follow() {
    if (!drag.item.isConnected) return end(false);
    const [right, down] = [drag.x + window.scrollX - drag.left, drag.y + window.scrollY - drag.top];
    drag.item.style.transform = `translate(${right}px, ${down}px)`;
    unmark();
    drag.goal = goalAt(drag.x, drag.y);
    const { list, before } = drag.goal;
    if (list === drag.item.parentElement && before === nextOf(drag.item)) return;
    const others = othersIn(list);
    list.classList.toggle("across", isAcross(others));
    if (before) before.classList.add("sort-before");
    else (others.at(-1) ?? list).classList.add(others.length ? "sort-after" : "sort-into");
  }

  const othersIn = (list) => itemsOf(list).filter((item) => item !== drag.item);

  // Whether items stand side by side; a grid of one column on a phone is a list.
  function isAcross([first, second]) {
    if (!second) return false;
    const [a, b] = [first.getBoundingClientRect(), second.getBoundingClientRect()];
    return b.left >= a.right || a.left >= b.right;
  }

  function goalAt(x, y) {
    const distance = (box) => Math.max(box.top - y, y - box.bottom, 0) + Math.max(box.left - x, x - box.right, 0);
    const [list] = listsWith(drag.item.parentElement)
      .map((each) => [each, distance(each.getBoundingClientRect())])
      .reduce((nearest, each) => (each[1] < nearest[1] ? each : nearest));
    const others = othersIn(list);
    const across = isAcross(others);
    const before = others.find((item) => {
      const box = item.getBoundingClientRect();
      if (!across) return y < box.top + box.height / 2;
      return y < box.top || (y < box.bottom && x < box.left + box.width / 2);
    });
    return { list, before: before ?? null };
  }

  function scrollAtEdges() {
    if (!drag?.moving) return;
    const down = Math.max(drag.y - (window.innerHeight - EDGE), 0) - Math.max(EDGE - drag.y, 0);
    if (down) {
      window.scrollBy({ top: Math.max(-24, Math.min(24, down / 4)), behavior: "instant" });
      follow();
    }
    requestAnimationFrame(scrollAtEdges);
  }

  function unmark() {
    for (const marked of document.querySelectorAll(MARKS.map((mark) => `.${mark}`).join())) {
      marked.classList.remove(...MARKS);
    }
  }

  function end(isDropped) {
    const { item, moving, goal } = drag;
    drag = null;
    unmark();
    document.documentElement.classList.remove("is-sorting");
    item.classList.remove("sorting");
    item.style.removeProperty("transform");
    if (isDropped && moving && goal && item.isConnected) move(item, goal.list, goal.before);
  }

  // --- handles appear with this file, also in what htmx draws later -------------------------

  function show(root) {
    for (const handle of root.querySelectorAll("[data-sort-handle][hidden]")) handle.hidden = false;
  }
  show(document);
  document.addEventListener("htmx:load", (event) => show(event.detail.elt.parentElement ?? document));
  document.addEventListener("redrawn", () => show(document)); // by static/drafts.js
  document.addEventListener("added", (event) => { // a row, by static/rows.js
    show(event.target);
    renumber(event.target);
  });
}
