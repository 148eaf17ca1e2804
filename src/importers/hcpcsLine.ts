import { tidied } from "./concept.js";
import { fromYearMonthDay } from "./dates.js";

/** The code or modifier, its sequence number, and what kind of line it is. */
const RECORD = /^([A-Z ][ A-Z0-9]{4})(\d{5})([3478])/;

/** What may be left of such a line where a file was cut. */
const CUT_RECORD = /^[A-Z ][ A-Z0-9]{0,4}\d{0,5}$/;

/** Through the long description; lines are filled up with blanks beyond. */
const CONTINUATION_LENGTH = 91;
/** Through the action code. */
const FIRST_LENGTH = 293;

/** One line of a code or modifier: its first, or one that continues the long description. */
export interface HcpcsLine {
  readonly code: string;
  readonly isModifier: boolean;
  readonly isFirst: boolean;
  /** Orders the lines of one code. */
  readonly sequence: number;
  /** Why the line is of no use, or null. */
  readonly fault: string | null;
  readonly text: string;
}

/** What stands from one position to another, counted from 1, both inclusive. */
function columns(text: string, from: number, to: number): string {
  return text.slice(from - 1, to);
}

function fields(text: string, from: number, count: number, width: number): readonly string[] {
  const starts = Array.from({ length: count }, (_, index) => from + index * width);
  return starts
    .map((start) => columns(text, start, start + width - 1).trim())
    .filter((field) => field !== "");
}

/** The dates of a first line, blank where there is none, by the keys they have in the extras. */
function dates(text: string): readonly (readonly [string, string])[] {
  return [
    ["addedDate", columns(text, 269, 276).trim()],
    ["effectiveDate", columns(text, 277, 284).trim()],
    ["terminationDate", columns(text, 285, 292).trim()],
  ];
}

function faultOf(code: string, isModifier: boolean, isFirst: boolean, text: string): string | null {
  const shape = isModifier ? /^ {3}[A-Z0-9]{2}$/ : /^[A-Z]\d{4}$/;
  if (!shape.test(code)) return `"${code}" is no HCPCS ${isModifier ? "modifier" : "code"}`;
  if (code.startsWith("D")) return `${code} is a dental code, licensed by the ADA; HCPCS has none`;
  const least = isFirst ? FIRST_LENGTH : CONTINUATION_LENGTH;
  if (text.length < least) return `the line has ${text.length} characters; ${least} are the least`;
  const wrong = dates(text).find(([, date]) => isFirst && date !== "" && !fromYearMonthDay(date));
  return wrong === undefined ? null : `"${wrong[1]}" is no date`;
}

/** Null for the lines that are no records: the disclaimer and blank lines. */
export function hcpcsLine(text: string): HcpcsLine | null {
  const [, code = "", sequence = "", kind = ""] = RECORD.exec(text) ?? [];
  if (code === "") return null;
  const isModifier = kind === "7" || kind === "8";
  const isFirst = kind === "3" || kind === "7";
  return {
    code: code.trim(),
    isModifier,
    isFirst,
    sequence: Number(sequence),
    fault: faultOf(code, isModifier, isFirst, text),
    text,
  };
}

/** Whether an unterminated line that is no record was to become one. */
export function isCutRecord(text: string): boolean {
  return CUT_RECORD.test(text);
}

/** The line's piece of the long description. */
export function longDescription(line: HcpcsLine): string {
  return tidied(columns(line.text, 12, 91));
}

/** The short description of a first line. */
export function shortDescription(first: HcpcsLine): string {
  return tidied(columns(first.text, 92, 119));
}

/** The day in ISO form after which the code is no longer valid, or null. */
export function terminationDate(first: HcpcsLine): string | null {
  return fromYearMonthDay(columns(first.text, 285, 292));
}

/** Codes and modifiers of HCPCS. The file refers to CPT codes too, which only licensees may see. */
const OWN_CODE = /^(?:[A-Z]\d{4}|[A-Z][A-Z0-9])$/;

/** The further fields of a first line, those that are not blank. */
export function extras({ text }: HcpcsLine): Readonly<Record<string, unknown>> {
  const all: readonly (readonly [string, string | null | readonly string[]])[] = [
    ["coverage", columns(text, 230, 230).trim()],
    ["betos", columns(text, 257, 259).trim()],
    ["typeOfService", fields(text, 261, 5, 1)],
    ["pricing", fields(text, 120, 4, 2)],
    ["action", columns(text, 293, 293).trim()],
    ...dates(text).map(([key, date]) => [key, fromYearMonthDay(date)] as const),
    ["crossReferences", fields(text, 205, 5, 5).filter((code) => OWN_CODE.test(code))],
  ];
  return Object.fromEntries(all.filter(([, value]) => value !== null && value.length > 0));
}
