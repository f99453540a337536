// Security: under the policy of `_headers`, no page is told off by the browser, and none asks another host.

import { headersOf } from "../server.mjs";
import { seen } from "../seen.mjs";
import { SEED } from "../sites.mjs";

/** What a strict policy has, and what it must not. */
function policyOf(site) {
  const policy = headersOf(`${site.folder}/${SEED}`).find(([name]) => name === "Content-Security-Policy")?.[1] ?? "";
  const wrong = ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"].filter((part) => !policy.includes(part)).map((part) => `the policy lacks ${part}`);
  if (/unsafe-inline|'unsafe-eval'|https?:|\*/.test(policy)) wrong.push("the policy is not strict");
  return wrong;
}

export default async function security(site) {
  const failures = policyOf(site);
  let count = 0;
  for (const [page, { requests, complaints }] of await seen(site)) {
    count += requests.length;
    const foreign = requests.filter((url) => !url.startsWith(`${site.origin}/`) && !url.startsWith("data:"));
    failures.push(...complaints.map((text) => `${page}: ${text}`), ...foreign.map((url) => `${page}: asks ${url}`));
  }
  return [{ what: "security", tool: site.chromium, bar: "strict CSP obeyed, nothing from another host", figure: `${count} requests of ${site.pages.length} pages, ${failures.length} failures`, failures }];
}
