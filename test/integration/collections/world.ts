import { beforeAll } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { type AuthoringOptions, type Input, mutatingAs } from "../../support/authoringGraph.js";
import { type CollectionMutation, collectionMutations } from "../../support/collectionGraph.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

/** A database with the demo user as its author, who makes collections as tests need them. */
export function useCollections() {
  const test = useTestDatabase();
  const ask = graphOver(test.database);
  let author: Viewer;
  beforeAll(async () => {
    author = await memberOf(test.database, "Demo");
  });
  const mutate = mutatingAs(ask, () => author, collectionMutations);

  async function carriedOut(name: CollectionMutation, input: Input, options?: AuthoringOptions) {
    const answer = await mutate(name, input, options);
    if (!answer.made) throw new Error(JSON.stringify(answer.userErrors));
    return answer.made;
  }

  /** That a mutation answers so, and that nothing is changed by it. */
  async function refused(
    name: CollectionMutation,
    input: Input,
    userErrors: readonly unknown[],
    options?: AuthoringOptions,
  ): Promise<void> {
    const answer = { message: null, made: null, userErrors };
    await expectNothingDone(test.database, () => mutate(name, input, options), answer);
  }

  let made = 0;
  /** A collection of organization Demo; answers its URL. */
  async function newCollection(more: Input = {}, options?: AuthoringOptions): Promise<string> {
    made += 1;
    const input = { owner: "/orgs/Demo/", shortCode: `C${made}`, name: "For one test", ...more };
    return String((await carriedOut("createCollection", input, options)).url);
  }

  async function newVersion(collection: string, version: string, more: Input = {}) {
    return await carriedOut("createCollectionVersion", { collection, version, ...more });
  }

  /** Fields of a collection by its URL; null where the caller sees none. */
  async function collection(url: string, fields: string, as: Viewer = author) {
    const text = `query ($url: String!) { collection(url: $url) { ${fields} } }`;
    const data = await dataOf(ask(text, { as, variables: { url } }));
    return data.collection;
  }

  /** Fields of a version by its URL; null where the caller sees none. */
  async function version(url: string, fields: string, as: Viewer = author) {
    const text = `query ($url: String!) { collectionVersion(url: $url) { ${fields} } }`;
    const data = await dataOf(ask(text, { as, variables: { url } }));
    return data.collectionVersion;
  }

  /** The demo user, known once the tests begin. */
  const demo = () => author;
  return {
    ...test,
    ask,
    mutate,
    carriedOut,
    refused,
    newCollection,
    newVersion,
    collection,
    version,
    demo,
  };
}
