// Builds the sites that are measured: this repository's own, and a small one for each behaviour.
//
// Input: the program, named by `ANNALS` or built here. Output: a folder that holds a folder of pages for each site.
// Entry point: build().

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { long, plain } from "./texts.mjs";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const suite = join(repository, "tests/suite");
const own = fileURLToPath(new URL("sites", import.meta.url));

/** The site of this repository. */
export const SEED = "seed";

function write(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A site in which so much is said of and by one person, at such length, that it takes several pages. */
function crowd() {
  const lines = (count, line) => Array.from({ length: count }, (_, n) => line(n)).join("\n\n");
  const length = ", and that in spite of the weather, the roads and the price of seed".repeat(15);
  const sentence = (n) => `In line ${n} the papers named [[hub|Hub]] once more, beside [[p${n % 10}]], as in every year${length}.`;
  const claim = (n) => `[The harvest was better in field ${n}${length}]{#c${n} .claim by=hub}.`;
  const article = (year) => `---\ntitle: The year ${year}\ndate: ${year}-12-31\n---\n${lines(25, sentence)}\n\n${lines(12, claim)}\n`;
  const years = [2001, 2002, 2003, 2004].map((year) => [`content/articles/year-${year}.md`, article(year)]);
  const people = lines(10, (n) => `p${n} = { kind = "person", name = "Person ${n}" }`);
  const config = `title = "Crowd"\n[entities]\nhub = { kind = "person", name = "Hub" }\n${people}\n`;
  return Object.fromEntries([["annals.toml", config], ...years]);
}

/** The folder of each site's files, by the site's name. Sites of a few files are put together below `sources`. */
function folders(sources) {
  const named = { [SEED]: repository, "south-pole": join(suite, "sites/south-pole") };
  for (const name of readdirSync(own)) named[name] = join(own, name);
  for (const [name, files] of Object.entries({ crowd: crowd(), long: long(), plain: plain() })) {
    write((named[name] = join(sources, name)), files);
  }
  for (const language of ["ar", "de", "fr", "ru"]) {
    named[language] = join(sources, language);
    mkdirSync(join(named[language], "content/articles"), { recursive: true });
    cpSync(join(suite, `languages/${language}.toml`), join(named[language], "annals.toml"));
    cpSync(join(suite, `languages/${language}.md`), join(named[language], "content/articles/a.md"));
  }
  return named;
}

/** The program, built if no other is named. */
function program() {
  if (process.env.ANNALS) return process.env.ANNALS;
  execFileSync("cargo", ["build", "--quiet"], { cwd: repository, stdio: "inherit" });
  return join(repository, "target/debug/annals");
}

export function build() {
  const folder = mkdtempSync(join(tmpdir(), "annals-sites-"));
  const annals = program();
  for (const [name, source] of Object.entries(folders(join(folder, "sources")))) {
    execFileSync(annals, ["--root", source, "build", "-o", join(folder, "pages", name)], { stdio: ["ignore", "ignore", "pipe"] });
  }
  return folder;
}
