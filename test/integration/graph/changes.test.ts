import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { mutationsAs } from "../../support/crosswalkGraph.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
let identifier: string;
const mutate = mutationsAs(ask, () => as);
const day = (number: number) => new Date(Date.UTC(2026, 1, number, 10));

/**
 * 1: 1 -> x y, 2 a no-map. 2: 1 -> x changed, 2 -> z for the no-map. 3: 1 -> y gone. 4: another name.
 * 5: 1 -> y again. 6, a draft: 3 -> x.
 */
beforeAll(async () => {
  as = await memberOf(database, "Demo");
  identifier = await makeCrosswalk(commandsOf(database, as, day(1)), {
    name: "Heart",
    mappings: [
      {
        ...mapped("1"),
        targets: [
          { targetCode: "x", customAttributes: [{ key: "k", value: "1" }] },
          { targetCode: "y" },
        ],
      },
      { ...mapped("2"), noMap: true },
    ],
  });
  const x = { targetCode: "x", relationship: "EQUIVALENT", customAttributes: [{ key: "l" }] };
  const second = [{ ...mapped("1"), targets: [x] }, mapped("2", "z")];
  await mutate("addCrosswalkMappings", { identifier, version: 1, mappings: second }, day(2));
  const y = { sourceCodeSystem: "ndc", sourceCode: "1", targetCodeSystem: "rxnorm" };
  const gone = [{ ...y, targetCodes: ["y"] }];
  await mutate("deleteCrosswalkMappings", { identifier, version: 2, mappings: gone }, day(3));
  await mutate("updateCrosswalk", { identifier, version: 3, name: "Liver" }, day(4));
  const again = [mapped("1", "y")];
  await mutate("addCrosswalkMappings", { identifier, version: 4, mappings: again }, day(5));
  const draft = { identifier, version: 5, draft: true, mappings: [mapped("3", "x")] };
  await mutate("addCrosswalkMappings", draft, day(6));
});

const PAIR = `identifier sourceCode targetCode relationship customAttributes { key value }
  crosswalkVersion { version }`;

function changes(version: number, since: number, args = "") {
  const text = `query ($identifier: UUID!, $version: Int!, $since: Int!) {
    crosswalk(identifier: $identifier) { atVersion(version: $version) {
      changes(since: $since${args}) { totalCount pageInfo { hasNextPage endCursor } nodes {
        kind sourceCodeSystem sourceCode targetCodeSystem targetCode
        before { ${PAIR} } after { ${PAIR} } } } } } }`;
  return ask(text, { as, variables: { identifier, version, since } });
}

interface Changes {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly nodes: readonly {
    readonly kind: string;
    readonly sourceCode: string;
    readonly targetCode: string;
    readonly before: Side;
    readonly after: Side;
  }[];
}
type Side = { readonly crosswalkVersion: { readonly version: number } } | null;

async function changesOf(...of: Parameters<typeof changes>): Promise<Changes> {
  const data = await dataOf<{ crosswalk: { atVersion: { changes: Changes } } }>(changes(...of));
  return data.crosswalk.atVersion.changes;
}

function shown({ nodes }: Changes): readonly string[] {
  return nodes.map(({ kind, sourceCode, targetCode, before, after }) => {
    const sides = [before, after].map((side) => side?.crosswalkVersion.version ?? "-");
    return `${kind} ${sourceCode}->${targetCode} ${sides.join(" ")}`;
  });
}

describe("CrosswalkVersion.changes", () => {
  it.each<readonly [number, number, readonly string[]]>([
    [1, 1, []],
    [2, 1, ["MODIFIED 1->x 1 2", "REMOVED 2-> - -", "ADDED 2->z - 2"]],
    [1, 2, ["MODIFIED 1->x 2 1", "ADDED 2-> - -", "REMOVED 2->z 2 -"]],
    [3, 2, ["REMOVED 1->y 2 -"]],
    [2, 3, ["ADDED 1->y - 2"]],
    [4, 3, []],
    [3, 1, ["MODIFIED 1->x 1 3", "REMOVED 1->y 1 -", "REMOVED 2-> - -", "ADDED 2->z - 3"]],
    [5, 1, ["MODIFIED 1->x 1 5", "REMOVED 2-> - -", "ADDED 2->z - 5"]],
    [5, 2, []],
    [2, 5, []],
    [5, 4, ["ADDED 1->y - 5"]],
    [6, 5, ["ADDED 3->x - 6"]],
    [5, 6, ["REMOVED 3->x 6 -"]],
  ])("of version %i since %i", async (version, since, expected) => {
    const found = await changesOf(version, since);
    expect(shown(found)).toEqual(expected);
    expect(found.totalCount).toBe(expected.length);
  });

  it("show attributes and relationship before and after", async () => {
    const [modified] = (await changesOf(2, 1)).nodes;
    const key = { sourceCode: "1", targetCode: "x" };
    const uuid = expect.stringMatching(/^[-0-9a-f]{36}$/);
    expect(modified).toEqual({
      kind: "MODIFIED",
      ...key,
      sourceCodeSystem: "ndc",
      targetCodeSystem: "rxnorm",
      before: {
        ...key,
        identifier: uuid,
        relationship: null,
        customAttributes: [{ key: "k", value: "1" }],
        crosswalkVersion: { version: 1 },
      },
      after: {
        ...key,
        identifier: uuid,
        relationship: "EQUIVALENT",
        customAttributes: [
          { key: "k", value: "1" },
          { key: "l", value: null },
        ],
        crosswalkVersion: { version: 2 },
      },
    });
  });

  it("are paged by number and by cursor", async () => {
    const all = shown(await changesOf(3, 1));
    expect(shown(await changesOf(3, 1, ", pageSize: 3, pageNumber: 2"))).toEqual(all.slice(3));
    const first = await changesOf(3, 1, ", first: 2");
    expect(shown(first)).toEqual(all.slice(0, 2));
    expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([4, true]);
    const after = `, first: 2, after: "${first.pageInfo.endCursor}"`;
    expect(shown(await changesOf(3, 1, after))).toEqual(all.slice(2));
    expect(shown(await changesOf(3, 1, ", last: 1"))).toEqual(all.slice(3));
    expect(await changesOf(3, 1, ", pageSize: 4, pageNumber: 9")).toMatchObject({
      totalCount: 4,
      nodes: [],
    });
  });

  it.each([0, 7, -1])("refuse a version %i that is not there", async (since) => {
    expect(await errorsOf(changes(1, since))).toEqual([
      `BAD_USER_INPUT: The crosswalk has no version ${since}.`,
    ]);
  });
});

