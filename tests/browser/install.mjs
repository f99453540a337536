// Installs what the tests need from npm, once.
//
// Entry point: install(), or the command `node tests/browser/install.mjs`. It imports nothing that it installs.

import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));

export function install() {
  const note = `${here}node_modules/.package-lock.json`;
  if (existsSync(note) && statSync(note).mtimeMs >= statSync(`${here}package-lock.json`).mtimeMs) return;
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) install();
