import { describe, expect, it } from "vitest";
import type { OclRecord } from "../../../src/importers/ocl.js";
import { oclCsv } from "../../../src/importers/oclCsv.js";
import { oclJson } from "../../../src/importers/oclJson.js";
import { rowsOf, sourceFile } from "./sourceFiles.js";

async function read(format: typeof oclCsv, text: string) {
  const rows = await rowsOf<OclRecord>(format, [sourceFile("file", Buffer.from(text))]);
  return rows.map((row) => ("content" in row ? { line: row.line, ...row.content } : row));
}

const CSV = `resource_type,id,owner_id,owner_type,source,name,name_type,name[fr],name[2],name_type[2],name_locale[2],concept_class,datatype,description[1],retired,attr:n:int,attr:yes:bool,attr:l:list,attr:j:json,attr:s,parent_concept_urls[0],map_type[0],map_to_concept_id[0],extmap_to_concept_owner_id[1],extmap_to_concept_source[1],extmap_to_concept_id[1],extmap_to_concept_name[1],map_type,from_concept_url,to_concept_url,sort_weight
Organization,Orchard,,,,The Orchard,,,,,,,,,,,,,,,,,,,,,,,,,
Concept,apple,Orchard,Organization,Fruits,Apple,FULLY_SPECIFIED,Pomme,"Apple, short",SHORT,en-GB,Pome,None,On trees,FALSE,7,TRUE,"[a, b]","{""k"":1}",text,/orgs/Orchard/sources/Fruits/concepts/fruit/,CONCEPT-SET,pear,Market,Goods,A1,Loose,,,,
Mapping,,Orchard,Organization,Fruits,,,,,,,,,,TRUE,,,,,,,,,,,,,Q-AND-A,/orgs/Orchard/sources/Fruits/concepts/fruit/,/orgs/Orchard/sources/Fruits/concepts/apple/,2.5
Collection,Basket,Orchard,,,Basket,,,,,,,,,,,,,,,,,,,,,,,,,
Concept,bad,Orchard,,Fruits,Bad,,,,,,Pome,,,,x,,,,,,,,,,,,,,,
`;

const name = (text: string, more: object = {}) => ({
  ...{ name: text, locale: "en", localePreferred: false, nameType: null, externalId: null },
  ...more,
});
const source = "/orgs/Orchard/sources/Fruits/";
const mapping = {
  ...{ fromSystem: source, fromCode: "apple", retired: false, sortWeight: null },
  ...{ externalId: null, extras: {}, toName: null },
};

describe("an OCL table", () => {
  it("is read row by row, its columns by their indices", async () => {
    expect(await read(oclCsv, CSV)).toEqual([
      { line: 2, kind: "ORGANIZATION", name: "Orchard", displayName: "The Orchard", website: null },
      {
        ...{ line: 3, kind: "CONCEPT", source },
        content: {
          ...{ code: "apple", conceptClass: "Pome", datatype: "None", retired: false },
          names: [
            name("Apple", { nameType: "FULLY_SPECIFIED", localePreferred: true }),
            name("Pomme", { locale: "fr" }),
            name("Apple, short", { nameType: "SHORT", locale: "en-GB" }),
          ],
          descriptions: [
            {
              ...{ description: "On trees", locale: "en", localePreferred: false },
              ...{ descriptionType: null, externalId: null },
            },
          ],
          ...{ parents: ["fruit"], externalId: null },
          extras: { n: 7, yes: true, l: ["a", "b"], j: { k: 1 }, s: "text" },
        },
      },
      {
        ...{ line: 3, kind: "MAPPING", source, mappingId: null },
        content: {
          ...{ ...mapping, mapType: "SAME-AS", toSystem: "/orgs/Market/sources/Goods/" },
          ...{ toCode: "A1", toName: "Loose" },
        },
      },
      {
        ...{ line: 3, kind: "MAPPING", source, mappingId: null },
        content: { ...mapping, mapType: "CONCEPT-SET", toSystem: source, toCode: "pear" },
      },
      {
        ...{ line: 4, kind: "MAPPING", source, mappingId: null },
        content: {
          ...{ ...mapping, mapType: "Q-AND-A", fromCode: "fruit", toSystem: source },
          ...{ toCode: "apple", retired: true, sortWeight: 2.5 },
        },
      },
      expect.objectContaining({
        line: 5,
        kind: "COLLECTION",
        collection: "/orgs/Orchard/collections/Basket/",
      }),
      { line: 6, rejected: "attr:n:int is no int: x" },
    ]);
  });

  it("is refused where no column says what its rows are", async () => {
    await expect(read(oclCsv, "id,name\n1,2\n")).rejects.toThrow(
      "file: no column is called resource_type",
    );
    await expect(read(oclCsv, "resource_type,id\n")).rejects.toThrow(
      "no resource was read from file",
    );
  });
});

