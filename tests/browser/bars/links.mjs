// Links: every address and every reference to an id leads somewhere; and pages opened by double-click find all they need.

import { pathToFileURL } from "node:url";
import { seen } from "../seen.mjs";
import { each } from "../site.mjs";

/** What a page of each kind can't load where no server is. */
async function missingFromFiles(site) {
  const failures = [];
  await each(site.kinds, async ({ path }) => {
    const failed = (request) => failures.push(`${path}: ${request.url()} cannot be loaded from a file`);
    await site.visit(pathToFileURL(`${site.folder}/${path}`).href, async () => {}, async (tab) => tab.on("requestfailed", failed));
  });
  return failures;
}

export default async function links(site) {
  const failures = await missingFromFiles(site);
  const pages = await seen(site);
  const files = new Set(site.files);
  let count = 0;
  for (const [page, { ids, urls, own }] of pages) {
    for (const url of urls.filter((url) => url.startsWith(`${site.origin}/`))) {
      count += 1;
      const [path, id] = decodeURIComponent(url.slice(site.origin.length + 1)).split("#");
      const target = path.replace(/\?.*/, "");
      if (!files.has(target)) failures.push(`${page}: ${url} leads to no file`);
      else if (id && !pages.get(target)?.ids.includes(id)) failures.push(`${page}: ${url} leads to no place`);
    }
    count += own.length;
    failures.push(...own.filter((id) => !ids.includes(id)).map((id) => `${page}: refers to ${id}, which is not there`));
    failures.push(...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${page}: the id ${id} is given twice`));
  }
  return [{ what: "links", tool: site.chromium, bar: "0 broken, from file:// too", figure: `${failures.length} of ${count}`, failures }];
}
