import { expect } from "vitest";
import { newCollection } from "./collectionOperations.js";
import { newCrosswalk, type Run } from "./operations.js";
import type { Termgate } from "./termgate.js";

const CM = "/orgs/CDC/sources/ICD-10-CM/";
const concept = (code: string) => `${CM}concepts/${code}/`;

async function add(server: Termgate, collection: string, ...codes: readonly string[]) {
  const text = `mutation ($input: AddCollectionReferencesInput!) {
    addCollectionReferences(input: $input) { addedCount userErrors { message } }
  }`;
  const input = { collection, expressions: codes.map(concept), mode: "DYNAMIC" };
  expect(await server.ask(text, { input })).toEqual({
    addCollectionReferences: { addedCount: codes.length, userErrors: [] },
  });
}

/** A crosswalk of its own from A00.0; answers its identifier. */
async function mappedCholera(server: Termgate): Promise<string> {
  const identifier = await newCrosswalk(server);
  const codes = { sourceCodeSystem: "icd10cm", sourceCode: "A00.0", targetCodeSystem: "icd9cm" };
  const mappings = [{ ...codes, targets: [{ targetCode: "0010" }] }];
  const text = `mutation ($input: AddCrosswalkMappingsInput!) {
    addCrosswalkMappings(input: $input) { userErrors { message } } }`;
  expect(await server.ask(text, { input: { identifier, version: 1, mappings } })).toEqual({
    addCrosswalkMappings: { userErrors: [] },
  });
  return identifier;
}

