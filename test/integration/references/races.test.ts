import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { createCollectionVersion } from "../../../src/commands/collections/createCollectionVersion.js";
import type { CommandContext } from "../../../src/commands/context.js";
import { version } from "../../../src/store/ledger/tables.js";
import { commandsOf } from "../../support/commands.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeCollection, makeSystem, remove, standing, sure } from "./world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const S = "/orgs/Demo/sources/S/";
const NOT_UNIQUE = "Concept or Mapping reference name must be unique in a collection.";
const INTO_ITSELF = "Expression specified is not valid. it would bring the collection into itself";
const rounds = [1, 2, 3, 4, 5];

let context: CommandContext;
beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  context = commandsOf(database, await memberOf(database, "Demo"));
  await makeSystem(context, "S", ["A", "B", "C"]);
});

let count = 0;
async function fresh(): Promise<string> {
  count += 1;
  return await makeCollection(context, `C${count}`);
}

/** `+`, or why it was not added. */
function outcome([text = ""]: readonly string[]): string {
  return text.startsWith("+") ? "+" : text.replace(/^- [^ ]*: /, "");
}

describe("at once", () => {
  it.each(rounds)("the same concept is added by one of several (%i)", async () => {
    const C = await fresh();
    const before = await standing(context);
    const texts = [`${S}concepts/A/`, `${S}concepts/A/1/`, "http://demo.org/S/concepts/A/"];
    const added = await Promise.all(texts.map((text) => add(context, C, { expressions: [text] })));
    expect(added.map(outcome).toSorted()).toEqual(["+", NOT_UNIQUE, NOT_UNIQUE]);
    const after = await standing(context);
    expect(after.rows).toHaveLength(before.rows.length + 1);
    expect(after.revisions).toBe(before.revisions + 1);
  });

  it.each(rounds)("collections don't get into each other (%i)", async () => {
    const [C, D] = [await fresh(), await fresh()];
    const added = await Promise.all([
      add(context, C, { expressions: [D] }),
      add(context, D, { expressions: [`${S}concepts/?valueset=${C}HEAD/`] }),
    ]);
    expect(added.map(outcome).toSorted()).toEqual(["+", INTO_ITSELF]);
  });

  it.each(rounds)("nor by way of a third (%i)", async () => {
    const all = [await fresh(), await fresh(), await fresh()];
    const added = await Promise.all(
      all.map((own, at) => add(context, own, { expressions: [all[(at + 1) % 3] ?? ""] })),
    );
    expect(added.map(outcome).toSorted()).toEqual(["+", "+", INTO_ITSELF]);
  });

  it.each(rounds)("a version has all of a request's references or none (%i)", async (round) => {
    const C = await fresh();
    const expressions = [`${S}concepts/A/`, `${S}concepts/B/`, `${S}concepts/?q=c`];
    const adding = () => add(context, C, { expressions });
    const making = async () =>
      sure(await createCollectionVersion(context, { collection: C, version: "v1" }));
    await Promise.all(round % 2 ? [adding(), making()] : [making(), adding()]);
    const text = `query ($head: String!, $version: String!) {
      head: collectionVersion(url: $head) { ...held } version: collectionVersion(url: $version) { ...held }
    }
    fragment held on CollectionVersion {
      activeConcepts references { totalCount } concepts { totalCount }
    }`;
    const variables = { head: C, version: `${C}v1/` };
    const data = await dataOf<{ head: unknown; version: { activeConcepts: number } }>(
      ask(text, { as: context.viewer, variables }),
    );
    const held = (of: number) => ({
      activeConcepts: of,
      references: { totalCount: of },
      concepts: { totalCount: of },
    });
    expect(data.head).toEqual(held(3));
    const { activeConcepts } = data.version;
    expect([0, 3]).toContain(activeConcepts);
    expect(data.version).toEqual(held(activeConcepts));
    const versions = await database.reads.select().from(version).where(eq(version.label, "v1"));
    expect(versions).toHaveLength(round);
  });

  it.each(rounds)("what is deleted and added again is there or not (%i)", async () => {
    const C = await fresh();
    const expressions = [`${S}concepts/A/`, `${S}concepts/B/`];
    await add(context, C, { expressions });
    const before = await standing(context);
    const [removed, added] = await Promise.all([
      remove(context, C, { all: true }),
      add(context, C, { expressions }),
    ]);
    expect(removed).toHaveLength(2);
    const again = added.filter((text) => text.startsWith("+")).length;
    expect([0, 2]).toContain(again);
    const { rows } = await standing(context);
    expect(rows).toHaveLength(before.rows.length - 2 + again);
  });
});
