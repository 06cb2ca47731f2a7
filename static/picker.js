// A text field with data-picker becomes a list to choose from (ARIA combobox); what is sent stays a text that
// people read. The answer of the server holds all words that are shown.
"use strict";

(() => {
  const PAUSE = 120; // ms without a key before the server is asked
  const pickers = new WeakMap();

  class Picker {
    constructor(input) {
      this.input = input;
      this.options = [];
      this.active = -1;
      input.removeAttribute("list");
      for (const [name, value] of Object.entries({
        role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-expanded": "false",
      })) input.setAttribute(name, value);
    }

    get isOpen() {
      return Boolean(this.list) && !this.list.hidden;
    }

    get isWaiting() {
      return Boolean(this.timer || this.asking);
    }

    askSoon() {
      this.stop();
      if (!this.input.value.trim()) return this.close();
      this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    async ask() {
      this.stop();
      const text = this.input.value.trim();
      if (!text) return;
      const asking = this.asking = new AbortController();
      try {
        const address = `${this.input.dataset.picker}?${new URLSearchParams({ q: text })}`;
        const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
        const found = answer.ok && !answer.redirected ? await answer.json() : null;
        if (asking === this.asking && found) this.show(found);
      } catch {
        // no answer: the typed text stands and is judged when the page is saved
      } finally {
        if (asking === this.asking) this.asking = null;
      }
    }

    stop() {
      clearTimeout(this.timer);
      this.timer = null;
      this.asking?.abort();
      this.asking = null;
    }

    build() {
      this.list = element("ul", "options", { role: "listbox", id: `${this.input.id}_list` });
      this.list.setAttribute("aria-label", this.input.labels?.[0]?.textContent.trim() || this.input.getAttribute("aria-label") || "");
      this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the cursor
      this.list.addEventListener("click", (event) => {
        const item = event.target.closest("[role=option]");
        if (item) this.choose([...this.list.children].indexOf(item));
      });
      this.status = element("p", "sr-only", { role: "status" });
      this.input.after(this.list, this.status);
      this.input.setAttribute("aria-controls", this.list.id);
    }

    show({ options, status, add }) {
      if (document.activeElement !== this.input) return;
      if (!this.list) this.build();
      this.options = add ? [...options, { add }] : options;
      this.list.replaceChildren(...this.options.map((option, number) => this.item(option, number)));
      this.status.textContent = status;
      this.list.hidden = !this.options.length;
      this.input.setAttribute("aria-expanded", String(this.isOpen));
      this.activate(options.length ? 0 : -1);
      if (this.isOpen) this.place();
    }

    item(option, number) {
      const item = element("li", option.add ? "new" : "", { role: "option", id: `${this.list.id}_${number}` });
      if (option.add) {
        item.textContent = option.add.text;
        return item;
      }
      const head = element("p");
      head.append(element("b", "", { lang: option.lang }, option.name));
      if (option.other) head.append(" ", element("span", "meta", {}, option.other));
      item.append(head);
      if (option.note) item.append(element("p", "meta", {}, option.note));
      return item;
    }

    // Above the field where there is more room, and never out of the page on the right.
    place() {
      const field = this.input.getBoundingClientRect();
      const height = window.visualViewport?.height ?? window.innerHeight;
      const below = height - field.bottom;
      this.list.classList.remove("above", "right");
      this.list.classList.toggle("above", below < this.list.offsetHeight + 8 && field.top > below);
      this.list.classList.toggle("right", this.list.getBoundingClientRect().right > document.documentElement.clientWidth - 8);
    }

    activate(number) {
      this.active = number;
      [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === number)));
      const item = this.list.children[number];
      if (item) {
        this.input.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      } else this.input.removeAttribute("aria-activedescendant");
    }

    step(by) {
      const number = this.options.length;
      this.activate(this.active < 0 ? (by > 0 ? 0 : number - 1) : (this.active + by + number) % number);
    }

    choose(number) {
      const option = this.options[number];
      this.close();
      if (option.add) openDialog(option.add.url, this.input);
      else take(this.input, option.value);
    }

    close() {
      this.stop();
      if (!this.isOpen) return;
      this.list.hidden = true;
      this.status.textContent = "";
      this.active = -1;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }

    press(event) {
      if (event.isComposing || event.keyCode === 229) return; // the input method's own keys
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        if (this.isOpen) this.step(step);
        else this.ask();
      } else if (event.key === "Enter" && (this.isWaiting || (this.isOpen && this.active >= 0))) {
        event.preventDefault(); // chooses, never sends the page; the list is on its way
        if (!this.isWaiting) this.choose(this.active);
      } else if (event.key === "Escape" && this.isOpen) {
        event.preventDefault();
        this.close();
      } else if (event.key === "Tab") this.close();
    }
  }

  function element(name, className = "", attributes = {}, text = "") {
    const made = document.createElement(name);
    if (className) made.className = className;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  }

  function pickerOf(node) {
    if (!(node instanceof HTMLInputElement) || !("picker" in node.dataset)) return null;
    if (!pickers.has(node)) {
      node.parentElement.querySelectorAll(".options, [role=status]").forEach((old) => old.remove()); // of a copied row
      pickers.set(node, new Picker(node));
    }
    return pickers.get(node);
  }

  // The chosen text, told to whoever listens to the field; it is not asked about again.
  let taking = false;
  function take(input, value) {
    input.value = value;
    taking = true;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    taking = false;
    addRoom(input);
  }

  // A field that takes several has always an empty one left.
  function addRoom(input) {
    const last = input.closest(".choices")?.lastElementChild;
    if (!last?.contains(input) || !input.value.trim()) return;
    const copy = last.cloneNode(true);
    const field = copy.querySelector("input");
    field.removeAttribute("value");
    field.value = "";
    field.id = field.id.replace(/\d+$/, (number) => Number(number) + 1);
    for (const name of ["aria-controls", "aria-invalid", "aria-activedescendant"]) field.removeAttribute(name);
    last.after(copy);
    pickerOf(field);
  }

  function enhance(part) {
    for (const input of part.querySelectorAll?.("input[data-picker]") ?? []) pickerOf(input);
  }

  document.addEventListener("htmx:load", (event) => enhance(event.target));
  document.addEventListener("focusin", (event) => pickerOf(event.target));
  document.addEventListener("focusout", (event) => pickers.get(event.target)?.close());
  document.addEventListener("keydown", (event) => pickerOf(event.target)?.press(event));
  document.addEventListener("input", (event) => {
    const picker = taking ? null : pickerOf(event.target);
    if (!picker || document.activeElement !== event.target) return;
    picker.askSoon();
    addRoom(event.target);
  });
  enhance(document);

  // --- a new record, in a dialog over the page ------------------------------------------------

  async function openDialog(address, input) {
    try {
      const answer = await fetch(address);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const dialog = element("dialog", "dialog");
      fill(dialog, await answer.text());
      dialog.addEventListener("click", (event) => {
        const chosen = event.target.closest("[data-choose]");
        if (chosen) finish(dialog, chosen.dataset.choose);
        else if (event.target.closest("[data-close]")) dialog.close();
      });
      dialog.addEventListener("close", () => {
        dialog.remove();
        fieldOf(dialog).focus();
      });
      dialog.picks = input;
      document.body.append(dialog);
      dialog.showModal();
      dialog.querySelector("input:not([type=hidden])")?.focus();
    } catch {
      const notice = document.getElementById("unanswered");
      if (notice) {
        notice.hidden = false;
        notice.scrollIntoView({ block: "center" });
      }
    }
  }

  function fill(dialog, markup) {
    dialog.innerHTML = markup;
    dialog.setAttribute("aria-labelledby", dialog.querySelector("h2").id);
    enhance(dialog);
    (dialog.querySelector("[aria-invalid=true]") ?? dialog.querySelector("[data-choose]"))?.focus();
  }

  // The page may have drawn its rows again in the meantime.
  function fieldOf(dialog) {
    return dialog.picks.isConnected ? dialog.picks : document.getElementById(dialog.picks.id) ?? document.body;
  }

  function finish(dialog, value) {
    const input = fieldOf(dialog);
    dialog.close();
    if (input !== document.body) take(input, value);
  }

  async function send(form, submitter) {
    const dialog = form.closest("dialog");
    const data = new FormData(form);
    if (submitter?.name) data.append(submitter.name, submitter.value);
    dialog.inert = true; // one answer at a time
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      if (answer.status === 201) return finish(dialog, (await answer.json()).value);
      dialog.inert = false;
      fill(dialog, await answer.text());
    } catch {
      form.querySelector("[data-failed]").hidden = false;
    } finally {
      dialog.inert = false;
    }
  }

  // Before anybody else hears of it: the page itself is not being sent.
  window.addEventListener("submit", (event) => {
    if (!event.target.closest("dialog.dialog")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send(event.target, event.submitter);
  }, true);
})();
