import { expect } from "vitest";
import { newCrosswalk, type Run } from "./operations.js";
import type { Termgate } from "./termgate.js";

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

/** Adds one pair of codes of systems that take every code. */
async function addPair(
  server: Termgate,
  edit: { readonly identifier: string; readonly version: number; readonly draft?: boolean },
  target: Readonly<Record<string, unknown>>,
): Promise<void> {
  const mapping = { sourceCodeSystem: "ndc", sourceCode: "1", targetCodeSystem: "rxnorm" };
  await server.ask(
    `mutation ($input: AddCrosswalkMappingsInput!) {
      addCrosswalkMappings(input: $input) { userErrors { message } }
    }`,
    { input: { ...edit, mappings: [{ ...mapping, targets: [target] }] } },
  );
}

/** Of the documents on drafts, history, comparison and translation. */
export const runningCrosswalkOperations: Readonly<Record<string, Run>> = {
  CreateCrosswalkDraft: async (ask, server) => {
    const input = { identifier: await newCrosswalk(server), version: 1 };
    expect(await ask({ input })).toEqual({
      createCrosswalkDraft: { crosswalkVersion: { version: 2, status: "DRAFT" }, userErrors: [] },
    });
    expect(await ask({ input })).toEqual({
      createCrosswalkDraft: {
        crosswalkVersion: null,
        userErrors: [
          {
            __typename: "LatestVersionIsDraft",
            message: "Version 2 is a draft. Publish the draft, or edit it with draft: true.",
            path: ["version"],
            draftVersion: 2,
          },
        ],
      },
    });
  },

  ExportCrosswalk: async (ask, server) => {
    const identifier = await newCrosswalk(server);
    await addPair(server, { identifier, version: 1 }, { targetCode: "x" });
    const asked = (await ask({ identifier, format: "FHIR_R4" })) as {
      crosswalk: { publishedVersion: { export: string } };
    };
    expect(JSON.parse(asked.crosswalk.publishedVersion.export)).toMatchObject({
      resourceType: "ConceptMap",
      title: "For one document",
      group: [{ element: [{ code: "1", target: [{ code: "x" }] }] }],
    });
    expect(await ask({ identifier, format: "CSV" })).toMatchObject({
      crosswalk: {
        publishedVersion: {
          version: 2,
          exportLosses: [{ kind: "LEFT_OUT", element: "name", count: 1, examples: [] }],
        },
      },
    });
  },

  ImportCrosswalk: async (ask) => {
    const header = "sourceCodeSystem,sourceCode,targetCodeSystem,targetCode";
    const content = `${header}\nndc,1,rxnorm,x\nicd10cm,A000,rxnorm,x\nicd10cm,X.none,rxnorm,x\n`;
    expect(await ask({ input: { format: "CSV", name: "Imported", content } })).toEqual({
      importCrosswalk: {
        crosswalk: { identifier: expect.any(String), name: "Imported", version: 1 },
        invalidCodes: [],
        skipped: [
          {
            path: ["content", "line", "4"],
            reason: "SOURCE_CODE_INVALID",
            codeSystem: "icd10cm",
            code: "X.none",
          },
        ],
        skippedLines: [],
        registeredCodeSystems: [],
        losses: [],
        userErrors: [],
      },
    });
    expect(await ask({ input: { format: "FHIR_R4", content } })).toMatchObject({
      importCrosswalk: {
        crosswalk: null,
        userErrors: [{ __typename: "FieldInvalid", path: ["content"] }],
      },
    });
  },

  CrosswalkChanges: async (ask, server) => {
    const identifier = await newCrosswalk(server);
    const customAttributes = [{ key: "k", value: "v" }];
    await addPair(server, { identifier, version: 1 }, { targetCode: "x" });
    await addPair(server, { identifier, version: 2 }, { targetCode: "x", customAttributes });
    await addPair(server, { identifier, version: 3 }, { targetCode: "y" });
    const pair = { sourceCodeSystem: "ndc", sourceCode: "1", targetCodeSystem: "rxnorm" };
    const modified = {
      kind: "MODIFIED",
      ...pair,
      targetCode: "x",
      before: { relationship: null, customAttributes: [] },
      after: { relationship: null, customAttributes },
    };
    const added = {
      kind: "ADDED",
      ...pair,
      targetCode: "y",
      before: null,
      after: { relationship: null, customAttributes: [] },
    };
    expect(await ask({ identifier, version: 4, since: 2 })).toEqual({
      crosswalk: {
        atVersion: {
          changes: {
            totalCount: 2,
            pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
            nodes: [modified, added],
          },
        },
      },
    });
    expect(await ask({ identifier, version: 4, since: 2, first: 1 })).toMatchObject({
      crosswalk: {
        atVersion: { changes: { pageInfo: { hasNextPage: true }, nodes: [modified] } },
      },
    });
  },

  CrosswalkHistory: async (ask, server) => {
    const identifier = await newCrosswalk(server);
    await addPair(server, { identifier, version: 1, draft: true }, { targetCode: "x" });
    const entry = (number: number, kind: string) => ({ number, kind, at: INSTANT, by: "demo" });
    expect(await ask({ identifier, at: "9999-01-01T00:00:00Z" })).toEqual({
      crosswalk: {
        asOf: { version: 1, name: "For one document", publishedAt: INSTANT },
        history: {
          totalCount: 2,
          pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
          nodes: [entry(2, "MAPPINGS_ADDED"), entry(1, "CREATED")],
        },
      },
    });
    expect(await ask({ identifier, at: "2000-01-01T00:00:00Z" })).toMatchObject({
      crosswalk: { asOf: null },
    });
  },

  PublishCrosswalkDraft: async (ask, server) => {
    const identifier = await newCrosswalk(server);
    await addPair(server, { identifier, version: 1, draft: true }, { targetCode: "x" });
    const input = { identifier, version: 2 };
    expect(await ask({ input })).toEqual({
      publishCrosswalkDraft: {
        crosswalkVersion: { version: 2, status: "PUBLISHED", publishedAt: INSTANT },
        userErrors: [],
      },
    });
    expect(await ask({ input })).toMatchObject({
      publishCrosswalkDraft: { userErrors: [{ __typename: "NotADraft", latestVersion: 2 }] },
    });
  },

  TranslateCodes: async (ask) => {
    const codings = [
      { system: "icd9cm", code: "0010" },
      { system: "icd9cm", code: "nonsense" },
    ];
    const cholera = "Cholera due to Vibrio cholerae 01, biovar cholerae";
    expect(await ask({ codings, targetCodeSystem: "icd10cm" })).toEqual({
      translate: [
        {
          coding: { system: "icd9cm", code: "001.0", display: "Cholera due to vibrio cholerae" },
          reason: null,
          matches: [
            {
              sourceCode: "001.0",
              targetCode: "A00.0",
              targetDisplay: cholera,
              relationship: "EQUIVALENT",
              crosswalkVersion: { version: 1, name: "GEM ICD-9-CM to ICD-10-CM" },
            },
          ],
        },
        {
          coding: { system: "icd9cm", code: expect.any(String), display: null },
          reason: "CODE_UNKNOWN",
          matches: [],
        },
      ],
    });
    const back = { codings: [{ system: "icd10cm", code: "A000" }], reverse: true };
    expect(await ask({ ...back, targetCodeSystem: "icd9cm" })).toMatchObject({
      translate: [{ coding: { display: cholera }, matches: [{ sourceCode: "001.0" }] }],
    });
  },
};
