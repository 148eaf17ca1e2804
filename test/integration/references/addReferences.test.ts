import { beforeAll, describe, expect, it } from "vitest";
import { createCollection } from "../../../src/commands/collections/createCollection.js";
import { createCollectionVersion } from "../../../src/commands/collections/createCollectionVersion.js";
import type { CommandContext } from "../../../src/commands/context.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeCollection, makeSystem, release, remove, standing, sure } from "./world.js";

const { database, takeSent } = useTestDatabase();
const S = "/orgs/Demo/sources/S/";
const PINNED =
  "Added the latest versions of concept to the collection. Future updates will not be added automatically.";
const PINNED_MAPPING = PINNED.replace("versions of concept", "versions of mapping");
const NOT_VALID = "Expression specified is not valid.";
const NOT_UNIQUE = "Concept or Mapping reference name must be unique in a collection.";

let context: CommandContext;
beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  context = commandsOf(database, await memberOf(database, "Demo"));
  await makeSystem(context, "S", ["A", "B", "C"]);
  for (const [from, to] of [
    ["A", "B"],
    ["B", "C"],
  ] as const) {
    await makeMapping(context, {
      codeSystem: "s",
      fromConcept: from,
      toConcept: `${S}concepts/${to}/`,
    });
  }
});

let count = 0;
async function fresh(): Promise<string> {
  count += 1;
  return await makeCollection(context, `C${count}`);
}

