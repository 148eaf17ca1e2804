import { describe, expect, it } from "vitest";
import { snomedMaps, snomedSimpleMap } from "../../../src/importers/rf2/maps.js";
import { contentsOf, fixture, fixtureFile, refusal, rowsOf, sourceFile } from "./sourceFiles.js";

const EXTENDED =
  "snomed-rf2/Snapshot/Refset/Map/der2_iisssccRefset_ExtendedMapSnapshot_TEST_20260301.txt";
const SIMPLE = "snomed-rf2/Snapshot/Refset/Map/der2_sRefset_SimpleMapSnapshot_TEST_20260301.txt";
const [toIcd10cm, toIcd10] = snomedMaps;
if (!toIcd10cm || !toIcd10) throw new Error("the maps are missing");

const extended = (change: (text: string) => string) =>
  sourceFile("map.txt", change(fixture(EXTENDED).toString("utf8")));

describe("snomed-icd10cm-map", () => {
  it("reads what holds now, rules and groups of one target together", async () => {
    const contents = await contentsOf(toIcd10cm, [fixtureFile(EXTENDED)]);
    const shown = contents.map(({ sourceCode, targetCode, relationship }) => [
      sourceCode,
      targetCode,
      relationship,
    ]);
    expect(shown).toEqual([
      ["990002004", "K14.3", "RELATED_TO"],
      ["990002004", "K14.8", "RELATED_TO"],
      ["990003009", "", null],
      ["990005002", "K14.4", "EQUIVALENT"],
    ]);
    expect(contents[0]).toMatchObject({ sourceSystem: "snomedusedition", targetSystem: "icd10cm" });
    expect(contents[0]?.attributes).toEqual([
      { key: "mapGroup", value: "1,2" },
      { key: "mapPriority", value: "1,1" },
      { key: "mapRule", value: "IFA 248152002 | Female (finding) |\nTRUE" },
      { key: "mapAdvice", value: "IF FEMALE CHOOSE K14.3\nALWAYS K14.3" },
      { key: "correlationId", value: "447561005,447561005" },
      { key: "mapCategoryId", value: "447637006,447637006" },
    ]);
  });

  it("leaves out what leads elsewhere, and says so", async () => {
    const notes: string[] = [];
    const note = (text: string) => notes.push(text);
    const rows = toIcd10cm.read([fixtureFile(EXTENDED)], { asOf: new Date(0), note });
    for await (const row of rows) expect(row).toHaveProperty("content");
    expect(notes).toEqual(["1 rows of the refset 447562003 lead elsewhere and were left out"]);
    const other = await contentsOf(toIcd10, [fixtureFile(EXTENDED)]);
    expect(other.map(({ targetSystem, targetCode }) => [targetSystem, targetCode])).toEqual([
      ["icd10", "K14.9"],
    ]);
  });

  it("rejects lines that are cut or about no concept, and refuses files without pairs", async () => {
    const cut = await rowsOf(toIcd10cm, [extended((text) => text.slice(0, -4))]);
    expect(cut).toContainEqual({
      file: "map.txt",
      line: 8,
      rejected: "the file ends in the middle of line 8",
    });
    const wrong = await rowsOf(toIcd10cm, [extended((text) => text.replace("990003009", "tea"))]);
    expect(wrong).toContainEqual({
      file: "map.txt",
      line: 5,
      rejected: '"tea" is no concept\'s id',
    });
    const none = extended((text) => text.slice(0, text.indexOf("\n") + 1));
    expect((await refusal(toIcd10cm, [none])).message).toBe("no pair was read from map.txt");
  });
});

describe("snomed-simple-map", () => {
  it("says of every refset where it leads", async () => {
    const contents = await contentsOf(snomedSimpleMap, [fixtureFile(SIMPLE)]);
    expect(contents.map(({ targetSystem, targetCode }) => [targetSystem, targetCode])).toEqual([
      ["icd-o", "C02.9"],
      ["refset-99999000", "T-1"],
    ]);
  });
});
