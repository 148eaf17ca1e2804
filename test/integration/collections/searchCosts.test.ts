import { beforeAll, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { settleTables } from "../../../src/store/maintenance.js";
import { commandsOf } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { planOf } from "../../support/plans.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { add, makeCollection } from "../references/world.js";

const { database, takeSent } = useTestDatabase();
const ask = graphOver(database);
const COUNT = 4000;
let as: Viewer;
let collection: string;

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  const concepts = Array.from({ length: COUNT }, (_, at) => `C${String(at).padStart(6, "0")}`);
  await importConcepts(database, { codeSystem: "vis", version: "1" }, concepts);
  await settleTables(database, "CONCEPTS");
  const context = commandsOf(database, as);
  collection = await makeCollection(context, "All");
  const expressions = ["/orgs/CDC-NCIRD/sources/VIS/concepts/"];
  await add(context, collection, { expressions, mode: "DYNAMIC" });
}, 240_000);

it.each([
  ["counted", "totalCount"],
  ["listed", "nodes { concept { code } }"],
  ["sorted into facets", "facets { field values { value count } }"],
])("members that are searched and %s are not gone through for each hit", async (_, selected) => {
  const text = `query ($url: String!) { collection(url: $url) { atVersion {
    concepts(filter: { q: "name" }) { ${selected} } } } }`;
  const asked = () => dataOf(ask(text, { as, variables: { url: collection } }));
  await asked();
  takeSent();
  await asked();
  const searches = takeSent().filter(({ text: sent }) => sent.includes("concept_term"));
  expect(searches.length).toBeGreaterThan(0);
  for (const statement of searches) {
    const steps = await planOf(database, statement);
    const most = Math.max(
      ...steps.map((step) => {
        const looked = step["Actual Rows"] + (step["Rows Removed by Filter"] ?? 0);
        return looked * step["Actual Loops"];
      }),
    );
    expect(most).toBeLessThanOrEqual(COUNT * 2);
    expect(steps.filter((step) => step["Node Type"] === "CTE Scan").length).toBeGreaterThan(0);
    const removed = steps.map(
      (step) =>
        (step as { "Rows Removed by Join Filter"?: number })["Rows Removed by Join Filter"] ?? 0,
    );
    expect(Math.max(...removed)).toBeLessThan(COUNT);
  }
});
