import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { exportCrosswalk } from "../../../src/commands/exports/exportCrosswalk.js";
import { importCodeSystem } from "../../../src/commands/imports/importCodeSystem.js";
import { importCrosswalk } from "../../../src/commands/imports/importCrosswalk.js";
import type { CrosswalkFormat, SourceFile } from "../../../src/importers/format.js";
import { formatNamed } from "../../../src/importers/formats.js";
import { settleTables } from "../../../src/store/maintenance.js";
import { FIXED_NOW } from "../../support/clock.js";
import { versionOf } from "../../support/readings.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { concepts, hasReleases, pairs, releaseFile } from "./releases.js";

const { database } = useTestDatabase();
const common = { skipBadLines: false, dryRun: false, by: "tester", now: FIXED_NOW };

const RELEASES = [
  ["icd10cm-order", "icd10cm", "2026", ["icd10cm/icd10cm-order-2026.txt"]],
  [
    "icd9cm-dx-titles",
    "icd9cm",
    "32",
    ["icd9cm/CMS32_DESC_LONG_DX.txt", "icd9cm/CMS32_DESC_SHORT_DX.txt"],
  ],
  [
    "icd9cm-sg-titles",
    "icd9pcs",
    "32",
    ["icd9cm/CMS32_DESC_LONG_SG.txt", "icd9cm/CMS32_DESC_SHORT_SG.txt"],
  ],
] as const;

/** Format, file, lines, pairs, no-maps, lines that repeat a pair, source codes. */
const MAPS = [
  ["gem-icd10cm-icd9cm", "gems/2018_I10gem.txt", 81_593, 80_559, 731, 303, 71_704],
  ["gem-icd9cm-icd10cm", "gems/2018_I9gem.txt", 24_860, 24_428, 422, 10, 14_567],
  ["gem-icd9pcs-icd10pcs", "gems/gem_i9pcs.txt", 73_593, 72_415, 210, 968, 3882],
  ["gem-icd10pcs-icd9pcs", "gems/gem_pcsi9.txt", 101_025, 100_935, 31, 59, 78_705],
] as const;

function crosswalkFormat(name: string): CrosswalkFormat {
  const format = formatNamed(name);
  if (format?.kind !== "CROSSWALK") throw new Error(`no format ${name}`);
  return format;
}

async function put(format: CrosswalkFormat, file: SourceFile, name: string) {
  const result = await importCrosswalk(database, {
    ...common,
    organization: "Demo",
    crosswalk: { name },
    release: null,
    layout: null,
    format,
    files: [file],
    strict: false,
    newUuid: randomUUID,
  });
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

async function loadReleases(): Promise<void> {
  for (const [name, codeSystem, version, paths] of RELEASES) {
    const format = formatNamed(name);
    if (format?.kind !== "CODE_SYSTEM") throw new Error(`no format ${name}`);
    const files = paths.map(releaseFile);
    const how = { codeSystem, version, format, files, released: true, older: false };
    const result = await importCodeSystem(database, { ...common, ...how });
    if (!result.ok) throw new Error(result.failure.message);
  }
  await settleTables(database, "CONCEPTS");
}

/** How many of the map's codes are not among those of the releases, by code system. */
async function unknownIn(name: string, path: string) {
  const known = new Map<string, { has(code: string): boolean }>();
  for (const [format, codeSystem, , paths] of RELEASES) {
    known.set(codeSystem, await concepts(format, paths));
  }
  const unknown = new Map<string, Set<string>>();
  for (const { sourceSystem, sourceCode, targetSystem, targetCode } of await pairs(name, path)) {
    for (const [system, code] of [
      [sourceSystem, sourceCode],
      [targetSystem, targetCode],
    ] as const) {
      if (code === "" || known.get(system)?.has(code) !== false) continue;
      unknown.set(system, (unknown.get(system) ?? new Set()).add(code));
    }
  }
  return [...unknown]
    .map(([codeSystem, codes]) => ({ codeSystem, codes: codes.size }))
    .toSorted((one, other) => (one.codeSystem < other.codeSystem ? -1 : 1));
}

const ABSENT = " (skipped: they do not lie beside the project)";

describe.runIf(hasReleases)(`the whole equivalence maps${hasReleases ? "" : ABSENT}`, () => {
  beforeAll(loadReleases, 600_000);

  test.each(MAPS)(
    "%s goes in with every pair, no-map and repeat",
    async (name, path, lines, count, noMaps, repeats, sources) => {
      const report = await put(crosswalkFormat(name), releaseFile(path), name);
      expect(report).toMatchObject({ read: lines, pairs: count, noMaps, repeats, leftOut: 0 });
      expect(count + noMaps + repeats).toBe(lines);
      expect(report.unknownCodes).toEqual(await unknownIn(name, path));
      const viewer = await memberOf(database, "Demo");
      const version = await versionOf(database, viewer, {
        identifier: report.identifier,
        version: 1,
      });
      expect([version.sourceCodeCount, version.targetCount]).toEqual([sources, count]);
      const again = await put(crosswalkFormat(name), releaseFile(path), name);
      expect(again).toMatchObject({ outcome: "UNCHANGED", version: 1 });
    },
    600_000,
  );

  test("312 source codes that ICD-10-CM of 2026 no longer has are kept and counted", async () => {
    const gone = sql`select distinct source_code from crosswalk_pair
      join crosswalk_version version on version.container_id = crosswalk_pair.container_id
      where version.name = 'gem-icd10cm-icd9cm' and not exists (
        select from concept join code_system using (container_id)
        where slug = 'icd10cm' and concept.code = source_code)`;
    const rows = await database.reads.execute<{ source_code: string }>(gone);
    expect(rows).toHaveLength(312);
    const unknown = await unknownIn("gem-icd10cm-icd9cm", "gems/2018_I10gem.txt");
    expect(unknown).toContainEqual({ codeSystem: "icd10cm", codes: 312 });
  }, 600_000);

  test("a map comes out as a table and goes in again, unchanged", async () => {
    const [name, path] = MAPS[0];
    const { identifier } = await put(crosswalkFormat(name), releaseFile(path), name);
    const table = await exportCrosswalk(database, { identifier, version: null, format: "CSV" });
    if (!table.ok) throw new Error(table.failure);
    const { rows, pieces } = table.value;
    expect(rows).toBe(81_290);
    async function* bytes() {
      for await (const { text } of pieces) yield Buffer.from(text);
    }
    const file = { name: "map.csv", bytes: bytes() };
    const report = await put(crosswalkFormat("crosswalk-csv"), file, name);
    expect(report).toMatchObject({ identifier, outcome: "UNCHANGED", read: rows, repeats: 0 });
  }, 600_000);
});
