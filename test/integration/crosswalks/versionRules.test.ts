import { beforeAll, describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/commands/context.js";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import type { MappingInput } from "../../../src/rules/crosswalks/mappingInputs.js";
import { FIXED_NOW } from "../../support/clock.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { crosswalkOf, pairsOf, versionOf } from "../../support/readings.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const LATER = new Date("2026-02-03T04:05:06.789Z");
let context: CommandContext;
/** The same caller, later. */
let later: CommandContext;

beforeAll(async () => {
  const viewer = await memberOf(database, "Demo");
  context = commandsOf(database, viewer);
  later = commandsOf(database, viewer, LATER);
});

interface Edit {
  readonly version: number;
  readonly draft: boolean;
  readonly mappings?: readonly MappingInput[];
}

function edit(identifier: string, { mappings = [mapped("2", "y")], ...rest }: Edit) {
  return addCrosswalkMappings(later, { identifier, ...rest, mappings });
}

async function stands(identifier: string) {
  const { newest, publishedVersion } = await crosswalkOf(database, context.viewer, identifier);
  return { newest: newest.ordinal, published: publishedVersion };
}

function pairs(identifier: string, version: number) {
  return pairsOf(database, context.viewer, { identifier, version });
}

const ONE = ["ndc 1 -> rxnorm x"];
const BOTH = [...ONE, "ndc 2 -> rxnorm y"];

describe("on a published version", () => {
  const make = () => makeCrosswalk(context, { mappings: [mapped("1", "x")] });

  it("an edit makes the next version and publishes it", async () => {
    const identifier = await make();
    expect(await edit(identifier, { version: 1, draft: false })).toMatchObject({
      ok: true,
      value: { version: 2 },
    });
    expect(await stands(identifier)).toEqual({ newest: 2, published: 2 });
    expect([await pairs(identifier, 1), await pairs(identifier, 2)]).toEqual([ONE, BOTH]);
  });

  it("an edit as a draft opens the next version, and what is published stays as it is", async () => {
    const identifier = await make();
    const published = await versionOf(database, context.viewer, { identifier, version: 1 });
    expect(await edit(identifier, { version: 1, draft: true })).toMatchObject({
      ok: true,
      value: { version: 2 },
    });
    expect(await stands(identifier)).toEqual({ newest: 2, published: 1 });
    expect([await pairs(identifier, 1), await pairs(identifier, 2)]).toEqual([ONE, BOTH]);
    expect(await versionOf(database, context.viewer, { identifier, version: 1 })).toEqual(
      published,
    );
  });

  it.each([
    [0, false],
    [2, false],
    [2, true],
    [-1, true],
  ])("an edit of version %i, draft %s, is not of the newest", async (version, draft) => {
    const identifier = await make();
    await expectNothingDone(database, () => edit(identifier, { version, draft }), {
      ok: false,
      failure: [
        {
          kind: "NotLatestVersion",
          path: ["version"],
          latestVersion: 1,
          message: `Version ${version} is not the newest; the newest is 1.`,
        },
      ],
    });
  });

  it("an edit of the version before the newest is told which one is", async () => {
    const identifier = await make();
    await edit(identifier, { version: 1, draft: false });
    const again = { version: 1, draft: false, mappings: [mapped("3", "z")] };
    await expectNothingDone(database, () => edit(identifier, again), {
      ok: false,
      failure: [
        {
          kind: "NotLatestVersion",
          path: ["version"],
          latestVersion: 2,
          message: "Version 1 is not the newest; the newest is 2.",
        },
      ],
    });
  });

  it.each([false, true])(
    "an edit that changes nothing makes no version, draft %s",
    async (draft) => {
      const identifier = await make();
      const same = { version: 1, draft, mappings: [mapped("1", "x")] };
      await expectNothingDone(database, () => edit(identifier, same), {
        ok: true,
        value: {
          identifier,
          version: 1,
          message: "Nothing to change.",
          skipped: [],
          invalidCodes: [],
        },
      });
    },
  );
});

describe("on a draft", () => {
  const make = async () => {
    const identifier = await makeCrosswalk(context, { mappings: [mapped("1", "x")] });
    await addCrosswalkMappings(context, {
      identifier,
      version: 1,
      draft: true,
      mappings: [mapped("2", "y")],
    });
    return identifier;
  };

  it.each([1, 2, 3])("an edit of version %i that is no draft is refused", async (version) => {
    const identifier = await make();
    await expectNothingDone(database, () => edit(identifier, { version, draft: false }), {
      ok: false,
      failure: [
        {
          kind: "LatestVersionIsDraft",
          path: ["version"],
          draftVersion: 2,
          message: "Version 2 is a draft. Publish the draft, or edit it with draft: true.",
        },
      ],
    });
  });

  it("an edit as a draft changes it in place, and what is published stays as it is", async () => {
    const identifier = await make();
    const published = await versionOf(database, context.viewer, { identifier, version: 1 });
    const draft = await versionOf(database, context.viewer, { identifier, version: 2 });
    const more = { version: 2, draft: true, mappings: [mapped("0", "w"), mapped("1", "z")] };
    expect(await edit(identifier, more)).toMatchObject({ ok: true, value: { version: 2 } });
    expect(await stands(identifier)).toEqual({ newest: 2, published: 1 });
    expect(await pairs(identifier, 2)).toEqual([
      "ndc 0 -> rxnorm w",
      "ndc 1 -> rxnorm x",
      "ndc 1 -> rxnorm z",
      "ndc 2 -> rxnorm y",
    ]);
    expect(await versionOf(database, context.viewer, { identifier, version: 2 })).toEqual({
      ...draft,
      revision: 3,
      groupCount: 3,
      sourceCodeCount: 3,
      targetCount: 4,
      updatedAt: LATER,
    });
    expect(draft).toMatchObject({ createdAt: FIXED_NOW, releasedAt: null });
    expect(await versionOf(database, context.viewer, { identifier, version: 1 })).toEqual(
      published,
    );
    expect(await pairs(identifier, 1)).toEqual(ONE);
  });

  it("an edit as a draft must name it", async () => {
    const identifier = await make();
    await expectNothingDone(database, () => edit(identifier, { version: 1, draft: true }), {
      ok: false,
      failure: [
        {
          kind: "NotLatestVersion",
          path: ["version"],
          latestVersion: 2,
          message: "Version 1 is not the newest; the newest is 2.",
        },
      ],
    });
  });

  it("an edit that changes nothing leaves it as it is", async () => {
    const identifier = await make();
    const same = { version: 2, draft: true, mappings: [mapped("2", "y")] };
    await expectNothingDone(database, () => edit(identifier, same), {
      ok: true,
      value: {
        identifier,
        version: 2,
        message: "Nothing to change.",
        skipped: [],
        invalidCodes: [],
      },
    });
  });
});

describe("on an archived crosswalk", () => {
  it.each([
    [1, false],
    [1, true],
    [9, false],
  ])("every edit is refused: version %i, draft %s", async (version, draft) => {
    const identifier = await makeCrosswalk(context);
    const { containerId } = await crosswalkOf(database, context.viewer, identifier);
    await database.reads.execute(
      `update crosswalk set archived_at = now() where container_id = ${containerId}`,
    );
    await expectNothingDone(database, () => edit(identifier, { version, draft }), {
      ok: false,
      failure: [
        {
          kind: "ResourceArchived",
          path: ["identifier"],
          message: "The crosswalk is archived; reactivate it before editing it.",
        },
      ],
    });
  });
});
