import { afterEach, beforeAll } from "vitest";
import type { CommandContext } from "../../../src/commands/context.js";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { type Ask, dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { makeCollection, makeSystem } from "./world.js";

/** The code system of the tests: concepts A, B and C, and a mapping from A to B. */
export const S = "/orgs/Demo/sources/S/";
export const concept = (code: string) => `${S}concepts/${code}/`;

/** A database with that code system, and collections as tests need them. Jobs that are left over are gone. */
export function useLaterAdditions() {
  const { database, takeStatements } = useTestDatabase();
  const ask = graphOver(database);
  let author: Viewer;
  beforeAll(async () => {
    await makeOrganization(database, "Demo", "demo");
    author = await memberOf(database, "Demo");
    await makeSystem(context(), "S", ["A", "B", "C"]);
    const toConcept = concept("B");
    await makeMapping(context(), { codeSystem: "s", fromConcept: "A", toConcept });
  });
  afterEach(async () => {
    await database.reads.execute("delete from job");
  });

  let count = 0;
  async function fresh(): Promise<string> {
    count += 1;
    return await makeCollection(context(), `Set.${count}`);
  }
  const demo = () => author;
  const context = (): CommandContext => commandsOf(database, author);
  return { database, takeStatements, ask, fresh, demo, context };
}

/** The short code in a collection's URL. */
export function codeOf(collection: string): string {
  return collection.split("/").at(-2) ?? "";
}

const PAYLOAD = `addedCount skippedCount collection { shortCode activeConcepts }
  userErrors { __typename message path }
  results { added expression message messages reference { expression static resolved } }`;

/** What `addCollectionReferences` answers. */
export interface AddPayload {
  readonly results: readonly unknown[];
  readonly addedCount: number;
  readonly skippedCount: number;
  readonly job: { readonly id: string; readonly status: string; readonly kind: string } | null;
  readonly collection: unknown;
  readonly userErrors: readonly unknown[];
}

/** Adds references through the graph, at once or by a job. */
export async function addThrough(ask: Ask, as: Viewer, input: object): Promise<AddPayload> {
  const text = `mutation ($input: AddCollectionReferencesInput!) {
    addCollectionReferences(input: $input) { job { id status kind } ${PAYLOAD} } }`;
  const data = await dataOf(ask(text, { as, variables: { input } }));
  return data.addCollectionReferences as AddPayload;
}

/** The same with a job that must be begun; answers the job's id. */
export async function addLater(ask: Ask, as: Viewer, input: object): Promise<string> {
  const { job, userErrors } = await addThrough(ask, as, { async: true, ...input });
  if (!job) throw new Error(JSON.stringify(userErrors));
  return job.id;
}

/** A job of references as a caller sees it. */
export async function additionOf(ask: Ask, as: Viewer, id: string): Promise<unknown> {
  const text = `query ($id: ID!) { job(id: $id) { kind status progress total done message
    userErrors { __typename message path }
    result { ... on AddCollectionReferencesPayload { job { id } ${PAYLOAD} } } } }`;
  return (await dataOf(ask(text, { as, variables: { id } }))).job;
}
