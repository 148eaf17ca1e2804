import { describe, expect, it } from "vitest";
import { decodeOpaque } from "../../../src/kernel/opaque.js";
import { largeCollections } from "../../bench/collections/shapes.js";
import { codeOf, sourceSystem, syntheticRelease } from "../../bench/content/concepts.js";
import { ContentIndex, type CrosswalkEntry } from "../../bench/content/contentIndex.js";
import { SOURCE_URL } from "../../bench/content/load.js";
import { fullScale, quickScale } from "../../bench/content/scale.js";
import { drawerOf } from "../../bench/measure/questions.js";
import type { ReadWorkload } from "../../bench/workloads/workload.js";
import { readWorkloads } from "../../bench/workloads/workloads.js";

const CODES = 3000;
const codes = Array.from({ length: CODES }, (_, number) => codeOf(sourceSystem, number));

function crosswalk(id: number, newest: number): CrosswalkEntry {
  const groups = codes.slice(0, 2000).map((sourceCode, at) => ({
    ...{ sourceSystem: sourceSystem.slug, sourceCode, targetSystem: "bench-target" },
    ...{ from: at % 2 === 0 ? 1 : newest, to: 2_147_483_647 },
  }));
  const mappingCounts = Array.from({ length: newest }, () => 1000);
  return { id, identifier: `identifier ${id}`, newest, mappingCounts, groups };
}

const content = new ContentIndex(
  [crosswalk(1, 5), crosswalk(2, 3)],
  [1, 2, 3].map((id) => ({ id, url: `collection ${id}`, codes: codes.slice(0, 500 * id) })),
  CODES,
);

function workload(letter: string): ReadWorkload {
  const found = readWorkloads.find((each) => each.letter === letter);
  if (!found) throw new Error(`There is no workload ${letter}`);
  return found;
}

describe("questions", () => {
  it.each(readWorkloads)("of $name are the same in every run, in whatever parts", (each) => {
    const [whole, parts] = [drawerOf(each, content), drawerOf(each, content)];
    expect([...parts(2), ...parts(3)]).toEqual(whole(5));
  });

  it.each(readWorkloads.filter(({ comesAgain }) => !comesAgain))("of $name differ", (each) => {
    const drawn = drawerOf(each, content)(50).map((draw) => JSON.stringify(draw.termgate));
    // Pages by number and lists of crosswalks can't be many in so little content.
    expect(new Set(drawn).size).toBeGreaterThan(40);
  });

  it("that come again do so for everybody alike", () => {
    const drawn = drawerOf(workload("r"), content)(3000);
    const different = (of: (typeof drawn)[number][keyof (typeof drawn)[number]][]) =>
      new Set(of.map((each) => JSON.stringify(each))).size;
    const together = new Set(drawn.map((draw) => JSON.stringify(draw))).size;
    expect(together).toBeLessThanOrEqual(300);
    expect(together).toBeGreaterThan(250);
    expect(different(drawn.map(({ termgate }) => termgate))).toBe(together);
    expect(different(drawn.map(({ floor }) => floor))).toBe(together);
  });

  it("for many codes name each once, the same for everybody", () => {
    const [draw] = drawerOf(workload("b"), content)(1);
    const codings = draw?.termgate.codings as { system: string; code: string }[];
    const asked = codings.map(({ code }) => code);
    expect(new Set(asked).size).toBe(1000);
    expect(draw?.postgraphile.codes).toEqual(asked);
    expect(draw?.floor[3]).toBe(asked.join());
  });

  it("for members begin at the same one for everybody", () => {
    const [draw] = drawerOf(workload("e"), content)(1);
    const [code, url] = decodeOpaque(String(draw?.termgate.after)) ?? [];
    expect(url).toBe(SOURCE_URL);
    expect(draw?.floor).toEqual([draw?.termgate.url, code]);
    const id = content.collections.find((each) => each.url === draw?.termgate.url)?.id;
    expect(draw?.postgraphile.after).toEqual({ cursor: "members", values: [id, code] });
  });

  it("for membership name members and others, each once", () => {
    const [draw] = drawerOf(workload("f"), content)(1);
    const asked = draw?.termgate.concepts as string[];
    const held = content.collections.find((each) => each.url === draw?.termgate.url)?.codes ?? [];
    expect(new Set(asked).size).toBe(100);
    const members = asked.filter((code) => held.includes(code));
    expect(members.length).toBeGreaterThan(40);
    expect(members.length).toBeLessThan(100);
  });
});

