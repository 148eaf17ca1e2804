import { beforeAll, describe, expect, it } from "vitest";
import { addReferences } from "../../../src/commands/references/addReferences.js";
import { encodeOpaque } from "../../../src/kernel/opaque.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCollection, makeMapping } from "../../support/commands.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { queuedImport } from "../../support/jobs.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, memberOf } from "../../support/viewers.js";
import { nodeTypes } from "./nodes.js";
import { makeHeart, makeIcd10cm } from "./world.js";

const { database, takeStatements } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
let heart: string;
let job: string;

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  await makeIcd10cm(database);
  heart = await makeHeart(database);
  const keeper = commandsOf(database, as);
  const collection = await makeCollection(keeper, "Found");
  const expressions = ["/orgs/CDC/sources/ICD-10-CM/concepts/A00/"];
  await addReferences(keeper, { collection, expressions, mode: "DYNAMIC" });
  const cdc = commandsOf(database, await callerOf(database, { organizations: ["CDC"] }));
  await makeMapping(cdc, { codeSystem: "icd10cm", fromConcept: "A00", toConcept: "Z99" });
  const owner = {
    ...as,
    organizations: (await callerOf(database, { organizations: ["CDC-NCIRD"] })).organizations,
  };
  job = await queuedImport(ask, owner);
});

/** The fields that tell things of one type apart. */
const telling: Readonly<Record<string, string>> = {
  CodeSystem: "slug updatedBy",
  CodeSystemVersion: "label releasedAt url",
  Collection: "uuid name headVersion: atVersion { id url }",
  CollectionReference: "expression resolved createdAt concepts { nodes { concept { code } } }",
  CollectionVersion: "label name url collection { shortCode }",
  Concept: "code version display parents { code }",
  ConceptMapping: "version url mapType toConcept { display } createdAt",
  Crosswalk: "identifier version organization { name }",
  CrosswalkTarget: "identifier targetCode sourceDisplay crosswalkVersion { version }",
  CrosswalkVersion: "version status mappings { totalCount }",
  Job: "kind status createdBy createdAt",
  Organization: "name displayName",
  User: "name url",
};

/** The first object at the end of a path of fields, through lists. */
function innermost(value: unknown): Record<string, unknown> {
  const object = (Array.isArray(value) ? value[0] : value) as Record<string, unknown>;
  return "id" in object ? object : innermost(Object.values(object)[0]);
}

async function found(type: string, viewer: Viewer = as): Promise<Record<string, unknown>> {
  const fields = `__typename id ${telling[type]}`;
  const text = `{ ${nodeTypes[type]?.replace("FOUND", fields).replace("JOB", job)} }`;
  return innermost(await dataOf(ask(text, { as: viewer })));
}

async function again(id: unknown, type: string, viewer: Viewer): Promise<unknown> {
  const text = `query ($id: ID!) { node(id: $id) { __typename id ... on ${type} { ${telling[type]} } } }`;
  return (await dataOf(ask(text, { as: viewer, variables: { id } }))).node;
}

describe.each(Object.keys(nodeTypes))("a %s", (type) => {
  it("is found again by its id, the same in all that it says", async () => {
    const first = await found(type);
    expect(first.__typename).toBe(type);
    expect(first.id).toMatch(/^[\w-]+$/);
    expect(await again(first.id, type, as)).toEqual(first);
  });

  it("is shown to nobody by its id who may not see it by its name", async () => {
    const { id } = await found(type);
    const open = !/^(Crosswalk|Job)/.test(type);
    for (const viewer of [anonymous, await memberOf(database, "Other")]) {
      expect(await again(id, type, viewer)).toEqual(open ? await found(type, viewer) : null);
    }
  });
});

