// Keeps an open page up to date while `annals serve` runs, and shows over it what is wrong with the site.
"use strict";
{
  const { version, page } = document.currentScript.dataset;
  const SCROLL = "annals-scroll";

  const kept = JSON.parse(sessionStorage.getItem(SCROLL) ?? "null");
  sessionStorage.removeItem(SCROLL);
  if (kept?.path === location.pathname) scrollTo({ top: kept.top, behavior: "instant" });

  const reload = () => {
    sessionStorage.setItem(SCROLL, JSON.stringify({ path: location.pathname, top: scrollY }));
    location.reload();
  };

  const update = async (message) => {
    const here = location.pathname + location.search;
    const answer = await fetch(here, { method: "HEAD", cache: "no-store" });
    if (answer.headers.get("x-annals-page") !== page) return reload();
    const edited = message.edited && "/" + message.edited.split("/").map(encodeURIComponent).join("/");
    const address = edited?.replace(/(^|\/)index\.html$/, "$1");
    if (address && address !== location.pathname && document.visibilityState === "visible") {
      location.assign(address);
    }
  };

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const place = ({ place, href, before, words, after, message }) =>
    element("li", {},
      element("a", { href, textContent: place }),
      element("pre", {}, before.trimStart(), element("mark", { textContent: words }), after),
      element("small", { textContent: message }));

  const finding = ({ severity, code, message, places, help }) =>
    element("article", { className: severity },
      element("h2", {}, element("b", { textContent: `${severity}[${code}]` }), " " + message),
      element("ul", {}, ...places.map(place)),
      ...help.map((words) => element("p", { textContent: "help: " + words })));

  const counted = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

  let panel;
  let host;
  const show = ({ errors, warnings, findings }) => {
    host?.remove();
    if (errors + warnings === 0) return;
    host = document.createElement("annals-findings");
    const shadow = host.attachShadow({ mode: "open" });
    panel = element("section", { role: "alert", hidden: errors === 0 },
      element("header", {},
        element("h1", { textContent: errors ? "The last good site is shown" : "Findings" }),
        element("button", { type: "button", textContent: "Close", onclick: () => { panel.hidden = true; } })),
      ...findings.map(finding));
    const counts = [errors && counted(errors, "error"), warnings && counted(warnings, "warning")];
    shadow.append(
      element("link", { rel: "stylesheet", href: "/~annals/live.css" }),
      element("button", {
        type: "button",
        className: errors ? "badge error" : "badge warning",
        textContent: counts.filter(Boolean).join(", "),
        onclick: () => { panel.hidden = !panel.hidden; },
      }),
      panel);
    document.body.append(host);
  };

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel) panel.hidden = true;
  });

  // A page that the browser keeps for the way back holds no line to the server: it has but six of them for all pages.
  let source;
  const listen = () => {
    source = new EventSource("/~annals/events");
    source.onmessage = (event) => {
      const message = JSON.parse(event.data);
      show(message);
      if (message.version !== version && message.errors === 0) update(message);
    };
  };
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
  listen();
}
