import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { importCodeSystem } from "../../../src/commands/imports/importCodeSystem.js";
import { importCrosswalk } from "../../../src/commands/imports/importCrosswalk.js";
import type { SourceFile } from "../../../src/importers/format.js";
import { gemFormats } from "../../../src/importers/gem.js";
import { icd10cmOrder } from "../../../src/importers/icd10cmOrder.js";
import type { ConceptContent } from "../../../src/rules/codeSystems/content.js";
import type { Database } from "../../../src/store/database.js";
import { FIXED_NOW } from "../../support/clock.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { revisionsOf, versionsOf } from "../imports/content.js";
import { HeapWatch } from "./heap.js";
import { ABSENT, concepts, hasReleases, releaseFile } from "./releases.js";

const LIMIT = 180_000;
const common = { skipBadLines: false, dryRun: false, by: "importer", now: FIXED_NOW };

async function importYear(database: Database, year: number, file = orderFile(year)) {
  const imported = await importCodeSystem(database, {
    ...common,
    codeSystem: "icd10cm",
    version: String(year),
    format: icd10cmOrder,
    files: [file],
    released: true,
    older: false,
  });
  if (!imported.ok) throw new Error(imported.failure.message);
  return imported.value;
}

function orderFile(year: number): SourceFile {
  return releaseFile(`icd10cm/icd10cm-order-${year}.txt`);
}

async function importGem(database: Database, file = releaseFile("gems/2018_I10gem.txt")) {
  const format = gemFormats.find(({ name }) => name === "gem-icd10cm-icd9cm");
  if (!format?.subject) throw new Error("there is no such format");
  const imported = await importCrosswalk(database, {
    ...common,
    organization: "Demo",
    crosswalk: { name: format.subject.crosswalkName },
    release: "2018",
    layout: null,
    format,
    files: [file],
    strict: false,
    newUuid: randomUUID,
  });
  if (!imported.ok) throw new Error(imported.failure.message);
  return imported.value;
}

/** Concepts of a version, how many of them are billable, and how many stand below another. */
async function conceptCounts(database: Database, label: string) {
  const [row] = await database.reads.execute(sql`
    with shown as (
      select container_id, revision from version where label = ${label}
    )
    select (select count(*)::int from concept where container_id = shown.container_id
        and from_revision <= revision and to_revision > revision) as concepts,
      (select count(*)::int from concept where container_id = shown.container_id
        and from_revision <= revision and to_revision > revision
        and (extras->>'billable')::boolean) as billable,
      (select count(*)::int from concept_parent where container_id = shown.container_id
        and from_revision <= revision and to_revision > revision) as children
    from shown`);
  return row;
}

/** How many rows the tables have that hold content and its history. */
async function rowCounts(database: Database) {
  const tables = ["concept", "concept_parent", "crosswalk_pair", "crosswalk_group", "revision"];
  const counts = tables.map((name) => `(select count(*)::int from ${name}) as ${name}`);
  const [row] = await database.reads.execute(sql.raw(`select ${counts.join(", ")}`));
  return row;
}

interface Side {
  readonly extras: { readonly billable: boolean };
  readonly names: readonly { readonly name: string; readonly nameType: string | null }[];
}

interface Changed {
  readonly code: string;
  readonly before: Side;
  readonly after: Side;
}

function titles(concept: ConceptContent | undefined) {
  return concept?.names.map(({ name, nameType }) => ({ name, nameType }));
}

const nothing = { added: 0, changed: 0, removed: 0 };

describe.runIf(hasReleases)(
  `a whole release${hasReleases ? "" : ABSENT}`,
  () => {
    const { database } = useTestDatabase();

    test("of ICD-10-CM goes in as one version, whatever its size within the same memory", async () => {
      const heap = new HeapWatch();
      expect(await importYear(database, 2026, heap.over(orderFile(2026)))).toEqual({
        outcome: "IMPORTED",
        codeSystem: "icd10cm",
        version: "2026",
        read: 98_186,
        concepts: 98_186,
        ...{ ...nothing, added: 98_186 },
        retired: 0,
        skipped: 0,
        skippedLines: [],
        notes: [],
      });
      expect(await versionsOf(database, "icd10cm")).toEqual(["2026 r1 released leads"]);
      expect(await revisionsOf(database, "icd10cm")).toHaveLength(1);
      expect(await conceptCounts(database, "2026")).toEqual({
        ...{ concepts: 98_186, billable: 74_719, children: 96_268 },
      });
      // The codes alone are kept while the file is read; its concepts would take ten times as much.
      expect(heap.growth).toBeLessThan(24);
    });

    test("of a general equivalence map goes in as one version and says what it does not know", async () => {
      const heap = new HeapWatch();
      const report = await importGem(database, heap.over(releaseFile("gems/2018_I10gem.txt")));
      expect(report).toMatchObject({
        outcome: "IMPORTED",
        version: 1,
        read: 81_593,
        ...{ pairs: 80_559, noMaps: 731, repeats: 303 },
        ...{ ...nothing, added: 81_290 },
        unknownCodes: [{ codeSystem: "icd10cm", codes: 312 }],
        leftOut: 0,
        skipped: 0,
      });
      const [version] = await database.reads.execute(sql`
      select ordinal, group_count, source_code_count, target_count from crosswalk_version`);
      expect(version).toEqual({
        ...{ ordinal: 1, group_count: 71_704, source_code_count: 71_704, target_count: 80_559 },
      });
      expect(heap.growth).toBeLessThan(24);
    });

    test("again changes nothing", async () => {
      const before = await rowCounts(database);
      const codes = await importYear(database, 2026);
      expect(codes).toMatchObject({ outcome: "UNCHANGED", read: 98_186, ...nothing });
      const map = await importGem(database);
      expect(map).toMatchObject({ outcome: "UNCHANGED", version: 1, read: 81_593, ...nothing });
      expect(await rowCounts(database)).toEqual(before);
    });
  },
  LIMIT,
);

