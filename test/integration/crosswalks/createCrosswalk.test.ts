import { describe, expect, it } from "vitest";
import {
  type CreateCrosswalk,
  createCrosswalk,
} from "../../../src/commands/crosswalks/createCrosswalk.js";
import { pairIdentifier } from "../../../src/rules/crosswalks/changes.js";
import { revision } from "../../../src/store/ledger/tables.js";
import { FIXED_NOW } from "../../support/clock.js";
import { commandsOf, mapped } from "../../support/commands.js";
import { crosswalkOf, pairsOf } from "../../support/readings.js";
import { expectNothingDone, fieldsInvalid } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const FACE = "\u{1F600}";

async function create(input: Partial<CreateCrosswalk>) {
  const context = commandsOf(database, await memberOf(database, "Demo"));
  return await createCrosswalk(context, { draft: false, ...input });
}

describe("createCrosswalk", () => {
  it("makes a crosswalk with a published version 1", async () => {
    const made = await create({
      name: "  Heart ",
      description: "\tEchocardiography ",
      customAttributes: [{ key: "Sub-category", value: "Echo" }, { key: "b" }],
      mappings: [mapped("2", "y", "x"), mapped("1", "x")],
    });
    expect(made).toEqual({
      ok: true,
      value: {
        identifier: expect.stringMatching(/^[0-9a-f-]{36}$/),
        version: 1,
        message: null,
        skipped: [],
        invalidCodes: [],
      },
    });
    const identifier = made.ok ? made.value.identifier : "";
    const viewer = await memberOf(database, "Demo");
    const { containerId, newest, ...crosswalk } = await crosswalkOf(database, viewer, identifier);
    expect(crosswalk).toEqual({
      identifier,
      organizationId: viewer.organizations[0]?.id,
      archivedAt: null,
      newestVersion: 1,
      publishedVersion: 1,
      createdAt: FIXED_NOW,
      createdBy: "demo",
    });
    expect(newest).toEqual({
      containerId,
      identifier,
      ordinal: 1,
      revision: 1,
      name: "Heart",
      description: "Echocardiography",
      attributes: [
        { key: "Sub-category", value: "Echo" },
        { key: "b", value: null },
      ],
      groupCount: 2,
      sourceCodeCount: 2,
      targetCount: 3,
      releasedAt: FIXED_NOW,
      createdAt: FIXED_NOW,
      createdBy: "demo",
      updatedAt: FIXED_NOW,
      updatedBy: "demo",
    });
    expect(await pairsOf(database, viewer, { identifier, version: 1 })).toEqual([
      "ndc 1 -> rxnorm x",
      "ndc 2 -> rxnorm x",
      "ndc 2 -> rxnorm y",
    ]);
    const revisions = await database.reads.select().from(revision);
    expect(revisions.filter((row) => row.containerId === containerId)).toEqual([
      { containerId, number: 1, at: FIXED_NOW, by: "demo", kind: "CREATED", message: null },
    ]);
  });

  it("opens version 1 as a draft where that is asked for", async () => {
    const made = await create({ name: "Draft", draft: true, mappings: [mapped("1", "x")] });
    const identifier = made.ok ? made.value.identifier : "";
    const crosswalk = await crosswalkOf(database, await memberOf(database, "Demo"), identifier);
    expect(crosswalk).toMatchObject({
      publishedVersion: null,
      newest: { ordinal: 1, releasedAt: null, targetCount: 1 },
    });
  });

  it.each([null, undefined, []])("takes %j for no mappings", async (mappings) => {
    const made = await create({ name: "Empty", mappings });
    expect(made).toMatchObject({ ok: true, value: { version: 1, message: null } });
    const identifier = made.ok ? made.value.identifier : "";
    const crosswalk = await crosswalkOf(database, await memberOf(database, "Demo"), identifier);
    const totals = { groupCount: 0, sourceCodeCount: 0, targetCount: 0 };
    expect(crosswalk.newest).toMatchObject({ ...totals, description: null, attributes: [] });
  });

  it("takes names, descriptions, keys and values of just the greatest length", async () => {
    const made = await create({
      name: FACE.repeat(500),
      description: FACE.repeat(5000),
      customAttributes: [{ key: FACE.repeat(250), value: FACE.repeat(5000) }],
    });
    const identifier = made.ok ? made.value.identifier : "";
    const { newest } = await crosswalkOf(database, await memberOf(database, "Demo"), identifier);
    expect(newest).toMatchObject({
      name: FACE.repeat(500),
      description: FACE.repeat(5000),
      attributes: [{ key: FACE.repeat(250), value: FACE.repeat(5000) }],
    });
  });

  it("states that nothing corresponds to a code", async () => {
    const noMap = { ...mapped("1"), noMap: true };
    const made = await create({ name: "No map", mappings: [noMap, noMap, mapped("2", "x")] });
    expect(made).toMatchObject({
      ok: true,
      value: { skipped: [{ path: ["mappings", "1"], reason: "DUPLICATE", code: null }] },
    });
    const identifier = made.ok ? made.value.identifier : "";
    const viewer = await memberOf(database, "Demo");
    expect(await pairsOf(database, viewer, { identifier, version: 1 })).toEqual([
      "ndc 1 -> rxnorm -",
      "ndc 2 -> rxnorm x",
    ]);
    expect((await crosswalkOf(database, viewer, identifier)).newest).toMatchObject({
      groupCount: 2,
      sourceCodeCount: 2,
      targetCount: 1,
    });
  });

  it("names its pairs by what they are", async () => {
    const made = await create({ name: "Named", mappings: [mapped("1", "x")] });
    const identifier = made.ok ? made.value.identifier : "";
    const [row] = await database.reads.execute<{ identifier: string }>(
      `select p.identifier from crosswalk_pair p join container on id = container_id
        where uid = '${identifier}'`,
    );
    const key = { sourceSystem: "ndc", sourceCode: "1", targetSystem: "rxnorm", targetCode: "x" };
    expect(row?.identifier).toBe(pairIdentifier(identifier, key));
  });
});

