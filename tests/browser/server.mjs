// A static server on the loopback interface that sends what `_headers` says, as Netlify and Cloudflare do.
//
// Input: a folder. Output: its files over HTTP, compressed. Entry point: serve().

import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createGzip } from "node:zlib";

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

/** The headers of the rule for `/*`, the only one that is written. */
export function headersOf(folder) {
  const file = join(folder, "_headers");
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const header = /^\s+([\w-]+):\s*(.*)$/;
  return lines.map((line) => header.exec(line)).filter(Boolean).map(([, name, value]) => [name, value]);
}

export async function serve(folder) {
  const headers = headersOf(folder);
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    let file = join(folder, path);
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const found = existsSync(file);
    for (const [name, value] of headers) response.setHeader(name, value);
    response.setHeader("Content-Type", TYPES[extname(found ? file : ".html")] ?? "application/octet-stream");
    response.setHeader("Content-Encoding", "gzip");
    response.setHeader("Cache-Control", "max-age=3600");
    response.writeHead(found ? 200 : 404);
    createReadStream(found ? file : join(folder, "404.html")).pipe(createGzip()).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() { server.close(); server.closeAllConnections(); },
  };
}