describe("adding references", () => {
  it("pins a concept and a mapping to their newest versions", async () => {
    const C = await fresh();
    expect(
      await add(context, C, {
        expressions: [`${S}concepts/A`, `${S}mappings/1/`, "http://demo.org/S/concepts/B/"],
      }),
    ).toEqual([
      `+ ${S}concepts/A/1/: ${PINNED}`,
      `+ ${S}mappings/1/1/: ${PINNED_MAPPING}`,
      `+ http://demo.org/S/concepts/B/1/: ${PINNED}`,
    ]);
    const { rows } = await standing(context);
    expect(
      rows
        .slice(-3)
        .map(({ kind, code, resourceVersion, targetVersion, identity }) => [
          kind,
          code,
          resourceVersion,
          targetVersion,
          identity,
        ]),
    ).toEqual([
      ["CONCEPT", "A", 1, null, `${S}concepts/A/`],
      ["MAPPING", "1", 1, null, `${S}mappings/1/`],
      ["CONCEPT", "B", 1, null, `${S}concepts/B/`],
    ]);
  });

  it("keeps what was not pinned as it was asked for", async () => {
    const C = await fresh();
    const lists = [`${S}concepts/?q=name`, S, "http://demo.org/S"];
    const one = "is successfully added to collection";
    expect(
      await add(context, C, {
        mode: "DYNAMIC",
        expressions: [`${S}concepts/A/`, `${S}mappings/2/`, ...lists],
      }),
    ).toEqual([
      `+ ${S}concepts/A/: The concept A ${one} C${count} Set`,
      `+ ${S}mappings/2/: The mapping 2 ${one} C${count} Set`,
      ...lists.map((list) => `+ ${list}: The reference ${one} C${count} Set`),
    ]);
    expect(await add(context, C, { expressions: [`${S}concepts/B/1/`] })).toEqual([
      `+ ${S}concepts/B/1/: The concept B ${one} C${count} Set`,
    ]);
  });

  it("has one concept once, whatever version and URL, and says so of what was requested", async () => {
    const C = await fresh();
    const again = ["http://demo.org/S/concepts/A", `${S}concepts/A/1/`, ` ${S}concepts/A/ `];
    expect(await add(context, C, { expressions: [`${S}concepts/A/`, ...again, S, S] })).toEqual([
      `+ ${S}concepts/A/1/: ${PINNED}`,
      ...again.map((text) => `- ${text}: ${NOT_UNIQUE}`),
      `+ ${S}: The reference is successfully added to collection C${count} Set`,
      `- ${S}: ${NOT_UNIQUE}`,
    ]);
    const before = await standing(context);
    expect(await add(context, C, { expressions: again })).toEqual(
      again.map((text) => `- ${text}: ${NOT_UNIQUE}`),
    );
    expect(await standing(context)).toEqual(before);
    expect(await add(context, C, { expressions: [`${S}concepts/A/`], exclude: true })).toEqual([
      `+ ${S}concepts/A/: The concept A is successfully added to collection C${count} Set`,
    ]);
  });

  it("refuses what is not there, and takes it where it may come", async () => {
    const C = await fresh();
    const absent = [
      [`${S}concepts/Z/`, "there is no concept Z"],
      [`${S}concepts/A/9/`, "there is no version 9 of concept A"],
      [`${S}mappings/9/`, "there is no mapping 9"],
      [`${S}v1/concepts/A/`, `there is no ${S}v1/`],
      ["/orgs/Nobody/sources/S/", "there is no /orgs/Nobody/sources/S/"],
      ["http://nowhere.org", "there is no http://nowhere.org"],
      [`${S}concepts/?valueset=http://nowhere.org`, "there is no http://nowhere.org"],
    ] as const;
    const expressions = absent.map(([text]) => text);
    expect(await add(context, C, { expressions })).toEqual(
      absent.map(([text, hint]) => `- ${text}: ${NOT_VALID} ${hint}`),
    );
    const added = await add(context, C, { mode: "DYNAMIC", expressions });
    // The fourth is the second again, in another version.
    expect(added.map((text) => text.slice(0, 1)).join("")).toBe("+++-+++");
    expect(
      (await standing(context)).rows.slice(-6).map(({ targetId }) => targetId !== null),
    ).toEqual([true, true, true, false, false, true]);
    expect((await standing(context)).rows.at(-1)?.valuesetIds).toEqual([0]);
  });

  it("adds each result of a cascade on its own where it pins", async () => {
    const C = await fresh();
    await add(context, C, { expressions: [`${S}concepts/B/`] });
    expect(
      await add(context, C, {
        expressions: [`${S}concepts/A/`, "?"],
        cascade: "SOURCE_TO_CONCEPTS",
      }),
    ).toEqual([
      `+ ${S}concepts/A/1/: ${PINNED}`,
      `+ ${S}mappings/1/1/: ${PINNED_MAPPING}`,
      `- ?: ${NOT_VALID} "" should be orgs, users or user, or the beginning of a canonical URL`,
    ]);
    const D = await fresh();
    const stored = `${S}concepts/A/?cascade=sourcetoconcepts`;
    expect(
      await add(context, D, {
        mode: "DYNAMIC",
        expressions: [`${S}concepts/A/`],
        cascade: "SOURCE_TO_CONCEPTS",
      }),
    ).toEqual([`+ ${stored}: The concept A is successfully added to collection C${count} Set`]);
  });

  it("takes all of a repository: each member, or the newest release", async () => {
    const C = await fresh();
    expect(await add(context, C, { uri: S, concepts: ["*"], mappings: ["*"] })).toEqual([
      ...["A", "B", "C"].map(
        (code) =>
          `+ ${S}concepts/${code}/1/: The concept ${code} is successfully added to collection C${count} Set`,
      ),
      ...["1", "2"].map(
        (id) =>
          `+ ${S}mappings/${id}/1/: The mapping ${id} is successfully added to collection C${count} Set`,
      ),
    ]);
    const N = await fresh();
    const [first = ""] = await add(context, N, { uri: C, concepts: ["*"], searchTerm: "b nam" });
    expect(first).toMatch(`+ ${S}concepts/B/1/: `);
    const T = await makeSystem(context, "T", ["A"]);
    await release(context, "t", "v1");
    expect(await add(context, C, { uri: T, concepts: ["*"] })).toEqual([
      `+ ${T}v1/concepts/: The reference is successfully added to collection C${count - 1} Set`,
    ]);
    expect(
      await add(context, C, { mode: "DYNAMIC", uri: T, concepts: ["*"], searchTerm: "a" }),
    ).toEqual([
      `+ ${T}concepts/?q=a: The reference is successfully added to collection C${count - 1} Set`,
    ]);
  });

  it("brings no collection into itself", async () => {
    const [A, B, C] = [await fresh(), await fresh(), await fresh()];
    const hint = "it would bring the collection into itself";
    expect(await add(context, A, { expressions: [A, `${A}concepts/`] })).toEqual([
      `- ${A}: ${NOT_VALID} ${hint}`,
      `- ${A}concepts/: ${NOT_VALID} ${hint}`,
    ]);
    await add(context, A, { expressions: [B] });
    await add(context, B, { expressions: [`${S}concepts/?valueset=${C}HEAD/`] });
    expect(await add(context, C, { expressions: [A, S] })).toEqual([
      `- ${A}: ${NOT_VALID} ${hint}`,
      `+ ${S}: The reference is successfully added to collection C${count} Set`,
    ]);
    sure(await createCollectionVersion(context, { collection: A, version: "v1", released: true }));
    expect(await add(context, C, { expressions: [`${A}v1/`] })).toEqual([
      `+ ${A}v1/: The reference is successfully added to collection C${count} Set`,
    ]);
  });

  it("takes five thousand in as many statements as one", async () => {
    const C = await fresh();
    const D = await fresh();
    takeSent();
    await add(context, C, { expressions: [`${S}concepts/A/`] });
    const statements = takeSent().length;
    const expressions = Array.from({ length: 5000 }, (_, at) => `${S}concepts/X${at}/`);
    const begun = performance.now();
    const results = await add(context, D, { mode: "DYNAMIC", expressions });
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(results.filter((text) => text.startsWith("+"))).toHaveLength(5000);
    expect(takeSent()).toHaveLength(statements);
    expect(await remove(context, D, { all: true })).toHaveLength(5000);
  });
});

