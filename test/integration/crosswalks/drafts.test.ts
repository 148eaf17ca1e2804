import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { drafted, edited, mutationsAs, nothingSkipped } from "../../support/crosswalkGraph.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { crosswalkOf, pairsOf, versionOf } from "../../support/readings.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { brokenInvariants } from "../ledger/invariants.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
const mutate = mutationsAs(ask, () => as);
const LATER = new Date("2026-03-01T10:00:00.000Z");
const LAST = new Date("2026-03-02T10:00:00.000Z");
const ADDED = "Target codes added successfully.";

beforeAll(async () => {
  as = await memberOf(database, "Demo");
});

function pairs(identifier: string, version: number): Promise<readonly string[]> {
  return pairsOf(database, as, { identifier, version });
}

/** Published 1 -> x and 1 -> y; a draft in which 1 -> y is gone and 2 -> z and a name are new. */
async function makeDraft(): Promise<string> {
  const identifier = await makeCrosswalk(commandsOf(database, as), {
    name: "Heart",
    mappings: [mapped("1", "x", "y")],
  });
  const input = { identifier, version: 2, draft: true };
  await mutate("createCrosswalkDraft", { identifier, version: 1 });
  await mutate("addCrosswalkMappings", { ...input, mappings: [mapped("2", "z", "y")] });
  const y = { sourceCodeSystem: "ndc", targetCodeSystem: "rxnorm", targetCodes: ["y"] };
  const mappings = ["1", "2"].map((sourceCode) => ({ ...y, sourceCode }));
  await mutate("deleteCrosswalkMappings", { ...input, mappings });
  await mutate("updateCrosswalk", { ...input, name: "Liver" });
  return identifier;
}

const PUBLISHED = ["ndc 1 -> rxnorm x", "ndc 1 -> rxnorm y"];
const DRAFT = ["ndc 1 -> rxnorm x", "ndc 2 -> rxnorm z"];

