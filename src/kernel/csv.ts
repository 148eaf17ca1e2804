const SPECIAL = /[",\r\n]/;

/**
 * One record as RFC 4180 has it. Null is nothing at all and the empty text is `""`, which most readers take
 * for the same. Texts are written as they are, also those that a spreadsheet would take for a formula.
 */
export function csvRecord(values: readonly (string | null)[]): string {
  return `${values.map(csvField).join(",")}\r\n`;
}

function csvField(value: string | null): string {
  if (value === null) return "";
  if (value !== "" && !SPECIAL.test(value)) return value;
  return `"${value.replaceAll('"', '""')}"`;
}
