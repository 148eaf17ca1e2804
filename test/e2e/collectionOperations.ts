import { expect } from "vitest";
import type { Run } from "./operations.js";
import type { Termgate } from "./termgate.js";

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const UUID = expect.stringMatching(/^[-0-9a-f]{36}$/);

async function carryOut(server: Termgate, name: string, input: object): Promise<void> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { message } } }`;
  expect(await server.ask(text, { input })).toEqual({ [name]: { userErrors: [] } });
}

/** A collection with a version `1` for one document to change, so that no document depends on another. */
export async function newCollection(
  server: Termgate,
  shortCode: string,
  more = {},
): Promise<string> {
  const name = `Of document ${shortCode}`;
  await carryOut(server, "createCollection", { owner: "/orgs/Demo/", shortCode, name, ...more });
  const collection = `/orgs/Demo/collections/${shortCode}/`;
  await carryOut(server, "createCollectionVersion", { collection, version: "1", released: true });
  return collection;
}

/** One for every document about collections, in the order of their names. */
export const runningCollectionOperations: Readonly<Record<string, Run>> = {
  ClearCollectionVersionProcessing: async (ask, server) => {
    const collection = await newCollection(server, "Set-Clear");
    expect(await ask({ input: { collection, version: "1" } })).toEqual({
      clearCollectionVersionProcessing: {
        message: "Nothing to change.",
        collectionVersion: { label: "1", processing: false },
        userErrors: [],
      },
    });
  },

  CollectionAsOf: async (ask, server) => {
    const collection = await newCollection(server, "Set-As-Of");
    expect(await ask({ collection, at: "2020-01-01T00:00:00Z" })).toEqual({
      collection: { asOf: null },
    });
    expect(await ask({ collection, at: "2999-01-01T00:00:00Z" })).toMatchObject({
      collection: { asOf: { name: "Of document Set-As-Of", updatedBy: "demo" } },
    });
  },

  CollectionVersions: async (ask, server) => {
    const collection = await newCollection(server, "Set-Versions");
    await carryOut(server, "createCollectionVersion", { collection, version: "2" });
    const version = (label: string, released: boolean, previousVersionUrl: string) => ({
      label,
      url: `${collection}${label}/`,
      name: "Of document Set-Versions",
      released,
      retired: false,
      processing: false,
      previousVersionUrl,
      rootVersionUrl: `${collection}1/`,
    });
    expect(await ask({ collection })).toEqual({
      collection: {
        url: collection,
        name: "Of document Set-Versions",
        description: null,
        versionCount: 3,
        atVersion: { label: "1", url: `${collection}1/` },
        versions: {
          totalCount: 2,
          pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
          nodes: [version("2", false, `${collection}1/`), version("1", true, "")],
        },
        history: {
          nodes: [{ number: 1, at: INSTANT, by: "demo", kind: "CREATED", message: null }],
        },
      },
    });
  },

  ExportCollection: async (ask, server) => {
    const collection = await newCollection(server, "Set-Export");
    const asked = (await ask({ url: `${collection}1/`, form: "FHIR_R4" })) as {
      collectionVersion: { export: string };
    };
    expect(JSON.parse(asked.collectionVersion.export)).toMatchObject({
      resourceType: "ValueSet",
      id: "Set-Export",
      version: "1",
      status: "active",
      expansion: { total: 0 },
    });
    expect(await ask({ url: collection, form: "OCL_JSON" })).toMatchObject({
      collectionVersion: { label: "HEAD", exportLosses: [] },
    });
  },

  Collections: async (ask, server) => {
    const collectionType = "Of the documents";
    await newCollection(server, "Set-Find", { collectionType, supportedLocales: ["en,sw"] });
    expect(await ask({ filter: { q: "document find", collectionType } })).toEqual({
      collections: {
        totalCount: 1,
        pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
        facets: [
          {
            field: "locale",
            values: [
              { value: "en", count: 1 },
              { value: "sw", count: 1 },
            ],
          },
          { field: "collectionType", values: [{ value: collectionType, count: 1 }] },
          { field: "owner", values: [{ value: "Demo", count: 1 }] },
          { field: "ownerType", values: [{ value: "ORGANIZATION", count: 1 }] },
        ],
        nodes: [
          {
            url: "/orgs/Demo/collections/Set-Find/",
            name: "Of document Set-Find",
            collectionType,
            owner: { name: "Demo", url: "/orgs/Demo/" },
          },
        ],
      },
    });
  },

  CreateCollection: async (ask) => {
    const input = {
      owner: "/orgs/Demo/",
      shortCode: "Set-Collection",
      name: "New",
      supportedLocales: ["en,fr"],
    };
    expect(await ask({ input })).toEqual({
      createCollection: {
        message: null,
        collection: {
          uuid: UUID,
          shortCode: "Set-Collection",
          url: "/orgs/Demo/collections/Set-Collection/",
          name: "New",
          fullName: "New",
          defaultLocale: "en",
          supportedLocales: ["en", "fr"],
          publicAccess: "VIEW",
          versionCount: 1,
          owner: { name: "Demo", url: "/orgs/Demo/" },
        },
        userErrors: [],
      },
    });
    const message = "Demo has a code system or collection Set-Collection already.";
    expect(await ask({ input })).toEqual({
      createCollection: {
        message: null,
        collection: null,
        userErrors: [{ __typename: "AlreadyExists", message, path: ["shortCode"] }],
      },
    });
  },

  CreateCollectionVersion: async (ask, server) => {
    const collection = await newCollection(server, "Set-New-Version", { description: "Of HEAD" });
    expect(await ask({ input: { collection, version: "2", released: true } })).toEqual({
      createCollectionVersion: {
        message: null,
        collectionVersion: {
          label: "2",
          url: `${collection}2/`,
          description: "Of HEAD",
          released: true,
          releasedAt: INSTANT,
          retired: false,
          previousVersionUrl: `${collection}1/`,
          rootVersionUrl: `${collection}1/`,
        },
        collection: { atVersion: { label: "2" } },
        userErrors: [],
      },
    });
    const message = "Collection version '1' already exist.";
    expect(await ask({ input: { collection, version: "1" } })).toMatchObject({
      createCollectionVersion: {
        collectionVersion: null,
        userErrors: [{ __typename: "AlreadyExists", message, path: ["version"] }],
      },
    });
  },

  DeactivateCollection: async (ask, server) => {
    const collection = await newCollection(server, "Set-Off");
    expect(await ask({ input: { collection } })).toMatchObject({
      deactivateCollection: { message: null, collection: { deactivatedAt: INSTANT } },
    });
    expect(await ask({ input: { collection } })).toMatchObject({
      deactivateCollection: { message: "Nothing to change." },
    });
  },

  DeactivateCollectionVersion: async (ask, server) => {
    const collection = await newCollection(server, "Set-Version-Off");
    expect(await ask({ input: { collection, version: "1" } })).toEqual({
      deactivateCollectionVersion: {
        message: null,
        collection: { versionCount: 1, atVersion: null },
        userErrors: [],
      },
    });
  },

  EditCollection: async (ask, server) => {
    const collection = await newCollection(server, "Set-Edit");
    const names = [{ text: "Autre", locale: "fr" }];
    expect(await ask({ input: { collection, name: "Other", names } })).toEqual({
      editCollection: {
        message: null,
        collection: {
          url: collection,
          name: "Other",
          names: [
            { text: "Other", locale: "en", preferred: true },
            { text: "Autre", locale: "fr", preferred: false },
          ],
          updatedAt: INSTANT,
          updatedBy: "demo",
        },
        userErrors: [],
      },
    });
  },

  EditCollectionVersion: async (ask, server) => {
    const collection = await newCollection(server, "Set-Retire");
    expect(await ask({ input: { collection, version: "1", retired: true } })).toMatchObject({
      editCollectionVersion: {
        collectionVersion: { label: "1", released: true, retired: true },
        collection: { atVersion: null },
        userErrors: [],
      },
    });
  },

  MyCollections: async (ask, server) => {
    await newCollection(server, "Set-Mine", { publicAccess: "NONE" });
    await carryOut(server, "createCollection", { shortCode: "Set-Mine", name: "My own" });
    expect(await ask({ filter: { q: "set-mine" } })).toEqual({
      viewer: {
        collections: {
          nodes: [
            { url: "/users/demo/collections/Set-Mine/", name: "My own", publicAccess: "VIEW" },
          ],
        },
        organizationCollections: {
          nodes: [
            {
              url: "/orgs/Demo/collections/Set-Mine/",
              name: "Of document Set-Mine",
              publicAccess: "NONE",
            },
          ],
        },
      },
    });
  },

  ReactivateCollection: async (ask, server) => {
    const collection = await newCollection(server, "Set-On");
    await carryOut(server, "deactivateCollection", { collection });
    expect(await ask({ input: { collection } })).toMatchObject({
      reactivateCollection: { message: null, collection: { deactivatedAt: null }, userErrors: [] },
    });
  },
};
