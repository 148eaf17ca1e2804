import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import {
  type CrosswalkImport,
  importCrosswalk,
} from "../../../src/commands/imports/importCrosswalk.js";
import { FIXED_NOW } from "../../support/clock.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { fingerprint } from "../../support/fingerprint.js";
import { pairsOf, versionOf } from "../../support/readings.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { pair, pairFormat } from "./formats.js";

const { database } = useTestDatabase();

async function attempt(
  name: string,
  pairs: Parameters<typeof pairFormat>[0],
  how: Partial<CrosswalkImport> = {},
) {
  return await importCrosswalk(database, {
    organization: "Demo",
    crosswalk: { name },
    layout: null,
    release: null,
    format: pairFormat(pairs),
    files: [],
    strict: false,
    skipBadLines: false,
    dryRun: false,
    by: "tester",
    now: FIXED_NOW,
    newUuid: randomUUID,
    ...how,
  });
}

async function put(...given: Parameters<typeof attempt>) {
  const result = await attempt(...given);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

async function shown(identifier: string, version: number) {
  const viewer = await memberOf(database, "Demo");
  const row = await versionOf(database, viewer, { identifier, version });
  const pairs = await pairsOf(database, viewer, { identifier, version });
  return {
    pairs: pairs.map((text) => text.replaceAll(/ndc |rxnorm /g, "")),
    counts: [row.groupCount, row.sourceCodeCount, row.targetCount],
    attributes: row.attributes.map(({ key, value }) => `${key}=${value}`),
  };
}

describe("from release to release", () => {
  const name = "History";
  const first = ["A -> 1", "A -> 2", "B = 3", "C !", "D -> 4 k:v"];
  const second = ["A -> 1", "A = 2", "B !", "C -> 5", "D -> 4 k:w", "E -> 6"];
  let identifier = "";

  test("the first is version 1 of a new crosswalk", async () => {
    const report = await put(name, first, { release: "2025" });
    identifier = report.identifier;
    expect(report).toEqual({
      outcome: "IMPORTED",
      crosswalk: name,
      identifier,
      version: 1,
      read: 5,
      pairs: 4,
      noMaps: 1,
      repeats: 0,
      added: 5,
      changed: 0,
      removed: 0,
      unknownCodes: [],
      registered: [],
      notes: [],
      leftOut: 0,
      skipped: 0,
      skippedLines: [],
      losses: [],
      unknownPairs: [],
    });
    expect(await shown(identifier, 1)).toEqual({
      pairs: ["A -> 1", "A -> 2", "B -> 3", "C -> -", "D -> 4"],
      counts: [4, 4, 4],
      attributes: ["release=2025"],
    });
  });

  test("the same again, labelled or not, changes nothing", async () => {
    const before = await fingerprint(database);
    for (const release of ["2025", "2025b", null]) {
      const report = await put(name, first, { release });
      expect([report.outcome, report.version, report.identifier]).toEqual([
        ...["UNCHANGED", 1, identifier],
      ]);
    }
    expect(await fingerprint(database)).toEqual(before);
  });

  test("the next is the next version; pairs that stay keep their identifiers", async () => {
    const report = await put(name, second, { release: "2026" });
    const { outcome, version, added, changed, removed } = report;
    expect([outcome, version, added, changed, removed]).toEqual(["IMPORTED", 2, 3, 2, 2]);
    expect(await shown(identifier, 2)).toEqual({
      pairs: ["A -> 1", "A -> 2", "B -> -", "C -> 5", "D -> 4", "E -> 6"],
      counts: [5, 5, 5],
      attributes: ["release=2026"],
    });
    expect((await shown(identifier, 1)).pairs).toHaveLength(5);
    const rows = await database.reads.execute<{ versions: number; identifiers: number }>(sql`
      select count(*)::int as versions, count(distinct identifier)::int as identifiers
      from crosswalk_pair where source_code in ('A', 'D') group by source_code, target_code`);
    expect(
      rows.map(({ versions, identifiers }) => `${versions} ${identifiers}`).toSorted(),
    ).toEqual(["1 1", "2 1", "2 1"]);
  });

  test("an earlier one again is here already, whatever came after it", async () => {
    const report = await put(name, first, { release: "2025" });
    expect([report.outcome, report.version]).toEqual(["UNCHANGED", 1]);
  });

  test("content without a label is the next version and claims to be no release", async () => {
    const report = await put(name, first);
    expect([report.outcome, report.version]).toEqual(["IMPORTED", 3]);
    const { pairs, attributes } = await shown(identifier, 3);
    expect([pairs, attributes]).toEqual([(await shown(identifier, 1)).pairs, []]);
    const kept = await database.reads.execute(sql`
      select distinct identifier from crosswalk_pair where source_code = 'B' and target_code = '3'`);
    expect(kept).toHaveLength(1);
  });

  test("what was edited by hand in between is replaced by the next release", async () => {
    const context = commandsOf(database, await memberOf(database, "Demo"));
    const edit = { identifier, version: 3, draft: false, mappings: [mapped("Z", "9")] };
    expect((await addCrosswalkMappings(context, edit)).ok).toBe(true);
    const report = await put(name, second, { release: "2027" });
    expect([report.version, report.removed]).toEqual([5, 3]);
    expect((await shown(identifier, 4)).pairs).toContain("Z -> 9");
    expect((await shown(identifier, 5)).pairs).toEqual((await shown(identifier, 2)).pairs);
  });
});

describe("which crosswalk it is", () => {
  test("that of the organization, not another's of the same name", async () => {
    await makeOrganization(database, "Elsewhere");
    const ours = await put("Shared name", ["A -> 1"]);
    const theirs = await put("Shared name", ["A -> 2"], { organization: "Elsewhere" });
    expect(theirs.identifier).not.toBe(ours.identifier);
    expect([ours.version, theirs.version]).toEqual([1, 1]);
  });

  test("no archived one", async () => {
    const archived = await put("Archived", ["A -> 1"]);
    await database.reads.execute(sql`
      update crosswalk set archived_at = now() from container
      where container.id = container_id and uid = ${archived.identifier}`);
    const report = await put("Archived", ["A -> 1"]);
    expect([report.outcome, report.version]).toEqual(["IMPORTED", 1]);
    expect(report.identifier).not.toBe(archived.identifier);
  });

  test("the one that people have begun", async () => {
    const context = commandsOf(database, await memberOf(database, "Demo"));
    const identifier = await makeCrosswalk(context, {
      name: "Begun",
      mappings: [mapped("A", "1")],
    });
    const report = await put("Begun", [{ ...pair("A -> 1"), relationship: null }, "B -> 2"]);
    expect(report).toMatchObject({ identifier, version: 2, added: 1, changed: 0, removed: 0 });
  });
});

describe("codes that nobody knows", () => {
  const systems = { sourceSystem: "hcpcs", targetSystem: "rxnorm" };
  const of = (text: string) => ({ ...pair(text), sourceSystem: "hcpcs" });
  const file = [of("A -> 1"), of("X -> 1"), of("X -> 2"), of("Y !"), of("B -> 2")];

  test("are counted once each, where the code system's content is here", async () => {
    await importConcepts(database, { codeSystem: "hcpcs", version: "1" }, ["A", "B"]);
    const report = await put("Unknown", file, { format: pairFormat(file, systems) });
    expect(report.unknownCodes).toEqual([{ codeSystem: "hcpcs", codes: 2 }]);
    expect([report.pairs, report.noMaps, report.leftOut]).toEqual([4, 1, 0]);
  });

  test("are left out with their pairs when it is to be strict", async () => {
    const strict = { format: pairFormat(file, systems), strict: true };
    const report = await put("Known", file, strict);
    expect(report.unknownCodes).toEqual([{ codeSystem: "hcpcs", codes: 2 }]);
    expect([report.pairs, report.noMaps, report.leftOut]).toEqual([2, 0, 3]);
    expect((await shown(report.identifier, 1)).counts).toEqual([2, 2, 2]);
    expect((await put("Known", file, strict)).outcome).toBe("UNCHANGED");
  });
});

describe("refusals change nothing", () => {
  test.each([
    [
      "a code with targets to which nothing corresponds",
      ["A -> 1", "B !", "A !"],
      "The file has lines that can't be read",
      ["3 nothing is to correspond to A, which has targets too"],
    ],
    ["no pairs", [], "The file holds no mappings", []],
  ] as const)("%s", async (_, pairs, message, lines) => {
    const before = await fingerprint(database);
    const result = await attempt("Refused", pairs);
    if (result.ok) throw new Error("It went in");
    expect(result.failure.message).toBe(message);
    expect(result.failure.lines.map(({ line, rejected }) => `${line} ${rejected}`)).toEqual(lines);
    expect(await fingerprint(database)).toEqual(before);
  });
});

describe("at once", () => {
  test("two imports that would make the same crosswalk make one", async () => {
    const both = await Promise.all([put("Race", ["A -> 1"]), put("Race", ["A -> 1"])]);
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(["IMPORTED", "UNCHANGED"]);
    expect(new Set(both.map(({ identifier }) => identifier)).size).toBe(1);
  });

  test("an import and edits make versions without a gap", async () => {
    const { identifier } = await put("Busy", ["A -> 1"]);
    const context = commandsOf(database, await memberOf(database, "Demo"));
    const edit = { identifier, version: 1, draft: false, mappings: [mapped("B", "2")] };
    const [edited, imported] = await Promise.all([
      addCrosswalkMappings(context, edit),
      put("Busy", ["C -> 3"]),
    ]);
    expect(imported.version).toBe(edited.ok ? 3 : 2);
    expect((await shown(identifier, imported.version)).pairs).toEqual(["C -> 3"]);
  });
});
