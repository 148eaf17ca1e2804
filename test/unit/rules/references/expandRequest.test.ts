import { describe, expect, it } from "vitest";
import {
  expandRequest,
  type ReferenceRequest,
  tooManyLists,
} from "../../../../src/rules/references/expandRequest.js";
import { expressionOf } from "../../../../src/rules/references/expressionOf.js";

const S = "/orgs/O/sources/S/";

/** What is asked for, one line each: `+` or `-` and the expression, `?` and what was requested. */
function expand(request: ReferenceRequest) {
  const result = expandRequest(request, "jane");
  if (!result.ok) return result.failure.map(({ path, message }) => `${path.join(".")}: ${message}`);
  return result.value.map(({ requested, read, everything }) =>
    read.ok
      ? `${read.value.include ? "+" : "-"}${everything ? "*" : ""}${expressionOf(read.value)}`
      : `?${requested}: ${read.failure.hint}`,
  );
}

describe("a request", () => {
  it("asks for expressions, references, concepts and mappings, in this order", () => {
    const request = {
      mappings: [`${S}mappings/m/`, `${S}concepts/4/`],
      concepts: [`${S}concepts/3/`],
      references: [{ system: S, code: "2" }, { expression: `${S}concepts/2b` }],
      expressions: [`${S}concepts/1`, "nonsense", ""],
    };
    expect(expand(request)).toEqual([
      `+${S}concepts/1/`,
      '?nonsense: "nonsense" should be orgs, users or user, or the beginning of a canonical URL',
      "?: it is empty",
      `+${S}concepts/2/`,
      `+${S}concepts/2b/`,
      `+${S}concepts/3/`,
      `+${S}mappings/m/`,
      `+${S}concepts/4/`,
    ]);
  });

  it("keeps what was requested", () => {
    const result = expandRequest(
      { expressions: [" orgs/O/sources/S "], references: [{ system: S }], uri: S, concepts: ["a"] },
      null,
    );
    expect(result.ok && result.value.map(({ requested }) => requested)).toEqual([
      " orgs/O/sources/S ",
      `${S}concepts/`,
      "a",
    ]);
  });

  it("asks for all of a repository, and for codes of it", () => {
    const all = { uri: `${S}v1`, concepts: ["*"], mappings: ["*"], searchTerm: " fever " };
    expect(expand(all)).toEqual([`+*${S}v1/concepts/?q=fever`, `+*${S}v1/mappings/?q=fever`]);
    expect(expand({ uri: "http://loinc.org", mappings: ["*"] })).toEqual([
      "+*http://loinc.org/mappings/",
    ]);
    expect(expand({ uri: "/orgs/O/collections/C/", concepts: ["a:b", `${S}concepts/1`] })).toEqual([
      "+/orgs/O/collections/C/concepts/a%3Ab/",
      `+${S}concepts/1/`,
    ]);
  });

  it("cascades and excludes all of it, where a reference does not say otherwise", () => {
    const request = {
      expressions: [
        `${S}concepts/1/`,
        `${S}mappings/1/`,
        `${S}concepts/2/?cascade=sourcetoconcepts`,
      ],
      references: [{ system: S, cascade: "SOURCE_TO_CONCEPTS" as const }],
      cascade: "SOURCE_MAPPINGS" as const,
    };
    const asked = [
      `${S}concepts/1/?cascade=sourcemappings`,
      `${S}mappings/1/`,
      `${S}concepts/2/?cascade=sourcetoconcepts`,
      `${S}concepts/?cascade=sourcetoconcepts`,
    ];
    expect(expand(request)).toEqual(asked.map((text) => `+${text}`));
    expect(expand({ ...request, exclude: true })).toEqual(asked.map((text) => `-${text}`));
    const single = {
      references: [
        { expression: S, include: false },
        { system: S, include: false },
      ],
    };
    expect(expand(single)).toEqual([`-${S}`, `-${S}concepts/`]);
  });

  it.each<[ReferenceRequest, ...string[]]>([
    [{}, "expressions: Expressions, references, concepts or mappings are required"],
    [
      { expressions: [], concepts: null, uri: " " },
      "expressions: Expressions, references, concepts or mappings are required",
    ],
    [{ uri: S }, 'uri: Say what of it: concepts: ["*"], mappings: ["*"] or both'],
    [
      { uri: "S", concepts: ["*"] },
      'uri: uri: "S" should be orgs, users or user, or the beginning of a canonical URL',
    ],
    [{ uri: "S\u0000", concepts: ["*"] }, "uri: uri: it holds a character that is not text"],
    [
      { uri: `${S}concepts/`, concepts: ["*"] },
      'uri: uri: "concepts" is too much behind a repository',
    ],
    [
      { concepts: ["*"], mappings: [" * "] },
      "concepts: * needs a uri, the repository that everything is of",
      "mappings: * needs a uri, the repository that everything is of",
    ],
    [
      { expressions: [S], searchTerm: "a" },
      'searchTerm: A search term needs a uri and concepts: ["*"]',
    ],
    [
      { uri: S, concepts: ["a"], searchTerm: "a" },
      'searchTerm: A search term needs a uri and concepts: ["*"]',
    ],
    [
      { uri: S, concepts: ["*"], searchTerm: "a\u0000" },
      "searchTerm: Search term holds a character that is not text",
    ],
    [
      { references: [{ expression: S, code: "1" }, {}] },
      "references.0.expression: A reference is an expression or its parts, not both",
      "references.1.system: A search or filter is missing: name a code system or collection",
    ],
    [
      { expressions: Array<string>(9999).fill(S), concepts: ["a", "b"] },
      "concepts: More than 10000 references are given; add them in several requests",
    ],
  ])("is refused: %j", (request, ...faults) => {
    expect(expand(request)).toEqual(faults);
  });

  it("may ask for ten thousand", () => {
    expect(expand({ expressions: Array<string>(10_000).fill(S) })).toHaveLength(10_000);
  });
});

it("no more than 500 lists are in a collection", () => {
  expect(tooManyLists(500)).toBeNull();
  expect(tooManyLists(501)).toEqual({
    kind: "FieldInvalid",
    path: ["expressions"],
    message: "The collection would have 501 references to lists; at most 500 are allowed",
  });
});
