import { describe, expect, it } from "vitest";
import type { CrosswalkFormat } from "../../../src/importers/format.js";
import { gemFormats } from "../../../src/importers/gem.js";
import { contentsOf, fixture, fixtureFile, refusal, rowsOf, sourceFile } from "./sourceFiles.js";

const FIXTURES = {
  "gem-icd10cm-icd9cm": "gem-icd10cm-icd9cm/2018_I10gem.txt",
  "gem-icd9cm-icd10cm": "gem-icd9cm-icd10cm/2018_I9gem.txt",
  "gem-icd9pcs-icd10pcs": "gem-icd9pcs-icd10pcs/gem_i9pcs.txt",
  "gem-icd10pcs-icd9pcs": "gem-icd10pcs-icd9pcs/gem_pcsi9.txt",
};

type GemName = keyof typeof FIXTURES;

function format(name: GemName): CrosswalkFormat {
  const found = gemFormats.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

const CM = "gem-icd10cm-icd9cm";

function read(text: string, name: GemName = CM) {
  return rowsOf(format(name), [sourceFile("gem.txt", text)]);
}

/** Pairs as `source target approximate,noMap,combination,scenario,choiceList`. */
async function pairs(name: GemName) {
  const contents = await contentsOf(format(name), [fixtureFile(FIXTURES[name])]);
  return contents.map(({ sourceCode, targetCode, relationship, attributes }) => {
    const values = attributes.map(({ value }) => value).join(" ");
    return `${sourceCode}>${targetCode} ${relationship ?? "-"} ${values}`.trim();
  });
}

describe("the general equivalence maps", () => {
  it("reads a pair, a repeated pair and a code without a target, whole", async () => {
    const rows = await rowsOf(format(CM), [fixtureFile(FIXTURES[CM])]);
    const systems = { sourceSystem: "icd10cm", targetSystem: "icd9cm" };
    const attributes = (...values: readonly string[]) =>
      ["approximate", "noMap", "combination", "scenario", "choiceList"].map((key, at) => ({
        key,
        value: values[at],
      }));
    expect(rows[0]).toEqual({
      line: 1,
      lines: 1,
      content: {
        ...systems,
        sourceCode: "A00.0",
        targetCode: "001.0",
        relationship: "EQUIVALENT",
        attributes: attributes("0", "0", "0", "0", "0"),
      },
    });
    expect(rows[6]).toEqual({
      line: 7,
      lines: 6,
      content: {
        ...systems,
        sourceCode: "A18.01",
        targetCode: "015.00",
        relationship: "RELATED_TO",
        attributes: attributes(
          "1,1,1,1,1,1",
          "0,0,0,0,0,0",
          "0,1,1,1,1,1",
          "0,1,2,3,4,5",
          "0,1,1,1,1,1",
        ),
      },
    });
    expect(rows[12]).toEqual({
      line: 18,
      lines: 1,
      content: {
        ...systems,
        sourceCode: "R29.700",
        targetCode: "",
        relationship: null,
        attributes: [],
      },
    });
    expect(rows.reduce((sum, row) => sum + ("lines" in row ? row.lines : 0), 0)).toBe(22);
  });

  it("reads ICD-10-CM to ICD-9-CM, its one small letter too", async () => {
    expect(await pairs(CM)).toEqual([
      "A00.0>001.0 EQUIVALENT 0 0 0 0 0",
      "A00.1>001.1 EQUIVALENT 0 0 0 0 0",
      "A00.9>001.9 EQUIVALENT 0 0 0 0 0",
      "A01.00>002.0 RELATED_TO 1 0 0 0 0",
      "A02.1>003.1 RELATED_TO 1 0 1 1 1",
      "A02.1>995.91 RELATED_TO 1 0 1 1 2",
      "A18.01>015.00 RELATED_TO 1,1,1,1,1,1 0,0,0,0,0,0 0,1,1,1,1,1 0,1,2,3,4,5 0,1,1,1,1,1",
      "A18.01>711.48 RELATED_TO 1 0 1 2 2",
      "A18.01>720.81 RELATED_TO 1 0 1 4 2",
      "A18.01>730.88 RELATED_TO 1 0 1 3 2",
      "A18.01>737.40 RELATED_TO 1 0 1 1 2",
      "A18.01>737.42 RELATED_TO 1 0 1 5 2",
      "R29.700> -",
      "R29.701> -",
      "T88.53XA>995.22 RELATED_TO 1 0 0 0 0",
      "T88.53XD>V58.89 RELATED_TO 1 0 0 0 0",
      "T88.53XS>909.3 RELATED_TO 1 0 0 0 0",
    ]);
  });

  it("reads ICD-9-CM to ICD-10-CM", async () => {
    const all = await pairs("gem-icd9cm-icd10cm");
    expect(all).toHaveLength(17);
    expect(all.slice(0, 5)).toEqual([
      "001.0>A00.0 EQUIVALENT 0 0 0 0 0",
      "001.1>A00.1 EQUIVALENT 0 0 0 0 0",
      "020.2>A20.7 EQUIVALENT 0 0 0 0 0",
      "365.70> -",
      "365.71> -",
    ]);
    expect(all.slice(-4)).toEqual([
      "666.02>O43.233 RELATED_TO 1 0 1 1 2",
      "666.02>O72.0 RELATED_TO 1,1 0,0 0,1 0,1 0,1",
      "E800.0>V81.2XXA RELATED_TO 1 0 0 0 0",
      "V01.0>Z20.09 RELATED_TO 1 0 0 0 0",
    ]);
  });

  it("reads ICD-9-CM procedures to ICD-10-PCS", async () => {
    expect(await pairs("gem-icd9pcs-icd10pcs")).toEqual([
      "00.01>6A750Z4 RELATED_TO 1 0 0 0 0",
      "00.01>6A751Z4 RELATED_TO 1 0 0 0 0",
      "00.02>6A750Z5 RELATED_TO 1 0 0 0 0",
      "00.02>6A751Z5 RELATED_TO 1 0 0 0 0",
      "00.16> -",
      "00.40> -",
      "00.52>02H43JZ RELATED_TO 1 0 0 0 0",
      "00.52>02H43KZ RELATED_TO 1,1 0,0 1,0 1,0 1,0",
      "00.52>02H43MZ RELATED_TO 1,1 0,0 0,1 0,1 0,1",
      "00.52>02PA0MZ RELATED_TO 1 0 1 1 2",
      "00.52>02PA3MZ RELATED_TO 1 0 1 1 2",
      "00.52>02PA4MZ RELATED_TO 1 0 1 1 2",
    ]);
  });

  it("reads ICD-10-PCS to ICD-9-CM, where lines without a target need not say so", async () => {
    expect(await pairs("gem-icd10pcs-icd9pcs")).toEqual([
      "0016070>02.31 RELATED_TO 1 0 0 0 0",
      "0016071>02.31 RELATED_TO 1 0 0 0 0",
      "02B40ZZ>00.40 RELATED_TO 1 0 1 1 2",
      "02B40ZZ>36.99 RELATED_TO 1,1 0,0 1,0 1,0 1,0",
      "02H40NZ> -",
      "02H43NZ> -",
      "XR2G021> -",
    ]);
  });

  it("is equivalent only where no line of a pair is approximate", async () => {
    const rows = await read("A000    0010  00000\nA000    0010  10111\nA000    0011  00111\n");
    expect(rows).toMatchObject([
      { lines: 2, content: { targetCode: "001.0", relationship: "RELATED_TO" } },
      { lines: 1, content: { targetCode: "001.1", relationship: "EQUIVALENT" } },
    ]);
  });

  it("counts a line that says the same again, and keeps it once", async () => {
    const [row] = await read("A000    0010  00000\nA000    0010  00000\n");
    expect(row).toMatchObject({
      line: 1,
      lines: 2,
      content: { attributes: [{ value: "0" }, {}, {}, {}, {}] },
    });
  });

  it("rejects a source that comes again further down", async () => {
    expect(
      await read("A000    0010  00000\nA001    0011  00000\nA000    0019  10000\n"),
    ).toMatchObject([
      { line: 1, content: { sourceCode: "A00.0" } },
      {
        line: 3,
        rejected: "A000 stands further up already; its lines must follow one another",
      },
      { line: 2, content: { sourceCode: "A00.1" } },
    ]);
  });

  it("rejects no target beside targets, and a target that is said to be none", async () => {
    expect(
      await read("A000    NoDx  11000\nA000    0010  00000\nA001    0011  11000\n"),
    ).toMatchObject([
      { line: 3, rejected: "nothing is to correspond to A001, and yet 0011 does" },
      { line: 1, rejected: "nothing is to correspond to A000, which has targets too" },
      { line: 2, content: { sourceCode: "A00.0", targetCode: "001.0" } },
    ]);
  });

  it.each([
    "A000    0010  0000",
    "A000    0010  000000",
    "A000    0010  20000",
    "A000   0010   00000",
    "A000    001.0 00000",
    "A000    NoPCS 11000",
    "a000    0010  00000",
    "A000    A010  00000",
    "0010  A000    00000",
    "0016070 0231  10000",
    "00001 A00     0 Cholera",
    "A000",
  ])("rejects the line %j", async (bad) => {
    expect(await read(`A000    0010  00000\n${bad}\n`)).toMatchObject([
      { line: 2, rejected: "this is no pair of ICD-10-CM and ICD-9-CM codes" },
      { line: 1, content: { sourceCode: "A00.0" } },
    ]);
  });

  it("needs no end after the last line, which has all its columns", async () => {
    const whole = "A000    0010  00000\r\nA001    0011  00000";
    expect(await read(whole)).toHaveLength(2);
    expect(await read(whole.slice(0, -1))).toMatchObject([
      { line: 2, rejected: "the file ends in the middle of line 2" },
      { line: 1 },
    ]);
  });

  it("recognises each file as its own and no other", () => {
    for (const [name, path] of Object.entries(FIXTURES)) {
      const head = fixture(path).toString("latin1");
      const names = gemFormats.filter((each) => each.recognises(head)).map((each) => each.name);
      expect(names).toEqual([name]);
    }
    const recognised = (head: string) => gemFormats.filter((each) => each.recognises(head));
    expect(recognised("")).toEqual([]);
    expect(recognised("0010  Cholera due to vibrio cholerae\n")).toEqual([]);
  });

  it("refuses files without a pair, and several files", async () => {
    const empty = sourceFile("gem.txt", "\r\n");
    expect((await refusal(format(CM), [empty])).message).toBe("no pair was read from gem.txt");
    expect((await refusal(format(CM), [])).message).toBe(
      "gem-icd10cm-icd9cm reads one file at a time; 0 were given",
    );
  });

  it("names systems and crosswalks", () => {
    const names = gemFormats.map(({ subject }) => [
      subject?.sourceSystem,
      subject?.targetSystem,
      subject?.crosswalkName,
    ]);
    expect(names).toEqual([
      ["icd10cm", "icd9cm", "GEM ICD-10-CM to ICD-9-CM"],
      ["icd9cm", "icd10cm", "GEM ICD-9-CM to ICD-10-CM"],
      ["icd9pcs", "icd10pcs", "GEM ICD-9-CM procedures to ICD-10-PCS"],
      ["icd10pcs", "icd9pcs", "GEM ICD-10-PCS to ICD-9-CM procedures"],
    ]);
  });
});
