import type { ConceptContent } from "../rules/codeSystems/content.js";
import { FileRefused, type ImportRow, type SourceFile } from "./format.js";
import { type Line, readLines } from "./lines.js";
import { type RecordShape, readXmlRecords, type XmlRecord } from "./xmlRecords.js";

/** What one line holds, or the reason why it is of no use. */
export type Parsed<Content> = { readonly content: Content } | { readonly rejected: string };

/** The one file of a format that reads one. */
export function onlyFile(files: readonly SourceFile[], format: string): SourceFile {
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) {
    throw new FileRefused(`${format} reads one file at a time; ${files.length} were given`);
  }
  return file;
}

/** Why a line at the end of a file that nothing ends cannot be read. */
export function cutOff(line: Line): { readonly rejected: string } {
  return { rejected: `the file ends in the middle of line ${line.number}` };
}

/** Why a line has not the shape of its format, which `expected` names: `pair of codes`. */
export function misshapen(line: Line, expected: string): { readonly rejected: string } {
  return line.terminated ? { rejected: `this is no ${expected}` } : cutOff(line);
}

/** Reads a file that has one record on every line. Blank lines are no records. */
export async function* rowPerLine<Content>(
  file: SourceFile,
  parse: (line: Line) => Parsed<Content>,
): AsyncGenerator<ImportRow<Content>> {
  for await (const line of readLines(file)) {
    if (line.text.trim() === "") continue;
    const parsed = parse(line);
    yield "content" in parsed
      ? { line: line.number, lines: 1, content: parsed.content }
      : { line: line.number, rejected: parsed.rejected };
  }
}

/** Reads a flat XML file in which every record is a row. */
export async function* rowPerRecord<Content>(
  file: SourceFile,
  shape: RecordShape,
  parse: (record: XmlRecord) => Parsed<Content>,
): AsyncGenerator<ImportRow<Content>> {
  for await (const record of readXmlRecords(file, shape)) {
    if ("rejected" in record) {
      yield record;
      continue;
    }
    const parsed = parse(record);
    yield "content" in parsed
      ? { line: record.line, lines: 1, content: parsed.content }
      : { line: record.line, rejected: parsed.rejected };
  }
}

/**
 * The rows of a release: a code that stands there twice is rejected the second time, and files
 * without a single readable code are refused, or a release would be taken for empty.
 */
export async function* releaseRows(
  rows: AsyncIterable<ImportRow<ConceptContent>>,
  files: readonly SourceFile[],
): AsyncGenerator<ImportRow<ConceptContent>> {
  const lines = new Map<string, number>();
  for await (const row of rows) {
    const first = "content" in row ? lines.get(row.content.code) : undefined;
    if ("content" in row && first !== undefined) {
      const rejected = `the code ${row.content.code} stands on line ${first} already`;
      yield { line: row.line, rejected };
      continue;
    }
    if ("content" in row) lines.set(row.content.code, row.line);
    yield row;
  }
  if (lines.size === 0) refuseEmpty(files, "code");
}

/** Refuses files in which not one line or record could be used. */
export function refuseEmpty(files: readonly SourceFile[], missing: string): never {
  throw new FileRefused(`no ${missing} was read from ${files.map((file) => file.name).join(", ")}`);
}
