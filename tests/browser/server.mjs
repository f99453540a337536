// A static server on the loopback interface that sends what `_headers` says, as Netlify and Cloudflare do.
//
// Input: a folder of sites. Output: their files over HTTP, compressed beforehand as on those hosts. Entry point: serve().

import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json",
  ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8",
};

/** The headers of a site's rule for `/*`, the only one that is written. */
export function headersOf(folder) {
  const file = join(folder, "_headers");
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const header = /^\s+([\w-]+):\s*(.*)$/;
  return lines.map((line) => header.exec(line)).filter(Boolean).map(([, name, value]) => [name, value]);
}

/** The site's folder and the file of an address, as static hosts look for it. */
function find(root, url) {
  const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
  const site = join(root, path.split("/")[1]);
  const own = join(root, path);
  const file = existsSync(own) && statSync(own).isDirectory() ? join(own, "index.html") : own;
  return { site, file, found: existsSync(file) };
}

export async function serve(root) {
  const bodies = new Map();
  /** A file's bytes, compressed once. */
  const body = (file, coding) => {
    const key = `${coding} ${file}`;
    if (!bodies.has(key)) bodies.set(key, (coding === "br" ? brotliCompressSync : gzipSync)(readFileSync(file)));
    return bodies.get(key);
  };
  const server = createServer((request, response) => {
    const { site, found, file: wanted } = find(root, request.url);
    const file = found ? wanted : join(site, "404.html");
    if (!existsSync(file)) return response.writeHead(404).end();
    const coding = request.headers["accept-encoding"]?.includes("br") ? "br" : "gzip";
    const bytes = body(file, coding);
    for (const [name, value] of headersOf(site)) response.setHeader(name, value);
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    response.setHeader("Content-Encoding", coding);
    response.setHeader("Content-Length", bytes.length);
    if (found) response.setHeader("Cache-Control", "max-age=3600");
    response.writeHead(found ? 200 : 404);
    response.end(bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() { server.close(); server.closeAllConnections(); },
  };
}
