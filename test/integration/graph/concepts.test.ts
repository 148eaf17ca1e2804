import { beforeAll, describe, expect, it } from "vitest";
import { nameUuid } from "../../../src/kernel/uuid.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { FIRST, icd10cmOver, makeIcd10cm, SECOND } from "./world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const { icd10cm, atVersion } = icd10cmOver(ask);

beforeAll(async () => {
  await makeIcd10cm(database);
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
