// Marking up in the page: by mouse, by touch and by keyboard, with what a screen reader is told, and what nobody else may do.
//
// Input: the address that `annals serve --edit` printed, and the site's folder. Output: exit status 1 with what is wrong.
// Usage: node edit.mjs ADDRESS FOLDER

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { install } from "./install.mjs";

install();
const { launch } = await import("./site.mjs");
const [address, folder] = process.argv.slice(2);
const { origin, hash } = new URL(address);
const secret = hash.replace("#edit=", "");
const ARTICLE = "articles/vote.html";
const file = join(folder, "content/articles/vote.md");
const source = () => readFileSync(file, "utf8");
const plain = source();
const { browser, close } = await launch();

/** Something in what stands over the page. */
const part = (tab, selector) => tab.waitForSelector(`annals-edit >>> ${selector}`, { visible: true, timeout: 10_000 }).catch(async () => {
  const there = await tab.evaluate(() => [`${getSelection()}`, document.querySelector("annals-edit")?.shadowRoot.textContent]);
  assert.fail(`there is no ${selector}: ${there.join(" | ")}`);
});
const says = async (tab, selector) => (await part(tab, selector)).evaluate((it) => it.textContent);
const press = async (tab, label) => (await part(tab, `button ::-p-text(${label})`)).click();

/** What the page was when something was written last. */
let shown = "";

/** Waits until the file says something, and the open page follows. */
async function written(tab, words) {
  const isShown = async () => {
    const now = (await fetch(`${origin}/${ARTICLE}`, { method: "HEAD" })).headers.get("x-annals-page");
    const open = await tab.evaluate(() => document.querySelector("script[data-version]")?.dataset.page).catch(() => null);
    return now !== shown && now === open && now;
  };
  const end = Date.now() + 10_000;
  let now = false;
  while (Date.now() < end && !(source().includes(words) && (now = await isShown()))) await new Promise((resolve) => setTimeout(resolve, 30));
  const told = await tab.evaluate(() => document.querySelector("annals-edit")?.shadowRoot.querySelector(".status").textContent);
  assert.ok(now, `the file does not say ${words} (${told}), or the page does not show it:\n${source()}`);
  shown = now;
  await part(tab, ".bar");
}

/** Where words of the text stand in the window. */
const boxOf = (tab, words) => tab.evaluate((words) => {
  const walker = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return { left, right, y: (top + bottom) / 2 };
  }
  return null;
}, words);

/** Selects from the first of some words to the last with the mouse. */
async function drag(tab, first, last = first) {
  const { left, y } = await boxOf(tab, first);
  const { right } = await boxOf(tab, last);
  // From the end, since what is pressed on a name is its link.
  await tab.mouse.move(right - 1, y);
  await tab.mouse.down();
  await tab.mouse.move((left + right) / 2, y);
  await tab.mouse.move(left + 1, y);
  await tab.mouse.up();
}

async function fill(tab, key, value) {
  const input = await part(tab, `input[name="${key}"]`);
  await input.evaluate((it) => it.select());
  await input.type(value);
}

async function opened() {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1000, height: 800 });
  await tab.goto(`${origin}/${ARTICLE}${hash}`);
  await part(tab, ".bar");
  assert.equal(await tab.evaluate(() => location.hash), "", "the secret does not stay in the address");
  shown = await tab.evaluate(() => document.querySelector("script[data-version]").dataset.page);
  return tab;
}

async function byMouse(tab) {
  await drag(tab, "Ruth Ellery");
  await press(tab, "Mark up");
  assert.equal(await says(tab, "blockquote"), "Ruth Ellery");
  await fill(tab, "name", "Ruth Ellery");
  await tab.waitForFunction(() => document.querySelector("annals-edit").shadowRoot.querySelector("ins")?.textContent === "[[");
  await press(tab, "Apply");
  await written(tab, "Mayor [[Ruth Ellery]] said");
  // A selection that cuts a name takes it in, and says so.
  await drag(tab, "Ellery", "said");
  await press(tab, "Mark up");
  assert.match(await says(tab, "section .note"), /a name that is marked up/);
  await (await part(tab, 'input[value="fact"]')).click();
  await fill(tab, "of", "ruth-ellery");
  await fill(tab, "property", "position");
  await fill(tab, "value", "Mayor of Lowbridge");
  await press(tab, "Apply");
  await written(tab, '[[[Ruth Ellery]] said]{.fact of=ruth-ellery position="Mayor of Lowbridge"}');
  await press(tab, "Undo");
  await written(tab, "Mayor [[Ruth Ellery]] said");
}

