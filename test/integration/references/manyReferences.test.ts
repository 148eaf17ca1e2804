import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { runNext } from "../../support/jobs.js";
import { additionOf, addLater, addThrough, concept, S, useLaterAdditions } from "./laterWorld.js";

const MANY = 10_000;
const { database, ask, fresh, demo, takeStatements } = useLaterAdditions();

beforeAll(async () => {
  await database.write(async ({ queries }) => {
    await queries.execute(sql`insert into concept
      select (jsonb_populate_record(one, jsonb_build_object('code', 'X' || n))).*
      from concept one, generate_series(1, ${MANY}) n where one.code = 'A'`);
    await queries.execute("analyze concept");
  });
});

const numbered = (count: number) => Array.from({ length: count }, (_, n) => concept(`X${n + 1}`));

it.each(["PIN", "DYNAMIC"])(
  "ten thousand references are added at once and by a job, in time (%s)",
  async (mode) => {
    const expressions = numbered(MANY);
    const atOnce = await addThrough(ask, demo(), { collection: await fresh(), expressions, mode });
    const input = { collection: await fresh(), expressions, mode };
    const id = await addLater(ask, demo(), input);
    await runNext(database);
    const ended = (await additionOf(ask, demo(), id)) as { result: typeof atOnce };
    expect(ended).toMatchObject({ status: "SUCCEEDED", total: MANY, done: MANY });
    for (const { results, addedCount, skippedCount, collection } of [atOnce, ended.result]) {
      expect([addedCount, skippedCount]).toEqual([MANY, 0]);
      expect(collection).toMatchObject({ activeConcepts: MANY });
      const suffix = mode === "PIN" ? "1/" : "";
      expect(results.map((one) => (one as { expression: string }).expression)).toEqual(
        expressions.map((expression) => `${expression}${suffix}`),
      );
      const resolved = { reference: { resolved: true, static: mode === "PIN" } };
      expect(results).toEqual(expressions.map(() => expect.objectContaining({ added: true })));
      expect(results.at(-1)).toMatchObject(resolved);
    }
  },
  // Without haste: a tenth of it, where nothing grows with the square of their number.
  60_000,
);

it("references cost as many statements as one of them", async () => {
  const statements = async (count: number) => {
    const collection = await fresh();
    takeStatements();
    await addThrough(ask, demo(), {
      collection,
      expressions: numbered(count),
      uri: S,
      mappings: ["1"],
    });
    return takeStatements().length;
  };
  // The first prepares what connections prepare once.
  await statements(1);
  expect(await statements(1000)).toBe(await statements(1));
});
