// Audits: Lighthouse's scores of a phone, and its figures of when a page is painted.

import lighthouse from "lighthouse";
import { version } from "../site.mjs";

const CATEGORIES = { accessibility: "accessibility", "best-practices": "best practices", seo: "SEO" };

/** One run on one page. On a busy machine the browser may lose a trace; a run without one has measured nothing. */
async function audit(site, path, attempts = 3) {
  const tab = await site.browser.newPage();
  try {
    const { lhr } = await lighthouse(site.url(path), { logLevel: "silent", output: "json" }, undefined, tab);
    if (!lhr.runtimeError) return lhr;
    if (attempts === 1) throw new Error(`${path}: ${lhr.runtimeError.message}`);
  } finally {
    await tab.close();
  }
  return audit(site, path, attempts - 1);
}

const score = (lhr, category) => Math.round(100 * lhr.categories[category].score);
const figure = (lhr, id) => lhr.audits[id].numericValue;

/** The audits that keep a category from its full score. */
function culprits(lhr, category) {
  const refs = lhr.categories[category].auditRefs.filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1);
  return refs.map(({ id }) => `${id} ${JSON.stringify(lhr.audits[id].details?.items?.slice(0, 3) ?? "").slice(0, 400)}`);
}

function rows(runs) {
  const tool = `lighthouse ${version("lighthouse")}, mobile`;
  const all = [...runs.values()];
  const worst = (values) => Math.max(...values);
  const scores = Object.keys(CATEGORIES).map((category) => [category, Math.min(...all.map(({ lhr }) => score(lhr, category)))]);
  const failures = all.flatMap(({ path, lhr }) => Object.keys(CATEGORIES).filter((category) => score(lhr, category) < 100)
    .map((category) => `${path}: ${CATEGORIES[category]} ${score(lhr, category)}: ${culprits(lhr, category).join("; ")}`));
  const performance = Math.min(...all.map(({ lhr }) => score(lhr, "performance")));
  const [lcp, tbt, cls] = ["largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"].map((id) => worst(all.map(({ lhr }) => figure(lhr, id))));
  const shifting = all.filter(({ lhr }) => figure(lhr, "cumulative-layout-shift") > 0).map(({ path, lhr }) => `${path}: CLS ${figure(lhr, "cumulative-layout-shift")}`);
  return [
    { what: "audits", tool, bar: "100 accessibility, best practices, SEO", figure: scores.map(([category, least]) => `${CATEGORIES[category]} ${least}`).join(", "), failures },
    { what: "performance", tool, bar: "≥ 99", figure: `${performance}`, failures: [], missed: performance < 99 },
    { what: "paint", tool, bar: "LCP ≤ 1.0 s, TBT 0", figure: `LCP ${(lcp / 1000).toFixed(2)} s, TBT ${tbt.toFixed(0)} ms`, failures: [], missed: lcp > 1000 || tbt > 0 },
    { what: "layout shift", tool, bar: "CLS 0", figure: cls.toFixed(3), failures: shifting },
  ];
}

export default async function audits(site) {
  const runs = new Map();
  for (const { kind, path } of site.kinds) runs.set(kind, { path, lhr: await audit(site, path) });
  const table = rows(runs);
  table[0].kinds = Object.fromEntries([...runs].map(([kind, { lhr }]) => [kind, {
    a11y: score(lhr, "accessibility"),
    "best practices": score(lhr, "best-practices"),
    SEO: score(lhr, "seo"),
    perf: score(lhr, "performance"),
    "LCP s": (figure(lhr, "largest-contentful-paint") / 1000).toFixed(2),
    CLS: figure(lhr, "cumulative-layout-shift").toFixed(3),
    "TBT ms": figure(lhr, "total-blocking-time").toFixed(0),
  }]));
  return table;
}
