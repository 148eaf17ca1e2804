import { describe, expect, it } from "vitest";
import { FileRefused, type SourceFile } from "../../../src/importers/format.js";
import { type RecordShape, readXmlRecords } from "../../../src/importers/xmlRecords.js";
import { sourceFile } from "./sourceFiles.js";

const ELEMENTS: RecordShape = { root: "All", record: "One", fields: "ELEMENTS" };
const PAIRS: RecordShape = { root: "All", record: "One", fields: "PAIRS" };

async function read(file: SourceFile, shape: RecordShape) {
  const found: unknown[] = [];
  for await (const record of readXmlRecords(file, shape)) {
    found.push("fields" in record ? [record.line, Object.fromEntries(record.fields)] : record);
  }
  return found;
}

async function records(content: string | Uint8Array, shape = ELEMENTS, pieceBytes = 65_536) {
  return read(sourceFile("a.xml", content, pieceBytes), shape);
}

async function refused(file: SourceFile | string | Uint8Array, shape = ELEMENTS): Promise<string> {
  const isBytes = typeof file === "string" || file instanceof Uint8Array;
  const source = isBytes ? sourceFile("a.xml", file) : file;
  const error = await read(source, shape).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FileRefused);
  return error instanceof FileRefused ? error.message : "";
}

describe("readXmlRecords", () => {
  it.each([1, 2, 5, 64, 65_536])("reads fields in pieces of %i bytes", async (pieceBytes) => {
    const text =
      '\ufeff<?xml version="1.0"?>\n<!-- a --><All x="1">\n <One>\n  <A> 1 &amp; \n 2&#954; </A>' +
      "<B/><C><![CDATA[<\u00e9>]]></C>\n </One>\n\n <One><A>3</A></One>\n</All>\n";
    expect(await records(text, ELEMENTS, pieceBytes)).toEqual([
      [3, { A: "1 & 2\u03ba", B: "", C: "<\u00e9>" }],
      [8, { A: "3" }],
    ]);
  });

  it("reads pairs of Name and Value", async () => {
    const pairs = "<Name>A</Name><Value>1</Value><Name> B </Name><Value/>";
    expect(await records(`<All>\n<One>${pairs}</One></All>`, PAIRS)).toEqual([
      [2, { A: "1", B: "" }],
    ]);
  });

  it.each([
    ["<Value>1</Value>", "<Value> stands where its counterpart is due"],
    ["<Name>A</Name><Name>B</Name>", "<Name> stands where its counterpart is due"],
    ["<Name>A</Name><Other>1</Other>", "<Other> stands where its counterpart is due"],
    ["<Name>A</Name>", "<Name> A has no <Value>"],
    [
      "<Name>A</Name><Value>1</Value><Name>A</Name><Value>2</Value>",
      "the field A stands there twice",
    ],
  ])("rejects the record %s alone", async (bad, rejected) => {
    const good = "<One><Name>B</Name><Value>2</Value></One>";
    expect(await records(`<All><One>${bad}</One>\n${good}</All>`, PAIRS)).toEqual([
      { line: 1, rejected },
      [2, { B: "2" }],
    ]);
  });

  it("rejects a record that has a field twice", async () => {
    expect(await records("<All><One><A>1</A><A>1</A></One></All>")).toEqual([
      { line: 1, rejected: "the field A stands there twice" },
    ]);
  });

  it("honours the encoding that is declared", async () => {
    const body = "<All><One><A>\u00e9\u2019</A></One></All>";
    const latin = (encoding: string) =>
      Buffer.concat([
        Buffer.from(`<?xml version='1.0' encoding='${encoding}'?><All><One><A>`),
        Buffer.from([0xe9, 0x92]),
        Buffer.from("</A></One></All>"),
      ]);
    const expected = [[1, { A: "\u00e9\u2019" }]];
    expect(await records(latin("ISO-8859-1"))).toEqual(expected);
    expect(await records(latin("windows-1252"))).toEqual(expected);
    expect(await records(`<?xml version="1.0" encoding="UTF-8"?>${body}`)).toEqual(expected);
    expect(await records(body)).toEqual(expected);
    expect(await refused(latin("utf-8"))).toBe(
      "a.xml, line 1 or soon after: there are bytes that are not UTF-8",
    );
    expect(await refused(latin("EBCDIC"))).toBe("a.xml, line 1: the encoding ebcdic is not read");
    expect(await refused(Buffer.from("<All><One><A>\u00e9", "latin1"))).toBe(
      "a.xml, line 1 or soon after: there are bytes that are not UTF-8",
    );
  });

  it.each([
    ["<All>\n<One><A>1</A></One>\n", "line 3: the file ends too early: unclosed tag: All"],
    ["<All>\n<One>\n<A>1", "line 3: the file ends too early: unclosed tag: A"],
    ["<All>\n<One", "line 2: the file ends too early: unclosed tag: All"],
    ["<All></All", "line 1: the file ends too early: unclosed tag: All"],
    ["", "line 1: the file ends too early: document must contain a root element."],
    ["\n \n", "line 3: the file ends too early: document must contain a root element."],
  ])("refuses the truncated file %j and names the line", async (text, message) => {
    expect(await refused(text)).toBe(`a.xml, ${message}`);
  });

  it.each([
    ["<Other/>", "line 1: the root element is <Other>, not <All>"],
    ["<All>\n<Two/></All>", "line 2: <Two> stands where <One> belongs"],
    ["<All>\n<One><A><B/></A></One></All>", "line 2: <B> stands inside of <A>, a field"],
    ["<All>\n<One></Two></All>", "line 2: unexpected close tag."],
    ["<All>\n<One><A>&undefined;</A></One></All>", "line 2: undefined entity."],
    ["<All>\n\u0000</All>", "line 2: disallowed character."],
    ["Hello", "line 1: text data outside of root node."],
    ["{}", "line 1: text data outside of root node."],
  ])("refuses %j", async (text, message) => {
    expect(await refused(text)).toBe(`a.xml, ${message}`);
  });

  it("refuses entity declarations, so that no entity can blow up", async () => {
    const bomb =
      '<?xml version="1.0"?>\n<!DOCTYPE All [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;&a;&a;">\n' +
      '<!ENTITY c "&b;&b;&b;&b;">\n]>\n<All><One><A>&c;</A></One></All>';
    const message = "a document type declaration, which could define entities, is not read";
    expect(await refused(bomb)).toBe(`a.xml, line 6: ${message}`);
    expect(await refused('<!DOCTYPE All SYSTEM "file:///etc/passwd"><All/>')).toBe(
      `a.xml, line 1: ${message}`,
    );
  });

  it("refuses binary files", async () => {
    expect(await refused("PK\u0003\u0004")).toBe(
      "a.xml, line 1: this is a binary file (a zip archive?)",
    );
  });

  it.each([
    ["text", "<All>\n<One><A>", "x"],
    ["fields", "<All>\n<One>", "<A>1</A>"],
    ["a comment", "<All>\n<!--", "x"],
    ["a document type", "<!DOCTYPE All [\n", " "],
    ["blanks", "<All>\n", " "],
  ])("gives up on %s without an end, in little memory", async (_, begin, repeated) => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(begin);
      for (; given < 10_485_760; given += 4096) yield Buffer.from(repeated.repeat(512));
    }
    expect(await refused({ name: "a.xml", bytes: endless() })).toBe(
      "a.xml, line 2: more than 65536 characters without the end of a record",
    );
    expect(given).toBeLessThan(1_000_000);
  });
});
