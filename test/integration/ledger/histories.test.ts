import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/commands/context.js";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import type { Window } from "../../../src/kernel/window.js";
import type { MappingInput } from "../../../src/rules/crosswalks/mappingInputs.js";
import { mappingQueries } from "../../../src/store/crosswalks/mappings.js";
import { crosswalkQueries } from "../../../src/store/crosswalks/queries.js";
import { commandsOf, makeCrosswalk } from "../../support/commands.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { brokenInvariants } from "./invariants.js";
import { deletePairs, publishDraft } from "./laterCommands.js";
import {
  added,
  byBytes,
  type Content,
  conflicts,
  keyOf,
  type ModelVersion,
  mappingsOf,
  picked,
  type Step,
  sameContent,
  totalsOf,
} from "./model.js";

const { database } = useTestDatabase();
const crosswalks = crosswalkQueries(database.reads);
const mappings = mappingQueries(database.reads);

// U+FFFD comes before U+1F600 by its bytes and after it in JavaScript.
const CODES = ["a", "B", "\uFFFD", "\u{1F600}"];
const cursor = { by: "cursor", after: null, before: null, backward: false } as const;

/** What an edit is to come to: how many faults refuse it, or what it leaves and says. */
interface Expectation {
  readonly draft: boolean;
  readonly intended: Content;
  readonly refused: number;
  readonly message: string;
}

/** A crosswalk in the database and what it ought to be. */
class History {
  readonly versions: ModelVersion[] = [{ content: new Map(), published: true }];
  constructor(
    readonly context: CommandContext,
    readonly identifier: string,
  ) {}

  get newest(): ModelVersion {
    return this.versions.at(-1) ?? { content: new Map(), published: true };
  }

  async take(step: Step): Promise<void> {
    if (step.kind === "publish") {
      if (this.newest.published) return;
      await publishDraft(this.context, this.identifier);
      this.versions[this.versions.length - 1] = { ...this.newest, published: true };
      return;
    }
    const version = this.versions.length;
    const edit = { identifier: this.identifier, version, draft: step.draft };
    if (step.kind === "add") {
      const intended = added(this.newest.content, step.mappings);
      const refused = conflicts(this.newest.content, step.mappings);
      const input = { ...edit, mappings: step.mappings };
      const result = await addCrosswalkMappings(this.context, input);
      const message = "Target codes added successfully.";
      this.expectOutcome(result, { draft: edit.draft, intended, refused, message });
    } else {
      const pairs = picked(this.newest.content, step.picks);
      const left = new Map(this.newest.content);
      for (const [key, pair] of this.newest.content) if (pairs.includes(pair)) left.delete(key);
      const result = await deletePairs(this.context, edit, pairs);
      const message = "Target codes deleted successfully.";
      this.expectOutcome(result, { draft: edit.draft, intended: left, refused: 0, message });
    }
  }

  /** Compares what a command answered with what it ought to have done, and remembers that. */
  private expectOutcome(
    result: Awaited<ReturnType<typeof deletePairs>>,
    { draft, intended, refused, message }: Expectation,
  ): void {
    const version = this.versions.length;
    if (!this.newest.published && !draft) {
      const failure = [{ kind: "LatestVersionIsDraft", draftVersion: version }];
      expect(result).toMatchObject({ ok: false, failure });
    } else if (refused > 0) {
      const failure = Array.from({ length: refused }, () => ({ kind: "FieldInvalid" }));
      expect(result).toMatchObject({ ok: false, failure });
    } else if (sameContent(intended, this.newest.content)) {
      expect(result).toMatchObject({ value: { version, message: "Nothing to change." } });
    } else {
      if (!this.newest.published) this.versions.pop();
      this.versions.push({ content: intended, published: !draft });
      expect(result).toMatchObject({ value: { version: this.versions.length, message } });
    }
  }
}

