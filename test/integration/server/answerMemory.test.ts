import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../../src/store/database.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { wholeServer } from "./wholeServer.js";

const { database, location, takeStatements } = useTestDatabase();
const one = wholeServer(database);
const beside = openDatabase(location);
const other = wholeServer(beside);
const SOON = { timeout: 5000, interval: 10 };
let demo: string;
let identifier: string;

interface Payload {
  readonly crosswalk: { readonly identifier: string; readonly version: number };
  readonly userErrors: readonly object[];
}

const reading = `query ($identifier: UUID!) {
  crosswalk(identifier: $identifier) { version latestVersion { customAttributes { key value } } }
}`;

beforeAll(async () => {
  demo = await one.token();
  const text = `mutation { createCrosswalk(input: { name: "Remembered" }) {
    crosswalk { identifier version } userErrors { message } } }`;
  const { json } = await one.run(text, { token: demo });
  expect(json.data.createCrosswalk.userErrors).toEqual([]);
  ({ identifier } = (json.data.createCrosswalk as Payload).crosswalk);
});

afterAll(() => beside.close(1));

type Server = typeof one;

async function read(server: Server, token = demo): Promise<string> {
  return (await server.run(reading, { token, variables: { identifier } })).text;
}

/** Makes the next version of the crosswalk; answers its number. */
async function change(server: Server, version: number): Promise<number> {
  const text = `mutation ($input: ModifyCrosswalkAttributesInput!) {
    modifyCrosswalkAttributes(input: $input) { crosswalk { version } userErrors { message } } }`;
  const customAttributes = [{ key: "round", value: String(version) }];
  const input = { identifier, version, customAttributes };
  const { json } = await server.run(text, { token: demo, variables: { input } });
  const payload = json.data.modifyCrosswalkAttributes as Payload;
  expect(payload.userErrors).toEqual([]);
  return payload.crosswalk.version;
}

function versionIn(answer: string): number {
  return JSON.parse(answer).data.crosswalk.version;
}

const contentReads = () => takeStatements().filter((text) => text.includes("crosswalk"));

/** Asks until the answer comes without a statement. */
async function remembered(server: Server, token = demo): Promise<string> {
  return await expect
    .poll(async () => {
      takeStatements();
      const answer = await read(server, token);
      return contentReads().length === 0 ? answer : null;
    }, SOON)
    .not.toBeNull()
    .then(() => read(server, token));
}

test("what is asked again while nothing changes is answered to the letter, and nothing is read for it", async () => {
  const first = await read(one);
  expect(await remembered(one)).toBe(first);
});

test("whoever may see less is not given what others were answered", async () => {
  await remembered(one);
  const { json } = await one.run(reading, { variables: { identifier } });
  expect(json.errors?.[0]?.extensions.code ?? json.data.crosswalk).toSatisfy(
    (seen) => seen === null || seen === "UNAUTHENTICATED",
  );
});

test("a change is seen at once by this server and by another on the same database", async () => {
  let version = versionIn(await read(one));
  for (let round = 0; round < 25; round += 1) {
    const [writer, reader] = round % 2 === 0 ? [one, other] : [other, one];
    await Promise.all([read(one), read(other), read(one), read(other)]);
    version = await change(writer, version);
    expect(versionIn(await read(reader)), `round ${round}`).toBe(version);
    expect(versionIn(await read(writer)), `round ${round}`).toBe(version);
  }
});

test("however many read meanwhile, nobody is answered with less than what was acknowledged before they asked", async () => {
  let acknowledged = versionIn(await read(one));
  const until = acknowledged + 40;
  const readers = [one, other, one, other, one, other].map(async (server) => {
    let reads = 0;
    for (; acknowledged < until; reads += 1) {
      const least = acknowledged;
      expect(versionIn(await read(server))).toBeGreaterThanOrEqual(least);
    }
    return reads;
  });
  while (acknowledged < until) {
    acknowledged = await change(acknowledged % 2 === 0 ? one : other, acknowledged);
  }
  for (const reads of await Promise.all(readers)) expect(reads).toBeGreaterThan(10);
});

test("what looks at the clock is worked out anew", async () => {
  const clocked = `{ collections(first: 1) { nodes { versions(processing: true) { totalCount } } } }`;
  for (let time = 0; time < 4; time += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    takeStatements();
    await one.run(clocked, { token: demo });
  }
  expect(takeStatements().length).toBeGreaterThan(0);
});
