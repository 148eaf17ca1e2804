/** A table of the report; what is null is not known. */
export interface Table {
  readonly title: string;
  /** Above the table, in sentences. */
  readonly about?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

const UNKNOWN = "–";

/** For a terminal: the first column to the left, numbers to the right. */
export function asText({ title, about, columns, rows }: Table): string {
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...rows.map((row) => (row[at] ?? UNKNOWN).length)),
  );
  const line = (cells: readonly (string | null)[]) =>
    cells
      .map((cell, at) => {
        const text = cell ?? UNKNOWN;
        return at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0);
      })
      .join("  ")
      .trimEnd();
  const under = widths.map((width) => "─".repeat(width)).join("──");
  return [title, ...(about ? [about] : []), "", line(columns), under, ...rows.map(line), ""].join(
    "\n",
  );
}

export function asMarkdown({ title, about, columns, rows }: Table): string {
  const line = (cells: readonly (string | null)[]) =>
    `| ${cells.map((cell) => cell ?? UNKNOWN).join(" | ")} |`;
  const under = `| ${columns.map((_, at) => (at === 0 ? ":--" : "--:")).join(" | ")} |`;
  return [
    `### ${title}`,
    "",
    ...(about ? [about, ""] : []),
    line(columns),
    under,
    ...rows.map(line),
    "",
  ].join("\n");
}

/** A number with three significant digits, or as many as it has before the point. */
export function figure(value: number | null): string | null {
  if (value === null || !Number.isFinite(value)) return null;
  if (value === 0) return "0";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(3, digits));
}

/** How many times as much the one is; null where either is not known. */
export function ratio(value: number | null, of: number | null | undefined): string | null {
  if (value === null || of === null || of === undefined || of === 0) return null;
  return `${figure(value / of)}×`;
}
