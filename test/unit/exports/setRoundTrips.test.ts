import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeOclExport } from "../../../src/commands/exports/oclExportText.js";
import { valueSetWriter } from "../../../src/commands/exports/valueSetText.js";
import { valueSet, valueSetOf } from "../../../src/importers/fhir/valueSet.js";
import { oclCollection } from "../../../src/importers/oclCollection.js";
import { collections } from "./collections.js";
import { comparable, type HeldSet, read, written } from "./setsWrittenAndRead.js";

const RUNS = { numRuns: 400 };

/** Without what OCL has no place for, and says so. */
function ofOcl(held: HeldSet): HeldSet {
  const references = held.references.map(({ definition, said }) => ({
    definition,
    said: said?.display === undefined ? null : { display: said.display },
  }));
  return { ...held, details: { ...held.details, names: [], descriptions: [] }, references };
}

describe("a collection comes back as it was", () => {
  test.each(["R4", "R5"] as const)("as a ValueSet of %s", async (release) => {
    await fc.assert(
      fc.asyncProperty(collections, async (held) => {
        const { text } = await written(held, valueSetWriter(release));
        JSON.parse(text);
        expect(await read(text, valueSetOf[release])).toEqual(comparable(held));
        expect(await read(text, valueSet)).toEqual(comparable(held));
      }),
      RUNS,
    );
  });

  test("as OCL's export, but for what it says it has left out", async () => {
    await fc.assert(
      fc.asyncProperty(collections, async (held) => {
        const { text, losses } = await written(held, writeOclExport);
        JSON.parse(text);
        const kept = ofOcl(held);
        expect(await read(text, oclCollection)).toEqual(comparable(kept));
        expect(losses.length > 0).toBe(JSON.stringify(kept) !== JSON.stringify(held));
      }),
      RUNS,
    );
  });
});
