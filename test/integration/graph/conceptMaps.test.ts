import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCrosswalk } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { mutationsAs } from "../../support/crosswalkGraph.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database, takeStatements } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
const mutate = mutationsAs(ask, () => as);
/** In the order of their identifiers; the third is archived. */
let crosswalks: readonly string[];
let away: string;

function make(): Promise<string> {
  const cvx = { sourceCodeSystem: "cvx" };
  return makeCrosswalk(commandsOf(database, as), {
    mappings: [
      {
        ...cvx,
        sourceCode: "01",
        targetCodeSystem: "mvx",
        targets: [
          { targetCode: "B" },
          { targetCode: "A" },
          { targetCode: "C", relationship: "NOT_RELATED_TO" },
        ],
      },
      { ...cvx, sourceCode: "01", targetCodeSystem: "cvx", targets: [{ targetCode: "02" }] },
      { ...cvx, sourceCode: "02", targetCodeSystem: "mvx", targets: [{ targetCode: "A" }] },
      { ...cvx, sourceCode: "03", targetCodeSystem: "mvx", noMap: true },
    ],
  });
}

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  await importConcepts(database, { codeSystem: "cvx", version: "1" }, ["01", "02", "03"]);
  await importConcepts(database, { codeSystem: "mvx", version: "1" }, ["A", "B", "C"]);
  crosswalks = [await make(), await make()].toSorted();
  away = await make();
  const ring = Array.from({ length: 20 }, (_, at) => `${at}`);
  await importConcepts(database, { codeSystem: "vis", version: "1" }, ring);
  await makeCrosswalk(commandsOf(database, as), {
    mappings: ring.map((code, at) => ({
      sourceCodeSystem: "vis",
      sourceCode: code,
      targetCodeSystem: "vis",
      targets: [{ targetCode: ring.at(at - 1) ?? "" }],
    })),
  });
  await mutate("archiveCrosswalk", { identifier: away });
});

interface Maps {
  readonly totalCount: number;
  readonly nodes: readonly {
    readonly sourceCode: string;
    readonly targetCode: string;
    readonly crosswalkVersion: { readonly crosswalk: { readonly identifier: string } };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

async function mapsOf(of: string, field: string): Promise<Maps> {
  const [codeSystem, code] = of.split(" ");
  const text = `query ($codeSystem: String!, $code: String!) {
    concept(codeSystem: $codeSystem, code: $code) { maps: ${field} {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { sourceCode targetCode crosswalkVersion { crosswalk { identifier } } } } } }`;
  const variables = { codeSystem, code };
  return (await dataOf<{ concept: { maps: Maps } }>(ask(text, { as, variables }))).concept.maps;
}

function shown({ nodes }: Maps): readonly string[] {
  return nodes.map(({ sourceCode, targetCode, crosswalkVersion }) => {
    const at = crosswalks.indexOf(crosswalkVersion.crosswalk.identifier);
    return `${sourceCode}->${targetCode} @${at}`;
  });
}

const FIRST = ["01->02 @0", "01->A @0", "01->B @0"];
const ALL = [...FIRST, "01->02 @1", "01->A @1", "01->B @1"];

describe("Concept.crosswalkTargets", () => {
  it.each([
    ["cvx 01", "crosswalkTargets", ALL],
    ["cvx 01", "crosswalkTargets(targetCodeSystem: null, crosswalk: null)", ALL],
    ["cvx 01", 'crosswalkTargets(targetCodeSystem: "cvx")', ["01->02 @0", "01->02 @1"]],
    ["cvx 01", 'crosswalkTargets(targetCodeSystem: "nowhere")', []],
    ["cvx 03", "crosswalkTargets", []],
    ["mvx A", "crosswalkTargets", []],
    ["mvx A", "crosswalkSources", ["01->A @0", "02->A @0", "01->A @1", "02->A @1"]],
    ["mvx A", 'crosswalkSources(sourceCodeSystem: "mvx")', []],
    ["mvx C", "crosswalkSources", []],
    ["cvx 02", 'crosswalkSources(sourceCodeSystem: "cvx")', ["01->02 @0", "01->02 @1"]],
  ])("of %s, asked as %s", async (of, field, maps) => {
    const found = await mapsOf(of, field);
    expect(shown(found)).toEqual(maps);
    expect(found.totalCount).toBe(maps.length);
  });

  it("keeps to one crosswalk, an archived one too", async () => {
    const only = (crosswalk: string, field = "crosswalkTargets") =>
      mapsOf("cvx 01", `${field}(crosswalk: "${crosswalk}")`);
    expect(shown(await only(crosswalks[0] ?? ""))).toEqual(FIRST);
    expect(shown(await only(away))).toEqual(["01->02 @-1", "01->A @-1", "01->B @-1"]);
    const nobodys = await only("00000000-0000-4000-8000-000000000000");
    expect(nobodys).toMatchObject({ totalCount: 0, nodes: [] });
  });

  it("is paged from both ends", async () => {
    const first = await mapsOf("cvx 01", "crosswalkTargets(first: 4)");
    expect(shown(first)).toEqual(ALL.slice(0, 4));
    expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([6, true]);
    const { endCursor } = first.pageInfo;
    const rest = await mapsOf("cvx 01", `crosswalkTargets(first: 4, after: "${endCursor}")`);
    expect(shown(rest)).toEqual(ALL.slice(4));
    expect(rest.pageInfo.hasNextPage).toBe(false);
    const last = await mapsOf("cvx 01", "crosswalkTargets(last: 2)");
    expect(shown(last)).toEqual(ALL.slice(4));
    const page = await mapsOf("mvx A", "crosswalkSources(pageSize: 3, pageNumber: 2)");
    expect(shown(page)).toEqual(["02->A @1"]);
  });

  it("refuses a slug that no database keeps", async () => {
    for (const field of [
      "crosswalkTargets(targetCodeSystem",
      "crosswalkSources(sourceCodeSystem",
    ]) {
      const text = `query ($slug: String!) { concept(codeSystem: "cvx", code: "01") {
        ${field}: $slug) { totalCount } } }`;
      const name = field.split("(")[1];
      expect(await errorsOf(ask(text, { as, variables: { slug: "\u0000" } }))).toEqual([
        `BAD_USER_INPUT: ${name} holds a character that is not text.`,
      ]);
    }
  });

  it.each([
    "crosswalkTargets(first: 10) { totalCount nodes { targetCode crosswalkVersion { version } } }",
    "crosswalkSources(first: 10) { totalCount nodes { sourceDisplay } }",
  ])("is read for many concepts in as many statements as for one: %s", async (fields) => {
    const text = `query ($first: Int!) {
      codeSystem(slug: "vis") { concepts(first: $first) { nodes { ${fields} } } } }`;
    const count = async (first: number) => {
      takeStatements();
      await dataOf(ask(text, { as, variables: { first } }));
      return takeStatements().length;
    };
    expect(await count(20)).toBe(await count(2));
  });
});
