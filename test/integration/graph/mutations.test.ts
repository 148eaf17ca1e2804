import { beforeAll, describe, expect, it } from "vitest";
import { anonymous, type Scope, type Viewer } from "../../../src/rules/access/viewer.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, memberOf } from "../../support/viewers.js";
import { makeHeart, makeIcd10cm } from "./world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
let identifier: string;

const ANSWER = `message crosswalk { identifier version } crosswalkVersion { version status }
  invalidCodes skipped { path reason codeSystem code }
  userErrors { __typename message path ... on NotLatestVersion { latestVersion }
    ... on LatestVersionIsDraft { draftVersion } }`;
const CREATE = `mutation ($input: CreateCrosswalkInput!) { createCrosswalk(input: $input) { ${ANSWER} } }`;
const ADD = `mutation ($input: AddCrosswalkMappingsInput!) {
  addCrosswalkMappings(input: $input) { ${ANSWER} } }`;

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  await makeIcd10cm(database);
  identifier = await makeHeart(database);
});

async function run(text: string, input: object, viewer = as): Promise<unknown> {
  return Object.values(await dataOf(ask(text, { as: viewer, variables: { input } })))[0];
}

/** The answer to a request that is refused for what its caller can mend. */
function refused(...userErrors: readonly object[]) {
  const nothing = { message: null, crosswalk: null, crosswalkVersion: null };
  return { ...nothing, invalidCodes: [], skipped: [], userErrors };
}

function fault(path: string, message: string, __typename = "FieldInvalid") {
  return { __typename, message, path: path.split(".") };
}

const nameless = fault("name", "Crosswalk name is required");

describe("createCrosswalk refuses, in data, and does nothing for", () => {
  it.each<readonly [string, object, readonly object[]]>([
    ["no name", {}, [nameless]],
    ["null as a name", { name: null }, [nameless]],
    ["a blank name", { name: " \t" }, [nameless]],
    [
      "a name of 501 characters",
      { name: "n".repeat(501) },
      [fault("name", "Crosswalk name is 501 characters long; at most 500 are allowed")],
    ],
    [
      "an attribute without a key, and a value of 5001 characters, both at once",
      { name: "n", customAttributes: [{ value: "v" }, { key: "k", value: "v".repeat(5001) }] },
      [
        fault("customAttributes.0.key", "Custom attribute key is required"),
        fault(
          "customAttributes.1.value",
          "Custom attribute value is 5001 characters long; at most 5000 are allowed",
        ),
      ],
    ],
    [
      "an organization of others",
      { name: "n", organization: "Other" },
      [fault("organization", "You are not a member of organization Other.", "NotPermitted")],
    ],
  ])("%s", async (_, input, userErrors) => {
    await expectNothingDone(database, () => run(CREATE, input), refused(...userErrors));
  });
});

it("createCrosswalk skips and reports what can't go in, and puts in the rest", async () => {
  const good = { sourceCodeSystem: "icd10cm", sourceCode: "A000", targetCodeSystem: "ndc" };
  const mappings = [
    { ...good, targets: [{ targetCode: "1" }, {}] },
    { ...good, sourceCodeSystem: "nowhere", targets: [{ targetCode: "1" }] },
    { ...good, sourceCode: "Z00", targets: [{ targetCode: "1" }] },
    {
      ...good,
      targetCodeSystem: "icd10cm",
      targets: [{ targetCode: "Z01" }, { targetCode: "Z01" }],
    },
    { ...good, sourceCode: null, targets: [{ targetCode: "1" }] },
    { ...good, targets: [] },
    {},
  ];
  const skip = (path: string, reason: string, codeSystem: string | null, code: string | null) => ({
    path: ["mappings", ...path.split(".")],
    reason,
    codeSystem,
    code,
  });
  expect(await run(CREATE, { name: "With holes", mappings })).toEqual({
    message: null,
    crosswalk: { identifier: expect.stringMatching(/^[-0-9a-f]{36}$/), version: 1 },
    crosswalkVersion: { version: 1, status: "PUBLISHED" },
    invalidCodes: ["Z01"],
    skipped: [
      skip("0.targets.1", "TARGET_CODE_MISSING", "ndc", null),
      skip("1", "CODE_SYSTEM_UNKNOWN", "nowhere", null),
      skip("2", "SOURCE_CODE_INVALID", "icd10cm", "Z00"),
      skip("3.targets.0", "TARGET_CODE_INVALID", "icd10cm", "Z01"),
      skip("3.targets.1", "TARGET_CODE_INVALID", "icd10cm", "Z01"),
      skip("4", "SOURCE_CODE_MISSING", "icd10cm", null),
      skip("5", "TARGET_CODE_MISSING", "ndc", null),
      skip("6", "SOURCE_CODE_SYSTEM_MISSING", null, null),
    ],
    userErrors: [],
  });
});

