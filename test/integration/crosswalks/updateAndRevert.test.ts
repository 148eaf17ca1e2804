import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import {
  drafted,
  edited,
  fieldInvalid,
  type Input,
  missing,
  mutationsAs,
  refusedBy,
} from "../../support/crosswalkGraph.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { pairsOf, versionOf } from "../../support/readings.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { brokenInvariants } from "../ledger/invariants.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
const mutate = mutationsAs(ask, () => as);
const NOTHING = "Nothing to change.";
const wide = "\u{1F600}";

beforeAll(async () => {
  as = await memberOf(database, "Demo");
});

/** Version 1 of a crosswalk that has every kind of content. */
function make(): Promise<string> {
  return makeCrosswalk(commandsOf(database, as), {
    name: "Heart",
    description: "Of the heart",
    customAttributes: [{ key: "k", value: "v" }],
    mappings: [
      {
        ...mapped("1"),
        targets: [
          { targetCode: "x", relationship: "EQUIVALENT", customAttributes: [{ key: "a" }] },
          { targetCode: "y" },
        ],
      },
      { ...mapped("2"), noMap: true },
    ],
  });
}

describe("updateCrosswalk", () => {
  const detailsOf = async (identifier: string, version: number) => {
    const { name, description, attributes } = await versionOf(database, as, {
      identifier,
      version,
    });
    return { name, description, attributes };
  };
  const attributes = [{ key: "k", value: "v" }];

  it.each<readonly [string, Input, Input]>([
    ["the name alone", { name: " Liver " }, { name: "Liver", description: "Of the heart" }],
    ["the description alone", { description: "d" }, { name: "Heart", description: "d" }],
    ["both", { name: "L", description: "d" }, { name: "L", description: "d" }],
    ["away with the description", { description: null }, { name: "Heart", description: null }],
    ["away with it by a blank", { description: " " }, { name: "Heart", description: null }],
    [
      "to the longest texts",
      { name: wide.repeat(500), description: wide.repeat(5000) },
      { name: wide.repeat(500), description: wide.repeat(5000) },
    ],
  ])("changes %s, in a new version with the same pairs", async (_, change, details) => {
    const identifier = await make();
    expect(await mutate("updateCrosswalk", { identifier, version: 1, ...change })).toEqual(
      edited(2, null),
    );
    expect(await detailsOf(identifier, 2)).toEqual({ ...details, attributes });
    expect(await detailsOf(identifier, 1)).toEqual({
      name: "Heart",
      description: "Of the heart",
      attributes,
    });
    const pairs = await pairsOf(database, as, { identifier, version: 1 });
    expect(pairs).toHaveLength(3);
    expect(await pairsOf(database, as, { identifier, version: 2 })).toEqual(pairs);
  });

  it.each<readonly [string, Input]>([
    ["nothing", {}],
    ["what is there", { name: " Heart", description: "Of the heart " }],
  ])("changes nothing for %s", async (_, change) => {
    const identifier = await make();
    const work = () => mutate("updateCrosswalk", { identifier, version: 1, ...change });
    await expectNothingDone(database, work, edited(1, NOTHING));
  });

  it.each<readonly [string, Input, readonly Input[]]>([
    ["no name", { name: null }, [fieldInvalid("name", "Crosswalk name is required")]],
    ["a blank name", { name: " \t" }, [fieldInvalid("name", "Crosswalk name is required")]],
    [
      "texts that are too long, both at once",
      { name: wide.repeat(501), description: wide.repeat(5001) },
      [
        fieldInvalid("name", "Crosswalk name is 501 characters long; at most 500 are allowed"),
        fieldInvalid(
          "description",
          "Crosswalk description is 5001 characters long; at most 5000 are allowed",
        ),
      ],
    ],
    [
      "texts that no database keeps",
      { name: "a\u0000", description: "\uDC00" },
      [
        fieldInvalid("name", "Crosswalk name holds a character that is not text"),
        fieldInvalid("description", "Crosswalk description holds a character that is not text"),
      ],
    ],
  ])("refuses %s", async (_, change, faults) => {
    const identifier = await make();
    const work = () => mutate("updateCrosswalk", { identifier, version: 1, ...change });
    await expectNothingDone(database, work, refusedBy(...faults));
  });
});

