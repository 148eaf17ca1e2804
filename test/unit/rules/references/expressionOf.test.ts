import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expressionOf } from "../../../../src/rules/references/expressionOf.js";
import { readExpression } from "../../../../src/rules/references/readExpression.js";
import { anyDefinition, definition, repository } from "./definitions.js";

describe("the expression of a reference", () => {
  it("is read as the same reference", () => {
    fc.assert(
      fc.property(anyDefinition, (one) => {
        expect(readExpression(expressionOf(one), null)).toEqual({ ok: true, value: one });
      }),
      { numRuns: 500 },
    );
  });

  it("differs where references do", () => {
    fc.assert(
      fc.property(anyDefinition, anyDefinition, (one, other) => {
        const alike = expressionOf(one) === expressionOf(other);
        expect(alike).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  it("tells one second valueset or cascade from another", () => {
    const valuesets = [repository("A*"), repository("B*")];
    const forms = [
      definition({ system: null, valuesets }),
      definition({ system: null, valuesets: valuesets.slice(0, 1) }),
      definition({ system: null, valuesets, cascade: "SOURCE_MAPPINGS" }),
    ];
    expect(forms.map(expressionOf)).toEqual([
      "/orgs/O/collections/A/concepts/?valueset=/orgs/O/collections/B/",
      "/orgs/O/collections/A/concepts/",
      "/orgs/O/collections/A/concepts/?valueset=/orgs/O/collections/B/&cascade=sourcemappings",
    ]);
  });
});
