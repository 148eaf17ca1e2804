import { beforeAll, describe, expect, it } from "vitest";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { FIXED_NOW } from "../../support/clock.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { sendOver } from "../../support/organizationGraph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, memberOf } from "../../support/viewers.js";
import { makeCpt } from "../graph/world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const send = sendOver(ask);
const TOMORROW = new Date("2026-01-16T12:00:00.000Z");
let operator: Viewer;

beforeAll(async () => {
  await makeCpt(database);
  operator = await callerOf(database, { scopes: ["admin"] });
});

type Input = Readonly<Record<string, unknown>>;

async function done(name: "grantLicense" | "withdrawLicense", input: Input, now?: Date) {
  const named = { organization: "Demo", licensor: "AMA", ...input };
  return (await dataOf(send(name, named, operator, now)))[name];
}

/** Whether the next request of a member of Demo gets to see CPT. */
async function seesCpt(now = FIXED_NOW): Promise<boolean> {
  const as = await callerOf(database, { user: "demo" }, now);
  const text = `{ concept(codeSystem: "cpt2025", code: "93303") { code }
    codeSystem(slug: "cpt2025") { license { licensedToViewer } } }`;
  const { concept, codeSystem } = await dataOf<{
    concept: unknown;
    codeSystem: { license: { licensedToViewer: boolean } };
  }>(ask(text, { as, now }));
  expect(codeSystem.license.licensedToViewer).toBe(concept !== null);
  return concept !== null;
}

const ama = {
  licensor: "AMA",
  name: "CPT licence of the American Medical Association",
  url: "https://www.ama-assn.org/practice-management/cpt",
  grantedAt: FIXED_NOW.toISOString(),
  grantedBy: "test-client",
};

function holding(licenses: readonly unknown[], message: string | null = null) {
  return { message, organization: expect.objectContaining({ licenses }), userErrors: [] };
}

describe("a licence", () => {
  it("holds from the next request on, until it is withdrawn", async () => {
    expect(await seesCpt()).toBe(false);
    expect(await done("grantLicense", {})).toEqual(holding([{ ...ama, expiresAt: null }]));
    expect(await seesCpt()).toBe(true);
    expect(await done("grantLicense", { expiresAt: null })).toEqual(
      holding([{ ...ama, expiresAt: null }], "Nothing to change."),
    );
    expect(await done("withdrawLicense", {})).toEqual(holding([]));
    expect(await seesCpt()).toBe(false);
    expect(await done("withdrawLicense", {})).toEqual(holding([], "Nothing to change."));
  });

  it("counts as none when its end has come, and may be given another end", async () => {
    const expiresAt = TOMORROW.toISOString();
    expect(await done("grantLicense", { expiresAt })).toEqual(holding([{ ...ama, expiresAt }]));
    expect(await seesCpt(new Date(TOMORROW.getTime() - 1))).toBe(true);
    expect(await seesCpt(TOMORROW)).toBe(false);
    const later = "2026-02-01T00:00:00.000Z";
    const again = { ...ama, grantedAt: expiresAt, expiresAt: later };
    expect(await done("grantLicense", { expiresAt: later }, TOMORROW)).toEqual(holding([again]));
    expect(await seesCpt(TOMORROW)).toBe(true);
    expect(await done("withdrawLicense", {})).toEqual(holding([]));
  });

  it("of one licensor opens nothing of another", async () => {
    await done("grantLicense", { licensor: "ADA" });
    expect(await seesCpt()).toBe(false);
  });

  it.each([
    [
      { organization: "Nowhere" },
      "ResourceNotFound",
      "organization",
      "There is no organization Nowhere.",
    ],
    [
      { organization: "\u0000" },
      "ResourceNotFound",
      "organization",
      "There is no organization \u0000.",
    ],
    [
      { expiresAt: "2020-01-01T00:00:00Z" },
      "FieldInvalid",
      "expiresAt",
      "The licence would have ended already; expiresAt must lie ahead",
    ],
  ])("is refused for %j", async (input, __typename, path, message) => {
    await expectNothingDone(database, () => done("grantLicense", input), {
      message: null,
      organization: null,
      userErrors: [{ __typename, path: [path], message }],
    });
  });

  it("is granted once, however many grant it at once", async () => {
    const granted = await Promise.all(
      Array.from({ length: 6 }, () => done("grantLicense", { licensor: "APA" })),
    );
    expect(granted.filter((payload) => JSON.stringify(payload).includes("Nothing"))).toHaveLength(
      5,
    );
  });
});

it("licences are the members' and the operator's to see", async () => {
  await done("grantLicense", {});
  const text = `{ organization(name: "Demo") { licenses { licensor } } }`;
  const seen = async (as: Viewer) =>
    (
      await dataOf<{ organization: { licenses: { licensor: string }[] } }>(ask(text, { as }))
    ).organization.licenses.map(({ licensor }) => licensor);
  expect(await seen(operator)).toEqual(["ADA", "AMA", "APA"]);
  expect(await seen(await memberOf(database, "Demo"))).toEqual(["ADA", "AMA", "APA"]);
  expect(await seen(await memberOf(database, "Other"))).toEqual([]);
  expect(await seen(anonymous)).toEqual([]);
});
