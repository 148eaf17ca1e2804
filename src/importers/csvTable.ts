import { readCsvRecords } from "./csvRecords.js";
import { FileRefused, type RejectedLine, type SourceFile } from "./format.js";

/** A record of a CSV table by the names of its columns. */
export interface CsvRow {
  readonly line: number;
  /** "" where there is nothing. */
  get(column: string): string;
  /** All columns that hold anything. */
  entries(): readonly (readonly [column: string, text: string])[];
}

/** The names of the columns in a table's first line. */
export function csvColumns(first: string): readonly string[] {
  return first.split(",").map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
}

/**
 * Reads a table that names its columns in its first line. A record with another number of fields is rejected.
 * @throws FileRefused where one of the columns is absent
 */
export async function* readCsvTable(
  file: SourceFile,
  columns: readonly string[],
): AsyncGenerator<CsvRow | RejectedLine> {
  let names: readonly string[] | null = null;
  for await (const { line, values } of readCsvRecords(file, { delimiter: ",", unquoted: false })) {
    if (names === null) {
      names = values.map((name) => (name ?? "").trim());
      refuseMissing(file, names, columns);
    } else if (values.some((value) => value?.includes("\0"))) {
      yield { file: file.name, line, rejected: "there is a NUL character" };
    } else if (values.length === names.length) yield new Row(line, names, values);
    else {
      const rejected = `the record has ${values.length} fields; ${names.length} are due`;
      yield { file: file.name, line, rejected };
    }
  }
}

function refuseMissing(
  { name }: SourceFile,
  found: readonly string[],
  columns: readonly string[],
): void {
  const missing = columns.find((column) => !found.includes(column));
  if (missing === undefined) return;
  throw new FileRefused(`${name}, line 1: the column ${missing} is missing`);
}

/** A field, which says the same whatever ends its lines. */
function textOf(value: string | null | undefined): string {
  return value?.trim().replaceAll("\r\n", "\n") ?? "";
}

class Row implements CsvRow {
  constructor(
    readonly line: number,
    private readonly names: readonly string[],
    private readonly values: readonly (string | null)[],
  ) {}

  get(column: string): string {
    return textOf(this.values[this.names.indexOf(column)]);
  }

  entries(): readonly (readonly [string, string])[] {
    return this.names
      .map((name, at) => [name, textOf(this.values[at])] as const)
      .filter(([, text]) => text !== "");
  }
}