describe("answers", () => {
  const target = { targetCode: "T1", relationship: "EQUIVALENT" };
  const byName = ["bench-target", "T1", "EQUIVALENT"];

  it("to many codes are compared whatever their order and shape", () => {
    const { termgate, postgraphile, floor } = workload("b");
    const found = [
      ["S2", ...byName],
      ["S1", ...byName],
    ]
      .map((pair) => JSON.stringify(pair))
      .sort();
    const ours = (code: string) => ({
      coding: { code },
      matches: [{ ...target, targetCodeSystem: "bench-target" }],
    });
    const unmapped = { coding: { code: "S3" }, matches: [] };
    expect(termgate.normalised({ translate: [ours("S2"), unmapped, ours("S1")] } as never)).toEqual(
      found,
    );
    const theirs = (sourceCode: string) => ({
      ...target,
      sourceCode,
      targetSystem: "bench-target",
    });
    expect(
      postgraphile.normalised({ translateAtList: [theirs("S1"), theirs("S2")] } as never),
    ).toEqual(found);
    const bare = (code: string) => ({
      code,
      matches: [{ system: "bench-target", code: "T1", relationship: "EQUIVALENT" }],
    });
    expect(floor.normalised?.([bare("S1"), bare("S2")] as never)).toEqual(found);
  });

  it("to contains are the members among what was asked", () => {
    const { termgate, postgraphile, floor } = workload("f");
    const told = [
      { concept: "S2", member: true },
      { concept: "S3", member: false },
      { concept: "S1", member: true },
    ];
    const members = ["S1", "S2"];
    expect(termgate.normalised({ collectionVersion: { contains: told } } as never)).toEqual(
      members,
    );
    expect(floor.normalised?.(told as never)).toEqual(members);
    const list = [{ code: "S2" }, { code: "S1" }];
    expect(postgraphile.normalised({ membersAmongList: list } as never)).toEqual(members);
  });
});

/** Who is a member by the references, which name codes and patterns of codes. */
function membersOf(
  include: readonly string[],
  exclude: readonly string[],
  known: readonly string[],
) {
  const named = (expressions: readonly string[]) => {
    const codes = new Set(expressions.map((each) => /concepts\/(\w+)\/$/.exec(each)?.[1]));
    const patterns = expressions
      .map((each) => /code:regex=(.*)$/.exec(each)?.[1])
      .filter((pattern) => pattern !== undefined)
      .map((pattern) => new RegExp(`^${decodeURIComponent(pattern)}$`));
    return (code: string) => codes.has(code) || patterns.some((pattern) => pattern.test(code));
  };
  const [isIn, isOut] = [named(include), named(exclude)];
  return known.filter((code) => isIn(code) && !isOut(code));
}

describe("the large collections", () => {
  it.each([
    [fullScale, 100_000],
    [quickScale, 1000],
  ])(
    "have 1, 5 and 200 references and nearly as many members as each other: $name",
    (scale, size) => {
      const known = Array.from({ length: scale.sourceConcepts }, (_, at) =>
        codeOf(sourceSystem, at),
      );
      const shapes = largeCollections(SOURCE_URL, scale.memberStem);
      const counts = shapes.map(({ include, exclude }) => include.length + exclude.length);
      expect(counts).toEqual([1, 5, 200]);
      const members = shapes.map(
        ({ include, exclude }) => membersOf(include, exclude, known).length,
      );
      expect(members).toEqual([size, size - 11, size + 150 - 40]);
    },
  );
});

it("maps synthetic concepts to others of their code system, each type once", async () => {
  const { read } = syntheticRelease(sourceSystem, 500);
  let mapped = 0;
  for await (const row of read([], { asOf: new Date(0) })) {
    if ("rejected" in row) throw new Error(row.rejected);
    const { mappings = [] } = row.content as { mappings?: { mapType: string; toCode: string }[] };
    expect(new Set(mappings.map(({ mapType }) => mapType)).size).toBe(mappings.length);
    for (const { toCode } of mappings) expect(toCode < codeOf(sourceSystem, 500)).toBe(true);
    mapped += mappings.length;
  }
  expect(mapped).toBeGreaterThan(500);
  expect(mapped).toBeLessThan(700);
});
