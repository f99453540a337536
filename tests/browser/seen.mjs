// Every page as a browser sees it, each opened once however many bars ask.
//
// Input: a built site. Output: of each page its ids, what it refers to, and what the browser complained of. Entry point: seen().

import { each } from "./site.mjs";

const REFERENCES = ["for", "aria-labelledby", "aria-describedby", "aria-details", "aria-controls", "popovertarget"];

/** The ids of a page, and what it refers to: addresses as the browser resolves them. */
const look = (tab) => tab.evaluate((references) => ({
  ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
  urls: [...document.querySelectorAll("[href], [src]")].map((element) => {
    const given = element.getAttribute("href") ?? element.getAttribute("src");
    return new URL(given, document.baseURI).href;
  }),
  own: references.flatMap((name) => [...document.querySelectorAll(`[${name}]`)].flatMap((element) => element.getAttribute(name).split(/\s+/))),
}), REFERENCES);

/** Notes what a tab asks for and complains of. */
function listen(tab, requests, complaints) {
  tab.on("console", (message) => complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(error.message));
  tab.on("requestfailed", (request) => complaints.push(`${request.url()} ${request.failure().errorText}`));
  tab.on("request", (request) => requests.push(request.url()));
}

async function openAll(site) {
  const pages = new Map();
  await each(site.pages, async (page) => {
    const [requests, complaints] = [[], []];
    const found = await site.visit(page, async (tab) => {
      await tab.waitForNetworkIdle({ idleTime: 50 });
      return look(tab);
    }, async (tab) => listen(tab, requests, complaints));
    pages.set(page, { ...found, requests, complaints });
  });
  return pages;
}

const known = new WeakMap();

/** The pages of a site by their paths. */
export function seen(site) {
  if (!known.has(site)) known.set(site, openAll(site));
  return known.get(site);
}