const CONTENT = `query ($identifier: UUID!, $version: Int!) {
  crosswalk(identifier: $identifier) { atVersion(version: $version) {
    name description customAttributes { key value } sourceCodeCount targetCount
    mappings { totalCount nodes { sourceCode noMap targets {
      identifier targetCode relationship customAttributes { key value } } } } } } }`;

async function contentOf(identifier: string, version: number): Promise<unknown> {
  const data = await dataOf<{ crosswalk: { atVersion: unknown } }>(
    ask(CONTENT, { as, variables: { identifier, version } }),
  );
  return data.crosswalk.atVersion;
}

/** Versions 2 to 5, each with another kind of change: pairs more and less, attributes, name. */
async function changeEverything(identifier: string): Promise<void> {
  const named = { sourceCodeSystem: "ndc", targetCodeSystem: "rxnorm" };
  const changed = { targetCode: "x", relationship: "RELATED_TO", customAttributes: [{ key: "b" }] };
  const mappings = [{ ...mapped("1"), targets: [changed] }, mapped("2", "z"), mapped("3", "z")];
  await mutate("addCrosswalkMappings", { identifier, version: 1, mappings });
  const gone = [{ ...named, sourceCode: "1", targetCodes: ["y"] }];
  await mutate("deleteCrosswalkMappings", { identifier, version: 2, mappings: gone });
  const customAttributes = [{ key: "k", value: "other" }];
  await mutate("modifyCrosswalkAttributes", { identifier, version: 3, customAttributes });
  await mutate("updateCrosswalk", { identifier, version: 4, name: "Liver", description: null });
}

describe("revertCrosswalk", () => {
  it("makes a version that is equal to an old one, identifiers too", async () => {
    const identifier = await make();
    await changeEverything(identifier);
    const contents = await Promise.all([1, 2, 3, 4, 5].map((at) => contentOf(identifier, at)));
    expect(new Set(contents.map((content) => JSON.stringify(content))).size).toBe(5);
    let newest = 5;
    for (const toVersion of [1, 4, 2, 5, 3, 1]) {
      const input = { identifier, version: newest, toVersion };
      newest += 1;
      expect(await mutate("revertCrosswalk", input)).toEqual(edited(newest, null));
      expect(await contentOf(identifier, newest)).toEqual(contents[toVersion - 1]);
    }
    const after = await Promise.all([1, 2, 3, 4, 5].map((at) => contentOf(identifier, at)));
    expect(after).toEqual(contents);
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it("goes back within a draft, and past a draft that was discarded", async () => {
    const identifier = await make();
    await changeEverything(identifier);
    const first = await contentOf(identifier, 1);
    const input = { identifier, version: 5, draft: true, toVersion: 1 };
    expect(await mutate("revertCrosswalk", input)).toEqual(drafted(6, null));
    expect(await contentOf(identifier, 6)).toEqual(first);
    const inPlace = { ...input, version: 6, toVersion: 5 };
    expect(await mutate("revertCrosswalk", inPlace)).toEqual(drafted(6, null));
    expect(await contentOf(identifier, 6)).toEqual(await contentOf(identifier, 5));
    await mutate("discardCrosswalkDraft", { identifier, version: 6 });
    expect(await mutate("revertCrosswalk", { ...input, draft: false })).toEqual(edited(6, null));
    expect(await contentOf(identifier, 6)).toEqual(first);
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it("changes nothing where the newest version is equal to the old one", async () => {
    const identifier = await make();
    await changeEverything(identifier);
    for (const toVersion of [5, 4]) {
      if (toVersion === 4) {
        await mutate("revertCrosswalk", { identifier, version: 5, toVersion: 4 });
      }
      const version = toVersion === 5 ? 5 : 6;
      const work = () => mutate("revertCrosswalk", { identifier, version, toVersion });
      await expectNothingDone(database, work, edited(version, NOTHING));
    }
  });

  it.each([0, 2, -1, 2_147_483_647])("finds no version %i", async (toVersion) => {
    const identifier = await make();
    const work = () => mutate("revertCrosswalk", { identifier, version: 1, toVersion });
    const fault = missing("toVersion", `The crosswalk has no version ${toVersion}.`);
    await expectNothingDone(database, work, refusedBy(fault));
  });
});
