// Finding: by name as one types, from a server and from files; in the texts by Pagefind; and neither where there is no index.

import { fileURLToPath, pathToFileURL } from "node:url";
import { SEED } from "../sites.mjs";
import { run, version } from "../site.mjs";

const PAGEFIND = fileURLToPath(new URL("../node_modules/.bin/pagefind", import.meta.url));

/** What is typed on which site, and the name that comes first. */
const TYPED = [
  [SEED, "lav", "Sergey Lavrov"],
  [SEED, "lavorv", "Sergey Lavrov"],
  [SEED, "hamb sum", "2017 G20 Hamburg summit"],
  [SEED, "TILLERSON", "Rex Tillerson"],
  ["de", "anne ozturk", "Änne Öztürk"],
  ["fr", "emile", "Émile Éluard"],
  ["ru", "елка", "Ёлка Ельцина"],
  ["ar", "ليلى", "ليلى حداد"],
  ["conflicts", "hottentotten", "Mara Quill"],
];
/** Words in a text of the site that Pagefind indexes, and in no name. */
const TEXT = { name: "south-pole", words: "bungling", page: /articles|claims|events|people/ };

const type = async (tab, words) => {
  await tab.waitForFunction(() => document.activeElement.id === "query");
  await tab.keyboard.type(words);
};

const firstResult = (tab) => tab.waitForSelector("#results a", { timeout: 5000 }).then((link) => link.evaluate((it) => [it.textContent, it.href]), () => ["nothing", ""]);

async function byName(site, root, name, typed, wanted) {
  return site.visit(`${root}${name}/search.html`, async (tab) => {
    await type(tab, typed);
    const [found, href] = await firstResult(tab);
    const wrong = found === wanted ? [] : [`${root}${name}: “${typed}” finds ${found} instead of ${wanted}`];
    const file = decodeURIComponent(href).replace(decodeURIComponent(root), "").replace(/#.*/, "");
    if (!site.files.includes(file)) wrong.push(`${root}${name}: the result ${href} leads nowhere`);
    if (!await tab.$eval("#browse", (it) => it.hidden)) wrong.push(`${root}${name}: the A–Z stays beside what was found`);
    return wrong;
  });
}

async function inTexts(site) {
  run(PAGEFIND, ["--site", `${site.folder}/${TEXT.name}`]);
  const failures = [];
  await site.visit(`${TEXT.name}/search.html`, async (tab) => {
    await type(tab, TEXT.words);
    const mark = await tab.waitForSelector("#results mark", { timeout: 10_000 }).catch(() => null);
    if (!mark) return failures.push(`Pagefind does not find “${TEXT.words}”`);
    const link = await tab.$("#results a");
    const [found] = await Promise.all([tab.waitForNavigation(), link.click()]);
    if (!found.ok() || !TEXT.page.test(tab.url())) failures.push(`what Pagefind finds leads to ${tab.url()}`);
  }, async (tab) => {
    tab.on("console", (message) => failures.push(`Pagefind: ${message.text()}`));
    tab.on("pageerror", (error) => failures.push(`Pagefind: ${error.message}`));
  });
  return failures;
}

/** Without its files, the page says that nothing was found and keeps the way to every name. */
async function withoutIndex(site) {
  const failures = [];
  await site.visit(`${SEED}/search.html`, async (tab) => {
    await type(tab, "lavrov");
    await tab.waitForFunction(() => /\d/.test(document.querySelector("#found").textContent), { timeout: 5000 })
      .catch(() => failures.push("without its index, the search says nothing"));
    const { links, results } = await tab.evaluate(() => ({
      links: [...document.querySelectorAll("#browse a")].filter((link) => link.checkVisibility()).length,
      results: document.querySelectorAll("#results li").length,
    }));
    if (!links || results) failures.push(`without its index, the search shows ${results} results and ${links} links of the A–Z`);
  }, async (tab) => {
    await tab.setRequestInterception(true);
    tab.on("request", (request) => (/\/(search|pagefind)\//.test(request.url()) ? request.abort() : request.continue()));
    tab.on("pageerror", (error) => failures.push(`without its index, the search throws ${error.message}`));
  });
  return failures;
}

export default async function finding(site) {
  const roots = [`${site.origin}/`, `${pathToFileURL(site.folder).href}/`];
  const failures = [];
  for (const root of roots) for (const [name, typed, wanted] of TYPED) failures.push(...await byName(site, root, name, typed, wanted));
  const names = { what: "finding names", tool: site.chromium, bar: "as one types, with errors, without diacritics, from file:// too, without index too", figure: `${roots.length * TYPED.length} searches`, failures: [...failures, ...await withoutIndex(site)] };
  const texts = await inTexts(site);
  return [names, { what: "finding texts", tool: `pagefind ${version("pagefind")}`, bar: "found and marked, and the result opens", figure: `${texts.length} failures`, failures: texts }];
}
