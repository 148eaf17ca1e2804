import { describe, expect, it } from "vitest";
import { icd10cmRelease } from "../../../src/importers/icd10cmRelease.js";
import { contentsOf, fixtureFile, refusal, rowsOf, sourceFile } from "./sourceFiles.js";

const LIST = fixtureFile("icd10cm-tabular/icd10cm_tabular_2026.xml");

/** A line of an order file. */
function line(code: string, flag: 0 | 1, title: string, short = title): string {
  return `00001 ${code.padEnd(7)} ${flag} ${short.padEnd(60)} ${title}\n`;
}

const LINES = [
  line("T60", 0, "Scalded tongue"),
  line("T601", 0, "Scalded tip of tongue"),
  line("T601XXA", 1, "Scalded tip of tongue, the very first cup", "Scalded tip of tongue, first"),
  line("T602", 0, "Scalded root of tongue"),
  line("T602X", 0, "Scalded root of tongue"),
  line("T602X1", 0, "Scalded root of tongue, by accident"),
  line("T602X11", 1, "Scalded root of tongue, by accident, left"),
  line("T70", 1, "Spilt tea"),
  line("T71", 1, "Cold tea"),
];

const order = (lines = LINES) => sourceFile("icd10cm-order-2026.txt", lines.join(""));

describe("an order file and a tabular list together", () => {
  it("give titles and validity of the one, and all else of the other, whichever stands first", async () => {
    const contents = await contentsOf(icd10cmRelease, [LIST, order()]);
    const shown = contents
      .map(({ code, conceptClass, parents }) => `${conceptClass} ${code} < ${parents}`)
      .toSorted();
    expect(shown).toEqual([
      "Chapter 1 < ",
      "Diagnosis T60 < T60-T69",
      "Diagnosis T60.1 < T60",
      "Diagnosis T60.1XXA < T60.1",
      "Diagnosis T60.2 < T60",
      "Diagnosis T60.2X < T60.2",
      "Diagnosis T60.2X1 < T60.2X",
      "Diagnosis T60.2X11 < T60.2X1",
      "Diagnosis T70 < T70-T70",
      "Diagnosis T71 < ",
      "Section T60-T69 < 1",
      "Section T70-T70 < 1",
    ]);
    const found = new Map(contents.map((content) => [content.code, content]));
    expect(found.get("T60.1XXA")).toMatchObject({
      names: [
        { name: "Scalded tip of tongue, the very first cup" },
        { name: "Scalded tip of tongue, first" },
      ],
      extras: { billable: true, seventhCharacter: "A" },
    });
    expect(found.get("T60")?.names.map(({ name }) => name)).toEqual([
      "Scalded tongue",
      "Tongue burnt by tea",
      "Glossodynia théique",
    ]);
    expect(found.get("T60")?.extras).toMatchObject({
      billable: false,
      excludes1: ["tongue bitten (T75.1)", "tongue tied (T76)"],
    });
    expect(found.get("T71")?.extras).toEqual({ billable: true });
  });

  it("count every line and record once, and leave codes of the list alone out, with a note", async () => {
    const notes: string[] = [];
    const rows = [];
    const options = { asOf: new Date(0), note: (text: string) => notes.push(text) };
    for await (const row of icd10cmRelease.read([order(), LIST], options)) rows.push(row);
    const lines = rows.reduce((sum, row) => sum + ("lines" in row ? row.lines : 0), 0);
    // Nine lines, a chapter, two sections and six codes that the list spells out.
    expect(lines).toBe(9 + 3 + 6);
    expect(notes).toEqual([expect.stringMatching(/left out: 1; perhaps .* different years$/)]);
  });

  it("name the file of a bad line", async () => {
    const rows = await rowsOf(icd10cmRelease, [LIST, order([...LINES, "nonsense\n"])]);
    expect(rows.filter((row) => "rejected" in row)).toEqual([
      {
        file: "icd10cm-order-2026.txt",
        line: 10,
        rejected: "this is no line of an ICD-10-CM order file",
      },
    ]);
  });

  it.each([
    ["one of them alone", [order()], /the tabular list is given 0 times/],
    ["two order files", [order(), order(), LIST], /the order file is given 2 times/],
  ])("are refused where there is %s", async (_, files, message) => {
    expect((await refusal(icd10cmRelease, files)).message).toMatch(message);
  });
});
