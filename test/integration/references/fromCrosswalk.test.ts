import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/commands/context.js";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCrosswalk } from "../../support/commands.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, makeOrganization, memberOf } from "../../support/viewers.js";
import { makeSystem, sure } from "./world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let demo: Viewer;
let context: CommandContext;
let crosswalk: string;
let count = 0;

const row = (sourceCode: string, ...targetCodes: readonly string[]) => ({
  sourceCodeSystem: "s",
  sourceCode,
  targetCodeSystem: "t",
  targets: targetCodes.map((targetCode) => ({ targetCode })),
});

beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  demo = await memberOf(database, "Demo");
  context = commandsOf(database, demo);
  await makeSystem(context, "S", ["A", "B", "C", "D"]);
  await makeSystem(context, "T", ["1", "2", "3", "4"]);
  const unrelated = { targetCode: "3", relationship: "NOT_RELATED_TO" as const };
  crosswalk = await makeCrosswalk(context, {
    mappings: [
      row("B", "2", "1"),
      row("A", "2"),
      { ...row("A"), targets: [unrelated] },
      { sourceCodeSystem: "s", sourceCode: "C", targetCodeSystem: "t", noMap: true },
      // National drug codes are taken without being known.
      { ...row("A", "n1"), targetCodeSystem: "ndc" },
    ],
  });
  const edit = { identifier: crosswalk, version: 1, draft: true };
  sure(await addCrosswalkMappings(context, { ...edit, mappings: [row("D", "4")] }));
});

const TEXT = `mutation ($input: CreateCollectionFromCrosswalkInput!) {
  createCollectionFromCrosswalk(input: $input) {
    addedCount skippedCount userErrors { __typename path message }
    results { added expression message messages reference { static resolved } }
    collection { url name activeConcepts versionCount atVersion { references { totalCount } } } } }`;

interface Made {
  readonly addedCount: number;
  readonly skippedCount: number;
  readonly results: readonly { readonly added: boolean; readonly expression: string }[];
  readonly collection: { readonly url: string } | null;
  readonly userErrors: readonly unknown[];
}

async function make(more: object = {}, as = demo): Promise<Made> {
  count += 1;
  const usual = { owner: "/orgs/Demo/", shortCode: `X${count}`, name: `Of ${count}`, crosswalk };
  const input = { ...usual, side: "SOURCE", ...more };
  const data = await dataOf<{ createCollectionFromCrosswalk: Made }>(
    ask(TEXT, { as, variables: { input } }),
  );
  return data.createCollectionFromCrosswalk;
}

const lines = ({ results }: Made) =>
  results.map(({ added, expression }) => `${added ? "+" : "-"} ${expression}`);
const S = "/orgs/Demo/sources/S/concepts/";
const T = "/orgs/Demo/sources/T/concepts/";
const N = "/orgs/FDA/sources/NDC/concepts/";

