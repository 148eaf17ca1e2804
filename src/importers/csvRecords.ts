import { pipeline, Readable } from "node:stream";
import { CsvError, type Options, parse } from "csv-parse";
import { FileRefused, type SourceFile } from "./format.js";
import { utf8Bytes } from "./utf8Bytes.js";

/** Characters of one record. More would have to be held in memory, and a quotation mark is not closed. */
export const RECORD_LIMIT = 2 * 1024 * 1024;

/** One record of a table; with line breaks in its fields it has several lines. */
export interface CsvRecord {
  /** The first of its lines. */
  readonly line: number;
  /** Null: nothing at all, as opposed to the empty text, which has quotation marks around it. */
  readonly values: readonly (string | null)[];
}

/** How a table is written. */
export interface CsvShape {
  readonly delimiter: "," | "\t";
  /** Whether quotation marks are part of the text instead of standing around it. */
  readonly unquoted: boolean;
}

const REASONS: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: "behind the quotation mark that ends a field there is more text",
  CSV_MAX_RECORD_SIZE: `the record has more than ${RECORD_LIMIT} characters; perhaps a quotation mark is not closed`,
  CSV_QUOTE_NOT_CLOSED: "a quotation mark opens a field and nothing closes it",
  INVALID_OPENING_QUOTE: "there is a quotation mark in a field that does not begin with one",
};

interface Parsed {
  readonly record: readonly string[];
  /** As it stands in the file, blank lines before it included. */
  readonly raw: string;
}

/**
 * Tells nothing from the empty text, which the parser gives alike: knowing the values, one knows where in the
 * record each of them begins.
 */
function valuesOf({ record, raw }: Parsed, unquoted: boolean): CsvRecord["values"] {
  if (!record.includes("")) return record;
  let start = raw.search(/[^\r\n]/);
  return record.map((value) => {
    const quoted = !unquoted && raw[start] === '"';
    start += value.length + 1 + (quoted ? 2 + occurrences(value, '"') : 0);
    return value === "" && !quoted ? null : value;
  });
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}

// The parser's own count of lines is wrong where a field has CRLF in it, so they are counted here.
class LineCount {
  private next = 1;
  private blank = 0;

  /** The first line of the record that begins after so many blank lines. */
  first(blank: number): number {
    return this.next + blank - this.blank;
  }

  record(blank: number, values: readonly string[]): number {
    const line = this.first(blank);
    this.next = values.reduce((sum, value) => sum + occurrences(value, "\n"), line + 1);
    this.blank = blank;
    return line;
  }
}

// Asking the parser for every field's quotation marks makes it ten times slower.
function openParser({ delimiter, unquoted }: CsvShape, lines: LineCount) {
  const options: Options<CsvRecord, Parsed> = {
    delimiter,
    quote: unquoted ? null : '"',
    record_delimiter: ["\r\n", "\n"],
    max_record_size: RECORD_LIMIT,
    relax_column_count: true,
    skip_empty_lines: true,
    raw: true,
    on_record: (parsed, { empty_lines }) => ({
      line: lines.record(empty_lines, parsed.record),
      values: valuesOf(parsed, unquoted),
    }),
  };
  return parse(options as object);
}

/**
 * Reads a table as RFC 4180 has it, whatever ends its lines, in one pass. Blank lines are no records. Refuses
 * what is not UTF-8 and quotation marks that are out of place, for behind them nothing is sure.
 */
export async function* readCsvRecords(
  file: SourceFile,
  shape: CsvShape,
): AsyncGenerator<CsvRecord> {
  const lines = new LineCount();
  const parser = openParser(shape, lines);
  // Whatever goes wrong on the way ends the parser, which says so to its reader.
  pipeline(Readable.from(utf8Bytes(file)), parser, () => {});
  try {
    for await (const record of parser) yield record as CsvRecord;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = lines.first(Number(error.empty_lines));
    throw new FileRefused(`${file.name}, line ${line}: ${REASONS[error.code] ?? error.message}`);
  }
}
