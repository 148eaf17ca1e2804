import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { useTestDatabase } from "../../support/testDatabase.js";

const { database, takeStatements } = useTestDatabase();
const CONNECTIONS = 8;

const read = async (marker: string) =>
  await database.reads.execute<{ marker: string }>(sql`select ${sql.raw(`'${marker}'`)} as marker`);

/** How often a statement was sent since the last call. */
function times(marker: string): number {
  return takeStatements().filter((text) => text.includes(`'${marker}'`)).length;
}

/** Takes all connections at once, and some more that have to wait. */
async function allAnswer(): Promise<void> {
  const sleeps = Array.from({ length: 2 * CONNECTIONS }, () =>
    database.reads.execute(sql`select pg_sleep(0.05)`),
  );
  expect(await Promise.all(sleeps)).toHaveLength(2 * CONNECTIONS);
}

it("each statement is carried out once on every connection, and once more each time that it comes again", async () => {
  takeStatements();
  const rows = await database.onEveryConnection(async () => {
    await read("first");
    return await read("first");
  });
  expect(rows.map(({ marker }) => marker)).toEqual(["first"]);
  expect(times("first")).toBe(CONNECTIONS + 1);
  await allAnswer();
  takeStatements();
  await read("first");
  expect(times("first")).toBe(1);
});

it("what goes wrong is told, and the connections are free again", async () => {
  const broken = database.onEveryConnection(() => database.reads.execute(sql`select 1 / 0`));
  await expect(broken).rejects.toThrow();
  await allAnswer();
});

it("connections that others are at work on are not waited for", async () => {
  // Sent only when somebody wants to know.
  const work = Promise.resolve(database.reads.execute(sql`select pg_sleep(4)`));
  await read("before");
  takeStatements();
  await database.onEveryConnection(() => read("meanwhile"));
  expect(times("meanwhile")).toBe(CONNECTIONS - 1);
  await work;
  await allAnswer();
});
