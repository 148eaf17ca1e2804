import { describe, expect, it } from "vitest";
import { loincTables } from "../../../src/importers/loinc/loinc.js";
import type { ReleasedConcept } from "../../../src/rules/codeSystems/content.js";
import { fixture, fixtureFile, refusal, sourceFile } from "./sourceFiles.js";

const FILES = [
  "LoincTable/Loinc.csv",
  "LoincTable/MapTo.csv",
  "AccessoryFiles/ConsumerName/ConsumerName.csv",
  "AccessoryFiles/PartFile/Part.csv",
  "AccessoryFiles/PartFile/LoincPartLink_Primary.csv",
  "AccessoryFiles/ComponentHierarchyBySystem/ComponentHierarchyBySystem.csv",
  "AccessoryFiles/AnswerFile/LoincAnswerListLink.csv",
  "AccessoryFiles/LinguisticVariants/deDE15LinguisticVariant.csv",
].map((path) => `loinc-csv/${path}`);
const TERMS = fixture(FILES[0] ?? "").toString("utf8");
const [HEADER = ""] = TERMS.split("\r\n");

async function read(files = FILES.map(fixtureFile)) {
  const notes: string[] = [];
  const contents: ReleasedConcept[] = [];
  const rejected: string[] = [];
  const note = (text: string) => notes.push(text);
  for await (const row of loincTables.read(files, { asOf: new Date(0), note })) {
    if ("content" in row) contents.push(row.content);
    else rejected.push(`${row.file} ${row.line}: ${row.rejected}`);
  }
  return { contents, notes, rejected, of: new Map(contents.map((one) => [one.code, one])) };
}

const named = (content: ReleasedConcept | undefined) =>
  content?.names.map(({ name, locale, localePreferred, nameType }) =>
    [locale, nameType ?? "-", localePreferred ? "*" : "", name].join(" "),
  );

describe("loinc-csv", () => {
  it("reads terms and parts with all that the tables say of them", async () => {
    const { contents, of, rejected } = await read();
    expect(rejected).toEqual([]);
    expect(contents.map(({ code, conceptClass }) => `${conceptClass} ${code}`)).toEqual([
      "KITCHEN 99001-0",
      "KITCHEN 99002-8",
      "KITCHEN 99003-6",
      "Part LP990001-1",
      "Part LP990002-2",
      "Part LP990000-0",
    ]);
    const tea = of.get("99001-0");
    expect(named(tea)).toEqual([
      "en FULLY_SPECIFIED * Tea [Mass/volume] in Cup",
      "en SHORT  Tea Cup-mCnc",
      "en -  Tea (C) [Mass/Vol]",
      "en CONSUMER  Tea",
      "en CONSUMER  Tea in your cup",
      "de-DE FULLY_SPECIFIED * Tee [Masse/Volumen] in Tasse",
      "de-DE SHORT  Tee Tasse",
      "de-DE -  Tee (in der Tasse)",
    ]);
    expect(tea).toMatchObject({
      parents: ["LP990001-1", "LP990000-0"],
      retired: false,
      descriptions: [
        { description: "How much tea\nthere is", descriptionType: "Definition", locale: "en" },
      ],
      extras: {
        COMPONENT: "Tea",
        STATUS: "ACTIVE",
        RELATEDNAMES2: "Brew; Infusion",
        parts: [{ part: "LP990001-1", type: "COMPONENT" }],
      },
    });
    expect(Object.keys(tea?.extras ?? {})).not.toContain("LONG_COMMON_NAME");
    expect(of.get("LP990001-1")).toMatchObject({
      names: [{ name: "Tea, black" }, { name: "Tea", nameType: null }],
      parents: ["LP990000-0"],
      extras: { PartTypeName: "COMPONENT", STATUS: "ACTIVE" },
    });
  });

  it("retires what is deprecated, no more, and maps it to what replaces it", async () => {
    const { contents, of } = await read();
    const retired = contents.filter((one) => one.retired).map(({ code }) => code);
    expect(retired).toEqual(["99002-8", "LP990002-2"]);
    expect(of.get("99002-8")?.mappings).toEqual([
      {
        mapType: "REPLACED-BY",
        toCode: "99001-0",
        toName: null,
        extras: { comment: "Say how much instead" },
      },
    ]);
    expect(of.get("99002-8")?.extras.answerLists).toEqual([{ list: "LL9900-1", type: "EXAMPLE" }]);
  });

  it("tells of the licence, of copyrights of others, and of codes that are typed wrong", async () => {
    const { notes } = await read([sourceFile("Loinc.csv", TERMS.replace("99001-0", "99001-7"))]);
    expect(notes).toEqual([
      expect.stringMatching(/^LOINC is copyright of the Regenstrief Institute/),
      expect.stringMatching(/^1 terms have a copyright notice of others/),
      "1 codes have a wrong check digit, 99001-7 among them",
    ]);
  });

  it("needs the terms alone, the whole table before its core", async () => {
    const core = TERMS.replaceAll(/"RELATEDNAMES2"/g, '"OTHER"');
    expect((await read([sourceFile("Core.csv", core)])).contents).toHaveLength(3);
    const both = await read([sourceFile("Core.csv", core), sourceFile("Loinc.csv", TERMS)]);
    expect([both.contents.length, both.rejected]).toEqual([3, []]);
  });

  it("rejects lines about terms that are not there, codes given twice, and what is no code", async () => {
    const line = (cells: string) => `${cells}\r\n`;
    const names = sourceFile(
      "ConsumerName.csv",
      line("LoincNumber,ConsumerName") + line("99999-1,None") + line("Tea,Tea") + line("99001-0"),
    );
    const again = TERMS + TERMS.split("\r\n").slice(1, 2).join("") + TERMS.slice(HEADER.length + 2);
    const { rejected } = await read([sourceFile("Loinc.csv", TERMS), names]);
    expect(rejected.toSorted()).toEqual([
      "ConsumerName.csv 2: there is no term 99999-1",
      'ConsumerName.csv 3: "Tea" is no LOINC code',
      "ConsumerName.csv 4: the record has 1 fields; 2 are due",
    ]);
    const twice = await read([sourceFile("Loinc.csv", again)]);
    expect(twice.rejected.length).toBeGreaterThan(0);
    expect(twice.rejected[0]).toMatch(/stands on line 2 already|fields; 19 are due/);
  });

  it.each([
    [
      [sourceFile("a.csv", "LOINC,MAP_TO\n1-8,2-6\n")],
      "loinc-csv needs the table of terms, Loinc.csv",
    ],
    [
      [sourceFile("a.csv", TERMS), sourceFile("b.csv", TERMS)],
      "a.csv and b.csv are both tables of terms",
    ],
    [
      [sourceFile("a.csv", TERMS), sourceFile("b.csv", "x,y\n1,2\n")],
      "b.csv, line 1: this is no file of loinc-csv",
    ],
    [[sourceFile("a.csv", `${HEADER}\r\n`)], "no term was read from a.csv"],
    [
      [sourceFile("a.csv", Buffer.from(TERMS.replace("Sugar", "S\u00fcsse"), "latin1"))],
      "a.csv, line 5: this is not UTF-8; save the file as UTF-8",
    ],
  ])("refuses %#", async (files, message) => {
    expect((await refusal(loincTables, files)).message).toBe(message);
  });

  it("wants to know the language of a variant", async () => {
    const variant = fixtureFile(FILES[7] ?? "");
    const files = [sourceFile("Loinc.csv", TERMS), { ...variant, name: "variant.csv" }];
    expect((await refusal(loincTables, files)).message).toMatch(
      /^variant\.csv: the name of a ling/,
    );
  });
});