describe("node", () => {
  it.each([
    ["nothing", ""],
    ["no id", "nonsense"],
    ["no list", Buffer.from('"CodeSystem"').toString("base64url")],
    ["no type of ours", encodeOpaque(["Query"])],
    ["a field of every object", encodeOpaque(["constructor", "icd10cm"])],
    ["a slug that nobody has", encodeOpaque(["CodeSystem", "nowhere"])],
    ["too few parts", encodeOpaque(["CodeSystemVersion", "icd10cm"])],
    ["too many parts", encodeOpaque(["CodeSystem", "icd10cm", "2025"])],
    ["parts of another kind", encodeOpaque(["Concept", "icd10cm", "A00", "1"])],
    ["a number too great", encodeOpaque(["Concept", "icd10cm", "A00", 1e300])],
    ["a version that was never made", encodeOpaque(["Concept", "icd10cm", "A00", 99])],
    ["what is no text", encodeOpaque(["User", "\u0000"])],
    ["what is no UUID", encodeOpaque(["Crosswalk", "heart"])],
    [
      "a way to ask for a version, not its name",
      encodeOpaque(["CodeSystemVersion", "icd10cm", "latest"]),
    ],
  ])("is null for an id of %s", async (_, id) => {
    const text = "query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }";
    expect(await dataOf(ask(text, { as, variables: { id } }))).toEqual({
      node: null,
      nodes: [null],
    });
  });

  it("shows a draft's targets under the draft's own ids", async () => {
    const text = `query ($heart: UUID!) { crosswalk(identifier: $heart) {
      draft: latestVersion { mappings(first: 1) { nodes { targets { id } } } }
      published: publishedVersion { mappings(first: 1) { nodes { targets { id } } } } } }`;
    const { crosswalk } = await dataOf<Record<string, Record<string, unknown>>>(
      ask(text, { as, variables: { heart } }),
    );
    const draft = innermost(crosswalk?.draft);
    const published = innermost(crosswalk?.published);
    expect(draft.id).not.toBe(published.id);
    expect(await again(draft.id, "CrosswalkTarget", as)).toMatchObject({
      crosswalkVersion: { version: 3 },
    });
  });
});

describe("nodes", () => {
  const text = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";

  it("answers in the order of the ids, each as often as it is asked for", async () => {
    const things = await Promise.all(Object.keys(nodeTypes).map((type) => found(type)));
    const shown = things.map(({ __typename, id }) => ({ __typename, id }));
    const ids = [...shown.map(({ id }) => id), "nonsense", shown[0]?.id];
    expect(await dataOf(ask(text, { as, variables: { ids } }))).toEqual({
      nodes: [...shown, null, shown[0]],
    });
    expect(await dataOf(ask(text, { as, variables: { ids: [] } }))).toEqual({ nodes: [] });
  });

  it("takes a thousand ids, not one more", async () => {
    const ids = Array.from({ length: 1001 }, (_, at) => encodeOpaque(["User", `nobody${at}`]));
    expect(await errorsOf(ask(text, { as, variables: { ids } }))).toEqual([
      "BAD_USER_INPUT: ids has 1001 entries; at most 1000 are allowed.",
    ]);
    const thousand = await dataOf(ask(text, { as, variables: { ids: ids.slice(1) } }));
    expect(thousand).toEqual({ nodes: Array.from({ length: 1000 }, () => null) });
  });

  it("sends as many statements for many ids of a type as for one", async () => {
    const one = Object.fromEntries(
      await Promise.all(
        Object.keys(nodeTypes).map(async (type) => [type, String((await found(type)).id)] as const),
      ),
    );
    const others = Array.from({ length: 50 }, (_, at) => [
      encodeOpaque(["CodeSystem", `nowhere${at}`]),
      encodeOpaque(["CodeSystemVersion", "icd10cm", `none${at}`]),
      encodeOpaque(["Concept", "icd10cm", `A${at}`, 1]),
      encodeOpaque(["CrosswalkVersion", heart, at + 4]),
      encodeOpaque(["CrosswalkTarget", heart, 1, heart.replace(/^../, String(at + 10))]),
      encodeOpaque(["Organization", `nobody${at}`]),
      encodeOpaque(["User", `nobody${at}`]),
      encodeOpaque(["Job", heart.replace(/^../, String(at + 10))]),
    ]).flat();
    const sent = async (ids: readonly string[]) => {
      takeStatements();
      await dataOf(ask(text, { as, variables: { ids } }));
      return takeStatements().toSorted();
    };
    const few = await sent(Object.values(one));
    expect(few).toHaveLength(13);
    expect(await sent([...Object.values(one), ...others])).toEqual(few);
  });

  it("needs the scope read of a token", async () => {
    const writer = await callerOf(database, { organizations: ["Demo"], scopes: ["write"] });
    expect(await errorsOf(ask(text, { as: writer, variables: { ids: [] } }))).toEqual([
      "FORBIDDEN: The token lacks the scope read.",
    ]);
  });
});
