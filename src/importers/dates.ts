/** A day as `YYYY-MM-DD`, or null if the calendar has no such day. */
function isoDate(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return exists ? text : null;
}

/** `M/D/YYYY`, as CDC's XML files have it, in ISO form; null if it is no date. */
export function fromMonthDayYear(text: string): string | null {
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  return year && month && day ? isoDate(year, month, day) : null;
}

/** `YYYYMMDD` or `YYYY/MM/DD` in ISO form; null if it is no date. */
export function fromYearMonthDay(text: string): string | null {
  const [, year, , month, day] = /^(\d{4})(\/?)(\d\d)\2(\d\d)$/.exec(text) ?? [];
  return year && month && day ? isoDate(year, month, day) : null;
}
