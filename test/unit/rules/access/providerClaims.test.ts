import { expect, test } from "vitest";
import { type ClaimPaths, providedCaller } from "../../../../src/rules/access/providerClaims.js";

const paths: ClaimPaths = {
  user: ["preferred_username"],
  organizations: ["organizations"],
  scopes: ["scope", "scp"],
  scopePrefix: "",
};

function organizations(claims: Record<string, unknown>, ...at: readonly string[]) {
  return providedCaller({ sub: "s", ...claims }, { ...paths, organizations: at })?.organizations;
}

test.each([
  ["a list", { organizations: ["A", "B"] }, "organizations", ["A", "B"]],
  ["one text", { organizations: "A" }, "organizations", ["A"]],
  ["words between blanks", { organizations: " A  B\tA " }, "organizations", ["A", "B"]],
  ["a claim within a claim", { a: { b: { c: ["A"] } } }, "a.b.c", ["A"]],
  ["a claim whose name has points", { "https://x.org/o": "A" }, "https://x.org/o", ["A"]],
  ["a claim within such a claim", { "https://x.org/a": { b: "A" } }, "https://x.org/a.b", ["A"]],
  ["the longest of several", { a: { b: "A" }, "a.b": "B" }, "a.b", ["B"]],
  [
    "objects in a list",
    { groups: [{ name: "A" }, { name: "B" }, {}, null] },
    "groups.name",
    ["A", "B"],
  ],
  [
    "what can be no name",
    { organizations: ["a/b", "", "\u0000", "HEAD", "A"] },
    "organizations",
    ["A"],
  ],
  ["what is no text", { organizations: [1, true, null, { A: true }] }, "organizations", []],
  ["a claim that leads nowhere", { a: "A" }, "a.b", []],
  ["a name of JavaScript's", {}, "constructor.name", []],
])("Organizations from %s", (_, claims, path, expected) => {
  expect(organizations(claims, path)).toEqual(expected);
});

test("Several claims are joined", () => {
  expect(organizations({ a: "A B", b: ["B", "C"] }, "a", "b")).toEqual(["A", "B", "C"]);
});

test("Organizations beyond a thousand are left out", () => {
  const many = Array.from({ length: 1001 }, (_, at) => `O${at}`);
  expect(organizations({ organizations: many }, "organizations")).toHaveLength(1000);
});

test("The user is the first name that can be one", () => {
  const user = (claims: object) =>
    providedCaller({ sub: "s", ...claims }, { ...paths, user: ["a", "b"] })?.user;
  expect(user({ a: "jane doe", b: "jane@example.org" })).toBe("jane@example.org");
  expect(user({ a: "jane", b: "jo" })).toBe("jane");
  expect(user({ a: ["jane", "jo"] })).toBe("jane");
  expect(user({})).toBeNull();
});

test.each([
  [{ scope: "read fly write" }, ["read", "write"]],
  [{ scp: ["read", "admin"] }, ["read", "admin"]],
  [{ scope: "read", scp: "publish" }, ["read", "publish"]],
  [{}, []],
])("Of %j the scopes are %j", (claims, expected) => {
  expect(providedCaller({ sub: "s", ...claims }, paths)?.scopes).toEqual(new Set(expected));
});

test("With a prefix only words with it are scopes", () => {
  const claims = { sub: "s", scope: "admin terms:read terms: xterms:write" };
  expect(providedCaller(claims, { ...paths, scopePrefix: "terms:" })?.scopes).toEqual(
    new Set(["read"]),
  );
});

test.each([
  ["its client, where a user is named", { client_id: "c", sub: "s", preferred_username: "u" }, "c"],
  ["its authorized party then", { azp: "p", sub: "s", preferred_username: "u" }, "p"],
  ["its subject, where none is", { client_id: "c", sub: "s" }, "s"],
  ["its client, where there is no subject either", { client_id: "c" }, "c"],
  ["nobody, where it names nobody", { sub: " ", client_id: 7 }, undefined],
])("A token is known by %s", (_, claims, expected) => {
  expect(providedCaller(claims, paths)?.client).toBe(expected);
});