async function byKeyboard(tab) {
  await tab.$eval(".text", (text) => text.focus());
  const chosen = () => tab.evaluate(() => getSelection().toString().trim());
  await tab.keyboard.press("ArrowRight");
  for (let words = 0; words < 30 && await chosen() !== "Tuesday"; words += 1) await tab.keyboard.press("ArrowRight");
  assert.equal(await chosen(), "Tuesday");
  await tab.keyboard.press("Enter");
  await part(tab, "fieldset");
  for (let kinds = 0; kinds < 4; kinds += 1) await tab.keyboard.press("ArrowDown");
  await tab.keyboard.press("Tab");
  await tab.keyboard.type("2017-02-07");
  await tab.keyboard.press("Enter");
  await written(tab, "[Tuesday]{.date when=2017-02-07}");
}

async function byTouch() {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 390, height: 844, hasTouch: true, isMobile: true });
  await tab.goto(`${origin}/${ARTICLE}${hash}`);
  await part(tab, ".bar");
  // A long press selects a word; what the browser's handles do then is the same to a page.
  await tab.evaluate(() => {
    const node = document.evaluate("//*[@class='text']//text()[contains(., 'June')]", document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue;
    getSelection().setBaseAndExtent(node, node.data.indexOf("June") + 1, node, node.data.indexOf("June") + 3);
  });
  const mark = await part(tab, "button ::-p-text(Mark up)");
  await mark.tap();
  assert.match(await says(tab, "section .note"), /whole words/);
  // What the program proposes for these words is one tap away.
  await (await part(tab, ".proposed button ::-p-text(date when)")).tap();
  await written(tab, "[June]{.date when=2017-06}");
  const { width, sizes } = await tab.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    sizes: [...document.querySelector("annals-edit").shadowRoot.querySelectorAll(".bar button:not([hidden])")].map((it) => it.getBoundingClientRect().height),
  }));
  assert.ok(width <= 390 && sizes.every((size) => size >= 44), JSON.stringify({ width, sizes }));
  await tab.close();
}

async function proposals(tab) {
  await press(tab, "Proposals");
  assert.match(await says(tab, "section .note"), /^1 of \d+/);
  await tab.keyboard.press("Tab");
  assert.match(await says(tab, "section .note"), /^2 of \d+/);
  await tab.keyboard.down("Shift");
  await tab.keyboard.press("Tab");
  await tab.keyboard.up("Shift");
  const before = source();
  for (let left = 20; left > 0 && !source().includes("{.quote by=ruth-ellery}"); left -= 1) {
    if ((await says(tab, ".what")).startsWith("quote")) {
      await tab.keyboard.press("Enter");
      await written(tab, "{.quote by=ruth-ellery}");
    } else {
      await tab.keyboard.press("Tab");
    }
  }
  assert.notEqual(source(), before);
  // The next one is open where the last was accepted.
  assert.match(await says(tab, "section .note"), /of \d+/);
  await tab.keyboard.press("Escape");
}

/** What stands over the page changes nothing of it. */
async function isApart(tab) {
  const styles = () => tab.$$eval("main *, footer *", (all) => all.map((it) => { const { position, display, font, color } = getComputedStyle(it); return [it.localName, position, display, font, color].join(" "); }));
  const marked = await styles();
  await tab.evaluate(() => document.querySelector("annals-edit").remove());
  assert.deepEqual(await styles(), marked);
  await tab.reload();
  await part(tab, ".bar");
}

/** What a screen reader is told. */
async function isTold(tab) {
  await tab.$eval(".text", (text) => text.focus());
  const tree = await tab.accessibility.snapshot({ interestingOnly: false });
  const all = [];
  const walk = (node) => { all.push(`${node.role} ${node.name ?? ""}`); node.children?.forEach(walk); };
  walk(tree);
  for (const wanted of ["toolbar Mark up this text", "button Mark up", "group Text. Arrow keys select words"]) {
    assert.ok(all.some((it) => it.startsWith(wanted)), `${wanted}: ${all.filter((it) => /toolbar|button|group/.test(it)).join("; ")}`);
  }
}

