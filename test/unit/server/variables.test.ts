import { makeExecutableSchema } from "@graphql-tools/schema";
import fc from "fast-check";
import { getVariableValues, Kind, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { variablesReader } from "../../../src/server/compiled/variables.js";

const schema = makeExecutableSchema({
  typeDefs: `
    enum Colour { RED GREEN }
    input Leaf { text: String = "usual" id: ID yes: Boolean colours: [Colour!] }
    input Tree { code: String! at: Int = 3 leaf: Leaf inner: [Tree!] table: [[Float]] }
    input Either @oneOf { text: String int: Int }
    type Query { anything: String }`,
  resolvers: { Colour: { RED: "#f00", GREEN: "#0f0" } },
});

function definitionsOf(variables: string) {
  const [operation] = parse(`query (${variables}) { anything }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("There is no operation");
  return operation.variableDefinitions ?? [];
}

type Given = Record<string, unknown>;

/** What graphql-js reads and what we read; null where there is a fault. */
function bothWays(variables: string, given: Given) {
  const definitions = definitionsOf(variables);
  const read = variablesReader(schema, definitions);
  const attempt = () => {
    try {
      return read(given);
    } catch {
      return null;
    }
  };
  return { told: getVariableValues(schema, definitions, given).coerced ?? null, read: attempt() };
}

const ALL = `$tree: Tree!, $trees: [Tree!], $either: Either, $colour: Colour = RED, $id: ID,
  $int: Int! = 4, $yes: Boolean, $leaf: Leaf = { text: "other" }`;

const { tree } = fc.letrec<{ tree: Given }>((tie) => ({
  tree: fc.record(
    {
      code: fc.oneof(
        { weight: 9, arbitrary: fc.string() },
        { weight: 1, arbitrary: fc.jsonValue() },
      ),
      at: fc.oneof(fc.integer(), fc.constant(null)),
      leaf: fc.record(
        {
          text: fc.oneof(fc.string(), fc.constant(null)),
          colours: fc.oneof(
            fc.array(fc.constantFrom("RED", "GREEN")),
            fc.constantFrom("RED", null),
          ),
        },
        { requiredKeys: [] },
      ),
      inner: fc.oneof({ maxDepth: 2 }, fc.constant([]), fc.array(tie("tree"), { maxLength: 3 })),
      table: fc.array(fc.oneof(fc.constant(null), fc.array(fc.double({ noNaN: true })))),
    },
    { requiredKeys: ["code"] },
  ),
}));
const given = fc.record(
  {
    tree,
    trees: fc.oneof(fc.array(tree, { maxLength: 3 }), tree, fc.constant(null)),
    either: fc.constantFrom({ text: "a" }, { int: 1 }, { text: "a", int: 1 }, null),
    colour: fc.constantFrom("GREEN", "RED", null),
    id: fc.oneof(fc.string(), fc.integer(), fc.boolean()),
    int: fc.constantFrom(1, 2, 2.5, "1"),
    yes: fc.constantFrom(true, false, null),
    leaf: fc.constantFrom({}, null, { text: "a", other: 1 }, [], "text"),
    unasked: fc.jsonValue(),
  },
  { requiredKeys: ["tree"] },
);

describe("variables", () => {
  it("are read as graphql-js reads them, and refused where it finds a fault", () => {
    let accepted = 0;
    fc.assert(
      fc.property(given, (values) => {
        const { told, read } = bothWays(ALL, values);
        expect(read).toEqual(told);
        if (told !== null) accepted += 1;
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it.each([
    ["a field that is not there", "$tree: Tree", { tree: { code: "a", other: 1 } }],
    ["a field that is left out", "$tree: Tree", { tree: { at: 1 } }],
    ["a field that is null", "$tree: Tree", { tree: { code: null } }],
    ["a list for an object", "$leaf: Leaf", { leaf: [] }],
    ["a text for an object", "$leaf: Leaf", { leaf: "a" }],
    ["a value that is no value of an enumeration", "$colour: Colour", { colour: "BLUE" }],
    ["a variable that is left out", "$tree: Tree!", {}],
    ["a variable that is null", "$int: Int! = 4", { int: null }],
    ["two fields where one is to be given", "$either: Either", { either: { text: "a", int: 1 } }],
  ])("refuses %s", (_, variables, values) => {
    expect(bothWays(variables, values)).toEqual({ told: null, read: null });
  });

  it("takes one value for a list of it, and what is left out as its default says", () => {
    const values = { trees: { code: "a", leaf: { colours: "RED" } } };
    const leaf = { text: "usual", colours: ["#f00"] };
    const read = { trees: [{ code: "a", at: 3, leaf }], int: 4 };
    expect(bothWays("$trees: [Tree], $int: Int = 4, $id: ID", values)).toEqual({
      told: read,
      read,
    });
  });
});
