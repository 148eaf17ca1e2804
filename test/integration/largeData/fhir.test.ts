import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { importCodeSystem } from "../../../src/commands/imports/importCodeSystem.js";
import { fhirCodeSystem } from "../../../src/importers/fhir/codeSystem.js";
import { FIXED_NOW } from "../../support/clock.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { HeapWatch } from "./heap.js";
import { ABSENT, hasReleases, releaseFile, releaseFiles, releasePath } from "./releases.js";

interface Concept {
  readonly code: string;
  readonly display?: string;
  readonly concept?: readonly Concept[];
  readonly property?: readonly Readonly<Record<string, unknown>>[];
}

interface Counted {
  readonly codes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  readonly retired: number;
}

/** The codes and edges of a file, counted without the reader: the whole of it parsed at once. */
function counted(path: string): Counted {
  const { concept = [] } = JSON.parse(readFileSync(releasePath(path), "utf8")) as {
    concept?: readonly Concept[];
  };
  const codes = new Set<string>();
  const edges = new Set<string>();
  let retired = 0;
  const visit = (one: Concept, above: string | null) => {
    codes.add(one.code);
    if (above !== null) edges.add(`${one.code} < ${above}`);
    const valued = (code: string) =>
      (one.property ?? []).filter((property) => property.code === code).map((p) => p.valueCode);
    for (const parent of valued("subsumedBy")) edges.add(`${one.code} < ${String(parent)}`);
    const out = ["deprecated", "retired", "inactive"];
    if (valued("status").some((status) => out.includes(String(status)))) retired += 1;
    for (const below of one.concept ?? []) visit(below, one.code);
  };
  for (const one of concept) visit(one, null);
  return { codes, edges, retired };
}

const paths = hasReleases
  ? releaseFiles().filter((path) => /^fhir\/.*\/CodeSystem-(?!example-supplement)/.test(path))
  : [];

describe.runIf(hasReleases)(`the CodeSystems of HL7${hasReleases ? "" : ABSENT}`, () => {
  const { database } = useTestDatabase();

  const put = async (path: string, file = releaseFile(path)) =>
    await importCodeSystem(database, {
      format: fhirCodeSystem,
      files: [file],
      codeSystem: null,
      version: null,
      otherwiseVersion: "8.0.0",
      released: true,
      older: false,
      skipBadLines: false,
      dryRun: false,
      by: "tester",
      now: FIXED_NOW,
      newUuid: randomUUID,
    });

  it("are all there", () => {
    expect(paths.length).toBeGreaterThan(18);
  });

  it.each(paths)(
    "go in whole: %s",
    async (path) => {
      const { codes, edges, retired } = counted(path);
      const result = await put(path);
      if (!result.ok) throw new Error(`${basename(path)}: ${result.failure.message}`);
      expect(result.value).toMatchObject({
        outcome: "IMPORTED",
        concepts: codes.size,
        added: codes.size,
        retired,
      });
      const rows = await database.reads.execute<{ edge: string }>(sql`
        select child_code || ' < ' || parent_code as edge from concept_parent
        join code_system using (container_id) where slug = ${result.value.codeSystem}`);
      expect(new Set(rows.map(({ edge }) => edge))).toEqual(edges);
      expect((await put(path)).ok && (await put(path))).toMatchObject({
        value: { outcome: "UNCHANGED" },
      });
    },
    120_000,
  );

  it("have the numbers of concepts that HL7 counts", () => {
    const count = (name: string) => counted(`fhir/tho/CodeSystem-${name}.json`).codes.size;
    expect(["v3-ActCode", "v3-HealthcareProviderTaxonomyHIPAA", "v2-0203"].map(count)).toEqual([
      1302, 654, 147,
    ]);
  });
});

describe("a CodeSystem of 100,000 concepts", () => {
  const { database } = useTestDatabase();

  async function* pieces(): AsyncGenerator<Uint8Array> {
    const url = "http://example.org/large";
    const header = { resourceType: "CodeSystem", id: "large", url, version: "1" };
    yield Buffer.from(`${JSON.stringify(header).slice(0, -1)},"content":"complete","concept":[`);
    for (let start = 0; start < 100_000; start += 1000) {
      const concepts = Array.from({ length: 1000 }, (_, at) => ({
        code: `C${start + at}`,
        display: `Concept ${start + at} of many`,
        definition: "Said at some length, so that all of them would fill the memory. ".repeat(4),
        property: [{ code: "parent", valueCode: `C${Math.trunc((start + at) / 8)}` }].slice(
          start + at === 0 ? 1 : 0,
        ),
      }));
      yield Buffer.from((start > 0 ? "," : "") + JSON.stringify(concepts).slice(1, -1));
    }
    yield Buffer.from("]}");
  }

  it("goes in without being in memory", async () => {
    const heap = new HeapWatch();
    const watched = { [Symbol.asyncIterator]: pieces };
    const file = {
      name: "large.json",
      bytes: {
        [Symbol.asyncIterator]: () => {
          return heap.over({ name: "large.json", bytes: watched }).bytes[Symbol.asyncIterator]();
        },
      },
    };
    const result = await importCodeSystem(database, {
      format: fhirCodeSystem,
      files: [file],
      codeSystem: null,
      version: null,
      released: true,
      older: false,
      skipBadLines: false,
      dryRun: false,
      by: "tester",
      now: FIXED_NOW,
      newUuid: randomUUID,
    });
    expect(result).toMatchObject({ ok: true, value: { concepts: 100_000, added: 100_000 } });
    // The codes with their places alone are kept; the file has 40 MB.
    expect(heap.growth).toBeLessThan(32);
  }, 300_000);
});
