import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importBundle } from "../../../src/commands/imports/importBundle.js";
import { oclExport } from "../../../src/importers/oclExport.js";
import { oclJson } from "../../../src/importers/oclJson.js";
import { FIXED_NOW } from "../../support/clock.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { sourceFile } from "../../unit/importers/sourceFiles.js";
import { conceptsOf, revisionsOf, versionsOf } from "./content.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const fruits = readFileSync("test/fixtures/ocl-json/fruits.jsonl", "utf8");

async function imported(text: string, more: { skipBadLines?: boolean; dryRun?: boolean } = {}) {
  return await importBundle(database, {
    format: oclJson,
    files: [sourceFile("fruits.json", Buffer.from(text))],
    ...{ skipBadLines: false, dryRun: false, by: "importer", now: FIXED_NOW },
    ...{ newUuid: randomUUID, ...more },
  });
}

const none = { added: 0, changed: 0, retired: 0, mappingsAdded: 0, mappingsChanged: 0 };

describe("an OCL file", () => {
  it("can be tried out", async () => {
    await expectNothingDone(
      database,
      async () => (await imported(fruits, { dryRun: true })).ok,
      true,
    );
  });

  it("goes in with its sources, versions, concepts and mappings", async () => {
    expect(await imported(fruits)).toEqual({
      ok: true,
      value: {
        sources: [
          {
            ...{ codeSystem: "fruits", url: "/orgs/Orchard/sources/Fruits/", registered: true },
            ...{ added: 3, changed: 1, retired: 1, mappingsAdded: 3, mappingsChanged: 0 },
            versions: ["v1", "v2"],
          },
          {
            ...{ codeSystem: "prices", url: "/users/ann/sources/Prices/", registered: true },
            ...{ ...none, added: 1 },
            versions: [],
          },
        ],
        organizations: ["Orchard"],
        collections: [
          {
            ...{ collection: "/orgs/Orchard/collections/Basket/", registered: true },
            ...{ added: 1, changed: 0, removed: 0, versions: [] },
            ...{ missing: [], unknownCodes: [], losses: [] },
          },
        ],
        leftAside: {},
        ...{ read: 14, skipped: 0, skippedLines: [], notes: [] },
      },
    });
    expect(await conceptsOf(database, "fruits", "v1")).toEqual([
      'apple v1 "Apple" < fruit',
      'fruit v1 "Fruit"',
    ]);
    expect(await conceptsOf(database, "fruits")).toEqual([
      'apple v2 "Apple tree\'s fruit" < fruit',
      'fruit v1 "Fruit"',
      'pear v1 "Pear" (retired)',
    ]);
    expect(await versionsOf(database, "fruits")).toEqual(["v1 r1 released leads", "v2 r2"]);
  });

  it("shows it all in the graph", async () => {
    const data = await dataOf(
      ask(`{ codeSystem(slug: "fruits") { name fullName supportedLocales canonicalUrl content
        owner { name } extras activeConcepts
        atVersion { mappings { nodes { url mapType fromCode toCode toName sortWeight } } } } }`),
    );
    expect(data.codeSystem).toEqual({
      ...{ name: "Fruits", fullName: "All fruits", supportedLocales: ["en", "fr"] },
      ...{ canonicalUrl: "https://orchard.example/fruits", content: "COMPLETE" },
      ...{ owner: { name: "Orchard" }, extras: { season: 1 }, activeConcepts: 2 },
      atVersion: {
        mappings: {
          nodes: [
            {
              ...{ url: "/orgs/Orchard/sources/Fruits/mappings/1/", mapType: "SAME-AS" },
              ...{ fromCode: "apple", toCode: "A1", toName: "Apples, loose", sortWeight: null },
            },
            {
              ...{ url: "/orgs/Orchard/sources/Fruits/mappings/m-1/", mapType: "CONCEPT-SET" },
              ...{
                fromCode: "fruit",
                toCode: "apple",
                toName: "Apple tree's fruit",
                sortWeight: 1.5,
              },
            },
            {
              ...{ url: "/orgs/Orchard/sources/Fruits/mappings/2/", mapType: "CONCEPT-SET" },
              ...{ fromCode: "fruit", toCode: "pear", toName: "Pear", sortWeight: null },
            },
          ],
        },
      },
    });
  });

  it("changes nothing when it comes again", async () => {
    await expectNothingDone(database, async () => {
      const again = await imported(fruits);
      return again.ok && again.value.sources.map(({ versions, ...rest }) => [versions, rest.added]);
    }, [
      [[], 0],
      [[], 0],
    ]);
  });

  it("updates what it mentions and leaves the rest, retires what it deletes", async () => {
    const common = { source: "Fruits", owner: "Orchard", owner_type: "Organization" };
    const names = [{ name: "Apple", locale: "en" }];
    const url = "/orgs/Orchard/sources/Fruits/concepts/";
    const lines = [
      { type: "Concept", id: "apple", concept_class: "Pome", names, __action: "DELETE", ...common },
      {
        ...{ type: "Mapping", id: "m-1", map_type: "CONCEPT-SET", sort_weight: "3", ...common },
        ...{ from_concept_url: `${url}fruit/`, to_concept_url: `${url}apple/` },
      },
    ];
    const result = await imported(lines.map((line) => JSON.stringify(line)).join("\n"));
    expect(result.ok && result.value.sources).toMatchObject([
      { registered: false, added: 0, changed: 1, retired: 1, mappingsAdded: 0, mappingsChanged: 1 },
    ]);
    expect(await conceptsOf(database, "fruits")).toEqual([
      'apple v3 "Apple" (retired)',
      'fruit v1 "Fruit"',
      'pear v1 "Pear" (retired)',
    ]);
    expect(await revisionsOf(database, "fruits")).toHaveLength(3);
  });

  const source = '{"type":"Source","id":"S","name":"S","owner":"O"}';
  const concept = (more: string) =>
    `{"type":"Concept","id":"a","concept_class":"x","names":[{"name":"A"}],"source":"S","owner":"O"${more}}`;

  it.each<readonly [string, string, string, readonly (readonly [number, string])[]]>([
    [
      "no type",
      `{"id":"O"}`,
      "The file has lines that can't be read",
      [[1, '"type" should be present in each line']],
    ],
    [
      "no JSON",
      `${source}\n{'type': 1}`,
      "The file has lines that can't be read",
      [[2, "this is no JSON object"]],
    ],
    [
      "a truncated line",
      `${source}\n${concept("").slice(0, 40)}`,
      "The file has lines that can't be read",
      [[2, "this is no JSON object"]],
    ],
    ["a list", "[]", "The file has lines that can't be read", [[1, "this is no JSON object"]]],
    [
      "a concept without names",
      `${source}\n${concept("").replace('[{"name":"A"}]', "[]")}`,
      "The file has lines that can't be read",
      [[2, "a: A concept must have at least one name"]],
    ],
    [
      "a mapping from nowhere",
      `${source}\n{"type":"Mapping","map_type":"x","source":"S","owner":"O"}`,
      "The file has lines that can't be read",
      [[2, "Must specify a 'from_concept'."]],
    ],
    [
      "an unknown source",
      concept(""),
      "The file has lines of an unknown source",
      [[1, "there is no source /orgs/O/sources/S/, neither here nor in the file"]],
    ],
    [
      "a parent that is not there",
      `${source}\n${concept(',"parent_concept_urls":["/orgs/O/sources/S/concepts/b/"]')}`,
      "The file names parents that are not there",
      [[2, "a is below b"]],
    ],
    [
      "concepts in a circle",
      `${source}\n${concept(',"parent_concept_urls":["/orgs/O/sources/S/concepts/b/"]')}\n${concept(',"parent_concept_urls":["/orgs/O/sources/S/concepts/a/"]').replace('"id":"a"', '"id":"b"')}`,
      "The hierarchy goes round in a circle: a is below b is below a",
      [],
    ],
    [
      "a mapping of a concept that is not there",
      `${source}\n{"type":"Mapping","map_type":"x","source":"S","owner":"O","from_concept_url":"/orgs/O/sources/S/concepts/z/","to_source_url":"urn:x:1","to_concept_code":"1"}`,
      "The file maps concepts that are not there",
      [[2, "there is no concept z"]],
    ],
    [
      "a reserved label",
      `{"type":"Source Version","id":"HEAD","source":"S","owner":"O"}`,
      "The file has lines that can't be read",
      [[1, "\"HEAD\" can't be a version's label: it is reserved"]],
    ],
    [
      "a version that is here with other content",
      fruits.replace('"Grows on trees"', '"Grows"'),
      "Version v1 of fruits is here with other content",
      [],
    ],
    ["nothing", "", "no object was read from fruits.json", []],
    [
      "NUL bytes in a text",
      `${source}\n${concept(',"external_id":"\\u0000"')}`,
      "The file has lines that can't be read",
      [[2, "it holds a character that is not text"]],
    ],
  ])("is refused with %s, and nothing is changed", async (_, text, message, lines) => {
    await expectNothingDone(database, () => imported(text), {
      ok: false,
      failure: { message, lines: lines.map(([line, rejected]) => ({ line, rejected })) },
    });
  });

  it("goes in without its bad lines where they may be left out", async () => {
    const text = [source, "nonsense", concept("")].join("\n");
    const result = await imported(text, { skipBadLines: true });
    expect(result.ok && result.value).toMatchObject({
      sources: [{ codeSystem: "s", added: 1 }],
      read: 2,
      skipped: 1,
      skippedLines: [{ line: 2, rejected: "this is no JSON object" }],
    });
  });

  it("names a version once, at its first mention", async () => {
    const version = '{"type":"Source Version","id":"1","source":"V","owner":"O"}';
    const text = [
      source.replaceAll('"S"', '"V"'),
      version,
      concept("").replace('"S"', '"V"'),
      version,
    ];
    const result = await imported(text.join("\n"));
    expect(result.ok && result.value).toMatchObject({
      sources: [{ codeSystem: "v", added: 1, versions: ["1"] }],
      notes: ["line 4: version 1 was named before; it stays as it is"],
    });
    expect(await conceptsOf(database, "v", "1")).toEqual([]);
  });

  it("gets a slug of its own where another owner has the short code", async () => {
    const text = source.replace('"O"', '"P"');
    const result = await imported(text);
    expect(result.ok && result.value.sources[0]?.codeSystem).toBe("s-p");
  });
});

describe("OCL's export", () => {
  const file = readFileSync("test/fixtures/ocl-export/export.json", "utf8");
  const put = async () =>
    await importBundle(database, {
      format: oclExport,
      files: [sourceFile("export.json", file)],
      ...{ skipBadLines: false, dryRun: false, by: "importer", now: FIXED_NOW },
      newUuid: randomUUID,
    });

  it("goes in as the version that it is of, and once", async () => {
    const result = await put();
    expect(result.ok && result.value).toMatchObject({
      sources: [{ codeSystem: "berries", added: 3, mappingsAdded: 1, versions: ["v1.0"] }],
      read: 4,
    });
    expect(await versionsOf(database, "berries")).toEqual(["v1.0 r1 released leads"]);
    expect(await conceptsOf(database, "berries", "v1.0")).toEqual([
      'berry v1 "Baie"',
      'sloe v1 "Sloe" < berry',
      'yew v1 "Yew" (retired)',
    ]);
    await expectNothingDone(database, async () => (await put()).ok, true);
  });
});
