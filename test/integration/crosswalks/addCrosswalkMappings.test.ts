import { beforeAll, describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/commands/context.js";
import {
  type AddCrosswalkMappings,
  addCrosswalkMappings,
} from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import { mappingQueries } from "../../../src/store/crosswalks/mappings.js";
import { revision } from "../../../src/store/ledger/tables.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { crosswalkOf, pairsOf, versionOf } from "../../support/readings.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const LATER = new Date("2026-02-03T04:05:06.789Z");
const NOTHING = "Nothing to change.";
const ADDED = "Target codes added successfully.";
let context: CommandContext;

beforeAll(async () => {
  context = commandsOf(database, await memberOf(database, "Demo"), LATER);
});

type Input = Partial<Omit<AddCrosswalkMappings, "identifier">>;

function add(identifier: string, input: Input, as = context) {
  return addCrosswalkMappings(as, { identifier, version: 1, draft: false, ...input });
}

/** The targets of a source code in a version, as they stand in the store. */
async function targetsOf(identifier: string, version: number, sourceCode: string) {
  const at = await versionOf(database, context.viewer, { identifier, version });
  const key = { ...at, sourceSystem: "ndc", sourceCode };
  const [rows] = await mappingQueries(database.reads).ofSources(context.viewer, [key]);
  return rows?.flatMap(({ targets }) => targets) ?? [];
}

describe("addCrosswalkMappings", () => {
  it("makes a version with what was there and what is new, and publishes it", async () => {
    const identifier = await makeCrosswalk(commandsOf(database, context.viewer), {
      name: "Heart",
      description: "d",
      customAttributes: [{ key: "k", value: "v" }],
      mappings: [mapped("2", "x")],
    });
    expect(await add(identifier, { mappings: [mapped("1", "y"), mapped(" 2 ", "w")] })).toEqual({
      ok: true,
      value: { identifier, version: 2, message: ADDED, skipped: [], invalidCodes: [] },
    });
    expect(await pairsOf(database, context.viewer, { identifier, version: 1 })).toEqual([
      "ndc 2 -> rxnorm x",
    ]);
    expect(await pairsOf(database, context.viewer, { identifier, version: 2 })).toEqual([
      "ndc 1 -> rxnorm y",
      "ndc 2 -> rxnorm w",
      "ndc 2 -> rxnorm x",
    ]);
    const { newest, publishedVersion, containerId } = await crosswalkOf(
      database,
      context.viewer,
      identifier,
    );
    expect(publishedVersion).toBe(2);
    expect(newest).toMatchObject({
      name: "Heart",
      description: "d",
      attributes: [{ key: "k", value: "v" }],
      ordinal: 2,
      revision: 2,
      groupCount: 2,
      sourceCodeCount: 2,
      targetCount: 3,
      releasedAt: LATER,
      createdAt: LATER,
      updatedAt: LATER,
      createdBy: "demo",
      updatedBy: "demo",
    });
    const revisions = await database.reads.select().from(revision);
    expect(
      revisions.filter((row) => row.containerId === containerId).map(({ kind }) => kind),
    ).toEqual(["CREATED", "MAPPINGS_ADDED"]);
  });

  it("lays attributes over a pair, replaces its relationship and keeps its identifier", async () => {
    const identifier = await makeCrosswalk(context, {
      mappings: [
        {
          ...mapped("1"),
          targets: [
            {
              targetCode: "x",
              relationship: "EQUIVALENT",
              customAttributes: [
                { key: "a", value: "1" },
                { key: "b", value: "2" },
              ],
            },
          ],
        },
      ],
    });
    const targets = [
      {
        targetCode: " x ",
        relationship: "RELATED_TO" as const,
        customAttributes: [{ key: "c", value: "3" }, { key: "a" }],
      },
    ];
    expect(await add(identifier, { mappings: [{ ...mapped("1"), targets }] })).toMatchObject({
      ok: true,
      value: { version: 2, message: ADDED },
    });
    const [before] = await targetsOf(identifier, 1, "1");
    expect(await targetsOf(identifier, 2, "1")).toEqual([
      {
        ...before,
        relationship: "RELATED_TO",
        attributes: [
          { key: "a", value: null },
          { key: "b", value: "2" },
          { key: "c", value: "3" },
        ],
      },
    ]);
    expect(before?.attributes).toEqual([
      { key: "a", value: "1" },
      { key: "b", value: "2" },
    ]);
  });

  it("lifts a no-map when its source code gets a target", async () => {
    const noMap = { ...mapped("1"), noMap: true };
    const identifier = await makeCrosswalk(context, { mappings: [noMap] });
    await add(identifier, { mappings: [mapped("1", "x")] });
    expect(await pairsOf(database, context.viewer, { identifier, version: 1 })).toEqual([
      "ndc 1 -> rxnorm -",
    ]);
    expect(await pairsOf(database, context.viewer, { identifier, version: 2 })).toEqual([
      "ndc 1 -> rxnorm x",
    ]);
    const again = { version: 2, mappings: [{ ...noMap, targetCodeSystem: "cvx" }] };
    expect(await add(identifier, again)).toMatchObject({ ok: true, value: { version: 3 } });
    expect(await versionOf(database, context.viewer, { identifier, version: 3 })).toMatchObject({
      groupCount: 2,
      sourceCodeCount: 1,
      targetCount: 1,
    });
  });

  it.each(["upper case", "braces"])("finds a crosswalk by its identifier in %s", async (how) => {
    const identifier = await makeCrosswalk(context);
    const spelled = how === "braces" ? `{${identifier}}` : identifier.toUpperCase();
    const result = await add(spelled, { mappings: [mapped("1", "x")] });
    expect(result).toMatchObject(
      how === "braces"
        ? { ok: false, failure: [{ kind: "ResourceNotFound" }] }
        : { ok: true, value: { identifier, version: 2 } },
    );
  });
});

describe("addCrosswalkMappings changes nothing for", () => {
  it.each<readonly [string, Input["mappings"]]>([
    ["no mappings", undefined],
    ["null", null],
    ["an empty list", []],
    ["a pair that is there", [mapped("1", "x")]],
    ["a pair that is there, written otherwise", [mapped(" 1", "x\t")]],
    ["a no-map that is there", [{ ...mapped("2"), noMap: true }]],
  ])("%s", async (_, mappings) => {
    const identifier = await makeCrosswalk(context, {
      mappings: [mapped("1", "x"), { ...mapped("2"), noMap: true }],
    });
    await expectNothingDone(database, () => add(identifier, { mappings }), {
      ok: true,
      value: { identifier, version: 1, message: NOTHING, skipped: [], invalidCodes: [] },
    });
  });

  it("attributes and a relationship that are there", async () => {
    const target = {
      targetCode: "x",
      relationship: "EQUIVALENT" as const,
      customAttributes: [{ key: "a", value: "1" }],
    };
    const mappings = [{ ...mapped("1"), targets: [target] }];
    const identifier = await makeCrosswalk(context, { mappings });
    await expectNothingDone(database, () => add(identifier, { mappings }), {
      ok: true,
      value: { identifier, version: 1, message: NOTHING, skipped: [], invalidCodes: [] },
    });
  });

  it("mappings that are all skipped", async () => {
    const identifier = await makeCrosswalk(context);
    const mappings = [{ ...mapped("1", "x"), sourceCodeSystem: "nowhere" }, {}];
    await expectNothingDone(database, () => add(identifier, { mappings }), {
      ok: true,
      value: {
        identifier,
        version: 1,
        message: NOTHING,
        skipped: [
          {
            path: ["mappings", "0"],
            reason: "CODE_SYSTEM_UNKNOWN",
            codeSystem: "nowhere",
            code: null,
          },
          {
            path: ["mappings", "1"],
            reason: "SOURCE_CODE_SYSTEM_MISSING",
            codeSystem: null,
            code: null,
          },
        ],
        invalidCodes: [],
      },
    });
  });
});
