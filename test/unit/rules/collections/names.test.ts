import { describe, expect, it } from "vitest";
import { expressionForms } from "../../../../src/rules/collections/expressionForms.js";
import { collectionName, collectionVersionName } from "../../../../src/rules/collections/names.js";
import { repositoryUrl } from "../../../../src/rules/repositories/urls.js";

const demo = { owner: { kind: "ORGANIZATION", name: "O" }, kind: "COLLECTION", shortCode: "C" };
const own = { ...demo, owner: { kind: "USER", name: "jane" } };

describe("a collection's URL", () => {
  it.each([
    ["/orgs/O/collections/C/", demo, null],
    ["orgs/O/collections/C", demo, null],
    ["/users/jane/collections/C/", own, null],
    ["/user/collections/C", own, null],
    ["/orgs/O/collections/C/v1/", demo, "v1"],
    ["/orgs/O/collections/C/versions/v1", demo, "v1"],
    ["/user/collections/C/latest/", own, "latest"],
    ["/orgs/O/collections/C/HEAD/", demo, "HEAD"],
  ])("%s names a collection at a version", (url, repository, version) => {
    expect(collectionVersionName(url, "jane")).toEqual({ repository, version });
    expect(collectionName(url, "jane")).toEqual(version === null ? repository : null);
  });

  it.each([
    "",
    "/",
    "C",
    "/orgs/O/",
    "/orgs/O/collections/",
    "/orgs/O/sources/C/",
    "/orgs/O/sources/C/v1/",
    "/orgs/O/collections/C/versions/",
    "/orgs/O/collections/C/v1/concepts/",
    "/orgs/O/collections/C/versions/v1/concepts/",
    "/orgs/O/collections//v1/",
    "/orgs/%00/collections/C/",
    "/orgs/O/collections/C/\ud800/",
    "/orgs/%zz/collections/C/",
  ])("%j names none", (url) => {
    expect(collectionVersionName(url, "jane")).toBeNull();
  });

  it("of the caller's own names none without a user", () => {
    expect(collectionName("/user/collections/C/", null)).toBeNull();
  });

  it.each(["/orgs/O/collections/C/", "/users/jane/collections/C/"])("%s is written so", (url) => {
    const name = collectionName(url, null);
    expect(name && repositoryUrl(name)).toBe(url);
  });
});

describe("a reference as it may stand in a collection", () => {
  it.each([
    ["/a/b/", ["/a/b/"]],
    [" a/b ", ["a/b", "/a/b/"]],
    ["a/concepts?q=x?", ["a/concepts?q=x?", "/a/concepts/?q=x?"]],
    ["/user/sources/S/", ["/user/sources/S/", "/users/jane/sources/S/"]],
    ["http://loinc.org|2.7", ["http://loinc.org|2.7"]],
    ["urn:oid:2.16", ["urn:oid:2.16"]],
  ])("%s", (given, forms) => {
    expect(expressionForms(given, "jane")).toEqual(forms);
  });
});
