import { expect, it } from "vitest";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import { deleteCrosswalkMappings } from "../../../src/commands/crosswalks/deleteCrosswalkMappings.js";
import { crosswalkHistoryQueries } from "../../../src/store/crosswalks/history.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { planOf } from "../../support/plans.js";
import { crosswalkOf } from "../../support/readings.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database, takeSent } = useTestDatabase();
const window = { by: "cursor", size: 100, after: null, before: null, backward: false } as const;

it("the changes between two versions are found without looking at what stayed", async () => {
  const context = commandsOf(database, await memberOf(database, "Demo"));
  const codes = Array.from({ length: 5000 }, (_, at) => `code ${at}`);
  const identifier = await makeCrosswalk(context, {
    mappings: codes.map((code) => mapped(code, "x")),
  });
  const edit = { identifier, draft: false };
  const gone = { ...mapped("code 7"), targetCodes: ["x"] };
  await deleteCrosswalkMappings(context, { ...edit, version: 1, mappings: [gone] });
  await addCrosswalkMappings(context, { ...edit, version: 2, mappings: [mapped("new", "x")] });
  await database.reads.execute("vacuum analyze crosswalk_pair");
  const { containerId } = await crosswalkOf(database, context.viewer, identifier);
  const history = crosswalkHistoryQueries(database.reads);
  takeSent();
  const span = { containerId, low: 1, high: 3 };
  expect((await history.changes(context.viewer, span, window)).items).toHaveLength(2);
  expect(await history.changeCount(context.viewer, span)).toBe(2);
  const sent = takeSent();
  expect(sent).toHaveLength(2);
  for (const statement of sent) {
    const steps = await planOf(database, statement);
    const read = steps
      .filter((step) => step["Relation Name"] === "crosswalk_pair")
      .map((step) => [
        step["Index Name"],
        step["Actual Rows"],
        step["Rows Removed by Filter"] ?? 0,
      ]);
    expect(read).toEqual(
      expect.arrayContaining([
        ["crosswalk_pair_closed", 1, 0],
        ["crosswalk_pair_opened", 1, 0],
      ]),
    );
    expect(read).toHaveLength(2);
  }
});
