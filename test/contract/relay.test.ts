import {
  type GraphQLObjectType,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isScalarType,
} from "graphql";
import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/schema.js";
import { nodeTypes } from "../integration/graph/nodes.js";

const graph = buildGraph();
const objects = Object.values(graph.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith("__"),
);
const connections = objects.filter(({ name }) => name.endsWith("Connection"));

/** A type's fields as the schema writes them. */
function fieldsOf(type: GraphQLObjectType): Readonly<Record<string, string>> {
  const fields = Object.values(type.getFields());
  return Object.fromEntries(fields.map((field) => [field.name, String(field.type)]));
}

function objectNamed(name: string): GraphQLObjectType {
  const type = graph.getType(name);
  if (!isObjectType(type)) throw new Error(`no object type ${name}`);
  return type;
}

it("there are connections", () => {
  expect(connections.length).toBeGreaterThanOrEqual(6);
});

describe.each(connections.map((type) => [type.name.replace(/Connection$/, ""), type] as const))(
  "the connection of %s",
  (item, connection) => {
    it("has edges, nodes, a place and a total", () => {
      expect(fieldsOf(connection)).toMatchObject({
        edges: `[${item}Edge!]!`,
        nodes: `[${item}!]!`,
        pageInfo: "PageInfo!",
        totalCount: "Int!",
        currentPage: "Int",
        pageSize: "Int!",
      });
    });

    it("has edges of a cursor and a node", () => {
      expect(fieldsOf(objectNamed(`${item}Edge`))).toEqual({ cursor: "String!", node: `${item}!` });
    });

    it("is never null and takes both styles of paging, wherever it is a field", () => {
      const fields = objects
        .flatMap((type) => Object.values(type.getFields()))
        .filter((field) => getNamedType(field.type) === connection);
      expect(fields.length).toBeGreaterThan(0);
      for (const field of fields) {
        expect(String(field.type)).toBe(`${connection.name}!`);
        const args = Object.fromEntries(field.args.map(({ name, type }) => [name, String(type)]));
        expect(args).toMatchObject({
          pageSize: "Int",
          pageNumber: "Int",
          first: "Int",
          after: "String",
          last: "Int",
          before: "String",
        });
      }
    });
  },
);

it("PageInfo is Relay's", () => {
  expect(fieldsOf(objectNamed("PageInfo"))).toEqual({
    hasNextPage: "Boolean!",
    hasPreviousPage: "Boolean!",
    startCursor: "String",
    endCursor: "String",
  });
});

describe("Node", () => {
  const node = graph.getType("Node");
  const implementors = isInterfaceType(node) ? graph.getPossibleTypes(node) : [];

  it("has the types that are found again by their id in a test of their own", () => {
    expect(implementors.map(({ name }) => name).sort()).toEqual(Object.keys(nodeTypes).sort());
  });

  it("is what every type implements that has an id, and the id is no text of its own", () => {
    const withId = objects.filter((type) => type.getFields().id !== undefined);
    expect(withId.map(({ name }) => name).sort()).toEqual(
      implementors.map(({ name }) => name).sort(),
    );
    for (const type of withId) expect(fieldsOf(type).id).toBe("ID!");
  });

  it("is asked for by one id and by many", () => {
    const { node: one, nodes: many } = fieldsOf(objectNamed("Query"));
    expect([one, many]).toEqual(["Node", "[Node]!"]);
  });
});

describe("Mutation", () => {
  const mutations = Object.values(objectNamed("Mutation").getFields());

  it.each(mutations.map((field) => [field.name, field] as const))(
    "%s takes one input and answers a payload of its own, with userErrors",
    (name, { args, type }) => {
      const own = name.charAt(0).toUpperCase() + name.slice(1);
      expect(args.map((argument) => `${argument.name}: ${argument.type}`)).toEqual([
        `input: ${own}Input!`,
      ]);
      expect(String(type)).toBe(`${own}Payload!`);
      const { userErrors, ...others } = fieldsOf(objectNamed(`${own}Payload`));
      expect(userErrors).toBe("[UserError!]!");
      // What was asked for is null where it was refused; lists are empty then.
      for (const [field, shape] of Object.entries(others)) {
        expect(`${field}: ${shape}`).toMatch(/^\w+: (\w+|\[\w+!\]!|Int!)$/);
      }
    },
  );
});

it("every scalar is known by name", () => {
  const scalars = Object.values(graph.getTypeMap()).filter(isScalarType);
  expect(scalars.map(({ name }) => name).sort()).toEqual([
    "Boolean",
    "DateTime",
    "Float",
    "ID",
    "Int",
    "JSONObject",
    "String",
    "UUID",
  ]);
});
