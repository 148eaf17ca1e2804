import { makeExecutableSchema } from "@graphql-tools/schema";
import fc from "fast-check";
import { execute, isObjectType, Kind, type OperationDefinitionNode, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { compiledQuery } from "../../../src/server/compiled/compiledQuery.js";

const schema = makeExecutableSchema({
  typeDefs: `
    scalar Any
    enum Colour { RED GREEN }
    interface Named { name: String }
    type Cat implements Named { name: String lives: Int! }
    type Dog implements Named { name: String bark(times: Int = 1): String! owner: Cat }
    type Thing {
      text: String int: Int float: Float yes: Boolean id: ID any: Any colour: Colour
      sure: String! texts: [String!] table: [[Int]] later: String thing: Thing things: [Thing!]
      pets: [Named!] shout(times: Int = 1): String
    }
    type Query { thing(value: Any, at: Int = 3): Thing other: Thing! }
    type Mutation { thing: Thing }`,
  resolvers: {
    Query: { thing: (_, { value }) => value, other: (_, __, { value }) => value },
    Thing: { later: async ({ later }) => later },
    Named: { __resolveType: ({ kind }: { kind: string }) => kind },
    Dog: { bark: (_, { times }) => "wau ".repeat(times) },
  },
});

const shouted = (text: unknown, times: number) =>
  typeof text === "string" ? `${text}!`.repeat(times) : new Error("Nothing to shout");

/** The numbers of things that were asked for at once. */
const together: number[] = [];
const thing = schema.getType("Thing");
if (isObjectType(thing)) {
  const { shout } = thing.getFields();
  if (shout) {
    shout.resolve = ({ text }, { times }) => shouted(text, times);
    const resolveAll = async (
      things: readonly { readonly text: unknown }[],
      { times }: { readonly times: number },
    ) => {
      together.push(things.length);
      return things.map(({ text }) => shouted(text, times));
    };
    shout.extensions = { resolveAll };
  }
}

function compiledFrom(query: string) {
  const document = parse(query);
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (!operation) throw new Error("There is no operation");
  return { document, run: compiledQuery(schema, document, operation) };
}

async function bothWays(query: string, value: unknown, variables: Record<string, unknown> = {}) {
  const { document, run } = compiledFrom(query);
  const contextValue = { value };
  const { data, errors } = await execute({
    ...{ schema, document, contextValue, variableValues: { value, ...variables } },
  });
  return {
    told: errors ? null : JSON.stringify(data),
    compiled: await run?.({ value, ...variables }, contextValue),
  };
}

const everything = `
  fragment Pet on Named { __typename name ... on Dog { woof: bark(times: 2) owner { lives } } }
  query ($value: Any, $at: Int) {
    thing(value: $value, at: $at) {
      text int float yes id any colour texts table later
      things { sure text shout loud: shout(times: 3) }
      thing { ... on Thing { a: text b: text } later }
      thing { any pets { ...Pet ... on Cat { lives } } }
    }
    other { sure }
  }`;

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    '"',
    "\\",
    "\u0000",
    "\ud800",
    "\u2028",
    "é",
    "",
    "x".repeat(200),
    "\ud83d\ude00",
  ),
);
const something = fc.oneof(
  anyText,
  fc.constant(null),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(undefined),
  fc.constant(-0),
);
const pet = fc.oneof(
  fc.record({ kind: fc.constant("Cat"), name: anyText, lives: fc.constantFrom(9, null, 2 ** 31) }),
  fc.record({ kind: fc.constantFrom("Dog", "Fish"), name: something }),
);
const plain = fc.record(
  {
    ...{
      text: anyText,
      int: fc.integer(),
      float: fc.double({ noDefaultInfinity: true, noNaN: true }),
    },
    ...{ yes: fc.boolean(), id: fc.oneof(anyText, fc.integer()), any: fc.jsonValue() },
    ...{ colour: fc.constantFrom("RED", "GREEN", null), texts: fc.array(anyText), sure: anyText },
    ...{ table: fc.array(fc.oneof(fc.constant(null), fc.array(fc.integer()))), later: anyText },
  },
  { requiredKeys: ["sure"] },
);
const crooked = fc.record(
  Object.fromEntries(
    ["text", "int", "float", "yes", "id", "any", "colour", "texts", "later", "sure"].map((name) => [
      name,
      fc.oneof(something, fc.array(something)),
    ]),
  ),
  { requiredKeys: [] },
);
const deep = (thing: fc.Arbitrary<object>) =>
  fc
    .tuple(
      thing,
      fc.record({ thing, things: fc.array(thing), pets: fc.array(pet) }, { requiredKeys: [] }),
    )
    .map(([own, more]) => ({ ...own, ...more, thing: { ...own, ...more } }));

describe("a compiled query", () => {
  it("answers to the letter what graphql-js answers, and nothing where that finds a fault", async () => {
    let answered = 0;
    const values = fc.oneof(deep(plain), deep(plain), deep(crooked));
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const { told, compiled } = await bothWays(everything, value);
        expect(compiled).toBe(told);
        if (told !== null) answered += 1;
      }),
      { numRuns: 500 },
    );
    expect(answered).toBeGreaterThan(20);
  });

  it.each([
    ["promises in a list", { sure: "a", things: [Promise.resolve({ sure: "b" }), { sure: "c" }] }],
    ["a set", { sure: "a", texts: new Set(["b", "c"]) }],
    ["methods", { sure: () => "a", text: async () => "b" }],
    ["an error as a value", { sure: "a", text: new Error("no") }],
    ["an error in a list", { sure: "a", things: [{ sure: "b" }, new Error("no")] }],
    ["a text where a list belongs", { sure: "a", texts: "abc" }],
    ["null where something must be", { sure: null }],
  ])("takes %s as graphql-js does", async (_, value) => {
    const { told, compiled } = await bothWays(everything, value);
    expect(compiled).toBe(told);
  });

  it.each([
    ["of the wrong type", { at: "three" }],
    ["of the right one", { at: 4 }],
    ["that is null", { at: null }],
  ])("takes a variable %s as graphql-js does", async (_, variables) => {
    const { told, compiled } = await bothWays(everything, { sure: "a" }, variables);
    expect(compiled).toBe(told);
  });

  it("asks for a field of all objects of all lists at once where it can", async () => {
    const listed = { text: "b", sure: "b", things: [{ text: "c" }, { text: "d" }] };
    const value = { sure: "a", things: [listed, { ...listed, things: [{ text: "e" }] }] };
    const query = `query ($value: Any) {
      thing(value: $value) { things { shout(times: 2) things { shout } } }
    }`;
    together.length = 0;
    const { told, compiled } = await bothWays(query, value);
    expect(compiled).toBe(told);
    expect(compiled).toContain('{"shout":"b!b!","things":[{"shout":"c!"},{"shout":"d!"}]}');
    expect(together).toEqual([2, 3]);
  });

  it("a fault leaves no promise behind that nobody waits for", async () => {
    const failing = {
      sure: () => Promise.reject(new Error("late")),
      text: () => Promise.reject(1),
    };
    const things = [failing, { sure: new Error("at once") }, failing];
    const value = { sure: "a", things };
    // graphql-js itself leaves them behind.
    expect(await compiledFrom(everything).run?.({ value }, { value })).toBeNull();
    await new Promise(setImmediate);
  });

  it.each(["{ thing @include(if: true) { text } }", "{ __schema { queryType { name } } }"])(
    "is not made of %s",
    (query) => {
      expect(compiledFrom(query).run).toBeNull();
    },
  );
});
