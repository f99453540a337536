// Measures every bar of the pages in Chromium and prints a scorecard.
//
// Input: the folder of a built site (`public` unless another is named). Output: a scorecard on the terminal and in
// scorecard.md, with `--readme` also in the README; exit status 1 where a bar that does not depend on the machine's
// speed fails. Usage: node tests/browser/run.mjs [--readme] [FOLDER]

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const readme = fileURLToPath(new URL("../../README.md", import.meta.url));

/** In the order of the scorecard; Lighthouse comes last, when nothing else takes the machine's time. */
const BARS = ["markup", "accessibility", "weight", "scriptless", "paper", "keyboard", "security", "links", "audits"];

function install() {
  if (existsSync(`${here}node_modules/.package-lock.json`)) return;
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" });
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

function putIntoReadme(scorecard) {
  const text = readFileSync(readme, "utf8");
  const place = /(<!-- scorecard -->\n)[^]*(<!-- end of scorecard -->)/;
  if (!place.test(text)) throw new Error("README.md has no place for the scorecard");
  writeFileSync(readme, text.replace(place, (_, start, end) => `${start}\n${scorecard}\n${end}`));
}

async function main() {
  const words = process.argv.slice(2);
  const folder = resolve(words.find((word) => !word.startsWith("--")) ?? "public");
  if (!existsSync(`${folder}/index.html`)) throw new Error(`${folder} holds no built site`);
  install();
  const { open } = await import("./site.mjs");
  const { render } = await import("./scorecard.mjs");
  const site = await open(folder);
  const rows = [];
  try {
    for (const name of BARS) rows.push(...await measured(name, site));
  } finally {
    await site.close();
  }
  const scorecard = render(rows, site);
  writeFileSync(`${here}scorecard.md`, scorecard);
  if (words.includes("--readme")) putIntoReadme(scorecard);
  console.log(`\n${scorecard}`);
  process.exitCode = rows.some((row) => row.failures.length) ? 1 : 0;
}

await main();
