import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { pairIdentifier } from "../../../src/rules/crosswalks/changes.js";
import { dataOf, graphOver, type Variables } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { FIRST, makeHeart, makeIcd10cm, SECOND, THIRD } from "./world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
let identifier: string;

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  await makeIcd10cm(database);
  identifier = await makeHeart(database);
});

function query(text: string, variables: Variables = {}) {
  return dataOf(ask(text, { as, variables: { identifier, ...variables } }));
}

/** Fields of a version of Heart. */
async function version(number: number, fields: string): Promise<unknown> {
  const data = await query(
    `query ($identifier: UUID!, $number: Int!) {
      crosswalk(identifier: $identifier) { atVersion(version: $number) { ${fields} } }
    }`,
    { number },
  );
  return (data.crosswalk as Record<string, unknown> | null)?.atVersion;
}

const MAPPING = `sourceCode sourceDisplay sourceCodeSystem targetCodeSystem noMap
  sourceConcept { code } targets { targetCode }`;

const cholera = {
  sourceCode: "A00.0",
  sourceDisplay: "Cholera due to Vibrio cholerae 01",
  sourceCodeSystem: "icd10cm",
  targetCodeSystem: "ndc",
  noMap: false,
  sourceConcept: { code: "A00.0" },
  targets: [{ targetCode: "10" }, { targetCode: "2" }],
};
const ndc = (sourceCode: string, target: string, targets: readonly string[]) => ({
  sourceCode,
  sourceDisplay: null,
  sourceCodeSystem: "ndc",
  targetCodeSystem: target,
  noMap: targets.length === 0,
  sourceConcept: null,
  targets: targets.map((targetCode) => ({ targetCode })),
});

describe("Crosswalk", () => {
  it("is what its newest version says, a draft too", async () => {
    const fields = `identifier name description customAttributes { key value } version archivedAt
      createdAt createdBy updatedAt updatedBy organization { name displayName }
      latestVersion { version status } publishedVersion { version status }`;
    expect(
      await query(
        `query ($identifier: UUID!) { crosswalk(identifier: $identifier) { ${fields} } }`,
      ),
    ).toEqual({
      crosswalk: {
        identifier,
        name: "Heart",
        description: "Of the heart",
        customAttributes: [
          { key: "b", value: "1" },
          { key: "a", value: null },
        ],
        version: 3,
        archivedAt: null,
        createdAt: FIRST.toISOString(),
        createdBy: "demo",
        updatedAt: THIRD.toISOString(),
        updatedBy: "demo",
        organization: { name: "Demo", displayName: "Demo organization" },
        latestVersion: { version: 3, status: "DRAFT" },
        publishedVersion: { version: 2, status: "PUBLISHED" },
      },
    });
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, null],
    [0, null],
    [-1, null],
    [2_147_483_647, null],
  ])("has at version %i: %s", async (number, found) => {
    expect(await version(number, "version")).toEqual(found && { version: found });
  });

  it("lists its versions, newest first", async () => {
    const data = await query(
      `query ($identifier: UUID!) { crosswalk(identifier: $identifier) {
        versions { totalCount nodes { version } } } }`,
    );
    const nodes = [3, 2, 1].map((number) => ({ version: number }));
    expect(data).toEqual({ crosswalk: { versions: { totalCount: 3, nodes } } });
  });

  it.each(["upper case", "braces"])("is found by its identifier in %s", async (how) => {
    const spelled = how === "braces" ? `{${identifier}}` : identifier.toUpperCase();
    const text = "query ($identifier: UUID!) { crosswalk(identifier: $identifier) { identifier } }";
    expect(await query(text, { identifier: spelled })).toEqual({ crosswalk: { identifier } });
  });

  it("is null where there is none", async () => {
    const text = "query ($identifier: UUID!) { crosswalk(identifier: $identifier) { name } }";
    const nobody = "00000000-0000-4000-8000-000000000000";
    expect(await query(text, { identifier: nobody })).toEqual({ crosswalk: null });
  });

  it("is listed, newest created first, archived ones when asked for", async () => {
    const make = `mutation ($name: String) {
      createCrosswalk(input: { name: $name }) { crosswalk { identifier } } }`;
    for (const name of ["Second", "Third"]) await query(make, { name });
    await database.reads.execute(
      `update crosswalk set archived_at = '${SECOND.toISOString()}' where container_id =
        (select container_id from crosswalk_version where name = 'Second')`,
    );
    const list = async (args: string) =>
      (await query(`{ crosswalks${args} { totalCount nodes { name archivedAt } } }`)).crosswalks;
    const third = { name: "Third", archivedAt: null };
    const second = { name: "Second", archivedAt: SECOND.toISOString() };
    const heart = { name: "Heart", archivedAt: null };
    const active = { totalCount: 2, nodes: [third, heart] };
    expect(await list("")).toEqual(active);
    expect(await list("(includeArchived: false)")).toEqual(active);
    expect(await list("(includeArchived: null)")).toEqual(active);
    const all = { totalCount: 3, nodes: [third, second, heart] };
    expect(await list("(includeArchived: true)")).toEqual(all);
    expect(await list('(organization: "Demo", includeArchived: true)')).toEqual(all);
    expect(await list("(organization: null)")).toEqual(active);
    expect(await list('(organization: "Other")')).toEqual({ totalCount: 0, nodes: [] });
  });
});

