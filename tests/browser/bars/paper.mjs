// Paper: every claim, fact and source of a page is in the text of its print.

import { run } from "../site.mjs";

/** What must be on paper, by what it is in the page. */
const NEEDED = {
  claim: ".claims .words, .disputes .words, .relations .words, .claim-page > .words",
  fact: ".facts .stated, .infobox dd",
  sentence: ".sentence",
  review: ".review",
  source: "#section-notes li, .sources a, .byline li",
};

/** The letters and digits alone: lines, hyphens and signs fall differently on paper. */
const letters = (text) => text.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "");

/** The text of the print without the addresses that the print adds behind links. */
function printed(pdf) {
  const text = run("pdftotext", ["-raw", "-", "-"], { input: pdf });
  return letters(text.replace(/-\n(?=\p{Ll})/gu, "").replace(/\s/g, "").replace(/\(https?:[^)]*\)/g, ""));
}

const needed = (tab) => tab.evaluate((needed) => Object.entries(needed).flatMap(([what, selector]) =>
  [...document.querySelectorAll(selector)].map((element) => {
    const copy = element.cloneNode(true);
    for (const backlink of copy.querySelectorAll("[role=doc-backlink], .citation")) backlink.remove();
    return { what, text: copy.textContent };
  })), NEEDED);

export default async function paper(site) {
  const failures = [];
  let count = 0;
  for (const { path } of site.kinds) {
    await site.visit(path, async (tab) => {
      const items = await needed(tab);
      const text = printed(await tab.pdf({ format: "A4" }));
      count += items.length;
      const missing = items.filter((item) => !text.includes(letters(item.text)));
      failures.push(...missing.map((item) => `${path}: ${item.what} “${item.text.trim().slice(0, 100)}” is not on paper`));
    });
  }
  if (!count) failures.push("no page has a claim, fact or source");
  return [{ what: "paper", tool: `pdftotext ${popplerVersion()}`, bar: "every claim, fact and source is there", figure: `${count - failures.length} of ${count}`, failures }];
}

const popplerVersion = () => /[\d.]+/.exec(run("sh", ["-c", "pdftotext -v 2>&1"]))[0];
