// Previews of names: beside a mention under the pointer or with the focus, as WCAG 1.4.13 wants them; none on touch.

import { setTimeout as pause } from "node:timers/promises";
import { SEED } from "../sites.mjs";

/** Longer than a preview waits before it comes or goes. */
const A_WHILE = 700;

const preview = (tab) => tab.evaluate(() => document.querySelector(".preview:popover-open")?.textContent ?? "");
const comes = (tab) => tab.waitForSelector(".preview:popover-open", { timeout: 5000 }).then(() => true, () => false);
const goes = (tab) => tab.waitForFunction(() => !document.querySelector(".preview:popover-open"), { timeout: 5000 }).then(() => true, () => false);

/** The middle of the first line of an element. */
const middle = (tab, selector) => tab.$eval(selector, (element) => {
  const { left, top, width, height } = element.getClientRects()[0];
  return [left + width / 2, top + height / 2];
});

/** A mention that has a preview, put into the middle of the window. */
async function mention(tab) {
  await tab.waitForSelector("#show-keys:not([hidden])");
  await tab.evaluate(() => {
    const told = new Set([...document.querySelectorAll("#section-names [data-summary] a")].map((link) => link.getAttribute("href")));
    const link = [...document.querySelectorAll(".text a.m")].find((it) => told.has(it.getAttribute("href")));
    link.id = "previewed";
    link.scrollIntoView({ block: "center", behavior: "instant" });
  });
  await pause(A_WHILE);
  return "#previewed";
}

/** Appears, persists, can be pointed at, and goes when the pointer does. */
async function byPointer(tab, selector, check) {
  const [x, y] = await middle(tab, selector);
  await tab.mouse.move(x, y);
  check(await comes(tab), "does not appear under the pointer");
  check((await preview(tab)).includes(await tab.$eval(selector, (link) => link.textContent)), "does not say whom it is about");
  await pause(3 * A_WHILE);
  check(await preview(tab), "does not persist");
  await tab.mouse.move(...await middle(tab, ".preview"), { steps: 5 });
  await pause(A_WHILE);
  check(await preview(tab), "can't be pointed at");
  await tab.mouse.move(2, 2, { steps: 5 });
  check(await goes(tab), "stays when the pointer has left it");
}

/** Goes on Escape, while the pointer or the focus is where it was. */
async function escaped(tab, selector, check) {
  await tab.mouse.move(...await middle(tab, selector));
  check(await comes(tab), "does not appear a second time");
  await tab.keyboard.press("Escape");
  check(await goes(tab), "can't be dismissed under the pointer");
  await tab.mouse.move(2, 2);
  await tab.focus("main");
  await tab.evaluate((selector) => document.querySelector(selector).focus({ focusVisible: true }), selector);
  check(await comes(tab), "does not appear with the focus");
  await tab.keyboard.press("Escape");
  check(await goes(tab), "can't be dismissed with the focus");
  check(await tab.$eval(selector, (link) => link === document.activeElement), "takes the focus along when dismissed");
}

async function byTouch(site, path, check) {
  await site.visit(path, async (tab) => {
    const [x, y] = await middle(tab, await mention(tab));
    const touch = await tab.touchscreen.touchStart(x, y);
    await pause(A_WHILE);
    check(!await preview(tab), "appears on touch");
    await touch.end();
  }, (tab) => tab.setViewport({ width: 390, height: 800, isMobile: true, hasTouch: true }));
}

export default async function previews(site) {
  const failures = [];
  let checks = 0;
  const check = (holds, wrong) => {
    checks += 1;
    if (!holds) failures.push(`a preview ${wrong}`);
  };
  const { path } = site.kinds.find(({ name, kind }) => name === SEED && kind === "article");
  await site.visit(path, async (tab) => {
    const selector = await mention(tab);
    let requests = 0;
    tab.on("request", () => { requests += 1; });
    await byPointer(tab, selector, check);
    await escaped(tab, selector, check);
    check(requests === 0, "asks the server");
  }, (tab) => tab.setViewport({ width: 1280, height: 900 }));
  await byTouch(site, path, check);
  return [{ what: "previews", tool: site.chromium, bar: "appear, persist, hoverable, dismissible by Escape, absent on touch", figure: `${checks} checks, ${failures.length} failures`, failures }];
}
