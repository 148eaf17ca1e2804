import { describe, expect, it, test } from "vitest";
import { importCodeSystem } from "../../../src/commands/imports/importCodeSystem.js";
import type { SourceFile } from "../../../src/importers/format.js";
import { formatNamed } from "../../../src/importers/formats.js";
import { isRightSctid } from "../../../src/importers/rf2/identifiers.js";
import { FIXED_NOW } from "../../support/clock.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { EXTENDED_MAP, LOINC, RF2, SNOMED } from "./counts.js";
import { HeapWatch } from "./heap.js";
import { ABSENT, concepts, hasReleases, pairs, releaseFile } from "./releases.js";

const title = (what: string) => `${what}${hasReleases ? "" : ABSENT}`;

describe.runIf(hasReleases)(title("the publishers' releases"), () => {
  it("give every code of the tabular list of 2017, and which can be billed", async () => {
    const codes = await concepts("icd10cm-tabular", [
      "icd10cm/tabular_xml/icd10cm_tabular_2017.xml",
    ]);
    const all = [...codes.values()];
    const ofClass = (name: string) => all.filter(({ conceptClass }) => conceptClass === name);
    const counts = ["Chapter", "Section", "Diagnosis"].map((name) => ofClass(name).length);
    expect(counts).toEqual([21, 295, 93_830]);
    expect(all.filter(({ extras }) => extras.billable === true)).toHaveLength(71_486);
    expect(all.filter(({ parents }) => parents.length !== 1)).toEqual(ofClass("Chapter"));
    expect(all.filter(({ extras }) => extras.placeholder === true)).toHaveLength(244);
    const titles = await concepts("icd10cm-order", ["icd10cm/icd10cm-order-2025.txt"]);
    const title = (from: typeof codes, code: string) => from.get(code)?.names[0]?.name;
    for (const code of ["A00.0", "T07", "E08.3211", "S00.01XA"]) {
      expect(title(codes, code)).toBe(title(titles, code));
    }
  });

  it("have the concepts of SNOMED CT with their names and what is above them", async () => {
    const all = [...(await concepts("snomed-rf2", SNOMED)).values()];
    expect(all.filter(({ code }) => !isRightSctid(code))).toEqual([]);
    expect(all.flatMap(({ names }) => names)).toHaveLength(52_316);
    expect(all.flatMap(({ parents }) => parents)).toHaveLength(18_603);
    const map = await pairs("snomed-icd10cm-map", `${RF2}/Refset/Map/${EXTENDED_MAP}`);
    expect(map.filter(({ targetCode }) => targetCode === "")).toHaveLength(3);
  });

  it("have the terms of LOINC in their states and languages", async () => {
    const alone = [...(await concepts("loinc-csv", LOINC.slice(0, 1))).values()];
    const states = ["ACTIVE", "DEPRECATED", "DISCOURAGED", "TRIAL"].map(
      (state) => alone.filter(({ extras }) => extras.STATUS === state).length,
    );
    expect([alone.length, ...states]).toEqual([322, 311, 7, 2, 2]);
    expect(alone.filter((term) => term.retired)).toHaveLength(7);
    const all = [...(await concepts("loinc-csv", LOINC)).values()];
    expect(all.filter(({ conceptClass }) => conceptClass === "Part")).toHaveLength(150);
    const translated = (locale: string) =>
      all.filter(({ names }) =>
        names.some((name) => name.locale === locale && name.localePreferred),
      ).length;
    expect(["de-DE", "es-MX", "fr-FR"].map(translated)).toEqual([98, 292, 296]);
  });
});

describe.runIf(hasReleases)(title("a release of several tables"), () => {
  const { database } = useTestDatabase();

  async function put(name: string, codeSystem: string, version: string, paths: readonly string[]) {
    const format = formatNamed(name);
    if (format?.kind !== "CODE_SYSTEM") throw new Error(`no format ${name}`);
    const heap = new HeapWatch();
    const isLarge = name === "snomed-rf2";
    // A file is looked at before it is read: every reading is watched for itself.
    const watched = (path: string): SourceFile => {
      const file = releaseFile(path);
      const bytes = () => heap.over(file).bytes[Symbol.asyncIterator]();
      return { name: file.name, bytes: { [Symbol.asyncIterator]: bytes } };
    };
    const result = await importCodeSystem(database, {
      ...{ format, codeSystem, version, files: paths.map(isLarge ? watched : releaseFile) },
      ...{ released: true, older: false, skipBadLines: false, dryRun: false },
      ...{ by: "tester", now: FIXED_NOW },
    });
    if (!result.ok) throw new Error(result.failure.message);
    return { ...result.value, growth: isLarge ? heap.growth : 0 };
  }

  test("of SNOMED CT goes in whole, within the same memory, and again changes nothing", async () => {
    const first = await put("snomed-rf2", "snomedusedition", "20200930", SNOMED);
    expect(first).toMatchObject({ outcome: "IMPORTED", concepts: 26_158, added: 26_158 });
    expect(first.notes).toEqual(["mappings: 10 added, 0 changed, 0 removed"]);
    // The tables have 17 MB; what is held of them is written to disk from 32 MB on.
    expect(first.growth).toBeLessThan(80);
    const again = await put("snomed-rf2", "snomedusedition", "20200930", SNOMED);
    expect(again).toMatchObject({ outcome: "UNCHANGED", added: 0, changed: 0, removed: 0 });
  }, 300_000);

  test.each([
    ["loinc-csv", "loinc", LOINC, 472],
    ["ndc-directory", "ndc", ["ndc/product.txt", "ndc/package.txt"], 172],
    [
      "rxnorm-rrf",
      "rxnorm",
      ["CONSO", "REL", "SAT"].map((name) => `rxnorm/synthetic/RXN${name}.RRF`),
      105,
    ],
  ] as const)(
    "of %s goes in whole, and again changes nothing",
    async (name, slug, paths, count) => {
      expect(await put(name, slug, "1", paths)).toMatchObject({
        outcome: "IMPORTED",
        added: count,
      });
      expect(await put(name, slug, "1", paths)).toMatchObject({ outcome: "UNCHANGED" });
    },
  );
});
