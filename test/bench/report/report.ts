import type { SummaryLine } from "./aims.js";
import type { Table } from "./table.js";

/** What a measurement tells: its tables, and its lines in the summary. */
export interface Report {
  readonly tables: readonly Table[];
  readonly lines: readonly SummaryLine[];
}
