import { buildSchema, getIntrospectionQuery, parse, specifiedRules, validate } from "graphql";
import { expect, test } from "vitest";
import { depthRule } from "../../../src/server/depthRule.js";

const schema = buildSchema(`
  scalar JSON
  input Tree { children: [Tree!] }
  directive @note(value: JSON) on FIELD
  type Query { row: Query rows: [Query] code(value: JSON): String plant(tree: Tree): String }
`);

/** What is wrong with an operation, by all of graphql's own rules and ours. */
function faults(text: string) {
  return validate(schema, parse(text), [...specifiedRules, depthRule]).map(
    ({ message, extensions }) => ({ message, code: extensions.code }),
  );
}

const tooDeep = {
  message: "The operation is nested more than 15 fields deep",
  code: "QUERY_TOO_COMPLEX",
};
const deepValue = {
  message: "A value is nested more than 50 lists and objects deep",
  code: "QUERY_TOO_COMPLEX",
};

/** So many fields on the longest path, the leaf included. */
function nested(fields: number, name = "row", leaf = "code"): string {
  return `{${`${name} {`.repeat(fields - 1)} ${leaf} ${"}".repeat(fields - 1)}}`;
}

function listOf(depth: number): string {
  return `${"[".repeat(depth)}1${"]".repeat(depth)}`;
}

test("15 fields deep is allowed, 16 is not", () => {
  expect(faults(nested(15))).toEqual([]);
  expect(faults(nested(16))).toEqual([tooDeep]);
});

test("Inline fragments add nothing, named ones what is in them", () => {
  expect(faults(`{ ... { ... on Query ${nested(15)} } }`)).toEqual([]);
  const fragment = `fragment F on Query ${nested(8)}`;
  const spread = (fields: number) => nested(fields, "row", "...F");
  expect(faults(`${spread(8)} ${fragment}`)).toEqual([]);
  expect(faults(`${spread(9)} ${fragment}`)).toEqual([tooDeep]);
});

test("A fragment that is used far up and far down counts where it is deepest", () => {
  const fragment = `fragment F on Query ${nested(8)}`;
  const both = nested(9, "row", "...F").replace("{", "{ ...F ");
  expect(faults(`${both} ${fragment}`)).toEqual([tooDeep]);
});

test("Every operation of a document counts", () => {
  expect(faults(`query A { code } query B ${nested(16)}`)).toEqual([tooDeep]);
});

test("Fragments in a circle come to an end", () => {
  const circle = "fragment F on Query { ...G } fragment G on Query { code ...F }";
  expect(faults(`{ ...F } ${circle}`)).toEqual([
    { message: 'Cannot spread fragment "F" within itself via "G".', code: undefined },
  ]);
  expect(faults("{ ...F } fragment F on Query { row { ...F } }")).toEqual([tooDeep]);
});

/** An operation and fragments that each need the next. */
function chain(length: number): string {
  const fragments = Array.from(
    { length },
    (_, index) =>
      `fragment F${index} on Query { ${index + 1 < length ? `...F${index + 1}` : "code"} }`,
  );
  return `{ ...F0 } ${fragments.join(" ")}`;
}

test("999 fragments may need each other, more would exhaust the stack of other rules", () => {
  expect(faults(chain(999))).toEqual([]);
  const many = {
    message: "The document has more than 1000 definitions",
    code: "QUERY_TOO_COMPLEX",
  };
  expect(faults(chain(1000))).toEqual([many]);
  expect(faults(chain(10_000))).toEqual([many]);
});

test("Fragments that double at each step come to an end", () => {
  const fragments = Array.from(
    { length: 13 },
    (_, index) =>
      `fragment F${index} on Query { a: row { ...F${index + 1} } b: row { ...F${index + 1} } }`,
  );
  const text = `{ ...F0 } ${fragments.join(" ")} fragment F13 on Query { code }`;
  expect(validate(schema, parse(text), [depthRule])).toEqual([]);
});

test("The introspection that GraphiQL and Sandbox ask for is allowed", () => {
  const query = getIntrospectionQuery({
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  });
  expect(faults(query)).toEqual([]);
});

test("Introspection may nest deeper than content, but not without end", () => {
  const types = (depth: number) =>
    `{ __type(name: "Query") ${nested(depth - 1, "ofType", "name")} }`;
  expect(faults(types(25))).toEqual([]);
  expect(faults(types(26))).toEqual([
    { message: "The operation is nested more than 25 fields deep", code: "QUERY_TOO_COMPLEX" },
  ]);
});

test.each([
  ["an argument", (value: string) => `{ code(value: ${value}) }`],
  ["a directive", (value: string) => `{ code @note(value: ${value}) }`],
  ["a default", (value: string) => `query ($v: JSON = ${value}) { code(value: $v) }`],
  ["a fragment", (value: string) => `{ ...F } fragment F on Query { code(value: ${value}) }`],
])("Values in %s nest 50 deep, not 51", (_, write) => {
  expect(faults(write(listOf(50)))).toEqual([]);
  expect(faults(write(listOf(51)))).toEqual([deepValue]);
});

test("Objects nest as lists do", () => {
  const tree = (depth: number) => `${"{children: [".repeat(depth)}${"]}".repeat(depth)}`;
  expect(faults(`{ plant(tree: ${tree(25)}) }`)).toEqual([]);
  expect(faults(`{ plant(tree: ${tree(26)}) }`)).toEqual([deepValue]);
});

test("Other rules do not run out of stack on what was refused", () => {
  const value = listOf(1200);
  expect(faults(`{ a: code(value: ${value}) a: code(value: ${value}) }`)).toEqual([deepValue]);
  expect(faults(nested(700))).toEqual([tooDeep]);
});

test("An operation that is wrong otherwise is told so", () => {
  expect(faults("{ rowe { code } }")).toEqual([
    {
      message: 'Cannot query field "rowe" on type "Query". Did you mean "row", "rows", or "code"?',
      code: undefined,
    },
  ]);
});
