import { describe, expect, it } from "vitest";
import { rxnormRrf } from "../../../src/importers/rxnorm/rxnorm.js";
import { contentsOf, fixture, fixtureFile, refusal, rowsOf, sourceFile } from "./sourceFiles.js";

const path = (table: string) => `rxnorm-rrf/rrf/${table}.RRF`;
const TABLES = ["RXNCONSO", "RXNREL", "RXNSAT", "RXNSTY", "RXNCUI", "RXNATOMARCHIVE"];
const ATOMS = fixture(path("RXNCONSO")).toString("utf8");

async function read(tables = TABLES) {
  const files = tables.map((table) => fixtureFile(path(table)));
  const contents = await contentsOf(rxnormRrf, files);
  const sorted = contents.toSorted((one, other) => Number(one.code) - Number(other.code));
  return new Map(sorted.map((one) => [one.code, one]));
}

const atoms = (text = ATOMS) => sourceFile("RXNCONSO.RRF", text);

describe("rxnorm-rrf", () => {
  it("reads RxNorm's own concepts, and of no other source", async () => {
    const found = await read();
    expect([...found].map(([code, { conceptClass }]) => `${conceptClass} ${code}`)).toEqual([
      "DF 9900001",
      "IN 9900002",
      "SCDF 9900003",
      "SCD 9900004",
      "SCD 9900005",
      "Retired 9900091",
      "SCD 9900092",
      "SCD 9900093",
    ]);
    expect(JSON.stringify([...found.values()])).not.toMatch(/another source|Licensed|99999000999/i);
    expect(found.get("9900002")?.extras).toEqual({
      semanticTypes: ["Pharmacologic Substance"],
      prescribable: true,
    });
    expect(found.get("9900003")?.extras).toEqual({});
  });

  it("reads names, attributes, what is above, and relations once, whichever way they stand", async () => {
    const drug = (await read()).get("9900004");
    expect(drug?.names.map(({ name, nameType }) => [nameType, name])).toEqual([
      ["FULLY_SPECIFIED", "teaine 5 MG Oral Sip"],
      ["PSN", "teaine 5 mg sip"],
    ]);
    expect(drug).toMatchObject({
      parents: ["9900003"],
      retired: false,
      extras: { NDC: ["99999000130", "99999000290"], RXN_STRENGTH: "5 MG", prescribable: true },
    });
    expect(drug?.mappings?.map(({ mapType, toCode }) => `${mapType} ${toCode}`)).toEqual([
      "has_ingredient 9900002",
      "has_dose_form 9900001",
    ]);
  });

  it("retires what is obsolete or gone, with what is to be used instead", async () => {
    const found = await read();
    const retired = [...found.values()].filter((one) => one.retired);
    expect(
      retired.map(({ code, names, mappings }) => [
        code,
        names[0]?.name,
        mappings?.map(({ mapType, toCode }) => `${mapType} ${toCode}`),
      ]),
    ).toEqual([
      ["9900005", "teaine 9 MG Oral Sip", ["REPLACED-BY 9900004"]],
      ["9900091", "9900091", []],
      ["9900092", "teaine once", ["REPLACED-BY 9900002", "REPLACED-BY 9900004"]],
      ["9900093", "teaine 1 MG Sip", ["REPLACED-BY 9900004"]],
    ]);
    expect(found.get("9900005")?.extras.SUPPRESS).toBe("O");
    expect(found.get("9900091")?.extras).toEqual({ lastVersion: "20210101" });
  });

  it("needs the atoms alone, and takes the whole of them before the subset beside it", async () => {
    expect((await read(["RXNCONSO"])).size).toBe(5);
    const [first = ""] = ATOMS.split("\n");
    const subset = { ...atoms(`${first}\n`), name: "prescribe/rrf/RXNCONSO.RRF" };
    expect(await contentsOf(rxnormRrf, [subset, atoms()])).toHaveLength(5);
    expect(await contentsOf(rxnormRrf, [subset])).toHaveLength(1);
  });

  it.each([
    [ATOMS.replace("|N|4096|", "|X|4096|"), 'SUPPRESS is "X", none of N, O, E, Y', 1],
    [ATOMS.replace("Oral Sip||N", "||N"), "the atom has no name", 1],
    [ATOMS.replace("teaine|", "teaine|more|"), "the line has 19 fields; 18 are due", 2],
    [ATOMS.slice(0, -3), "the file ends in the middle of line 10", 10],
    [ATOMS.replace("9900002|ENG", "x9900002|ENG"), '"x9900002" is no RXCUI', 2],
  ])("rejects %#", async (text, rejected, line) => {
    const rows = await rowsOf(rxnormRrf, [atoms(text)]);
    expect(rows).toContainEqual({ file: "RXNCONSO.RRF", line, rejected });
  });

  it("rejects what is said of concepts that are not there", async () => {
    const more = sourceFile("RXNSAT.RRF", "1|||9|AUI|1|||NDC|RXNORM|99999000130|N|4096|\n");
    expect(await rowsOf(rxnormRrf, [atoms(), more])).toContainEqual({
      file: "RXNSAT.RRF",
      line: 1,
      rejected: "there is no concept 1 of RxNorm",
    });
  });

  it.each([
    [[fixtureFile(path("RXNREL"))], "rxnorm-rrf needs the table of atoms, RXNCONSO"],
    [
      [atoms(), { ...atoms(), name: "b.RRF" }],
      "RXNCONSO.RRF and b.RRF are the same table; one of each is read",
    ],
    [
      [atoms(ATOMS.replaceAll("RXNORM", "MMSL"))],
      "no code of RxNorm's own was read from RXNCONSO.RRF",
    ],
    [
      [sourceFile("a.RRF", Buffer.from(ATOMS.replace("teaine 5", "th\u00e9ine 5"), "latin1"))],
      "a.RRF, line 5: this is not UTF-8; save the file as UTF-8",
    ],
  ])("refuses %#", async (files, message) => {
    expect((await refusal(rxnormRrf, files)).message).toBe(message);
  });
});