/** Everything that can be read of all versions so far is what the model holds. */
async function expectAsModelled({ context, identifier, versions }: History): Promise<void> {
  const { viewer } = context;
  const [crosswalk] = await crosswalks.byIdentifiers(viewer, [identifier]);
  const containerId = crosswalk?.containerId ?? 0;
  expect(crosswalk?.newest.ordinal).toBe(versions.length);
  const released = versions.findLastIndex(({ published }) => published) + 1;
  expect(crosswalk?.publishedVersion).toBe(released);
  const ordinals = versions.map((_, at) => ({ containerId, ordinal: at + 1 }));
  const rows = await crosswalks.versions(viewer, ordinals);
  rows.sort((a, b) => a.ordinal - b.ordinal);
  expect(rows).toMatchObject(
    versions.map(({ content, published }) => ({
      ...totalsOf(content),
      releasedAt: published ? expect.any(Date) : null,
    })),
  );
  const snapshots = rows.map(({ revision }) => ({ containerId, revision }));
  const lists = versions.map(({ content }) => mappingsOf(identifier, content));
  const read = (window: Window) => mappings.lists(viewer, snapshots, window);
  await expectWindows(lists, read);

  const sources = [
    ...new Map(lists.flat().map((row) => [JSON.stringify(keyOf(row)), row])).values(),
  ];
  const keys = snapshots.flatMap((at) =>
    sources.map(({ sourceSystem, sourceCode }) => ({ ...at, sourceSystem, sourceCode })),
  );
  expect(await mappings.ofSources(viewer, keys)).toEqual(
    lists.flatMap((list) =>
      sources.map((asked) =>
        list.filter(
          (row) => row.sourceSystem === asked.sourceSystem && row.sourceCode === asked.sourceCode,
        ),
      ),
    ),
  );
}

type Lists = readonly ReturnType<typeof mappingsOf>[];

/** Pages by number and by cursor, both ways from every key, of all versions in one statement each. */
async function expectWindows(
  lists: Lists,
  read: (window: Window) => ReturnType<typeof mappings.lists>,
): Promise<void> {
  const size = 3;
  const longest = Math.max(...lists.map(({ length }) => length));
  for (let number = 1; (number - 2) * size < longest; number += 1) {
    const from = (number - 1) * size;
    expect(await read({ by: "page", size, number })).toEqual(
      lists.map((list) => ({
        items: list.slice(from, from + size),
        hasNext: list.length > from + size,
        hasPrevious: number > 1,
      })),
    );
  }
  for (const key of lists.flat().map(keyOf)) {
    const after = lists.map((list) => list.filter((row) => byBytes(keyOf(row), key) > 0));
    expect(await read({ ...cursor, size, after: key })).toEqual(
      after.map((list) => ({
        items: list.slice(0, size),
        hasNext: list.length > size,
        hasPrevious: true,
      })),
    );
    const before = lists.map((list) => list.filter((row) => byBytes(keyOf(row), key) < 0));
    expect(await read({ ...cursor, size, before: key, backward: true })).toEqual(
      before.map((list) => ({
        items: list.slice(-size),
        hasNext: true,
        hasPrevious: list.length > size,
      })),
    );
  }
  for (const backward of [false, true]) {
    const whole = await read({ ...cursor, size: 1000, backward });
    expect(whole.map(({ items }) => items)).toEqual(lists);
  }
}

const target = fc.record(
  {
    targetCode: fc.constantFrom("1", "2", "\u{1F600}"),
    relationship: fc.constantFrom("EQUIVALENT" as const, "RELATED_TO" as const, null),
    customAttributes: fc.array(
      fc.record({ key: fc.constantFrom("x", "Y"), value: fc.constantFrom("1", "2", null) }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ["targetCode"] },
);
const source = {
  sourceCodeSystem: fc.constantFrom("ndc", "rxnorm"),
  sourceCode: fc.constantFrom(...CODES),
  targetCodeSystem: fc.constantFrom("loinc", "ndc"),
};
const mapping: fc.Arbitrary<MappingInput> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ ...source, targets: fc.array(target, { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ ...source, noMap: fc.constant(true) }) },
);
const picks = fc.array(fc.nat(50), { minLength: 1, maxLength: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("add" as const),
      draft: fc.boolean(),
      mappings: fc.array(mapping, { minLength: 1, maxLength: 5 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("delete" as const), draft: fc.boolean(), picks }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("publish" as const) }) },
);

describe("whatever happens to a crosswalk", () => {
  it("every version reads as it was left, and what is derived agrees with the pairs", async () => {
    const viewer = await memberOf(database, "Demo");
    const context = commandsOf(database, viewer);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const history = new History(context, await makeCrosswalk(context));
        for (const one of steps) {
          await history.take(one);
          await expectAsModelled(history);
        }
        expect(await brokenInvariants(database)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});