/** One for every document about references and members, in the order of their names. */
export const runningReferenceOperations: Readonly<Record<string, Run>> = {
  AddCollectionReferences: async (ask, server) => {
    const collection = await newCollection(server, "Set-Add");
    const expressions = [concept("A00.0"), concept("A00.0")];
    const message =
      "Added the latest versions of concept to the collection. Future updates will not be added automatically.";
    expect(await ask({ input: { collection, expressions } })).toEqual({
      addCollectionReferences: {
        addedCount: 1,
        skippedCount: 1,
        results: [
          {
            added: true,
            expression: `${concept("A00.0")}1/`,
            message,
            reference: {
              id: expect.any(String),
              referenceType: "CONCEPTS",
              include: true,
              static: true,
              resolved: true,
              translation: expect.stringContaining("A00.0"),
            },
          },
          {
            added: false,
            expression: concept("A00.0"),
            message: "Concept or Mapping reference name must be unique in a collection.",
            reference: null,
          },
        ],
        job: null,
        collection: { activeConcepts: 1, activeMappings: 0 },
        userErrors: [],
      },
    });
    const later = { collection, expressions: [concept("A00.1")], async: true };
    expect(await ask({ input: later })).toMatchObject({
      addCollectionReferences: {
        results: [],
        job: { status: expect.stringMatching(/^(QUEUED|RUNNING|SUCCEEDED)$/) },
        userErrors: [],
      },
    });
  },

  CollectionChanges: async (ask, server) => {
    const collection = await newCollection(server, "Set-Changes");
    await add(server, collection, "A00.0");
    expect(await ask({ collection, version: "HEAD", since: "1" })).toEqual({
      collection: {
        atVersion: {
          label: "HEAD",
          changes: {
            totalCount: 1,
            pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
            nodes: [{ kind: "GAINED", concept: { code: "A00.0", version: "1" }, mapping: null }],
          },
        },
      },
    });
  },

  CollectionMembers: async (ask, server) => {
    const collection = await newCollection(server, "Set-Members");
    await add(server, collection, "A00.0");
    const because = [{ expression: concept("A00.0") }];
    const asked = [concept("A00.0"), "CDC:ICD-10-CM:A00.1"];
    expect(await ask({ url: collection, concepts: asked })).toEqual({
      collectionVersion: {
        label: "HEAD",
        activeConcepts: 1,
        activeMappings: 0,
        concepts: {
          totalCount: 1,
          nodes: [
            {
              conceptReferenceUrl: `${collection}concepts/CDC:ICD-10-CM:A00.0/`,
              concept: {
                code: "A00.0",
                display: "Cholera due to Vibrio cholerae 01, biovar cholerae",
                version: "1",
              },
              references: because,
            },
          ],
        },
        contains: [
          { concept: asked[0], member: true, because, excludedBy: [] },
          { concept: asked[1], member: false, because: [], excludedBy: [] },
        ],
        resolvedVersions: [
          {
            codeSystemUrl: CM,
            collectionUrl: null,
            version: "2026-demo",
            explicit: false,
            newerReleased: null,
          },
        ],
      },
    });
  },

  CreateCollectionFromCrosswalk: async (ask, server) => {
    const crosswalk = await mappedCholera(server);
    const asked = { owner: "/orgs/Demo/", shortCode: "Set-Crosswalk", name: "Mapped" };
    expect(await ask({ input: { ...asked, crosswalk, side: "SOURCE" } })).toEqual({
      createCollectionFromCrosswalk: {
        addedCount: 1,
        skippedCount: 0,
        results: [
          {
            added: true,
            expression: `${concept("A00.0")}1/`,
            message: expect.stringMatching(/^Added the latest versions of concept/),
          },
        ],
        collection: {
          url: "/orgs/Demo/collections/Set-Crosswalk/",
          name: "Mapped",
          activeConcepts: 1,
        },
        userErrors: [],
      },
    });
  },

  CollectionCrosswalkTargets: async (ask, server) => {
    const collection = await newCollection(server, "Set-Targets");
    await mappedCholera(server);
    await add(server, collection, "A00.0", "A00.1");
    expect(await ask({ url: collection, targetCodeSystem: "icd9cm" })).toEqual({
      collectionVersion: {
        label: "HEAD",
        concepts: {
          totalCount: 2,
          nodes: [
            {
              concept: {
                code: "A00.0",
                display: expect.any(String),
                crosswalkTargets: {
                  nodes: expect.arrayContaining([
                    {
                      targetCodeSystem: "icd9cm",
                      targetCode: "001.0",
                      targetDisplay: expect.any(String),
                      relationship: null,
                    },
                  ]),
                },
              },
            },
            {
              concept: {
                code: "A00.1",
                display: expect.any(String),
                crosswalkTargets: { nodes: [] },
              },
            },
          ],
        },
      },
    });
  },

  PreviewReferences: async (ask, server) => {
    const collection = await newCollection(server, "Set-Preview");
    const expressions = [concept("A00.0"), "nonsense"];
    expect(await ask({ input: { collection, expressions } })).toEqual({
      previewReferences: [
        {
          reference: `${concept("A00.0")}1/`,
          include: true,
          conceptCount: 1,
          mappingCount: 0,
          concepts: [{ code: "A00.0", display: expect.any(String) }],
          mappings: [],
          message: null,
        },
        {
          reference: "nonsense",
          include: true,
          conceptCount: 0,
          mappingCount: 0,
          concepts: [],
          mappings: [],
          message: expect.stringMatching(/^Expression specified is not valid\. /),
        },
      ],
    });
  },

  ResolveReference: async (ask, server) => {
    const collection = await newCollection(server, "Set-Resolve");
    const expressions = [concept("A00.0"), collection, "/orgs/Nobody/sources/None/"];
    expect(await ask({ expressions })).toEqual({
      resolveReference: [
        {
          request: expressions[0],
          resolved: true,
          resolutionUrl: `${CM}2026-demo/`,
          codeSystemVersion: { label: "2026-demo", released: true },
          collectionVersion: null,
        },
        {
          request: collection,
          resolved: true,
          resolutionUrl: `${collection}1/`,
          codeSystemVersion: null,
          collectionVersion: { label: "1", released: true },
        },
        {
          request: expressions[2],
          resolved: false,
          resolutionUrl: null,
          codeSystemVersion: null,
          collectionVersion: null,
        },
      ],
    });
  },

  DeleteCollectionReferences: async (ask, server) => {
    const collection = await newCollection(server, "Set-Delete");
    await add(server, collection, "A00.0", "A00.1");
    const references = [concept("A00.0"), "nonsense"];
    expect(await ask({ input: { collection, references } })).toMatchObject({
      deleteCollectionReferences: {
        results: [
          { expression: concept("A00.0"), deleted: true, message: "The reference was deleted." },
          {
            expression: "nonsense",
            deleted: false,
            message: "Expression was not found in the collection.",
          },
        ],
        collection: { activeConcepts: 1, activeMappings: 0 },
        userErrors: [],
      },
    });
  },
};
