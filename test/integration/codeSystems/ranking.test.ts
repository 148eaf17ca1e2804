import { beforeAll, describe, expect, it } from "vitest";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeCorpus } from "./corpus.js";

const { database } = useTestDatabase();
const ask = graphOver(database);

beforeAll(async () => {
  await makeCorpus(database);
});

interface Found {
  readonly totalCount: number;
  readonly nodes: readonly { readonly code: string }[];
}

/** The codes that a search in ICD-10-CM finds, in their order. */
async function found(filter: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const text = `query ($filter: ConceptFilter) { codeSystem(slug: "icd10cm") {
    concepts(filter: $filter) { totalCount nodes { code } } } }`;
  const { codeSystem } = await dataOf<{ codeSystem: { concepts: Found } }>(
    ask(text, { variables: { filter } }),
  );
  const codes = codeSystem.concepts.nodes.map(({ code }) => code);
  expect(codeSystem.concepts.totalCount).toBe(codes.length);
  return codes;
}

describe("what is searched for is found, best first", () => {
  it.each([
    ["a code", "A00.0", ["A00.0"]],
    ["a code without its dot", "a000", ["A00.0"]],
    ["a code before those that begin with it", "A00", ["A00", "A00.0", "A00.9"]],
    ["the beginning of a code, with its dot", "a00.", ["A00", "A00.0", "A00.9"]],
    [
      "a display before its beginning, a word within it and another name",
      "cholera",
      ["A00", "A00.9", "A00.0", "Z22.1"],
    ],
    ["a word that is not finished", "chole", ["A00", "K81", "A00.9", "A00.0", "Z22.1"]],
    ["a word in the midst before another name", "diabetes", ["E23.2", "R73", "E10", "E11"]],
    ["words in any order, the last one unfinished", "mellitus diab", ["E10", "E11"]],
    ["words of another name", "onset adult", ["E11"]],
    ["no words of two names", "type juvenile", []],
    ["accents or none", "meniere", ["H81.0"]],
    ["accents that are written in two parts", "MÉNIE\u0301RE", ["H81.0"]],
    ["punctuation or none", "menieres disease", ["H81.0"]],
    ["ideographs within a name", "弧菌", ["Z22.1"]],
    ["an unfinished word before others", "chol vib", ["A00.0"]],
    ["a misspelt word", "diabtes", ["E23.2", "E10", "E11", "R73"]],
    ["misspelt words beside others", "type 2 diabetis melitus", ["E11"]],
    ["a misspelt beginning", "cholesy", ["K81"]],
    ["nothing that is alike", "xylophone", []],
    ["nothing by signs alone", "?!", []],
    ["what looks like a pattern, as signs", "%", []],
    ["the signs of a search language as none", "diabetes & !mellitus | 'type':*", ["E10", "E11"]],
    ["all where the search is blank", "  ", 10],
  ])("%s: %s", async (_, q, codes) => {
    const result = await found({ q });
    if (typeof codes === "number") expect(result).toHaveLength(codes);
    else expect(result).toEqual(codes);
  });
});

describe("a language", () => {
  it.each([
    [{ locale: "fr" }, ["A00", "H81.0"]],
    [{ locale: "FR", q: "cholera" }, ["A00"]],
    [{ locale: "fr", q: "A00" }, ["A00"]],
    [{ locale: "fr", q: "meniere" }, ["H81.0"]],
    [{ locale: "fr", q: "disease" }, []],
    [{ locale: "de", q: "cholera" }, ["Z22.1"]],
    [{ locale: "de-at" }, ["Z22.1"]],
    [{ locale: "d" }, []],
  ])("%j finds %j", async (filter, codes) => {
    expect(await found(filter)).toEqual(codes);
  });
});

describe("further conditions of a search", () => {
  it.each([
    [{ q: "diabetes", includeRetired: true }, ["U07", "E23.2", "R73", "E10", "E11"]],
    [{ q: "cholera", descendantsOf: "A00" }, ["A00.9", "A00.0"]],
    [{ q: "cholera", conceptClass: ["Category"] }, ["A00"]],
    [{ q: "cholera", codes: ["A009", "Z22.1", "K81"] }, ["A00.9", "Z22.1"]],
    [{ q: "cholera", datatype: ["Text"] }, []],
    [{ q: "diabtes", codes: ["E10"] }, ["E10"]],
    [{ q: "cholera", codes: ["K81"] }, []],
    [{ q: "cholera", updatedSince: "2026-01-15T12:00:00Z", codes: ["A00"] }, ["A00"]],
    [{ q: "cholera", updatedSince: "2026-01-15T12:00:00.001Z" }, []],
  ])("%j finds %j", async (filter, codes) => {
    expect(await found(filter)).toEqual(codes);
  });
});
