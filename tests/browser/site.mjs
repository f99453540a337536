// A built site, a server for it on the loopback interface, and a browser.
//
// Input: the folder. Output: what the bars measure. Entry point: open().

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { serve } from "./server.mjs";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

/** The kinds of pages and where they lie; of each, the largest page is the one that is measured. */
const KINDS = {
  home: /^index\.html$/,
  article: /^articles\//,
  claim: /^claims\//,
  person: /^people\/[^/]+$/,
  event: /^events\//,
  organization: /^organizations\//,
  place: /^places\//,
  source: /^sources\//,
  mentions: /\/mentions-\d+\.html$/,
  text: /^pages\//,
  "index of names": /^(people|places|organizations|sources)\.html$/,
  "index by date": /^(events|articles)\.html$/,
  "index of claims": /^claims\.html$/,
  search: /^search\.html$/,
  "not found": /^404\.html$/,
};

/** Every file of the site. */
function filesOf(folder) {
  const names = readdirSync(folder, { recursive: true }).map((name) => name.replaceAll("\\", "/"));
  return names.filter((name) => statSync(join(folder, name)).isFile()).sort();
}

function kindsOf(pages, size) {
  const largest = (pattern) => pages.filter((page) => pattern.test(page)).sort((a, b) => size(b) - size(a))[0];
  const kinds = Object.entries(KINDS).map(([kind, pattern]) => ({ kind, path: largest(pattern) }));
  return kinds.filter(({ path }) => path);
}

export async function open(folder) {
  const files = filesOf(folder);
  const pages = files.filter((file) => file.endsWith(".html"));
  const profile = mkdtempSync(join(tmpdir(), "annals-browser-"));
  const browser = await puppeteer.launch({
    executablePath: CHROMIUM,
    userDataDir: profile,
    protocolTimeout: 300_000,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const server = await serve(folder);
  const site = {
    folder,
    files,
    pages,
    browser,
    origin: server.origin,
    kinds: kindsOf(pages, (page) => statSync(join(folder, page)).size),
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
      await browser.close();
      server.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return site;
}

/** The version of an installed package. */
export function version(name) {
  return JSON.parse(readFileSync(new URL(`./node_modules/${name}/package.json`, import.meta.url))).version;
}

/** What a program prints. */
export function run(program, words, options = {}) {
  return execFileSync(program, words, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "ignore"], ...options });
}
