// Pasted lines to an outline, read as exchange/documents/outline.py reads them on the server.
//
//   outline.levelled(text)  -> [[level, text], …]
//   outline.plain(html)     -> lines with marks and indentation for `levelled`, or "" where the HTML lists nothing
"use strict";

const outline = (() => {
  const MARKS = ["□■◇◆❏", "ㅇ○◦●❍◯⦁", "-–―−·•・∙‧\uf0b7\uf09f", "\uf06f", "*※▪\uf0a7"];
  const RANKS = new Map(MARKS.flatMap((marks, place) => [...marks].map((mark) => [mark, place + 1])));
  const WORD_MARKS = new Map([["o", 4], ["§", 5], ["Ø", 5], ["v", 5]]);
  const BREAK = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/;
  const BLANK = "[ \\t\\u00a0\\u1680\\u2000-\\u200b\\u202f\\u205f\\u3000\\ufeff]";
  const marks = [...RANKS.keys()].join("").replace("-", "\\-");
  const LINE = new RegExp(
    `^(${BLANK}*)(?:([${marks}])(?:${BLANK}+|$|(?=[가-힣A-Za-z「『(\\[‘“]))|([${[...WORD_MARKS.keys()].join("")}])\\t${BLANK}*)?` +
      `([^]*?)${BLANK}*$`, "u");
  const TAB = 4;

  function levelled(text) {
    const path = [];
    const found = [];
    for (const line of text.split(BREAK).map(read).filter((each) => each.text)) {
      while (path.length && !isUnder(line, path.at(-1))) path.pop();
      found.push([path.length, line.text]);
      path.push(line);
    }
    return found;
  }

  function read(raw) {
    const [, indent, mark, wordMark, text] = LINE.exec(raw);
    return { rank: RANKS.get(mark) ?? WORD_MARKS.get(wordMark), indent: width(indent), text };
  }

  function width(blanks) {
    let columns = 0;
    for (const blank of blanks) columns += blank === "\t" ? TAB - (columns % TAB) : blank === "\u3000" ? 2 : 1;
    return columns;
  }

  // Different marks decide; the same mark, or none, leaves it to the indentation.
  function isUnder(line, other) {
    if (line.rank && other.rank && line.rank !== other.rank) return line.rank > other.rank;
    return line.indent > other.indent;
  }

  // --- what Word and web pages put on the clipboard beside the plain text ----------------------

  const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, div, td, th, dt, dd, blockquote, pre";

  function plain(html) {
    const bare = html.replace(/<style[^]*?<\/style>/gi, "").replace(/\sstyle=/gi, " data-style="); // the policy refuses styles
    const page = new DOMParser().parseFromString(bare, "text/html");
    const isListed = (block) => block.localName === "li" || wordLevel(block);
    const blocks = [...page.body.querySelectorAll(BLOCKS)].filter((block) => !isTextOfItem(block) && ownText(block));
    if (!blocks.some(isListed)) return "";
    return blocks.map((block) => "\t".repeat(depth(block)) + (isListed(block) ? "-\t" : "") + ownText(block)).join("\n");
  }

  // <li><p>…</p></li> is one line.
  function isTextOfItem(block) {
    return block.parentElement.localName === "li" && block === block.parentElement.querySelector("p, div");
  }

  // <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>
  function wordLevel(block) {
    return Number(/mso-list:[^;"]*\blevel(\d+)/i.exec(block.dataset.style ?? "")?.[1] ?? 0);
  }

  // A list stands under the text before it: the outermost items are one step in.
  function depth(block) {
    if (wordLevel(block)) return wordLevel(block);
    let lists = 0;
    for (let above = block.closest("li"); above; above = above.parentElement) {
      if (above.matches("ul, ol")) lists += 1;
    }
    return lists;
  }

  // The text of a block without that of the blocks in it, and without the bullet that Word writes as text.
  function ownText(block) {
    const copy = block.cloneNode(true);
    for (const inner of copy.querySelectorAll(`${BLOCKS}, ul, ol, table, script`)) {
      if (!isTextOfItem(inner)) inner.remove();
    }
    for (const bullet of copy.querySelectorAll("[data-style*='mso-list:Ignore' i]")) bullet.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  return { levelled, plain };
})();