describe("Crosswalk.asOf", () => {
  it.each([
    ["2026-01-31T00:00:00Z", null],
    [day(1).toISOString(), 1],
    ["2026-02-02T09:59:59.999Z", 1],
    ["2026-02-02T11:00:00+01:00", 2],
    [day(4).toISOString(), 4],
    ["2026-12-31T00:00:00Z", 5],
    ["9999-12-31T23:59:59-10:00", 5],
    ["0000-01-01T00:00:00Z", null],
  ])("%s is version %s", async (at, version) => {
    const text = `query ($identifier: UUID!, $at: DateTime!) {
      crosswalk(identifier: $identifier) { asOf(at: $at) { version status } } }`;
    expect(await dataOf(ask(text, { as, variables: { identifier, at } }))).toEqual({
      crosswalk: { asOf: version && { version, status: "PUBLISHED" } },
    });
  });

  it("never is a draft, and is one once that is published", async () => {
    const draft = await makeCrosswalk(commandsOf(database, as, day(1)), { draft: true });
    const text = `query ($identifier: UUID!) { crosswalk(identifier: $identifier) {
      asOf(at: "${day(8).toISOString()}") { version }
      before: asOf(at: "${day(6).toISOString()}") { version } } }`;
    const read = () => dataOf(ask(text, { as, variables: { identifier: draft } }));
    expect(await read()).toEqual({ crosswalk: { asOf: null, before: null } });
    await mutate("publishCrosswalkDraft", { identifier: draft, version: 1 }, day(7));
    expect(await read()).toEqual({ crosswalk: { asOf: { version: 1 }, before: null } });
  });
});

describe("Crosswalk.history", () => {
  async function historyOf(of: string, args = "") {
    const text = `query ($identifier: UUID!) { crosswalk(identifier: $identifier) {
      history${args} { totalCount nodes { number kind by at message } } } }`;
    const data = await dataOf<{ crosswalk: { history: { nodes: readonly object[] } } }>(
      ask(text, { as, variables: { identifier: of } }),
    );
    return data.crosswalk.history;
  }
  const entry = (number: number, kind: string) => {
    const at = day(number).toISOString();
    return { number, kind, by: "demo", at, message: null };
  };

  it("tells who did what and when, newest first", async () => {
    const nodes = [
      entry(6, "MAPPINGS_ADDED"),
      entry(5, "MAPPINGS_ADDED"),
      entry(4, "UPDATED"),
      entry(3, "MAPPINGS_DELETED"),
      entry(2, "MAPPINGS_ADDED"),
      entry(1, "CREATED"),
    ];
    expect(await historyOf(identifier)).toEqual({ totalCount: 6, nodes });
    expect(await historyOf(identifier, "(first: 2)")).toMatchObject({ nodes: nodes.slice(0, 2) });
    const page = "(pageSize: 4, pageNumber: 2)";
    expect(await historyOf(identifier, page)).toMatchObject({ nodes: nodes.slice(4) });
  });

  it("keeps what became of drafts, of archiving and of reverting", async () => {
    const own = await makeCrosswalk(commandsOf(database, as, day(1)));
    const named = (version: number) => ({ identifier: own, version });
    await mutate("createCrosswalkDraft", named(1), day(2));
    await mutate("updateCrosswalk", { ...named(2), draft: true, name: "Draft" }, day(3));
    await mutate("discardCrosswalkDraft", named(2), day(4));
    await mutate("createCrosswalkDraft", named(1), day(5));
    await mutate("publishCrosswalkDraft", named(2), day(6));
    await mutate("updateCrosswalk", { ...named(2), name: "Other" }, day(7));
    await mutate("revertCrosswalk", { ...named(3), toVersion: 1 }, day(8));
    await mutate("archiveCrosswalk", { identifier: own }, day(9));
    await mutate("reactivateCrosswalk", { identifier: own }, day(10));
    const kinds = [
      "CREATED",
      "DRAFT_OPENED",
      "UPDATED",
      "DRAFT_DISCARDED",
      "DRAFT_OPENED",
      "PUBLISHED",
      "UPDATED",
      "REVERTED",
      "ARCHIVED",
      "REACTIVATED",
    ];
    expect(await historyOf(own)).toEqual({
      totalCount: 10,
      nodes: kinds.map((kind, at) => entry(at + 1, kind)).toReversed(),
    });
  });
});
