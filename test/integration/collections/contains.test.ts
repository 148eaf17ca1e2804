import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createCollectionVersion } from "../../../src/commands/collections/createCollectionVersion.js";
import type { CommandContext } from "../../../src/commands/context.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { repository } from "../../../src/store/repositories/tables.js";
import { commandsOf } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { type Ask, dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeCollection, makeSystem, sure } from "../references/world.js";

const { database, takeStatements } = useTestDatabase();
let ask: Ask;
let demo: Viewer;
let context: CommandContext;
let kept: string;
let plain: string;

/** All have a code in common; a release of T brings codes that read like concepts of S. */
const systems = { S: ["A", "B", "C"], T: ["A"], H: ["A", "H1"] } as const;

beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  demo = await memberOf(database, "Demo");
  context = commandsOf(database, demo);
  const urls: Record<string, string> = {};
  for (const [shortCode, codes] of Object.entries(systems)) {
    urls[shortCode] = await makeSystem(context, shortCode, codes);
  }
  const imported = ["A", "Demo:S:B", "Demo:S:C"].map((code) => ({ code }));
  await importConcepts(database, { codeSystem: "t", version: "1" }, imported);
  kept = await makeCollection(context, "Kept");
  await add(context, kept, { expressions: [`${urls.T}`, `${urls.S}concepts/A/`, `${urls.H}`] });
  await add(context, kept, { expressions: [`${urls.S}concepts/B/`], exclude: true });
  plain = await makeCollection(context, "Plain");
  await add(context, plain, { expressions: [`${urls.H}`] });
  for (const collection of [kept, plain]) {
    sure(await createCollectionVersion(context, { collection, version: "v1", released: true }));
  }
  await database.write(({ queries }) =>
    queries.update(repository).set({ publicAccess: "NONE" }).where(eq(repository.shortCode, "H")),
  );
});

beforeEach(() => {
  ask = graphOver(database);
});

interface Told {
  readonly concept: string;
  readonly member: boolean;
}

async function told<Row = Told>(
  url: string,
  concepts: readonly string[],
  more: Partial<Asked> = {},
) {
  const { as = demo, fields = "concept member" } = more;
  const text = `query ($url: String!, $concepts: [String!]!) {
    collectionVersion(url: $url) { contains(concepts: $concepts) { ${fields} } } }`;
  const data = await dataOf<{ collectionVersion: { contains: readonly Row[] } }>(
    ask(text, { as, variables: { url, concepts } }),
  );
  return data.collectionVersion.contains;
}

interface Asked {
  readonly as: Viewer;
  readonly fields: string;
}

async function membersAmong(url: string, concepts: readonly string[], as: Viewer = demo) {
  return (await told(url, concepts, { as }))
    .filter(({ member }) => member)
    .map(({ concept }) => concept);
}

/** Has a graph remember all members of a version. */
async function remember(url: string): Promise<void> {
  const text = `query ($url: String!) { collectionVersion(url: $url) { concepts(first: 1) { pageSize } } }`;
  await dataOf(ask(text, { as: demo, variables: { url } }));
}

describe.each([
  ["asked of the references", async () => undefined],
  ["remembered", remember],
])("%s", (_, prepare) => {
  it.each(["", "v1/"])("what an id means first decides, in %s", async (version) => {
    await prepare(`${kept}${version}`);
    const concepts = ["A", " A ", "B", "Demo:S:A", "Demo:S:B", "Demo:S:C", "Demo:T:A", "\u{d800}"];
    // B of S is kept out, of C no reference speaks: there the code of T is meant.
    const members = ["A", " A ", "Demo:S:A", "Demo:S:C", "Demo:T:A"];
    expect(await membersAmong(`${kept}${version}`, concepts)).toEqual(members);
  });

  it("code systems that a caller may not read have no members for them", async () => {
    await prepare(`${kept}v1/`);
    await prepare(`${plain}v1/`);
    const concepts = ["A", "H1", "Demo:H:H1", "/orgs/Demo/sources/H/concepts/H1/"];
    expect(await membersAmong(`${kept}v1/`, concepts)).toEqual(concepts);
    expect(await membersAmong(`${kept}v1/`, concepts, anonymous)).toEqual(["A"]);
    expect(await membersAmong(`${plain}v1/`, concepts)).toEqual(concepts);
    expect(await membersAmong(`${plain}v1/`, concepts, anonymous)).toEqual([]);
  });

  it("references say why", async () => {
    await prepare(`${kept}v1/`);
    const fields = "concept member because { expression } excludedBy { expression }";
    const S = "/orgs/Demo/sources/S/concepts";
    expect(await told(`${kept}v1/`, ["Demo:S:A", "Demo:S:B", "none"], { fields })).toMatchObject([
      {
        member: true,
        because: [{ expression: expect.stringContaining(`${S}/A/`) }],
        excludedBy: [],
      },
      {
        member: false,
        because: [],
        excludedBy: [{ expression: expect.stringContaining(`${S}/B/`) }],
      },
      { member: false, because: [], excludedBy: [] },
    ]);
  });
});

