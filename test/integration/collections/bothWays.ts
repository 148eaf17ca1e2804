import { expect } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { type Ask, dataOf, type Variables } from "../../support/graph.js";
import { contains, membersOf } from "../../support/naiveMembers.js";
import type { Delivery, NaiveCollection } from "../../support/naiveWorld.js";
import { CODES } from "./story.js";

/** A graph that remembers what it was asked before, and one that knows of nothing. */
export interface Graphs {
  readonly remembering: Ask;
  readonly new: Ask;
}

interface Reader {
  readonly as: Viewer;
  readonly collection: NaiveCollection;
  readonly version: string;
}

function versionUrl({ collection: { url }, version }: Reader): string {
  return version === "HEAD" ? url : `${url}${version}/`;
}

/** All ways in which concepts of the code systems of some deliveries may be named. */
function namesOf(deliveries: readonly Delivery[]): readonly string[] {
  const systems = new Set(deliveries.flatMap((one) => one.concepts.map(({ system }) => system)));
  const named = [...systems].flatMap((system) => {
    const [, , owner, , source] = system.split("/");
    return CODES.flatMap((code) => [`${system}concepts/${code}/`, `${owner}:${source}:${code}`]);
  });
  return [...CODES, ...named, "none", "no:such:A", "/orgs/none/sources/none/concepts/A/"];
}

/** That concepts are told to be members by what is remembered, by the references, and by the model alike. */
export async function compareContains(
  graphs: Graphs,
  reader: Reader,
  deliveries: readonly Delivery[],
): Promise<void> {
  const text = `query ($url: String!, $concepts: [String!]!) { collectionVersion(url: $url) {
    contains(concepts: $concepts) { concept member } } }`;
  const variables = { url: versionUrl(reader), concepts: namesOf(deliveries) };
  const expected = contains(deliveries, variables.concepts).map(({ concept, member }) => {
    return { concept, member };
  });
  for (const ask of [graphs.remembering, graphs.new]) {
    const data = await dataOf(ask(text, { as: reader.as, variables }));
    expect(data).toEqual({ collectionVersion: { contains: expected } });
  }
}

/** That members are found under all their names alike by what is remembered and by the references. */
export async function compareNamed(
  { remembering, new: asking }: Graphs,
  reader: Reader,
  deliveries: readonly Delivery[],
): Promise<void> {
  const names = namesOf(deliveries);
  const variables = Object.fromEntries(names.map((name, at) => [`n${at}`, name]));
  const fields = names.map(
    (_, at) => `n${at}: concept(id: $n${at}) { concept { code version codeSystem { url } } }`,
  );
  const text = `query ($url: String!, ${names.map((_, at) => `$n${at}: String!`).join(", ")}) {
    collectionVersion(url: $url) { ${fields.join("\n")} } }`;
  const told = async (ask: Ask) => {
    const { data, errors = [] } = await ask(text, {
      as: reader.as,
      variables: { url: versionUrl(reader), ...variables },
    });
    return { data, errors: errors.map((error) => JSON.stringify(error)).toSorted() };
  };
  expect(await told(remembering)).toEqual(await told(asking));
}

interface Edge {
  readonly cursor: string;
  readonly node: { readonly mapping: { readonly url: string; readonly version: string } };
}

const MAPPINGS = `includeRetired: true, includeInverseMappings: true`;

/**
 * That the mappings of a member are the same in windows that hold all of them, which are cut out of what was read,
 * and in windows that are smaller, which the database cuts out.
 */
export async function compareWindows(
  { remembering: ask }: Graphs,
  reader: Reader,
  deliveries: readonly Delivery[],
): Promise<void> {
  const url = versionUrl(reader);
  const read = async (id: string, window: string, variables: Variables = {}) => {
    const given = Object.keys(variables).length > 0 ? ", $cursor: String" : "";
    const text = `query ($url: String!, $id: String!${given}) { collectionVersion(url: $url) { concept(id: $id) {
      mappings(${MAPPINGS}, ${window}) { edges { cursor node { mapping { url version } } }
        pageInfo { hasNextPage hasPreviousPage } } } } }`;
    const data = await dataOf<{
      collectionVersion: {
        concept: {
          mappings: {
            edges: readonly Edge[];
            pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
          };
        };
      };
    }>(ask(text, { as: reader.as, variables: { url, id, ...variables } }));
    return data.collectionVersion.concept.mappings;
  };
  for (const { system, content } of membersOf(deliveries).concepts) {
    const id = `${system}concepts/${content.code}/`;
    const { edges } = await read(id, "first: 1000");
    const [first, second] = edges;
    if (!first || !second) continue;
    const one = (edge: Edge | undefined, before: boolean, after: boolean) => ({
      edges: edge ? [edge] : [],
      pageInfo: { hasPreviousPage: before, hasNextPage: after },
    });
    const last = edges.at(-1);
    const more = edges.length > 2;
    expect(await read(id, "first: 1")).toEqual(one(first, false, true));
    expect(await read(id, "last: 1")).toEqual(one(last, true, false));
    expect(await read(id, "pageSize: 1, pageNumber: 2")).toEqual(one(second, true, more));
    const { cursor } = first;
    const afterFirst = await read(id, "first: 1, after: $cursor", { cursor });
    expect(afterFirst).toEqual(one(second, true, more));
    expect((await read(id, "first: 1000, after: $cursor", { cursor })).edges).toEqual(
      edges.slice(1),
    );
    expect((await read(id, "last: 1000, before: $cursor", { cursor: last?.cursor })).edges).toEqual(
      edges.slice(0, -1),
    );
  }
}
