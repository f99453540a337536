// An author at work: a page is open in the browser while its file is edited, and follows.
//
// Input: the address that `annals serve` printed, the site's folder, and two of its articles by their ids. Output: how
// long a save took to be seen, and exit status 1 with what is wrong. Usage: node author.mjs ADDRESS FOLDER ARTICLE PERSON

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { install } from "./install.mjs";

const SAVES = 7;
/** The most that a save may take to be seen, whatever else the machine does, in milliseconds. */
const MOST = 3000;

const [address, folder, article, person] = process.argv.slice(2);
const file = join(folder, "content/articles", `${article}.md`);
const page = `${address}articles/${article}.html`;
const good = readFileSync(file, "utf8");
const save = (text) => writeFileSync(file, text);

/** Waits until the open page says some words. */
const says = (tab, words) => tab.waitForFunction((words) => document.body?.textContent.includes(words), { polling: "raf", timeout: 20_000 }, words);

/** The overlay's panel as it is seen, or nothing. */
const panel = (tab) => tab.evaluate(() => {
  const section = document.querySelector("annals-findings")?.shadowRoot.querySelector("section:not([hidden])");
  if (!section) return null;
  const [link, code, words] = ["a", "h2 b", "mark"].map((name) => section.querySelector(name));
  const { top, height } = section.getBoundingClientRect();
  const { color } = getComputedStyle(code);
  return { code: code.textContent, isColoured: color !== getComputedStyle(section).color, words: words.textContent, href: link.href, isOver: top === 0 && height > 0 };
});

/** Milliseconds from each save until the page shows it. */
async function timeSaves(tab) {
  const times = [];
  for (let number = 1; number <= SAVES; number += 1) {
    save(`${good}\nSave number ${number}.\n`);
    const saved = performance.now();
    await says(tab, `Save number ${number}.`);
    times.push(performance.now() - saved);
  }
  return times.sort((a, b) => a - b);
}

/** A reload leaves the reader where they were, also far below the first window. */
async function keepsItsPlace(tab) {
  await tab.waitForFunction(() => document.readyState === "complete");
  const wanted = await tab.evaluate(() => {
    scrollTo({ top: document.documentElement.scrollHeight * 0.6, behavior: "instant" });
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(scrollY), 300)));
  });
  save(`${good}\nSaved from far below.\n`);
  await says(tab, "Saved from far below.");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const top = await tab.evaluate(() => scrollY);
  assert.ok(wanted > 500 && Math.abs(top - wanted) < 60, `the page stood at ${wanted}, and after a save at ${top}`);
}

/** A mistake lies over the page with its place, and is gone once it is mended. */
async function showsMistakes(tab) {
  save(`${good}\nBroken by [[Nobody at all]].\n`);
  await tab.waitForFunction(() => document.querySelector("annals-findings")?.shadowRoot.querySelector("section:not([hidden]) a"), { timeout: 20_000 });
  await tab.waitForFunction(() => getComputedStyle(document.querySelector("annals-findings").shadowRoot.querySelector("section")).position === "fixed");
  const shown = await panel(tab);
  const line = good.split("\n").length + 1;
  assert.deepEqual({ ...shown, href: shown.href.replace(/^vscode:.*(?=content\/)/, "") }, {
    code: "error[unknown-name]", isColoured: true, words: "Nobody at all", href: `content/articles/${article}.md:${line}:13`, isOver: true,
  });
  assert.ok(await tab.evaluate(() => document.body.textContent.includes("Saved from far below.")), "the last good page is under it");
  await tab.keyboard.press("Escape");
  assert.equal(await panel(tab), null, "Escape puts the findings aside");
  save(`${good}\nMended.\n`);
  await says(tab, "Mended.");
  assert.equal(await tab.$("annals-findings"), null, "the findings are gone once mended");
}

/** Whoever looks at another page is led to the one that is edited. */
async function jumps(tab) {
  await tab.goto(`${address}people/${person}.html`);
  save(`${good}\nSeen from elsewhere.\n`);
  await says(tab, "Seen from elsewhere.");
  await tab.waitForFunction((page) => location.href === page, { timeout: 20_000 }, page);
}

/** Pages that a browser keeps for the way back hold no line to the server, of which it has but six. */
async function goesFar(tab) {
  for (let pages = 0; pages < 10; pages += 1) {
    await tab.goto(`${address}${pages % 2 ? "articles" : "people"}.html?${pages}`, { timeout: 10_000 });
  }
  await tab.goBack({ timeout: 10_000 });
  save(`${good}\nSeen on the way back.\n`);
  await says(tab, "Seen on the way back.");
}

install();
const { launch } = await import("./site.mjs");
const { browser, close } = await launch();
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1280, height: 800 });
  await tab.goto(page);
  const times = await timeSaves(tab);
  const [least, median, most] = [times[0], times[Math.floor(SAVES / 2)], times.at(-1)].map((time) => `${time.toFixed(0)} ms`);
  console.log(`${article}: a save is seen after ${median} (${least} to ${most}, ${SAVES} saves)`);
  assert.ok(times[Math.floor(SAVES / 2)] < MOST, `a save is seen after ${median}`);
  await keepsItsPlace(tab);
  await showsMistakes(tab);
  await jumps(tab);
  await goesFar(tab);
} finally {
  save(good);
  await close();
}
