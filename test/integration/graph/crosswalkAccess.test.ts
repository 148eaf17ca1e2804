import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { nodeId } from "../../../src/graph/shared/Node.js";
import { anonymous, type Scope, type Viewer } from "../../../src/rules/access/viewer.js";
import { pairIdentifier } from "../../../src/rules/crosswalks/changes.js";
import { putMember } from "../../../src/store/access/writes.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import {
  type CrosswalkMutation,
  crosswalkMutations,
  type Input,
  mutationText,
  noCrosswalk,
  refusedBy,
} from "../../support/crosswalkGraph.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, makeOrganization, memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const NOBODY = "00000000-0000-4000-8000-000000000000";
const NO_TOKEN = "UNAUTHENTICATED: Send a bearer token; POST /oauth/token issues one.";
const lacks = (scopes: string) => `FORBIDDEN: The token lacks the scope ${scopes}.`;

const cholera = {
  sourceCodeSystem: "icd10cm",
  sourceCode: "A00.0",
  targetCodeSystem: "icd10cm",
};
const pairOf = (identifier: string) =>
  pairIdentifier(identifier, {
    sourceSystem: "icd10cm",
    sourceCode: "A00.0",
    targetSystem: "icd10cm",
    targetCode: "A00.1",
  });

/** An edit with `draft` left out, what it says beside crosswalk and version, and the scopes it needs. */
interface Row {
  readonly more?: (identifier: string) => Input;
  readonly scopes: string;
  /** Whether it is of a crosswalk with a draft as its version 2. */
  readonly ofDraft?: boolean;
}
const attributes = { customAttributes: [{ key: "new" }] };
const deletion = { ...cholera, targetCodes: ["*"] };
const rows: Readonly<Record<Exclude<CrosswalkMutation, "createCrosswalk">, Row>> = {
  updateCrosswalk: { scopes: "write publish", more: () => ({ name: "New" }) },
  addCrosswalkMappings: { scopes: "write publish", more: () => ({ mappings: [mapped("1", "x")] }) },
  deleteCrosswalkMappings: { scopes: "write publish", more: () => ({ mappings: [deletion] }) },
  modifyCrosswalkAttributes: { scopes: "write publish", more: () => attributes },
  deleteCrosswalkAttributes: { scopes: "write publish", more: () => ({ customAttributes: ["k"] }) },
  modifyCrosswalkMappingAttributes: {
    scopes: "write publish",
    more: (identifier) => ({ codeIdentifier: pairOf(identifier), ...attributes }),
  },
  deleteCrosswalkMappingAttributes: {
    scopes: "write publish",
    more: (identifier) => ({ codeIdentifier: pairOf(identifier), customAttributes: ["k"] }),
  },
  revertCrosswalk: { scopes: "write publish", more: () => ({ toVersion: 1 }) },
  archiveCrosswalk: { scopes: "write" },
  reactivateCrosswalk: { scopes: "write" },
  createCrosswalkDraft: { scopes: "write" },
  publishCrosswalkDraft: { scopes: "publish", ofDraft: true },
  discardCrosswalkDraft: { scopes: "write", ofDraft: true },
};
const unversioned: readonly string[] = ["archiveCrosswalk", "reactivateCrosswalk"];

let member: Viewer;
let strangers: Readonly<Record<string, Viewer>>;

function demo(...scopes: readonly Scope[]): Promise<Viewer> {
  return callerOf(database, { user: "demo", organizations: ["Demo"], scopes });
}

beforeAll(async () => {
  await importConcepts(database, { codeSystem: "icd10cm", version: "1" }, ["A00.0", "A00.1"]);
  await makeOrganization(database, "Lab", "head");
  member = await memberOf(database, "Demo");
  strangers = {
    "of no organization": await callerOf(database, {}),
    "of another organization": await memberOf(database, "Other"),
    "who operates the installation": await callerOf(database, {
      scopes: ["read", "write", "publish", "admin"],
    }),
  };
});

function make(viewer = member): Promise<string> {
  const target = { targetCode: "A00.1", customAttributes: [{ key: "k" }] };
  return makeCrosswalk(commandsOf(database, viewer), {
    customAttributes: [{ key: "k" }],
    mappings: [{ ...cholera, targets: [target] }],
  });
}

