// Weight: what a page and all it loads take over the wire.

import { posix } from "node:path";
import { gzipSync } from "node:zlib";

const KB = 1000;
const LIMITS = { html: 60, css: 14, js: 8, all: 100 };

function sizes(site, path) {
  const text = site.read(path).toString("utf8");
  const linked = [...text.matchAll(/<(?:script|img|link rel="(?:stylesheet|icon)")[^>]*(?:src|href)="([^"#?]+)"/g)].map(([, url]) => url);
  const own = [...new Set(linked)].filter((url) => !/^\w+:/.test(url)).map((url) => posix.join(posix.dirname(path), url));
  const sum = (files) => files.reduce((sum, file) => sum + gzipSync(site.read(file)).length, 0) / KB;
  const css = own.filter((file) => file.endsWith(".css"));
  const js = own.filter((file) => file.endsWith(".js"));
  return { html: sum([path]), css: sum(css), js: sum(js), all: sum([path, ...own]), fonts: css.filter((file) => /@font-face/.test(site.read(file))) };
}

export default async function weight(site) {
  const failures = [];
  const most = { html: 0, css: 0, js: 0, all: 0 };
  const pages = {};
  for (const page of site.pages) {
    const size = sizes(site, page);
    for (const [part, limit] of Object.entries(LIMITS)) {
      most[part] = Math.max(most[part], size[part]);
      if (size[part] > limit) failures.push(`${page}: ${part} ${size[part].toFixed(1)} KB`);
    }
    failures.push(...size.fonts.map((file) => `${file} loads a font`));
    pages[page] = { "HTML KB": size.html.toFixed(1), "all KB": size.all.toFixed(1) };
  }
  const figure = Object.entries(most).map(([part, size]) => `${part} ${size.toFixed(1)} KB`).join(", ");
  return [{ what: "weight, gzipped, the heaviest page", tool: "zlib", bar: "HTML ≤ 60 KB, CSS ≤ 14 KB, JS ≤ 8 KB, no web fonts, ≤ 100 KB in all", figure, failures, pages }];
}
