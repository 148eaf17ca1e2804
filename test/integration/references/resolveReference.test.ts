import { beforeAll, expect, it } from "vitest";
import { createCollectionVersion } from "../../../src/commands/collections/createCollectionVersion.js";
import { editCollection } from "../../../src/commands/collections/editCollection.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf } from "../../support/commands.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeCollection, makeSystem, release } from "./world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let demo: Viewer;
const C = "/orgs/Demo/collections/C/";
const S = "/orgs/Demo/sources/S/";

beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  demo = await memberOf(database, "Demo");
  const context = commandsOf(database, demo);
  await makeSystem(context, "S", ["A"]);
  await release(context, "s", "1");
  await makeSystem(context, "T", ["A"]);
  await makeCollection(context, "C");
  await createCollectionVersion(context, { collection: C, version: "c1" });
  await makeCollection(context, "Own");
  const own = "/orgs/Demo/collections/Own/";
  await editCollection(context, { collection: own, publicAccess: "NONE" });
  expect(await add(context, C, { expressions: [`${S}concepts/A/`] })).toHaveLength(1);
});

const text = `query ($references: [ReferenceInput!], $expressions: [String!]) {
  resolveReference(references: $references, expressions: $expressions) {
    request resolved resolutionUrl
    codeSystemVersion { label url codeSystem { shortCode } }
    collectionVersion { label url collection { shortCode } }
  }
}`;

interface Resolved {
  readonly request: string;
  readonly resolved: boolean;
  readonly resolutionUrl: string | null;
  readonly codeSystemVersion: { readonly label: string; readonly url: string } | null;
  readonly collectionVersion: { readonly label: string; readonly url: string } | null;
}

/** What is answered, each in a line: `request → label url`. */
async function resolved(
  variables: { readonly references?: readonly object[]; readonly expressions?: readonly string[] },
  as = demo,
): Promise<readonly string[]> {
  const { resolveReference: all } = await dataOf<{ resolveReference: readonly Resolved[] }>(
    ask(text, { as, variables }),
  );
  return all.map((one) => {
    const version = one.codeSystemVersion ?? one.collectionVersion;
    expect(one.resolved).toBe(version !== null);
    expect(one.resolutionUrl).toBe(version?.url ?? null);
    return `${one.request} → ${version ? `${version.label} ${version.url}` : "nothing"}`;
  });
}

it("references are resolved to code systems and collections at the versions that are meant", async () => {
  const expressions = [
    S,
    `${S}1/concepts/?q=a`,
    `${S}HEAD/concepts/nowhere/`,
    `${S}2/`,
    "http://demo.org/S",
    "http://demo.org/S|1",
    "http://demo.org/T",
    `${C}`,
    `${C}c1/`,
    "/orgs/foobar/",
    "/orgs/Demo/sources/Nothing/",
    "/concepts/?q=a",
  ];
  const references = [
    { system: S, version: "1", code: "A" },
    { valueset: [`${C}c1/`] },
    { expression: `${S}latest/concepts/A/` },
  ];
  expect(await resolved({ expressions, references })).toEqual([
    `${S} → 1 ${S}1/`,
    `${S}1/concepts/?q=a → 1 ${S}1/`,
    `${S}HEAD/concepts/nowhere/ → HEAD ${S}`,
    `${S}2/ → nothing`,
    `http://demo.org/S → 1 ${S}1/`,
    `http://demo.org/S|1 → 1 ${S}1/`,
    "http://demo.org/T → HEAD /orgs/Demo/sources/T/",
    `${C} → HEAD ${C}`,
    `${C}c1/ → c1 ${C}c1/`,
    "/orgs/foobar/ → nothing",
    "/orgs/Demo/sources/Nothing/ → nothing",
    "/concepts/?q=a → nothing",
    `${S}1/concepts/A/ → 1 ${S}1/`,
    `${C}c1/concepts/ → c1 ${C}c1/`,
    `${S}latest/concepts/A/ → 1 ${S}1/`,
  ]);
  expect(await resolved({})).toEqual([]);
});

it("what the caller may not read is not there", async () => {
  const own = "/orgs/Demo/collections/Own/";
  const other = await memberOf(database, "Other");
  expect(await resolved({ expressions: [own] })).toEqual([`${own} → HEAD ${own}`]);
  for (const as of [anonymous, other]) {
    expect(await resolved({ expressions: [own, S] }, as)).toEqual([
      `${own} → nothing`,
      `${S} → 1 ${S}1/`,
    ]);
  }
  const blind = await callerOf(database, { scopes: ["write"] });
  expect(await errorsOf(ask(text, { as: blind, variables: { expressions: [S] } }))).toEqual([
    "FORBIDDEN: The token lacks the scope read.",
  ]);
});

it("parts that say nothing refuse the request", async () => {
  const references = [{ version: "1" }];
  const [error] = await errorsOf(ask(text, { as: demo, variables: { references } }));
  expect(error).toMatch(/^BAD_USER_INPUT: .*version must be of a system/);
});
