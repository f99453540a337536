// A published site: its folder behind a static host, where a reader follows links, and nothing of the author's tools is left.
//
// Input: the folder of a built site. Output: exit status 1 with what is wrong. Usage: node published.mjs FOLDER

import assert from "node:assert/strict";
import { basename, dirname, resolve } from "node:path";
import { install } from "./install.mjs";

install();
const { launch } = await import("./site.mjs");
const { serve } = await import("./server.mjs");
const folder = resolve(process.argv[2]);
const server = await serve(dirname(folder));
const { browser, close } = await launch();
try {
  const tab = await browser.newPage();
  const wrong = [];
  tab.on("console", (message) => wrong.push(message.text()));
  tab.on("requestfailed", (request) => wrong.push(`${request.url()} fails`));
  const asked = new Set();
  tab.on("request", (request) => asked.add(new URL(request.url()).pathname));
  await tab.goto(`${server.origin}/${basename(folder)}/index.html`);
  const follow = async (selector) => {
    const [answer] = await Promise.all([tab.waitForNavigation(), tab.$eval(selector, (link) => link.click())]);
    assert.ok(answer.ok(), `${selector} leads to ${tab.url()}`);
  };
  await follow(".newest li a");
  await follow(".text a.m.person");
  await follow(".mentions .sentence a");
  assert.ok(await tab.$(":target"), "a mention leads to its very sentence");
  assert.deepEqual([...asked].filter((path) => path.includes("~annals")), [], "nothing of the server that authors use");
  assert.deepEqual(wrong, []);
} finally {
  await close();
  server.close();
}
