import { describe, expect, it } from "vitest";
import { icd10cmTabular } from "../../../src/importers/tabular/icd10cmTabular.js";
import { contentsOf, fixture, refusal, rowsOf, sourceFile } from "./sourceFiles.js";

const PATH = "icd10cm-tabular/icd10cm_tabular_2026.xml";
const whole = fixture(PATH).toString("utf8");

function read(text: string) {
  return rowsOf(icd10cmTabular, [sourceFile("tabular.xml", text)]);
}

/** A list with one section, in which these elements stand. */
function listOf(inner: string): string {
  return (
    "<ICD10CM.tabular>\n<chapter><name>1</name><desc>One</desc><section id='A00-A09'>" +
    `<desc>Some</desc>\n${inner}\n</section></chapter></ICD10CM.tabular>\n`
  );
}

function diag(code: string, inner = ""): string {
  return `<diag><name>${code}</name><desc>The ${code}</desc>${inner}</diag>`;
}

describe("icd10cm-tabular", () => {
  it("reads chapters, sections and codes, each below the one it stands in", async () => {
    const contents = await contentsOf(icd10cmTabular, [sourceFile("tabular.xml", whole)]);
    const shown = contents.map(
      ({ code, conceptClass, parents }) => `${conceptClass} ${code} < ${parents}`,
    );
    expect(shown).toEqual([
      "Chapter 1 < ",
      "Section T60-T69 < 1",
      "Diagnosis T60 < T60-T69",
      "Diagnosis T60.1 < T60",
      "Diagnosis T60.1XXA < T60.1",
      "Diagnosis T60.1XXD < T60.1",
      "Diagnosis T60.2 < T60",
      "Diagnosis T60.2X < T60.2",
      "Diagnosis T60.2X1 < T60.2X",
      "Diagnosis T60.2X11 < T60.2X1",
      "Section T70-T70 < 1",
      "Diagnosis T70 < T70-T70",
    ]);
  });

  it("reads titles, inclusion terms as synonyms, and notes as extras", async () => {
    const contents = await contentsOf(icd10cmTabular, [sourceFile("tabular.xml", whole)]);
    const found = new Map(contents.map((content) => [content.code, content]));
    expect(found.get("T60")?.names).toEqual([
      expect.objectContaining({ name: "Scalded tongue", nameType: "FULLY_SPECIFIED" }),
      expect.objectContaining({ name: "Tongue burnt by tea", nameType: null }),
      expect.objectContaining({ name: "Glossodynia th\u00e9ique", localePreferred: false }),
    ]);
    const extras = (code: string) => found.get(code)?.extras;
    expect(extras("T60")).toEqual({
      billable: false,
      excludes1: ["tongue bitten (T75.1)", "tongue tied (T76)"],
      codeFirst: ["what was in the cup (Y97.-)"],
      sevenChrNote: ["The appropriate 7th character is to be added to each code from category T60"],
      seventhCharacters: { A: "first cup", D: "another cup" },
    });
    expect(extras("1")).toEqual({
      billable: false,
      includes: ["troubles of whoever drinks it"],
      useAdditionalCode: ["code for the pot (Y98.-)"],
    });
    expect(extras("T60-T69")).toEqual({ billable: false, excludes2: ["burns by coffee (T80.-)"] });
    expect(extras("T60.1")).toEqual({ billable: false, codeAlso: ["the sugar (Y96.-)"] });
    expect(extras("T60.2X")).toEqual({ billable: false, placeholder: true });
    expect(extras("T70")).toEqual({ billable: true, notes: ["Whoever spilt it"] });
    expect(extras("T60.1XXD")).toEqual({ billable: true, seventhCharacter: "D" });
    expect(found.get("T60.2X11")?.names[0]?.name).toBe("Scalded root of tongue, by accident, left");
  });

  it("counts what stands in the file, not what is made of it", async () => {
    const rows = await read(whole);
    const lines = rows.reduce((sum, row) => sum + ("lines" in row ? row.lines : 0), 0);
    expect([rows.length, lines]).toEqual([12, 9]);
  });

  it.each([
    [diag("A0"), 3, '"A0" is no diagnosis\'s code'],
    [diag("A00", diag("A01.1")), 3, "A01.1 stands below A00 and does not begin like it"],
    [diag("A00", diag("A00")), 3, "A00 stands below A00 and does not begin like it"],
    ["<diag><name>A00</name></diag>", 3, "A00 has no title"],
    [
      diag("A00", "<sevenChrDef><extension char='AB'>x</extension></sevenChrDef>"),
      3,
      '"AB" is no seventh character, at A00',
    ],
    [`${diag("A00")}\n${diag("A00")}`, 4, "the code A00 stands on line 3 already"],
    ["<section id='x'><desc>y</desc></section>", 3, '"x-x" is no section\'s code'],
  ])("rejects %s", async (inner, line, rejected) => {
    const rows = await read(listOf(`${inner}${diag("B99")}`));
    expect(rows).toContainEqual({ line, rejected });
    expect(rows.at(-1)).toMatchObject({ content: { code: "B99" } });
  });

  it.each([
    ["<other/>", "the root element is <other>, not <ICD10CM.tabular>"],
    [listOf(diag("A00", "<section/>")), "a section stands in the code A00"],
    [
      '<!DOCTYPE x [<!ENTITY a "b">]><ICD10CM.tabular>&a;</ICD10CM.tabular>',
      "a document type declaration, which could define entities, is not read",
    ],
    ["<ICD10CM.tabular>&lol;</ICD10CM.tabular>", "undefined entity"],
    [whole.slice(0, whole.length / 2), "the file ends too early"],
  ])("refuses %#", async (text, why) => {
    const { message } = await refusal(icd10cmTabular, [sourceFile("tabular.xml", text)]);
    expect(message).toMatch(/^tabular\.xml, line \d+: /);
    expect(message).toContain(why);
  });

  it("refuses a category that does not end, and codes within codes without end", async () => {
    const long = listOf(
      diag("A00", `<inclusionTerm><note>${"x".repeat(9e6)}</note></inclusionTerm>`),
    );
    const { message } = await refusal(icd10cmTabular, [sourceFile("tabular.xml", long)]);
    expect(message).toContain("more than 8388608 characters without the end of a category");
    const deep = `${"<diag><name>A00</name><desc>x</desc>".repeat(20_000)}${"</diag>".repeat(20_000)}`;
    const rows = await read(listOf(deep));
    expect(rows.filter((row) => "rejected" in row)).toHaveLength(1);
  });

  it("says so where nothing is in it", async () => {
    const { message } = await refusal(icd10cmTabular, [
      sourceFile("tabular.xml", "<ICD10CM.tabular></ICD10CM.tabular>"),
    ]);
    expect(message).toBe("no code was read from tabular.xml");
  });
});
