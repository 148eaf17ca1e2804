import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { done, type Input } from "../../support/authoringGraph.js";
import { dataOf } from "../../support/graph.js";
import { callerOf } from "../../support/viewers.js";
import { useCollections } from "./world.js";

const { database, ask, mutate, carriedOut, newCollection, newVersion, collection, version } =
  useCollections();

/** Lets a job work on a version, as long as it is heard of. */
async function processing(url: string, label: string, until: string) {
  const [shortCode = ""] = url.split("/").slice(-2);
  await database.write(({ queries }) =>
    queries.execute(sql`insert into job (id, kind, status, client, organizations, scopes, created_by,
        input, created_at, lease_owner, lease_until, works_on, works_on_version)
      select gen_random_uuid(), 'ADD_COLLECTION_REFERENCES', 'RUNNING', 'test', '{}', '{}', 'demo',
        '{}', now(), gen_random_uuid(), ${sql.raw(until)}, version.container_id, ordinal
      from version join repository on repository.container_id = version.container_id
      where short_code = ${shortCode} and label = ${label}`),
  );
}

const IN_TIME = "clock_timestamp() + interval '1 minute'";
const EXPIRED = "clock_timestamp() - interval '1 second'";

describe("the lists of versions", () => {
  it("hold those that are released or not, and those that a job works on or not", async () => {
    const url = await newCollection();
    await newVersion(url, "1", { released: true });
    await newVersion(url, "2");
    await newVersion(url, "3", { released: true });
    await processing(url, "2", IN_TIME);
    await processing(url, "3", EXPIRED);
    const labels = async (listing: string) => {
      const fields = `versions${listing} { totalCount nodes { label } }`;
      const { versions } = (await collection(url, fields)) as {
        versions: { totalCount: number; nodes: readonly { label: string }[] };
      };
      expect(versions.totalCount).toBe(versions.nodes.length);
      return versions.nodes.map(({ label }) => label).join("");
    };
    expect(await labels("")).toBe("321");
    expect(await labels("(released: null)")).toBe("321");
    expect(await labels("(released: true)")).toBe("31");
    expect(await labels("(released: false)")).toBe("2");
    expect(await labels("(processing: true)")).toBe("2");
    expect(await labels("(processing: false)")).toBe("31");
    expect(await labels("(processing: true, released: true)")).toBe("");
  });
});

it("a version is let go that a job is said to work on", async () => {
  const url = await newCollection();
  await newVersion(url, "1");
  const input = { collection: url, version: "1" };
  const clear = () => mutate("clearCollectionVersionProcessing", input);
  const made = { label: "1", processing: false };
  expect(await clear()).toEqual(done(made, "Nothing to change."));
  await processing(url, "1", IN_TIME);
  expect(await version(`${url}1/`, "processing")).toEqual({ processing: true });
  expect(await clear()).toEqual(done(made));
  expect(await version(`${url}1/`, "processing")).toEqual({ processing: false });
  await processing(url, "1", EXPIRED);
  expect(await clear()).toEqual(done(made, "Nothing to change."));
});

it("HEAD is shown as it was at any moment", async () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 3, 1, hour));
  const url = await newCollection({ name: "One", description: "a" }, { now: at(1) });
  await carriedOut(
    "editCollection",
    { collection: url, name: "Two", extras: { b: 2 } },
    { now: at(3) },
  );
  await carriedOut("deactivateCollection", { collection: url }, { now: at(5) });
  await carriedOut("reactivateCollection", { collection: url }, { now: at(7) });
  const fields = "label isHead name fullName description extras updatedAt url id";
  const read = async (hour: number) =>
    (
      (await collection(url, `asOf(at: "${at(hour).toISOString()}") { ${fields} }`)) as {
        asOf: Input | null;
      }
    ).asOf;
  expect(await read(0)).toBeNull();
  const was = { label: "HEAD", isHead: true, url, description: "a" };
  const first = {
    ...was,
    name: "One",
    fullName: "One",
    extras: {},
    updatedAt: at(1).toISOString(),
  };
  expect(await read(1)).toMatchObject(first);
  expect(await read(2)).toMatchObject(first);
  const second = { ...was, name: "Two", fullName: "Two", extras: { b: 2 } };
  expect(await read(4)).toMatchObject({ ...second, updatedAt: at(3).toISOString() });
  expect(await read(9)).toMatchObject({ ...second, updatedAt: at(7).toISOString() });
  const two = await read(2);
  const node = `query ($id: ID!) { node(id: $id) { __typename ... on CollectionVersion { ${fields} } } }`;
  expect(await dataOf(ask(node, { variables: { id: two?.id } }))).toEqual({
    node: { __typename: "CollectionVersion", ...two },
  });
  const anyone = await callerOf(database, {});
  expect(await collection(url, 'asOf(at: "2026-04-01T03:00:00Z") { name }', anyone)).toEqual({
    asOf: { name: "Two" },
  });
});