/** A crosswalk as the mutation needs it, and the mutation's input. */
async function prepared(name: keyof typeof rows, viewer = member) {
  const identifier = await make(viewer);
  const { ofDraft = false, more } = rows[name];
  if (name === "revertCrosswalk") {
    await mutate("updateCrosswalk", { identifier, version: 1, name: "Second" }, viewer);
  }
  if (name === "reactivateCrosswalk") await mutate("archiveCrosswalk", { identifier }, viewer);
  if (ofDraft) await mutate("createCrosswalkDraft", { identifier, version: 1 }, viewer);
  const version = ofDraft || name === "revertCrosswalk" ? 2 : 1;
  return {
    identifier,
    ...(unversioned.includes(name) ? {} : { version }),
    ...more?.(identifier),
  };
}

function send(name: CrosswalkMutation, input: Input, as: Viewer) {
  return ask(mutationText(name), { as, variables: { input } });
}

async function mutate(name: CrosswalkMutation, input: Input, as: Viewer): Promise<unknown> {
  return (await dataOf(send(name, input, as)))[name];
}

const names = Object.keys(rows) as (keyof typeof rows)[];

it("the table has a row for every mutation", () => {
  expect([...names, "createCrosswalk"].toSorted()).toEqual(
    Object.keys(crosswalkMutations).toSorted(),
  );
});

describe.each(names)("%s", (name) => {
  const { scopes } = rows[name];

  it("is refused without a token", async () => {
    const input = await prepared(name);
    await expectNothingDone(database, () => errorsOf(send(name, input, anonymous)), [NO_TOKEN]);
  });

  it("is refused to a member whose token may read only", async () => {
    const input = await prepared(name);
    const viewer = await demo("read");
    await expectNothingDone(database, () => errorsOf(send(name, input, viewer)), [lacks(scopes)]);
  });

  it("is refused to an operator whose token can do nothing else", async () => {
    const input = await prepared(name);
    const viewer = await callerOf(database, { scopes: ["admin"] });
    await expectNothingDone(database, () => errorsOf(send(name, input, viewer)), [lacks(scopes)]);
  });

  it("tells strangers what it tells of a crosswalk that is not there", async () => {
    const input = await prepared(name);
    const absent = { ...input, identifier: NOBODY };
    const answer = (identifier: string) =>
      expect.objectContaining(refusedBy(noCrosswalk(identifier)));
    expect(Object.keys(strangers)).toHaveLength(3);
    for (const viewer of Object.values(strangers)) {
      const work = () => mutate(name, input, viewer);
      await expectNothingDone(database, work, answer(input.identifier));
      expect(await mutate(name, absent, viewer)).toEqual(answer(NOBODY));
    }
  });

  it(`needs of a member the scope ${scopes}`, async () => {
    const input = await prepared(name);
    const needed = scopes.split(" ") as Scope[];
    for (const left of needed) {
      const others = needed.filter((scope) => scope !== left);
      const viewer = await demo("read", ...others);
      await expectNothingDone(database, () => errorsOf(send(name, input, viewer)), [lacks(left)]);
    }
    const viewer = await demo("read", ...needed);
    expect(await mutate(name, input, viewer)).toMatchObject({ userErrors: [] });
  });

  it("is done for an administrator of the organization", async () => {
    await database.write(({ queries }) =>
      putMember(queries, { organization: "Lab", user: "head", role: "ADMINISTRATOR" }),
    );
    const viewer = await callerOf(database, { user: "head" });
    const input = await prepared(name, viewer);
    expect(await mutate(name, input, viewer)).toMatchObject({ userErrors: [] });
  });
});

const ofVersions = names.filter((name) => rows[name].scopes === "write publish");

it.each(ofVersions)("%s as a draft needs no scope publish", async (name) => {
  const identifier = await make();
  const viewer = await demo("read", "write");
  if (name === "revertCrosswalk") {
    await mutate("updateCrosswalk", { identifier, version: 1, name: "Second" }, member);
  }
  const version = name === "revertCrosswalk" ? 2 : 1;
  const input = { identifier, version, draft: true, ...rows[name].more?.(identifier) };
  expect(await mutate(name, input, viewer)).toMatchObject({
    crosswalkVersion: { version: version + 1, status: "DRAFT" },
    userErrors: [],
  });
});

