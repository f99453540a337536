// Paper: every claim, fact and source of a page is in the text of its print.

import { each, run } from "../site.mjs";

/** What must be on paper, by what it is in the page. */
const NEEDED = {
  claim: ".claims .words, .disputes .words, .relations .words, .claim-page > .words",
  fact: ".facts td, .infobox dd",
  sentence: ".sentence",
  review: "p.review",
  source: "#section-notes li, .sources a, .byline li",
};

/** The letters and digits alone: lines, hyphens and signs fall differently on paper. */
const letters = (text) => text.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "");

/** The text of the print without the addresses that the print adds behind links. */
function printed(pdf) {
  const text = run("pdftotext", ["-raw", "-", "-"], { input: pdf });
  return letters(text.replace(/-\n(?=\p{Ll})/gu, "").replace(/\s/g, "").replace(/\(https?:[^)]*\)/g, ""));
}

/** How often each letter occurs. */
function counted(text) {
  const counts = new Map();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return counts;
}

/** The items that are not in a text. What is written from right to left loses its order in it, so its letters are counted. */
function missing(items, text, rightToLeft) {
  if (!rightToLeft) return items.filter((item) => !text.includes(letters(item.text)));
  const there = counted(text);
  const short = [...counted(items.map((item) => letters(item.text)).join(""))].filter(([letter, count]) => count > (there.get(letter) ?? 0));
  return short.map(([letter]) => ({ what: "letter", text: letter }));
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
  await each(site.kinds, ({ path }) =>
    site.visit(path, async (tab) => {
      const items = await needed(tab);
      const text = printed(await tab.pdf({ format: "A4" }));
      const rightToLeft = await tab.$eval("html", (html) => html.dir === "rtl");
      count += items.length;
      const found = missing(items, text, rightToLeft);
      failures.push(...found.map((item) => `${path}: ${item.what} “${item.text.trim().slice(0, 100)}” is not on paper`));
    }));
  if (!count) failures.push("no page has a claim, fact or source");
  return [{ what: "paper", tool: `pdftotext ${popplerVersion()}`, bar: "every claim, fact and source is there", figure: `${count - failures.length} of ${count}`, failures }];
}

const popplerVersion = () => /[\d.]+/.exec(run("sh", ["-c", "pdftotext -v 2>&1"]))[0];
