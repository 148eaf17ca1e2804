import { beforeAll, describe, expect, it } from "vitest";
import {
  type CreateCrosswalk,
  createCrosswalk,
} from "../../../src/commands/crosswalks/createCrosswalk.js";
import { commandsOf } from "../../support/commands.js";
import { crosswalkOf } from "../../support/readings.js";
import { expectNothingDone, fieldsInvalid } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, makeOrganization } from "../../support/viewers.js";

const { database } = useTestDatabase();

describe("the organization of a new crosswalk", () => {
  beforeAll(async () => {
    await makeOrganization(database, "Lab", "demo");
    await makeOrganization(database, "Elsewhere");
  });

  async function createAs(organizations: readonly string[], input: Partial<CreateCrosswalk>) {
    const viewer = await callerOf(database, { organizations });
    return await createCrosswalk(commandsOf(database, viewer), {
      name: "n",
      draft: false,
      ...input,
    });
  }

  it.each([
    [["Lab"], null, "Lab"],
    [["Lab"], " Lab ", "Lab"],
    [["Demo", "Lab"], "Demo", "Demo"],
    [["Demo", "Lab"], "Lab", "Lab"],
  ])("of a caller of %j who names %j is %s", async (organizations, organization, expected) => {
    const made = await createAs(organizations, { organization });
    const identifier = made.ok ? made.value.identifier : "";
    const viewer = await callerOf(database, { organizations: [expected] });
    const crosswalk = await crosswalkOf(database, viewer, identifier);
    expect(crosswalk).toMatchObject({
      organizationId: viewer.organizations[0]?.id,
      createdBy: "test-client",
    });
  });

  it.each([
    [[], null, "NotPermitted", "You are a member of no organization; a crosswalk belongs to one."],
    [[], "Lab", "NotPermitted", "You are not a member of organization Lab."],
    [["Lab"], "Elsewhere", "NotPermitted", "You are not a member of organization Elsewhere."],
    [["Lab"], "Nowhere", "ResourceNotFound", "There is no organization Nowhere."],
    [["Lab"], "lab", "ResourceNotFound", "There is no organization lab."],
    [["Lab"], "La\u0000b", "ResourceNotFound", "There is no organization La\u0000b."],
  ])(
    "of a caller of %j who names %j: %s, whatever else is wrong",
    async (own, named, kind, message) => {
      await expectNothingDone(database, () => createAs(own, { organization: named, name: "" }), {
        ok: false,
        failure: [{ kind, path: ["organization"], message }],
      });
    },
  );

  it("must be named by a caller of several; this is reported with all other faults", async () => {
    const unnamed = ["organization", "Name one of your organizations: Demo, Lab."] as const;
    const own = ["Lab", "Demo"];
    await expectNothingDone(database, () => createAs(own, {}), fieldsInvalid(unnamed));
    await expectNothingDone(
      database,
      () => createAs(own, { name: "", organization: " " }),
      fieldsInvalid(unnamed, ["name", "Crosswalk name is required"]),
    );
  });
});
