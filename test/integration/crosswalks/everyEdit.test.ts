import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { pairIdentifier } from "../../../src/rules/crosswalks/changes.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import {
  archived,
  type CrosswalkMutation,
  drafted,
  edited,
  type Input,
  isDraft,
  mutationsAs,
  noCrosswalk,
  notADraft,
  notLatest,
  refusedBy,
} from "../../support/crosswalkGraph.js";
import { graphOver } from "../../support/graph.js";
import { crosswalkOf, versionOf } from "../../support/readings.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
let as: Viewer;
const mutate = mutationsAs(graphOver(database), () => as);
const LATER = new Date("2026-03-01T10:00:00.000Z");
const NOBODY = "00000000-0000-4000-8000-000000000000";

beforeAll(async () => {
  as = await memberOf(database, "Demo");
});

const x = { sourceSystem: "ndc", sourceCode: "1", targetSystem: "rxnorm", targetCode: "x" };
const deletion = {
  sourceCodeSystem: "ndc",
  sourceCode: "1",
  targetCodeSystem: "rxnorm",
  targetCodes: ["x"],
};

/** Every edit: what it says beside identifier, version and draft, and the kind that the history gives it. */
const edits: readonly (readonly [CrosswalkMutation, (identifier: string) => Input, string])[] = [
  ["addCrosswalkMappings", () => ({ mappings: [mapped("2", "x")] }), "MAPPINGS_ADDED"],
  ["deleteCrosswalkMappings", () => ({ mappings: [deletion] }), "MAPPINGS_DELETED"],
  ["updateCrosswalk", () => ({ name: "New" }), "UPDATED"],
  [
    "modifyCrosswalkAttributes",
    () => ({ customAttributes: [{ key: "new" }] }),
    "ATTRIBUTES_MODIFIED",
  ],
  ["deleteCrosswalkAttributes", () => ({ customAttributes: ["k"] }), "ATTRIBUTES_DELETED"],
  [
    "modifyCrosswalkMappingAttributes",
    (identifier) => ({
      codeIdentifier: pairIdentifier(identifier, x),
      customAttributes: [{ key: "new" }],
    }),
    "MAPPING_ATTRIBUTES_MODIFIED",
  ],
  [
    "deleteCrosswalkMappingAttributes",
    (identifier) => ({ codeIdentifier: pairIdentifier(identifier, x), customAttributes: ["k"] }),
    "MAPPING_ATTRIBUTES_DELETED",
  ],
  ["revertCrosswalk", () => ({ toVersion: 1 }), "REVERTED"],
];

/** Version 1 has another name and lacks an attribute that version 2 has; version 3 is a draft if wanted. */
async function make(draft = false): Promise<string> {
  const context = commandsOf(database, as);
  const target = { targetCode: "x", customAttributes: [{ key: "k" }] };
  const identifier = await makeCrosswalk(context, {
    name: "Old",
    customAttributes: [{ key: "k" }],
    mappings: [{ ...mapped("1"), targets: [target] }],
  });
  await mutate("modifyCrosswalkAttributes", {
    identifier,
    version: 1,
    customAttributes: [{ key: "more" }],
  });
  if (draft) await mutate("createCrosswalkDraft", { identifier, version: 2 });
  return identifier;
}

async function kinds(identifier: string): Promise<readonly string[]> {
  const { containerId } = await crosswalkOf(database, as, identifier);
  const rows = await database.reads.execute<{ kind: string }>(
    `select kind from revision where container_id = ${containerId} order by number`,
  );
  return rows.map(({ kind }) => kind);
}

