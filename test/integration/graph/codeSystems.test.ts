import { beforeAll, describe, expect, it } from "vitest";
import { FIXED_NOW } from "../../support/clock.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { FIRST, icd10cmOver, makeIcd10cm, SECOND } from "./world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const { icd10cm, atVersion } = icd10cmOver(ask);

beforeAll(async () => {
  await makeIcd10cm(database);
});

describe("CodeSystem", () => {
  it("says what it is", async () => {
    const fields = `content slug shortCode url name fullName description canonicalUrl sourceType
      publicAccess defaultLocale supportedLocales externalId extras customValidationSchema website
      createdAt createdBy updatedAt updatedBy owner { __typename name url } license { name }
      latestVersion { label }`;
    expect(await icd10cm(fields)).toEqual({
      content: "COMPLETE",
      slug: "icd10cm",
      shortCode: "ICD-10-CM",
      url: "/orgs/CDC/sources/ICD-10-CM/",
      name: "ICD-10-CM",
      fullName: "International Classification of Diseases, Tenth Revision, Clinical Modification",
      description: null,
      canonicalUrl: "http://hl7.org/fhir/sid/icd-10-cm",
      sourceType: null,
      publicAccess: "VIEW",
      defaultLocale: "en",
      supportedLocales: ["en"],
      externalId: null,
      extras: {},
      customValidationSchema: null,
      website: null,
      createdAt: FIXED_NOW.toISOString(),
      createdBy: "termgate",
      updatedAt: "2026-01-18T10:45:00.000Z",
      updatedBy: "third",
      owner: { __typename: "Organization", name: "CDC", url: "/orgs/CDC/" },
      license: null,
      latestVersion: { label: "2026" },
    });
  });

  it("says what licence it needs, and that the caller has none", async () => {
    const fields = "content license { licensor name url licensedToViewer } latestVersion { label }";
    expect(await dataOf(ask(`{ codeSystem(slug: "cdt") { ${fields} } }`))).toEqual({
      codeSystem: {
        content: "NOT_PRESENT",
        license: {
          licensor: "ADA",
          name: "CDT licence of the American Dental Association",
          url: "https://www.ada.org/publications/cdt",
          licensedToViewer: false,
        },
        latestVersion: null,
      },
    });
  });

  it.each(["ICD10CM", "icd10cm ", "", "\u0000"])("is not found under %j", async (slug) => {
    const query = "query ($slug: String!) { codeSystem(slug: $slug) { name } }";
    expect(await dataOf(ask(query, { variables: { slug } }))).toEqual({ codeSystem: null });
  });

  it.each([
    ["", 16, "cdt"],
    ['(q: "icd")', 4, "icd10cm"],
    ['(q: "ICD-9")', 2, "icd9cm"],
    ['(q: "ninth revision")', 2, "icd9cm"],
    ['(q: "cvx-g")', 1, "cvx-group"],
    ['(q: "%")', 0, undefined],
    ['(q: "_")', 0, undefined],
    ['(q: "\\\\")', 0, undefined],
    ['(q: "")', 16, "cdt"],
    ["(q: null)", 16, "cdt"],
  ])("is listed among those of %j", async (args, totalCount, first) => {
    const { codeSystems } = await dataOf<
      Record<string, { totalCount: number; nodes: { slug: string }[] }>
    >(ask(`{ codeSystems${args} { totalCount nodes { slug } } }`));
    expect(codeSystems?.totalCount).toBe(totalCount);
    expect(codeSystems?.nodes).toHaveLength(totalCount);
    expect(codeSystems?.nodes[0]?.slug).toBe(first);
  });

  it("can't be looked for by what is no text", async () => {
    expect(await errorsOf(ask('{ codeSystems(q: "\\u0000") { totalCount } }'))).toEqual([
      "BAD_USER_INPUT: q holds a character that is not text.",
    ]);
  });

  it.each([
    ["", ["2027", "2026", "2025"]],
    ["(released: null)", ["2027", "2026", "2025"]],
    ["(released: true)", ["2026", "2025"]],
    ["(released: false)", ["2027"]],
  ])("lists its versions%s, newest first", async (args, labels) => {
    expect(await icd10cm(`versions${args} { totalCount nodes { label } }`)).toEqual({
      versions: { totalCount: labels.length, nodes: labels.map((label) => ({ label })) },
    });
  });

  it.each([
    ["A00.0", "A00.0"],
    ["A000", "A00.0"],
    [" A00.9\n", "A00.9"],
    ["B01", "B01"],
    ["A00.1", null],
    ["Z99", null],
    ["a00", null],
    ["", null],
    ["\u0000", null],
  ])("reads %j in its newest released version: %s", async (code, found) => {
    const query = `query ($code: String!) {
      codeSystem(slug: "icd10cm") { concept(code: $code) { code } }
      concept(codeSystem: "icd10cm", code: $code) { code } }`;
    const concept = found && { code: found };
    expect(await dataOf(ask(query, { variables: { code } }))).toEqual({
      codeSystem: { concept },
      concept,
    });
  });
});

