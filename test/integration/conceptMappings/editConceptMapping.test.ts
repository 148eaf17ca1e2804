import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { repository } from "../../../src/store/repositories/tables.js";
import { FIXED_NOW } from "../../support/clock.js";
import { importConcepts } from "../../support/content.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import {
  type Input,
  invalid,
  makeSystems,
  mappingsOver,
  NO_TARGET,
  NOT_UNIQUE,
  refused,
} from "./world.js";

const { database } = useTestDatabase();
let as: Viewer;
const { create, mutate } = mappingsOver(database, () => as);

beforeAll(async () => {
  as = await makeSystems(database);
});

describe("editConceptMapping", () => {
  let url: string;
  let uuid: string;

  beforeAll(async () => {
    const made = await create({
      fromConcept: "Q20",
      toConcept: "Q21",
      externalId: "e",
      sortWeight: 1,
    });
    url = String(made.conceptMapping?.url);
    uuid = String(made.conceptMapping?.uuid);
  });

  it("makes a version that says what is new and keeps the rest", async () => {
    const later = new Date("2026-03-01T00:00:00.000Z");
    const input = { conceptMapping: url, mapType: "NARROWER-THAN", updateComment: "Better" };
    const { conceptMapping } = await mutate("editConceptMapping", input, as, later);
    expect(conceptMapping).toMatchObject({
      ...{ uuid, version: "2", mapType: "NARROWER-THAN", toCode: "Q21", externalId: "e" },
      ...{ sortWeight: 1, versionUrl: `${url}2/`, createdAt: FIXED_NOW.toISOString() },
      updatedAt: later.toISOString(),
    });
    const [last] = await database.reads.execute(
      sql`select kind, message from revision order by at desc, number desc limit 1`,
    );
    expect(last).toEqual({ kind: "MAPPING_EDITED", message: "Better" });
  });

  it("finds it by uuid, and clears what is null or blank", async () => {
    const input = {
      conceptMapping: uuid,
      externalId: null,
      sortWeight: null,
      toConceptCode: "Q22",
    };
    const { conceptMapping } = await mutate("editConceptMapping", input);
    expect(conceptMapping).toMatchObject({
      ...{ version: "3", externalId: null, sortWeight: null, toCode: "Q22", fromCode: "Q20" },
    });
  });

  it("makes no version where nothing changes", async () => {
    const before = await database.reads.execute(sql`select count(*)::int from revision`);
    const input = { conceptMapping: `${url}1/`, toConcept: "Q22", mapType: "NARROWER-THAN" };
    const { conceptMapping } = await mutate("editConceptMapping", input);
    expect(conceptMapping).toMatchObject({ version: "3" });
    expect(await database.reads.execute(sql`select count(*)::int from revision`)).toEqual(before);
  });

  it.each<readonly [string, Input, Input]>([
    ["map type null", { mapType: null }, invalid("mapType", "Map type is required")],
    [
      "retired null",
      { retired: null },
      invalid("retired", "Retired is true or false; leave it out to keep it"),
    ],
    ["no target any more", { toConcept: null, toConceptCode: null }, NO_TARGET],
  ])("refuses %s and changes nothing", async (_, input, error) => {
    const edit = () => mutate("editConceptMapping", { conceptMapping: url, ...input });
    await expectNothingDone(database, edit, refused(error));
  });

  it.each([
    "00000000-0000-4000-8000-000000000000",
    "/orgs/CDC-NCIRD/sources/VIS/mappings/none/",
    "/orgs/Nobody/sources/VIS/mappings/1/",
    "1",
    "",
    "\u0000",
  ])("refuses %j, which is no mapping", async (conceptMapping) => {
    await expectNothingDone(
      database,
      () => mutate("editConceptMapping", { conceptMapping, mapType: "x" }),
      refused({
        __typename: "ResourceNotFound",
        path: ["conceptMapping"],
        message: `There is no mapping ${conceptMapping}.`,
      }),
    );
  });
});

describe("retireConceptMapping", () => {
  it("takes a mapping out of use once; an edit brings it back, unless its place is taken", async () => {
    const ends = { fromConcept: "Q30", toConcept: "Q31" };
    const conceptMapping = (await create(ends)).conceptMapping?.uuid;
    const retire = () => mutate("retireConceptMapping", { conceptMapping, updateComment: "Old" });
    expect((await retire()).conceptMapping).toMatchObject({ version: "2", retired: true });
    await expectNothingDone(
      database,
      retire,
      refused(invalid("conceptMapping", "Mapping is already retired")),
    );
    const other = (await create(ends)).conceptMapping?.uuid;
    const revive = () => mutate("editConceptMapping", { conceptMapping, retired: false });
    await expectNothingDone(database, revive, refused(NOT_UNIQUE));
    await mutate("retireConceptMapping", { conceptMapping: other });
    expect((await revive()).conceptMapping).toMatchObject({ version: "3", retired: false });
  });
});

describe("under the OpenMRS schema", () => {
  beforeAll(async () => {
    await importConcepts(database, { codeSystem: "mvx", version: "1" }, ["A", "B", "C"]);
    await database.write(({ queries }) =>
      queries
        .update(repository)
        .set({ customValidationSchema: "OpenMRS" })
        .where(sql`container_id = (select container_id from code_system where slug = 'mvx')`),
    );
    const made = await create({ codeSystem: "mvx", toConcept: "B" });
    expect(made.userErrors).toEqual([]);
  });

  it.each<readonly [string, Input, Input]>([
    [
      "a second mapping of the same concepts",
      { toConcept: "B", mapType: "NARROWER-THAN" },
      {
        __typename: "AlreadyExists",
        path: ["toConcept"],
        message: "There can be only one mapping between two concepts.",
      },
    ],
    [
      "an unknown map type",
      { toConcept: "C", mapType: "FOO" },
      invalid("mapType", "FOO is none of the map types."),
    ],
    [
      "a long external id",
      { toConcept: "C", externalId: "x".repeat(37) },
      invalid("externalId", "External ID cannot be more than 36 characters."),
    ],
  ])("refuses %s", async (_, input, error) => {
    const made = () => create({ codeSystem: "mvx", ...input });
    await expectNothingDone(database, made, refused(error));
  });
});
