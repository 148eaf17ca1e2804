import { beforeAll, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf } from "../../support/commands.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { makeCollection, makeSystem } from "./world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let demo: Viewer;

beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  demo = await memberOf(database, "Demo");
  const context = commandsOf(database, demo);
  await makeSystem(context, "S", ["A", "B"]);
  await makeCollection(context, "C");
});

interface Added {
  readonly results: readonly { readonly reference: { readonly id: string } | null }[];
}

it("references are added and deleted through the graph", async () => {
  const text = `mutation ($input: AddCollectionReferencesInput!) {
    added: addCollectionReferences(input: $input) {
      addedCount skippedCount collection { shortCode } userErrors { message }
      results { added expression message messages reference { id expression static resolved } }
    }
  }`;
  const collection = "/orgs/Demo/collections/C/";
  const A = "/orgs/Demo/sources/S/concepts/A/";
  const references = [{ system: "/orgs/Demo/sources/S/", filter: [{ property: "q", value: "b" }] }];
  const input = { collection, expressions: [A, A], references };
  const { added } = await dataOf<{ added: Added }>(ask(text, { as: demo, variables: { input } }));
  const message =
    "Added the latest versions of concept to the collection. Future updates will not be added automatically.";
  const unique = "Concept or Mapping reference name must be unique in a collection.";
  const listed = "The reference is successfully added to collection C Set";
  const list = "/orgs/Demo/sources/S/concepts/?q=b";
  const id = expect.any(String) as string;
  expect(added).toEqual({
    addedCount: 2,
    skippedCount: 1,
    collection: { shortCode: "C" },
    userErrors: [],
    results: [
      {
        added: true,
        expression: `${A}1/`,
        message,
        messages: [message],
        reference: { id, expression: `${A}1/`, static: true, resolved: true },
      },
      { added: false, expression: A, message: unique, messages: [unique], reference: null },
      {
        added: true,
        expression: list,
        message: listed,
        messages: [listed],
        reference: { id, expression: list, static: false, resolved: true },
      },
    ],
  });
  const deletion = `mutation ($input: DeleteCollectionReferencesInput!) {
    deleteCollectionReferences(input: $input) {
      results { expression deleted message } collection { shortCode } userErrors { __typename path }
    }
  }`;
  const ids = added.results.flatMap(({ reference }) => reference?.id ?? []);
  const removed = await dataOf(
    ask(deletion, { as: demo, variables: { input: { collection, ids: ids.slice(0, 1) } } }),
  );
  expect(removed).toEqual({
    deleteCollectionReferences: {
      results: [{ expression: `${A}1/`, deleted: true, message: "The reference was deleted." }],
      collection: { shortCode: "C" },
      userErrors: [],
    },
  });
});
