import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCrosswalk } from "../../../src/commands/crosswalks/createCrosswalk.js";
import { commandsOf } from "../../support/commands.js";
import { crosswalkOf } from "../../support/readings.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { useImportProgram } from "./program.js";
import { tablesOf } from "./tables.js";

const testDatabase = useTestDatabase();
const { database } = testDatabase;
const { put, taken } = tablesOf(useImportProgram(testDatabase));

describe("from a version to a table and back", () => {
  test("everything is as it was, whatever is in it", async () => {
    const context = commandsOf(database, await memberOf(database, "Demo"));
    const nasty = fc.constantFrom(
      '"',
      ",",
      "\r",
      "\n",
      "\r\n",
      "=",
      "+1",
      "0",
      "00",
      "é",
      "𝛼",
      "\t",
      "\\",
      "''",
    );
    const text = fc
      .array(fc.oneof(nasty, fc.string({ unit: "grapheme", maxLength: 3 })), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) => parts.join("").trim())
      .filter((all) => all !== "" && all.isWellFormed() && !all.includes("\u0000"));
    const attribute = fc.record({ key: text, value: fc.option(text) });
    const target = fc.record({
      targetCode: text,
      relationship: fc.constantFrom("EQUIVALENT" as const, "NOT_RELATED_TO" as const, null),
      customAttributes: fc.array(attribute, { maxLength: 1 }),
    });
    const mapping = fc.record({
      sourceCodeSystem: fc.constantFrom("ndc", "icd10cm"),
      sourceCode: text,
      targetCodeSystem: fc.constantFrom("rxnorm", "icd9cm"),
      targets: fc.array(target, { minLength: 1, maxLength: 3 }),
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(mapping, { minLength: 1, maxLength: 5 }), async (mappings) => {
        round += 1;
        const name = `Round ${round}`;
        const made = await createCrosswalk(context, { name, draft: false, mappings });
        if (!made.ok) throw new Error(made.failure[0].message);
        const { identifier } = made.value;
        const table = await taken(identifier);
        const same = await put(table, "--crosswalk", identifier, "--organization", "Demo");
        expect(same.said[0]).toBe(`"${name}" ID, version 1: nothing to do, it is here already`);
        const copy = await put(table, "--crosswalk", `Copy ${round}`, "--organization", "Demo");
        expect(await taken(copy.identifier)).toBe(table);
        expect(await content(copy.identifier)).toEqual(await content(identifier));
      }),
      { numRuns: 15 },
    );
  });
});

async function content(identifier: string) {
  const { containerId } = await crosswalkOf(database, await memberOf(database, "Demo"), identifier);
  const rows = await database.reads.execute(sql`
    select source_system, source_code, target_system, target_code, relationship, attributes
    from crosswalk_pair where container_id = ${containerId}
    order by source_system, source_code, target_system, target_code`);
  return [...rows];
}
