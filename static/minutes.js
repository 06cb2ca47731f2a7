// Lines of minutes typed as an outline, over the plain rows of the form: what is saved is what the rows say.
//
//   <ol data-outline="points" data-deepest="5" data-most="500"> <li class="in-0">… and <template id="blank-point">
//
// Enter splits, Tab and Shift+Tab change the level of a line and all below it, Alt+arrows move them,
// Alt+1 to 4 set the kind, Escape lets the next Tab leave. Pasted lines become rows (static/outline.js).
"use strict";

{
  const KINDS = { Digit1: 0, Digit2: 1, Digit3: 2, Digit4: 3 };
  const GROWS = CSS.supports("field-sizing", "content");
  let leaving = false;
  let shift = false;

  const rowOf = (element) => element.closest?.("[data-outline] > li") ?? null;
  const rowsOf = (list) => [...list.children];
  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const textOf = (row) => part(row, "text_ko");
  const levelOf = (row) => Number(part(row, "level").value) || 0;
  const sheetOf = (list) => list.closest("section");
  const isText = (element) => element.matches?.("[data-outline] textarea[name$='-text_ko']") ?? false;

  // --- the rows ---------------------------------------------------------------------------------

  function setLevel(row, level) {
    part(row, "level").value = level;
    row.className = `in-${level}`;
    row.querySelector(".lv").className = `lv lv-${level}`;
  }

  // The line and the lines below it.
  function branch(row) {
    const found = [row];
    for (let next = row.nextElementSibling; next && levelOf(next) > levelOf(row); next = next.nextElementSibling) found.push(next);
    return found;
  }

  function newRow(list, level, text) {
    const row = document.getElementById("blank-point").content.firstElementChild.cloneNode(true);
    setLevel(row, level);
    textOf(row).value = text;
    return row;
  }

  // Names and numbers are set when typing pauses, and before anything is sent or kept.
  let waiting = 0;
  const stale = new Set();

  function renumberSoon(list) {
    stale.add(list);
    clearTimeout(waiting);
    waiting = setTimeout(renumberNow, 150);
  }

  function renumberNow() {
    clearTimeout(waiting);
    for (const list of stale) renumber(list);
    stale.clear();
  }
  for (const event of ["submit", "click", "visibilitychange"]) document.addEventListener(event, renumberNow, true);
  window.addEventListener("pagehide", renumberNow, true);

  function renumber(list) {
    const { outline: prefix } = list.dataset;
    const numbered = new RegExp(`\\b${prefix}-(?:\\d+|__prefix__)-`);
    rowsOf(list).forEach((row, number) => {
      if (row.dataset.number === String(number)) return;
      row.dataset.number = number;
      for (const element of row.querySelectorAll("[name], [id], [for]")) {
        for (const name of ["name", "id", "for", "aria-describedby"]) {
          const value = element.getAttribute(name);
          if (value) element.setAttribute(name, value.replace(numbered, `${prefix}-${number}-`));
        }
        if (element.localName === "button") element.value = number;
      }
      for (const label of row.querySelectorAll(".sr-only")) label.textContent = label.textContent.replace(/\d+/, number + 1);
    });
    sheetOf(list).querySelector(`[name="${prefix}-TOTAL_FORMS"]`).value = list.children.length;
  }

  // A line stands at most one step deeper than the line above it.
  function straighten(list) {
    let deepest = 0;
    for (const row of rowsOf(list)) {
      if (levelOf(row) > deepest) setLevel(row, deepest);
      deepest = Math.min(levelOf(row) + 1, Number(list.dataset.deepest));
    }
  }

  function changed(list) {
    straighten(list);
    renumberSoon(list);
    count(list);
    list.dispatchEvent(new Event("input", { bubbles: true })); // the page holds unsaved work
  }

  function count(list) {
    sheetOf(list).querySelector("[data-count]").textContent = rowsOf(list).filter((row) => textOf(row).value.trim()).length;
  }

  function say(list, text) {
    sheetOf(list).querySelector("[data-said]").textContent = text;
  }

  function notice(list, text, undo) {
    const box = sheetOf(list).querySelector("[data-notice]");
    box.hidden = !text;
    const words = box.querySelector("p");
    words.textContent = text;
    if (!undo) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn xsmall";
    button.textContent = list.dataset.saysUndo;
    button.addEventListener("click", () => {
      undo();
      notice(list, "");
    });
    words.append(" ", button);
  }

  function focus(row, at = textOf(row).value.length) {
    const text = textOf(row);
    text.focus();
    text.setSelectionRange(at, at);
  }

  function hasRoom(list, more = 1) {
    const most = Number(list.dataset.most);
    const room = list.children.length + more <= most;
    if (!room) notice(list, list.dataset.saysFull);
    return room;
  }

  // --- what keys and buttons do -----------------------------------------------------------------

  function split(row, text) {
    const list = row.parentElement;
    if (!hasRoom(list)) return;
    const [before, after] = [text.value.slice(0, text.selectionStart), text.value.slice(text.selectionEnd)];
    if (!before && after) {
      row.before(newRow(list, levelOf(row), ""));
      changed(list);
      return focus(row, 0);
    }
    if (!before && !after && levelOf(row)) return outdent(row);
    const isParent = branch(row).length > 1;
    const made = newRow(list, levelOf(row) + (isParent && !after ? 1 : 0), after);
    text.value = before;
    row.after(made);
    changed(list);
    grow(text);
    focus(made, 0);
  }

  function addBelow(row) {
    const list = row.parentElement;
    if (!hasRoom(list)) return;
    const made = newRow(list, levelOf(row), "");
    branch(row).at(-1).after(made);
    changed(list);
    focus(made);
  }

  function indent(row) {
    const list = row.parentElement;
    const above = row.previousElementSibling;
    const lines = branch(row);
    const deepest = Math.max(...lines.map(levelOf));
    if (!above || levelOf(row) > levelOf(above) || deepest >= Number(list.dataset.deepest)) return false;
    for (const line of lines) setLevel(line, levelOf(line) + 1);
    levelled(row);
    return true;
  }

  function outdent(row) {
    if (!levelOf(row)) return false;
    for (const line of branch(row)) setLevel(line, levelOf(line) - 1);
    levelled(row);
    return true;
  }

  function levelled(row) {
    const list = row.parentElement;
    changed(list);
    say(list, list.dataset.saysLevel.replace("{level}", levelOf(row) + 1));
  }

  function move(row, by) {
    const list = row.parentElement;
    const lines = branch(row);
    if (by < 0) {
      let before = row.previousElementSibling;
      while (before && levelOf(before) > levelOf(row)) before = before.previousElementSibling;
      if (!before || levelOf(before) < levelOf(row)) return;
      before.before(...lines);
    } else {
      const after = lines.at(-1).nextElementSibling;
      if (!after || levelOf(after) < levelOf(row)) return;
      branch(after).at(-1).after(...lines);
    }
    changed(list);
    row.scrollIntoView({ block: "nearest" });
  }

  // The line alone: what stood below it stays, one step further out where it must.
  function remove(row) {
    const list = row.parentElement;
    const { value } = textOf(row);
    const levels = rowsOf(list).map((each) => [each, levelOf(each)]);
    const [above, next] = [row.previousElementSibling, row.nextElementSibling];
    row.remove();
    if (!list.children.length) list.append(newRow(list, 0, ""));
    changed(list);
    focus(above ?? next ?? list.firstElementChild);
    const undo = () => {
      if (next?.isConnected) next.before(row);
      else list.append(row);
      delete row.dataset.number;
      for (const [each, level] of levels) setLevel(each, level);
      changed(list);
      focus(row);
    };
    if (value.trim() || part(row, "text_ja").value.trim()) notice(list, list.dataset.saysRemoved, undo);
  }

  function join(row) {
    const above = row.previousElementSibling;
    if (!above || part(row, "text_ja").value.trim()) return false;
    const [text, at] = [textOf(above), textOf(above).value.length];
    text.value += textOf(row).value;
    const list = row.parentElement;
    row.remove();
    changed(list);
    grow(text);
    focus(above, at);
    return true;
  }

  function setKind(row, number) {
    const kind = part(row, "kind");
    kind.selectedIndex = number;
    kind.dispatchEvent(new Event("change", { bubbles: true }));
    say(row.parentElement, kind.selectedOptions[0].text);
  }

  // --- many lines at once -----------------------------------------------------------------------

  // Into an empty line, or under the line with all that stands below it.
  function insert(list, row, lines) {
    const isEmpty = row && !textOf(row).value.trim();
    if (!hasRoom(list, lines.length - (isEmpty ? 1 : 0))) return false;
    const [base, deepest] = [row ? levelOf(row) : 0, Number(list.dataset.deepest)];
    let at = row && (isEmpty ? row : branch(row).at(-1));
    lines.forEach(([level, text], number) => {
      const depth = Math.min(base + level, deepest);
      if (isEmpty && number === 0) textOf(row).value = text;
      else {
        const made = newRow(list, depth, text);
        if (at) at.after(made);
        else list.append(made);
        at = made;
      }
    });
    const flattened = lines.filter(([level]) => base + level > deepest).length;
    notice(list, flattened ? list.dataset.saysDeep.replace("{number}", flattened) : "");
    changed(list);
    rowsOf(list).forEach((each) => grow(textOf(each)));
    focus(at ?? list.lastElementChild);
    return true;
  }

  document.addEventListener("paste", (event) => {
    if (!isText(event.target)) return;
    const plain = event.clipboardData.getData("text/plain");
    const lines = outline.levelled(outline.plain(event.clipboardData.getData("text/html")) || plain);
    const row = rowOf(event.target);
    const isMarked = lines.length === 1 && !event.target.value && lines[0][1] !== plain.trim();
    if (lines.length < 2 && !isMarked) return;
    event.preventDefault();
    insert(row.parentElement, row, lines);
  });

  function takePasted(list) {
    const box = sheetOf(list).querySelector(`[name="${list.dataset.outline}-pasted"]`);
    const lines = outline.levelled(box.value);
    const last = list.lastElementChild;
    const row = last && !textOf(last).value.trim() && !levelOf(last) ? last : null;
    if (lines.length && insert(list, row, lines)) box.value = "";
  }

  // --- events -----------------------------------------------------------------------------------

  document.addEventListener("keydown", (event) => {
    shift = event.shiftKey;
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") return saveAndStay(event);
    if (!isText(event.target) || event.isComposing || event.ctrlKey || event.metaKey) return;
    const [row, text] = [rowOf(event.target), event.target];
    const isLeaving = leaving;
    if (event.key !== "Shift") leaving = event.key === "Escape";
    const isDone = event.altKey ? withAlt(event, row, text) : plainly(event, row, text, isLeaving);
    if (isDone) event.preventDefault();
  });

  function withAlt(event, row, text) {
    if (event.code in KINDS) setKind(row, KINDS[event.code]);
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const at = text.selectionStart;
      move(row, event.key === "ArrowUp" ? -1 : 1);
      focus(row, at);
    } else return false;
    return true;
  }

  function plainly(event, row, text, isLeaving) {
    if (event.key === "Tab" && !isLeaving) return event.shiftKey ? outdent(row) : indent(row);
    const isAtStart = text.selectionStart === 0 && text.selectionEnd === 0;
    if (event.key === "Backspace" && isAtStart) {
      if (text.value || part(row, "text_ja").value) return join(row);
      if (row.parentElement.children.length > 1) remove(row);
      return true;
    }
    if (event.key === "ArrowUp" && (isAtStart || isOneLine(text)) && row.previousElementSibling) {
      focus(row.previousElementSibling);
      return true;
    }
    const isAtEnd = text.selectionStart === text.value.length;
    if (event.key === "ArrowDown" && (isAtEnd || isOneLine(text)) && row.nextElementSibling) {
      focus(row.nextElementSibling);
      return true;
    }
    return false;
  }

  const isOneLine = (text) => text.clientHeight < 2.5 * parseFloat(getComputedStyle(text).fontSize) + 12;

  function saveAndStay(event) {
    const button = document.querySelector("form.minutes button[name='stay']");
    if (!button) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  }

  // A line break is asked for in one way by every keyboard and input method; the shifted one stays in the text.
  document.addEventListener("beforeinput", (event) => {
    if (shift || !["insertLineBreak", "insertParagraph"].includes(event.inputType)) return;
    const row = rowOf(event.target);
    if (!row) return;
    event.preventDefault();
    if (isText(event.target)) return split(row, event.target);
    const next = row.nextElementSibling;
    if (next) part(next, "text_ja").focus();
  });

  document.addEventListener("focusout", () => {
    leaving = false;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#points button[type='submit']");
    const list = button && sheetOf(button)?.querySelector("[data-outline]");
    if (!list || !button.name.startsWith(`${list.dataset.outline}-`)) return;
    event.preventDefault();
    const action = button.name.slice(list.dataset.outline.length + 1);
    const row = rowOf(button);
    if (row) button.closest("details[open]")?.removeAttribute("open");
    if (!row) return button.value === "pasted" ? takePasted(list) : addAtEnd(list);
    ({ add: addBelow, up: (each) => move(each, -1), down: (each) => move(each, 1), remove, indent, outdent })[action](row);
    if (row.isConnected && action !== "add") focus(row);
  }, true);

  function addAtEnd(list) {
    if (!hasRoom(list)) return;
    list.append(newRow(list, 0, ""));
    changed(list);
    focus(list.lastElementChild);
  }

  function grow(text) {
    if (GROWS) return;
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  }

  document.addEventListener("input", (event) => {
    if (!isText(event.target)) return;
    grow(event.target);
    count(rowOf(event.target).parentElement);
  });

  function begin() {
    for (const list of document.querySelectorAll("[data-outline]")) {
      rowsOf(list).forEach((row, number) => (row.dataset.number = number));
      sheetOf(list).querySelector(".keys").hidden = false;
      if (!GROWS) rowsOf(list).forEach((row) => grow(textOf(row)));
    }
  }
  begin();
  document.addEventListener("redrawn", begin); // by static/drafts.js
}
