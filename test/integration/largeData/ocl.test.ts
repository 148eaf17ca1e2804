import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { importBundle } from "../../../src/commands/imports/importBundle.js";
import { openZip } from "../../../src/importers/archives/zip.js";
import type { BundleFormat } from "../../../src/importers/format.js";
import { oclCsv } from "../../../src/importers/oclCsv.js";
import { oclExport } from "../../../src/importers/oclExport.js";
import { oclJson } from "../../../src/importers/oclJson.js";
import { FIXED_NOW } from "../../support/clock.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { conceptsOf, versionsOf } from "../imports/content.js";
import { ABSENT, hasReleases, releaseFile, releasePath } from "./releases.js";

const FOLDER = "ocl/oclapi2_samples";
const EXPORT = "DemoSource_v1.0.20230526120030.zip";

describe.runIf(hasReleases)(`OCL's own sample files${hasReleases ? "" : ABSENT}`, () => {
  const { database } = useTestDatabase();
  const { database: other } = useTestDatabase();

  async function imported(format: BundleFormat, name: string, skipBadLines = false) {
    return await importBundle(database, {
      format,
      files: [releaseFile(`${FOLDER}/${name}`)],
      ...{ skipBadLines, dryRun: false, by: "importer", now: FIXED_NOW, newUuid: randomUUID },
    });
  }

  async function mappingsOf(slug: string): Promise<number> {
    const [row] = await database.reads.execute<{ count: number }>(sql`
      select count(*)::int as count from concept_mapping join code_system using (container_id)
      where slug = ${slug} and to_revision = 2147483647`);
    return row?.count ?? 0;
  }

  test("concepts that change between two versions are in each as they were", async () => {
    const result = await imported(oclJson, "repo_version_cascade.json");
    expect(result.ok && result.value.sources).toMatchObject([{ versions: ["v1", "v2"] }]);
    expect(await versionsOf(database, "cascadetest")).toHaveLength(2);
    await expectNothingDone(
      database,
      async () => (await imported(oclJson, "repo_version_cascade.json")).ok,
      true,
    );
  });

  test("a file that says everything twice", async () => {
    const result = await imported(oclJson, "sample_ocldev.json");
    expect(result.ok && result.value.sources).toMatchObject([
      { codeSystem: "demosource", versions: ["initial", "v1.0"] },
    ]);
    expect(result.ok && result.value.notes).toEqual([
      "line 52: version initial was named before; it stays as it is",
    ]);
  });

  test("hundreds of concepts and mappings, and a collection of them", async () => {
    const result = await imported(oclJson, "pepfar_datim_moh_fy19.json");
    expect(result.ok && result.value).toMatchObject({
      sources: [{ codeSystem: "datim-moh-fy19", added: 178, mappingsAdded: 222 }],
      collections: [
        { collection: "/orgs/PEPFAR/collections/MER-R-MOH-Facility-FY19/", versions: ["FY19.v0"] },
      ],
      leftAside: {},
    });
    expect(await conceptsOf(database, "datim-moh-fy19", "FY19.v0")).toHaveLength(178);
    expect(await mappingsOf("datim-moh-fy19")).toBe(222);
    await expectNothingDone(
      database,
      async () => (await imported(oclJson, "pepfar_datim_moh_fy19.json")).ok,
      true,
    );
  });

  test("sources alone", async () => {
    const result = await imported(oclJson, "ciel_map_sources_20201106.json");
    expect(result.ok && result.value.sources).toHaveLength(39);
  });

  test("a file that is broken in its second line", async () => {
    expect(await imported(oclJson, "invalid_import_json.json")).toMatchObject({
      ok: false,
      failure: { lines: [{ line: 2, rejected: "this is no JSON object" }] },
    });
  });

  test("tables", async () => {
    const result = await imported(oclCsv, "ocl_csv_with_retired_concepts.csv");
    expect(result.ok && result.value.sources).toMatchObject([
      { codeSystem: "mydemosource", added: 4, retired: 1, mappingsAdded: 3 },
      { codeSystem: "myfhirsource", added: 0 },
    ]);
  });

  test("an export, as it is zipped", async () => {
    const archive = await openZip(releasePath(`${FOLDER}/${EXPORT}`), { packedBytes: 100_000 });
    const put = async () =>
      await importBundle(other, {
        format: oclExport,
        files: archive.members,
        ...{ skipBadLines: false, dryRun: false, by: "importer", now: FIXED_NOW },
        newUuid: randomUUID,
      });
    const result = await put();
    expect(result.ok && result.value.sources).toMatchObject([
      { codeSystem: "demosource", added: 23, mappingsAdded: 22, versions: ["v1.0"] },
    ]);
    await expectNothingDone(other, async () => (await put()).ok, true);
    await archive.close();
  });
});
