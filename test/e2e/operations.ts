import { expect } from "vitest";
import type { Termgate } from "./termgate.js";

type Ask = (variables?: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Runs one of the documents with its variables and says what it must answer. */
export type Run = (ask: Ask, server: Termgate) => Promise<void>;

const UUID = expect.stringMatching(/^[-0-9a-f]{36}$/);
const VACCINES = "CVX to vaccine group";

async function identifierOf(server: Termgate, name: string): Promise<string> {
  const { crosswalks } = (await server.ask("{ crosswalks { nodes { identifier name } } }")) as {
    crosswalks: { nodes: readonly { identifier: string; name: string }[] };
  };
  const found = crosswalks.nodes.find((crosswalk) => crosswalk.name === name);
  if (!found) throw new Error(`no crosswalk ${name}`);
  return found.identifier;
}

/** A crosswalk for one document to change, so that no document depends on another. */
export async function newCrosswalk(server: Termgate): Promise<string> {
  const made = (await server.ask(
    `mutation {
      createCrosswalk(input: { name: "For one document" }) { crosswalk { identifier } }
    }`,
  )) as { createCrosswalk: { crosswalk: { identifier: string } } };
  return made.createCrosswalk.crosswalk.identifier;
}

const cholera = {
  sourceCodeSystem: "icd10cm",
  sourceCode: "A000",
  targetCodeSystem: "icd9cm",
  targets: [{ targetCode: "0010" }, { targetCode: "nonsense" }],
};
const skippedCholera = {
  path: ["mappings", "0", "targets", "1"],
  reason: "TARGET_CODE_INVALID",
  codeSystem: "icd9cm",
  code: "nonsense",
};

/** One for every document, in the order of their names. */
export const runningOperations: Readonly<Record<string, Run>> = {
  AddCrosswalkMappings: async (ask, server) => {
    const input = { identifier: await newCrosswalk(server), version: 1, mappings: [cholera] };
    expect(await ask({ input })).toEqual({
      addCrosswalkMappings: {
        message: "Target codes added successfully.",
        crosswalkVersion: {
          version: 2,
          status: "PUBLISHED",
          sourceCodeCount: 1,
          targetCount: 1,
        },
        invalidCodes: ["nonsense"],
        skipped: [skippedCholera],
        userErrors: [],
      },
    });
    expect(await ask({ input })).toMatchObject({
      addCrosswalkMappings: {
        crosswalkVersion: null,
        userErrors: [{ __typename: "NotLatestVersion", path: ["version"], latestVersion: 2 }],
      },
    });
  },

  CodeSystems: async (ask) => {
    expect(await ask({ q: "icd-10-cm" })).toEqual({
      codeSystems: {
        totalCount: 1,
        nodes: [
          {
            slug: "icd10cm",
            name: "ICD-10-CM",
            url: "/orgs/CDC/sources/ICD-10-CM/",
            canonicalUrl: "http://hl7.org/fhir/sid/icd-10-cm",
            content: "COMPLETE",
            owner: { name: "CDC", url: "/orgs/CDC/" },
            license: null,
            latestVersion: { label: "2026-demo", releasedAt: expect.any(String) },
          },
        ],
      },
    });
    expect(await ask()).toMatchObject({ codeSystems: { totalCount: 16 } });
    expect(await ask({ q: "cpt" })).toMatchObject({
      codeSystems: {
        nodes: [
          {
            slug: "cpt2025",
            content: "NOT_PRESENT",
            license: { licensor: "AMA", licensedToViewer: false },
            latestVersion: null,
          },
        ],
      },
    });
  },

  CreateCrosswalk: async (ask) => {
    const input = { name: "Cholera, our own", mappings: [cholera] };
    expect(await ask({ input })).toEqual({
      createCrosswalk: {
        message: null,
        crosswalk: { identifier: UUID, name: "Cholera, our own", version: 1 },
        invalidCodes: ["nonsense"],
        skipped: [skippedCholera],
        userErrors: [],
      },
    });
    expect(await ask({ input: { name: " " } })).toMatchObject({
      createCrosswalk: {
        crosswalk: null,
        userErrors: [
          { __typename: "FieldInvalid", message: "Crosswalk name is required", path: ["name"] },
        ],
      },
    });
  },

  CrosswalkMappings: async (ask, server) => {
    const identifier = await identifierOf(server, VACCINES);
    const answer = await ask({ identifier, version: 3, pageNumber: 2 });
    expect(answer).toMatchObject({
      crosswalk: {
        name: VACCINES,
        atVersion: {
          name: VACCINES,
          status: "PUBLISHED",
          mappings: {
            totalCount: 247,
            currentPage: 2,
            pageSize: 10,
            pageInfo: { hasNextPage: true },
          },
        },
      },
    });
    const { nodes } = (
      answer as { crosswalk: { atVersion: { mappings: { nodes: readonly unknown[] } } } }
    ).crosswalk.atVersion.mappings;
    expect(nodes).toHaveLength(10);
    // Codes are ordered as texts: 01 to 10 are the first page.
    expect(nodes[0]).toEqual({
      sourceCode: "100",
      sourceConcept: {
        url: "/orgs/CDC-NCIRD/sources/CVX/concepts/100/",
        display: "pneumococcal conjugate vaccine, 7 valent",
        retired: true,
        names: [
          {
            name: "pneumococcal conjugate vaccine, 7 valent",
            locale: "en",
            nameType: "FULLY_SPECIFIED",
          },
          { name: "pneumococcal conjugate PCV 7", locale: "en", nameType: "SHORT" },
        ],
      },
      targets: [
        {
          identifier: UUID,
          targetCode: "152",
          relationship: "SOURCE_IS_NARROWER_THAN_TARGET",
          targetConcept: {
            url: "/orgs/CDC-NCIRD/sources/CVX-GROUP/concepts/152/",
            display: "PneumoPCV",
            retired: false,
            names: [{ name: "PneumoPCV", locale: "en", nameType: "FULLY_SPECIFIED" }],
          },
        },
      ],
    });
  },

  CrosswalkVersions: async (ask, server) => {
    const identifier = await identifierOf(server, VACCINES);
    const version = (number: number, counts: readonly number[], release: string) => ({
      version: number,
      status: "PUBLISHED",
      createdAt: expect.any(String),
      createdBy: "demo",
      sourceCodeCount: counts[0],
      targetCount: counts[1],
      customAttributes: [{ key: "release", value: release }],
    });
    const first = await ask({ identifier, first: 2 });
    expect(first).toEqual({
      crosswalk: {
        name: VACCINES,
        latestVersion: { version: 3, status: "PUBLISHED" },
        versions: {
          totalCount: 3,
          pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
          nodes: [
            version(3, [247, 256], "2025-12-09-demo"),
            version(2, [230, 256], "2025-12-09-demo"),
          ],
        },
      },
    });
    const { endCursor } = (
      first as { crosswalk: { versions: { pageInfo: { endCursor: string } } } }
    ).crosswalk.versions.pageInfo;
    expect(await ask({ identifier, after: endCursor })).toMatchObject({
      crosswalk: {
        versions: {
          pageInfo: { hasNextPage: false },
          nodes: [version(1, [212, 237], "2023-12-01-demo")],
        },
      },
    });
  },

  CrosswalksAtAGlance: async (ask) => {
    const { crosswalks } = (await ask({ pageSize: 100, mappings: 1 })) as {
      crosswalks: { totalCount: number; nodes: readonly { name: string }[] };
    };
    expect(crosswalks.totalCount).toBe(crosswalks.nodes.length);
    expect(crosswalks.nodes.find(({ name }) => name === "GEM ICD-9-CM to ICD-10-CM")).toEqual({
      identifier: UUID,
      name: "GEM ICD-9-CM to ICD-10-CM",
      version: 1,
      publishedVersion: {
        sourceCodeCount: 2064,
        targetCount: 2758,
        mappings: {
          nodes: [
            {
              sourceCodeSystem: "icd9cm",
              sourceCode: "001.0",
              sourceDisplay: "Cholera due to vibrio cholerae",
              noMap: false,
              targets: [
                {
                  targetCodeSystem: "icd10cm",
                  targetCode: "A00.0",
                  targetDisplay: "Cholera due to Vibrio cholerae 01, biovar cholerae",
                  relationship: "EQUIVALENT",
                  customAttributes: [
                    { key: "approximate", value: "0" },
                    { key: "noMap", value: "0" },
                    { key: "combination", value: "0" },
                    { key: "scenario", value: "0" },
                    { key: "choiceList", value: "0" },
                  ],
                },
              ],
            },
          ],
        },
      },
    });
  },

  WhoAmI: async (ask) => {
    expect(await ask()).toEqual({
      viewer: {
        client: "demo",
        scopes: ["read", "write", "publish"],
        user: { name: "demo" },
        organizations: [{ name: "Demo", displayName: "Demo organization" }],
      },
    });
  },
};