describe("OCL's JSON lines", () => {
  const common = '"source":"S","owner":"ann","owner_type":"User"';

  it.each<readonly [string, string]>([
    ["a concept without class", `{"type":"Concept","id":"a",${common}}`],
    ["a concept without id", `{"type":"Concept","concept_class":"x",${common}}`],
    ["a source that can't stand in a URL", '{"type":"Source","id":"a/b","name":"x","owner":"o"}'],
    [
      "an access that is none",
      '{"type":"Source","id":"a","name":"x","owner":"o","public_access":"All"}',
    ],
    [
      "a weight that is no number",
      `{"type":"Mapping","map_type":"x","from_concept_url":"/orgs/o/sources/s/concepts/a/","to_concept_url":"/orgs/o/sources/s/concepts/b/","sort_weight":"high",${common}}`,
    ],
    [
      "a parent in another source",
      `{"type":"Concept","id":"a","concept_class":"x","names":[{"name":"A"}],"parent_concept_urls":["/orgs/o/sources/s/concepts/b/"],${common}}`,
    ],
  ])("reject %s by its line", async (_, line) => {
    const rows = await read(oclJson, `\n${line}\n`);
    expect(rows).toEqual([{ line: 2, rejected: expect.stringMatching(/.{10,}/) }]);
  });

  const twice = { name: "A", locale: "fr", locale_preferred: true };

  it.each([
    [
      "two preferred names of a language",
      [twice, { ...twice, name: "B" }],
      /more than one preferred/,
    ],
    [
      "too many names",
      new Array(501).fill({ name: "A" }),
      /^a: A concept has 501 names; at most 500/,
    ],
    ["a name without end", [{ name: "x".repeat(2001) }], /^a: A name is 2001 characters long/],
  ])("reject a concept with %s", async (_, names, rejected) => {
    const concept = {
      type: "Concept",
      id: "a",
      concept_class: "x",
      source: "s",
      owner: "o",
      names,
    };
    expect(await read(oclJson, JSON.stringify(concept))).toEqual([
      { line: 1, rejected: expect.stringMatching(rejected) },
    ]);
  });

  it.each(["foobar", "foobar.com", "123.432.12.19"])("reject a source under %s", async (url) => {
    const source = { type: "Source", id: "a", name: "x", owner: "o", canonical_url: url };
    expect(await read(oclJson, JSON.stringify(source))).toEqual([
      { line: 1, rejected: `canonical_url ${url} is no URI` },
    ]);
  });

  it("have ids that are percent-encoded already, and URLs with the ids as they are", async () => {
    const url = (id: string) => `/users/ann/sources/S/concepts/${id}/`;
    const line = JSON.stringify({
      ...{ type: "Concept", owner: "ann", owner_type: "User", source: "S" },
      ...{ id: "Food%2FPapaya", concept_class: "x", names: [{ name: "Papaya" }] },
      parent_concept_urls: [url("A%2FB"), url("a b"), url("50%")],
      mappings: [{ map_type: "T", to_concept_url: url("C%3AD") }],
    });
    expect(await read(oclJson, line)).toMatchObject([
      { content: { code: "Food%2FPapaya", parents: ["A%2FB", "a b", "50%"] } },
      { content: { fromCode: "Food%2FPapaya", toCode: "C%3AD" } },
    ]);
    expect(await read(oclJson, line.replace("Food%2FPapaya", "Food/Papaya"))).toMatchObject([
      { content: { code: "Food%2FPapaya" } },
      { content: { fromCode: "Food%2FPapaya" } },
    ]);
  });

  it("may be long, and must be UTF-8", async () => {
    const long = `{"type":"Remark","data":"${"x".repeat(200_000)}"}`;
    const first = '{"type":"Organization","id":"O"}\n';
    expect((await read(oclJson, first + long))[1]).toEqual({
      line: 2,
      kind: "OTHER",
      type: "Remark",
    });
    const latin1 = Buffer.from('{"type":"Organization","id":"O","name":"\xe9"}', "latin1");
    const rows = rowsOf<OclRecord>(oclJson, [sourceFile("file", latin1)]);
    await expect(rows).rejects.toThrow("this is not UTF-8");
  });

  it("take booleans as texts, and mappings within concepts", async () => {
    const line = `{"type":"Concept","id":"a","concept_class":"x","retired":"True","names":[{"name":"A","locale_preferred":"True","name_type":"Short"}],"mappings":[{"map_type":"SAME-AS","to_source_url":"urn:x:1","to_concept_code":"7"}],${common}}`;
    expect(await read(oclJson, line)).toMatchObject([
      {
        kind: "CONCEPT",
        source: "/users/ann/sources/S/",
        content: { retired: true, names: [{ localePreferred: true, nameType: "SHORT" }] },
      },
      {
        kind: "MAPPING",
        content: { fromCode: "a", fromSystem: "/users/ann/sources/S/", toSystem: "urn:x:1" },
      },
    ]);
  });
});
