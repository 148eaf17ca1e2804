import { readdirSync, readFileSync } from "node:fs";
import { type OperationDefinitionNode, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { buildGraph } from "../../../src/graph/schema.js";
import { limits } from "../../../src/server/limits.js";
import { operationCost } from "../../../src/server/operationCost.js";

const schema = buildGraph();

function costOf(text: string, variables: Readonly<Record<string, unknown>> = {}): number {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find(({ kind }) => kind === "OperationDefinition");
  return operationCost(schema, document, operation as OperationDefinitionNode, variables);
}

const mappings = (
  args: string,
) => `{ crosswalk(identifier: "00000000-0000-4000-8000-000000000000") {
  latestVersion { mappings${args} { nodes { sourceCode targets { targetCode } } } } } }`;
/** The fields around a page of mappings, and those of one mapping. */
const [AROUND, PER_MAPPING] = [3, 4];

describe("the cost of an operation", () => {
  it.each<readonly [string, number]>([
    ["{ viewer { client } }", 2],
    ["{ a: viewer { client } b: viewer { client scopes } }", 5],
    ["{ crosswalks { nodes { name } } }", 1 + 100 * 2],
    ["{ crosswalks(pageSize: 7) { nodes { name } } }", 1 + 7 * 2],
    ["{ crosswalks(pageSize: 100000) { nodes { name } } }", 1 + 1000 * 2],
    ["{ crosswalks(last: 3) { nodes { name } totalCount } }", 1 + 3 * 3],
    ["{ crosswalks(first: -5) { nodes { name } } }", 1 + 1 * 2],
    [
      "{ crosswalks(first: 2) { nodes { versions(first: 3) { nodes { name } } } } }",
      1 + 2 * (1 + 1 + 3 * 2),
    ],
    [mappings(""), AROUND + 10 * PER_MAPPING],
    [mappings("(pageSize: 100)"), AROUND + 10 * PER_MAPPING],
    [mappings("(first: 100)"), AROUND + 100 * PER_MAPPING],
    [mappings("(filter: { sourceCodes: [] }, first: 100)"), AROUND + 100 * PER_MAPPING],
    ["{ translate(input: { codings: [] }) { reason } }", 2],
    [
      '{ translate(input: { codings: [{ system: "a", code: "b" }, { system: "a", code: "c" }] }) { reason } }',
      1 + 2,
    ],
    ['{ nodes(ids: ["a", "b", "c"]) { id } }', 1 + 3],
    [
      "{ crosswalks(first: 2) { ...list } } fragment list on CrosswalkConnection { nodes { name ... on Crosswalk { version } } }",
      1 + 2 * 3,
    ],
    ["{ __schema { types { name } } }", 3],
  ])("of %s is %i", (text, cost) => {
    expect(costOf(text)).toBe(cost);
  });

  it("takes sizes and lists from the variables, and from their defaults", () => {
    const list = "query ($first: Int = 5) { crosswalks(first: $first) { nodes { name } } }";
    expect(costOf(list)).toBe(1 + 5 * 2);
    expect(costOf(list, { first: 50 })).toBe(1 + 50 * 2);
    expect(costOf(list, { first: null })).toBe(1 + 100 * 2);
    const translate = "query ($input: TranslateInput!) { translate(input: $input) { reason } }";
    expect(costOf(translate, { input: { codings: Array(1000).fill({}) } })).toBe(1 + 1000);
    expect(costOf(translate)).toBe(1 + 1);
  });

  it("of a cascade is what it may answer of each concept and mapping, for as many as it may look at", () => {
    const cascade = (more = "") =>
      `cascade(concept: "a" ${more}) { concepts { code display } truncated }`;
    expect(costOf(`{ ${cascade()} }`)).toBe(1 + 1000 * 4);
    expect(costOf(`{ ${cascade("maxSteps: 10")} }`)).toBe(1 + 10 * 4);
    const asked = `query ($steps: Int) { ${cascade("maxSteps: $steps")} }`;
    expect(costOf(asked, { steps: 20 })).toBe(1 + 20 * 4);
    expect(costOf(asked, { steps: 1_000_000 })).toBe(1 + 10_000 * 4);
  });

  it("of a mutation does not grow with what it is given", () => {
    const text = `mutation ($input: AddCrosswalkMappingsInput!) {
      addCrosswalkMappings(input: $input) { message invalidCodes skipped { path reason } } }`;
    expect(costOf(text, { input: { mappings: Array(10_000).fill({}) } })).toBe(6);
  });

  it("of fragments that are spread often is found fast", () => {
    const levels = Array.from(
      { length: 60 },
      (_, at) => `fragment f${at} on Query { ...f${at + 1} ...f${at + 1} }`,
    );
    const text = `{ ...f0 } ${levels.join(" ")} fragment f60 on Query { viewer { client } }`;
    expect(costOf(text)).toBe(2 * 2 ** 60);
  });

  it("of every document in schema/operations is within the limit with the usual sizes", () => {
    const files = readdirSync("schema/operations");
    expect(files.length).toBeGreaterThan(7);
    const costs = files.map((file) => costOf(readFileSync(`schema/operations/${file}`, "utf8")));
    expect(Math.min(...costs)).toBeGreaterThan(1);
    expect(Math.max(...costs)).toBeLessThan(limits.cost);
  });
});
