import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { settleTables } from "../../../src/store/maintenance.js";
import { commandsOf } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { planOf } from "../../support/plans.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { add, makeCollection } from "../references/world.js";

const { database, takeSent, takeStatements } = useTestDatabase();
const ask = graphOver(database);
const COUNT = 6000;
const VIS = "/orgs/CDC-NCIRD/sources/VIS/";
const codeOf = (at: number) => `C${String(at).padStart(6, "0")}`;
let as: Viewer;
let collection: string;

/** C000000 with ten children, each of which has ten, and so on; each is mapped to its first child. */
beforeAll(async () => {
  as = await memberOf(database, "Demo");
  const concepts = Array.from({ length: COUNT }, (_, at) => ({
    code: codeOf(at),
    parents: at === 0 ? [] : [codeOf(Math.floor((at - 1) / 10))],
  }));
  await importConcepts(database, { codeSystem: "vis", version: "1" }, concepts);
  await database.write(({ queries }) =>
    queries.execute(sql`
      insert into concept_mapping (container_id, mapping_id, from_revision, uid, version,
        first_revision, map_type, from_system, from_code, to_system, to_code, retired, extras)
      select container_id, at::text, 1, gen_random_uuid(), 1, 1, 'SAME-AS', ${VIS},
        'C' || lpad(at::text, 6, '0'), ${VIS}, 'C' || lpad((at * 10 + 1)::text, 6, '0'), false, '{}'
      from code_system, generate_series(0, ${COUNT - 1}::int) as at where slug = 'vis'`),
  );
  await settleTables(database, "CONCEPTS");
  const context = commandsOf(database, as);
  collection = await makeCollection(context, "All");
  await add(context, collection, {
    expressions: [`${VIS}concepts/`, `${VIS}mappings/`],
    mode: "DYNAMIC",
  });
}, 240_000);

interface Shown {
  readonly concepts: readonly unknown[];
  readonly mappings: readonly unknown[];
  readonly truncated: boolean;
}

async function cascade(given: string): Promise<Shown> {
  const root = `concept: "${VIS}concepts/${codeOf(0)}/"`;
  const text = `{ cascade(${root} ${given}) { concepts { code } mappings { mapType } truncated } }`;
  return (await dataOf<{ cascade: Shown }>(ask(text, { as }))).cascade;
}

const places = [
  ["a code system", () => `within: "${VIS}"`, 2],
  ["a collection", () => `within: "${collection}"`, 3],
  ["no bounds", () => "", 2],
] as const;

describe.each(places)("a cascade within %s", (_, within, perLevel) => {
  it("takes as many statements for a level of 1000 as for one of 10", async () => {
    const sentFor = async (levels: number) => {
      takeStatements();
      const shown = await cascade(`${within()} levels: ${levels} maxSteps: 10000`);
      return { statements: takeStatements().length, concepts: shown.concepts.length };
    };
    // What a collection holds is remembered from then on.
    await sentFor(1);
    const [one, two, three] = [await sentFor(1), await sentFor(2), await sentFor(3)];
    expect([one, two, three].map(({ concepts }) => concepts)).toEqual([11, 111, 1111]);
    expect(two.statements - one.statements).toBeLessThanOrEqual(perLevel + 1);
    expect(three.statements - two.statements).toBe(two.statements - one.statements);
  });

  it("looks at no more than it is to", async () => {
    const shown = await cascade(`${within()} maxSteps: 500`);
    expect(shown.truncated).toBe(true);
    expect(shown.mappings.length + shown.concepts.length).toBeLessThan(1001);
  });
});

it.each(places)("rows of %s are looked up, not searched for", async (_, within) => {
  await cascade(`${within()} levels: 1`);
  takeSent();
  await cascade(`${within()} levels: 3 maxSteps: 5000`);
  const sent = takeSent().filter(({ text }) => /concept/.test(text));
  expect(sent.length).toBeGreaterThan(3);
  for (const statement of sent) {
    const steps = await planOf(database, statement);
    for (const step of steps) {
      const read =
        (step["Actual Rows"] + (step["Rows Removed by Filter"] ?? 0)) * step["Actual Loops"];
      if (/^concept/.test(step["Relation Name"] ?? ""))
        expect(read, statement.text).toBeLessThan(2500);
    }
  }
});

it("ends after the most levels that there may be, and says so where more follows", async () => {
  const chain = Array.from({ length: 520 }, (_, at) => ({
    code: codeOf(at),
    parents: at === 0 ? [] : [codeOf(at - 1)],
  }));
  await importConcepts(database, { codeSystem: "mvx", version: "1" }, chain);
  const from = async (at: number) => {
    const root = `concept: "/orgs/CDC-NCIRD/sources/MVX/concepts/${codeOf(at)}/"`;
    const text = `{ cascade(${root}) { concepts { code } mappings { mapType } tree truncated } }`;
    return (await dataOf<{ cascade: Shown }>(ask(text))).cascade;
  };
  expect(await from(0)).toMatchObject({ truncated: true, concepts: { length: 501 } });
  expect(await from(19)).toMatchObject({ truncated: false, concepts: { length: 501 } });
});
