import { describe, expect, it } from "vitest";
import { formats, recognise } from "../../../src/importers/formats.js";
import type { OclRecord } from "../../../src/importers/ocl.js";
import { oclExport } from "../../../src/importers/oclExport.js";
import { fixture, rowsOf, sourceFile } from "./sourceFiles.js";

type Json = Readonly<Record<string, unknown>>;
const whole = JSON.parse(fixture("ocl-export/export.json").toString()) as Json;
const [berry] = whole.concepts as readonly Json[];
const source = "/orgs/Orchard/sources/Berries/";

async function read(text: string, pieceBytes?: number) {
  const rows = await rowsOf<OclRecord>(oclExport, [sourceFile("e.json", text, pieceBytes)]);
  return rows.map((row) => ("content" in row ? row.content : row));
}

const readJson = (json: Json) => read(JSON.stringify(json));

describe("OCL's export", () => {
  it("says what the source is, then what is in it, then which version it was", async () => {
    const records = await readJson(whole);
    expect(records).toMatchObject([
      { kind: "SOURCE", source, name: "Berries", defaultLocale: "fr", extras: { season: 1 } },
      { kind: "CONCEPT", source, content: { code: "berry", parents: [], retired: false } },
      { kind: "CONCEPT", source, content: { code: "sloe", parents: ["berry"] } },
      { kind: "CONCEPT", source, content: { code: "yew", retired: true } },
      { kind: "MAPPING", source, mappingId: "1", content: { fromCode: "sloe", toCode: "S1" } },
      { kind: "SOURCE_VERSION", source, label: "v1.0", description: "The first", released: true },
    ]);
    expect(await read(fixture("ocl-export/export.json").toString(), 7)).toEqual(records);
  });

  it("of HEAD names no version, and may hold nothing", async () => {
    const head = { ...(whole.source as Json), concepts: [], mappings: [] };
    expect(await readJson(head)).toMatchObject([{ kind: "SOURCE", source }]);
  });

  it("of an older kind says of the version alone what the source is", async () => {
    const [described] = await readJson({ ...whole, source: undefined, name: "Old berries" });
    expect(described).toMatchObject({ kind: "SOURCE", source, name: "Old berries" });
  });

  it("rejects what it can't use with its place", async () => {
    const concepts = [berry, { ...berry, names: [] }, { ...berry, concept_class: null }];
    const records = await readJson({ ...whole, concepts, mappings: [{ type: "Mapping" }] });
    expect(records.filter((record) => "rejected" in record)).toEqual([
      { line: 1, rejected: "concepts[1]: berry: A concept must have at least one name" },
      { line: 1, rejected: "concepts[2]: berry needs a concept_class" },
      { line: 1, rejected: "mappings[0]: owner or owner_id is missing" },
    ]);
  });

  it.each([
    ["nothing", "", "e.json, line 1: there is no JSON"],
    ["half", JSON.stringify(whole).slice(0, 2000), /^e.json, line 1.*the file ends in the middle$/],
    ["a list", "[]", "e.json, line 1: this is no export of OCL's"],
    [
      "what does not say its source",
      '{ "concepts": [] }',
      "e.json, line 1, concepts: id or short_code is missing",
    ],
    [
      "a concept that is a text",
      JSON.stringify({ ...whole, concepts: ["x"] }),
      "e.json, line 1, concepts[0]: an object is expected here",
    ],
    [
      "concepts before their source",
      JSON.stringify({ concepts: [berry], ...whole }),
      "e.json, line 1, concepts: id or short_code is missing",
    ],
    [
      "a collection",
      '{ "type": "Collection Version", "concepts": [] }',
      "e.json, line 1, concepts: it is the export of a collection, which is of the format ocl-collection",
    ],
  ])("refuses %s", async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it("is told from JSON lines", () => {
    const known = (text: string) => {
      const found = recognise(Buffer.from(text));
      return "format" in found ? [found.format, ...found.others].map(({ name }) => name) : [];
    };
    expect(formats).toContain(oclExport);
    expect(known(JSON.stringify(whole))).toEqual(["ocl-export"]);
    expect(known(JSON.stringify(whole, null, 2))).toEqual(["ocl-export"]);
    const line = { ...(whole.source as Json), extras: { concepts: [] } };
    expect(known(`${JSON.stringify(line)}\n${JSON.stringify(berry)}\n`)).toEqual(["ocl-json"]);
    expect(known(JSON.stringify({ ...berry, mappings: [] }))).toEqual(["ocl-json"]);
  });
});
