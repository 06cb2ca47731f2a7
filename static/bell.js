// The number of unread notices, asked for after the page: no page waits for it. Without an answer the bell stays bare.
"use strict";

const bell = document.querySelector("a[data-count]");

async function countUnread() {
  // On the list and on the way from it something may have been read: the number in the browser's store is old.
  const isList = [location.href, document.referrer].some((page) => page.startsWith(bell.href));
  const answer = await fetch(bell.dataset.count, { cache: isList ? "reload" : "default" });
  if (!answer.ok || answer.redirected) return;
  const { unread, label } = await answer.json();
  const number = bell.querySelector(".num");
  number.hidden = unread === 0;
  number.textContent = unread > 99 ? "99+" : unread;
  bell.querySelector(".sr-only").textContent = unread ? label : bell.dataset.none;
}

if (bell) {
  bell.dataset.none = bell.querySelector(".sr-only").textContent;
  countUnread().catch(() => {});
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) countUnread().catch(() => {});
  });
}
