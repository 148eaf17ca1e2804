import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { mutationsAs } from "../../support/crosswalkGraph.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { grantLicence, memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
let identifier: string;
const mutate = mutationsAs(ask, () => as);

const icd = { sourceCodeSystem: "icd10cm", targetCodeSystem: "icd10cm" };

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  await importConcepts(database, { codeSystem: "icd10cm", version: "1" }, [
    { code: "A00.0" },
    { code: "A00.1" },
    { code: "B01.0" },
  ]);
  const context = commandsOf(database, as);
  identifier = await makeCrosswalk(context, {
    name: "Heart 100%",
    description: "Of the_heart",
    mappings: [
      {
        ...icd,
        sourceCode: "A000",
        targets: [
          { targetCode: "B010", customAttributes: [{ key: "k", value: "v" }, { key: "l" }] },
          { targetCode: "A00.1" },
        ],
      },
      { ...icd, sourceCode: "A001", targetCodeSystem: "ndc", targets: [{ targetCode: "n1" }] },
      {
        ...mapped("1", "x"),
        targets: [{ targetCode: "x", customAttributes: [{ key: "k", value: "w" }] }],
      },
      { ...mapped("2"), noMap: true },
    ],
  });
  await makeCrosswalk(context, {
    name: "Liver",
    mappings: [mapped("1", "A00.0"), mapped("3", "y")],
  });
  const draft = { identifier, version: 1, draft: true };
  await mutate("addCrosswalkMappings", { ...draft, mappings: [mapped("draft", "drafted")] });
  await mutate("updateCrosswalk", { ...draft, version: 2, name: "Kidney" });
  const other = commandsOf(database, await memberOf(database, "Other"));
  await makeCrosswalk(other, { name: "Heart of others", mappings: [mapped("1", "x")] });
  const old = await makeCrosswalk(context, { name: "Old heart", mappings: [mapped("1", "x")] });
  await mutate("archiveCrosswalk", { identifier: old });
});

describe("crosswalks, newest published versions alone,", () => {
  const HEART = "Kidney";
  const LIVER = "Liver";
  it.each<readonly [string, readonly string[]]>([
    ["", [LIVER, HEART]],
    ['sourceCodeSystem: "ndc"', [LIVER, HEART]],
    ['sourceCodeSystem: " icd10cm "', [HEART]],
    ['sourceCodeSystem: "ICD10CM"', []],
    ['sourceCodeSystem: "nowhere"', []],
    ['sourceCodeSystem: ""', [LIVER, HEART]],
    ['sourceCodeSystem: "icd10cm", sourceCode: "A000"', [HEART]],
    ['sourceCodeSystem: "icd10cm", sourceCode: "A00.0"', [HEART]],
    ['sourceCodeSystem: "ndc", sourceCode: "A00.0"', []],
    ['sourceCode: "A000"', [HEART]],
    ['sourceCode: " 1 "', [LIVER, HEART]],
    ['sourceCode: "3"', [LIVER]],
    ['sourceCode: "2"', [HEART]],
    ['sourceCode: "draft"', []],
    ['targetCodeSystem: "rxnorm"', [LIVER, HEART]],
    ['targetCodeSystem: "ndc"', [HEART]],
    ['targetCode: "A000"', [LIVER]],
    ['targetCodeSystem: "icd10cm", targetCode: "A001"', [HEART]],
    ['targetCodeSystem: "rxnorm", targetCode: "x"', [HEART]],
    ['targetCode: "drafted"', []],
    ['sourceCode: "1", targetCode: "x"', [HEART]],
    ['sourceCode: "1", targetCode: "x", q: "liver"', []],
    ['q: "heart"', [HEART]],
    ['q: "100%"', [HEART]],
    ['q: "0%h"', []],
    ['q: "the_"', [HEART]],
    ['q: "f_t"', []],
    ['q: "kidney"', []],
    ['q: " LIV "', [LIVER]],
    ['q: "heart", includeArchived: true', ["Old heart", HEART]],
    ['sourceCode: "1", targetCode: "x", includeArchived: true', ["Old heart", HEART]],
    ['organization: "Demo", q: "liver"', [LIVER]],
    ['organization: "Other"', []],
    ["sourceCode: null, q: null, organization: null, includeArchived: null", [LIVER, HEART]],
  ])("that meet (%s)", async (filter, names) => {
    const args = filter === "" ? "" : `(${filter})`;
    const data = await dataOf(ask(`{ crosswalks${args} { totalCount nodes { name } } }`, { as }));
    const nodes = names.map((name) => ({ name }));
    expect(data).toEqual({ crosswalks: { totalCount: names.length, nodes } });
  });
});

function mappings(filter: object, page = "") {
  const text = `query ($identifier: UUID!, $filter: CrosswalkMappingFilter) {
    crosswalk(identifier: $identifier) { atVersion(version: 1) {
      mappings(filter: $filter${page}) { totalCount currentPage pageSize nodes {
        sourceCode targetCodeSystem } } } } }`;
  return ask(text, { as, variables: { identifier, filter } });
}

