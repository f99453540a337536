// A plain text that is annotated in its page, by the keyboard alone, with the answers that the guide gives in the terminal.
//
// Input: the address that `annals serve --edit` printed, the file of the article, and what it must be in the end. Output: how
// many keys that took, and exit status 1 with what is wrong. Usage: node newcomer.mjs ADDRESS FILE EXPECTED

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { install } from "./install.mjs";

install();
const { launch } = await import("./site.mjs");
const [address, file, expected] = process.argv.slice(2);
const { origin, hash } = new URL(address);
const { browser, close } = await launch();
const tab = await browser.newPage();
let keys = 0;

async function press(...names) {
  for (const name of names) await tab.keyboard.press(name);
  keys += names.length;
}

/** The proposal that is open: its place among all, what it is, its words, and its attributes; none where there is none. */
const proposal = () => tab.evaluate(() => {
  const panel = document.querySelector("annals-edit").shadowRoot.querySelector("section:not([hidden])");
  if (!panel) return undefined;
  const [note, what, attributes] = [".note", ".what", "input"].map((it) => panel.querySelector(it));
  if (!what) return null;
  const [, kind, words] = what.textContent.match(/^(\w+) “(.*)” /);
  return { place: parseInt(note.textContent), kind, words, attributes: attributes.value };
});

/** Waits for the proposals that come after an answer: the file has another text, or one is gone. */
async function next(before, text) {
  for (let tries = 0; tries < 1500; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const now = await proposal().catch(() => undefined);
    // The page is loaded anew when the file has another text; until then it shows what was answered.
    const isNew = text === undefined || (readFileSync(file, "utf8") !== text && !(await tab.evaluate(() => window.isAnswered).catch(() => true)));
    if (now !== undefined && isNew && JSON.stringify(now) !== JSON.stringify(before)) return now;
  }
  const told = await tab.evaluate(() => document.querySelector("annals-edit").shadowRoot.textContent);
  return assert.fail(`nothing follows ${JSON.stringify(before)}: ${told}\n${readFileSync(file, "utf8")}`);
}

/** Answers a proposal; the keys are those of the panel. */
async function answer(it) {
  const isNobody = it.kind === "who" && ["the mayor", "the governor"].includes(it.words);
  if (isNobody) {
    await press("Delete");
    return next(it);
  }
  const text = readFileSync(file, "utf8");
  const other = { quote: "by=daniel-roe", who: "id=daniel-roe" }[it.kind];
  const isRoe = it.words.startsWith("Ask me") || (it.kind === "who" && it.words === "he" && it.attributes === "id=ruth-ellery");
  if (isRoe) {
    await press("e", ...other);
  }
  await tab.evaluate(() => { window.isAnswered = true; });
  await press("Enter");
  return next(it, text);
}

try {
  await tab.goto(`${origin}/articles/bridge.html${hash}`);
  await (await tab.waitForSelector("annals-edit >>> button ::-p-text(Proposals)")).focus();
  await press("Enter");
  let it = await next(undefined);
  // First the people.
  for (let [names, steps] = [0, 0]; names < 7 && steps < 200; steps += 1) {
    if (it.kind === "name") {
      it = await answer(it);
      names += 1;
    } else {
      await press("Tab");
      it = await next(it);
    }
  }
  while (it.place > 1) {
    await press("Tab");
    it = await next(it);
  }
  for (let answers = 0; it && answers < 100; answers += 1) it = await answer(it);
  assert.equal(readFileSync(file, "utf8"), readFileSync(expected, "utf8"));
  console.log(`annotated in the page with ${keys} keys`);
} finally {
  await close();
}
