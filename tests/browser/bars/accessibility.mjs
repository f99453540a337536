// Accessibility: axe finds no violation on any kind of page, light and dark, narrow and wide, with its cards open. One page
// of each kind is seen in every look; those that other sites have of the same kind each once light and once dark, once
// narrow and once wide.

import axe from "axe-core";
import { each, settled, version } from "../site.mjs";

const LOOKS = ["light", "dark"].flatMap((scheme) => [320, 1280].map((width) => ({ scheme, width })));

const OF_OTHERS = LOOKS.filter(({ scheme, width }) => (scheme === "dark") === (width === 1280));

/** What axe says against a page. */
async function violations(tab) {
  const found = await tab.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target} ${node.html.slice(0, 120)}`));
}

/** Nothing moves, so that no colour is judged halfway. */
const look = (tab, scheme) => tab.emulateMediaFeatures([
  { name: "prefers-color-scheme", value: scheme },
  { name: "prefers-reduced-motion", value: "reduce" },
]);

/** Opens every card, each in the flow: axe does not judge the colours of what lies under something else. */
const openCards = (tab) => tab.$$eval("aside.card[popover]", (cards) => {
  for (const card of cards) {
    card.popover = "manual";
    card.style.position = "static";
    card.showPopover();
  }
  return cards.length;
});

export default async function accessibility(site) {
  const failures = [];
  const pages = {};
  const whole = new Set(site.audited.map(({ path }) => path));
  let [cards, looks] = [0, 0];
  await each(site.kinds, async ({ path }) => {
    pages[path] = { axe: 0 };
    await site.visit(path, async (tab) => {
      await tab.evaluate(axe.source);
      const opened = await openCards(tab);
      cards += opened;
      for (const { scheme, width } of whole.has(path) ? LOOKS : OF_OTHERS) {
        looks += 1;
        await tab.setViewport({ width, height: 900 });
        await look(tab, scheme);
        await settled(tab);
        const found = await violations(tab);
        pages[path].axe += found.length;
        failures.push(...found.map((line) => `${path}, ${scheme}, ${width} px: ${line}`));
      }
    }, (tab) => look(tab, "light"));
  }, 2);
  const figure = `${failures.length} on ${site.kinds.length} pages in ${looks} looks, ${cards} cards`;
  return [{ what: "accessibility", tool: `axe-core ${version("axe-core")}`, bar: "0 violations; light, dark, 320 px, 1280 px, cards open", figure, failures, pages }];
}
