import { describe, expect, it } from "vitest";
import { editCodeSystem } from "../../../src/commands/codeSystems/editCodeSystem.js";
import { createCollectionVersion } from "../../../src/commands/collections/createCollectionVersion.js";
import { deactivateCollection } from "../../../src/commands/collections/deactivateCollection.js";
import { editCollection } from "../../../src/commands/collections/editCollection.js";
import { jobKinds } from "../../../src/commands/jobs/jobKinds.js";
import { runJob } from "../../../src/commands/jobs/runJob.js";
import { putMember } from "../../../src/store/access/writes.js";
import { type ClaimedJob, requeueJob } from "../../../src/store/jobs/writes.js";
import { commandsOf } from "../../support/commands.js";
import { errorsOf } from "../../support/graph.js";
import { claimNext, passed, runNext, workOn } from "../../support/jobs.js";
import { callerOf, makeOrganization, memberOf } from "../../support/viewers.js";
import {
  additionOf,
  addLater,
  addThrough,
  codeOf,
  concept,
  S,
  useLaterAdditions,
} from "./laterWorld.js";
import { makeSystem, standing, sure } from "./world.js";

const { database, ask, fresh, demo, context } = useLaterAdditions();

/** How many jobs wait or run. */
async function jobs(): Promise<number> {
  const rows = await database.reads.execute("select id from job");
  return rows.length;
}

/** Carries out a job that was claimed. */
const run = (job: ClaimedJob, signal = new AbortController().signal) =>
  runJob(jobKinds.ADD_COLLECTION_REFERENCES, workOn(database, job, signal));

describe("references that a job adds", () => {
  const everything = {
    expressions: [concept("A"), concept("A"), concept("none"), "nonsense\u0000", `${S}concepts/`],
    references: [{ system: S, code: "C" }],
    uri: S,
    concepts: ["B"],
    mappings: ["*"],
    cascade: "SOURCE_TO_CONCEPTS",
  };

  it.each([{}, { mode: "DYNAMIC" }, { exclude: true }])(
    "are those that the mutation itself adds, answered alike (%j)",
    async (more) => {
      const [now, later] = [await fresh(), await fresh()];
      const atOnce = await addThrough(ask, demo(), { collection: now, ...everything, ...more });
      const input = { collection: later, async: true, ...everything, ...more };
      const begun = await addThrough(ask, demo(), input);
      expect(begun).toEqual({
        job: { id: expect.any(String), status: "QUEUED", kind: "ADD_COLLECTION_REFERENCES" },
        results: [],
        addedCount: 0,
        skippedCount: 0,
        collection: { shortCode: codeOf(later), activeConcepts: 0 },
        userErrors: [],
      });
      const id = begun.job?.id ?? "";
      expect(await runNext(database)).toEqual({ id, outcome: "ENDED" });
      const { job: _, ...payload } = atOnce;
      // No database keeps the one character; nor does it say which collection it is.
      const expected = JSON.parse(
        JSON.stringify({ ...payload, job: { id } })
          .replaceAll("\\u0000", "\ufffd")
          .replaceAll(codeOf(now), codeOf(later)),
      ) as { addedCount: number; skippedCount: number; results: unknown[] };
      const total = everything.expressions.length + 3;
      expect(await additionOf(ask, demo(), id)).toEqual({
        kind: "ADD_COLLECTION_REFERENCES",
        status: "SUCCEEDED",
        progress: 1,
        total,
        done: total,
        message: `Added ${expected.addedCount} of ${expected.results.length} references.`,
        userErrors: [],
        result: expected,
      });
      expect(expected.addedCount).toBeGreaterThan(2);
      expect(expected.skippedCount).toBeGreaterThan(1);
    },
  );

  it("are refused at once where that is plain, and no job is begun", async () => {
    const collection = await fresh();
    sure(await createCollectionVersion(context(), { collection, version: "1" }));
    const gone = await fresh();
    sure(await deactivateCollection(context(), { collection: gone }));
    const expressions = [concept("A")];
    const other = await callerOf(database, { user: "demo", organizations: ["Other"] });
    const stranger = { ...other, user: null, organizations: [] };
    const refusals = [
      [{ collection: "/orgs/Demo/collections/none/", expressions }, "ResourceNotFound", demo()],
      [{ collection: "nonsense", expressions }, "ResourceNotFound", demo()],
      [{ collection: gone, expressions }, "ResourceArchived", demo()],
      [{ collection: `${collection}1/`, expressions }, "ReleasedVersionLocked", demo()],
      [{ collection: `${collection}2/`, expressions }, "ResourceNotFound", demo()],
      [{ collection, expressions }, "NotPermitted", stranger],
      [{ collection }, "FieldInvalid", demo()],
      [{ collection, concepts: ["*"] }, "FieldInvalid", demo()],
      [{ collection, expressions: Array(10_001).fill(concept("A")) }, "FieldInvalid", demo()],
      [{ collection, references: [{ version: "1" }] }, "FieldInvalid", demo()],
    ] as const;
    for (const [input, kind, as] of refusals) {
      const atOnce = await addThrough(ask, as, input);
      expect(atOnce.userErrors).toEqual([expect.objectContaining({ __typename: kind })]);
      expect(await addThrough(ask, as, { ...input, async: true })).toEqual(atOnce);
    }
    expect(await jobs()).toBe(0);
    const text = `mutation { addCollectionReferences(input: { collection: "${collection}",
      expressions: ["${concept("A")}"], async: true }) { job { id } } }`;
    const readers = await callerOf(database, { user: "demo", scopes: ["read"] });
    expect(await errorsOf(ask(text, { as: readers }))).toEqual([
      expect.stringMatching(/^FORBIDDEN: /),
    ]);
    expect(await errorsOf(ask(text))).toEqual([expect.stringMatching(/^UNAUTHENTICATED: /)]);
    expect(await jobs()).toBe(0);
  });

  it("are added as they were asked for: one collection's in turn, others' beside them", async () => {
    const [one, two] = [await fresh(), await fresh()];
    const ids = [];
    for (const [collection, code] of [
      [one, "A"],
      [one, "A"],
      [two, "A"],
    ] as const) {
      ids.push(await addLater(ask, demo(), { collection, expressions: [concept(code)] }));
    }
    const [first, other] = [await claimNext(database), await claimNext(database)];
    expect(await claimNext(database)).toBeNull();
    if (!first || !other) throw new Error("no job");
    await requeueJob(database, first, false);
    await requeueJob(database, other, false);
    const ended = [];
    for (const _ of ids) ended.push((await runNext(database)).id);
    expect(ended).toEqual(ids);
    const addedCounts = [];
    for (const id of ids) {
      const { result } = (await additionOf(ask, demo(), id)) as { result: { addedCount: number } };
      addedCounts.push(result.addedCount);
    }
    expect(addedCounts).toEqual([1, 0, 1]);
  });

  it("are added once, however often servers break off", async () => {
    const collection = await fresh();
    const id = await addLater(ask, demo(), {
      collection,
      expressions: [concept("A"), concept("B")],
    });
    const late = await claimNext(database, 1);
    await passed(20);
    const next = await claimNext(database);
    if (!late || !next) throw new Error("no job");
    const before = await standing(context());
    expect(await run(late)).toEqual({ outcome: "LOST" });
    expect(await standing(context())).toEqual(before);
    expect(await run(next)).toEqual({ outcome: "ENDED" });
    const { revisions } = await standing(context());
    expect(revisions).toBe(before.revisions + 1);
    expect(await additionOf(ask, demo(), id)).toMatchObject({
      status: "SUCCEEDED",
      result: { addedCount: 2, collection: { activeConcepts: 2 } },
    });
  });

  it("are given back by a server that stops, and nothing of them is kept", async () => {
    const collection = await fresh();
    const id = await addLater(ask, demo(), { collection, expressions: [concept("A")] });
    const job = await claimNext(database);
    if (!job) throw new Error("no job");
    const before = await standing(context());
    const abort = new AbortController();
    abort.abort();
    expect(await run(job, abort.signal)).toEqual({ outcome: "RELEASED" });
    expect(await standing(context())).toEqual(before);
    await requeueJob(database, job, false);
    await runNext(database);
    expect(await additionOf(ask, demo(), id)).toMatchObject({
      status: "SUCCEEDED",
      result: { addedCount: 1 },
    });
  });
});

