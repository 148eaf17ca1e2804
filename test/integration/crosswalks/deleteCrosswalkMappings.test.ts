import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import {
  edited,
  fieldInvalid,
  mutationsAs,
  nothingSkipped,
  refusedBy,
} from "../../support/crosswalkGraph.js";
import { graphOver } from "../../support/graph.js";
import { pairsOf, versionOf } from "../../support/readings.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, grantLicence, memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
let as: Viewer;
const mutate = mutationsAs(graphOver(database), () => as);
const DELETED = "Target codes deleted successfully.";
const NOTHING = "Nothing to change.";

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  await importConcepts(database, { codeSystem: "icd10cm", version: "1" }, ["A00.0", "A00.1"]);
});

const icd = { sourceCodeSystem: "icd10cm", targetCodeSystem: "icd10cm" };
const ndc = { sourceCodeSystem: "ndc", targetCodeSystem: "rxnorm" };

/** ndc 1 to three targets, ndc 2 to one, ndc 3 to none, icd10cm A00.0 to A00.1. */
function make(): Promise<string> {
  return makeCrosswalk(commandsOf(database, as), {
    mappings: [
      mapped("1", "x", "y", "z"),
      mapped("2", "x"),
      { ...mapped("3"), noMap: true },
      { ...icd, sourceCode: "A00.0", targets: [{ targetCode: "A00.1" }] },
    ],
  });
}

const WHOLE = [
  "icd10cm A00.0 -> icd10cm A00.1",
  "ndc 1 -> rxnorm x",
  "ndc 1 -> rxnorm y",
  "ndc 1 -> rxnorm z",
  "ndc 2 -> rxnorm x",
  "ndc 3 -> rxnorm -",
];

function left(identifier: string, version: number): Promise<readonly string[]> {
  return pairsOf(database, as, { identifier, version });
}

function skip(path: string, reason: string, codeSystem: string | null, code: string | null) {
  return { path: ["mappings", ...path.split(".")], reason, codeSystem, code };
}

