import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { settleTables } from "../../../src/store/maintenance.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { planOf } from "../../support/plans.js";
import { useTestDatabase } from "../../support/testDatabase.js";

const { database, takeSent } = useTestDatabase();
const ask = graphOver(database);
const COUNT = 6000;

/** Each concept of `vis` mapped to the next one, in three code systems. */
beforeAll(async () => {
  const codes = Array.from({ length: COUNT }, (_, at) => `C${at}`);
  await importConcepts(database, { codeSystem: "vis", version: "1" }, codes);
  await database.write(({ queries }) =>
    queries.execute(sql`
      insert into concept_mapping (container_id, mapping_id, from_revision, uid, version,
        first_revision, map_type, from_system, from_code, to_system, to_code, retired, extras)
      select container_id, at::text, 1, gen_random_uuid(), 1, 1, 'SAME-AS',
        '/orgs/CDC-NCIRD/sources/VIS/', 'C' || at, '/orgs/CDC-NCIRD/sources/VIS/',
        'C' || (at + 1), false, '{}'
      from code_system, generate_series(0, ${COUNT - 1}::int) as at where slug in ('vis', 'mvx', 'cvx')`),
  );
  await settleTables(database, "CONCEPTS");
});

/** By which index, and how many rows of a table, a query's statements bring up. */
async function read(table: string, query: string): Promise<readonly (readonly unknown[])[]> {
  takeSent();
  await dataOf(ask(query));
  const plans = await Promise.all(takeSent().map((statement) => planOf(database, statement)));
  return plans
    .flat()
    .filter((step) => (step["Relation Name"] ?? "") === table)
    .map((step) => [
      step["Index Name"],
      (step["Actual Rows"] + (step["Rows Removed by Filter"] ?? 0)) * step["Actual Loops"],
    ]);
}

it("a page of a code system's mappings reads what it shows, in the order of an index", async () => {
  const query = `{ codeSystem(slug: "vis") { mappings(first: 10) { nodes { toCode } } } }`;
  expect(await read("concept_mapping", query)).toEqual([["concept_mapping_listed", 11]]);
});

it.each([
  ["mappings", "concept_mapping_from"],
  ["inverseMappings", "concept_mapping_to"],
])("a concept's %s are looked up by %s, whatever the code systems hold", async (field, index) => {
  const query = `{ concept(codeSystem: "vis", code: "C77") { ${field} { nodes { toCode } } } }`;
  expect(await read("concept_mapping", query)).toEqual([[index, 3]]);
});
