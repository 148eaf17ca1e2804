import { describe, expect, it } from "vitest";
import { icd10cmOrder } from "../../../src/importers/icd10cmOrder.js";
import {
  contentsOf,
  expectedConcept,
  fixture,
  fixtureFile,
  refusal,
  rowsOf,
  sourceFile,
} from "./sourceFiles.js";

const FY2025 = "icd10cm-order/icd10cm-order-2025.txt";
const FY2026 = "icd10cm-order/icd10cm-order-2026.txt";

function line(code: string, flag = "1", long = "Long", short = "Short", order = "00001"): string {
  return `${order} ${code.padEnd(7)} ${flag} ${short.padEnd(60)} ${long}\r\n`;
}

function read(content: string | Uint8Array) {
  return rowsOf(icd10cmOrder, [sourceFile("order.txt", content)]);
}

const NO_LINE = "this is no line of an ICD-10-CM order file";

describe("icd10cm-order", () => {
  it("reads a header and a code below it, whole", async () => {
    const [first, second] = await rowsOf(icd10cmOrder, [fixtureFile(FY2026)]);
    expect(first).toEqual({
      line: 1,
      lines: 1,
      content: {
        code: "A00",
        conceptClass: "Diagnosis",
        datatype: "N/A",
        names: [
          {
            name: "Cholera",
            locale: "en",
            localePreferred: true,
            nameType: "FULLY_SPECIFIED",
            externalId: null,
          },
        ],
        descriptions: [],
        parents: [],
        retired: false,
        externalId: null,
        extras: { billable: false },
      },
    });
    expect(second).toEqual({
      line: 2,
      lines: 1,
      content: expectedConcept(
        "A00.0",
        "Diagnosis",
        ["Cholera due to Vibrio cholerae 01, biovar cholerae"],
        { parents: ["A00"], extras: { billable: true } },
      ),
    });
  });

  it("gives codes their parents, over placeholders too, and short names that differ", async () => {
    const contents = await contentsOf(icd10cmOrder, [fixtureFile(FY2025)]);
    const byCode = new Map(contents.map((content) => [content.code, content]));
    expect(contents).toHaveLength(51);
    expect(byCode.get("T07.XXXA")?.parents).toEqual(["T07"]);
    expect(byCode.get("S30.1XXA")).toEqual(
      expectedConcept("S30.1XXA", "Diagnosis", ["Contusion of abdominal wall, initial encounter"], {
        parents: ["S30.1"],
        extras: { billable: true },
      }),
    );
    expect(byCode.get("S30")).toEqual(
      expectedConcept(
        "S30",
        "Diagnosis",
        [
          "Superficial injury of abdomen, lower back, pelvis and external genitals",
          "Superfic inj abdomen, low back, pelvis and external genitals",
        ],
        { extras: { billable: false } },
      ),
    );
    const rootless = contents.filter(({ code, parents }) => code.length > 3 && !parents.length);
    expect(rootless).toEqual([]);
  });

  it("reads letters in any place and a code that became a header", async () => {
    const contents = await contentsOf(icd10cmOrder, [fixtureFile(FY2026)]);
    const parents = Object.fromEntries(contents.map((content) => [content.code, content.parents]));
    expect(parents).toMatchObject({ "C50.A": ["C50"], "C50.A0": ["C50.A"], "QA0.0": ["QA0"] });
    const before = await contentsOf(icd10cmOrder, [fixtureFile(FY2025)]);
    const billable = (all: typeof contents) => all.find(({ code }) => code === "B88.0")?.extras;
    expect([billable(before), billable(contents)]).toEqual([
      { billable: true },
      { billable: false },
    ]);
  });

  it("leaves the texts as they are but for blanks at the end", async () => {
    const contents = await contentsOf(icd10cmOrder, [fixtureFile(FY2025)]);
    expect(contents.find(({ code }) => code === "W44.G")?.names[0]?.name).toBe(
      "Other non-organic objects entering into or through a natural  orifice",
    );
  });

  it.each([
    ["LF", (text: string) => text.replaceAll("\r\n", "\n")],
    ["a byte order mark", (text: string) => `\ufeff${text}`],
    ["blank lines", (text: string) => `\r\n${text.replaceAll("\r\n", "\r\n \r\n")}`],
  ])("reads the same with %s", async (_, change) => {
    const text = fixture(FY2026).toString("latin1");
    const changed = sourceFile("order.txt", change(text));
    expect(await contentsOf(icd10cmOrder, [changed])).toEqual(
      await contentsOf(icd10cmOrder, [sourceFile("order.txt", text, 13)]),
    );
  });

  it("decodes windows-1252", async () => {
    const bytes = Buffer.from(line("H81", "0", "M\u00e9ni\u00e8re's disease", "M"), "latin1");
    const [row] = await read(bytes);
    expect(row).toMatchObject({
      content: { names: [{ name: "M\u00e9ni\u00e8re's disease" }, {}] },
    });
  });

  it.each([
    ["a flag that is neither 0 nor 1", line("A00", "2")],
    ["no order number", line("A00").slice(6)],
    ["an order number that is too short", line("A00").slice(1)],
    ["a code of two characters", line("A0")],
    ["a code of eight characters", line("A0000000")],
    ["a code that begins with a digit", line("00A")],
    ["a small letter in the code", line("a00")],
    ["a code that is not left justified", line(" A00")],
    ["a dot in the code", line("A00.0")],
    ["no short description", line("A00", "1", "Long", "")],
    ["no long description", line("A00", "1", "")],
    ["no column between the descriptions", line("A00").replace(/ {55} /, `${"x".repeat(56)}`)],
    ["more than 400 characters in the long description", line("A00", "1", "x".repeat(401))],
    ["a title of ICD-9-CM", "0010  Cholera due to vibrio cholerae\n"],
    ["a pair of a map", "A000    0010  00000\r\n"],
  ])("rejects a line with %s", async (_, bad) => {
    expect(await read(line("B00") + bad + line("B01"))).toMatchObject([
      { content: { code: "B00" } },
      { line: 2, rejected: NO_LINE },
      { content: { code: "B01" } },
    ]);
  });

  it("rejects a last line that nothing ends, even where all of it seems to be there", async () => {
    const cut = { line: 2, rejected: "the file ends in the middle of line 2" };
    const whole = line("A00") + line("A000").trimEnd();
    expect((await read(whole))[1]).toEqual(cut);
    expect((await read(whole.slice(0, -10)))[1]).toEqual(cut);
    expect((await read(whole.slice(0, line("A00").length + 9)))[1]).toEqual(cut);
  });

  it("rejects a code whose parent is missing or does not stand above it", async () => {
    const rejected = (code: string) => `no code that ${code} belongs to stands above it`;
    expect(await read(line("A00") + line("B000") + line("A0001") + line("A00XX1"))).toMatchObject([
      { content: { code: "A00" } },
      { line: 2, rejected: rejected("B00.0") },
      { line: 3, rejected: rejected("A00.01") },
      { line: 4, content: { code: "A00.XX1", parents: ["A00"] } },
    ]);
  });

  it("rejects a code that stands there twice", async () => {
    expect((await read(line("A00") + line("A001") + line("A00")))[2]).toEqual({
      line: 3,
      rejected: "the code A00 stands on line 1 already",
    });
  });

  it("makes no code of an ICD-10-PCS order file", async () => {
    const pcs = line("001", "0") + line("0016070") + line("B00", "0") + line("B00B0ZZ");
    expect(await read(pcs)).toMatchObject([
      { line: 1, rejected: NO_LINE },
      { line: 2, rejected: NO_LINE },
      { line: 3, content: { code: "B00" } },
      { line: 4, rejected: "no code that B00.B0ZZ belongs to stands above it" },
    ]);
  });

  it("refuses files without a code, binary files and a wrong number of files", async () => {
    const refused = async (...contents: string[]) =>
      refusal(
        icd10cmOrder,
        contents.map((content, at) => sourceFile(`${at}.txt`, content)),
      );
    expect(await refused("")).toEqual({ rows: [], message: "no code was read from 0.txt" });
    expect(await refused("\r\n \n")).toEqual({ rows: [], message: "no code was read from 0.txt" });
    expect(await refused("Hello\n")).toEqual({
      rows: [{ line: 1, rejected: NO_LINE }],
      message: "no code was read from 0.txt",
    });
    expect((await refused("PK\u0003\u0004")).message).toBe(
      "0.txt, line 1: this is a binary file (a zip archive?)",
    );
    expect((await refused(`${line("A00")}${"x".repeat(10_000_000)}\n`)).message).toBe(
      "0.txt, line 2: the line is longer than 65536 bytes",
    );
    expect((await refused("", "")).message).toBe(
      "icd10cm-order reads one file at a time; 2 were given",
    );
  });
});