interface AnsweredMember {
  readonly concept: {
    readonly code: string;
    readonly version: string;
    readonly codeSystem: { readonly shortCode: string };
  };
}

/** The members under some ids, asked for at once: `S A 1`, null, or how the candidates are called. */
async function membersUnder(url: string, ids: readonly string[], as: Viewer = demo) {
  const fields = ids.map(
    (id, at) =>
      `n${at}: concept(id: ${JSON.stringify(id)}) { concept { code version codeSystem { shortCode } } }`,
  );
  const text = `query ($url: String!) { collectionVersion(url: $url) { ${fields.join(" ")} } }`;
  const { data, errors = [] } = await ask(text, { as, variables: { url } });
  const found = (data?.collectionVersion ?? {}) as Record<string, AnsweredMember | null>;
  return ids.map((id, at) => {
    const error = errors.find(({ path }) => path?.at(-1) === `n${at}`);
    if (error) return [id, error.extensions?.candidates];
    const concept = found[`n${at}`]?.concept;
    return [
      id,
      concept ? `${concept.codeSystem.shortCode} ${concept.code} ${concept.version}` : null,
    ];
  });
}

it.each(["", "v1/"])("one member is the same however it is found, in %s", async (version) => {
  const url = `${kept}${version}`;
  const T = "/orgs/Demo/sources/T/concepts/A/";
  const named = ["Demo:S:A", "Demo:S:B", "Demo:S:C", "Demo:H:A", "Demo:T[1]:A", "Demo:T[2]:A", T];
  const ids = ["A", " H1 ", "B", "none", ...named];
  for (const as of [demo, anonymous]) {
    ask = graphOver(database);
    const asked = await membersUnder(url, ids, as);
    expect(asked[1]).toEqual([" H1 ", as === demo ? "H H1 1" : null]);
    ask = graphOver(database);
    await remember(url);
    expect(await membersUnder(url, ids, as)).toEqual(asked);
  }
});

it("one member that is remembered takes three statements: the version, the code system, the concept", async () => {
  const url = `${kept}v1/`;
  await remember(url);
  takeStatements();
  expect(await membersUnder(url, ["H1"])).toEqual([["H1", "H H1 1"]]);
  expect(takeStatements()).toHaveLength(3);
});

it("what is remembered takes two statements: the version, and which code systems may be read", async () => {
  await remember(`${kept}v1/`);
  takeStatements();
  await told(`${kept}v1/`, ["A", "B", "C", "none"]);
  expect(takeStatements()).toHaveLength(2);
});

it("those who ask at the same time share both, whatever they ask for, but with nobody who may see less", async () => {
  await remember(`${kept}v1/`);
  await remember(`${plain}v1/`);
  takeStatements();
  const both = [`${kept}v1/`, `${plain}v1/`];
  const asked = both.flatMap((url) => ["A", "H1", "none"].map((code) => [url, code] as const));
  const among = (as: Viewer) => asked.map(([url, code]) => membersAmong(url, [code], as));
  expect(await Promise.all(among(demo))).toEqual([["A"], ["H1"], [], ["A"], ["H1"], []]);
  expect(takeStatements()).toHaveLength(2);
  const mixed = await Promise.all([...among(anonymous), ...among(demo)]);
  expect(mixed.slice(0, asked.length)).toEqual([["A"], [], [], [], [], []]);
  expect(mixed.slice(asked.length)).toEqual([["A"], ["H1"], [], ["A"], ["H1"], []]);
  expect(takeStatements()).toHaveLength(4);
});

it("what is asked for twice is remembered soon", async () => {
  const count = async () => {
    takeStatements();
    await told(`${kept}v1/`, ["A"]);
    return takeStatements().length;
  };
  expect(await count()).toBeGreaterThan(2);
  await count();
  await vi.waitFor(async () => expect(await count()).toBe(2), 10_000);
});

it("HEAD after an edit is another thing to remember", async () => {
  const url = await makeCollection(context, "Edited");
  await add(context, url, { expressions: ["/orgs/Demo/sources/S/concepts/A/"] });
  await remember(url);
  expect(await membersAmong(url, ["A", "B"])).toEqual(["A"]);
  await add(context, url, { expressions: ["/orgs/Demo/sources/S/concepts/B/"] });
  expect(await membersAmong(url, ["A", "B"])).toEqual(["A", "B"]);
});
