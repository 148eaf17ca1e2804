import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  FileRefused,
  type ImportRow,
  type ReadOptions,
  type SourceFile,
} from "../../../src/importers/format.js";
import type { ConceptContent } from "../../../src/rules/codeSystems/content.js";

/** A fixture's bytes, by its name below `test/fixtures`. */
export function fixture(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)));
}

/** A file in memory that comes in pieces of so many bytes. */
export function sourceFile(
  name: string,
  content: string | Uint8Array,
  pieceBytes = 65_536,
): SourceFile {
  const bytes = Buffer.from(content);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      yield bytes.subarray(start, start + pieceBytes);
    }
  }
  return { name, bytes: { [Symbol.asyncIterator]: pieces } };
}

/** A fixture as a file. */
export function fixtureFile(name: string): SourceFile {
  return sourceFile(name.replace(/^.*\//, ""), fixture(name));
}

interface Reader<Content> {
  read(files: readonly SourceFile[], options: ReadOptions): AsyncIterable<ImportRow<Content>>;
}

/** Everything that a reader yields. */
export async function rowsOf<Content>(
  format: Reader<Content>,
  files: readonly SourceFile[],
  asOf = new Date("2018-01-01T00:00:00Z"),
): Promise<readonly ImportRow<Content>[]> {
  const rows: ImportRow<Content>[] = [];
  for await (const row of format.read(files, { asOf })) rows.push(row);
  return rows;
}

/** The contents alone; fails if a line was rejected. */
export async function contentsOf<Content>(
  format: Reader<Content>,
  files: readonly SourceFile[],
  asOf?: Date,
): Promise<readonly Content[]> {
  return (await rowsOf(format, files, asOf)).map((row) => {
    if ("content" in row) return row.content;
    throw new Error(`line ${row.line}: ${row.rejected}`);
  });
}

/** The message with which the files are refused, and the rows that came before. */
export async function refusal<Content>(
  format: Reader<Content>,
  files: readonly SourceFile[],
): Promise<{ readonly rows: readonly ImportRow<Content>[]; readonly message: string }> {
  const rows: ImportRow<Content>[] = [];
  try {
    for await (const row of format.read(files, { asOf: new Date(0) })) rows.push(row);
  } catch (error) {
    if (error instanceof FileRefused) return { rows, message: error.message };
    throw error;
  }
  throw new Error(`not refused; ${rows.length} rows were read`);
}

/** A name as all readers give it. */
function name(text: string, nameType: "FULLY_SPECIFIED" | "SHORT", localePreferred: boolean) {
  return { name: text, locale: "en", localePreferred, nameType, externalId: null };
}

/** A concept with one or two names and whatever else is given. */
export function expectedConcept(
  code: string,
  conceptClass: string,
  [long, short]: readonly [string, string?],
  others: Partial<ConceptContent> = {},
): ConceptContent {
  return {
    code,
    conceptClass,
    datatype: "N/A",
    names: [
      name(long, "FULLY_SPECIFIED", true),
      ...(short === undefined ? [] : [name(short, "SHORT", false)]),
    ],
    descriptions: [],
    parents: [],
    retired: false,
    externalId: null,
    extras: {},
    ...others,
  };
}