describe.runIf(hasReleases)(
  `a year of ICD-10-CM after the other${hasReleases ? "" : ABSENT}`,
  () => {
    const { database } = useTestDatabase();

    test("costs the rows that differ, and both stay as they were", async () => {
      const first = await importYear(database, 2025);
      expect(first).toMatchObject({ concepts: 97_584, ...nothing, added: 97_584 });
      const second = await importYear(database, 2026);
      expect(second).toMatchObject({ concepts: 98_186, added: 614, changed: 61, removed: 12 });
      expect(await conceptCounts(database, "2025")).toMatchObject({
        ...{ concepts: 97_584, billable: 74_260 },
      });
      expect(await conceptCounts(database, "2026")).toMatchObject({
        ...{ concepts: 98_186, billable: 74_719 },
      });
      expect(await rowCounts(database)).toMatchObject({ concept: 97_584 + 614 + 61, revision: 2 });
    });

    // Of 45 other long titles, 44 come with another short one.
    test.each([
      ["2026", "2025", { ADDED: 614, REMOVED: 12 }],
      ["2025", "2026", { ADDED: 12, REMOVED: 614 }],
    ])("is told by what changed in %s since %s", async (version, since, counts) => {
      const kinds = {
        ...{ ...counts, RETIRED: 0, REVIVED: 0 },
        ...{ REWORDED: 45, REPARENTED: 0, ATTRIBUTES_CHANGED: 16 },
      };
      const lists = Object.keys(kinds).map(
        (kind) => `${kind}: changes(since: "${since}", kinds: [${kind}]) { totalCount }`,
      );
      const { codeSystem } = await dataOf<{ codeSystem: { atVersion: object } }>(
        graphOver(database)(`{ codeSystem(slug: "icd10cm") { atVersion(version: "${version}") {
          all: changes(since: "${since}") { totalCount } ${lists.join("\n")} } } }`),
      );
      const expected = { all: 614 + 12 + 45 + 16, ...kinds };
      expect(codeSystem.atVersion).toEqual(
        Object.fromEntries(
          Object.entries(expected).map(([key, count]) => [key, { totalCount: count }]),
        ),
      );
    });

    test("is told code by code: what was reworded, and what is no longer billable", async () => {
      const asked = `{ codeSystem(slug: "icd10cm") { atVersion(version: "2026") {
        changes(since: "2025", kinds: [REWORDED, ATTRIBUTES_CHANGED]) { nodes { code
          before { extras names { name nameType } } after { extras names { name nameType } } } } } } }`;
      const { codeSystem } = await dataOf<{
        codeSystem: { atVersion: { changes: { nodes: Changed[] } } };
      }>(graphOver(database)(asked));
      const { nodes } = codeSystem.atVersion.changes;
      const longTitle = ({ names }: Side) =>
        names.find(({ nameType }) => nameType === "FULLY_SPECIFIED")?.name;
      const retitled = nodes.filter(({ before, after }) => longTitle(before) !== longTitle(after));
      const headers = nodes.filter(
        ({ before, after }) => before.extras.billable && !after.extras.billable,
      );
      expect([nodes.length, retitled.length, headers.length]).toEqual([61, 45, 16]);
      const old = await concepts("icd10cm-order", ["icd10cm/icd10cm-order-2025.txt"]);
      const fresh = await concepts("icd10cm-order", ["icd10cm/icd10cm-order-2026.txt"]);
      for (const { code, before, after } of nodes) {
        expect(before.names).toEqual(titles(old.get(code)));
        expect(after.names).toEqual(titles(fresh.get(code)));
      }
    });
  },
  LIMIT,
);
