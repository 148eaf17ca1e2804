import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { dataOf, graphOver } from "../../support/graph.js";
import type { NaiveCollection } from "../../support/naiveWorld.js";
import { PairedWorld } from "../../support/pairedWorld.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf } from "../../support/viewers.js";
import { references } from "./shownMembers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const S = "/orgs/Demo/sources/S-l/";
const T = "/orgs/Demo/sources/T-l/";
let keeper: Viewer;
let collection: NaiveCollection;

/** Two code systems with a code in common; a pinned concept has gone on since. */
beforeAll(async () => {
  keeper = await callerOf(database, { user: "demo", organizations: ["Demo"] });
  const world = new PairedWorld(database, ask, keeper, "l");
  const system = await world.system("S");
  const name = (text: string, locale = "en") => [{ name: text, locale }];
  await world.concept(system, { code: "A", conceptClass: "Drug", names: name("Zinc") });
  await world.concept(system, { code: "B", parents: ["A"], names: name("Ácid zinc") });
  await world.concept(system, { code: "C", names: name("Acier", "fr") });
  await world.concept(system, { code: "D", names: name("Not in it") });
  await world.release(system, "v1");
  await world.concept(system, { code: "A", conceptClass: "Metal", names: name("Zinc, pure") });
  await world.release(system, "v2");
  const other = await world.system("T");
  await world.concept(other, { code: "A", names: name("Other zinc") });
  await world.retire(system, "C");
  await world.release(system, "v3");
  collection = await world.collection("L");
  const within = [`${S}concepts/A/1/`, `${S}concepts/B/`, `${S}concepts/C/`, `${T}concepts/A/`];
  await world.refer(collection, references(...within));
});

/** `S A.1`: code system, code and version of what is listed. */
async function listed(input: string): Promise<unknown> {
  const text = `query ($url: String!) { collection(url: $url) { concepts${input} {
    totalCount nodes { concept { code version codeSystem { name } } } } } }`;
  const data = await dataOf(ask(text, { as: keeper, variables: { url: collection.url } }));
  const { concepts } = data.collection as {
    concepts: {
      totalCount: number;
      nodes: { concept: { code: string; version: string; codeSystem: { name: string } } }[];
    };
  };
  expect(concepts.totalCount).toBeGreaterThanOrEqual(concepts.nodes.length);
  return concepts.nodes.map(
    ({ concept: { code, version, codeSystem } }) => `${codeSystem.name} ${code}.${version}`,
  );
}

describe("a list of members", () => {
  it.each([
    ["", ["S A.1", "T A.1", "S B.1"]],
    ["(filter: { includeRetired: true })", ["S A.1", "T A.1", "S B.1", "S C.2"]],
    ['(filter: { q: "zinc" })', ["S A.1", "S B.1", "T A.1"]],
    ['(filter: { q: "othar" })', ["T A.1"]],
    ['(filter: { q: "pure" })', []],
    ['(filter: { q: "not" })', []],
    ['(filter: { codes: ["A"] })', ["S A.1", "T A.1"]],
    ['(filter: { conceptClass: ["Drug"] })', ["S A.1"]],
    ['(filter: { conceptClass: ["Metal"] })', []],
    ['(filter: { locale: "fr", includeRetired: true })', ["S C.2"]],
    ['(filter: { descendantsOf: "A" })', ["S B.1"]],
    ["(orderBy: { field: NAME })", ["S B.1", "T A.1", "S A.1"]],
    ["(orderBy: { field: NAME, direction: DESC })", ["S A.1", "T A.1", "S B.1"]],
    ["(orderBy: { field: CONCEPT_CLASS })", ["S B.1", "T A.1", "S A.1"]],
    ["(pageSize: 1, pageNumber: 2)", ["T A.1"]],
    ["(pageSize: 2, offset: 1)", ["T A.1", "S B.1"]],
    ["(first: 2)", ["S A.1", "T A.1"]],
    ["(last: 1)", ["S B.1"]],
  ])("%s", async (input, expected) => {
    expect(await listed(input)).toEqual(expected);
  });

  it("has facets over the whole of it", async () => {
    const text = `query ($url: String!) { collection(url: $url) { concepts(first: 1) {
      totalCount facets { field values { value count } } } } }`;
    const data = await dataOf(ask(text, { as: keeper, variables: { url: collection.url } }));
    expect(data.collection).toEqual({
      concepts: {
        totalCount: 3,
        facets: [
          {
            field: "conceptClass",
            values: [
              { value: "Diagnosis", count: 2 },
              { value: "Drug", count: 1 },
            ],
          },
          { field: "datatype", values: [{ value: "N/A", count: 3 }] },
          {
            field: "codeSystem",
            values: [
              { value: "s-l", count: 2 },
              { value: "t-l", count: 1 },
            ],
          },
          { field: "locale", values: [{ value: "en", count: 3 }] },
          {
            field: "retired",
            values: [
              { value: "false", count: 3 },
              { value: "true", count: 1 },
            ],
          },
        ],
      },
    });
  });

  it("leads to one member by its id, and says which are meant where there are several", async () => {
    const text = `query ($url: String!, $id: String!) { collection(url: $url) {
      concept(id: $id) { conceptReferenceUrl concept { code version } } } }`;
    const named = async (id: string) =>
      await ask(text, { as: keeper, variables: { url: collection.url, id } });
    expect((await named("B")).data?.collection).toEqual({
      concept: {
        conceptReferenceUrl: `${collection.url}concepts/Demo:S-l:B/`,
        concept: { code: "B", version: "1" },
      },
    });
    expect((await named("Demo:S-l:A")).data?.collection).toMatchObject({
      concept: { concept: { code: "A", version: "1" } },
    });
    for (const id of ["Demo:S-l[v1]:A", "Demo:S-l[v3]:B"]) {
      expect((await named(id)).data?.collection).toMatchObject({
        concept: { concept: { code: id.at(-1), version: "1" } },
      });
    }
    for (const id of ["Demo:S-l[v2]:A", "Demo:S-l[v9]:A", "Demo:S-l[v1]:D"]) {
      expect((await named(id)).data?.collection).toEqual({ concept: null });
    }
    for (const id of ["D", "Demo:S-l:D", "Other:S-l:A", "Demo:S-l:", ""]) {
      expect((await named(id)).data?.collection).toEqual({ concept: null });
    }
    const { errors = [] } = await named("A");
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      {
        code: "AMBIGUOUS",
        candidates: [
          `${collection.url}concepts/Demo:S-l:A/`,
          `${collection.url}concepts/Demo:T-l:A/`,
        ],
      },
    ]);
  });
});
