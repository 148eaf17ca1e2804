import { describe, expect, it } from "vitest";
import { isUri } from "../../../../src/rules/repositories/uris.js";
import {
  conceptOfUrl,
  ownerOfUrl,
  repositoryOfUrl,
} from "../../../../src/rules/repositories/urls.js";

const owner = { kind: "ORGANIZATION", name: "WHO" } as const;
const jane = { kind: "USER", name: "jane" } as const;
const repository = { owner, kind: "CODE_SYSTEM", shortCode: "ICD-10" } as const;

describe("the owner of a URL", () => {
  it.each([
    ["/orgs/WHO/", owner],
    ["orgs/WHO", owner],
    [" /orgs/WHO", owner],
    ["/users/jane/", jane],
    ["/user/", jane],
    ["user", jane],
    ["/orgs/WHO/sources/", null],
    ["/orgs//", null],
    ["/orgs/", null],
    ["/people/jane/", null],
    ["//orgs/WHO/", null],
    ["/orgs/%/", null],
    ["", null],
  ])("%j", (url, expected) => {
    expect(ownerOfUrl(url, "jane")).toEqual(expected);
  });

  it("is nobody where there is no caller", () => {
    expect(ownerOfUrl("/user/", null)).toBeNull();
  });
});

describe("the repository of a URL", () => {
  it.each([
    ["/orgs/WHO/sources/ICD-10/", repository],
    ["orgs/WHO/sources/ICD-10", repository],
    ["/orgs/WHO/collections/ICD-10/", { ...repository, kind: "COLLECTION" }],
    ["/user/sources/a/", { owner: jane, kind: "CODE_SYSTEM", shortCode: "a" }],
    ["/orgs/WHO/sources/ICD-10/2026/", null],
    ["/orgs/WHO/sources/", null],
    ["/orgs/WHO/concepts/ICD-10/", null],
    ["ICD-10", null],
  ])("%j", (url, expected) => {
    expect(repositoryOfUrl(url, "jane")).toEqual(expected);
  });
});

describe("the concept of a URL", () => {
  it.each([
    ["/orgs/WHO/sources/ICD-10/concepts/A15.1/", "A15.1"],
    ["orgs/WHO/sources/ICD-10/concepts/A%2FB", "A/B"],
    ["/orgs/WHO/sources/ICD-10/concepts/A%252FB/", "A%2FB"],
    ["/orgs/WHO/sources/ICD-10/concepts/A15.1/3/", null],
    ["/orgs/WHO/sources/ICD-10/2026/concepts/A15.1/", null],
    ["/orgs/WHO/sources/ICD-10/concepts/", null],
    ["A15.1", null],
    ["/orgs/WHO/sources/ICD-10/concepts/%E0%A4%A/", null],
  ])("%j", (url, code) => {
    expect(conceptOfUrl(url, null)).toEqual(code === null ? null : { repository, code });
  });
});

describe("isUri", () => {
  it.each([
    "http://loinc.org",
    "urn:oid:2.16.840",
    "mailto:a@b.org",
    "localhost:9000",
    "x+y.z-1:é",
  ])("%s is one", (text) => {
    expect(isUri(text)).toBe(true);
  });
  it.each([
    "foobar",
    "foobar.com",
    "123.432.12.19",
    "1a:b",
    ":b",
    "a:",
    "a:b c",
    "a:<b>",
    "a:\u007f",
  ])("%j is none", (text) => {
    expect(isUri(text)).toBe(false);
  });
});