describe("CrosswalkVersion", () => {
  it.each([
    [1, "PUBLISHED", FIRST, FIRST, [2, 2]],
    [2, "PUBLISHED", SECOND, SECOND, [2, 3]],
    [3, "DRAFT", null, THIRD, [3, 4]],
  ] as const)("%i is %s", async (number, status, publishedAt, madeAt, counts) => {
    const fields = `version label name description customAttributes { key value } status publishedAt
      createdAt createdBy updatedAt updatedBy sourceCodeCount targetCount
      crosswalk { identifier version } previousVersion { version }`;
    expect(await version(number, fields)).toEqual({
      version: number,
      label: String(number),
      name: "Heart",
      description: "Of the heart",
      customAttributes: [
        { key: "b", value: "1" },
        { key: "a", value: null },
      ],
      status,
      publishedAt: publishedAt?.toISOString() ?? null,
      createdAt: madeAt.toISOString(),
      createdBy: "demo",
      updatedAt: madeAt.toISOString(),
      updatedBy: "demo",
      sourceCodeCount: counts[0],
      targetCount: counts[1],
      crosswalk: { identifier, version: 3 },
      previousVersion: number === 1 ? null : { version: number - 1 },
    });
  });

  it.each([
    [1, [cholera, ndc("1", "rxnorm", [])]],
    [2, [cholera, ndc("1", "icd10cm", ["A00.9"]), ndc("1", "rxnorm", [])]],
    [
      3,
      [
        cholera,
        ndc("1", "icd10cm", ["A00.9"]),
        ndc("1", "rxnorm", []),
        ndc("7", "icd10cm", ["A00.9"]),
      ],
    ],
  ])("%i maps what it mapped", async (number, nodes) => {
    expect(await version(number, `mappings { totalCount nodes { ${MAPPING} } }`)).toEqual({
      mappings: { totalCount: nodes.length, nodes },
    });
  });

  it.each<readonly [string, readonly unknown[]]>([
    ['sourceCodeSystem: "icd10cm", sourceCode: "A00.0"', [cholera]],
    ['sourceCodeSystem: "icd10cm", sourceCode: " A000 "', [cholera]],
    ['sourceCodeSystem: "icd10cm", sourceCode: "A00.0", targetCodeSystem: "ndc"', [cholera]],
    ['sourceCodeSystem: "icd10cm", sourceCode: "A00.0", targetCodeSystem: null', [cholera]],
    ['sourceCodeSystem: "icd10cm", sourceCode: "A00.0", targetCodeSystem: "cvx"', []],
    [
      'sourceCodeSystem: "ndc", sourceCode: "1"',
      [ndc("1", "icd10cm", ["A00.9"]), ndc("1", "rxnorm", [])],
    ],
    [
      'sourceCodeSystem: "ndc", sourceCode: "1", targetCodeSystem: "rxnorm"',
      [ndc("1", "rxnorm", [])],
    ],
    ['sourceCodeSystem: "ndc", sourceCode: "7"', []],
    ['sourceCodeSystem: "ndc", sourceCode: ""', []],
    ['sourceCodeSystem: "nowhere", sourceCode: "1"', []],
    ['sourceCodeSystem: "ndc", sourceCode: "\\u0000"', []],
    ['sourceCodeSystem: "\\u0000", sourceCode: "1"', []],
  ])("2 says of the source code %s", async (args, mapping) => {
    expect(await version(2, `mapping(${args}) { ${MAPPING} }`)).toEqual({ mapping });
  });
});

describe("CrosswalkTarget", () => {
  it("knows both ends, its own identifier and the version it was read in", async () => {
    const fields = `mappings(first: 1) { nodes { targets {
      identifier targetCode targetDisplay targetCodeSystem customAttributes { key value } relationship
      targetConcept { code } sourceCode sourceDisplay sourceCodeSystem sourceConcept { code }
      crosswalkVersion { version } } } }`;
    const key = (targetCode: string) => ({
      sourceSystem: "icd10cm",
      sourceCode: "A00.0",
      targetSystem: "ndc",
      targetCode,
    });
    const target = (targetCode: string) => ({
      identifier: pairIdentifier(identifier, key(targetCode)),
      targetCode,
      targetDisplay: null,
      targetCodeSystem: "ndc",
      targetConcept: null,
      sourceCode: "A00.0",
      sourceDisplay: "Cholera due to Vibrio cholerae 01",
      sourceCodeSystem: "icd10cm",
      sourceConcept: { code: "A00.0" },
      crosswalkVersion: { version: 2 },
    });
    expect(await version(2, fields)).toEqual({
      mappings: {
        nodes: [
          {
            targets: [
              { ...target("10"), customAttributes: [], relationship: null },
              {
                ...target("2"),
                customAttributes: [{ key: "k", value: "v" }],
                relationship: "EQUIVALENT",
              },
            ],
          },
        ],
      },
    });
  });

  it("shows the target's display and concept", async () => {
    const fields = `mapping(sourceCodeSystem: "ndc", sourceCode: "7") {
      targets { targetDisplay targetConcept { code url } sourceDisplay sourceConcept { code } } }`;
    expect(await version(3, fields)).toEqual({
      mapping: [
        {
          targets: [
            {
              targetDisplay: "Name of A00.9",
              targetConcept: { code: "A00.9", url: "/orgs/CDC/sources/ICD-10-CM/concepts/A00.9/" },
              sourceDisplay: null,
              sourceConcept: null,
            },
          ],
        },
      ],
    });
  });
});
