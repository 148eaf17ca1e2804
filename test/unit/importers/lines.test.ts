import { describe, expect, it } from "vitest";
import { FileRefused, type SourceFile } from "../../../src/importers/format.js";
import { LINE_BYTES_LIMIT, type Line, readLines } from "../../../src/importers/lines.js";
import { sourceFile } from "./sourceFiles.js";

async function linesOf(file: SourceFile): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines(file)) lines.push(line);
  return lines;
}

async function textsOf(content: string | Uint8Array, pieceBytes?: number) {
  const lines = await linesOf(sourceFile("a.txt", content, pieceBytes));
  return lines.map((line) => line.text);
}

async function refused(content: string | Uint8Array, pieceBytes?: number): Promise<string> {
  const error = await linesOf(sourceFile("a.txt", content, pieceBytes)).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FileRefused);
  return error instanceof FileRefused ? error.message : "";
}

describe("readLines", () => {
  it("numbers lines and says which of them nothing ends", async () => {
    expect(await linesOf(sourceFile("a.txt", "one\r\n\r\ntwo\nthree"))).toEqual([
      { number: 1, text: "one", terminated: true },
      { number: 2, text: "", terminated: true },
      { number: 3, text: "two", terminated: true },
      { number: 4, text: "three", terminated: false },
    ]);
  });

  it("finds no line in an empty file", async () => {
    expect(await textsOf("")).toEqual([]);
    expect(await textsOf("\ufeff")).toEqual([]);
  });

  it.each([1, 2, 3, 7, 1024])("reads the same in pieces of %i bytes", async (pieceBytes) => {
    const text = `\ufeffone \u00e9\u{1f489}\r\ntwo\n\nlast ${"x".repeat(2000)}`;
    const expected = ["one \u00e9\u{1f489}", "two", "", `last ${"x".repeat(2000)}`];
    expect(await textsOf(text, pieceBytes)).toEqual(expected);
  });

  it("takes away the byte order mark, but only at the beginning", async () => {
    expect(await textsOf("\ufeffA\n\ufeffB\n")).toEqual(["A", "\ufeffB"]);
  });

  it("takes several carriage returns for one, and refuses those that end no line", async () => {
    expect(await textsOf("a\r\r\n\r\nb\r")).toEqual(["a", "", "b"]);
    const message = "there is a carriage return that ends no line";
    expect(await refused("a\nb\rc\n")).toBe(`a.txt, line 2: ${message}`);
    expect(await refused("a\rb\r", 1)).toBe(`a.txt, line 1: ${message}`);
  });

  it("decodes each line as UTF-8 where valid and as windows-1252 otherwise", async () => {
    const utf8 = Buffer.from("M\u00e9ni\u00e8re\n", "utf8");
    const latin1 = Buffer.from("M\u00e9ni\u00e8re\n", "latin1");
    const windows = Buffer.from([0x93, 0x41, 0x94, 0x20, 0x80, 0x99, 0xa0, 0x81, 0x0a]);
    expect(await textsOf(Buffer.concat([utf8, latin1, windows]))).toEqual([
      "M\u00e9ni\u00e8re",
      "M\u00e9ni\u00e8re",
      "\u201cA\u201d \u20ac\u2122\u00a0\u0081",
    ]);
  });

  it.each([
    ["a zip archive", Buffer.from("PK\u0003\u0004rest")],
    ["an Excel workbook", Buffer.from("PK\u0003\u0004....xl/workbook.xml")],
    ["a Word document", Buffer.from("PK\u0003\u0004....word/document.xml")],
    ["a gzip file", Buffer.from([0x1f, 0x8b, 8, 0])],
    ["a PDF document", Buffer.from("%PDF-1.7\n")],
    ["text in UTF-16; save it as UTF-8", Buffer.from("\ufeffA00", "utf16le")],
  ])("refuses %s, however small its pieces", async (kind, bytes) => {
    const message = `a.txt, line 1: this is a binary file (${kind}?)`;
    expect(await refused(bytes)).toBe(message);
    expect(await refused(bytes, 1)).toBe(message);
  });

  it("refuses a NUL byte and names its line", async () => {
    const message = "there is a NUL byte; this is a binary file, or a damaged one";
    expect(await refused("one\ntwo\nth\u0000ree\n")).toBe(`a.txt, line 3: ${message}`);
    expect(await refused("one\ntwo\nth\u0000ree\n", 1)).toBe(`a.txt, line 3: ${message}`);
    expect(await refused("\u0000")).toBe(`a.txt, line 1: ${message}`);
  });

  it("reads a line at the limit and refuses a longer one", async () => {
    const longest = "x".repeat(LINE_BYTES_LIMIT);
    expect(await textsOf(`${longest}\n${longest}`)).toEqual([longest, longest]);
    const message = "a.txt, line 2: the line is longer than 65536 bytes";
    expect(await refused(`a\n${longest}x\n`)).toBe(message);
    expect(await refused(`a\n${longest}x`)).toBe(message);
  });

  it("gives up on a line of 10 MB after the limit, not at its end", async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (; given < 10_485_760; given += 4096) yield Buffer.alloc(4096, "x");
    }
    const reading = linesOf({ name: "a.txt", bytes: endless() });
    await expect(reading).rejects.toThrow("a.txt, line 1: the line is longer than 65536 bytes");
    expect(given).toBeLessThan(LINE_BYTES_LIMIT + 2 * 4096);
  });
});
