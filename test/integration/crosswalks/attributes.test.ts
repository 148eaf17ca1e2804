import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { pairIdentifier } from "../../../src/rules/crosswalks/changes.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import {
  edited,
  fieldInvalid,
  type Input,
  missing,
  mutationsAs,
  notLatest,
  refusedBy,
} from "../../support/crosswalkGraph.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
const mutate = mutationsAs(ask, () => as);
const MODIFIED = "Custom attributes modified successfully.";
const DELETED = "Custom attributes deleted successfully.";
const NOTHING = "Nothing to change.";
const long = "\u{1F600}";

beforeAll(async () => {
  as = await memberOf(database, "Demo");
});

/** What has attributes: how its mutations are called, what they name, and how its attributes are read. */
interface Holder {
  readonly modify: "modifyCrosswalkAttributes" | "modifyCrosswalkMappingAttributes";
  readonly remove: "deleteCrosswalkAttributes" | "deleteCrosswalkMappingAttributes";
  readonly named: (identifier: string) => Input;
  readonly read: (version: Version) => unknown;
}

interface Version {
  readonly customAttributes: unknown;
  readonly mappings: { readonly nodes: readonly { targets: { customAttributes: unknown }[] }[] };
}

const pair = (identifier: string, targetCode = "x") =>
  pairIdentifier(identifier, {
    sourceSystem: "ndc",
    sourceCode: "1",
    targetSystem: "rxnorm",
    targetCode,
  });

const holders: readonly (readonly [string, Holder])[] = [
  [
    "a crosswalk",
    {
      modify: "modifyCrosswalkAttributes",
      remove: "deleteCrosswalkAttributes",
      named: (identifier) => ({ identifier }),
      read: ({ customAttributes }) => customAttributes,
    },
  ],
  [
    "a source-target pair",
    {
      modify: "modifyCrosswalkMappingAttributes",
      remove: "deleteCrosswalkMappingAttributes",
      named: (identifier) => ({ identifier, codeIdentifier: pair(identifier) }),
      read: ({ mappings }) => mappings.nodes[0]?.targets[0]?.customAttributes,
    },
  ],
];

const THERE = [
  { key: "b", value: "1" },
  { key: "a", value: null },
  { key: "B", value: "2" },
];

/** Crosswalk and pair with the attributes b, a and B. */
function make(): Promise<string> {
  return makeCrosswalk(commandsOf(database, as), {
    customAttributes: THERE,
    mappings: [
      {
        ...mapped("1"),
        targets: [{ targetCode: "x", customAttributes: THERE }, { targetCode: "y" }],
      },
      mapped("2", "x"),
    ],
  });
}

