import { beforeAll, describe, expect, it } from "vitest";
import { nameUuid } from "../../../src/kernel/uuid.js";
import { FIXED_NOW } from "../../support/clock.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { FIRST, makeIcd10cm, SECOND } from "./world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);

beforeAll(async () => {
  await makeIcd10cm(database);
});

/** Fields of ICD-10-CM, as anybody sees them. */
async function icd10cm<Data = Record<string, unknown>>(fields: string): Promise<Data> {
  const data = await dataOf(ask(`{ codeSystem(slug: "icd10cm") { ${fields} } }`));
  return data.codeSystem as Data;
}

/** Fields of a version of ICD-10-CM. */
async function atVersion(version: string, fields: string): Promise<unknown> {
  return (await icd10cm(`atVersion(version: ${JSON.stringify(version)}) { ${fields} }`)).atVersion;
}

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

describe("Concept", () => {
  it("says what a code means", async () => {
    const fields = `code display displayLocale conceptClass datatype retired externalId extras uuid url
      versionUrl version names { uuid name locale localePreferred nameType externalId }
      descriptions { uuid description locale localePreferred descriptionType externalId }
      codeSystem { slug } parents { code } children { totalCount }
      createdAt createdBy updatedAt updatedBy`;
    const [row] = await database.reads.execute<{ uid: string }>(
      "select uid from container join code_system on id = container_id where slug = 'icd10cm'",
    );
    const uuid = nameUuid(row?.uid ?? "", "A00.0");
    const text = "Cholera due to Vibrio cholerae 01";
    expect(await icd10cm(`concept(code: "A00.0") { ${fields} }`)).toEqual({
      concept: {
        code: "A00.0",
        display: text,
        displayLocale: "en",
        conceptClass: "Diagnosis",
        datatype: "N/A",
        retired: false,
        externalId: "x0",
        extras: {},
        uuid,
        url: "/orgs/CDC/sources/ICD-10-CM/concepts/A00.0/",
        versionUrl: "/orgs/CDC/sources/ICD-10-CM/concepts/A00.0/2/",
        version: "2",
        names: [
          {
            uuid: nameUuid(uuid, "name", "en", "", text),
            name: text,
            locale: "en",
            localePreferred: true,
            nameType: null,
            externalId: null,
          },
        ],
        descriptions: [
          {
            uuid: nameUuid(uuid, "description", "en", "Definition", "Classical cholera"),
            description: "Classical cholera",
            locale: "en",
            localePreferred: true,
            descriptionType: "Definition",
            externalId: "d1",
          },
          {
            uuid: nameUuid(uuid, "description", "fr", "", "Choléra classique"),
            description: "Choléra classique",
            locale: "fr",
            localePreferred: false,
            descriptionType: null,
            externalId: null,
          },
        ],
        codeSystem: { slug: "icd10cm" },
        parents: [{ code: "A00" }],
        children: { totalCount: 0 },
        createdAt: FIRST.toISOString(),
        createdBy: "importer",
        updatedAt: SECOND.toISOString(),
        updatedBy: "second importer",
      },
    });
  });

  it("keeps its version while nothing of it changes", async () => {
    const fields = "version extras createdBy updatedBy";
    expect(await icd10cm(`concept(code: "A00") { ${fields} }`)).toEqual({
      concept: {
        version: "1",
        extras: { billable: false },
        createdBy: "importer",
        updatedBy: "importer",
      },
    });
  });

  it.each([
    ["", ["Cholera", "Choléra", "Asiatic cholera"]],
    ["(locale: null)", ["Cholera", "Choléra", "Asiatic cholera"]],
    ['(locale: "en")', ["Cholera", "Asiatic cholera"]],
    ['(locale: "EN-gb")', ["Asiatic cholera"]],
    ['(locale: "fr")', ["Choléra"]],
    ['(locale: "e")', []],
    ['(locale: "")', []],
  ])("has the names%s %j", async (args, names) => {
    expect(await icd10cm(`concept(code: "A00") { names${args} { name } }`)).toEqual({
      concept: { names: names.map((name) => ({ name })) },
    });
  });

  it.each([
    ["2025", ["A00.0", "A00.1"]],
    ["2026", ["A00.0", "A00.9"]],
    ["HEAD", ["Z99"]],
  ])("has the neighbours that it has in %s", async (version, children) => {
    const fields = `concept(code: "A00") { parents { code }
      children { totalCount nodes { code parents { code } } } }`;
    expect(await atVersion(version, fields)).toEqual({
      concept: {
        parents: [],
        children: {
          totalCount: children.length,
          nodes: children.map((code) => ({ code, parents: [{ code: "A00" }] })),
        },
      },
    });
  });

  it("has what stands in its code in its URL, percent-encoded", async () => {
    await importConcepts(database, { codeSystem: "vis", version: "1" }, ["a/b c%é"]);
    expect(await dataOf(ask('{ concept(codeSystem: "vis", code: "a/b c%é") { url } }'))).toEqual({
      concept: { url: "/orgs/CDC-NCIRD/sources/VIS/concepts/a%2Fb%20c%25%C3%A9/" },
    });
  });
});

describe("a list of concepts", () => {
  it.each([
    ["{}", ["A00", "A00.0", "A00.9"]],
    ["null", ["A00", "A00.0", "A00.9"]],
    ["{ includeRetired: false }", ["A00", "A00.0", "A00.9"]],
    ["{ includeRetired: null }", ["A00", "A00.0", "A00.9"]],
    ["{ includeRetired: true }", ["A00", "A00.0", "A00.9", "B01"]],
    ['{ codes: ["A009", "A00", "Z"] }', ["A00", "A00.9"]],
    ['{ codes: ["A00", "\\u0000"] }', ["A00"]],
    ["{ codes: [] }", []],
    ["{ codes: null, conceptClass: null, datatype: null }", ["A00", "A00.0", "A00.9"]],
    ['{ conceptClass: ["Header"], includeRetired: true }', ["B01"]],
    ['{ conceptClass: ["header", "\\u0000"], includeRetired: true }', []],
    ['{ datatype: ["Text"] }', ["A00.9"]],
    ['{ datatype: ["Text", "N/A"], codes: ["A00.9", "B01"] }', ["A00.9"]],
  ])("of filter %s holds %j", async (filter, codes) => {
    expect(await icd10cm(`concepts(filter: ${filter}) { totalCount nodes { code } }`)).toEqual({
      concepts: { totalCount: codes.length, nodes: codes.map((code) => ({ code })) },
    });
  });
});
