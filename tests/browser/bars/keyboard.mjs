// Keyboard: with Tab, Enter, Space, Escape and arrows alone, every card, the legend and the search can be used.
//
// The cards are walked where all marks are shown; in each view, every control that is seen takes the focus.

/** What has the focus now, by its place among all elements. */
const focused = (tab) => tab.evaluate(() => {
  const element = document.activeElement;
  const { className, id, type, tagName } = element;
  return { at: [...document.querySelectorAll("*")].indexOf(element), isPage: tagName === "BODY" || tagName === "HTML", className, id, type, popover: element.getAttribute("popovertarget"), visible: element.matches(":focus-visible") };
});

/** Walks the page with Tab from its start until the focus leaves it or `until` is met; runs `at` at each stop. */
async function walk(tab, at, until = () => false) {
  const seen = new Set();
  for (;;) {
    await tab.keyboard.press("Tab");
    const stop = await focused(tab);
    if (stop.isPage || seen.has(stop.at)) return seen;
    seen.add(stop.at);
    await at(stop);
    if (until(stop)) return seen;
  }
}

/** Opens a card by Enter, closes it by Escape; says what went wrong. */
async function tryCard(tab, stop) {
  const isOpen = () => tab.evaluate((id) => document.getElementById(id).matches(":popover-open"), stop.popover);
  await tab.keyboard.press("Enter");
  if (!await isOpen()) return [`${stop.popover} does not open`];
  await tab.keyboard.press("Escape");
  if (await isOpen()) return [`${stop.popover} does not close`];
  return (await focused(tab)).at === stop.at ? [] : [`the focus does not return from ${stop.popover}`];
}

/** Switches a box of the legend off and on; says what went wrong. */
async function tryBox(tab, stop) {
  const state = () => tab.evaluate(() => JSON.stringify([...document.querySelectorAll(".text :is(.m, mark, .fact, .n, .cite)")].map((it) => {
    const { display, textDecorationLine, backgroundColor, borderBlockEndStyle } = getComputedStyle(it);
    return [display, textDecorationLine, backgroundColor, borderBlockEndStyle];
  })));
  const before = await state();
  await tab.keyboard.press("Space");
  const off = await state();
  await tab.keyboard.press("Space");
  const wrong = [];
  if (off === before) wrong.push(`the legend's box ${stop.className} hides nothing`);
  if (await state() !== before) wrong.push(`the legend's box ${stop.className} does not bring back what it hid`);
  return wrong;
}

/** Chooses a view by the arrows of its buttons; says what went wrong. */
async function choose(tab, view) {
  await tab.focus(".views input:checked");
  for (let turn = 0; turn < 3; turn += 1) {
    if (await tab.$eval(`.views .view-${view}`, (it) => it.checked)) return [];
    await tab.keyboard.press("ArrowRight");
  }
  return [`the view ${view} can't be chosen`];
}

/** What is seen in a view and takes no focus, or is too narrow for its sign. */
const unfit = (tab) => tab.evaluate(() => {
  const controls = [...document.querySelectorAll("main :is(a[href], button, input:enabled)")].filter((it) => it.checkVisibility({ visibilityProperty: true }));
  const deaf = controls.filter((it) => { it.focus(); return document.activeElement !== it; });
  const tight = controls.filter((it) => it.matches(".text button.n") && it.scrollWidth > it.clientWidth);
  return [...deaf.map((it) => `${it.className} takes no focus`), ...tight.map((it) => `${it.dataset.n} is wider than its button`)];
});

async function article(site, path, failures) {
  return site.visit(path, async (tab) => {
    const cards = new Set();
    if (!await tab.$(".views")) return 0;
    for (const view of ["text", "notes", "all"]) {
      const wrong = [...await choose(tab, view), ...await unfit(tab)];
      failures.push(...wrong.map((line) => `${path}, ${view}: ${line}`));
    }
    // The view is remembered.
    await tab.reload();
    const stops = await walk(tab, async (stop) => {
      if (!stop.visible) failures.push(`${path}: the focus on ${stop.className || stop.id} is not seen`);
      if (stop.popover && /^n /.test(stop.className)) {
        cards.add(stop.popover);
        failures.push(...(await tryCard(tab, stop)).map((wrong) => `${path}: ${wrong}`));
      }
      if (stop.type === "checkbox") failures.push(...(await tryBox(tab, stop)).map((wrong) => `${path}: ${wrong}`));
    });
    const all = await tab.$$eval("aside.card[popover]", (cards) => cards.map((card) => card.id));
    failures.push(...all.filter((id) => !cards.has(id)).map((id) => `${path}: ${id} is out of reach`));
    const unreached = await tab.evaluate((stops) => [...document.querySelectorAll("*")].filter((element, at) =>
      element.matches("a[href], button, input:enabled:not([type=radio]), [type=radio]:checked") && element.checkVisibility({ visibilityProperty: true }) && !stops.includes(at)).length, [...stops]);
    if (unreached) failures.push(`${path}: ${unreached} links or controls are out of reach`);
    await tab.evaluate(() => localStorage.clear());
    return cards.size;
  });
}

/** Types the beginning of a site's largest person's name; arrows lead to the page. */
async function search(site, name, failures) {
  const person = site.kinds.find((it) => it.name === name && it.kind === "person");
  if (!person) return;
  const heading = (tab) => tab.$eval("h1", (h1) => h1.textContent.trim());
  const wanted = await site.visit(person.path, heading);
  await site.visit(`${name}/search.html`, async (tab) => {
    await tab.waitForFunction(() => document.activeElement.id === "query");
    await tab.keyboard.type(wanted.slice(0, -1));
    await tab.waitForSelector("#results a");
    await tab.keyboard.press("ArrowDown");
    const [found] = await Promise.all([tab.waitForNavigation(), tab.keyboard.press("Enter")]);
    const title = await heading(tab);
    if (!found.ok() || title !== wanted) failures.push(`${name}: the search for ${wanted} leads to ${title}`);
  });
}

export default async function keyboard(site) {
  const failures = [];
  let cards = 0;
  for (const { kind, path } of site.kinds) {
    if (kind === "article") cards += await article(site, path, failures);
    const reached = await site.visit(path, async (tab) => {
      let last;
      await walk(tab, async (stop) => { last = stop; }, (stop) => stop.className === "to-search");
      return last?.className === "to-search";
    });
    // The search page gives its field the focus at once.
    if (!reached && kind !== "search") failures.push(`${path}: the search is out of reach`);
  }
  for (const name of site.names) await search(site, name, failures);
  return [{ what: "keyboard", tool: site.chromium, bar: "every card, the legend and search reachable, Escape closes, focus returns", figure: `${cards} cards, ${failures.length} failures`, failures }];
}