describe("createCrosswalk refuses, and does nothing for", () => {
  const good = mapped("1", "x");
  const key251 = { key: "k".repeat(251) };

  it.each<readonly [string, Partial<CreateCrosswalk>, ReturnType<typeof fieldsInvalid>]>([
    ["no name", {}, fieldsInvalid(["name", "Crosswalk name is required"])],
    ["a null name", { name: null }, fieldsInvalid(["name", "Crosswalk name is required"])],
    ["a blank name", { name: " \n" }, fieldsInvalid(["name", "Crosswalk name is required"])],
    [
      "a name of 501 characters",
      { name: `${FACE.repeat(500)}a` },
      fieldsInvalid(["name", "Crosswalk name is 501 characters long; at most 500 are allowed"]),
    ],
    [
      "a name that is no text",
      { name: "a\u0000" },
      fieldsInvalid(["name", "Crosswalk name holds a character that is not text"]),
    ],
    [
      "a description of 5001 characters",
      { name: "n", description: FACE.repeat(5001) },
      fieldsInvalid([
        "description",
        "Crosswalk description is 5001 characters long; at most 5000 are allowed",
      ]),
    ],
    [
      "an attribute without a key",
      { name: "n", customAttributes: [{ value: "v" }] },
      fieldsInvalid(["customAttributes.0.key", "Custom attribute key is required"]),
    ],
    [
      "an attribute with a blank key",
      { name: "n", customAttributes: [{ key: "a" }, { key: " " }] },
      fieldsInvalid(["customAttributes.1.key", "Custom attribute key is required"]),
    ],
    [
      "a key of 251 characters",
      { name: "n", customAttributes: [key251] },
      fieldsInvalid([
        "customAttributes.0.key",
        "Custom attribute key is 251 characters long; at most 250 are allowed",
      ]),
    ],
    [
      "a value of 5001 characters",
      { name: "n", customAttributes: [{ key: "k", value: "v".repeat(5001) }] },
      fieldsInvalid([
        "customAttributes.0.value",
        "Custom attribute value is 5001 characters long; at most 5000 are allowed",
      ]),
    ],
    [
      "101 attributes",
      { name: "n", customAttributes: Array.from({ length: 101 }, (_, at) => ({ key: `${at}` })) },
      fieldsInvalid([
        "customAttributes",
        "Custom attributes: 101 are too many; at most 100 are allowed",
      ]),
    ],
    [
      "10,001 pairs",
      { name: "n", mappings: Array.from({ length: 10_001 }, () => good) },
      fieldsInvalid([
        "mappings",
        "Mappings: 10001 pairs are given; at most 10000 are allowed in one request",
      ]),
    ],
    [
      "a pair whose mentions bring 101 attributes",
      {
        name: "n",
        mappings: [0, 1].map((from) => ({
          ...good,
          targets: [
            {
              targetCode: "x",
              customAttributes: Array.from({ length: 100 }, (_, at) => ({ key: `${from + at}` })),
            },
          ],
        })),
      },
      fieldsInvalid([
        "mappings.0.targets.0.customAttributes",
        "Custom attributes: the pair would have 101; at most 100 are allowed",
      ]),
    ],
    [
      "a no-map with targets",
      { name: "n", mappings: [{ ...good, noMap: true }] },
      fieldsInvalid([
        "mappings.0.noMap",
        "A mapping that states that nothing corresponds can't have targets",
      ]),
    ],
    [
      "a no-map of a code that has targets elsewhere in the request",
      { name: "n", mappings: [good, { ...mapped(" 1 "), noMap: true }] },
      fieldsInvalid([
        "mappings.1.noMap",
        "1 has targets; delete them before stating that nothing corresponds to it",
      ]),
    ],
    [
      "several faults at once",
      {
        name: "",
        description: "d".repeat(5001),
        customAttributes: [{ key: "" }, key251],
        mappings: [
          { targets: [{ customAttributes: [{}] }] },
          good,
          { ...mapped("1"), noMap: true },
        ],
      },
      fieldsInvalid(
        ["name", "Crosswalk name is required"],
        ["description", "Crosswalk description is 5001 characters long; at most 5000 are allowed"],
        ["customAttributes.0.key", "Custom attribute key is required"],
        [
          "customAttributes.1.key",
          "Custom attribute key is 251 characters long; at most 250 are allowed",
        ],
        ["mappings.0.targets.0.customAttributes.0.key", "Custom attribute key is required"],
        [
          "mappings.2.noMap",
          "1 has targets; delete them before stating that nothing corresponds to it",
        ],
      ),
    ],
  ])("%s", async (_, input, answer) => {
    await expectNothingDone(database, () => create(input), answer);
  });
});
