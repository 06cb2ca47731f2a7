// Files by button or by drag and drop, many at once: each is sent on its own and has its own line with its state.
//
//   <div data-uploads="/address/" data-uploads-into="#list" data-uploads-max="40">
//     <input type="file" multiple>
//     <div data-uploads-head hidden>…</div>  <ul data-uploads-list></ul>  <template>…one line…</template>
//   </div>
//   <button data-uploads-plain>…of the form that is sent without this file</button>
//
// The address takes one `file` and answers with JSON: {html} of the row for the page, or {reason, code}.
// data-uploads-form="photos"   rows are rows of that formset: their number takes the place of __prefix__
// A line shows the parts whose data-when names its state; what a code needs stands in data-when too ("choose").
"use strict";

{
  const AT_ONCE = 2;
  const PATIENCE = 3000; // ms before a portal that is busy with other files is asked again
  const BUSY = ["waiting", "sending", "making"];
  const UNSENT = ["lost", "cancelled"]; // what was refused would be refused again

  class Upload {
    constructor(file, box) {
      this.file = file;
      this.box = box;
      this.line = box.template.content.firstElementChild.cloneNode(true);
      this.line.querySelector("[data-name]").textContent = file.name;
      this.bar = this.line.querySelector("progress");
      this.bar.setAttribute("aria-label", file.name);
      this.line.addEventListener("click", (event) => {
        if (event.target.closest("[data-retry]")) this.wait();
        if (event.target.closest("[data-cancel]")) this.cancel();
      });
      box.list.append(this.line);
      this.wait();
    }

    show(state, reason = "") {
      this.state = state;
      for (const part of this.line.querySelectorAll("[data-when]")) {
        part.hidden = !part.dataset.when.split(" ").includes(state);
      }
      this.line.dataset.state = state;
      this.line.querySelector("[data-reason]").textContent = reason;
      this.box.changed();
    }

    wait() {
      this.bar.value = 0;
      const most = Number(this.box.root.dataset.uploadsMax) * 1024 * 1024;
      this.show(most && this.file.size > most ? "large" : "waiting");
    }

    cancel() {
      this.request?.abort();
      this.show("cancelled");
    }

    send() {
      const data = new FormData();
      data.append("file", this.file);
      data.append("csrfmiddlewaretoken", this.box.token);
      for (const field of this.line.querySelectorAll("select[name]")) data.append(field.name, field.value);
      const request = (this.request = new XMLHttpRequest());
      request.open("POST", this.box.root.dataset.uploads);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", ({ loaded, total }) => (this.bar.value = loaded / total));
      request.upload.addEventListener("load", () => {
        if (this.state === "sending") this.show("making");
      });
      request.addEventListener("load", () => this.answered(request));
      request.addEventListener("error", () => this.show("lost"));
      this.show("sending");
      request.send(data);
    }

    answered(request) {
      let answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // an error page or the sign-in page
      }
      if (answer?.html) {
        this.bar.value = 1;
        this.box.add(answer.html);
        this.show("done");
      } else if (answer?.code === "busy") {
        setTimeout(() => this.state === "making" && this.wait(), PATIENCE);
      } else if (answer?.reason) {
        this.show(answer.code === "choose" ? "choose" : "refused", answer.reason);
      } else {
        this.show("lost");
      }
    }
  }

  class Box {
    constructor(root) {
      this.root = root;
      this.uploads = [];
      this.input = root.querySelector("input[type=file]");
      this.list = root.querySelector("[data-uploads-list]");
      this.head = root.querySelector("[data-uploads-head]");
      this.template = root.querySelector("template");
      this.into = document.querySelector(root.dataset.uploadsInto);
      for (const plain of root.closest("form").querySelectorAll("[data-uploads-plain]")) plain.hidden = true;
      this.input.addEventListener("change", () => {
        this.take([...this.input.files]);
        this.input.value = ""; // the page's own form does not send them a second time
      });
      this.head.addEventListener("click", (event) => {
        if (event.target.closest("[data-retry-all]")) this.each(UNSENT, (one) => one.wait());
        if (event.target.closest("[data-cancel-all]")) this.each(BUSY, (one) => one.cancel());
      });
    }

    get token() {
      return document.querySelector("[name=csrfmiddlewaretoken]").value;
    }

    get isBusy() {
      return this.uploads.some((one) => BUSY.includes(one.state));
    }

    each(states, act) {
      for (const one of this.uploads) if (states.includes(one.state)) act(one);
    }

    take(files) {
      if (!this.isBusy) {
        this.each(["done", "cancelled"], (one) => one.line.remove());
        this.uploads = this.uploads.filter((one) => one.line.isConnected);
      }
      for (const file of files) this.uploads.push(new Upload(file, this));
      this.changed();
    }

    changed() {
      const number = (...states) => this.uploads.filter((one) => states.includes(one.state)).length;
      const free = AT_ONCE - number("sending", "making");
      const next = free > 0 && this.uploads.find((one) => one.state === "waiting");
      if (next) return next.send(); // which comes back here
      const unsent = number(...UNSENT);
      const failed = unsent + number("refused", "large", "choose");
      this.head.hidden = !this.uploads.length;
      this.say("done", number("done"));
      this.say("all", this.uploads.length);
      this.say("failed", failed);
      for (const part of this.head.querySelectorAll("[data-busy]")) part.hidden = !this.isBusy;
      for (const part of this.head.querySelectorAll("[data-failed]")) part.hidden = this.isBusy || !failed;
      for (const part of this.head.querySelectorAll("[data-lost]")) part.hidden = this.isBusy || !unsent;
    }

    say(name, number) {
      const place = this.head.querySelector(`[data-number=${name}]`);
      if (place && place.textContent !== String(number)) place.textContent = number;
    }

    add(html) {
      const form = this.root.dataset.uploadsForm;
      if (form) {
        const total = document.querySelector(`[name="${form}-TOTAL_FORMS"]`);
        html = html.replaceAll("__prefix__", total.value);
        total.value = Number(total.value) + 1;
      }
      this.into.insertAdjacentHTML("beforeend", html);
      for (const handle of this.into.lastElementChild.querySelectorAll("[data-sort-handle]")) handle.hidden = false;
      for (const shown of document.querySelectorAll("[data-uploads-shown]")) shown.hidden = false;
      for (const gone of document.querySelectorAll("[data-uploads-gone]")) gone.hidden = true;
      for (const count of document.querySelectorAll("[data-uploads-count]")) count.textContent = Number(count.textContent) + 1;
    }
  }

  const boxes = [...document.querySelectorAll("[data-uploads]")].map((root) => new Box(root));

  // Files may be dropped anywhere on the page; a browser would open them in its place.
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  const [box] = boxes;
  if (box) {
    document.addEventListener("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      box.root.classList.add("dropping");
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) box.root.classList.remove("dropping");
    });
    document.addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      box.root.classList.remove("dropping");
      box.take([...event.dataTransfer.files]);
    });
    window.addEventListener("beforeunload", (event) => {
      if (boxes.some((each) => each.isBusy)) event.preventDefault();
    });
  }
}
