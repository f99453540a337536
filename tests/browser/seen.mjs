// Every page as a browser sees it, each opened once however many bars ask.
//
// Input: a built site. Output: of each page its ids, what it refers to, and what the browser complained of. Entry point: seen().

/** How many tabs are open at the same time. */
const TABS = 4;

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

/** Opens pages one after the other in one tab, which takes a third of the time of a tab for each. */
async function openSome(site, queue, pages) {
  let [requests, complaints] = [[], []];
  await site.visit("about:blank", async (tab) => {
    tab.on("console", (message) => complaints.push(message.text()));
    tab.on("pageerror", (error) => complaints.push(error.message));
    tab.on("requestfailed", (request) => complaints.push(`${request.url()} ${request.failure().errorText}`));
    tab.on("request", (request) => requests.push(request.url()));
    for (const page of queue) {
      [requests, complaints] = [[], []];
      await tab.goto(site.url(page), { waitUntil: "load" });
      await tab.waitForNetworkIdle({ idleTime: 50 });
      pages.set(page, { ...await look(tab), requests, complaints });
    }
  });
}

async function openAll(site) {
  const [pages, queue] = [new Map(), site.pages.values()];
  await Promise.all(Array.from({ length: TABS }, () => openSome(site, queue, pages)));
  return pages;
}

const known = new WeakMap();

/** The pages of a site by their paths. */
export function seen(site) {
  if (!known.has(site)) known.set(site, openAll(site));
  return known.get(site);
}
