import { expect } from "vitest";
import type { Run } from "./operations.js";

/** One for every document about concepts, in the order of their names. */
export const runningConceptOperations: Readonly<Record<string, Run>> = {
  LookUpCode: async (ask) => {
    expect(await ask({ codeSystem: "icd10cm", code: "B880" })).toEqual({
      concept: {
        code: "B88.0",
        display: "Other acariasis",
        conceptClass: "Diagnosis",
        retired: false,
        extras: { billable: false },
        versionUrl: "/orgs/CDC/sources/ICD-10-CM/concepts/B88.0/2/",
        updatedAt: expect.any(String),
        names: [{ name: "Other acariasis", locale: "en", nameType: "FULLY_SPECIFIED" }],
        descriptions: [],
        parents: [{ code: "B88", display: "Other infestations" }],
        children: {
          totalCount: 2,
          nodes: [
            { code: "B88.01", display: "Infestation by Demodex mites" },
            { code: "B88.09", display: "Other acariasis" },
          ],
        },
        codeSystem: { slug: "icd10cm", name: "ICD-10-CM" },
      },
    });
    expect(await ask({ codeSystem: "icd10cm", code: "B88.0", version: "2025-demo" })).toMatchObject(
      { concept: { extras: { billable: true }, children: { totalCount: 0 } } },
    );
    expect(await ask({ codeSystem: "icd10cm", code: "nonsense" })).toEqual({ concept: null });
  },

  SearchConcepts: async (ask) => {
    const typed = { filter: { q: "cholera" }, codeSystems: ["icd10cm"], first: 3 };
    const bare = { codeSystem: { slug: "icd10cm" } };
    expect(await ask(typed)).toMatchObject({
      concepts: {
        totalCount: 4,
        nodes: [
          { ...bare, code: "A00", display: "Cholera", descendants: { totalCount: 3 } },
          { ...bare, code: "A00.9", ancestors: [{ code: "A00" }] },
          { ...bare, code: "A00.1", descendants: { totalCount: 0 } },
        ],
        pageInfo: { hasNextPage: true },
      },
    });
    const misspelt = { filter: { q: "cholrea" }, codeSystems: ["icd10cm"] };
    expect(await ask(misspelt)).toMatchObject({ concepts: { totalCount: 4 } });
  },
};
