// Shortcuts: `?` opens the help, `/` leads to the search, `n` and `p` from annotation to annotation, `v` to the next view, until
// switched off.

import { SEED } from "../sites.mjs";

const isOpen = (tab) => tab.$eval("#keys", (dialog) => dialog.open);

/** The number of what has the focus among the annotations that are shown. */
const place = (tab) => tab.evaluate(() => [...document.querySelectorAll(".text a.m, .text button.n")].filter((it) => it.checkVisibility()).indexOf(document.activeElement));

/** Three times `v` leads through all views, and the one in between is kept for the next visit. */
async function views(site, tab, path) {
  const view = () => tab.$eval(".views input:checked", (it) => it.value);
  const seen = [await view()];
  for (let turn = 0; turn < 3; turn += 1) {
    await tab.keyboard.press("v");
    seen.push(await view());
    if (turn) continue;
    await tab.goto(site.url(path));
    await ready(tab);
    seen.push(await view());
  }
  return seen.join() === "notes,all,all,text,notes" ? [] : [`v leads to the views ${seen}`];
}

async function help(tab) {
  const opened = [];
  await tab.keyboard.press("?");
  opened.push(await isOpen(tab));
  await tab.keyboard.press("Escape");
  opened.push(await isOpen(tab));
  await tab.click("#show-keys");
  opened.push(await isOpen(tab));
  await tab.keyboard.press("Escape");
  return opened.join() === "true,false,true" ? [] : [`the help is open after ?, Escape and its button: ${opened}`];
}

async function steps(tab) {
  const places = [];
  for (const key of ["n", "n", "n", "p"]) {
    await tab.keyboard.press(key);
    places.push(await place(tab));
  }
  return places.join() === "0,1,2,1" ? [] : [`n, n, n and p lead to the annotations ${places}`];
}

/** Switched off, they stay off on the next page; then they are switched on again. */
async function switchedOff(site, tab, path) {
  const box = "#keys input";
  const flip = async () => { await tab.click("#show-keys"); await tab.click(box); await tab.keyboard.press("Escape"); };
  await flip();
  await tab.goto(site.url(path));
  await ready(tab);
  await tab.keyboard.press("?");
  const wrong = await isOpen(tab) ? ["? opens the help although keys are switched off"] : [];
  await flip();
  await tab.keyboard.press("?");
  return await isOpen(tab) ? wrong : [...wrong, "? does not open the help once keys are switched on again"];
}

async function toSearch(tab) {
  await tab.keyboard.press("Escape");
  await Promise.all([tab.waitForNavigation(), tab.keyboard.press("/")]);
  const reached = await tab.waitForFunction(() => document.activeElement.id === "query", { timeout: 5000 }).catch(() => null);
  if (!reached) return ["/ does not lead to the search field"];
  await tab.keyboard.type("n?/p");
  const typed = await tab.$eval("#query", (field) => field.value);
  return typed === "n?/p" ? [] : [`typing n?/p into the search gives ${typed}`];
}

/** The script shows the button when it has begun. */
const ready = (tab) => tab.waitForSelector("#show-keys:not([hidden])");

export default async function shortcuts(site) {
  const { path } = site.kinds.find(({ name, kind }) => name === SEED && kind === "article");
  const failures = await site.visit(path, async (tab) => {
    await ready(tab);
    return [...await views(site, tab, path), ...await steps(tab), ...await help(tab), ...await switchedOff(site, tab, path), ...await toSearch(tab)];
  });
  return [{ what: "shortcuts", tool: site.chromium, bar: "?, /, n, p and v do what the help says, and can be switched off", figure: `${failures.length} failures`, failures }];
}
