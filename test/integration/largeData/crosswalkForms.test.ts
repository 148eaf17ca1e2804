import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { conceptMap } from "../../../src/importers/fhir/conceptMap.js";
import { sssomTsv } from "../../../src/importers/sssom.js";
import { v2ToFhir } from "../../../src/importers/v2ToFhir.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { grantLicence } from "../../support/viewers.js";
import { sourceFile } from "../../unit/importers/sourceFiles.js";
import { crosswalkFiles } from "../imports/crosswalkFiles.js";
import { ABSENT, hasReleases, releaseFile, releaseFiles, releasePath } from "./releases.js";

interface Target {
  readonly code?: string;
  readonly equivalence?: string;
}

interface Group {
  readonly source?: string;
  readonly target?: string;
  readonly element: readonly { readonly code?: string; readonly target?: readonly Target[] }[];
}

interface Map {
  readonly id: string;
  readonly url: string;
  readonly group: readonly Group[];
}

const maps = hasReleases ? releaseFiles().filter((path) => /ConceptMap-.*\.json$/.test(path)) : [];

function mapIn(text: string): Map {
  return JSON.parse(text) as Map;
}

/** The targets of a map with a source code, counted without the reader. */
function targetsOf({ group }: Map): readonly (readonly [string, Target])[] {
  return group.flatMap(({ element }) =>
    element.flatMap(({ code, target = [] }) =>
      code === undefined ? [] : target.map((one) => [code, one] as const),
    ),
  );
}

/** The targets without those that deny what others of the same source say: one of the maps has three. */
function withoutContradictions(map: Map): ReturnType<typeof targetsOf> {
  const all = targetsOf(map);
  const mapped = new Set(
    all.flatMap(([code, target]) => (target.code === undefined ? [] : [code])),
  );
  return all.filter(([code, target]) => target.code !== undefined || !mapped.has(code));
}

/** Texts of a crosswalk have no blanks around them. */
function trimmed([name, value]: [string, unknown]): [string, unknown] {
  return [name, typeof value === "string" ? value.trim() : value];
}

/** What of a map says how codes correspond, in one order. */
function content(map: Map): readonly string[] {
  return withoutContradictions(map)
    .map(([code, target]) => JSON.stringify([code, Object.entries(target).map(trimmed).toSorted()]))
    .toSorted();
}

describe.runIf(hasReleases)(`the ConceptMaps of HL7${hasReleases ? "" : ABSENT}`, () => {
  const { database } = useTestDatabase();
  const forms = crosswalkFiles(database);

  it("are 80, and all but one element of them have a source code", () => {
    const all = maps.map((path) => mapIn(readFileSync(releasePath(path), "utf8")));
    expect(all.length).toBe(80);
    expect(all.flatMap(targetsOf).length).toBe(689);
    expect(all.flatMap(({ group }) => group.flatMap(({ element }) => element)).length).toBe(684);
  });

  it.each(maps)("%s goes in and comes out as it was, and again as R5", async (path) => {
    const text = readFileSync(releasePath(path), "utf8");
    const map = mapIn(text);
    const put = await forms.put(conceptMap, releaseFile(path));
    const told = withoutContradictions(map);
    const noMaps = told.filter(([, { code }]) => code === undefined).length;
    const pairs = told.length - noMaps;
    expect(put).toMatchObject({ outcome: "IMPORTED", pairs, noMaps, repeats: 0, skipped: 0 });
    const r4 = await forms.taken(put.identifier, "FHIR_R4");
    expect(content(mapIn(r4))).toEqual(content(map));
    const { group: _, text: __, meta: ___, ...header } = JSON.parse(text);
    expect(JSON.parse(r4)).toMatchObject(header);
    const r5 = await forms.taken(put.identifier, "FHIR_R5");
    expect(targetsOf(mapIn(r5)).length).toBe(pairs);
    for (const file of [releaseFile(path), sourceFile("r4.json", r4)]) {
      const again = await forms.put(conceptMap, file);
      expect(again).toMatchObject({ outcome: "UNCHANGED", identifier: put.identifier });
    }
  });
});