describe("CodeSystemVersion", () => {
  it.each(["2025", "2026"])("%s says what it is", async (label) => {
    const at = (label === "2025" ? FIRST : SECOND).toISOString();
    const by = label === "2025" ? "importer" : "second importer";
    const fields = `label description released releasedAt url createdAt createdBy updatedAt updatedBy
      codeSystem { slug } previousVersion { label }`;
    expect(await atVersion(label, fields)).toEqual({
      label,
      description: null,
      released: true,
      releasedAt: at,
      url: `/orgs/CDC/sources/ICD-10-CM/${label}/`,
      createdAt: at,
      createdBy: by,
      updatedAt: at,
      updatedBy: by,
      codeSystem: { slug: "icd10cm" },
      previousVersion: label === "2025" ? null : { label: "2025" },
    });
  });

  it("HEAD is the code system as it now stands", async () => {
    const fields = "label released releasedAt url previousVersion { label }";
    expect(await atVersion("HEAD", fields)).toEqual({
      label: "HEAD",
      released: false,
      releasedAt: null,
      url: "/orgs/CDC/sources/ICD-10-CM/",
      previousVersion: { label: "2027" },
    });
    expect(await icd10cm("atVersion { label }")).toEqual({ atVersion: { label: "HEAD" } });
  });

  it.each([
    ["latest", "2026"],
    ["2027", "2027"],
    ["2028", null],
    ["head", null],
    ["", null],
    ["\u0000", null],
  ])("%j is %s", async (version, label) => {
    expect(await atVersion(version, "label")).toEqual(label && { label });
  });

  it.each([
    ["2025", ["A00", "A00.0", "A00.1"], 3],
    ["2026", ["A00", "A00.0", "A00.9"], 3],
    ["2027", ["A00", "Z99"], 2],
    ["HEAD", ["A00", "Z99"], 2],
    ["latest", ["A00", "A00.0", "A00.9"], 3],
  ])("%s holds what it held", async (version, codes, totalCount) => {
    expect(await atVersion(version, "concepts { totalCount nodes { code } }")).toEqual({
      concepts: { totalCount, nodes: codes.map((code) => ({ code })) },
    });
  });

  it.each([
    ["2025", "A001", "A00.1", "Cholera due to 01"],
    ["2026", "A001", null, "Cholera due to Vibrio cholerae 01"],
  ])("%s reads codes as they were", async (version, code, found, display) => {
    const fields = `gone: concept(code: "${code}") { code } same: concept(code: "A00.0") { display }`;
    expect(await atVersion(version, fields)).toEqual({
      gone: found && { code: found },
      same: { display },
    });
    const query = `query ($version: String) {
      concept(codeSystem: "icd10cm", code: "A000", version: $version) { display } }`;
    expect(await dataOf(ask(query, { variables: { version } }))).toEqual({ concept: { display } });
  });

  it.each(["2024", "", "\u0000"])("is none under %j, and neither is a concept", async (version) => {
    const query = `query ($version: String) {
      concept(codeSystem: "icd10cm", code: "A000", version: $version) { display } }`;
    expect(await dataOf(ask(query, { variables: { version } }))).toEqual({ concept: null });
  });
});
