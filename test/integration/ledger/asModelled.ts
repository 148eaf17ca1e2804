import { expect } from "vitest";
import type { Slice, Window } from "../../../src/kernel/window.js";
import { crosswalkHistoryQueries } from "../../../src/store/crosswalks/history.js";
import type { MappingRow } from "../../../src/store/crosswalks/mappingRows.js";
import { mappingQueries } from "../../../src/store/crosswalks/mappings.js";
import {
  type CrosswalkVersionRow,
  crosswalkQueries,
} from "../../../src/store/crosswalks/queries.js";
import type { Database } from "../../../src/store/database.js";
import type { History } from "./history.js";
import {
  byBytes,
  changesBetween,
  keyOf,
  type ModelVersion,
  mappingsOf,
  totalsOf,
} from "./model.js";

const cursor = { by: "cursor", after: null, before: null, backward: false } as const;

/** Everything that can be read of all versions so far is what the model holds. */
export async function expectAsModelled(database: Database, history: History): Promise<void> {
  const { identifier, versions } = history;
  const { viewer } = history.context;
  const crosswalks = crosswalkQueries(database.reads);
  const mappings = mappingQueries(database.reads);
  const [crosswalk] = await crosswalks.byIdentifiers(viewer, [identifier]);
  const containerId = crosswalk?.containerId ?? 0;
  expect(crosswalk?.newest.ordinal).toBe(versions.length);
  const released = versions.findLastIndex(({ published }) => published) + 1;
  expect(crosswalk?.publishedVersion).toBe(released);
  const ordinals = versions.map((_, at) => ({ containerId, ordinal: at + 1 }));
  const rows = await crosswalks.versions(viewer, ordinals);
  rows.sort((a, b) => a.ordinal - b.ordinal);
  expect(rows).toMatchObject(
    versions.map(({ name, content, published }) => ({
      name,
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
  await expectChanges(database, history, rows);
}

/** What changed from each version to the newest one. */
async function expectChanges(
  database: Database,
  { context, versions }: History,
  rows: readonly CrosswalkVersionRow[],
): Promise<void> {
  const reads = crosswalkHistoryQueries(database.reads);
  const high = rows.at(-1)?.revision ?? 0;
  const newest = versions.at(-1) as ModelVersion;
  for (const [at, { content }] of versions.entries()) {
    const { containerId, revision: low } = rows[at] as CrosswalkVersionRow;
    const span = { containerId, low, high };
    const found = await reads.changes(context.viewer, span, { ...cursor, size: 1000 });
    const expected = changesBetween(content, newest.content);
    expect(found.items).toMatchObject(
      expected.map(({ before, after, ...key }) => ({
        ...key,
        atLow: before && { relationship: before.relationship, attributes: before.attributes },
        atHigh: after && { relationship: after.relationship, attributes: after.attributes },
      })),
    );
    expect(await reads.changeCount(context.viewer, span)).toBe(expected.length);
  }
}

type Lists = readonly ReturnType<typeof mappingsOf>[];

/** Pages by number and by cursor, both ways from every key, of all versions in one statement each. */
async function expectWindows(
  lists: Lists,
  read: (window: Window) => Promise<readonly Slice<MappingRow>[]>,
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
