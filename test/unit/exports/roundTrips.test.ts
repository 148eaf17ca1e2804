import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conceptMapWriter } from "../../../src/commands/exports/conceptMapText.js";
import { writeCsv } from "../../../src/commands/exports/csvText.js";
import { writeSssom } from "../../../src/commands/exports/sssomText.js";
import { crosswalkCsv } from "../../../src/importers/crosswalkTable.js";
import { conceptMap, conceptMapOf } from "../../../src/importers/fhir/conceptMap.js";
import { sssomTsv } from "../../../src/importers/sssom.js";
import {
  foldAlternatives,
  unfoldAlternatives,
} from "../../../src/rules/crosswalks/forms/alternatives.js";
import { conditions, crosswalks } from "./crosswalks.js";
import { comparable, type Held, read, written } from "./writtenAndRead.js";

const RUNS = { numRuns: 400 };

/** Without what SSSOM has no place for, and says so. */
function withValues(held: Held): Held {
  const pairs = held.pairs.flatMap((pair) => {
    const [first, ...others] = unfoldAlternatives(pair).map((one) => ({
      ...one,
      attributes: one.attributes.filter(({ value }) => value !== null),
    }));
    return first === undefined ? [] : [foldAlternatives(first, others).pair];
  });
  return { ...held, pairs };
}

/** Whether anything that is said of a pair has no value. */
function lacksValues({ pairs }: Held): boolean {
  const statements = pairs.flatMap(unfoldAlternatives);
  return statements.some((pair) => pair.attributes.some(({ value }) => value === null));
}

describe("a crosswalk comes back as it was", () => {
  test.each(["R4", "R5"] as const)("as a ConceptMap of %s", async (release) => {
    const write = conceptMapWriter(release);
    await fc.assert(
      fc.asyncProperty(crosswalks([conditions[release]]), async (held) => {
        const { text } = await written(held, write);
        JSON.parse(text);
        expect(await read(text, conceptMapOf[release])).toEqual(comparable(held));
        expect(await read(text, conceptMap)).toEqual(comparable(held));
      }),
      RUNS,
    );
  });

  test("as SSSOM, but for attributes without value", async () => {
    await fc.assert(
      fc.asyncProperty(crosswalks([conditions.R4]), async (held) => {
        const { text, losses } = await written(held, writeSssom);
        expect(await read(text, sssomTsv)).toEqual(comparable(withValues(held)));
        expect(losses.some(({ kind }) => kind === "LEFT_OUT")).toBe(lacksValues(held));
      }),
      RUNS,
    );
  });

  test("as CSV, but for what is said of the whole", async () => {
    await fc.assert(
      fc.asyncProperty(crosswalks([]), async (held) => {
        const { text, losses } = await written(held, writeCsv);
        const { pairs } = await read(text, crosswalkCsv);
        expect(pairs).toEqual(comparable(held).pairs);
        const whole = ["name", ...held.attributes.map(({ key }) => key)];
        expect(losses.map(({ element }) => element)).toEqual(expect.arrayContaining(whole));
      }),
      RUNS,
    );
  });
});
