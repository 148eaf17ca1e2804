import { beforeAll, describe, expect, it } from "vitest";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeCorpus } from "./corpus.js";

const { database, takeStatements } = useTestDatabase();
const ask = graphOver(database);

beforeAll(async () => {
  await makeCorpus(database);
});

interface Facets {
  readonly facets: readonly {
    readonly field: string;
    readonly values: readonly { readonly value: string; readonly count: number }[];
  }[];
}

async function facetsOf(variables: Readonly<Record<string, unknown>>) {
  const text = `query ($filter: ConceptFilter, $codeSystems: [String!]) {
    concepts(filter: $filter, codeSystems: $codeSystems, first: 1) {
      facets { field values { value count } } } }`;
  const { concepts } = await dataOf<{ concepts: Facets }>(ask(text, { variables }));
  return Object.fromEntries(
    concepts.facets.map(({ field, values }) => [
      field,
      values.map(({ value, count }) => `${value} ${count}`).join(", "),
    ]),
  );
}

describe("facets", () => {
  it.each([
    [
      "of everything",
      {},
      {
        conceptClass: "Diagnosis 11, Category 1",
        datatype: "N/A 11, Text 1",
        codeSystem: "icd10cm 10, vis 2",
        locale: "en 12, fr 2, de-AT 1, zh 1",
        retired: "false 12, true 1",
      },
    ],
    [
      "without the condition on their own field",
      { codeSystems: ["vis"], filter: { datatype: ["Text"], conceptClass: ["Category"] } },
      {
        conceptClass: "Diagnosis 1",
        datatype: "",
        codeSystem: "",
        locale: "",
        retired: "",
      },
    ],
    [
      "of a search in one code system and one language",
      { codeSystems: ["icd10cm"], filter: { q: "cholera", locale: "fr" } },
      {
        conceptClass: "Category 1",
        datatype: "N/A 1",
        codeSystem: "icd10cm 1",
        locale: "en 4, de-AT 1, fr 1, zh 1",
        retired: "false 1",
      },
    ],
    [
      "of a search, with the code systems that were not named",
      { codeSystems: ["icd10cm"], filter: { q: "cholera" } },
      {
        conceptClass: "Diagnosis 3, Category 1",
        datatype: "N/A 4",
        codeSystem: "icd10cm 4, vis 2",
        locale: "en 4, de-AT 1, fr 1, zh 1",
        retired: "false 4",
      },
    ],
    [
      "of a search with a misspelt word",
      { filter: { q: "diabtes", includeRetired: true } },
      {
        conceptClass: "Diagnosis 5",
        datatype: "N/A 5",
        codeSystem: "icd10cm 5",
        locale: "en 5",
        retired: "false 4, true 1",
      },
    ],
    [
      "of nothing",
      { filter: { q: "xylophone" } },
      { conceptClass: "", datatype: "", codeSystem: "", locale: "", retired: "" },
    ],
  ])("%s", async (_, variables, expected) => {
    expect(await facetsOf(variables)).toEqual(expected);
  });
});

describe("what is not asked for costs nothing", () => {
  const sent = async (fields: string, filter: object) => {
    takeStatements();
    const text = `query ($filter: ConceptFilter) { codeSystem(slug: "icd10cm") { concepts(filter: $filter) { ${fields} } } }`;
    await dataOf(ask(text, { variables: { filter } }));
    return takeStatements().length - 1;
  };

  it.each([
    ["nodes { code }", { q: "cholera" }, 1],
    ["nodes { code } totalCount", { q: "cholera" }, 2],
    ["nodes { code } facets { field }", { q: "cholera" }, 3],
    ["nodes { code } facets { field }", { q: "cholera", conceptClass: ["Category"] }, 4],
    ["nodes { code } facets { field }", { includeRetired: true }, 2],
    ["nodes { code } totalCount", { q: "diabtes" }, 6],
  ])("%s of %j sends %i statements", async (fields, filter, count) => {
    expect(await sent(fields, filter)).toBe(count);
  });
});
