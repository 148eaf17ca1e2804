import { beforeAll, describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/commands/context.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeCollection, makeSystem, remove, standing } from "./world.js";

const { database } = useTestDatabase();
const S = "/orgs/Demo/sources/S/";

let context: CommandContext;
beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  context = commandsOf(database, await memberOf(database, "Demo"));
  await makeSystem(context, "S", ["A", "B", "C"]);
  await makeMapping(context, { codeSystem: "s", fromConcept: "A", toConcept: `${S}concepts/B/` });
});

describe("deleting references", () => {
  it("goes by the stored expression, in request order", async () => {
    const C = await makeCollection(context, "C");
    await add(context, C, { expressions: [`${S}concepts/A/`, `${S}concepts/?class=Drug`] });
    const gone = "The reference was deleted.";
    const absent = "Expression was not found in the collection.";
    const before = await standing(context);
    expect(await remove(context, C, { references: [`${S}concepts/A/`] })).toEqual([
      `ResourceNotFound references: ${absent}`,
    ]);
    expect(await standing(context)).toEqual(before);
    expect(
      await remove(context, C, {
        references: ["x", `orgs/Demo/sources/S/concepts/A/1`, `${S}concepts/?class=Drug`],
      }),
    ).toEqual([
      `- x: ${absent}`,
      `+ ${S}concepts/A/1/: ${gone}`,
      `+ ${S}concepts/?conceptClass=Drug: ${gone}`,
    ]);
    expect((await standing(context)).revisions).toBe(before.revisions + 1);
    await add(context, C, {
      expressions: [`${S}concepts/A/`, `${S}mappings/1/`, `${S}concepts/B/`, `${S}concepts/C/`],
    });
    expect(
      await remove(context, C, {
        references: ["http://demo.org/S/concepts/A/"],
        matchUnversioned: true,
        cascade: "SOURCE_TO_CONCEPTS",
      }),
    ).toEqual([
      `+ ${S}concepts/A/1/: ${gone}`,
      `+ ${S}mappings/1/1/: ${gone}`,
      `+ ${S}concepts/B/1/: ${gone}`,
    ]);
    expect(await remove(context, C, { references: ["*"] })).toEqual([
      `+ ${S}concepts/C/1/: ${gone}`,
    ]);
    expect(await remove(context, C, { all: true })).toEqual([]);
    expect(await remove(context, C, {})).toEqual([
      "FieldInvalid references: Exactly one of references, ids and all: true is required",
    ]);
  });
});
