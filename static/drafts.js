// What is typed is kept in this browser until it is saved: a closed tab, a failed save and an ended session lose nothing.
//
//   <form data-draft="meeting-7" data-draft-version="3"> … {% include "components/draft.html" %}
//
// Without a data-draft-version the form's own field `version` says it.
//
// One draft for each time a page was opened, under the user's number; passwords, files and tokens are never kept.
// A save that the server took (the next page came from it, without an error) forgets the draft; so does a week, the
// sign-in of somebody else and signing out. Rows that the page does not have are drawn by the server, as any button
// of the rows does.
"use strict";

{
  const PREFIX = "draft|";
  const DAYS = 7;
  const LONGEST = 300_000; // characters of one draft
  const MOST = 30;
  const PAUSE = 400; // ms without a key before it is kept
  const NEVER = new Set(["file", "password", "submit", "button", "image", "reset"]);
  const TECHNICAL = /^(version|take|rival|submission)$|-shown$|-INITIAL_FORMS$|-TOTAL_FORMS$/;

  const { user } = document.body.dataset;
  const opened = Date.now().toString(36) + Math.random().toString(36).slice(2, 6);
  const timers = new Map();
  const shown = new WeakMap(); // form: its fields as the server drew them

  // --- the store --------------------------------------------------------------------------------

  const keyOf = (form) => `${PREFIX}${user}|${form.dataset.draft}|${opened}`;

  function all() {
    const found = [];
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
      try {
        found.push({ key, owner: key.split("|")[1], name: key.split("|")[2], ...JSON.parse(localStorage[key]) });
      } catch {
        localStorage.removeItem(key);
      }
    }
    return found.sort((a, b) => b.at - a.at);
  }

  function tidy() {
    const old = Date.now() - DAYS * 24 * 3600 * 1000;
    all().forEach((draft, place) => {
      if (place >= MOST || draft.at < old || (user && draft.owner !== user)) localStorage.removeItem(draft.key);
    });
  }

  function keep(form) {
    clearTimeout(timers.get(form));
    timers.delete(form);
    const fields = fieldsOf(form);
    if (same(fields, shown.get(form))) return localStorage.removeItem(keyOf(form));
    const draft = JSON.stringify({ at: Date.now(), version: Number(form.dataset.draftVersion) || 0, fields });
    try {
      if (draft.length > LONGEST) throw new RangeError("too long");
      localStorage.setItem(keyOf(form), draft);
    } catch {
      delete form.dataset.draft; // no room: leaving the page asks, as without this file
    }
  }

  // --- the fields of a form ---------------------------------------------------------------------

  function controlsOf(form) {
    return [...form.elements].filter((each) => each.name && !NEVER.has(each.type) && each.name !== "csrfmiddlewaretoken");
  }

  function fieldsOf(form) {
    const fields = [];
    for (const control of controlsOf(form)) {
      if (control.type === "checkbox" || control.type === "radio") {
        if (control.checked) fields.push([control.name, control.value]);
      } else if (control.type === "select-multiple") {
        for (const option of control.selectedOptions) fields.push([control.name, option.value]);
      } else fields.push([control.name, control.value.replace(/\r\n?/g, "\n")]);
    }
    return fields;
  }

  const typed = (fields) => fields.filter(([name, value]) => value !== "" && !TECHNICAL.test(name));
  const same = (some, others) => JSON.stringify(typed(some)) === JSON.stringify(typed(others ?? []));

  function differences(some, others) {
    const known = new Map();
    for (const each of typed(others).map(String)) known.set(each, (known.get(each) ?? 0) + 1);
    let number = 0;
    for (const each of typed(some).map(String)) {
      if (known.get(each)) known.set(each, known.get(each) - 1);
      else number += 1;
    }
    return Math.max(number, [...known.values()].reduce((sum, each) => sum + each, 0));
  }

  // --- giving back ------------------------------------------------------------------------------

  function offer(form) {
    const current = fieldsOf(form);
    const drafts = all().filter((each) => each.owner === user && each.name === form.dataset.draft && each.key !== keyOf(form));
    const draft = drafts.find((each) => !same(each.fields, current));
    for (const each of drafts) if (same(each.fields, current)) localStorage.removeItem(each.key);
    const template = form.querySelector("template[data-draft-offer]");
    if (!draft || !template) return;
    const box = template.content.firstElementChild.cloneNode(true);
    const time = new Date(draft.at);
    const format = { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" };
    box.querySelector("time").textContent = time.toLocaleString(document.documentElement.lang, format);
    box.querySelector("time").dateTime = time.toISOString();
    box.querySelector("[data-number]").textContent = differences(draft.fields, current);
    box.querySelector("[data-moved]").hidden = draft.version >= (Number(form.dataset.draftVersion) || 0);
    box.querySelector("[data-restore]").addEventListener("click", async () => {
      const given = await restore(form, draft);
      box.querySelector("[data-failed]").hidden = given;
      if (!given) return;
      box.remove();
      localStorage.removeItem(draft.key);
      keep(form);
      form.dispatchEvent(new Event("input", { bubbles: true }));
      form.scrollIntoView({ block: "start" });
    });
    box.querySelector("[data-discard]").addEventListener("click", () => {
      localStorage.removeItem(draft.key);
      box.remove();
      offer(form);
    });
    form.prepend(box);
    const fold = form.closest("details");
    if (fold) fold.open = true;
  }

  async function restore(form, draft) {
    const names = (fields) => JSON.stringify([...new Set(fields.map(([name]) => name))].sort());
    const plain = controlsOf(form).filter((each) => !["checkbox", "radio", "select-multiple"].includes(each.type));
    const toggles = new Set(controlsOf(form).filter((each) => !plain.includes(each)).map((each) => each.name));
    const isAsDrawn = names(plain.map((each) => [each.name])) === names(draft.fields.filter(([name]) => !toggles.has(name)));
    const hasRows = plain.some((each) => each.name.endsWith("-TOTAL_FORMS"));
    if (hasRows && !isAsDrawn) return redraw(form, draft);
    fill(form, draft.fields);
    return true;
  }

  function fill(form, fields) {
    const values = new Map();
    for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
    for (const control of controlsOf(form)) {
      const given = values.get(control.name) ?? [];
      if (control.type === "checkbox" || control.type === "radio") control.checked = given.includes(control.value);
      else if (control.type === "select-multiple") {
        for (const option of control.options) option.selected = given.includes(option.value);
      } else if (given.length) control.value = given.shift();
      else continue;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  // The server draws the page as it was typed; nothing is saved.
  async function redraw(form, draft) {
    const body = new URLSearchParams(draft.fields);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("draft-add", "");
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const drawn = page.querySelector(`form[data-draft="${CSS.escape(form.dataset.draft)}"]`);
      if (!drawn) return false;
      form.replaceChildren(...drawn.children);
      form.dataset.draftVersion = drawn.dataset.draftVersion ?? "";
      window.htmx?.process(form);
      document.dispatchEvent(new Event("redrawn"));
      return true;
    } catch {
      return false;
    }
  }

  // --- saved or not -----------------------------------------------------------------------------

  const SENT = "draft-sent";
  const unsaved = new Set(); // forms that came back as they were typed
  const here = () => location.href.split("#")[0];

  function judgeSent() {
    const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "null");
    sessionStorage.removeItem(SENT);
    if (!sent || !user || document.referrer !== sent.url) return;
    const form = document.querySelector(`form[data-draft="${CSS.escape(sent.name)}"]`);
    const [navigation] = performance.getEntriesByType("navigation");
    const isRefused = navigation?.responseStatus >= 400 || document.querySelector("[data-failed-page]");
    if (!isRefused && (!form || Number(form.dataset.draftVersion) > sent.version)) return localStorage.removeItem(sent.key);
    unsaved.add(form);
    if (form && holds(form, sent.key)) localStorage.removeItem(sent.key); // it is all here: this page keeps it from now on
  }

  function holds(form, key) {
    const draft = all().find((each) => each.key === key);
    const current = new Set(fieldsOf(form).map(String));
    return Boolean(draft) && typed(draft.fields).every((each) => current.has(String(each)));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.draft) {
      keep(form);
      const sent = { key: keyOf(form), name: form.dataset.draft, url: here(), version: Number(form.dataset.draftVersion) || 0 };
      sessionStorage.setItem(SENT, JSON.stringify(sent));
    }
    if (form.hasAttribute("data-signs-out")) signOut(event);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[href]")) sessionStorage.removeItem(SENT);
  });

  function signOut(event) {
    const waits = Object.keys(localStorage).some((key) => key.startsWith(`session|${user}|`)); // static/sessionlog.js
    if (waits && !window.confirm(event.target.dataset.signsOutWaiting)) return event.preventDefault();
    for (const form of timers.keys()) keep(form);
    const own = all().filter((each) => each.owner === user);
    if (own.length && !window.confirm(event.target.dataset.signsOut)) event.preventDefault();
    else own.forEach((each) => localStorage.removeItem(each.key));
  }

  // --- while somebody types ---------------------------------------------------------------------

  function noticed(event) {
    const form = event.target.closest?.("form[data-draft]");
    if (!form || !shown.has(form)) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keep(form), PAUSE));
  }
  function keepWaiting() {
    for (const form of [...timers.keys()]) keep(form);
  }

  function canKeep() {
    try {
      tidy();
      judgeSent();
      return Boolean(user);
    } catch {
      return false;
    }
  }

  const forms = document.querySelectorAll("form[data-draft]");
  if (canKeep()) {
    for (const form of forms) {
      form.dataset.draftVersion ??= form.elements.version?.value ?? "";
      shown.set(form, unsaved.has(form) ? [] : fieldsOf(form));
      offer(form);
      keep(form);
    }
    document.addEventListener("input", noticed);
    document.addEventListener("change", noticed);
    document.addEventListener("htmx:afterSettle", noticed);
    window.addEventListener("pagehide", keepWaiting);
    document.addEventListener("visibilitychange", () => document.hidden && keepWaiting());
    window.addEventListener("pageshow", (event) => event.persisted && sessionStorage.removeItem(SENT));
  } else {
    for (const form of forms) delete form.dataset.draft; // leaving the page asks
  }
}
