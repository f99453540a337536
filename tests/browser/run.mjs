// Measures every bar of the pages in Chromium and prints a scorecard.
//
// Input: this repository and the program, named by `ANNALS` or built here. Output: a scorecard on the terminal and in
// scorecard.md, with `--readme` also in the README unless a bar fails; exit status 1 where one does that does not depend
// on the machine's speed. Usage: node tests/browser/run.mjs [--readme] [BAR…]

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "./install.mjs";
import { build } from "./sites.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const readme = fileURLToPath(new URL("../../README.md", import.meta.url));

/** In the order of the scorecard; Lighthouse comes last, when nothing else takes the machine's time. */
const BARS = [
  "markup", "accessibility", "fit", "weight", "scriptless", "paper", "keyboard", "shortcuts", "previews", "finding", "security", "links", "audits",
];

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
async function score(folder, bars) {
  const { open } = await import("./site.mjs");
  const { render } = await import("./scorecard.mjs");
  const site = await open(folder);
  const rows = [];
  try {
    for (const name of bars) rows.push(...await measured(name, site));
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
  install();
  const folder = build();
  try {
    const { scorecard, holds } = await score(join(folder, "pages"), named.length ? named : BARS);
    writeFileSync(`${here}scorecard.md`, scorecard);
    if (words.includes("--readme") && holds) putIntoReadme(scorecard);
    console.log(`\n${scorecard}`);
    process.exitCode = holds ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main();