describe.runIf(hasReleases)(`sets of SSSOM${hasReleases ? "" : ABSENT}`, () => {
  const { database } = useTestDatabase();
  const forms = crosswalkFiles(database);
  const sets = [
    [["sssom/mp_hp_example.sssom.tsv", "sssom/mp_hp_example.sssom.yml"], 1671],
    [["sssom/biomappings_unsure.sssom.tsv"], 105],
    [["sssom/biomappings_negative.sssom.tsv"], 1825],
    [["sssom/biomappings_positive.sssom.tsv"], 11_719],
  ] as const;

  /** The rows of a table as subject, predicate, modifier and object, with what else they have. */
  function rows(text: string): readonly string[] {
    const [header = "", ...lines] = text
      .split(/\r?\n/)
      .filter((line) => line !== "" && !line.startsWith("#"));
    const names = header.split("\t");
    return lines
      .map((line) => {
        const cells = line.split("\t").map((cell, at) => [names[at], cell.trim()] as const);
        const told = cells.filter(
          ([name, cell]) => cell !== "" && cell !== "semapv:UnspecifiedMatching" && name !== "",
        );
        // Displays of what needs a licence stay out.
        const free = told.filter(([name]) => name !== "subject_label" || !line.startsWith("cpt:"));
        const inOrder = free.toSorted(([one = ""], [other = ""]) => (one < other ? -1 : 1));
        // Prefixes that differ in case from a code system's slug are written as the slug.
        return JSON.stringify(inOrder).toLowerCase();
      })
      .toSorted();
  }

  it.each(sets)("%j goes in, and its rows come out as they were", async (files, count) => {
    await grantLicence(database, { to: "Demo", licensor: "AMA" });
    const put = await forms.put(sssomTsv, ...files.map(releaseFile));
    expect(put).toMatchObject({ pairs: count, noMaps: 0, repeats: 0, skipped: 0 });
    const text = await forms.taken(put.identifier, "SSSOM");
    expect(rows(text)).toEqual(rows(readFileSync(releasePath(files[0]), "utf8")));
    expect(rows(text).length).toBe(count);
    const again = await forms.put(sssomTsv, sourceFile("again.tsv", text));
    expect(again).toMatchObject({ outcome: "UNCHANGED", identifier: put.identifier });
  });
});

describe.runIf(hasReleases)(`HL7's tables of v2 and FHIR${hasReleases ? "" : ABSENT}`, () => {
  const { database } = useTestDatabase();
  const forms = crosswalkFiles(database);
  const V2 = "http://terminology.hl7.org/CodeSystem/v2-";
  const tables = [
    ["BodyParts", { pairs: 443, aside: 2, systems: [`${V2}0550 ${V2}0550`] }],
    ["EventType", { pairs: 367, aside: 0, systems: [`${V2}0003 ${V2}0003`] }],
    [
      "HospitalService",
      {
        pairs: 5,
        aside: 595,
        systems: [
          `${V2}0069 http://terminology.hl7.org/CodeSystem/service-type`,
          `${V2}0069 ${V2}0069`,
        ],
      },
    ],
    ["SpecimenSourceSite", { pairs: 0, aside: 1000, systems: [] }],
  ] as const;

  it.each(tables)("%s goes in and comes out as a ConceptMap", async (table, due) => {
    const file = releaseFile(`fhir/v2_to_fhir_csv/HL7 Concept Map_ ${table} - Sheet1.csv`);
    const put = await forms.put(v2ToFhir, file);
    const { pairs } = due;
    expect(put).toMatchObject({ crosswalk: `HL7 Concept Map: ${table}`, pairs, read: pairs });
    expect(put).toMatchObject({ noMaps: 0, repeats: 0, skipped: 0 });
    expect(put.losses.map(({ element, count }) => [element, count])).toEqual(
      due.aside === 0 ? [] : [["row", due.aside]],
    );
    const { group = [] } = JSON.parse(await forms.taken(put.identifier, "FHIR_R4")) as Partial<Map>;
    expect(group.map(({ source, target }) => `${source} ${target}`).toSorted()).toEqual(
      due.systems,
    );
    expect(group.flatMap(({ element }) => element)).toHaveLength(pairs);
    expect(await forms.put(v2ToFhir, file)).toMatchObject({ outcome: "UNCHANGED" });
  });
});
