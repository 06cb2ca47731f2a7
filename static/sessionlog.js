// A session log without a network: what is submitted waits on this device and goes out when there is one again.
//
//   <section data-queue="/address/">…</section>   on every page of the log, and the first page
//   <form data-log data-draft="session-log">…</form>
//
// Each page carries a key (`submission`), so that what was sent twice is one session. Files do not wait.
"use strict";

{
  const PREFIX = "session|";
  const PATIENCE = 20_000; // ms for an answer, and longer with files
  const WITH_FILES = 180_000;
  const AWAY = [401, 403]; // signed out, or signed in anew since the page was drawn
  const REFUSED = 422;

  const { user } = document.body.dataset;
  const root = document.querySelector("[data-queue]");
  const list = root.querySelector("ul");
  const form = document.querySelector("form[data-log]");
  const said = new Set(); // of this page: kept, files, full
  const sent = new Map(); // key: [title, address]
  let sending = "";

  // --- the store --------------------------------------------------------------------------------

  const nameOf = (key) => `${PREFIX}${user}|${key}`;
  const save = (key, entry) => localStorage.setItem(nameOf(key), JSON.stringify(entry));
  const drop = (key) => localStorage.removeItem(nameOf(key));
  const isOpen = (key) =>
    form && !form.hidden && form.elements.submission.value === key && form.querySelector(".form-hint-invalid") !== null;

  function waiting() {
    const own = Object.keys(localStorage).filter((each) => each.startsWith(nameOf("")));
    const entries = own.map((each) => ({ key: each.slice(nameOf("").length), ...JSON.parse(localStorage[each]) }));
    return entries.filter((each) => !isOpen(each.key)).sort((a, b) => a.at - b.at);
  }

  // --- sending ----------------------------------------------------------------------------------

  // {state, url}: sent, refused, signin (kept until somebody signs in), or waiting for the network
  async function post(address, body) {
    const signal = AbortSignal.timeout([...body.values()].some((each) => each.size) ? WITH_FILES : PATIENCE);
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, signal });
      if (AWAY.includes(answer.status) || answer.redirected) return { state: "signin" };
      if (answer.status === REFUSED) return { state: "refused" };
      return answer.ok ? { state: "sent", ...(await answer.json()) } : { state: "waiting" };
    } catch {
      return { state: "waiting" };
    }
  }

  async function sendAll() {
    if (sending) return;
    for (const { key, state, ...entry } of waiting()) {
      if (state === "refused") continue;
      sending = key;
      show();
      const body = new FormData();
      for (const [name, value] of [...entry.fields, ["queued", "1"]]) body.append(name, value);
      const answer = await post(root.dataset.queue, body);
      if (answer.state === "sent") {
        sent.set(key, [entry.title, answer.url]);
        drop(key);
      } else save(key, { ...entry, state: answer.state });
      sending = "";
      if (answer.state === "waiting" || answer.state === "signin") break;
    }
    show();
  }

  // --- what is said -----------------------------------------------------------------------------

  function show() {
    const lines = waiting();
    const states = new Set([...said, ...lines.map((each) => each.state)]);
    root.hidden = !lines.length && !sent.size && !said.has("full");
    for (const part of root.querySelectorAll("[data-any]")) part.hidden = !states.has(part.dataset.any);
    list.replaceChildren(
      ...[...sent].map(([key, [title, url]]) => line({ key, title, url, state: "sent" })),
      ...lines.map((each) => line(each.key === sending ? { ...each, state: "sending" } : each)),
    );
  }

  function line({ key, title, url, state, fields }) {
    const row = root.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-title]").textContent = title;
    for (const part of row.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
    if (url) row.querySelector("a").href = url;
    row.querySelector("[data-open]").addEventListener("click", () => open(key, title, fields));
    row.querySelector("[data-discard]").addEventListener("click", ({ target }) => {
      if (!window.confirm(target.dataset.discard)) return;
      drop(key);
      show();
    });
    return row;
  }

  // The server draws the page as it was typed, with its reasons.
  function open(key, title, fields) {
    save(key, { at: Date.now(), title, fields, state: "waiting" });
    const page = document.createElement("form");
    page.method = "post";
    page.action = root.dataset.queue;
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const [name, value] of [...fields, ["csrfmiddlewaretoken", token]]) {
      const field = document.createElement("textarea"); // keeps the ends of lines
      field.name = name;
      field.value = value;
      page.append(field);
    }
    page.hidden = true;
    document.body.append(page);
    page.submit();
  }

  // --- the form ---------------------------------------------------------------------------------

  function titleOf() {
    const firm = form.querySelector("[name=firm]:checked");
    const name = firm && firm.value !== "new" ? form.querySelector(`label[for="${firm.id}"]`).textContent.trim() : "";
    return [name || form.elements.firm_name.value, form.elements.held_on.value].filter(Boolean).join(" · ");
  }

  // Without the server the browser itself says what is missing.
  function isWhole() {
    for (const part of form.querySelectorAll("[data-needs]")) {
      const controls = [...part.querySelectorAll("input")];
      const isTold = controls.some((each) => (each.type === "text" ? each.value.trim() : each.checked));
      controls[0].setCustomValidity(isTold ? "" : part.dataset.needs);
    }
    return form.reportValidity();
  }

  function keep(body, state) {
    const fields = [...body].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    try {
      save(body.get("submission"), { at: Date.now(), title: titleOf(), fields, state });
    } catch {
      said.add("full");
      return show();
    }
    if (form.dataset.draft === "session-log") said.add("kept"); // a draft of the server has its own page
    if ([...body.values()].some((each) => each.size)) said.add("files");
    form.reset();
    form.dispatchEvent(new Event("input", { bubbles: true })); // its draft is no longer needed
    form.hidden = true;
    show();
    root.focus();
    root.scrollIntoView({ block: "center" });
  }

  async function submit(event) {
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    const { submitter } = event;
    const body = new FormData(form, submitter);
    const isDraft = body.has("draft");
    if (!navigator.onLine && !isDraft && !isWhole()) return;
    form.setAttribute("aria-busy", "true");
    const answer = navigator.onLine ? await post(form.action, body) : { state: "waiting" };
    form.removeAttribute("aria-busy");
    if (answer.state === "sent") {
      drop(body.get("submission"));
      location.assign(answer.url);
    } else if (answer.state === "refused") {
      if (isDraft) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "draft", value: "1" }));
      form.submit();
    } else if (isDraft || isWhole()) keep(body, answer.state);
  }

  function showSeoul(field) {
    const clock = field.closest("div:has([data-clock])").querySelector("[data-clock]");
    clock.dataset.plain ??= clock.textContent;
    const [, hour, minute] = field.value.match(/^(\d{1,2}):?(\d{2})$/) ?? [];
    const there = Number(hour) * 60 + Number(minute) - Number(clock.dataset.fromSeoul) + 24 * 60;
    const time = [Math.floor(there / 60) % 24, there % 60].map((each) => String(each).padStart(2, "0")).join(":");
    clock.textContent = hour ? clock.dataset.seoul.replace("{time}", time) : clock.dataset.plain;
  }

  // Also without a network: the page as it was opened, under a key of its own.
  function another() {
    form.elements.submission.value = crypto.randomUUID();
    form.hidden = false;
    said.delete("kept");
    show();
    form.scrollIntoView({ block: "start" });
  }

  const clock = document.querySelector("[name=starts_at]");
  clock?.addEventListener("input", () => showSeoul(clock));
  if (clock) showSeoul(clock);
  form?.addEventListener("submit", submit);
  root.querySelector("[data-anew]").addEventListener("click", another);
  root.querySelector("[data-send]").addEventListener("click", sendAll);
  window.addEventListener("online", sendAll);
  show();
  sendAll();
}
