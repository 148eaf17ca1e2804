import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvShape, RECORD_LIMIT, readCsvRecords } from "../../../src/importers/csvRecords.js";
import { FileRefused } from "../../../src/importers/format.js";
import { csvRecord } from "../../../src/kernel/csv.js";
import { sourceFile } from "./sourceFiles.js";

const CSV: CsvShape = { delimiter: ",", unquoted: false };

async function records(content: string | Uint8Array, shape = CSV, pieceBytes?: number) {
  const found: unknown[] = [];
  for await (const { line, values } of readCsvRecords(
    sourceFile("table.csv", content, pieceBytes),
    shape,
  )) {
    found.push([line, ...values]);
  }
  return found;
}

async function refused(content: string | Uint8Array, shape = CSV): Promise<string> {
  try {
    const found = await records(content, shape);
    throw new Error(`not refused; ${found.length} records were read`);
  } catch (error) {
    if (error instanceof FileRefused) return error.message;
    throw error;
  }
}

describe("the records of a table", () => {
  it.each([
    ["LF", "a,b\n1,2\n"],
    ["CRLF", "a,b\r\n1,2\r\n"],
    ["a mixture of both", "a,b\r\n1,2\n"],
    ["nothing behind the last", "a,b\n1,2"],
    ["a byte order mark before the first", "\ufeffa,b\r\n1,2\r\n"],
  ])("are read with %s", async (_, text) => {
    for (const pieceBytes of [1, 65_536]) {
      expect(await records(text, CSV, pieceBytes)).toEqual([
        [1, "a", "b"],
        [2, "1", "2"],
      ]);
    }
  });

  it("may have delimiters, line breaks and doubled quotation marks in their fields", async () => {
    const text = 'a,"b, ""c"""\r\n"1\r\n\r\n2",3\r\n4,5\n"6\n",7\n8,9\n';
    for (const pieceBytes of [1, 7, 65_536]) {
      expect(await records(text, CSV, pieceBytes)).toEqual([
        [1, "a", 'b, "c"'],
        [2, "1\r\n\r\n2", "3"],
        [5, "4", "5"],
        [6, "6\n", "7"],
        [8, "8", "9"],
      ]);
    }
  });

  it("know nothing from the empty text", async () => {
    expect(await records('"",,x\n,,""\n')).toEqual([
      [1, "", null, "x"],
      [2, null, null, ""],
    ]);
  });

  it("are counted with the blank lines between them, which are none", async () => {
    expect(await records("\n\na\r\n\r\nb\n\n\n")).toEqual([
      [3, "a"],
      [5, "b"],
    ]);
    expect(await records("")).toEqual([]);
  });

  it("may differ in their number of fields, for somebody else to judge", async () => {
    expect(await records("a,b\n1\n1,2,3\n")).toEqual([
      [1, "a", "b"],
      [2, "1"],
      [3, "1", "2", "3"],
    ]);
  });

  it("are separated by tabs where that is said", async () => {
    expect(await records('a,b\t"c\td"\n', { delimiter: "\t", unquoted: false })).toEqual([
      [1, "a,b", "c\td"],
    ]);
  });

  it("keep their quotation marks where that is said", async () => {
    const text = '"a"\tb "c" d\t""\n1"\t2\t\n';
    expect(await records(text, { delimiter: "\t", unquoted: true })).toEqual([
      [1, '"a"', 'b "c" d', '""'],
      [2, '1"', "2", null],
    ]);
  });

  it("come back as they were written, whatever is in them", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", " ", "=", "0", "\ufeff", "é", "𝛼") }),
    );
    // A record of nothing but nothing is a blank line.
    const record = fc.array(fc.option(text), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(record.map((values) => ["x", ...values])),
        fc.integer({ min: 2, max: 40 }),
        async (written, pieceBytes) => {
          const table = written.map(csvRecord).join("");
          fc.pre(!table.includes("\u0000"));
          const read = (await records(table, CSV, pieceBytes)) as unknown[][];
          expect(read.map(([, ...values]) => values)).toEqual(written);
        },
      ),
      { numRuns: 100 },
    );
  }, 30_000);
});

describe("a table is refused, with the line", () => {
  it.each([
    [
      "with text behind a closed field",
      'a,b\n"1\n2",3\n\n"4" 5,6\n',
      "table.csv, line 5: behind the quotation mark that ends a field there is more text",
    ],
    [
      "with a quotation mark within an open field",
      'a,b\n1,2 "3"\n',
      "table.csv, line 2: there is a quotation mark in a field that does not begin with one",
    ],
    [
      "that ends within a field",
      'a,b\n1,2\n3,"4\n5,6\n',
      "table.csv, line 3: a quotation mark opens a field and nothing closes it",
    ],
    [
      "in another encoding",
      Buffer.from("a,b\nc,d\ne,Ménière\nf,g\n", "latin1"),
      "table.csv, line 3: this is not UTF-8; save the file as UTF-8",
    ],
    [
      "in another encoding, in its unfinished last line",
      Buffer.from("a,b\nc,é", "latin1"),
      "table.csv, line 2: this is not UTF-8; save the file as UTF-8",
    ],
    [
      "in UTF-16",
      Buffer.from("\ufeffa,b\n", "utf16le"),
      "table.csv, line 1: this is a binary file (text in UTF-16; save it as UTF-8?)",
    ],
  ])("%s", async (_, content, message) => {
    expect(await refused(content)).toBe(message);
  });

  it("with a record that has no end in sight", async () => {
    const text = `a\n"${"1234567\n".repeat(RECORD_LIMIT / 8 + 1)}"\n`;
    expect(await refused(text)).toBe(
      `table.csv, line 2: the record has more than ${RECORD_LIMIT} characters; perhaps a quotation mark is not closed`,
    );
  }, 30_000);

  it("with a line that has none", async () => {
    const endless = `a\nb${"c".repeat(10 * 1024 * 1024)}`;
    expect(await refused(endless)).toBe(
      `table.csv, line 2: the record has more than ${RECORD_LIMIT} characters; perhaps a quotation mark is not closed`,
    );
  });
});
