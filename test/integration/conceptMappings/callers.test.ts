import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { repository } from "../../../src/store/repositories/tables.js";
import { FIXED_NOW } from "../../support/clock.js";
import { errorsOf } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, grantLicence } from "../../support/viewers.js";
import { type MappingMutation, makeSystems, mappingsOver, refused } from "./world.js";

const { database } = useTestDatabase();
let as: Viewer;
const { asked, create, mutate } = mappingsOver(database, () => as);

beforeAll(async () => {
  as = await makeSystems(database);
  expect((await create({ toConcept: "B" })).userErrors).toEqual([]);
});

describe("whoever changes mappings", () => {
  const inputs = {
    createConceptMapping: {
      ...{ codeSystem: "vis", mapType: "Access", fromConcept: "A", toConcept: "C" },
    },
    editConceptMapping: {
      conceptMapping: "/orgs/CDC-NCIRD/sources/VIS/mappings/1/",
      externalId: "n",
    },
    retireConceptMapping: { conceptMapping: "/orgs/CDC-NCIRD/sources/VIS/mappings/1/" },
  } as const;
  const names = Object.keys(inputs) as MappingMutation[];

  it.each(names)("must have a token that may write: %s", async (name) => {
    const reader = await callerOf(database, { organizations: ["CDC-NCIRD"], scopes: ["read"] });
    await expectNothingDone(database, () => errorsOf(asked(name, inputs[name], anonymous)), [
      "UNAUTHENTICATED: Send a bearer token; POST /oauth/token issues one.",
    ]);
    await expectNothingDone(database, () => errorsOf(asked(name, inputs[name], reader)), [
      "FORBIDDEN: The token lacks the scope write.",
    ]);
  });

  it.each(names)("must be a member of the owner: %s", async (name) => {
    const path = [name === "createConceptMapping" ? "codeSystem" : "conceptMapping"];
    const stranger = await callerOf(database, { organizations: ["Demo"] });
    await expectNothingDone(
      database,
      () => mutate(name, inputs[name], stranger),
      refused({ __typename: "NotPermitted", path, message: "Only CDC-NCIRD may edit vis." }),
    );
  });

  it.each(names)("sees nothing of what is not theirs to see: %s", async (name) => {
    const stranger = await callerOf(database, { organizations: ["Demo"] });
    const access = (publicAccess: "NONE" | "VIEW", deactivatedAt: Date | null = null) =>
      database.write(({ queries }) =>
        queries
          .update(repository)
          .set({ publicAccess, deactivatedAt })
          .where(sql`container_id = (select container_id from code_system where slug = 'vis')`),
      );
    await access("NONE");
    const isNew = name === "createConceptMapping";
    const path = [isNew ? "codeSystem" : "conceptMapping"];
    const message = isNew
      ? "There is no code system vis."
      : "There is no mapping /orgs/CDC-NCIRD/sources/VIS/mappings/1/.";
    await expectNothingDone(
      database,
      () => mutate(name, inputs[name], stranger),
      refused({ __typename: "ResourceNotFound", path, message }),
    );
    await access("VIEW", FIXED_NOW);
    await expectNothingDone(
      database,
      () => mutate(name, inputs[name]),
      refused({
        __typename: "ResourceArchived",
        path,
        message: "The code system vis is deactivated.",
      }),
    );
    await access("VIEW");
  });

  it("may map to licensed codes with the licence", async () => {
    await grantLicence(database, { to: "CDC-NCIRD", licensor: "AMA" });
    const licensed = await callerOf(database, { organizations: ["CDC-NCIRD"] });
    const toConcept = "/orgs/AMA/sources/CPT-2025/concepts/99213/";
    const { conceptMapping } = await create({ toConcept, toConceptName: "given" }, licensed);
    expect(conceptMapping).toMatchObject({ toName: "Name of 99213" });
    const id = conceptMapping?.url;
    const seen = await mutate("editConceptMapping", { conceptMapping: id, externalId: "1" });
    expect(seen.conceptMapping).toMatchObject({ toCode: "99213", toName: null, toConcept: null });
  });
});
