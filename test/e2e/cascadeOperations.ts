import { expect } from "vitest";
import { newCollection } from "./collectionOperations.js";
import type { Run } from "./operations.js";

const CM = "/orgs/CDC/sources/ICD-10-CM/";

/** One for every document about cascades and expansions, in the order of their names. */
export const runningCascadeOperations: Readonly<Record<string, Run>> = {
  CascadeConcept: async (ask) => {
    const codes = ["A00", "A00.0", "A00.1", "A00.9"];
    const { cascade } = (await ask({ concept: `${CM}concepts/A00/`, levels: 1 })) as {
      cascade: { concepts: { code: string }[]; tree: { entries: { id: string }[] } };
    };
    expect(cascade).toMatchObject({ root: { code: "A00" }, mappings: [], truncated: false });
    expect(cascade.concepts.map(({ code }) => code)).toEqual(codes);
    expect(cascade.tree.entries.map(({ id }) => id)).toEqual(codes.slice(1));
    const up = { concept: "A00.1", within: CM, reverse: true, levels: 1 };
    expect(await ask(up)).toMatchObject({
      cascade: { concepts: [{ code: "A00.1" }, { code: "A00" }] },
    });
  },

  ExpandCollection: async (ask, server) => {
    const url = await newCollection(server, "Set-Expand");
    const input = { collection: url, expressions: [`${CM}concepts/?code:is-a=A00`] };
    await server.ask(
      `mutation ($input: AddCollectionReferencesInput!) {
        addCollectionReferences(input: $input) { addedCount } }`,
      { input },
    );
    expect(await ask({ url, parameters: { filter: "biovar el" }, pageSize: 1 })).toMatchObject({
      collectionVersion: {
        expansion: {
          concepts: { totalCount: 1, nodes: [{ concept: { code: "A00.1" } }] },
          mappings: { totalCount: 0, nodes: [] },
          resolvedVersions: [{ codeSystemUrl: CM, collectionUrl: null, explicit: false }],
        },
      },
    });
  },
};
