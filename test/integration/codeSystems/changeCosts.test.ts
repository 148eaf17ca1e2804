import { expect, it } from "vitest";
import { anonymous } from "../../../src/rules/access/viewer.js";
import { conceptChangeQueries } from "../../../src/store/codeSystems/changes.js";
import { codeSystemQueries } from "../../../src/store/codeSystems/queries.js";
import { settleTables } from "../../../src/store/maintenance.js";
import { importConcepts } from "../../support/content.js";
import { planOf } from "../../support/plans.js";
import { useTestDatabase } from "../../support/testDatabase.js";

const { database, takeSent } = useTestDatabase();
const window = { by: "cursor", size: 100, after: null, before: null, backward: false } as const;
const listing = { kinds: null, backward: false };

it("the changes between two versions are found without looking at what stayed", async () => {
  const codes = Array.from({ length: 5000 }, (_, at) => ({
    code: `C${at}`,
    parents: at === 0 ? [] : [`C${Math.floor(at / 10)}`],
  }));
  const release = (version: string) => ({ codeSystem: "vis", version });
  await importConcepts(database, release("1"), codes);
  const second = codes
    .with(7, { code: "C7", parents: ["C2"] })
    .with(4999, { code: "N", parents: [] });
  await importConcepts(database, release("2"), second);
  await settleTables(database, "CONCEPTS");
  const [system] = await codeSystemQueries(database.reads).bySlugs(anonymous, ["vis"]);
  const containerId = system?.containerId ?? 0;
  const changes = conceptChangeQueries(database.reads);
  const of = [{ containerId, before: 1, after: 2 }];
  takeSent();
  const [list] = await changes.lists(anonymous, of, { listing, window });
  expect(list?.items).toEqual([
    { code: "C4999", kinds: ["REMOVED"] },
    { code: "C7", kinds: ["REPARENTED"] },
    { code: "N", kinds: ["ADDED"] },
  ]);
  expect(await changes.counts(anonymous, of, listing)).toEqual([3]);
  const sent = takeSent();
  expect(sent).toHaveLength(2);
  for (const statement of sent) {
    const steps = (await planOf(database, statement)).filter(({ "Relation Name": table }) =>
      ["concept", "concept_parent"].includes(table ?? ""),
    );
    const read = steps.map((step) => [
      step["Index Name"],
      step["Actual Rows"] * step["Actual Loops"],
      step["Rows Removed by Filter"] ?? 0,
    ]);
    expect(read.toSorted()).toEqual([
      ["concept_closed", 2, 0],
      ["concept_opened", 2, 0],
      ["concept_parent_up", 1, 0],
      ["concept_parent_up", 1, 1],
    ]);
  }
});
