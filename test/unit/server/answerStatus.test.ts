import { expect, test } from "vitest";
import { answerStatus } from "../../../src/server/answerStatus.js";

function errors(...all: (readonly [code: string, ...path: string[]])[]) {
  return all.map(([code, ...path]) => ({
    message: "",
    extensions: { code },
    ...(path.length > 0 ? { path } : {}),
  }));
}

test.each([
  ["BAD_USER_INPUT", 400],
  ["QUERY_TOO_COMPLEX", 400],
  ["AMBIGUOUS", 400],
  ["UNAUTHENTICATED", 401],
  ["FORBIDDEN", 403],
  ["RATE_LIMITED", 429],
  ["INTERNAL_SERVER_ERROR", 500],
  ["PERSISTED_QUERY_NOT_FOUND", null],
] as const)("%s without data is %s, with data it is 200", (code, status) => {
  expect(answerStatus({ errors: errors([code]) })).toBe(status);
  expect(answerStatus({ data: null, errors: errors([code, "a"]) })).toBe(status);
  expect(answerStatus({ data: { a: null }, errors: errors([code, "a"]) })).toBe(status);
  expect(answerStatus({ data: { a: null, b: 1 }, errors: errors([code, "a"]) })).toBe(200);
  expect(answerStatus({ data: { a: { c: null } }, errors: errors([code, "a", "c"]) })).toBe(200);
});

test("A field that is null without an error is data", () => {
  expect(answerStatus({ data: { a: null, b: null }, errors: errors(["FORBIDDEN", "a"]) })).toBe(
    200,
  );
});

test("No errors: 200", () => {
  expect(answerStatus({ data: { a: null } })).toBe(200);
  expect(answerStatus({ data: {} })).toBe(200);
});

test("Of several errors the gravest decides", () => {
  const data = { a: null, b: null };
  expect(answerStatus({ data, errors: errors(["BAD_USER_INPUT", "a"], ["FORBIDDEN", "b"]) })).toBe(
    403,
  );
  expect(answerStatus({ data, errors: errors(["FORBIDDEN", "a"], ["UNAUTHENTICATED", "b"]) })).toBe(
    401,
  );
});