describe("who may add references", () => {
  it("is whoever may change HEAD, and versions take none", async () => {
    const C = await fresh();
    await makeOrganization(database, "Other", "other");
    const other = commandsOf(
      database,
      await callerOf(database, { user: "other", organizations: ["Other"] }),
    );
    const request = { expressions: [`${S}concepts/A/`] };
    expect(await add(other, C, request)).toEqual([
      `NotPermitted collection: Only members of organization Demo may change C${count}.`,
    ]);
    sure(
      await createCollection(context, {
        owner: "Demo",
        shortCode: "Open",
        name: "Open",
        publicAccess: "EDIT",
      }),
    );
    sure(
      await createCollection(context, {
        owner: "Demo",
        shortCode: "Hidden",
        name: "Hidden",
        publicAccess: "NONE",
      }),
    );
    expect(await add(other, "/orgs/Demo/collections/Open/", request)).toEqual([
      `+ ${S}concepts/A/1/: ${PINNED}`,
    ]);
    const hidden = "/orgs/Demo/collections/Hidden/";
    expect(await add(other, hidden, request)).toEqual([
      `ResourceNotFound collection: There is no collection ${hidden}.`,
    ]);
    expect(await add(other, "/orgs/Demo/collections/Open/", { expressions: [hidden] })).toEqual([
      `- ${hidden}: ${NOT_VALID} there is no ${hidden}`,
    ]);
    sure(await createCollectionVersion(context, { collection: C, version: "v1" }));
    const before = await standing(context);
    expect(await add(context, `${C}v1/`, request)).toEqual([
      `ReleasedVersionLocked collection: Version v1 of C${count} keeps its references; change those of HEAD.`,
    ]);
    expect(await add(context, `${C}v2/`, request)).toEqual([
      `ResourceNotFound collection: There is no collection ${C}v2/.`,
    ]);
    expect(await standing(context)).toEqual(before);
  });
});
