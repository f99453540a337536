// Without script: the same words and links. What only a script can use, only a script shows.

import { each } from "../site.mjs";

const OF_SCRIPT = "#show-keys, form#search";

/** The words and links that are shown. */
async function shown(site, path, script) {
  const look = (tab) => tab.evaluate((hidden) => {
    for (const element of document.querySelectorAll(hidden)) element.remove();
    const links = [...document.querySelectorAll("a[href]")].filter((link) => link.checkVisibility());
    return { words: document.body.innerText.split(/\s+/).filter(Boolean).join(" "), links: links.map((link) => link.href).join("\n") };
  }, OF_SCRIPT);
  return site.visit(path, look, (tab) => tab.setJavaScriptEnabled(script));
}

export default async function scriptless(site) {
  const failures = [];
  let words = 0;
  await each(site.kinds, async ({ path }) => {
    const [without, with_] = [await shown(site, path, false), await shown(site, path, true)];
    if (!without.words) failures.push(`${path} shows nothing`);
    if (without.words !== with_.words) failures.push(`${path}: other words`);
    if (without.links !== with_.links) failures.push(`${path}: other links`);
    words += without.words.split(" ").length;
  });
  return [{ what: "without script", tool: site.chromium, bar: "the same words and links", figure: `${words} words on ${site.kinds.length} pages, ${failures.length} differences`, failures }];
}