describe.each(holders)("of %s", (_, { modify, remove, named, read }) => {
  async function attributesAt(identifier: string, version: number): Promise<unknown> {
    const text = `query ($identifier: UUID!, $version: Int!) {
      crosswalk(identifier: $identifier) { atVersion(version: $version) {
        customAttributes { key value }
        mappings { nodes { targets { customAttributes { key value } } } } } } }`;
    const variables = { identifier, version };
    const data = await dataOf<{ crosswalk: { atVersion: Version } }>(ask(text, { as, variables }));
    return read(data.crosswalk.atVersion);
  }

  it("attributes are changed and added, in order of first insertion", async () => {
    const identifier = await make();
    const customAttributes = [
      { key: " c ", value: " 3 " },
      { key: "B" },
      { key: "b", value: "first" },
      { key: "b", value: "last" },
    ];
    const input = { ...named(identifier), version: 1, customAttributes };
    expect(await mutate(modify, input)).toEqual(edited(2, MODIFIED));
    expect(await attributesAt(identifier, 1)).toEqual(THERE);
    expect(await attributesAt(identifier, 2)).toEqual([
      { key: "b", value: "last" },
      { key: "a", value: null },
      { key: "B", value: null },
      { key: "c", value: "3" },
    ]);
  });

  it("keys take 250 characters, values 5000", async () => {
    const identifier = await make();
    const most = { key: long.repeat(250), value: long.repeat(5000) };
    const input = { ...named(identifier), version: 1, customAttributes: [most] };
    expect(await mutate(modify, input)).toEqual(edited(2, MODIFIED));
    expect(await attributesAt(identifier, 2)).toEqual([...THERE, most]);
  });

  it("faults are all reported, and nothing is changed", async () => {
    const identifier = await make();
    const customAttributes = [
      { key: "fine" },
      {},
      { key: null },
      { key: " ", value: long.repeat(5001) },
      { key: long.repeat(251) },
      { key: "\u0000" },
      { key: "k", value: "\uD800" },
    ];
    const required = "Custom attribute key is required";
    const answer = refusedBy(
      fieldInvalid("customAttributes.1.key", required),
      fieldInvalid("customAttributes.2.key", required),
      fieldInvalid("customAttributes.3.key", required),
      fieldInvalid(
        "customAttributes.3.value",
        "Custom attribute value is 5001 characters long; at most 5000 are allowed",
      ),
      fieldInvalid(
        "customAttributes.4.key",
        "Custom attribute key is 251 characters long; at most 250 are allowed",
      ),
      fieldInvalid(
        "customAttributes.5.key",
        "Custom attribute key holds a character that is not text",
      ),
      fieldInvalid(
        "customAttributes.6.value",
        "Custom attribute value holds a character that is not text",
      ),
    );
    const input = { ...named(identifier), version: 1, customAttributes };
    await expectNothingDone(database, () => mutate(modify, input), answer);
  });

  it("at most a hundred are held", async () => {
    const identifier = await make();
    const many = (count: number) => Array.from({ length: count }, (_, at) => ({ key: `${at}` }));
    const change = (count: number) =>
      mutate(modify, { ...named(identifier), version: 1, customAttributes: many(count) });
    for (const [given, counted] of [
      [98, 101],
      [101, 101],
    ] as const) {
      const message = `Custom attributes: ${counted} are too many; at most 100 are allowed`;
      const answer = refusedBy(fieldInvalid("customAttributes", message));
      await expectNothingDone(database, () => change(given), answer);
    }
    expect(await change(97)).toEqual(edited(2, MODIFIED));
  });

  it.each([
    ["no attributes", []],
    [
      "those that are there",
      [
        { key: " b", value: "1 " },
        { key: "a", value: " " },
      ],
    ],
  ])("setting %s changes nothing", async (_, customAttributes) => {
    const identifier = await make();
    const input = { ...named(identifier), version: 1, customAttributes };
    await expectNothingDone(database, () => mutate(modify, input), edited(1, NOTHING));
  });

  it("attributes are deleted by key; keys that are not there are named", async () => {
    const identifier = await make();
    const input = { ...named(identifier), version: 1 };
    const some = { ...input, customAttributes: ["z", " b ", "A", "z", "b"] };
    expect(await mutate(remove, some)).toEqual(edited(2, DELETED, { missingKeys: ["z", "A"] }));
    expect(await attributesAt(identifier, 1)).toEqual(THERE);
    expect(await attributesAt(identifier, 2)).toEqual(THERE.slice(1));
    const rest = { ...input, version: 2, customAttributes: ["a", "B"] };
    expect(await mutate(remove, rest)).toEqual(edited(3, DELETED, { missingKeys: [] }));
    expect(await attributesAt(identifier, 3)).toEqual([]);
  });

  it.each([
    ["none", []],
    ["only keys that are not there", ["z", "A"]],
  ])("deleting %s changes nothing", async (_, customAttributes) => {
    const identifier = await make();
    const input = { ...named(identifier), version: 1, customAttributes };
    const answer = edited(1, NOTHING, { missingKeys: customAttributes });
    await expectNothingDone(database, () => mutate(remove, input), answer);
  });

  it("a blank or impossible key to delete refuses the whole", async () => {
    const identifier = await make();
    const customAttributes = ["b", " ", "\u0000", long.repeat(251)];
    const answer = {
      ...refusedBy(
        fieldInvalid("customAttributes.1", "Custom attribute key is required"),
        fieldInvalid(
          "customAttributes.2",
          "Custom attribute key holds a character that is not text",
        ),
        fieldInvalid(
          "customAttributes.3",
          "Custom attribute key is 251 characters long; at most 250 are allowed",
        ),
      ),
      missingKeys: [],
    };
    const input = { ...named(identifier), version: 1, customAttributes };
    await expectNothingDone(database, () => mutate(remove, input), answer);
  });
});

describe("a pair's attributes", () => {
  it.each(["modifyCrosswalkMappingAttributes", "deleteCrosswalkMappingAttributes"] as const)(
    "are found by its identifier alone: %s",
    async (name) => {
      const identifier = await make();
      const other = await make();
      const nobodys = [pair(other), pair(identifier, ""), pair(identifier, "z"), identifier];
      for (const codeIdentifier of nobodys) {
        const customAttributes = name.startsWith("modify") ? [{ key: "k" }] : ["b"];
        const input = { identifier, codeIdentifier, version: 1, customAttributes };
        const answer = {
          ...refusedBy(missing("codeIdentifier", `The crosswalk has no pair ${codeIdentifier}.`)),
          ...(name.startsWith("delete") ? { missingKeys: [] } : {}),
        };
        await expectNothingDone(database, () => mutate(name, input), answer);
        // That it is not there comes before every other refusal.
        await expectNothingDone(database, () => mutate(name, { ...input, version: 7 }), answer);
      }
      const codeIdentifier = pair(identifier).toUpperCase();
      const stale = { identifier, codeIdentifier, version: 7, customAttributes: [] };
      expect(await mutate(name, stale)).toMatchObject(refusedBy(notLatest(7, 1)));
    },
  );

  it("change that pair alone, and keep its identifier and relationship", async () => {
    const identifier = await makeCrosswalk(commandsOf(database, as), {
      mappings: [
        {
          ...mapped("1"),
          targets: [{ targetCode: "x", relationship: "EQUIVALENT" }, { targetCode: "y" }],
        },
      ],
    });
    const customAttributes = [{ key: "k", value: "v" }];
    const named = { identifier, codeIdentifier: pair(identifier) };
    await mutate("modifyCrosswalkMappingAttributes", { ...named, version: 1, customAttributes });
    const text = `query ($identifier: UUID!) { crosswalk(identifier: $identifier) { latestVersion {
      mapping(sourceCodeSystem: "ndc", sourceCode: "1") { targets {
        identifier relationship customAttributes { key value } } } } } }`;
    expect(await dataOf(ask(text, { as, variables: { identifier } }))).toEqual({
      crosswalk: {
        latestVersion: {
          mapping: [
            {
              targets: [
                { identifier: pair(identifier), relationship: "EQUIVALENT", customAttributes },
                { identifier: pair(identifier, "y"), relationship: null, customAttributes: [] },
              ],
            },
          ],
        },
      },
    });
  });
});