/** Asks as another program would. */
async function ask(question, headers = {}) {
  const answer = await fetch(`${origin}/~annals/edit`, {
    method: "POST",
    headers: { origin, "content-type": "application/json", "x-annals-token": secret, ...headers },
    body: typeof question === "string" ? question : JSON.stringify(question),
  });
  return { status: answer.status, said: await answer.json().catch(() => null) };
}

async function attacks() {
  const before = source();
  const page = ARTICLE;
  const { said: { text, proposals } } = await ask({ proposals: { page } });
  const write = { take: { page, text, number: proposals[0].number } };
  for (const [headers, status] of [
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ origin: "" }, 403],
    [{ "x-annals-token": "" }, 403],
    [{ "x-annals-token": secret.replace(/.$/, (last) => (last === "0" ? "1" : "0")) }, 403],
    [{ "content-type": "text/plain" }, 415],
    [{ "content-type": "application/x-www-form-urlencoded" }, 415],
  ]) assert.equal((await ask(write, headers)).status, status, JSON.stringify(headers));
  for (const bad of ["../annals.toml", "/etc/passwd", "articles/../../annals.toml", "content/articles/vote.md", "", "people.html"]) {
    assert.equal((await ask({ proposals: { page: bad } })).status, 422, bad);
  }
  for (const [question, status] of [["{", 400], ["null", 400], [{ erase: { page } }, 400], [{ take: { page, text: "0123456789abcdef", number: 0 } }, 409]]) {
    assert.equal((await ask(question)).status, status, JSON.stringify(question));
  }
  // What is no markup, or more than markup, is refused.
  const { selection } = proposals[0];
  for (const wish of [
    { name: "Nobody At All" },
    { new: { name: "X}\nlayout: evil", kind: "person" } },
    { new: { name: "Somebody New", kind: "spell" } },
    { claim: [["by", "ruth-ellery"], ["x}[added](y){z", "1"]] },
    { cite: { source: "none] and more words [", locator: "" } },
  ]) assert.equal((await ask({ write: { page, text, selection, wish } })).status, 422, JSON.stringify(wish));
  const stale = { ...selection, words: "words of another text" };
  assert.equal((await ask({ write: { page, text, selection: stale, wish: { date: [["when", "2017"]] } } })).status, 422);
  assert.equal(source(), before, "nothing is written");
}

/** Of two tabs that write at once, one is told what the other has changed. */
async function together() {
  const page = ARTICLE;
  const { said: { text, proposals } } = await ask({ proposals: { page } });
  const take = (number) => ask({ take: { page, text, number } });
  const answers = await Promise.all(proposals.slice(0, 2).map((it) => take(it.number)));
  assert.deepEqual(answers.map((it) => it.status).sort(), [200, 409]);
  const lost = answers.find((it) => it.status === 409).said;
  assert.ok(lost.lines.length > 0, "it is told what has changed");
  // An editor's save is never overwritten either.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { said: seen } = await ask({ proposals: { page } });
  writeFileSync(file, `${source()}\nAdded in an editor.\n`);
  assert.equal((await ask({ take: { page, text: seen.text, number: seen.proposals[0].number } })).status, 409);
  assert.equal((await ask("\"undo\"")).status, 409);
  assert.ok(source().endsWith("Added in an editor.\n"));
}

try {
  const tab = await opened();
  const wrong = [];
  tab.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  tab.on("pageerror", (error) => wrong.push(error.message));
  await byMouse(tab);
  await byKeyboard(tab);
  await byTouch();
  await tab.bringToFront();
  await proposals(tab);
  await isTold(tab);
  await isApart(tab);
  assert.deepEqual(wrong, []);
  const words = (text) => text.replace(/\[\[|\]\]|\{[^}]*\}|[[\]]/g, "");
  assert.equal(words(source()), words(plain), "no word was changed");
  await attacks();
  await together();
} finally {
  await close();
}
