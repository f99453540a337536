// What scripts add to the pages: finding as one types, previews, keys. Everything on the site works without them.
"use strict";

const whenIdle = window.requestIdleCallback ?? setTimeout;

/** Runs `then` with the first element that matches, where there is one; once nothing else is to do, so that no reader waits. */
function within(selector, then) {
  const element = document.querySelector(selector);
  if (element) whenIdle(() => then(element));
}

/** An element with a class and a text. */
function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** What was kept in a storage; nothing where the browser keeps nothing for this page. */
function kept(storage, key) {
  try { return JSON.parse(window[storage].getItem(`annals-${key}`)); } catch { return null; }
}

function keep(storage, key, value) {
  try { window[storage].setItem(`annals-${key}`, JSON.stringify(value)); } catch { /* it is comfort only */ }
}

// Finding. The index is described in src/view/search; its files call annals.shard().

const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", "\u0307": "" };

/** The words of a text without case, diacritics and punctuation; as src/view/search/fold.rs has it. */
function wordsOf(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const folded = plain.replace(/[ßæœøłđðþıς\u0307]/g, (letter) => LETTERS[letter]);
  // Scripts without spaces: every character is a word.
  const apart = folded.replace(/[\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu, " $& ");
  return apart.split(/[^\p{Alphabetic}\p{N}]+/u).filter(Boolean);
}

const shards = new Map();
const arriving = new Map();
window.annals = {
  shard(name, endings, items) { arriving.get(name)?.({ endings, items }); },
};

/** A file of the index; nothing where it does not come. */
function shard(folder, tree, prefix) {
  const plain = [...prefix].map((c) => (c === " " ? "_" : /[a-z0-9]/.test(c) ? c : `-${c.codePointAt(0).toString(16)}-`));
  const name = `${tree}-${plain.join("")}`;
  if (!shards.has(name)) {
    shards.set(name, new Promise((resolve) => {
      const script = make("script");
      script.src = `${folder}${name}.js`;
      script.onerror = () => { shards.delete(name); resolve({ endings: [], items: [] }); };
      arriving.set(name, resolve);
      document.head.append(script);
    }));
  }
  return shards.get(name);
}

/** The items of the file with the longest prefix of a key. */
async function lookUp(folder, tree, key) {
  for (let prefix = ""; ;) {
    const { endings, items } = await shard(folder, tree, prefix);
    const rest = key.slice(prefix.length);
    const next = endings.find((ending) => rest && (rest.startsWith(ending) || ending.startsWith(rest)));
    if (!next) return items;
    prefix += next;
  }
}

/** How many errors of typing make `typed` a beginning of `word`, or all of it; Infinity where they are too many. */
function errors(typed, word, whole) {
  if (whole ? word === typed : word.startsWith(typed)) return 0;
  const allowed = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2;
  if (!allowed || word.length < typed.length - allowed) return Infinity;
  let before = [];
  let row = Array.from({ length: word.length + 1 }, (_, n) => n);
  for (let i = 1; i <= typed.length; i++) {
    const next = [i];
    for (let j = 1; j <= word.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (typed[i - 1] !== word[j - 1]));
      const swapped = i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  const least = whole ? row[word.length] : Math.min(...row);
  return least <= allowed ? least : Infinity;
}

/** How badly an item fits what was typed; Infinity where it doesn't. */
function misfit(item, typed) {
  const names = [item[1], ...item[5]].map(wordsOf);
  const all = names.flat();
  const wrong = typed.map((word) => Math.min(...all.map((own) => errors(word, own))));
  const sum = wrong.reduce((a, b) => a + b, 0);
  return sum + (names.some((name) => name.join(" ").startsWith(typed.join(" "))) ? 0 : 0.5);
}

/** The items that fit, the best first, each once. */
function fitting(items, typed) {
  const rated = new Map(items.map((item) => [item[2], [misfit(item, typed), item]]));
  const fit = [...rated.values()].filter(([rating]) => rating < Infinity);
  return fit.sort((a, b) => a[0] - b[0] || b[1][3] - a[1][3]).map(([, item]) => item);
}

/** A word as it is somewhere on the site, where it is mistyped at its beginning. */
async function corrected(folder, word) {
  if (word.length < 4) return word;
  const known = await lookUp(folder, "w", [...word].reverse().join(""));
  const rated = known.map((own) => [errors(word, own, true), own]).sort((a, b) => a[0] - b[0]);
  return rated.length && rated[0][0] < Infinity ? rated[0][1] : word;
}

async function find(folder, typed) {
  const name = fitting(await lookUp(folder, "n", typed.join(" ")), typed);
  if (name.length || typed.length === 1) return name;
  const longest = [...typed].sort((a, b) => b.length - a.length).slice(0, 2);
  const lists = await Promise.all(longest.map((word) => lookUp(folder, "n", word)));
  return fitting(lists.flat(), typed);
}

/** What is found by name, mistyped or not. */
async function byName(folder, text) {
  const typed = wordsOf(text);
  if (!typed.length) return [];
  const found = await find(folder, typed);
  if (found.length) return found;
  const right = await Promise.all(typed.map((word) => corrected(folder, word)));
  return right.join() === typed.join() ? [] : find(folder, right);
}

/** What Pagefind finds in the texts, where its index is on the site; files opened by double-click have none. */
async function byText(root, text) {
  if (location.protocol === "file:" || text.length < 3) return [];
  try {
    const pagefind = await import(new URL(`${root}pagefind/pagefind.js`, location.href).href);
    const { results } = await pagefind.search(text);
    const pages = await Promise.all(results.slice(0, 8).map((result) => result.data()));
    return pages.map((page) => ["", page.meta.title, page.url, 0, page.excerpt, []]);
  } catch {
    return [];
  }
}

function resultItem([kind, name, url, , note, aliases], typed) {
  const item = make("li");
  const link = make("a", kind && `m ${kind}`, name);
  link.href = url;
  item.append(link);
  const says = (text) => typed.some((word) => wordsOf(text).some((own) => own.startsWith(word)));
  const alias = says(name) ? null : aliases.find(says);
  if (alias) item.append(" ", make("span", "count", alias));
  if (note) {
    const line = make("p");
    // Pagefind marks what it found; it has escaped all else.
    if (kind) line.textContent = note; else line.innerHTML = note;
    item.append(line);
  }
  return item;
}

/** A heading and a list. */
function resultGroup(title, items, typed) {
  const group = make("section");
  const list = make("ul", "names");
  list.append(...items.map((item) => resultItem(item, typed)));
  group.append(make("h2", "", title), list);
  return group;
}

within("form#search", (form) => {
  const { index, root, found, text, digits } = form.dataset;
  const field = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const results = document.querySelector("#results");
  const browse = document.querySelector("#browse");
  const kinds = [...browse.querySelectorAll("section")].map((it) => [it.dataset.kind, it.querySelector("h2").textContent]);

  /** Shows what was found, by kind, the kind of the best first. */
  function show(items, texts) {
    const typed = wordsOf(field.value);
    const order = [...new Set(items.map(([kind]) => kind))];
    const groups = order.map((kind) => {
      const label = kinds.find(([own]) => own === kind)?.[1] ?? kind;
      return resultGroup(label, items.filter(([own]) => own === kind).slice(0, 10), typed);
    });
    if (texts.length) groups.push(resultGroup(text, texts, typed));
    results.replaceChildren(...groups);
    const count = `${results.querySelectorAll("li").length}`.replace(/\d/g, (digit) => [...digits][digit]);
    status.textContent = field.value.trim() ? `${found} ${count}` : "";
    browse.hidden = groups.length > 0;
  }

  let asked = 0;
  async function ask() {
    const mine = ++asked;
    const query = field.value;
    try { history.replaceState(null, "", query ? `#q=${encodeURIComponent(query)}` : "#"); } catch { /* no matter */ }
    const names = await byName(index, query);
    if (mine !== asked) return;
    show(names, []);
    const texts = await byText(root, query);
    if (mine === asked && texts.length) show(names, texts);
  }

  /** Arrows lead from the field into the results and back. */
  function move(event) {
    const links = [field, ...results.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step || !links[at + step]) return;
    event.preventDefault();
    links[at + step].focus();
  }

  let typing;
  field.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(ask, 60); });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  form.parentElement.addEventListener("keydown", move);
  form.hidden = false;
  const query = /^#q=(.*)/.exec(location.hash);
  if (query) {
    try { field.value = decodeURIComponent(query[1]); } catch { /* no query of ours */ }
    ask();
  }
  field.focus();
});

