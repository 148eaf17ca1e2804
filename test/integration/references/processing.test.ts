import { describe, expect, it } from "vitest";
import { editCollection } from "../../../src/commands/collections/editCollection.js";
import { jobKinds } from "../../../src/commands/jobs/jobKinds.js";
import { runJob } from "../../../src/commands/jobs/runJob.js";
import { extendLease } from "../../../src/store/jobs/writes.js";
import { dataOf } from "../../support/graph.js";
import { claimNext, passed, workOn } from "../../support/jobs.js";
import { memberOf } from "../../support/viewers.js";
import { additionOf, addLater, concept, useLaterAdditions } from "./laterWorld.js";
import { sure } from "./world.js";

const { database, ask, fresh, demo, context } = useLaterAdditions();

describe("a collection's HEAD is processing", () => {
  const processing = async (collection: string) => {
    const text = `query ($url: String!) { collection(url: $url) { atVersion { processing }
      versions(processing: true) { totalCount } asOf(at: "2999-01-01T00:00:00Z") { processing } } }`;
    const data = await dataOf(ask(text, { as: demo(), variables: { url: collection } }));
    expect(data.collection).toMatchObject({
      versions: { totalCount: 0 },
      asOf: { processing: false },
    });
    return (data.collection as { atVersion: { processing: boolean } }).atVersion.processing;
  };
  const clear = async (collection: string, as = demo()) => {
    const text = `mutation ($input: ClearCollectionVersionProcessingInput!) {
      clearCollectionVersionProcessing(input: $input) {
        message collectionVersion { label isHead processing } userErrors { __typename path } } }`;
    const variables = { input: { collection, version: "HEAD" } };
    return (await dataOf(ask(text, { as, variables }))).clearCollectionVersionProcessing;
  };
  const headAfter = { label: "HEAD", isHead: true, processing: false };
  const cleared = { message: null, collectionVersion: headAfter, userErrors: [] };
  const notProcessing = { ...cleared, message: "Nothing to change." };

  it("from the job's beginning to its end", async () => {
    const [collection, other] = [await fresh(), await fresh()];
    await addLater(ask, demo(), { collection, expressions: [concept("A")] });
    expect(await processing(collection)).toBe(false);
    const job = await claimNext(database);
    if (!job) throw new Error("no job");
    expect(await processing(collection)).toBe(true);
    expect(await processing(other)).toBe(false);
    await runJob(jobKinds[job.kind], workOn(database, job));
    expect(await processing(collection)).toBe(false);
  });

  it("no longer than the job's server says that it lives", async () => {
    const collection = await fresh();
    await addLater(ask, demo(), { collection, expressions: [concept("A")] });
    const job = await claimNext(database, 100);
    if (!job) throw new Error("no job");
    expect(await processing(collection)).toBe(true);
    await extendLease(database, job, { owner: job.owner, milliseconds: 300 });
    await passed(150);
    expect(await processing(collection)).toBe(true);
    await passed(200);
    expect(await processing(collection)).toBe(false);
    expect(await clear(collection)).toEqual(notProcessing);
    await claimNext(database);
    expect(await processing(collection)).toBe(true);
  });

  it("until it is cleared, also while the job holds the collection; the job goes on", async () => {
    const collection = await fresh();
    const id = await addLater(ask, demo(), { collection, expressions: [concept("A")] });
    const job = await claimNext(database);
    if (!job) throw new Error("no job");
    await database.write(async ({ queries }) => {
      await queries.execute("select from container for update");
      expect(await clear(collection)).toEqual(cleared);
    });
    expect(await processing(collection)).toBe(false);
    expect(await clear(collection)).toEqual(notProcessing);
    await runJob(jobKinds[job.kind], workOn(database, job));
    expect(await additionOf(ask, demo(), id)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("whoever else may change its references: only its owner clears it", async () => {
    const collection = await fresh();
    sure(await editCollection(context(), { collection, publicAccess: "EDIT" }));
    const other = await memberOf(database, "Other");
    const refused = { __typename: "NotPermitted", path: ["collection"] };
    expect(await clear(collection, other)).toMatchObject({ userErrors: [refused] });
    expect(await clear("/orgs/Demo/collections/none/")).toMatchObject({
      userErrors: [{ __typename: "ResourceNotFound", path: ["collection"] }],
    });
  });
});
