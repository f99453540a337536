// Measures every bar of the pages in Chromium and prints a scorecard.
//
// Input: this repository and the program, named by `ANNALS` or built here. Output: a scorecard on the terminal and in
// scorecard.md, with `--readme` also in the README, and a new picture for it, unless a bar fails; exit status 1 where one
// does that does not depend on the machine's speed. Usage: node tests/browser/run.mjs [--readme] [BAR…]

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "./install.mjs";
import { build, SEED } from "./sites.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const readme = fileURLToPath(new URL("../../README.md", import.meta.url));
const picture = fileURLToPath(new URL("../../content/pages/screenshot.webp", import.meta.url));

/** In the order of the scorecard; Lighthouse comes last, when nothing else takes the machine's time. It is slow and its
 * scores rarely move, so it runs where `CI` is set, and for the README. */
const BARS = [
  "markup", "accessibility", "fit", "weight", "scriptless", "paper", "keyboard", "shortcuts", "previews", "reading", "finding", "security", "links", "audits",
];

/** The top of the site's own article. */
async function takePicture(site) {
  const { path } = site.kinds.find(({ name, kind }) => name === SEED && kind === "article");
  await site.visit(path, (tab) => tab.screenshot({ path: picture, type: "webp", quality: 60 }), (tab) => tab.setViewport({ width: 1280, height: 960 }));
}

/** The bar's result; what throws has failed. */
async function measured(name, site) {
  const { default: bar } = await import(`./bars/${name}.mjs`);
  const start = performance.now();
  const result = await bar(site).catch((error) => [{ what: name, tool: "", bar: "runs", figure: "error", failures: [error.stack] }]);
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
  for (const row of result) for (const line of row.failures.slice(0, 40)) console.log(`  FAILS ${line}`);
  return result;
}

/** Measures some bars, and gives the scorecard and whether all hold. */
async function score(folder, bars, pictured) {
  const { open } = await import("./site.mjs");
  const { render } = await import("./scorecard.mjs");
  const site = await open(folder);
  const rows = [];
  try {
    for (const name of bars) rows.push(...await measured(name, site));
    if (pictured) await takePicture(site);
  } finally {
    await site.close();
  }
  return { scorecard: render(rows, site), holds: !rows.some((row) => row.failures.length) };
}

function putIntoReadme(scorecard) {
  const text = readFileSync(readme, "utf8");
  const place = /(<!-- scorecard -->\n)[^]*(<!-- end of scorecard -->)/;
  if (!place.test(text)) throw new Error("README.md has no place for the scorecard");
  writeFileSync(readme, text.replace(place, (_, start, end) => `${start}\n${scorecard}\n${end}`));
}

async function main() {
  const words = process.argv.slice(2);
  const named = words.filter((word) => !word.startsWith("--"));
  const forReadme = words.includes("--readme");
  const all = BARS.filter((name) => name !== "audits" || forReadme || process.env.CI);
  install();
  const folder = build();
  try {
    const { scorecard, holds } = await score(join(folder, "pages"), named.length ? named : all, forReadme);
    writeFileSync(`${here}scorecard.md`, scorecard);
    if (forReadme && holds) putIntoReadme(scorecard);
    console.log(`\n${scorecard}`);
    process.exitCode = holds ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main();
