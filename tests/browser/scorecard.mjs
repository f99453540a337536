// The scorecard: a table of the bars, and one of the figures that each kind of page reached.
//
// Input: the rows of the bars. Output: Markdown. Entry point: render().

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function verdict(row) {
  if (row.failures.length) return "fails";
  return row.missed ? "missed" : "holds";
}

export function render(rows, site) {
  const bars = rows.map((row) => [row.what, row.tool, row.bar, row.figure, verdict(row)]);
  const figures = new Map(site.kinds.map(({ kind, path }) => [kind, { kind, path }]));
  for (const row of rows) for (const [kind, cells] of Object.entries(row.kinds ?? {})) Object.assign(figures.get(kind), cells);
  const columns = [...new Set([...figures.values()].flatMap(Object.keys))];
  const kinds = [...figures.values()].map((cells) => columns.map((column) => cells[column] ?? ""));
  const note = "Figures that depend on the speed of the machine (performance, LCP, TBT) are recorded and fail nothing.";
  const title = `${site.pages.length} pages in ${site.chromium}, Node ${process.versions.node}.`;
  return `${title}\n\n${table(["what", "tool", "bar", "measured", ""], bars)}\n\n${note}\n\n${table(columns, kinds)}\n`;
}
