import { failed, ok, type Result } from "../../kernel/result.js";

/** Moments from one to another, the latter excluded; ISO 8601. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?$/;

/**
 * A year, a month, a day or a moment, as `2025`, `2025-03`, `2025-03-01` or `2025-03-01T12:00:00Z`: the time
 * that it stands for, in UTC where it says nothing else. A failure says what is wrong.
 */
export function spanOf(text: string): Result<Span, string> {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year !== undefined) return ofCalendar(Number(year), month, day) ?? failed(notDate(text));
  const [matched, fraction] = MOMENT.exec(text) ?? [];
  if (matched === undefined) return failed(notDate(text));
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`;
  const from = new Date(zoned).getTime();
  if (Number.isNaN(from) || !isDay(text.slice(0, 10))) return failed(notDate(text));
  const seconds = /T\d{2}:\d{2}:\d{2}/.test(text);
  return ok(span(from, from + (fraction ? 1 : seconds ? 1000 : 60_000)));
}

function ofCalendar(
  year: number,
  month: string | undefined,
  day: string | undefined,
): Result<Span, string> | null {
  const [m, d] = [Number(month ?? 1), Number(day ?? 1)];
  const from = Date.UTC(year, m - 1, d);
  const found = new Date(from);
  if (year < 1000 || found.getUTCMonth() !== m - 1 || found.getUTCDate() !== d) return null;
  if (day !== undefined) return ok(span(from, Date.UTC(year, m - 1, d + 1)));
  if (month !== undefined) return ok(span(from, Date.UTC(year, m, 1)));
  return ok(span(from, Date.UTC(year + 1, 0, 1)));
}

/** JavaScript takes February 30th for March 1st or 2nd. */
function isDay(text: string): boolean {
  return new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

function span(from: number, to: number): Span {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function notDate(text: string): string {
  return `"${text}" is no date; 2025, 2025-03, 2025-03-01 and 2025-03-01T12:00:00Z are`;
}