describe.each(edits)("%s", (name, more, kind) => {
  const edit = (identifier: string, version: number, draft: boolean | null) =>
    mutate(name, { identifier, version, draft, ...more(identifier) }, LATER);

  it.each([false, null])("with draft %s makes the next version and publishes it", async (draft) => {
    const identifier = await make();
    const before = await versionOf(database, as, { identifier, version: 2 });
    expect(await edit(identifier, 2, draft)).toMatchObject({
      ...edited(3, null),
      message: expect.toSatisfy((message) => message !== "Nothing to change."),
    });
    expect(await versionOf(database, as, { identifier, version: 2 })).toEqual(before);
    expect(await versionOf(database, as, { identifier, version: 3 })).toMatchObject({
      releasedAt: LATER,
      createdAt: LATER,
      createdBy: "demo",
    });
    expect(await kinds(identifier)).toEqual(["CREATED", "ATTRIBUTES_MODIFIED", kind]);
  });

  it("as a draft opens one, and edits it in place", async () => {
    const identifier = await make();
    expect(await edit(identifier, 2, true)).toMatchObject({
      crosswalkVersion: { version: 3, status: "DRAFT" },
    });
    expect(await crosswalkOf(database, as, identifier)).toMatchObject({ publishedVersion: 2 });

    const other = await make(true);
    expect(await edit(other, 3, true)).toMatchObject({
      crosswalkVersion: { version: 3, status: "DRAFT" },
      userErrors: [],
    });
    expect(await versionOf(database, as, { identifier: other, version: 3 })).toMatchObject({
      updatedAt: LATER,
      releasedAt: null,
    });
    expect(await kinds(other)).toEqual(["CREATED", "ATTRIBUTES_MODIFIED", "DRAFT_OPENED", kind]);
  });

  it("is refused while the newest version is a draft, whatever version it names", async () => {
    const identifier = await make(true);
    for (const version of [2, 3, 9]) {
      const work = async () => await edit(identifier, version, false);
      await expectNothingDone(database, work, expect.objectContaining(refusedBy(isDraft(3))));
    }
  });

  it("is refused with any version but the newest", async () => {
    const identifier = await make();
    for (const version of [1, 3, 0, -1]) {
      const work = async () => await edit(identifier, version, false);
      const answer = expect.objectContaining(refusedBy(notLatest(version, 2)));
      await expectNothingDone(database, work, answer);
    }
    const draft = await make(true);
    const work = async () => await edit(draft, 2, true);
    await expectNothingDone(database, work, expect.objectContaining(refusedBy(notLatest(2, 3))));
  });

  it("is refused while the crosswalk is archived, before all else but a thing that is not there", async () => {
    for (const draft of [false, true]) {
      const identifier = await make(draft);
      await mutate("archiveCrosswalk", { identifier });
      for (const version of [2, 3]) {
        const work = async () => await edit(identifier, version, draft);
        await expectNothingDone(database, work, expect.objectContaining(refusedBy(archived)));
      }
    }
  });

  it("finds no crosswalk where there is none", async () => {
    const work = async () => await edit(NOBODY, 1, false);
    await expectNothingDone(
      database,
      work,
      expect.objectContaining(refusedBy(noCrosswalk(NOBODY))),
    );
  });
});

describe("createCrosswalkDraft", () => {
  it("opens a draft that is what was published", async () => {
    const identifier = await make();
    const input = { identifier, version: 2 };
    expect(await mutate("createCrosswalkDraft", input, LATER)).toEqual(drafted(3, null));
    const { ordinal, revision, releasedAt, ...published } = await versionOf(database, as, {
      identifier,
      version: 2,
    });
    expect([ordinal, revision, releasedAt]).toEqual([2, 2, expect.any(Date)]);
    expect(await versionOf(database, as, { identifier, version: 3 })).toEqual({
      ...published,
      ordinal: 3,
      revision: 3,
      releasedAt: null,
      createdAt: LATER,
      updatedAt: LATER,
    });
  });

  it("is refused over a draft, with a version that is not the newest, and on an archived crosswalk", async () => {
    const identifier = await make(true);
    for (const version of [2, 3]) {
      const work = () => mutate("createCrosswalkDraft", { identifier, version });
      await expectNothingDone(database, work, refusedBy(isDraft(3)));
    }
    const published = await make();
    const open = (version: number) => () =>
      mutate("createCrosswalkDraft", { identifier: published, version });
    await expectNothingDone(database, open(1), refusedBy(notLatest(1, 2)));
    await mutate("archiveCrosswalk", { identifier: published });
    await expectNothingDone(database, open(2), refusedBy(archived));
  });
});

describe.each(["publishCrosswalkDraft", "discardCrosswalkDraft"] as const)("%s", (name) => {
  it("is refused without a draft, with another version, and on an archived crosswalk", async () => {
    const published = await make();
    for (const version of [1, 2, 3]) {
      const work = () => mutate(name, { identifier: published, version });
      await expectNothingDone(database, work, refusedBy(notADraft(2)));
    }
    const identifier = await make(true);
    const finish = (version: number) => () => mutate(name, { identifier, version });
    await expectNothingDone(database, finish(2), refusedBy(notLatest(2, 3)));
    await mutate("archiveCrosswalk", { identifier });
    await expectNothingDone(database, finish(3), refusedBy(archived));
    const nobodys = () => mutate(name, { identifier: NOBODY, version: 1 });
    await expectNothingDone(database, nobodys, refusedBy(noCrosswalk(NOBODY)));
  });
});
