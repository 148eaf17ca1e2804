import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MappingInput } from "../../../src/rules/crosswalks/mappingInputs.js";
import { commandsOf, makeCrosswalk } from "../../support/commands.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { expectAsModelled } from "./asModelled.js";
import { History } from "./history.js";
import { brokenInvariants } from "./invariants.js";
import type { Step } from "./model.js";

const { database } = useTestDatabase();
const RUNS = 8;
const TIME_LIMIT = 180_000;

// U+FFFD comes before U+1F600 by its bytes and after it in JavaScript.
const CODES = ["a", "B", "\uFFFD", "\u{1F600}"];

const target = fc.record(
  {
    targetCode: fc.constantFrom("1", "2", "\u{1F600}"),
    relationship: fc.constantFrom("EQUIVALENT" as const, "RELATED_TO" as const, null),
    customAttributes: fc.array(
      fc.record({ key: fc.constantFrom("x", "Y"), value: fc.constantFrom("1", "2", null) }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ["targetCode"] },
);
const source = {
  sourceCodeSystem: fc.constantFrom("ndc", "rxnorm"),
  sourceCode: fc.constantFrom(...CODES),
  targetCodeSystem: fc.constantFrom("loinc", "ndc"),
};
const mapping: fc.Arbitrary<MappingInput> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ ...source, targets: fc.array(target, { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ ...source, noMap: fc.constant(true) }) },
);
const picks = fc.array(fc.nat(50), { minLength: 1, maxLength: 6 });
const draft = fc.boolean();
const of = <Kind extends string>(kind: Kind) => fc.constant(kind);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: of("add"),
      draft,
      mappings: fc.array(mapping, { minLength: 1, maxLength: 5 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: of("delete"), draft, picks }) },
  { weight: 2, arbitrary: fc.record({ kind: of("attribute"), draft, picks }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: of("rename"), draft, name: fc.constantFrom("A", "B") }),
  },
  { weight: 3, arbitrary: fc.record({ kind: of("revert"), draft, to: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("publish", "discard") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("open", "archive") }) },
  { weight: 2, arbitrary: fc.record({ kind: of("reactivate") }) },
);

describe("whatever happens to a crosswalk", () => {
  it(
    "every version reads as it was left, and what is derived agrees with the pairs",
    async () => {
      const context = commandsOf(database, await memberOf(database, "Demo"));
      const taken = new Set<string>();
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
          const identifier = await makeCrosswalk(context, { name: "A" });
          const history = new History(context, identifier, "A");
          for (const one of steps) {
            taken.add(one.kind);
            await history.take(one);
            await expectAsModelled(database, history);
          }
          expect(await brokenInvariants(database)).toEqual([]);
        }),
        { numRuns: RUNS },
      );
      expect(taken.size).toBeGreaterThan(6);
    },
    TIME_LIMIT,
  );
});