describe("whoever asked", () => {
  it("is who they are when the job is carried out: what they may not read is not there", async () => {
    await makeOrganization(database, "Lab");
    const keeper = commandsOf(database, await memberOf(database, "Lab"));
    const collection = await fresh();
    await makeSystem(context(), "Secret", ["A"]);
    const expressions = ["/orgs/Demo/sources/Secret/concepts/A/"];
    sure(await editCollection(context(), { collection, publicAccess: "EDIT" }));
    const id = await addLater(ask, keeper.viewer, { collection, expressions });
    sure(await editCodeSystem(context(), { codeSystem: "secret", publicAccess: "NONE" }));
    await runNext(database);
    expect(await additionOf(ask, keeper.viewer, id)).toMatchObject({
      status: "SUCCEEDED",
      result: { addedCount: 0, skippedCount: 1 },
    });
  });

  it("adds nothing once they may change the collection no more", async () => {
    const collection = await fresh();
    await database.write(async ({ queries }) => {
      await putMember(queries, { organization: "Demo", user: "demo", role: "ADMINISTRATOR" });
    });
    await makeOrganization(database, "Demo", "jane");
    const jane = await callerOf(database, { user: "jane" });
    const id = await addLater(ask, jane, { collection, expressions: [concept("A")] });
    await database.write(({ queries }) =>
      queries.execute(`delete from membership where user_id = ${jane.user?.id}`),
    );
    await runNext(database);
    const faults = [
      {
        __typename: "NotPermitted",
        path: ["collection"],
        message: expect.any(String) as string,
      },
    ];
    expect(await additionOf(ask, jane, id)).toMatchObject({
      status: "FAILED",
      message: expect.any(String),
      userErrors: faults,
      result: null,
    });
  });

  it("alone sees the job, and the operator", async () => {
    const collection = await fresh();
    const id = await addLater(ask, demo(), { collection, expressions: [concept("A")] });
    const other = await memberOf(database, "Other");
    expect(await additionOf(ask, other, id)).toBeNull();
    const operator = await callerOf(database, { scopes: ["admin"] });
    expect(await additionOf(ask, operator, id)).toMatchObject({ status: "QUEUED", result: null });
  });
});