describe("deleteCrosswalkMappings", () => {
  it("makes a version without the targets that are named, and publishes it", async () => {
    const identifier = await make();
    const mappings = [{ ...ndc, sourceCode: " 1 ", targetCodes: ["x", " z "] }];
    expect(await mutate("deleteCrosswalkMappings", { identifier, version: 1, mappings })).toEqual(
      edited(2, DELETED, nothingSkipped),
    );
    expect(await left(identifier, 1)).toEqual(WHOLE);
    expect(await left(identifier, 2)).toEqual(WHOLE.filter((pair) => !/ 1 -> \w+ [xz]/.test(pair)));
    expect(await versionOf(database, as, { identifier, version: 2 })).toMatchObject({
      groupCount: 4,
      sourceCodeCount: 4,
      targetCount: 3,
    });
  });

  it("deletes a whole source code, and a no-map, by a star", async () => {
    const identifier = await make();
    const mappings = ["1", "3"].map((sourceCode) => ({ ...ndc, sourceCode, targetCodes: ["*"] }));
    expect(await mutate("deleteCrosswalkMappings", { identifier, version: 1, mappings })).toEqual(
      edited(2, DELETED, nothingSkipped),
    );
    expect(await left(identifier, 2)).toEqual([WHOLE[0], WHOLE[4]]);
  });

  it("takes codes with and without their dots", async () => {
    const identifier = await make();
    const mappings = [{ ...icd, sourceCode: "A000", targetCodes: ["A001"] }];
    expect(await mutate("deleteCrosswalkMappings", { identifier, version: 1, mappings })).toEqual(
      edited(2, DELETED, nothingSkipped),
    );
    expect(await left(identifier, 2)).toEqual(WHOLE.slice(1));
  });

  it("skips what is incomplete, unknown or not there, says why, and deletes the rest", async () => {
    const identifier = await make();
    const mappings = [
      { sourceCode: "1", targetCodeSystem: "rxnorm", targetCodes: ["x"] },
      { ...ndc, sourceCode: " ", targetCodes: ["x"] },
      { sourceCodeSystem: "ndc", sourceCode: "1", targetCodes: ["x"] },
      { ...ndc, sourceCode: "1" },
      { ...ndc, sourceCode: "1", targetCodes: [] },
      { ...ndc, sourceCode: "1", targetCodes: ["", "q", "y"] },
      { ...ndc, sourceCode: "9", targetCodes: ["*"] },
      { ...icd, sourceCode: "A00.0", targetCodes: ["nonsense", "A00.0", "nonsense"] },
      { ...ndc, targetCodeSystem: "nowhere", sourceCode: "1", targetCodes: ["x"] },
      { ...ndc, sourceCode: "1", targetCodes: ["y"] },
      {},
    ];
    expect(await mutate("deleteCrosswalkMappings", { identifier, version: 1, mappings })).toEqual(
      edited(2, DELETED, {
        invalidCodes: ["nonsense"],
        skipped: [
          skip("0", "SOURCE_CODE_SYSTEM_MISSING", null, "1"),
          skip("1", "SOURCE_CODE_MISSING", "ndc", null),
          skip("2", "TARGET_CODE_SYSTEM_MISSING", null, "1"),
          skip("3", "TARGET_CODE_MISSING", "rxnorm", "1"),
          skip("4", "TARGET_CODE_MISSING", "rxnorm", "1"),
          skip("5.targetCodes.0", "TARGET_CODE_MISSING", "rxnorm", null),
          skip("5.targetCodes.1", "NOT_MAPPED", "rxnorm", "q"),
          skip("6.targetCodes.0", "NOT_MAPPED", "rxnorm", null),
          skip("7.targetCodes.0", "TARGET_CODE_INVALID", "icd10cm", "nonsense"),
          skip("7.targetCodes.1", "NOT_MAPPED", "icd10cm", "A00.0"),
          skip("7.targetCodes.2", "TARGET_CODE_INVALID", "icd10cm", "nonsense"),
          skip("8.targetCodes.0", "CODE_SYSTEM_UNKNOWN", "nowhere", "x"),
          skip("9.targetCodes.0", "DUPLICATE", "rxnorm", "y"),
          skip("10", "SOURCE_CODE_SYSTEM_MISSING", null, null),
        ],
      }),
    );
    expect(await left(identifier, 2)).toEqual(WHOLE.filter((pair) => pair !== WHOLE[2]));
  });

  it("deletes a pair whose code or licence has gone", async () => {
    const mappings = [
      { sourceCodeSystem: "cpt2025", sourceCode: "93351", targetCodeSystem: "icd10cm" },
    ];
    const now = new Date("2026-02-01T00:00:00.000Z");
    const until = new Date("2026-01-20T00:00:00.000Z");
    await grantLicence(database, { to: "Demo", licensor: "AMA", expiresAt: until });
    const licensed = await callerOf(database, { user: "demo", organizations: ["Demo"] });
    const identifier = await makeCrosswalk(commandsOf(database, licensed), {
      mappings: mappings.map((of) => ({ ...of, targets: [{ targetCode: "A00.1" }] })),
    });
    await importConcepts(database, { codeSystem: "icd10cm", version: "2" }, ["A00.0"]);
    as = await callerOf(database, { user: "demo", organizations: ["Demo"] }, now);
    const input = mappings.map((of) => ({ ...of, targetCodes: ["A001", "A002"] }));
    expect(
      await mutate("deleteCrosswalkMappings", { identifier, version: 1, mappings: input }),
    ).toEqual(
      edited(2, DELETED, {
        invalidCodes: ["A002"],
        skipped: [skip("0.targetCodes.1", "TARGET_CODE_INVALID", "icd10cm", "A002")],
      }),
    );
    expect(await left(identifier, 2)).toEqual([]);
  });

  it("does not tell the codes of a system that the caller has no licence for", async () => {
    await importConcepts(database, { codeSystem: "cdt", version: "1" }, ["D0001"]);
    const identifier = await make();
    const targetCodes = ["D0001", "D0002"];
    const mappings = [{ ...ndc, targetCodeSystem: "cdt", sourceCode: "1", targetCodes }];
    await expectNothingDone(
      database,
      () => mutate("deleteCrosswalkMappings", { identifier, version: 1, mappings }),
      edited(1, NOTHING, {
        invalidCodes: [],
        skipped: targetCodes.map((code, at) =>
          skip(`0.targetCodes.${at}`, "NOT_MAPPED", "cdt", code),
        ),
      }),
    );
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["an empty list", []],
  ])("changes nothing for %s", async (_, mappings) => {
    const identifier = await make();
    await expectNothingDone(
      database,
      () => mutate("deleteCrosswalkMappings", { identifier, version: 1, mappings }),
      edited(1, NOTHING, nothingSkipped),
    );
  });

  it("refuses more than 10,000 pairs", async () => {
    const identifier = await make();
    const targetCodes = Array.from({ length: 10_001 }, (_, at) => `${at}`);
    const mappings = [{ ...ndc, sourceCode: "1", targetCodes }];
    const message = "Mappings: 10001 pairs are named; at most 10000 are allowed in one request";
    await expectNothingDone(
      database,
      () => mutate("deleteCrosswalkMappings", { identifier, version: 1, mappings }),
      { ...refusedBy(fieldInvalid("mappings", message)), ...nothingSkipped },
    );
  });

  it("deletes 10,000 pairs at once", async () => {
    const codes = Array.from({ length: 10_000 }, (_, at) => `t${at}`);
    const identifier = await makeCrosswalk(commandsOf(database, as), {
      mappings: [mapped("1", ...codes)],
    });
    const mappings = [{ ...ndc, sourceCode: "1", targetCodes: codes }];
    expect(await mutate("deleteCrosswalkMappings", { identifier, version: 1, mappings })).toEqual(
      edited(2, DELETED, nothingSkipped),
    );
    expect(await versionOf(database, as, { identifier, version: 2 })).toMatchObject({
      groupCount: 0,
      targetCount: 0,
    });
  });
});
