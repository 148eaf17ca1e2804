import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { nodeId } from "../../../src/graph/shared/Node.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { FIXED_NOW } from "../../support/clock.js";
import { dataOf, graphOver } from "../../support/graph.js";
import {
  CVX_COUNT,
  CVX_FILE,
  jobOf,
  keeperOfCvx,
  queuedImport,
  runNext,
} from "../../support/jobs.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let keeper: Viewer;

beforeAll(async () => {
  keeper = await keeperOfCvx(database);
});

afterEach(async () => {
  await database.reads.execute("delete from job");
});

async function concepts(): Promise<unknown> {
  const text = `{ codeSystem(slug: "cvx") { content latestVersion { label }
    atVersion { concepts { totalCount } } } }`;
  return (await dataOf(ask(text))).codeSystem;
}

const at = FIXED_NOW.toISOString();
const size = Buffer.byteLength(CVX_FILE);

describe("an import", () => {
  const counts = { codeSystem: "cvx", version: "2025-12-09", read: CVX_COUNT, concepts: CVX_COUNT };
  const report = { ...counts, changed: 0, removed: 0, skipped: 0, skippedLines: [], notes: [] };

  it("ends with its report, and the next one finds nothing to do", async () => {
    const id = await queuedImport(ask, keeper);
    expect(await concepts()).toMatchObject({ content: "NOT_PRESENT", latestVersion: null });
    expect(await runNext(database)).toEqual({ id, outcome: "ENDED" });
    const ended = {
      id,
      kind: "IMPORT_CODE_SYSTEM",
      status: "SUCCEEDED",
      progress: 1,
      total: size,
      done: size,
      createdBy: "keeper",
      createdAt: at,
      startedAt: at,
      finishedAt: at,
      userErrors: [],
    };
    const done = { ...report, outcome: "IMPORTED", added: CVX_COUNT, retired: 6 };
    expect(await jobOf(ask, keeper, id)).toEqual({
      ...ended,
      message:
        "Imported version 2025-12-09 of cvx: 15 concepts, 15 added, 0 changed, 0 removed, 6 retired.",
      result: { job: { id }, report: done, userErrors: [] },
    });
    expect(await concepts()).toEqual({
      content: "COMPLETE",
      latestVersion: { label: "2025-12-09" },
      atVersion: { concepts: { totalCount: CVX_COUNT - 6 } },
    });
    const again = await queuedImport(ask, keeper, { format: "cvx-flat" });
    await runNext(database);
    expect(await jobOf(ask, keeper, again)).toMatchObject({
      status: "SUCCEEDED",
      message: "Nothing to change: version 2025-12-09 of cvx is here with the same content.",
      result: { report: { ...report, outcome: "UNCHANGED", added: 0, retired: 0 } },
    });
  });

  it("reads base64, with line breaks in it", async () => {
    const base64 = Buffer.from(CVX_FILE)
      .toString("base64")
      .replaceAll(/(.{76})/g, "$1\r\n");
    const more = { content: base64, encoding: "BASE64", version: "2025-12-10", released: false };
    const id = await queuedImport(ask, keeper, more);
    await runNext(database);
    expect(await jobOf(ask, keeper, id)).toMatchObject({
      status: "SUCCEEDED",
      message: "Named version 2025-12-10 of cvx: the content is that of the version before it.",
      result: { report: { outcome: "RELABELLED" } },
    });
    expect(await concepts()).toMatchObject({ latestVersion: { label: "2025-12-09" } });
  });

  it("that can't be read fails with every line of it, and changes nothing", async () => {
    const before = await concepts();
    const bad = CVX_FILE.replace(/\n/, "\nno vaccine\n");
    const id = await queuedImport(ask, keeper, { content: bad, version: "2026-01-01" });
    expect(await runNext(database)).toEqual({ id, outcome: "ENDED" });
    const fault = (message: string) => ({ __typename: "FieldInvalid", path: ["content"], message });
    expect(await jobOf(ask, keeper, id)).toMatchObject({
      status: "FAILED",
      message: "The file has lines that can't be read",
      progress: expect.toSatisfy((progress) => progress < 1),
      userErrors: [
        fault("The file has lines that can't be read"),
        fault(expect.stringMatching(/^Line 2: /) as unknown as string),
      ],
      result: null,
      finishedAt: at,
    });
    expect(await concepts()).toEqual(before);
    const skipping = { content: bad, version: "2026-01-01", skipBadLines: true };
    const other = await queuedImport(ask, keeper, skipping);
    await runNext(database);
    expect(await jobOf(ask, keeper, other)).toMatchObject({
      status: "SUCCEEDED",
      result: {
        report: { skipped: 1, skippedLines: [{ line: 2, reason: expect.any(String) }] },
      },
    });
  });

  it("older than the newest release needs leave", async () => {
    const id = await queuedImport(ask, keeper, { version: "2020-01-01" });
    await runNext(database);
    const message =
      "Version 2020-01-01 is older than 2025-12-09, which cvx has; " +
      "older puts it in as a version and leaves HEAD as it is";
    expect(await jobOf(ask, keeper, id)).toMatchObject({
      status: "FAILED",
      message,
      userErrors: [{ __typename: "FieldInvalid", path: ["older"], message }],
    });
    const older = await queuedImport(ask, keeper, { version: "2020-01-01", older: true });
    await runNext(database);
    expect(await jobOf(ask, keeper, older)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("of other content needs another label", async () => {
    const content = CVX_FILE.replace(/\n[^\n]*$/, "")
      .split("\n")
      .slice(1)
      .join("\n");
    const id = await queuedImport(ask, keeper, { content, version: "2025-12-09" });
    await runNext(database);
    const message = "Version 2025-12-09 of cvx is here with other content; choose another label";
    expect(await jobOf(ask, keeper, id)).toMatchObject({
      status: "FAILED",
      message,
      userErrors: [{ __typename: "FieldInvalid", path: ["version"], message }],
    });
  });

  it("asks again what the caller may do when it is begun", async () => {
    const id = await queuedImport(ask, keeper, { version: "2027-01-01" });
    await database.reads.execute(`update repository set deactivated_at = now() where container_id =
      (select container_id from code_system where slug = 'cvx')`);
    await runNext(database);
    await database.reads.execute("update repository set deactivated_at = null");
    expect(await jobOf(ask, keeper, id)).toMatchObject({
      status: "FAILED",
      userErrors: [{ __typename: "ResourceArchived", path: ["codeSystem"] }],
    });
  });
});

describe("a job", () => {
  it("is shown to whoever asked for it, and to the operator", async () => {
    const id = await queuedImport(ask, keeper);
    const operator = await callerOf(database, { scopes: ["admin"] });
    expect(await jobOf(ask, operator, id)).toMatchObject({ status: "QUEUED" });
    const text = "query ($id: ID!) { node(id: $id) { __typename id } }";
    expect(await dataOf(ask(text, { as: keeper, variables: { id } }))).toEqual({
      node: { __typename: "Job", id },
    });
    const colleague = await callerOf(database, { user: "demo", organizations: ["CDC-NCIRD"] });
    const client = await callerOf(database, { organizations: ["CDC-NCIRD"] });
    for (const other of [anonymous, colleague, client, await memberOf(database, "Other")]) {
      expect(await jobOf(ask, other, id)).toBeNull();
      expect(await dataOf(ask(text, { as: other, variables: { id } }))).toEqual({ node: null });
    }
  });

  it("of a client without a user is that client's", async () => {
    const client = await callerOf(database, { organizations: ["CDC-NCIRD"] });
    const id = await queuedImport(ask, client);
    expect(await jobOf(ask, client, id)).toMatchObject({ createdBy: "test-client" });
    expect(await jobOf(ask, { ...client, client: "another" }, id)).toBeNull();
    expect(await jobOf(ask, keeper, id)).toBeNull();
  });

  it.each(["nonsense", "", nodeId("User", "demo"), nodeId("Job", "x"), nodeId("Job", "\u0000")])(
    "is none under %j",
    async (id) => {
      expect(await jobOf(ask, keeper, id)).toBeNull();
    },
  );
});
