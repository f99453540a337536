// The scorecard: a table of the bars, one of the figures that each kind of page reached, and one of the small sites.
//
// Input: the rows of the bars. Output: Markdown. Entry point: render().

import { SEED } from "./sites.mjs";

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function verdict(row) {
  if (row.failures.length) return "fails";
  return row.missed ? "missed" : "holds";
}

/** The figures of one page of each kind. */
function kindTable(site, figures) {
  const rows = site.audited.map(({ kind, path }) => ({ kind, path, ...figures(path) }));
  const columns = [...new Set(rows.flatMap(Object.keys))];
  return table(columns, rows.map((cells) => columns.map((column) => cells[column] ?? "")));
}

/** The worst figures of each small site. */
function siteTable(site, figures) {
  const columns = ["axe", "HTML KB", "all KB"];
  const rows = site.names.filter((name) => name !== SEED).map((name) => {
    const own = site.pages.filter((page) => page.startsWith(`${name}/`));
    const kinds = site.kinds.filter((it) => it.name === name).length;
    const worst = (column) => Math.max(...own.map((page) => Number(figures(page)[column] ?? 0)));
    return [name, own.length, kinds, ...columns.map(worst)];
  });
  return table(["small site", "pages", "kinds", ...columns], rows);
}

export function render(rows, site) {
  const bars = rows.map((row) => [row.what, row.tool, row.bar, row.figure, verdict(row)]);
  const figures = (page) => Object.assign({}, ...rows.map((row) => row.pages?.[page]));
  return [
    `${site.pages.length} pages of ${site.names.length} sites in ${site.chromium}, Node ${process.versions.node}.`,
    table(["what", "tool", "bar", "measured", ""], bars),
    "Figures that depend on the speed of the machine (performance, LCP, TBT) are medians of three runs where the first misses the bar; they are recorded and fail nothing.",
    kindTable(site, figures),
    "The worst of each small site, which shows one behaviour:",
    `${siteTable(site, figures)}\n`,
  ].join("\n\n");
}
