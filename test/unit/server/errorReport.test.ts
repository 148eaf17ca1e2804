import { GraphQLError } from "graphql";
import { expect, test } from "vitest";
import { reportError } from "../../../src/server/errorReport.js";

test("A failed query is reported with its statement and cause, without parameters", () => {
  const cause = Object.assign(new Error("relation does not exist"), { code: "42P01" });
  const query = "select * from patient where name = $1";
  const failed = Object.assign(new Error(`Failed query: ${query}\nparams: Jane Doe`, { cause }), {
    query,
    params: ["Jane Doe"],
  });
  const report = reportError(new GraphQLError(failed.message, { originalError: failed }));
  expect(report).toMatchObject({
    type: "Error",
    message: "Failed query",
    statement: query,
    cause: { type: "Error", message: "relation does not exist", code: "42P01" },
  });
  expect(report.stack[0]).toContain("errorReport.test.ts");
  expect(JSON.stringify(report)).not.toContain("Jane Doe");
});

test("An error that repeats a failed query's message loses the parameters too", () => {
  const outer = new Error("Loading rows: Failed query: select $1\nparams: Jane Doe");
  expect(reportError(outer).message).toBe("Loading rows: Failed query");
});

test("Long messages are cut, long chains come to an end", () => {
  expect(reportError(new Error("x".repeat(1000))).message).toBe(`${"x".repeat(500)}…`);
  const endless = new Error("again");
  endless.cause = new Error("and again", { cause: endless });
  expect(JSON.stringify(reportError(endless)).match(/"message"/g)).toHaveLength(6);
});

test("What is thrown need not be an error", () => {
  expect(reportError("gone wrong")).toEqual({ type: "string", message: "gone wrong", stack: [] });
  expect(reportError(undefined)).toEqual({ type: "undefined", message: "undefined", stack: [] });
});
