import { expect } from "vitest";
import type { Run } from "./operations.js";

/** Documents on what happens within and between code systems, in the order of their names. */
export const runningConceptMappingOperations: Readonly<Record<string, Run>> = {
  CodeSystemChanges: async (ask) => {
    const years = { slug: "icd10cm", version: "2026-demo", since: "2025-demo" };
    expect(await ask({ ...years, kinds: ["REMOVED"], first: 1 })).toEqual({
      codeSystem: {
        atVersion: {
          label: "2026-demo",
          changes: {
            totalCount: 9,
            pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
            nodes: [
              {
                code: "T78.07XA",
                kinds: ["REMOVED"],
                before: {
                  display:
                    "Anaphylactic reaction due to milk and dairy products, initial encounter",
                  retired: false,
                  parents: [{ code: "T78.07" }],
                },
                after: null,
              },
            ],
          },
        },
      },
    });
    expect(await ask({ ...years, kinds: ["ATTRIBUTES_CHANGED", "REWORDED"] })).toMatchObject({
      codeSystem: { atVersion: { changes: { totalCount: 13 } } },
    });
  },

  ConceptMappings: async (ask) => {
    expect(await ask({ codeSystem: "icd10cm", code: "B880" })).toEqual({
      concept: {
        code: "B88.0",
        display: "Other acariasis",
        mappings: { totalCount: 0, nodes: [] },
        inverseMappings: { totalCount: 0, nodes: [] },
      },
    });
  },

  CreateConceptMapping: async (ask, server) => {
    await server.ask(
      `mutation { createCodeSystem(input: { owner: "/orgs/Demo/", shortCode: "Mites", name: "Mites" }) {
        userErrors { message } }
        createConcept(input: { codeSystem: "mites", code: "M1", conceptClass: "Mite", names: [{ name: "Mite" }] }) {
          userErrors { message } } }`,
    );
    const own = { codeSystem: "mites", mapType: "SAME-AS", fromConcept: "M1" };
    const target = { toSourceUrl: "/orgs/CDC/sources/ICD-10-CM/", toConceptCode: "B88.0" };
    expect(await ask({ input: { ...own, ...target } })).toEqual({
      createConceptMapping: {
        conceptMapping: {
          uuid: expect.any(String),
          url: "/orgs/Demo/sources/Mites/mappings/1/",
          version: "1",
          mapType: "SAME-AS",
          fromCode: "M1",
          toCode: "B88.0",
          toName: "Other acariasis",
          sortWeight: null,
        },
        userErrors: [],
      },
    });
    const ends = { fromConcept: "B88.0", toConcept: "B88" };
    const input = { codeSystem: "icd10cm", mapType: "NARROWER-THAN", ...ends };
    expect(await ask({ input })).toEqual({
      createConceptMapping: {
        conceptMapping: null,
        userErrors: [
          {
            __typename: "NotPermitted",
            message: "Only CDC may edit icd10cm.",
            path: ["codeSystem"],
          },
        ],
      },
    });
  },
};
