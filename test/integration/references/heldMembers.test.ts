import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { editConcept } from "../../../src/commands/codeSystems/editConcept.js";
import { createCollection } from "../../../src/commands/collections/createCollection.js";
import { createCollectionVersion } from "../../../src/commands/collections/createCollectionVersion.js";
import type { CommandContext } from "../../../src/commands/context.js";
import { repository } from "../../../src/store/repositories/tables.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeCollection, makeSystem, standing, sure } from "./world.js";

const { database, takeSent } = useTestDatabase();
const S = "/orgs/Demo/sources/S/";
const T = "/orgs/Demo/sources/T/";
const C = "/orgs/Demo/collections/C/";
const PINNED =
  "Added the latest versions of concept to the collection. Future updates will not be added automatically.";
const NOT_VALID = "Expression specified is not valid.";

let context: CommandContext;
let other: CommandContext;
let count = 0;

async function fresh(): Promise<string> {
  count += 1;
  return await makeCollection(context, `N${count}`);
}

beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  await makeOrganization(database, "Other", "other");
  context = commandsOf(database, await memberOf(database, "Demo"));
  other = commandsOf(
    database,
    await callerOf(database, { user: "other", organizations: ["Other"] }),
  );
  await makeSystem(context, "S", ["A", "B", "X"]);
  await makeSystem(context, "T", ["X", "Y"]);
  await makeMapping(context, { codeSystem: "s", fromConcept: "A", toConcept: `${S}concepts/B/` });
  sure(
    await createCollection(context, {
      owner: "/orgs/Demo/",
      shortCode: "C",
      name: "C",
      canonicalUrl: "http://demo.org/C",
    }),
  );
  const expressions = [`${S}concepts/A/`, `${S}concepts/X/`, `${S}mappings/1/`, T];
  await add(context, C, { expressions });
  const names = [{ name: "Changed", locale: "en", nameType: "FULLY_SPECIFIED" }];
  sure(await editConcept(context, { codeSystem: "s", code: "A", names }));
});

describe("one concept of a collection that is pinned", () => {
  it("is the one that the collection holds, in its code system", async () => {
    const N = await fresh();
    expect(
      await add(context, N, {
        expressions: [`${C}concepts/A/`, "http://demo.org/C/concepts/Y/", `${C}HEAD/concepts/A`],
      }),
    ).toEqual([
      `+ ${S}concepts/A/1/: ${PINNED}`,
      `+ ${T}concepts/Y/1/: ${PINNED}`,
      `- ${C}HEAD/concepts/A: Concept or Mapping reference name must be unique in a collection.`,
    ]);
    const mapping = PINNED.replace("versions of concept", "versions of mapping");
    expect(await add(context, N, { uri: C, mappings: ["1"] })).toEqual([
      `+ ${S}mappings/1/1/: ${mapping}`,
    ]);
    const { rows } = await standing(context);
    expect(rows.slice(-3).map(({ kind, identity }) => [kind, identity])).toEqual([
      ["CONCEPT", `${S}concepts/A/`],
      ["CONCEPT", `${T}concepts/Y/`],
      ["MAPPING", `${S}mappings/1/`],
    ]);
  });

  it("is refused where it is not there, or there are several", async () => {
    const N = await fresh();
    expect(await add(context, N, { expressions: [`${C}concepts/B/`, `${C}concepts/X/`] })).toEqual([
      `- ${C}concepts/B/: ${NOT_VALID} there is no concept B in ${C}`,
      `- ${C}concepts/X/: ${NOT_VALID} ${C} holds concept X of several code systems: name one of them`,
    ]);
  });

  it("stays as it is where it is not to be pinned, or has a version", async () => {
    const N = await fresh();
    sure(await createCollectionVersion(context, { collection: C, version: "v1" }));
    const message = `The reference is successfully added to collection N${count} Set`;
    const versioned = [`${C}v1/concepts/A/`, `${C}concepts/A/1/`];
    expect(await add(context, N, { expressions: versioned })).toEqual(
      versioned.map((text) => `+ ${text}: ${message}`),
    );
    const dynamic = { mode: "DYNAMIC", expressions: [`${C}concepts/A/`] } as const;
    expect(await add(context, N, dynamic)).toEqual([`+ ${C}concepts/A/: ${message}`]);
    const kept = { exclude: true, expressions: [`${C}concepts/A/`] };
    expect(await add(context, N, kept)).toEqual([`+ ${C}concepts/A/: ${message}`]);
  });

  it("brings along what a cascade says", async () => {
    const N = await fresh();
    expect(
      await add(context, N, { expressions: [`${C}concepts/A/`], cascade: "SOURCE_TO_CONCEPTS" }),
    ).toEqual([
      `+ ${S}concepts/A/1/: ${PINNED}`,
      expect.stringContaining(`+ ${S}mappings/1/1/: `),
      expect.stringContaining(`+ ${S}concepts/B/1/: `),
    ]);
  });

  it("takes a thousand in as many statements as one", async () => {
    const N = await fresh();
    takeSent();
    await add(context, N, { expressions: [`${C}concepts/Y/`] });
    const statements = takeSent().length;
    const expressions = Array.from({ length: 1000 }, (_, at) => `${C}concepts/Z${at}/`);
    await add(context, N, { expressions: [...expressions, `${C}concepts/A/`] });
    expect(takeSent()).toHaveLength(statements);
  });

  it("is not there for those who may not read its code system, nor is it among all", async () => {
    await database.write(async ({ queries }) => {
      await queries
        .update(repository)
        .set({ publicAccess: "NONE" })
        .where(sql`${repository.shortCode} = 'S'`);
    });
    sure(await createCollection(other, { owner: "/orgs/Other/", shortCode: "O", name: "O Set" }));
    const O = "/orgs/Other/collections/O/";
    expect(await add(other, O, { expressions: [`${C}concepts/A/`, `${C}concepts/X/`] })).toEqual([
      `- ${C}concepts/A/: ${NOT_VALID} there is no concept A in ${C}`,
      `+ ${T}concepts/X/1/: ${PINNED}`,
    ]);
    expect(await add(other, O, { uri: C, concepts: ["*"] })).toEqual([
      `- ${T}concepts/X/: Concept or Mapping reference name must be unique in a collection.`,
      `+ ${T}concepts/Y/1/: The concept Y is successfully added to collection O Set`,
    ]);
  });
});
