// The line of names over the folded attendees says what the rows under it say.
"use strict";

{
  const name = (row) => {
    const value = (part) => row.querySelector(`[name$="-${part}"]`).value.trim();
    const titles = [value("title_ko"), value("title_ja")];
    if (document.documentElement.lang === "ja") titles.reverse();
    return `${value("person").split(" · ")[0]} ${titles.find(Boolean) ?? ""}`.trim();
  };

  function tell() {
    const sides = document.querySelectorAll("#seats-rows .group > ol");
    document.querySelectorAll(".seated > div").forEach((line, at) => {
      const names = [...sides[at].children].map(name).filter(Boolean);
      line.querySelector("[data-number]").textContent = names.length;
      line.querySelector("[data-names]").textContent = names.join(", ");
    });
  }

  const isHere = ({ target }) => target.closest?.("#attendances") && document.getElementById("seats-rows");
  document.addEventListener("toggle", (event) => isHere(event) && tell(), true); // it does not bubble
  document.addEventListener("change", (event) => isHere(event) && tell()); // by static/drafts.js, too
}
