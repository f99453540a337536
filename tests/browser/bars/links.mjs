// Links: every address and every reference to an id leads somewhere; so it does for files opened by double-click.

import { pathToFileURL } from "node:url";
import { each } from "../site.mjs";

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

export default async function links(site) {
  const root = `${pathToFileURL(site.folder).href}/`;
  const failures = [];
  const seen = new Map();
  await each(site.pages, async (page) => {
    const failed = (request) => failures.push(`${page}: ${request.url()} cannot be loaded from a file`);
    seen.set(page, await site.visit(`${root}${page}`, look, async (tab) => tab.on("requestfailed", failed)));
  });
  let count = 0;
  for (const [page, { urls, own }] of seen) {
    for (const url of urls.filter((url) => !/^(https?|mailto|data):/.test(url))) {
      count += 1;
      const [path, id] = decodeURIComponent(url).split("#");
      const target = path.replace(/\?.*/, "").replace(decodeURIComponent(root), "");
      if (!site.files.includes(target)) failures.push(`${page}: ${url} leads to no file`);
      else if (id && !seen.get(target)?.ids.includes(id)) failures.push(`${page}: ${url} leads to no place`);
    }
    const { ids } = seen.get(page);
    count += own.length;
    failures.push(...own.filter((id) => !ids.includes(id)).map((id) => `${page}: refers to ${id}, which is not there`));
    failures.push(...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${page}: the id ${id} is given twice`));
  }
  return [{ what: "links", tool: site.chromium, bar: "0 broken, from file:// too", figure: `${failures.length} of ${count}`, failures }];
}
