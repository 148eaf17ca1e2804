import { ORGANIZATION } from "../content/load.js";
import type { Graph } from "./graph.js";
import type { CollectionShape } from "./shapes.js";

interface Refused {
  readonly userErrors: readonly object[];
}

const CREATE = `mutation ($input: CreateCollectionInput!) {
  createCollection(input: $input) { userErrors { message } } }`;
const ADD = `mutation ($input: AddCollectionReferencesInput!) {
  addCollectionReferences(input: $input) { addedCount userErrors { message }
    results { added expression message } } }`;
const NAME_VERSION = `mutation ($input: CreateCollectionVersionInput!) {
  createCollectionVersion(input: $input) { userErrors { message } } }`;

/** A collection of the benchmark's organization, by the product's own mutations. @returns its URL */
export async function makeCollection(graph: Graph, shortCode: string): Promise<string> {
  const owner = `/orgs/${ORGANIZATION}/`;
  const input = { name: shortCode, shortCode, owner };
  const { data } = await graph.ask<{ createCollection: Refused }>(CREATE, { input });
  accepted(data.createCollection);
  return `/orgs/${ORGANIZATION}/collections/${shortCode}/`;
}

interface Added extends Refused {
  readonly addedCount: number;
  readonly results: readonly { readonly added: boolean; readonly message: string }[];
}

/** Adds references in one request. @returns milliseconds */
export async function addReferences(
  graph: Graph,
  collection: string,
  given: {
    readonly expressions: readonly string[];
    readonly exclude: boolean;
    readonly mode: string;
    readonly cascade?: string;
  },
): Promise<number> {
  const input = { collection, ...given };
  const { data, taken } = await graph.ask<{ addCollectionReferences: Added }>(ADD, { input });
  accepted(data.addCollectionReferences);
  const refused = data.addCollectionReferences.results.find(({ added }) => !added);
  if (refused) throw new Error(`A reference was not added: ${JSON.stringify(refused)}`);
  return taken;
}

/**
 * Fills a collection as its shape says, with references that stay open.
 * @param cascade what comes along with what is included
 */
export async function fill(
  graph: Graph,
  collection: string,
  shape: CollectionShape,
  cascade = "NONE",
): Promise<void> {
  for (const exclude of [false, true]) {
    const expressions = exclude ? shape.exclude : shape.include;
    if (expressions.length === 0) continue;
    const along = exclude ? "NONE" : cascade;
    const given = { expressions, exclude, mode: "DYNAMIC", cascade: along };
    await addReferences(graph, collection, given);
  }
}

/** Names what HEAD is now. @returns milliseconds */
export async function nameVersion(
  graph: Graph,
  collection: string,
  version: string,
): Promise<number> {
  const input = { collection, version, released: true };
  const asked = graph.ask<{ createCollectionVersion: Refused }>(NAME_VERSION, { input });
  const { data, taken } = await asked;
  accepted(data.createCollectionVersion);
  return taken;
}

function accepted({ userErrors }: Refused): void {
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
}
