import { expect } from "vitest";
import type { Run } from "./operations.js";
import type { Termgate } from "./termgate.js";

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const UUID = expect.stringMatching(/^[-0-9a-f]{36}$/);
const FEVER = { code: "F1", conceptClass: "Finding", names: [{ name: "Fever" }] };

async function carryOut(server: Termgate, name: string, input: object): Promise<void> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { message } } }`;
  expect(await server.ask(text, { input })).toEqual({ [name]: { userErrors: [] } });
}

/** A code system with one concept for one document to change, so that no document depends on another. */
async function newSystem(server: Termgate, shortCode: string): Promise<string> {
  const name = "For one document";
  await carryOut(server, "createCodeSystem", { owner: "/orgs/Demo/", shortCode, name });
  const codeSystem = `/orgs/Demo/sources/${shortCode}/`;
  await carryOut(server, "createConcept", { codeSystem, ...FEVER });
  return codeSystem;
}

/** The payload of a mutation that was refused for one reason. */
function refused(thing: string, __typename: string, path: string, message: string) {
  return { message: null, [thing]: null, userErrors: [{ __typename, message, path: [path] }] };
}

/** Of the documents that author code systems and concepts. */
export const runningCodeSystemOperations: Readonly<Record<string, Run>> = {
  CodeSystemHistory: async (ask) => {
    const imported = {
      at: INSTANT,
      by: "demo",
      kind: "IMPORTED",
      message: expect.stringContaining("version 2026-demo"),
    };
    expect(await ask({ codeSystem: "icd10cm", first: 1 })).toEqual({
      codeSystem: {
        history: {
          totalCount: 2,
          pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
          nodes: [{ number: 2, ...imported }],
        },
      },
    });
  },

  ConceptVersions: async (ask, server) => {
    const codeSystem = await newSystem(server, "Doc-Versions");
    await carryOut(server, "retireConcept", { codeSystem, code: "F1" });
    const made = (version: number, retired: boolean) => ({
      version: `${version}`,
      versionUrl: `${codeSystem}concepts/F1/${version}/`,
      display: "Fever",
      retired,
      updatedAt: INSTANT,
      updatedBy: "demo",
      names: [{ name: "Fever", locale: "en" }],
    });
    expect(await ask({ codeSystem, code: "F1" })).toEqual({
      concept: {
        url: `${codeSystem}concepts/F1/`,
        versions: {
          totalCount: 2,
          pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
          nodes: [made(2, true), made(1, false)],
        },
      },
    });
  },

  CreateCodeSystem: async (ask) => {
    const input = {
      owner: "/orgs/Demo/",
      shortCode: "Doc-New",
      name: "New",
      supportedLocales: ["en,fr"],
    };
    expect(await ask({ input })).toEqual({
      createCodeSystem: {
        message: null,
        codeSystem: {
          slug: "doc-new",
          url: "/orgs/Demo/sources/Doc-New/",
          name: "New",
          defaultLocale: "en",
          supportedLocales: ["en", "fr"],
          publicAccess: "VIEW",
          customValidationSchema: null,
        },
        userErrors: [],
      },
    });
    const message = "Demo has a code system or collection Doc-New already.";
    expect(await ask({ input })).toEqual({
      createCodeSystem: refused("codeSystem", "AlreadyExists", "shortCode", message),
    });
  },

  CreateCodeSystemVersion: async (ask, server) => {
    const codeSystem = await newSystem(server, "Doc-Version");
    expect(await ask({ input: { codeSystem, version: "1", released: true } })).toEqual({
      createCodeSystemVersion: {
        message: null,
        codeSystemVersion: {
          label: "1",
          url: `${codeSystem}1/`,
          description: null,
          released: true,
          releasedAt: INSTANT,
          codeSystem: { latestVersion: { label: "1" } },
        },
        userErrors: [],
      },
    });
    const message = "\"HEAD\" can't be a version's label: it is reserved";
    expect(await ask({ input: { codeSystem, version: "HEAD" } })).toEqual({
      createCodeSystemVersion: refused("codeSystemVersion", "FieldInvalid", "version", message),
    });
  },

  CreateConcept: async (ask, server) => {
    const codeSystem = await newSystem(server, "Doc-Concept");
    const names = [{ name: "High fever", localePreferred: true, nameType: "Fully Specified" }];
    const input = { codeSystem, code: "F1.1", conceptClass: "Finding", names, parents: ["F1"] };
    expect(await ask({ input })).toEqual({
      createConcept: {
        message: null,
        concept: {
          code: "F1.1",
          version: "1",
          versionUrl: `${codeSystem}concepts/F1.1/1/`,
          display: "High fever",
          displayLocale: "en",
          conceptClass: "Finding",
          datatype: "N/A",
          names: [
            {
              uuid: UUID,
              name: "High fever",
              locale: "en",
              localePreferred: true,
              nameType: "FULLY_SPECIFIED",
            },
          ],
          parents: [{ code: "F1" }],
        },
        userErrors: [],
      },
    });
    expect(await ask({ input: { ...input, codeSystem: "icd10cm" } })).toEqual({
      createConcept: refused(
        "concept",
        "NotPermitted",
        "codeSystem",
        "Only members of organization CDC may change ICD-10-CM.",
      ),
    });
  },

  EditCodeSystem: async (ask, server) => {
    const codeSystem = await newSystem(server, "Doc-Edit");
    expect(await ask({ input: { codeSystem, name: "Renamed" } })).toMatchObject({
      editCodeSystem: { message: null, codeSystem: { name: "Renamed" }, userErrors: [] },
    });
    expect(await ask({ input: { codeSystem, customValidationSchema: "OpenMRS" } })).toEqual({
      editCodeSystem: refused(
        "codeSystem",
        "FieldInvalid",
        "customValidationSchema",
        "F1: A concept must have at least one fully specified name",
      ),
    });
  },

  EditCodeSystemVersion: async (ask, server) => {
    const codeSystem = await newSystem(server, "Doc-Release");
    await carryOut(server, "createCodeSystemVersion", { codeSystem, version: "1" });
    const input = { codeSystem, version: "1", released: true };
    expect(await ask({ input })).toMatchObject({
      editCodeSystemVersion: {
        codeSystemVersion: {
          released: true,
          releasedAt: INSTANT,
          codeSystem: { latestVersion: { label: "1" } },
        },
      },
    });
    expect(await ask({ input })).toMatchObject({
      editCodeSystemVersion: { message: "Nothing to change.", userErrors: [] },
    });
    expect(await ask({ input: { ...input, released: false } })).toMatchObject({
      editCodeSystemVersion: { codeSystemVersion: { codeSystem: { latestVersion: null } } },
    });
  },

  EditConcept: async (ask, server) => {
    const codeSystem = await newSystem(server, "Doc-Rename");
    const names = [{ name: "Pyrexia" }];
    const input = { codeSystem, code: "F1", names, expectedVersion: 1 };
    expect(await ask({ input })).toEqual({
      editConcept: {
        message: null,
        concept: {
          code: "F1",
          version: "2",
          versionUrl: `${codeSystem}concepts/F1/2/`,
          display: "Pyrexia",
          retired: false,
        },
        userErrors: [],
      },
    });
    expect(await ask({ input })).toMatchObject({
      editConcept: {
        concept: null,
        userErrors: [
          { __typename: "NotLatestVersion", path: ["expectedVersion"], latestVersion: 2 },
        ],
      },
    });
  },

  RetireConcept: async (ask, server) => {
    const codeSystem = await newSystem(server, "Doc-Retire");
    const input = { codeSystem, code: "F1", updateComment: "Replaced" };
    expect(await ask({ input })).toMatchObject({
      retireConcept: { concept: { version: "2", retired: true }, userErrors: [] },
    });
    expect(await ask({ input })).toEqual({
      retireConcept: refused("concept", "FieldInvalid", "code", "Concept is already retired"),
    });
  },

  ReviveConcept: async (ask, server) => {
    const codeSystem = await newSystem(server, "Doc-Revive");
    await carryOut(server, "retireConcept", { codeSystem, code: "F1" });
    expect(await ask({ input: { codeSystem, code: "F1" } })).toMatchObject({
      reviveConcept: { concept: { version: "3", retired: false }, userErrors: [] },
    });
  },
};