describe("a draft", () => {
  it("is the newest version for members, while readers of what is published see nothing of it", async () => {
    const identifier = await makeDraft();
    const text = `query ($identifier: UUID!) {
      crosswalk(identifier: $identifier) {
        name version latestVersion { version status name publishedAt }
        publishedVersion { version status name mappings { nodes { sourceCode targets { targetCode } } } }
      }
      named: crosswalks(q: "Liver") { totalCount }
      mapping: crosswalks(sourceCodeSystem: "ndc", sourceCode: "2") { totalCount }
      translate(input: { codings: [{ system: "ndc", code: "2" }], crosswalk: $identifier }) {
        reason matches { targetCode } }
    }`;
    expect(await dataOf(ask(text, { as, variables: { identifier } }))).toEqual({
      crosswalk: {
        name: "Liver",
        version: 2,
        latestVersion: { version: 2, status: "DRAFT", name: "Liver", publishedAt: null },
        publishedVersion: {
          version: 1,
          status: "PUBLISHED",
          name: "Heart",
          mappings: {
            nodes: [{ sourceCode: "1", targets: [{ targetCode: "x" }, { targetCode: "y" }] }],
          },
        },
      },
      named: { totalCount: 0 },
      mapping: { totalCount: 0 },
      translate: [{ reason: "NO_MAP", matches: [] }],
    });
    expect(await pairs(identifier, 1)).toEqual(PUBLISHED);
    expect(await pairs(identifier, 2)).toEqual(DRAFT);
    const stranger = await memberOf(database, "Other");
    expect(await dataOf(ask(text, { as: stranger, variables: { identifier } }))).toMatchObject({
      crosswalk: null,
    });
  });

  it("is published as it stands, and the next edit makes the next version", async () => {
    const identifier = await makeDraft();
    const draft = await versionOf(database, as, { identifier, version: 2 });
    const named = { identifier, version: 2 };
    expect(await mutate("publishCrosswalkDraft", named, LATER)).toEqual(edited(2, null));
    expect(await versionOf(database, as, named)).toEqual({
      ...draft,
      releasedAt: LATER,
      updatedAt: LATER,
    });
    expect(await pairs(identifier, 1)).toEqual(PUBLISHED);
    expect(await pairs(identifier, 2)).toEqual(DRAFT);
    const more = { ...named, mappings: [mapped("3", "x")] };
    expect(await mutate("addCrosswalkMappings", more)).toEqual(edited(3, ADDED, nothingSkipped));
    expect(await pairs(identifier, 2)).toEqual(DRAFT);
    expect(await pairs(identifier, 3)).toEqual([...DRAFT, "ndc 3 -> rxnorm x"]);
  });

  it("keeps the ids of what it holds when it is published", async () => {
    const identifier = await makeDraft();
    const text = `query ($identifier: UUID!) { crosswalk(identifier: $identifier) { latestVersion {
      id mappings { nodes { targets { id identifier } } } } } }`;
    const read = () => dataOf(ask(text, { as, variables: { identifier } }));
    const before = await read();
    await mutate("publishCrosswalkDraft", { identifier, version: 2 });
    expect(await read()).toEqual(before);
  });

  it("that is discarded leaves what was published, and its number to the next", async () => {
    const identifier = await makeDraft();
    const published = await versionOf(database, as, { identifier, version: 1 });
    const named = { identifier, version: 2 };
    expect(await mutate("discardCrosswalkDraft", named, LATER)).toEqual(edited(1, null));
    expect(await versionOf(database, as, { identifier, version: 1 })).toEqual(published);
    expect(await pairs(identifier, 1)).toEqual(PUBLISHED);
    await expect(pairs(identifier, 2)).rejects.toThrow("no version 2");
    expect(await crosswalkOf(database, as, identifier)).toMatchObject({
      publishedVersion: 1,
      newest: { ordinal: 1, name: "Heart" },
    });
    const again = { identifier, version: 1, draft: true, mappings: [mapped("2", "z")] };
    expect(await mutate("addCrosswalkMappings", again)).toEqual(drafted(2, ADDED, nothingSkipped));
    expect(await pairs(identifier, 2)).toEqual([...PUBLISHED, "ndc 2 -> rxnorm z"]);
    expect(await versionOf(database, as, named)).toMatchObject({ groupCount: 2, targetCount: 3 });
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it("that was the first version takes the crosswalk with it when it is discarded", async () => {
    const identifier = await makeCrosswalk(commandsOf(database, as), {
      draft: true,
      mappings: [mapped("1", "x")],
    });
    const { containerId } = await crosswalkOf(database, as, identifier);
    expect(await mutate("discardCrosswalkDraft", { identifier, version: 1 })).toEqual({
      message: null,
      crosswalk: null,
      crosswalkVersion: null,
      userErrors: [],
    });
    const text = "query ($identifier: UUID!) { crosswalk(identifier: $identifier) { name } }";
    expect(await dataOf(ask(text, { as, variables: { identifier } }))).toEqual({ crosswalk: null });
    for (const table of ["crosswalk_pair", "crosswalk_group", "crosswalk_bucket", "revision"]) {
      const [row] = await database.reads.execute<{ count: number }>(
        `select count(*)::int as count from ${table} where container_id = ${containerId}`,
      );
      expect([table, row?.count]).toEqual([table, 0]);
    }
  });

  it("that was the first version can be published", async () => {
    const identifier = await makeCrosswalk(commandsOf(database, as), { draft: true });
    const named = { identifier, version: 1 };
    expect(await mutate("publishCrosswalkDraft", named, LATER)).toEqual(edited(1, null));
    expect(await crosswalkOf(database, as, identifier)).toMatchObject({ publishedVersion: 1 });
  });

  it("can be opened, discarded, opened and published again and again", async () => {
    const identifier = await makeCrosswalk(commandsOf(database, as), {
      mappings: [mapped("0", "x")],
    });
    for (let version = 1; version <= 3; version += 1) {
      const named = { identifier, version: version + 1 };
      const mappings = [mapped(`${version}`, "x")];
      const code = { sourceCodeSystem: "ndc", targetCodeSystem: "rxnorm", targetCodes: ["*"] };
      const gone = [{ ...code, sourceCode: `${version - 1}` }];
      await mutate("createCrosswalkDraft", { identifier, version });
      await mutate("deleteCrosswalkMappings", { ...named, draft: true, mappings: gone });
      await mutate("discardCrosswalkDraft", named);
      await mutate("deleteCrosswalkMappings", { identifier, version, draft: true, mappings: gone });
      await mutate("addCrosswalkMappings", { ...named, draft: true, mappings });
      await mutate("publishCrosswalkDraft", named, LAST);
    }
    for (const version of [1, 2, 3, 4]) {
      expect(await pairs(identifier, version)).toEqual([`ndc ${version - 1} -> rxnorm x`]);
    }
    expect(await brokenInvariants(database)).toEqual([]);
  });
});