describe("addCrosswalkMappings", () => {
  const mappings = [
    {
      sourceCodeSystem: "ndc",
      sourceCode: "9",
      targetCodeSystem: "rxnorm",
      targets: [{ targetCode: "9" }],
    },
  ];

  it.each<readonly [string, object, object]>([
    [
      "a version that is not the newest",
      { version: 2, draft: true },
      {
        ...fault("version", "Version 2 is not the newest; the newest is 3.", "NotLatestVersion"),
        latestVersion: 3,
      },
    ],
    [
      "an edit that would pass over a draft",
      { version: 3 },
      {
        ...fault(
          "version",
          "Version 3 is a draft. Publish the draft, or edit it with draft: true.",
          "LatestVersionIsDraft",
        ),
        draftVersion: 3,
      },
    ],
  ])("refuses %s", async (_, input, error) => {
    const work = () => run(ADD, { identifier, mappings, ...input });
    await expectNothingDone(database, work, refused(error));
  });

  it.each<readonly [string, readonly string[]]>([
    ["of another organization", ["Other"]],
    ["of none", []],
  ])("shows a caller %s nothing of the crosswalk", async (_, organizations) => {
    const stranger = await callerOf(database, { organizations });
    const work = () => run(ADD, { identifier, version: 1, mappings }, stranger);
    const unseen = fault("identifier", `There is no crosswalk ${identifier}.`, "ResourceNotFound");
    await expectNothingDone(database, work, refused(unseen));
    const text =
      "query ($input: UUID!) { crosswalk(identifier: $input) { name } crosswalks { totalCount } }";
    const seen = await dataOf(ask(text, { as: stranger, variables: { input: identifier } }));
    expect(seen).toEqual({ crosswalk: null, crosswalks: { totalCount: 0 } });
  });

  it("lets exactly one of several edits through that name one version", async () => {
    const made = (await run(CREATE, { name: "Raced for" })) as {
      crosswalk: { identifier: string };
    };
    const input = { identifier: made.crosswalk.identifier, version: 1, mappings };
    const answers = await Promise.all([1, 2, 3, 4].map(() => run(ADD, input)));
    const won = answers.filter((answer) => (answer as { message: string | null }).message !== null);
    expect(won).toEqual([
      {
        ...refused(),
        message: "Target codes added successfully.",
        crosswalk: { identifier: input.identifier, version: 2 },
        crosswalkVersion: { version: 2, status: "PUBLISHED" },
      },
    ]);
    const lost = answers.filter((answer) => answer !== won[0]);
    expect(lost).toHaveLength(3);
    for (const answer of lost) {
      expect(answer).toMatchObject({
        crosswalk: null,
        userErrors: [{ __typename: "NotLatestVersion", path: ["version"], latestVersion: 2 }],
      });
    }
  });
});

describe.each([
  ["createCrosswalk", CREATE, () => ({ name: "n" })],
  ["addCrosswalkMappings", ADD, () => ({ identifier, version: 3, mappings: [] })],
] as const)("%s is for callers with the scopes alone", (_, text, input) => {
  it.each<readonly [readonly Scope[] | null, boolean, string]>([
    [null, false, "UNAUTHENTICATED: Send a bearer token; POST /oauth/token issues one."],
    [null, true, "UNAUTHENTICATED: Send a bearer token; POST /oauth/token issues one."],
    [["read"], false, "FORBIDDEN: The token lacks the scope write publish."],
    [["read", "write"], false, "FORBIDDEN: The token lacks the scope publish."],
    [["read", "publish"], true, "FORBIDDEN: The token lacks the scope write."],
    [["admin"], true, "FORBIDDEN: The token lacks the scope write."],
  ])("%j with draft %s", async (scopes, draft, error) => {
    const viewer = scopes
      ? await callerOf(database, { user: "demo", organizations: ["Demo"], scopes })
      : anonymous;
    const variables = { input: { ...input(), draft } };
    await expectNothingDone(database, () => errorsOf(ask(text, { as: viewer, variables })), [
      error,
    ]);
  });
});
