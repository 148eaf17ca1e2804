import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { overEvents } from "../integration/server/streams.js";
import { CVX_FILE } from "../support/jobs.js";
import type { Run } from "./operations.js";
import { operatorToken } from "./operatorToken.js";
import { askGraph, type Termgate } from "./termgate.js";
import { project } from "./workplace.js";

const documentOf = (name: string) =>
  readFileSync(join(project, "schema", "operations", `${name}.graphql`), "utf8");

/** Sends a document as the operator. */
async function asOperator({ url }: Termgate, name: string, input: object): Promise<unknown> {
  return await askGraph(url, await operatorToken(url), {
    query: documentOf(name),
    variables: { input },
  });
}

/** An import that is queued: of a few vaccines, under whichever label. */
async function startedJob(server: Termgate, input: object = {}): Promise<string> {
  const member = { organization: "CDC-NCIRD", user: "demo", role: "MEMBER" };
  await asOperator(server, "AddOrganizationMember", member);
  const given = { codeSystem: "cvx", version: "2001-01-01", content: CVX_FILE, ...input };
  const { importCodeSystem } = (await server.ask(documentOf("ImportCodeSystem"), {
    input: given,
  })) as { importCodeSystem: { job: { id: string } } };
  return importCodeSystem.job.id;
}

async function followed(server: Termgate, id: string): Promise<readonly unknown[]> {
  const operation = { query: documentOf("FollowJob"), variables: { id } };
  const told = overEvents(server.url, operation, server.token);
  await told.over;
  return told.results;
}

/** Documents of organizations, licences and jobs. */
export const runningJobOperations: Readonly<Record<string, Run>> = {
  CreateOrganization: async (ask) => {
    expect(await ask({ input: { name: "Clinic", displayName: "The Clinic" } })).toEqual({
      createOrganization: {
        organization: {
          name: "Clinic",
          displayName: "The Clinic",
          members: { nodes: [{ role: "ADMINISTRATOR", user: { name: "demo" } }] },
        },
        userErrors: [],
      },
    });
  },

  AddOrganizationMember: async (ask, server) => {
    const input = { organization: "CMS", user: "demo", role: "ADMINISTRATOR" };
    expect(await ask({ input })).toMatchObject({
      addOrganizationMember: {
        organization: null,
        userErrors: [{ __typename: "NotPermitted", path: ["organization"] }],
      },
    });
    expect(await asOperator(server, "AddOrganizationMember", input)).toEqual({
      addOrganizationMember: {
        message: null,
        organization: { name: "CMS", members: { totalCount: 1 } },
        userErrors: [],
      },
    });
  },

  GrantLicense: async (_, server) => {
    const text = `{ codeSystem(slug: "dsm5") { license { licensedToViewer } } }`;
    const licensed = async () => JSON.stringify(await server.ask(text));
    expect(await licensed()).toContain("false");
    const expiresAt = "2999-01-01T00:00:00.000Z";
    const input = { organization: "Demo", licensor: "APA", expiresAt };
    expect(await asOperator(server, "GrantLicense", input)).toEqual({
      grantLicense: {
        organization: { name: "Demo", licenses: [{ licensor: "APA", expiresAt }] },
        userErrors: [],
      },
    });
    // The very next request.
    expect(await licensed()).toContain("true");
  },

  ImportCodeSystem: async (ask) => {
    expect(await ask({ input: { codeSystem: "nowhere", content: "" } })).toEqual({
      importCodeSystem: {
        job: null,
        userErrors: [
          {
            __typename: "ResourceNotFound",
            message: "There is no code system nowhere.",
            path: ["codeSystem"],
          },
        ],
      },
    });
  },

  FollowJob: async (_, server) => {
    const told = await followed(server, await startedJob(server));
    expect(told.at(-1)).toMatchObject({ data: { job: { status: "SUCCEEDED" } } });
  },

  JobResult: async (ask, server) => {
    const shortCode = "Set-Job";
    const made = { input: { owner: "/orgs/Demo/", shortCode, name: "Added to by a job" } };
    await server.ask(documentOf("CreateCollection"), made);
    const expressions = ["/orgs/CDC/sources/ICD-10-CM/concepts/A00.0/", "nonsense"];
    const later = { collection: `/orgs/Demo/collections/${shortCode}/`, expressions, async: true };
    const begun = await server.ask(documentOf("AddCollectionReferences"), { input: later });
    const { job } = (begun as { addCollectionReferences: { job: { id: string } } })
      .addCollectionReferences;
    await followed(server, job.id);
    expect(await ask({ id: job.id })).toEqual({
      job: {
        status: "SUCCEEDED",
        progress: 1,
        message: "Added 1 of 2 references.",
        userErrors: [],
        result: {
          addedCount: 1,
          skippedCount: 1,
          results: [
            {
              added: true,
              expression: `${expressions[0]}1/`,
              message: expect.stringMatching(/^Added the latest versions of concept/),
            },
            {
              added: false,
              expression: "nonsense",
              message: "Expression specified is not valid.",
            },
          ],
        },
      },
    });
    const content = CVX_FILE.replace("Adenovirus types 4 and 7", "Adenovirus");
    const more = { version: "2099-01-01", released: false, content };
    const id = await startedJob(server, more);
    await followed(server, id);
    expect(await ask({ id })).toMatchObject({
      job: {
        status: "SUCCEEDED",
        progress: 1,
        message: expect.stringMatching(/^Imported version 2099-01-01 of cvx: 15 concepts, /),
        userErrors: [],
        result: { report: { outcome: "IMPORTED", read: 15, skipped: 0, skippedLines: [] } },
      },
    });
  },
};