describe("a collection from a crosswalk", () => {
  it("has its source codes, each once, those without a target too", async () => {
    const made = await make();
    expect(lines(made)).toEqual([`+ ${S}A/1/`, `+ ${S}B/1/`, `+ ${S}C/1/`]);
    expect(made).toMatchObject({
      addedCount: 3,
      skippedCount: 0,
      userErrors: [],
      collection: {
        url: `/orgs/Demo/collections/X${count}/`,
        name: `Of ${count}`,
        activeConcepts: 3,
        versionCount: 1,
        atVersion: { references: { totalCount: 3 } },
      },
    });
    expect(made.results[0]).toEqual({
      added: true,
      expression: `${S}A/1/`,
      message:
        "Added the latest versions of concept to the collection. Future updates will not be added automatically.",
      messages: [expect.any(String)],
      reference: { static: true, resolved: true },
    });
  });

  it("has the codes that it leads to; one without a concept is answered and left out", async () => {
    const made = await make({ side: "TARGET" });
    expect(lines(made)).toEqual([`- ${N}n1/`, `+ ${T}1/1/`, `+ ${T}2/1/`]);
    expect(made).toMatchObject({ addedCount: 2, skippedCount: 1, userErrors: [] });
    expect(made.results[0]).toMatchObject({
      messages: ["Expression specified is not valid.", "there is no concept n1"],
      reference: null,
    });
  });

  it("follows its code systems where it is dynamic", async () => {
    const made = await make({ side: "TARGET", mode: "DYNAMIC" });
    expect(lines(made)).toEqual([`+ ${N}n1/`, `+ ${T}1/`, `+ ${T}2/`]);
    expect(made.results).toMatchObject([
      { reference: { static: false, resolved: false } },
      { reference: { static: false, resolved: true } },
      { reference: { static: false, resolved: true } },
    ]);
    expect(made.collection).toMatchObject({ activeConcepts: 2 });
  });

  it("is of the version that is named, a draft too", async () => {
    expect(lines(await make({ version: 1 }))).toHaveLength(3);
    expect(lines(await make({ version: 2 }))).toEqual([
      ...[`+ ${S}A/1/`, `+ ${S}B/1/`, `+ ${S}C/1/`],
      `+ ${S}D/1/`,
    ]);
  });

  it("has nothing of a code system that its maker may not read", async () => {
    const other = commandsOf(database, await memberOf(database, "Other"));
    const own = await makeCrosswalk(other, {
      mappings: [{ ...row("99213", "x"), sourceCodeSystem: "ndc", targetCodeSystem: "rxnorm" }],
    });
    await database.write(({ queries }) =>
      queries.execute(sql`update crosswalk_group set source_system = 'cpt2025'
        where source_code = '99213'`),
    );
    const made = await make({ crosswalk: own, owner: "/orgs/Other/" }, other.viewer);
    expect(made).toMatchObject({ addedCount: 0, skippedCount: 1 });
  });

  it("holds more codes than one request takes", async () => {
    const many = await makeCrosswalk(context, { mappings: [row("A", "1")] });
    await database.write(({ queries }) =>
      queries.execute(sql`insert into crosswalk_group
        select (jsonb_populate_record(one, jsonb_build_object('source_code', 'G' || n))).*
        from crosswalk_group one, generate_series(10000, 20500) n
        where container_id = (select id from container where uid = ${many}::uuid)`),
    );
    const made = await make({ crosswalk: many, mode: "DYNAMIC" });
    expect(made).toMatchObject({
      addedCount: 10_502,
      skippedCount: 0,
      collection: { activeConcepts: 1, atVersion: { references: { totalCount: 10_502 } } },
    });
  }, 60_000);
});

describe("a collection from a crosswalk is refused", () => {
  const refused = async (more: object, kinds: readonly string[], as = demo) => {
    await expectNothingDone(
      database,
      async () => {
        const { userErrors, ...rest } = await make(more, as);
        const told = userErrors as { __typename: string; path: readonly string[] }[];
        return { ...rest, kinds: told.map((one) => `${one.__typename} ${one.path.join(".")}`) };
      },
      { addedCount: 0, skippedCount: 0, results: [], collection: null, kinds },
    );
  };

  it("where there is no such crosswalk or version that the caller sees", async () => {
    const other = await memberOf(database, "Other");
    const draft = await makeCrosswalk(context, { draft: true, mappings: [row("A", "1")] });
    const NOWHERE = "11111111-1111-4111-8111-111111111111";
    await refused({ crosswalk: NOWHERE }, ["ResourceNotFound crosswalk"]);
    await refused({ owner: "/orgs/Other/" }, ["ResourceNotFound crosswalk"], other);
    for (const version of [0, 3, -1]) await refused({ version }, ["ResourceNotFound version"]);
    await refused({ crosswalk: draft }, ["ResourceNotFound version"]);
  });

  it("for whatever a new collection is refused for, and then makes none", async () => {
    await refused({ owner: "/orgs/Nobody/" }, ["ResourceNotFound owner"]);
    await refused({ owner: "/orgs/Other/" }, ["NotPermitted owner"]);
    await refused({ name: " ", supportedLocales: ["?"] }, [
      "FieldInvalid name",
      "FieldInvalid supportedLocales.0",
    ]);
    await refused({ shortCode: "S" }, ["AlreadyExists shortCode"]);
  });

  it("without the scopes", async () => {
    for (const scopes of [["read"], ["write"]] as const) {
      const as = await callerOf(database, { user: "demo", scopes });
      const input = { shortCode: "N", name: "N", crosswalk, side: "SOURCE" };
      expect(await errorsOf(ask(TEXT, { as, variables: { input } }))).toEqual([
        expect.stringMatching(/^FORBIDDEN: /),
      ]);
    }
  });
});
