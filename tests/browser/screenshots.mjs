// Takes a picture of every kind of page of every site, light and dark, on a phone, a tablet and a desktop; of an article, one
// of each view of its text.
//
// Input: this repository and the program, as run.mjs has them. Output: FOLDER/SITE-KIND-VIEW-WIDTH-LIGHT.png (`screenshots`
// here unless another folder is named). Usage: node tests/browser/screenshots.mjs [FOLDER] [SITE…]

import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "./install.mjs";
import { build } from "./sites.mjs";

const WIDTHS = [390, 768, 1440];
/** A page is pictured down to here. */
const MOST = 6000;

async function picture(tab, file, width, scheme) {
  await tab.setViewport({ width, height: 900 });
  await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  const height = await tab.evaluate(() => document.documentElement.scrollHeight);
  await tab.screenshot({ path: file, clip: { x: 0, y: 0, width, height: Math.min(height, MOST) }, captureBeyondViewport: true });
}

async function main() {
  const [folder = fileURLToPath(new URL("screenshots", import.meta.url)), ...names] = process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  install();
  const built = build();
  const { open } = await import("./site.mjs");
  const site = await open(join(built, "pages"));
  for (const { name, kind, path } of site.kinds.filter(({ name }) => !names.length || names.includes(name))) {
    await site.visit(path, async (tab) => {
      for (const view of kind === "article" ? ["notes", "text", "all"] : [""]) {
        await tab.$$eval(`.view-${view || "notes"}`, ([button]) => { if (button) button.checked = true; });
        const page = [name, kind.replaceAll(" ", "-"), view].filter(Boolean).join("-");
        for (const scheme of ["light", "dark"]) {
          for (const width of WIDTHS) await picture(tab, join(resolve(folder), `${page}-${width}-${scheme}.png`), width, scheme);
        }
      }
    });
  }
  await site.close();
  rmSync(built, { recursive: true });
}

await main();
