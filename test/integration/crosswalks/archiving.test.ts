import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { edited, mutationsAs, noCrosswalk, refusedBy } from "../../support/crosswalkGraph.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { crosswalkOf, pairsOf } from "../../support/readings.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
const mutate = mutationsAs(ask, () => as);
const LATER = new Date("2026-03-01T10:00:00.000Z");
const NOTHING = "Nothing to change.";
const NOBODY = "00000000-0000-4000-8000-000000000000";

beforeAll(async () => {
  as = await memberOf(database, "Demo");
});

function make(): Promise<string> {
  return makeCrosswalk(commandsOf(database, as), { mappings: [mapped("1", "x")] });
}

describe("archiveCrosswalk", () => {
  it("hides it from lists and leaves it to be read by its identifier", async () => {
    const identifier = await make();
    const before = await crosswalkOf(database, as, identifier);
    const archived = edited(1, "Crosswalk archived successfully.");
    expect(await mutate("archiveCrosswalk", { identifier }, LATER)).toEqual(archived);
    expect(await crosswalkOf(database, as, identifier)).toEqual({ ...before, archivedAt: LATER });
    expect(await pairsOf(database, as, { identifier, version: 1 })).toEqual(["ndc 1 -> rxnorm x"]);
    const text = `query ($identifier: UUID!) {
      crosswalk(identifier: $identifier) { archivedAt version
        history { nodes { number kind by at } } }
      crosswalks { nodes { identifier } }
      all: crosswalks(includeArchived: true) { nodes { identifier } }
      of: crosswalks(sourceCodeSystem: "ndc", sourceCode: "1") { nodes { identifier } }
      translate(input: { codings: [{ system: "ndc", code: "1" }] }) { matches { targetCode } }
      named: translate(input: { codings: [{ system: "ndc", code: "1" }], crosswalk: $identifier }) {
        matches { targetCode } }
    }`;
    expect(await dataOf(ask(text, { as, variables: { identifier } }))).toEqual({
      crosswalk: {
        archivedAt: LATER.toISOString(),
        version: 1,
        history: {
          nodes: [
            { number: 2, kind: "ARCHIVED", by: "demo", at: LATER.toISOString() },
            expect.objectContaining({ number: 1, kind: "CREATED" }),
          ],
        },
      },
      crosswalks: { nodes: [] },
      all: { nodes: [{ identifier }] },
      of: { nodes: [] },
      translate: [{ matches: [] }],
      named: [{ matches: [{ targetCode: "x" }] }],
    });
  });

  it("changes nothing the second time", async () => {
    const identifier = await make();
    await mutate("archiveCrosswalk", { identifier });
    const again = () => mutate("archiveCrosswalk", { identifier }, LATER);
    await expectNothingDone(database, again, edited(1, NOTHING));
  });
});

describe("reactivateCrosswalk", () => {
  it("brings it back as it was", async () => {
    const identifier = await make();
    const before = await crosswalkOf(database, as, identifier);
    await mutate("archiveCrosswalk", { identifier });
    expect(await mutate("reactivateCrosswalk", { identifier })).toEqual(edited(1, null));
    expect(await crosswalkOf(database, as, identifier)).toEqual(before);
    const edit = { identifier, version: 1, mappings: [mapped("2", "x")] };
    expect(await mutate("addCrosswalkMappings", edit)).toMatchObject({ crosswalk: { version: 2 } });
    expect(await pairsOf(database, as, { identifier, version: 2 })).toHaveLength(2);
  });

  it("brings a draft back too, which can then be published or discarded", async () => {
    for (const finish of ["publishCrosswalkDraft", "discardCrosswalkDraft"] as const) {
      const identifier = await make();
      const edit = { identifier, version: 1, draft: true, mappings: [mapped("2", "x")] };
      await mutate("addCrosswalkMappings", edit);
      await mutate("archiveCrosswalk", { identifier });
      await mutate("reactivateCrosswalk", { identifier });
      const left = finish === "publishCrosswalkDraft" ? 2 : 1;
      expect(await mutate(finish, { identifier, version: 2 })).toEqual(edited(left, null));
      expect(await pairsOf(database, as, { identifier, version: left })).toHaveLength(left);
    }
  });

  it("changes nothing of an active one", async () => {
    const identifier = await make();
    const work = () => mutate("reactivateCrosswalk", { identifier });
    await expectNothingDone(database, work, edited(1, NOTHING));
  });
});

it.each(["archiveCrosswalk", "reactivateCrosswalk"] as const)("%s finds none", async (name) => {
  const work = () => mutate(name, { identifier: NOBODY });
  await expectNothingDone(database, work, refusedBy(noCrosswalk(NOBODY)));
});
