// Marks up the text of an open page while `annals serve --edit` runs: by mouse, by touch and by keyboard.
//
// Words are named by their letters and how many stand before them; what stands between letters, as the numbers of claims do,
// is the page's own. The server says what a selection has to take in, what the file would be, and writes it.
"use strict";
{
  const { page } = document.currentScript.dataset;
  const SECRET = "annals-edit";
  const AFTER = "annals-edit-after";
  const given = new URLSearchParams(location.hash.slice(1)).get("edit");
  if (given) {
    localStorage.setItem(SECRET, given);
    history.replaceState(history.state, "", location.pathname + location.search);
  }

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const button = (label, onclick) => element("button", { type: "button", textContent: label, onclick });

  const ask = async (question) => {
    const answer = await fetch("/~annals/edit", {
      method: "POST",
      headers: { "content-type": "application/json", "x-annals-token": localStorage.getItem(SECRET) ?? "" },
      body: JSON.stringify(question),
    });
    const said = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(said.refused), { lines: said.lines ?? [] });
    return said;
  };

  // The text, and the letters in it.

  const text = document.querySelector("main .text");
  const isLetter = (c) => /[\p{Alphabetic}\p{N}]/u.test(c);

  /** The letters of the text in order: each with its node and its place there. */
  function* letters() {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest("aside, button, pre, sup, .n")) continue;
      let at = 0;
      for (const sign of node.data) {
        if (isLetter(sign)) yield { letter: sign, node, at, end: at + sign.length };
        at += sign.length;
      }
    }
  }

  /** A range of the page as the server knows it; nothing where it has no letter of the text. */
  const selectionOf = (range) => {
    let before = 0;
    for (const { node, at, end } of letters()) {
      if (range.comparePoint(node, at) >= 0) {
        return range.comparePoint(node, end) > 0 ? null : { words: wordsOf(range), before };
      }
      before += 1;
    }
    return null;
  };

  /** What a range says, without what the page puts between its words. */
  const wordsOf = (range) => {
    const part = range.cloneContents();
    part.querySelectorAll("aside, button, pre, sup, .n").forEach((it) => it.remove());
    return part.textContent.replace(/\s+/g, " ").trim();
  };

  /** The range of the page for words that the server names: of those with the same letters the nearest. */
  const rangeOf = ({ words, before }) => {
    const all = [...letters()];
    const wanted = [...words].filter(isLetter);
    const isThere = (start) => wanted.every((letter, at) => all[start + at]?.letter === letter);
    const starts = [...all.keys()].filter(isThere).sort((a, b) => Math.abs(a - before) - Math.abs(b - before));
    if (wanted.length === 0 || starts.length === 0) return null;
    const [first, last] = [all[starts[0]], all[starts[0] + wanted.length - 1]];
    const range = document.createRange();
    range.setStart(first.node, first.at);
    range.setEnd(last.node, last.end);
    return range;
  };

  const lit = globalThis.Highlight && new Highlight();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("::highlight(annals-edit) { background: Highlight; color: HighlightText; }");
  document.adoptedStyleSheets.push(sheet);
  const light = (range) => {
    lit?.clear();
    if (range) lit?.add(range);
  };

  // What stands over the page.

  const host = document.createElement("annals-edit");
  const shadow = host.attachShadow({ mode: "open" });
  // What is typed here is none of the page's shortcuts.
  host.addEventListener("keydown", (event) => event.stopPropagation());
  const panel = element("section", { hidden: true, tabIndex: -1 });
  panel.setAttribute("role", "dialog");
  const status = element("p", { className: "status" });
  status.setAttribute("role", "status");
  const markUp = button("Mark up", () => select());
  const proposing = button("Proposals", () => propose(0));
  const undo = button("Undo", () => undoLast());

  const close = () => {
    panel.hidden = true;
    panel.onkeydown = closeOnEscape;
    light(null);
    sessionStorage.removeItem(AFTER);
    text.focus({ preventScroll: true });
  };
  const closeOnEscape = (event) => { if (event.key === "Escape") close(); };

  const open = (label, ...children) => {
    panel.setAttribute("aria-label", label);
    panel.replaceChildren(...children);
    panel.onkeydown = closeOnEscape;
    panel.hidden = false;
  };

  /** Moves the page so far that words are seen above the panel. */
  const reveal = (range) => {
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 0 || bottom > panel.getBoundingClientRect().top) scrollBy({ top: top - 60, behavior: "instant" });
  };

  /** Lines of the file, with what comes and what goes. */
  const source = (lines) => element("pre", {}, ...lines.flatMap((pieces, at) => [
    at ? "\n" : "",
    ...pieces.map(({ words, is_new }) => {
      if (is_new === undefined) return words;
      return element(is_new ? "ins" : "del", { textContent: words });
    }),
  ]));

  const failed = (error) => {
    status.replaceChildren(error.message, ...(error.lines?.length ? [source(error.lines)] : []));
  };
  const attempt = (work) => async (...given) => {
    status.replaceChildren();
    try {
      return await work(...given);
    } catch (error) {
      return failed(error);
    }
  };

  /** What is open when the page is loaded anew with what was written. */
  const written = (next) => {
    sessionStorage.setItem(AFTER, JSON.stringify({ page, canUndo: true, ...next }));
    status.replaceChildren("Written.");
  };

  const undoLast = attempt(async () => {
    await ask("undo");
    sessionStorage.removeItem(AFTER);
    undo.hidden = true;
    status.replaceChildren("Taken back.");
  });

  // A selection, and what it may be.

  /** What is asked of each kind: the key, what it is called, and what stands before its value where that is completed. */
  const KINDS = {
    name: ["Name", [["name", "Who or what it names", "[["]]],
    claim: ["Claim", [["by", "Who says it", "x]{.claim by="], ["on", "When"], ["source", "Where it was read", "x]{.claim source="], ["id", "Its id"]]],
    quote: ["Quotation", [["by", "Who says it", "x]{.quote by="], ["on", "When"], ["source", "Where it was read", "x]{.quote source="]]],
    fact: ["Fact", [["of", "Whom or what it is about", "x]{.fact of="], ["property", "Which property", "x]{.fact of="], ["value", "The value", "x]{.fact "]]],
    date: ["Date", [["when", "The date, as 2017-07-14 or 2017-07"]]],
    cite: ["Cite", [["source", "Which source", "[@"], ["locator", "Where in it, as p. 4"]]],
  };

  /** What the author wishes, from the fields of a kind. */
  const wishOf = (kind, fields, kinds) => {
    const value = (key) => fields[key].value.trim();
    if (kind === "name") return kinds.value ? { new: { name: value("name"), kind: kinds.value } } : { name: value("name") };
    if (kind === "cite") return { cite: { source: value("source"), locator: value("locator") } };
    if (kind === "fact") return { fact: [["of", value("of")], [value("property"), value("value")]] };
    return { [kind]: Object.keys(fields).map((key) => [key, value(key)]) };
  };

  /** A field, whose values the server knows where `ahead` stands before them in the file. */
  const field = (key, label, ahead, fields) => {
    const list = element("datalist", { id: `list-${key}` });
    const input = element("input", { name: key, autocomplete: "off", spellcheck: false });
    fields[key] = input;
    if (ahead) {
      input.setAttribute("list", list.id);
      input.addEventListener("input", attempt(async () => {
        const before = ahead + ({ property: `${fields.of?.value} `, value: `${fields.property?.value}=` }[key] ?? "") + input.value;
        const { begun, found } = await ask({ complete: { page, before } });
        const kept = input.value.slice(0, input.value.length - begun.length);
        list.replaceChildren(...found.map(({ words, label, detail }) =>
          element("option", { value: kept + words.split("|")[0].replace(/=$/, ""), label: `${label} – ${detail}` })));
      }));
    }
    return element("label", {}, label, input, list);
  };

  let opened;
  let chosen = "name";

  const select = attempt(async () => {
    const range = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
    const selection = range && selectionOf(range);
    if (!selection) throw new Error("Select some words of the text first.");
    const answer = await ask({ select: { page, selection } });
    const grown = rangeOf(answer.selection);
    light(grown);
    choose(answer, answer.selection.words.replace(/\s+/g, " "));
    if (grown) reveal(grown);
  });

  const choose = (answer, words) => {
    const fieldset = element("fieldset", {}, element("legend", { textContent: "What is it?" }));
    const form = element("form", {});
    const asked = element("div", { className: "fields" });
    const preview = element("div", { className: "preview" });
    let wish;
    const plan = async () => {
      const question = { plan: { page, text: answer.text, selection: answer.selection, wish: wish() } };
      const said = await ask(question).then(({ lines }) => source(lines), (error) => error.message);
      preview.replaceChildren(said);
    };
    const show = (kind) => {
      chosen = kind;
      const fields = {};
      const kinds = element("select", {}, element("option", { value: "", textContent: "somebody the site knows" }),
        ...opened.kinds.map((it) => element("option", { value: it, textContent: `a new ${it}` })));
      asked.replaceChildren(...KINDS[kind][1].map(([key, label, ahead]) => field(key, label, ahead, fields)));
      if (kind === "name") {
        fields.name.value = words;
        asked.append(element("label", {}, "It is", kinds));
      }
      if (kind === "fact") fields.value.value = words;
      wish = () => wishOf(kind, fields, kinds);
      preview.replaceChildren();
    };
    for (const kind of Object.keys(KINDS)) {
      const input = element("input", { type: "radio", name: "kind", value: kind, checked: kind === chosen, onchange: () => show(kind) });
      fieldset.append(element("label", {}, input, KINDS[kind][0]));
    }
    show(chosen);
    let timer;
    asked.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(plan, 300);
    });
    form.onsubmit = attempt(async (event) => {
      event.preventDefault();
      clearTimeout(timer);
      await ask({ write: { page, text: answer.text, selection: answer.selection, wish: wish() } });
      close();
      written({});
    });
    form.append(fieldset, asked, preview,
      element("p", { className: "buttons" }, element("button", { type: "submit", textContent: "Apply" }), button("Close", close)));
    const takes = answer.proposals.map((it) => button(`${it.kind} ${it.attributes}`, () => take(answer.text, it.number, null, {})));
    open("Mark up",
      element("blockquote", { textContent: words }),
      ...(answer.grown.length ? [element("p", { className: "note", textContent: `Taken in as a whole: ${answer.grown.join(", ")}.` })] : []),
      ...(takes.length ? [element("p", { className: "buttons proposed" }, "Proposed: ", ...takes)] : []),
      form);
    form.querySelector("input:checked").focus();
  };

  // What the program proposes.

  const take = attempt(async (hash, number, attributes, next) => {
    await ask({ take: { page, text: hash, number, attributes } });
    close();
    written(next);
  });

  const propose = attempt(async (begin) => {
    const { text: hash, proposals } = await ask({ proposals: { page } });
    let at = Math.min(begin, proposals.length - 1);
    const attributes = element("input", { name: "attributes", autocomplete: "off", spellcheck: false, ariaLabel: "What it says" });
    const show = () => {
      if (proposals.length === 0) {
        open("Proposals", element("p", { textContent: "There is nothing to propose." }), element("p", { className: "buttons" }, button("Close", close)));
        return panel.focus();
      }
      const it = proposals[at];
      const range = rangeOf(it.selection);
      light(range);
      const what = element("p", { className: "what" }, element("b", { textContent: it.kind }), ` “${it.selection.words.replace(/\s+/g, " ")}” `, element("small", { textContent: it.rule }));
      what.setAttribute("aria-live", "polite");
      attributes.value = it.attributes;
      attributes.disabled = it.kind === "name";
      open(`Proposal ${at + 1} of ${proposals.length}`,
        element("p", { className: "note", textContent: `${at + 1} of ${proposals.length}. Tab: next. Enter: accept. E: change. Delete: never again. Esc: close.` }),
        what, attributes, source(it.lines),
        element("p", { className: "buttons" }, button("Accept", accept), button("Next", () => step(1)), button("Never again", decline), button("Close", close)));
      panel.onkeydown = keys;
      panel.focus();
      if (range) reveal(range);
    };
    const step = (by) => {
      at = (at + by + proposals.length) % proposals.length;
      show();
    };
    const accept = () => {
      const { number, attributes: proposed } = proposals[at];
      return take(hash, number, attributes.value === proposed ? null : attributes.value, { proposal: at });
    };
    const decline = attempt(async () => {
      await ask({ decline: { page, text: hash, number: proposals[at].number } });
      proposals.splice(at, 1);
      at = Math.min(at, proposals.length - 1);
      show();
    });
    const keys = (event) => {
      const always = { Tab: () => step(event.shiftKey ? -1 : 1), Enter: accept, Escape: close };
      const does = always[event.key] ?? (event.target === attributes ? null : { Delete: decline, e: () => attributes.select() }[event.key]);
      if (!does || (event.key === "Enter" && event.target.localName === "button")) return;
      event.preventDefault();
      does();
    };
    show();
  });

  // Selecting by keyboard: a word at a time.

  const KEYS = { ArrowRight: "right", ArrowLeft: "left", ArrowDown: "forward", ArrowUp: "backward" };
  const keyboard = (event) => {
    const selected = getSelection();
    if (event.target !== text || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && !selected.isCollapsed) {
      event.preventDefault();
      select();
    }
    const direction = KEYS[event.key];
    if (!direction) return;
    event.preventDefault();
    const isLine = direction.endsWith("ward");
    if (!text.contains(selected.anchorNode)) selected.collapse(letters().next().value?.node ?? text, 0);
    if (event.shiftKey) selected.modify("extend", direction, isLine ? "line" : "word");
    else {
      if (isLine) selected.modify("move", direction, "line");
      else if (direction === "left") selected.collapseToStart();
      else selected.collapseToEnd();
      selected.modify("extend", direction === "left" ? "left" : "right", "word");
    }
    selected.focusNode.parentElement?.scrollIntoView({ block: "nearest" });
  };

  const begin = attempt(async () => {
    opened = await ask({ open: { page } });
    proposing.textContent = `Proposals (${opened.proposals})`;
    const after = JSON.parse(sessionStorage.getItem(AFTER) ?? "null");
    undo.hidden = !(after?.page === page && after.canUndo);
    text.tabIndex = 0;
    text.setAttribute("role", "group");
    text.setAttribute("aria-label", "Text. Arrow keys select words, with Shift they select more, Enter marks up.");
    text.addEventListener("keydown", keyboard);
    document.addEventListener("selectionchange", () => {
      markUp.disabled = getSelection().isCollapsed || !text.contains(getSelection().anchorNode);
    });
    markUp.disabled = true;
    // A press must not take away what is selected.
    markUp.addEventListener("pointerdown", (event) => event.preventDefault());
    const bar = element("div", { className: "bar" }, markUp, proposing, undo);
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", "Mark up this text");
    shadow.append(element("link", { rel: "stylesheet", href: "/~annals/edit.css" }), panel, status, bar);
    document.body.append(host);
    CSS.highlights?.set("annals-edit", lit);
    if (after?.page === page && after.proposal !== undefined) propose(after.proposal);
  });

  if (text && localStorage.getItem(SECRET)) begin();
}
