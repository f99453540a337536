// Audits: Lighthouse's scores of a phone, and its figures of when a page is painted, on one page of each kind.

import lighthouse from "lighthouse";
import { version } from "../site.mjs";

const CATEGORIES = { accessibility: "accessibility", "best-practices": "best practices", seo: "SEO" };
/** The bar of the largest paint, in milliseconds. */
const LCP = 1000;

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
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** What some runs measured, where it depends on the speed of the machine: the median. */
function speed(runs) {
  const figure = (id) => median(runs.map((lhr) => lhr.audits[id].numericValue));
  return {
    performance: median(runs.map((lhr) => score(lhr, "performance"))),
    lcp: figure("largest-contentful-paint"),
    tbt: figure("total-blocking-time"),
  };
}

const misses = ({ performance, lcp, tbt }) => performance < 99 || lcp > LCP || tbt > 0;

/** A page's runs: three where the first misses what depends on the speed of the machine. */
async function measured(site, { kind, path }) {
  const runs = [await audit(site, path)];
  if (misses(speed(runs))) runs.push(await audit(site, path), await audit(site, path));
  const [lhr] = runs;
  return { kind, path, lhr, cls: lhr.audits["cumulative-layout-shift"].numericValue, ...speed(runs) };
}

/** The audits that keep a category from its full score. */
function culprits(lhr, category) {
  const refs = lhr.categories[category].auditRefs.filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1);
  return refs.map(({ id }) => `${id} ${JSON.stringify(lhr.audits[id].details?.items?.slice(0, 3) ?? "").slice(0, 400)}`);
}

function rows(pages) {
  const tool = `lighthouse ${version("lighthouse")}, mobile`;
  const worst = (name) => Math.max(...pages.map((page) => page[name]));
  const scores = Object.keys(CATEGORIES).map((category) => [category, Math.min(...pages.map(({ lhr }) => score(lhr, category)))]);
  const failures = pages.flatMap(({ path, lhr }) => Object.keys(CATEGORIES).filter((category) => score(lhr, category) < 100)
    .map((category) => `${path}: ${CATEGORIES[category]} ${score(lhr, category)}: ${culprits(lhr, category).join("; ")}`));
  const performance = Math.min(...pages.map((page) => page.performance));
  const [lcp, tbt] = [worst("lcp"), worst("tbt")];
  const shifting = pages.filter(({ cls }) => cls > 0).map(({ path, cls }) => `${path}: CLS ${cls}`);
  return [
    { what: "audits", tool, bar: "100 accessibility, best practices, SEO", figure: scores.map(([category, least]) => `${CATEGORIES[category]} ${least}`).join(", "), failures },
    { what: "performance", tool, bar: "≥ 99", figure: `${performance}`, failures: [], missed: performance < 99 },
    { what: "paint", tool, bar: "LCP ≤ 1.0 s, TBT 0", figure: `LCP ${(lcp / 1000).toFixed(2)} s, TBT ${tbt.toFixed(0)} ms`, failures: [], missed: lcp > LCP || tbt > 0 },
    { what: "layout shift", tool, bar: "CLS 0", figure: worst("cls").toFixed(3), failures: shifting },
  ];
}

const cells = ({ lhr, performance, lcp, cls, tbt }) => ({
  a11y: score(lhr, "accessibility"),
  "best practices": score(lhr, "best-practices"),
  SEO: score(lhr, "seo"),
  perf: performance,
  "LCP s": (lcp / 1000).toFixed(2),
  CLS: cls.toFixed(3),
  "TBT ms": tbt.toFixed(0),
});

export default async function audits(site) {
  const pages = [];
  for (const page of site.audited) pages.push(await measured(site, page));
  const table = rows(pages);
  table[0].pages = Object.fromEntries(pages.map((page) => [page.path, cells(page)]));
  return table;
}