interface Found {
  readonly totalCount: number;
  readonly nodes: readonly { readonly sourceCode: string; readonly targetCodeSystem: string }[];
}

async function found(...of: Parameters<typeof mappings>): Promise<Found> {
  const data = await dataOf<{ crosswalk: { atVersion: { mappings: Found } } }>(mappings(...of));
  return data.crosswalk.atVersion.mappings;
}

const TO_ICD = "A00.0 icd10cm";
const TO_NDC = "A00.1 ndc";
const ONE = "1 rxnorm";
const NONE = "2 rxnorm";

describe("mappings of a version", () => {
  it.each<readonly [object, readonly string[]]>([
    [{}, [TO_ICD, TO_NDC, ONE, NONE]],
    [{ q: " ", sourceCodeSystem: null, attribute: null }, [TO_ICD, TO_NDC, ONE, NONE]],
    [{ sourceCodeSystem: "ndc" }, [ONE, NONE]],
    [{ sourceCodeSystem: "nowhere" }, []],
    [{ sourceCodes: ["A000", " 2 "] }, [TO_ICD, NONE]],
    [{ sourceCodeSystem: "icd10cm", sourceCodes: ["A000", "A00.1"] }, [TO_ICD, TO_NDC]],
    [{ sourceCodeSystem: "ndc", sourceCodes: ["A000"] }, []],
    [{ sourceCodes: [] }, []],
    [{ targetCodeSystem: "rxnorm" }, [ONE, NONE]],
    [{ targetCodes: ["B010", "x"] }, [TO_ICD, ONE]],
    [{ targetCodeSystem: "icd10cm", targetCodes: ["A001"] }, [TO_ICD]],
    [{ attribute: { key: "k" } }, [TO_ICD, ONE]],
    [{ attribute: { key: " k ", value: " w " } }, [ONE]],
    [{ attribute: { key: "K" } }, []],
    [{ attribute: { key: "l", value: null } }, [TO_ICD]],
    [{ attribute: { key: "l", value: "v" } }, []],
    [{ q: "A00" }, [TO_ICD, TO_NDC]],
    [{ q: "n1" }, [TO_NDC]],
    [{ q: "B01" }, [TO_ICD]],
    [{ q: "B010" }, [TO_ICD]],
    [{ q: "A001" }, [TO_ICD, TO_NDC]],
    [{ q: "name b01.0" }, [TO_ICD]],
    [{ q: "nam" }, []],
    [{ q: "A00", targetCodeSystem: "ndc" }, [TO_NDC]],
  ])("that meet %j", async (filter, expected) => {
    const { totalCount, nodes } = await found(filter);
    expect(nodes.map((node) => `${node.sourceCode} ${node.targetCodeSystem}`)).toEqual(expected);
    expect(totalCount).toBe(expected.length);
  });

  it("are paged as all mappings are", async () => {
    const filter = { q: "A00" };
    expect(await found(filter, ", pageSize: 1, pageNumber: 2")).toEqual({
      totalCount: 2,
      currentPage: 2,
      pageSize: 1,
      nodes: [{ sourceCode: "A00.1", targetCodeSystem: "ndc" }],
    });
    expect(await found(filter, ", pageSize: 100")).toMatchObject({ pageSize: 10 });
    expect(await found(filter, ", first: 2000")).toMatchObject({ pageSize: 1000 });
  });

  it("are not found by words of a licensed display, but with the licence", async () => {
    await grantLicence(database, {
      to: "Demo",
      licensor: "ADA",
      expiresAt: new Date("2026-02-01"),
    });
    const licensed = await memberOf(database, "Demo");
    await importConcepts(database, { codeSystem: "cdt", version: "1" }, ["D0001"]);
    const dental = await makeCrosswalk(commandsOf(database, licensed), {
      mappings: [{ ...mapped("1", "D0001"), targetCodeSystem: "cdt" }],
    });
    const text = `query ($identifier: UUID!) { crosswalk(identifier: $identifier) { latestVersion {
      mappings(filter: { q: "Name of" }) { totalCount nodes { sourceCode } } } } }`;
    const count = async (viewer: Viewer) =>
      JSON.stringify(await dataOf(ask(text, { as: viewer, variables: { identifier: dental } })));
    expect(await count(as)).toContain('"totalCount":0,"nodes":[]');
    expect(await count(licensed)).toContain('"totalCount":1,"nodes":[{"sourceCode":"1"}]');
  });

  it.each<readonly [object, string]>([
    [{ sourceCodes: Array(1001).fill("1") }, "1001 codes are given; at most 1000 are allowed."],
    [{ targetCodes: Array(1001).fill("1") }, "1001 codes are given; at most 1000 are allowed."],
    [{ attribute: { value: "v" } }, "attribute has no key."],
    [{ attribute: { key: " " } }, "attribute has no key."],
  ])("refuse a filter that can't be meant", async (filter, message) => {
    expect(await errorsOf(mappings(filter))).toEqual([`BAD_USER_INPUT: ${message}`]);
  });
});
