import { type ArgumentNode, GraphQLError, Kind } from "graphql";
import { expect, test } from "vitest";
import { formatError, isUnexpected } from "../../../src/server/formatError.js";

const place = { locations: [{ line: 1, column: 3 }], path: ["rows", 0] };

function format(error: Error, extensions: Record<string, unknown> = {}) {
  return formatError({ message: error.message, ...place, extensions }, error);
}

function coded(code: string, more: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError("What is wrong", { extensions: { code, ...more } });
}

function thrown(error: Error): GraphQLError {
  return new GraphQLError(error.message, { originalError: error });
}

const internal = {
  message: "Internal server error",
  ...place,
  extensions: { code: "INTERNAL_SERVER_ERROR" },
};

test.each([
  "BAD_USER_INPUT",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "AMBIGUOUS",
  "QUERY_TOO_COMPLEX",
  "RATE_LIMITED",
  "PERSISTED_QUERY_NOT_FOUND",
])("%s stays, with its message, place and extensions", (code) => {
  const extensions = { code, candidates: ["a", "b"] };
  expect(format(coded(code, extensions), extensions)).toEqual({
    message: "What is wrong",
    ...place,
    extensions,
  });
  expect(isUnexpected(coded(code))).toBe(false);
});

test.each([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_REQUEST",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_SUPPORTED",
])("%s becomes BAD_USER_INPUT", (code) => {
  expect(format(coded(code), { code }).extensions).toEqual({ code: "BAD_USER_INPUT" });
  expect(isUnexpected(coded(code))).toBe(false);
});

test("A code that Apollo has covered with its own is found", () => {
  const error = new GraphQLError("Too deep", {
    extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
    originalError: coded("QUERY_TOO_COMPLEX"),
  });
  expect(format(error).extensions).toEqual({ code: "QUERY_TOO_COMPLEX" });
});

test("An operation that exhausts the parser's stack is too complex", () => {
  const error = new GraphQLError("Maximum call stack size exceeded", {
    extensions: { code: "GRAPHQL_PARSE_FAILED" },
    originalError: thrown(new RangeError("Maximum call stack size exceeded")),
  });
  expect(format(error)).toMatchObject({
    message: "The operation is nested too deeply to be read",
    extensions: { code: "QUERY_TOO_COMPLEX" },
  });
});

test("What only we should see of an expected error is left out", () => {
  const extensions = {
    code: "BAD_USER_INPUT",
    stacktrace: ["at x"],
    exception: {},
    http: { status: 400 },
    validationErrors: [{ value: "password" }],
  };
  expect(format(coded("BAD_USER_INPUT", extensions), extensions).extensions).toEqual({
    code: "BAD_USER_INPUT",
  });
});

test.each([
  ["an error of ours", new Error("connect ECONNREFUSED /var/run/db.sock")],
  ["one that a resolver threw", thrown(new TypeError("x is not a function"))],
  ["a code that is not on the list", coded("TEAPOT", { secret: 1 })],
  ["a code without meaning to callers", coded("INTERNAL_SERVER_ERROR", { secret: 1 })],
  ["a GraphQL error without code", new GraphQLError("Half done")],
  ["a result that does not fit the schema", thrown(new GraphQLError("Int cannot represent x"))],
  ["a query that failed", failedQuery("42P01")],
  ["text that is no number", failedQuery("22P02", "", "invalid input syntax for type integer")],
  [
    "JSON that is none",
    failedQuery("22P02", "Token is invalid.", "invalid input syntax for type json"),
  ],
])("%s is our own fault and tells nothing", (_, error) => {
  expect(format(error, { code: "INTERNAL_SERVER_ERROR", secret: 1 })).toEqual(internal);
  expect(isUnexpected(error)).toBe(true);
});

test("What was thrown may be anything", () => {
  const formatted = { message: "Unexpected error value: 7", ...place };
  expect(formatError(formatted, 7)).toEqual(internal);
  expect(isUnexpected(undefined)).toBe(true);
});

/** As Drizzle wraps what postgres.js throws. */
function failedQuery(code: string, detail = "", message = "no such table"): GraphQLError {
  const cause = Object.assign(new Error(message), { code, detail });
  const query = "insert into secret values ($1)";
  const wrapped = new Error(`Failed query: ${query}\nparams: a\0b`, { cause });
  return thrown(Object.assign(wrapped, { query, params: ["a\0b"] }));
}

test.each([
  ["U+0000 in a text", failedQuery("22021")],
  ["U+0000 in JSON", failedQuery("22P05", "\\u0000 cannot be converted to text.")],
  [
    "half a pair in JSON",
    failedQuery("22P02", "Unicode low surrogate must follow a high surrogate."),
  ],
])("%s is the caller's fault", (_, error) => {
  expect(format(error)).toEqual({
    message: "A text contains U+0000 or half of a surrogate pair; such text can't be stored",
    ...place,
    extensions: { code: "BAD_USER_INPUT" },
  });
});

const argument: ArgumentNode = {
  kind: Kind.ARGUMENT,
  name: { kind: Kind.NAME, value: "first" },
  value: { kind: Kind.NULL },
};

test.each([
  new GraphQLError('Argument "first" of non-null type "Int!" must not be null.', {
    nodes: argument,
  }),
  new GraphQLError("Too many errors processing variables, error limit reached."),
  new GraphQLError("provided sha does not match query", { extensions: { http: { status: 400 } } }),
])("What graphql and Apollo refuse without a code is the caller's fault: %s", (error) => {
  expect(format(error)).toEqual({
    message: error.message,
    ...place,
    extensions: { code: "BAD_USER_INPUT" },
  });
});
