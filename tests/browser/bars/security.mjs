// Security: under the policy of `_headers`, no page is told off by the browser, and none asks another host.

import { headersOf } from "../server.mjs";
import { each } from "../site.mjs";
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
  let requests = 0;
  await each(site.pages, (page) =>
    site.visit(page, (tab) => tab.waitForNetworkIdle({ idleTime: 50 }), async (tab) => {
      tab.on("console", (message) => failures.push(`${page}: ${message.text()}`));
      tab.on("pageerror", (error) => failures.push(`${page}: ${error.message}`));
      tab.on("requestfailed", (request) => failures.push(`${page}: ${request.url()} ${request.failure().errorText}`));
      tab.on("request", (request) => {
        requests += 1;
        const own = request.url().startsWith(`${site.origin}/`) || request.url().startsWith("data:");
        if (!own) failures.push(`${page}: asks ${request.url()}`);
      });
    }));
  return [{ what: "security", tool: site.chromium, bar: "strict CSP obeyed, nothing from another host", figure: `${requests} requests of ${site.pages.length} pages, ${failures.length} failures`, failures }];
}
