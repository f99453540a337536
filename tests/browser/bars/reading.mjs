// Reading: an article's first sentence stands in a phone's first screen, its text is quiet, its notes move no paragraph, and
// what follows the text is not much longer than it.

import { each, settled } from "../site.mjs";
import { SEED } from "../sites.mjs";

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
/** The most marks a line, on average over all texts and in each that has so many lines. */
const MARKS = 2;
const LONG = 20;
/** The most that follows the seed's text, as a share of its height. */
const AFTER = 1.5;

/** Whether the first sentence can be seen in whole, or as much of a long one as three lines hold. */
const begins = (tab) => tab.evaluate(() => {
  const [first] = document.querySelectorAll(".text .s");
  if (!first) return true;
  const lines = [...first.getClientRects()];
  return lines.slice(0, 3).every(({ bottom }) => bottom <= innerHeight);
});

/** The marks in the text as they are seen (underlines, numbers, lines, signs, tints), and its lines. */
const marks = (tab) => tab.evaluate(() => {
  const seen = (element, pseudo) => getComputedStyle(element, pseudo);
  const all = (selector) => [...document.querySelectorAll(`.text ${selector}`)].filter((it) => it.checkVisibility());
  /** On how many lines an element stands. Chromium gives a box for each piece of it. */
  const lined = (element) => new Set([...element.getClientRects()].map(({ top, bottom }) => Math.round((top + bottom) / 24))).size;
  let count = 0;
  for (const element of all(":is(.m, mark, .fact, .date)")) {
    const { textDecorationLine: line, borderBlockEndStyle: border, borderBlockEndColor: color, backgroundColor: tint } = seen(element);
    const isLined = line !== "none" || (border !== "none" && !/, 0\)$/.test(color));
    if (isLined) count += lined(element);
    if (!/, 0\)$/.test(tint)) count += 1;
    if (!/^(none|normal)$/.test(seen(element, "::before").content)) count += 1;
  }
  count += all(":is(.n, .cite)").length;
  const blocks = all(":is(p, li, h2, h3, h4, td)").filter((it) => !it.closest(".margin") && !it.querySelector("p"));
  const lines = blocks.map((it) => Math.round(it.getBoundingClientRect().height / parseFloat(seen(it).lineHeight)));
  return { count, lines: lines.reduce((a, b) => a + b, 0) };
});

/** Whether any block of the text stands elsewhere because of the notes beside it. */
const moved = (tab) => tab.evaluate(() => {
  const places = () => [...document.querySelectorAll(".text > :not(.margin)")].map((it) => it.getBoundingClientRect()).map(({ top, width, height }) => [top, width, height].join());
  const beside = places();
  for (const note of document.querySelectorAll(".margin")) note.style.display = "none";
  return beside.join() !== places().join();
});

/** The height of what follows the text, as a share of the text's. */
const after = (tab) => tab.evaluate(() => {
  const [text, article] = [".text", ".article"].map((selector) => document.querySelector(selector).getBoundingClientRect());
  return (article.bottom - text.bottom) / text.height;
});

export default async function reading(site) {
  const failures = [];
  const all = { count: 0, lines: 0 };
  const perLine = ({ count, lines }) => count / lines;
  let [most, share] = [0, 0];
  const articles = site.kinds.filter(({ kind }) => kind === "article");
  await each(articles, async ({ name, path }) => {
    await site.visit(path, async (tab) => {
      await settled(tab);
      if (!await begins(tab)) failures.push(`${path}: the first sentence is not in the first screen`);
      await tab.setViewport(DESKTOP);
      await settled(tab);
      const found = await marks(tab);
      all.count += found.count;
      all.lines += found.lines;
      if (found.lines >= LONG) most = Math.max(most, perLine(found));
      if (found.lines >= LONG && perLine(found) > MARKS) failures.push(`${path}: ${perLine(found).toFixed(2)} marks a line`);
      if (name === SEED) share = await after(tab);
      if (await moved(tab)) failures.push(`${path}: the notes move the text`);
    }, (tab) => tab.setViewport(PHONE));
  });
  if (perLine(all) > MARKS) failures.push(`${perLine(all).toFixed(2)} marks a line of all texts`);
  if (share > AFTER) failures.push(`${share.toFixed(2)} × the seed’s text follows it`);
  const figure = `${most.toFixed(1)} marks a line, ${share.toFixed(2)} × the text after it, ${failures.length} failures`;
  const bar = "first sentence in the first screen at 390 × 844; at most two marks a line; after the seed’s text at most 1.5 × its height; notes move no paragraph";
  return [{ what: "reading", tool: site.chromium, bar, figure, failures }];
}