// The legend's boxes are as the reader left them on the last article; before the page is painted, so that nothing moves.

for (const legend of document.querySelectorAll(".legend")) {
  const hidden = kept("sessionStorage", "hidden") ?? [];
  for (const box of legend.querySelectorAll("input")) box.checked = !hidden.includes(box.className);
  legend.addEventListener("change", () => {
    const boxes = [...legend.querySelectorAll("input:not(:checked)")];
    keep("sessionStorage", "hidden", boxes.map((box) => box.className));
  });
}

// The view of the text is the one that the reader chose last, on whichever article.

for (const views of document.querySelectorAll(".views")) {
  const chosen = kept("localStorage", "view");
  for (const button of views.querySelectorAll("input")) if (button.value === chosen) button.checked = true;
  views.addEventListener("change", (event) => keep("localStorage", "view", event.target.value));
}

// What Markdown's own elements, which are as its tools write them, lack: boxes of tasks get their names, and tables that are
// wider than the page can be reached by keyboard.

within(".text", (text) => {
  for (const box of text.querySelectorAll("input[disabled]")) box.ariaLabel = box.closest("li")?.textContent.trim() ?? "";
  const reach = new ResizeObserver((changes) => {
    for (const { target: table } of changes) {
      if (table.scrollWidth > table.clientWidth) table.tabIndex = 0; else table.removeAttribute("tabindex");
    }
  });
  for (const table of text.querySelectorAll("table")) reach.observe(table);
});

