// Fit: on a phone, a tablet and a desktop nothing sticks out of a page or of its box, no word of a table is broken, no number of a
// claim or a fact lies on words, and the words of a picture run as their language does.

import { each, settled } from "../site.mjs";

const WIDTHS = [320, 768, 1440];

/** What is wrong with the page that is shown. */
const misfits = (tab) => tab.evaluate(() => {
  const { clientWidth: width, scrollWidth } = document.documentElement;
  const found = scrollWidth > width ? [`the page is ${scrollWidth} px wide`] : [];
  const shown = (element) => element.checkVisibility() && !element.closest("svg, [popover], .skip");
  const named = (element) => `${element.localName}.${element.className} “${element.textContent.trim().slice(0, 40)}”`;

  /** Whether an element or one around it moves sideways within its own box. */
  const moves = (element) => element && (/auto|scroll/.test(getComputedStyle(element).overflowX) || moves(element.parentElement));
  for (const element of document.querySelectorAll("main *, header *, footer *")) {
    const sticksOut = ({ left, right }) => left < -1 || right > width + 1;
    if (shown(element) && [...element.getClientRects()].some(sticksOut) && !moves(element)) found.push(`${named(element)} sticks out`);
  }

  for (const element of document.querySelectorAll("main *")) {
    const { display, overflowX } = getComputedStyle(element);
    // The margin is beside the text's box.
    const isBox = shown(element) && !/inline|contents/.test(display) && overflowX === "visible" && !element.matches(".text:has(> .margin)");
    if (isBox && element.scrollWidth > element.clientWidth + 1) found.push(`${named(element)} is wider than its box`);
  }

  /** The words of what a selector matches, each with the boxes it lies in; a hyphen divides words. */
  function* words(selector) {
    const range = document.createRange();
    for (const element of document.querySelectorAll(selector)) {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        for (const { index, 0: word } of texts.currentNode.data.matchAll(/[^\s\p{Pd}/]+/gu)) {
          range.setStart(texts.currentNode, index);
          range.setEnd(texts.currentNode, index + word.length);
          yield { word, boxes: [...range.getClientRects()] };
        }
      }
    }
  }
  for (const { word, boxes } of words("td, th")) {
    if (new Set(boxes.map(({ top }) => Math.round(top))).size > 1) found.push(`“${word}” of a table is broken`);
  }

  /** What is seen of a number; its button may be larger. */
  const seen = (number) => {
    const { left, right, top, bottom } = number.getBoundingClientRect();
    const around = (right - left - parseFloat(getComputedStyle(number, "::before").width)) / 2;
    return { left: left + around, right: right - around, top, bottom };
  };
  const numbers = [...document.querySelectorAll(".claim-n, .fact-n")].filter(shown).map(seen);
  const covers = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 8;
  for (const { word, boxes } of words(".text p")) {
    if (boxes.some((box) => numbers.some((number) => covers(box, number)))) found.push(`a number lies on “${word}”`);
  }

  for (const text of document.querySelectorAll(".picture text")) {
    const letter = /\p{L}/u.exec(text.textContent)?.[0];
    const start = (character) => text.getStartPositionOfChar(character).x;
    const leftwards = start(0) > start(text.getNumberOfChars() - 1);
    if (letter && leftwards !== /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(letter)) found.push(`“${text.textContent}” of a picture runs the wrong way`);
  }

  for (const table of document.querySelectorAll("table")) {
    if (table.scrollWidth > table.clientWidth && table.tabIndex < 0) found.push(`${named(table)} can't be moved by keyboard`);
  }
  return found;
});

export default async function fit(site) {
  const failures = [];
  await each(site.kinds, ({ kind, path }) => site.visit(path, async (tab) => {
    const views = kind === "article" ? ["notes", "all"] : [""];
    for (const view of views) {
      await tab.$$eval(`.view-${view || "notes"}`, ([button]) => { if (button) button.checked = true; });
      for (const width of WIDTHS) {
        await tab.setViewport({ width, height: 900 });
        await settled(tab);
        failures.push(...(await misfits(tab)).map((line) => `${path}, ${view} ${width} px: ${line}`));
      }
    }
  }, (tab) => tab.setViewport({ width: WIDTHS[0], height: 900 })));
  const figure = `${failures.length} on ${site.kinds.length} pages × ${WIDTHS.length}`;
  return [{ what: "fit", tool: site.chromium, bar: "nothing sticks out, no word of a table is broken, no number lies on words, pictures read as their language does; 320, 768, 1440 px", figure, failures }];
}