describe("createCrosswalk", () => {
  const name = "createCrosswalk";

  it("is refused without a token and without the scopes", async () => {
    const refused: readonly (readonly [Viewer, string])[] = [
      [anonymous, NO_TOKEN],
      [await demo("read"), lacks("write publish")],
      [await demo("read", "write"), lacks("publish")],
      [await demo("read", "publish"), lacks("write")],
      [await callerOf(database, { scopes: ["admin"] }), lacks("write publish")],
    ];
    for (const [viewer, error] of refused) {
      const work = () => errorsOf(send(name, { name: "New" }, viewer));
      await expectNothingDone(database, work, [error]);
    }
  });

  it("is not permitted in an organization that is not the caller's", async () => {
    const message = "You are not a member of organization Demo.";
    const fault = { __typename: "NotPermitted", path: ["organization"], message };
    for (const viewer of Object.values(strangers)) {
      const work = () => mutate(name, { name: "New", organization: "Demo" }, viewer);
      await expectNothingDone(database, work, expect.objectContaining(refusedBy(fault)));
    }
  });

  it("is done for a member, as a draft without the scope publish", async () => {
    expect(await mutate(name, { name: "New" }, await demo("write", "publish"))).toMatchObject({
      crosswalkVersion: { version: 1, status: "PUBLISHED" },
    });
    expect(await mutate(name, { name: "New", draft: true }, await demo("write"))).toMatchObject({
      crosswalkVersion: { version: 1, status: "DRAFT" },
    });
  });
});

/** Every way to read a crosswalk: the query's text, given its identifier. */
const reads: Readonly<Record<string, (identifier: string) => string>> = {
  crosswalk: (id) => `crosswalk(identifier: "${id}") {
    name latestVersion { name } asOf(at: "2030-01-01T00:00:00Z") { version }
    atVersion(version: 2) { version changes(since: 1) { totalCount } mappings { totalCount } }
    versions { totalCount } history { totalCount nodes { by } } }`,
  crosswalks: () => "crosswalks(includeArchived: true) { totalCount nodes { name } }",
  "crosswalks of an organization": () =>
    'crosswalks(organization: "Demo") { totalCount nodes { name } }',
  "crosswalks by code": () =>
    'crosswalks(sourceCodeSystem: "icd10cm", sourceCode: "A000") { totalCount nodes { name } }',
  "node of a crosswalk": (id) => `node(id: "${nodeId("Crosswalk", id)}") { id }`,
  "node of a version": (id) => `node(id: "${nodeId("CrosswalkVersion", id, 1)}") { id }`,
  "node of a pair": (id) => `node(id: "${nodeId("CrosswalkTarget", id, 1, pairOf(id))}") { id }`,
  translate: () =>
    'translate(input: { codings: [{ system: "icd10cm", code: "A000" }] }) { reason matches { id } }',
  "translate by one crosswalk": (id) => `translate(input: { crosswalk: "${id}", version: 1,
    codings: [{ system: "icd10cm", code: "A000" }] }) { reason matches { id } }`,
  "translate backwards": () => `translate(input: { reverse: true, asOf: "2030-01-01T00:00:00Z",
    codings: [{ system: "icd10cm", code: "A001" }] }) { reason matches { id } }`,
  "Concept.crosswalkTargets": () => `concept(codeSystem: "icd10cm", code: "A00.0") {
    crosswalkTargets { totalCount nodes { id } } }`,
  "Concept.crosswalkTargets of one crosswalk": (
    id,
  ) => `concept(codeSystem: "icd10cm", code: "A00.0") {
    crosswalkTargets(crosswalk: "${id}") { totalCount nodes { id } } }`,
  "Concept.crosswalkSources": () => `concept(codeSystem: "icd10cm", code: "A00.1") {
    crosswalkSources { totalCount nodes { id } } }`,
};

describe.each(Object.keys(reads))("reading %s", (name) => {
  let identifier: string;
  const text = (id: string) => `{ ${reads[name]?.(id)} }`;

  beforeEach(async () => {
    identifier = await make();
    await mutate(
      "updateCrosswalk",
      { identifier, version: 1, draft: true, name: "Secret" },
      member,
    );
  });

  it("shows strangers, and callers without a token, what they see where there is none", async () => {
    const shown = JSON.stringify(await dataOf(ask(text(identifier), { as: await demo("read") })));
    expect(Object.keys(strangers)).toHaveLength(3);
    for (const as of [...Object.values(strangers), anonymous]) {
      const data = await dataOf(ask(text(identifier), { as }));
      expect(JSON.stringify(data)).not.toBe(shown);
      expect(data).toEqual(await dataOf(ask(text(NOBODY), { as })));
      expect(JSON.stringify(data)).not.toMatch(/Secret|"Test"|[1-9]/);
    }
  });

  it("is forbidden to a member's token without the scope read", async () => {
    const as = await demo("write", "publish", "admin");
    expect(new Set(await errorsOf(ask(text(identifier), { as })))).toEqual(
      new Set([lacks("read")]),
    );
  });
});
