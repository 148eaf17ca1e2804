import {
  BreakingChangeType,
  buildSchema,
  findBreakingChanges,
  type GraphQLSchema,
  isSpecifiedScalarType,
} from "graphql";
import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/schema.js";
import { textOf } from "./sources.js";

/** What is agreed, with the connections that it names. */
function agreedSchema(): GraphQLSchema {
  const text = textOf("test/contract/agreed.graphql");
  const connections = new Set(text.match(/\w+(?=Connection\b)/g));
  const types = [...connections].map((item) => `type ${item}Connection { nodes: [${item}!]! }`);
  return buildSchema([text, ...types].join("\n"), { assumeValid: true, assumeValidSDL: true });
}

const agreed = agreedSchema();
const graph = buildGraph();

/** What a change takes away. */
const absences: ReadonlySet<string> = new Set([
  BreakingChangeType.TYPE_REMOVED,
  BreakingChangeType.FIELD_REMOVED,
  BreakingChangeType.ARG_REMOVED,
  BreakingChangeType.VALUE_REMOVED_FROM_ENUM,
  BreakingChangeType.TYPE_REMOVED_FROM_UNION,
]);
const changes = findBreakingChanges(agreed, graph);

describe("the graph, beside what is agreed with its clients", () => {
  it("has the same shape wherever it has the same name", () => {
    expect(changes.filter(({ type }) => !absences.has(type))).toEqual([]);
  });

  it("answers null where that is agreed, and nowhere else", () => {
    const looser = findBreakingChanges(graph, agreed).filter(
      ({ type }) =>
        type === BreakingChangeType.FIELD_CHANGED_KIND ||
        type === BreakingChangeType.ARG_CHANGED_KIND,
    );
    expect(looser).toEqual([]);
  });

  // A name that appears here was dropped or renamed. With a new field: run with -u, and look at the difference.
  it("lacks only what has not been built yet", async () => {
    const absent = changes.filter(({ type }) => absences.has(type));
    const names = absent.map(({ description }) => description.replace(/ was removed\.?$/, ""));
    const lines = names.filter((name) => !name.startsWith("Standard scalar")).sort();
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("absentNames.txt");
  });

  it("was compared with something", () => {
    const names = (schema: GraphQLSchema) =>
      Object.values(schema.getTypeMap()).filter(
        (type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type as never),
      );
    const shared = names(agreed).filter(({ name }) => graph.getType(name) !== undefined);
    expect(shared.length).toBeGreaterThan(50);
  });
});