// Previews: what the page's own list of names says of one, beside its mention. A preview stays while the pointer is on
// it or on its mention, or the mention has the focus, and Escape takes it away.

within("#section-names", (section) => {
  const summaries = new Map();
  for (const line of section.querySelectorAll("[data-summary]")) {
    summaries.set(line.querySelector("a").getAttribute("href"), line.dataset.summary);
  }
  const preview = make("div", "preview");
  preview.popover = "manual";
  document.body.append(preview);
  let timer;
  let current;

  function hide() {
    clearTimeout(timer);
    current = undefined;
    preview.hidePopover();
  }

  function show(link) {
    current = link;
    preview.replaceChildren(make("b", "", link.textContent), make("p", "", summaries.get(link.getAttribute("href"))));
    preview.showPopover();
    const line = link.getClientRects()[0];
    const { offsetWidth: width, offsetHeight: height } = preview;
    const left = Math.min(line.left, document.documentElement.clientWidth - width - 8);
    const top = line.top - height - 2;
    preview.style.left = `${Math.max(8, left)}px`;
    preview.style.top = `${top > 0 ? top : line.bottom + 2}px`;
  }

  function later(action, delay) {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  }

  const known = (event) => {
    const link = event.target.closest?.(".text a.m");
    return link && summaries.has(link.getAttribute("href")) ? link : null;
  };
  document.addEventListener("pointerover", (event) => {
    const link = known(event);
    if (event.pointerType === "touch") return;
    if (preview.contains(event.target) || (link && link === current)) clearTimeout(timer);
    else if (link) later(() => show(link), 300);
    else if (current) later(hide, 300);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = known(event);
    if (link?.matches(":focus-visible")) show(link);
    else if (current) hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && current) hide(); });
  document.addEventListener("scroll", () => { if (current) hide(); }, { passive: true });
});

// Keys: `/` to the search, `n` and `p` from annotation to annotation, `v` to the next view, `?` for this list, where they can be switched off.

within("dialog#keys", (dialog) => {
  const box = dialog.querySelector("input");
  box.checked = kept("localStorage", "keys") ?? true;
  box.addEventListener("change", () => keep("localStorage", "keys", box.checked));
  const button = document.querySelector("button#show-keys");
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());

  /** The annotation after the one that has the focus, or after the top of the window. */
  function step(by) {
    const all = [...document.querySelectorAll(".text a.m, .text button.n")].filter((it) => it.checkVisibility());
    let at = all.indexOf(document.activeElement);
    if (at < 0) {
      const below = all.findIndex((it) => it.getBoundingClientRect().top >= 0);
      at = (below < 0 ? all.length : below) - (by > 0 ? 1 : 0);
    }
    all[at + by]?.focus({ focusVisible: true });
    all[at + by]?.scrollIntoView({ block: "nearest" });
  }

  function toSearch() {
    const field = document.querySelector("input#query");
    if (field) field.focus(); else document.querySelector("a.to-search")?.click();
  }

  function nextView() {
    const views = [...document.querySelectorAll(".views input")];
    views[(views.findIndex((it) => it.checked) + 1) % views.length]?.click();
  }

  const actions = { "/": toSearch, v: nextView, "?": () => dialog.showModal(), n: () => step(1), p: () => step(-1) };
  document.addEventListener("keydown", (event) => {
    const busy = event.ctrlKey || event.metaKey || event.altKey || dialog.open;
    const typing = event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    const action = actions[event.key];
    if (!action || busy || typing || !box.checked) return;
    event.preventDefault();
    action();
  });
});

// Light or dark, as the reader chose on whichever page.
for (const choice of document.getElementsByName("scheme")) {
  if (choice.value === kept("localStorage", "scheme")) choice.checked = true;
  choice.addEventListener("change", () => keep("localStorage", "scheme", choice.value));
}
