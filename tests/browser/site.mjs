// Built sites, a server for them on the loopback interface, and a browser.
//
// Input: a folder that holds a folder of pages for each site. Output: what the bars measure. Entry point: open().

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { serve } from "./server.mjs";
import { SEED } from "./sites.mjs";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

/** The kinds of pages and where they lie; of each, the largest page of a site is the one that is measured. */
const KINDS = {
  home: /^index\.html$/,
  article: /^articles\//,
  claim: /^claims\//,
  person: /^people\/[^/]+$/,
  event: /^events\//,
  organization: /^organizations\//,
  place: /^places\//,
  source: /^sources\/[^/]+$/,
  "archived text": /^sources\/[^/]+\/archive-\d+\.html$/,
  continuation: /^people\/[^/]+\/\w+-\d+\.html$/,
  text: /^pages\//,
  "index of names": /^(people|places|organizations|sources)\.html$/,
  "index by date": /^(events|articles)\.html$/,
  "index of claims": /^claims\.html$/,
  search: /^search\.html$/,
  "not found": /^404\.html$/,
};

/** Every file below a folder. */
function filesOf(folder) {
  const names = readdirSync(folder, { recursive: true }).map((name) => name.replaceAll("\\", "/"));
  return names.filter((name) => statSync(join(folder, name)).isFile()).sort();
}

/** The page of each kind of each site. */
function kindsOf(names, pages, size) {
  const found = names.flatMap((name) => {
    const own = pages.filter((page) => page.startsWith(`${name}/`));
    const largest = (pattern) => own.filter((page) => pattern.test(page.slice(name.length + 1))).sort((a, b) => size(b) - size(a))[0];
    return Object.entries(KINDS).map(([kind, pattern]) => ({ name, kind, path: largest(pattern) }));
  });
  return found.filter(({ path }) => path);
}

/** One page of each kind: the seed's, or the largest of the other sites' where it has none. */
function onePerKind(kinds, size) {
  const rank = ({ name, path }) => (name === SEED ? Infinity : size(path));
  const ranked = [...kinds].sort((a, b) => rank(b) - rank(a));
  return Object.keys(KINDS).map((kind) => ranked.find((it) => it.kind === kind)).filter(Boolean);
}

/** The faces of the pages that are measured, whatever else a machine has: by others, lines have other words. */
const FACES = "/usr/share/fonts/truetype/dejavu";

/** The settings with which only these faces are there, if they are. */
function onlyFaces(folder) {
  if (!existsSync(FACES)) return {};
  const settings = join(folder, "fonts.conf");
  const rules = '<include ignore_missing="yes">/etc/fonts/conf.d</include>';
  writeFileSync(settings, `<fontconfig><dir>${FACES}</dir>${rules}<cachedir>${folder}/faces</cachedir></fontconfig>`);
  return { FONTCONFIG_FILE: settings };
}

/** A browser with a profile of its own, which goes with it. */
export async function launch() {
  const profile = mkdtempSync(join(tmpdir(), "annals-browser-"));
  const browser = await puppeteer.launch({
    executablePath: CHROMIUM,
    userDataDir: profile,
    env: { ...process.env, ...onlyFaces(profile) },
    protocolTimeout: 300_000,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const close = async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { browser, close };
}

export async function open(folder) {
  const files = filesOf(folder);
  const names = readdirSync(folder).sort();
  const pages = files.filter((file) => file.endsWith(".html"));
  const { browser, close } = await launch();
  const server = await serve(folder);
  const size = (page) => statSync(join(folder, page)).size;
  const kinds = kindsOf(names, pages, size);
  const site = {
    folder,
    names,
    files,
    pages,
    browser,
    origin: server.origin,
    kinds,
    audited: onePerKind(kinds, size),
    read: (file) => readFileSync(join(folder, file)),
    url: (path) => `${server.origin}/${path}`,
    chromium: (await browser.version()).replace(/^\w+\//, "Chromium "),
    /** Opens a page of the site in a tab that is closed after `use`. */
    async visit(path, use, prepare = async () => {}) {
      const tab = await browser.newPage();
      tab.setDefaultTimeout(120_000);
      try {
        await prepare(tab);
        await tab.goto(/^\w+:/.test(path) ? path : site.url(path), { waitUntil: "load" });
        return await use(tab);
      } finally {
        await tab.close();
      }
    },
    async close() {
      await close();
      server.close();
    },
  };
  return site;
}

/** Waits until a page's script has done what it does of itself, and what it did is laid out. On a busy machine a tab may
 * get no frame for minutes; it has done what it can, then. */
export const settled = (tab) => tab.evaluate(() => new Promise((resolve) => {
  requestIdleCallback(() => requestAnimationFrame(() => setTimeout(resolve)));
  setTimeout(resolve, 10_000);
}));

/** Does something for each item, for some at the same time. */
export async function each(items, use, workers = 4) {
  const queue = items.values();
  const work = async () => { for (const item of queue) await use(item); };
  await Promise.all(Array.from({ length: workers }, work));
}

/** The version of an installed package. */
export function version(name) {
  return JSON.parse(readFileSync(new URL(`./node_modules/${name}/package.json`, import.meta.url))).version;
}

/** What a program prints. */
export function run(program, words, options = {}) {
  return execFileSync(program, words, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "ignore"], ...options });
}
