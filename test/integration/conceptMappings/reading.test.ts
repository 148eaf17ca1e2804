import { beforeAll, describe, expect, it } from "vitest";
import { retireConceptMapping } from "../../../src/commands/conceptMappings/editConceptMapping.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf } from "../../support/viewers.js";

const { database, takeStatements } = useTestDatabase();
const ask = graphOver(database);
const LATER = new Date("2026-02-01T00:00:00.000Z");

/** Mappings of version 1 of `vis`, and those that came after it. */
beforeAll(async () => {
  const codes = ["A", "B", "C", "D"];
  const later = [...codes, "E"];
  await importConcepts(database, { codeSystem: "mvx", version: "1" }, codes);
  const cdc = await callerOf(database, { organizations: ["CDC-NCIRD", "AMA"] });
  const first = commandsOf(database, cdc);
  const vis = { codeSystem: "vis" };
  await makeMapping(first, { ...vis, fromConcept: "A", toConcept: "C", sortWeight: 2 });
  await makeMapping(first, { ...vis, fromConcept: "A", toConcept: "B", sortWeight: 1 });
  await makeMapping(first, { ...vis, fromConcept: "A", toConcept: "D", mapType: "Broader" });
  const toMvx = "/orgs/CDC-NCIRD/sources/MVX/concepts/B/";
  const retired = await makeMapping(first, { ...vis, fromConcept: "B", toConcept: toMvx });
  await retireConceptMapping(first, { conceptMapping: retired });
  const dangling = { toSourceUrl: "urn:later", toConceptCode: "7", toConceptName: "Seven dwarfs" };
  await makeMapping(first, { ...vis, fromConcept: "C", ...dangling });
  await importConcepts(database, { ...vis, version: "1" }, codes);
  await importConcepts(database, { ...vis, version: "2", released: false }, later);
  const second = commandsOf(database, cdc, LATER);
  await makeMapping(second, { ...vis, fromConcept: "E", toConcept: "A" });
  const mvx = {
    codeSystem: "mvx",
    fromConcept: "A",
    toConcept: "/orgs/CDC-NCIRD/sources/VIS/concepts/A/",
  };
  await makeMapping(second, { ...mvx, mapType: "Broader" });
});

interface Mappings {
  readonly totalCount: number;
  readonly pageInfo: { readonly endCursor: string };
  readonly nodes: readonly {
    readonly fromCode: string;
    readonly mapType: string;
    readonly toCode: string;
    readonly toName: string | null;
  }[];
}

const FIELDS = "totalCount pageInfo { endCursor } nodes { fromCode mapType toCode toName }";

function shown({ nodes }: Mappings): readonly string[] {
  return nodes.map(({ fromCode, mapType, toCode }) => `${fromCode} ${mapType} ${toCode}`);
}

async function ofVersion(version: string, args = ""): Promise<Mappings> {
  const data = await dataOf<{ codeSystem: { atVersion: { mappings: Mappings } } }>(
    ask(`{ codeSystem(slug: "vis") { atVersion(version: "${version}") {
      mappings${args} { ${FIELDS} } } } }`),
  );
  return data.codeSystem.atVersion.mappings;
}

async function ofConcept(
  concept: string,
  field: "mappings" | "inverseMappings",
  args = "",
): Promise<Mappings> {
  const data = await dataOf<{ concept: Record<string, Mappings> }>(
    ask(`{ concept(${concept}) { ${field}${args} { ${FIELDS} } } }`),
  );
  return data.concept[field] as Mappings;
}

const ALL = ["A Broader D", "A SAME-AS B", "A SAME-AS C", "C SAME-AS 7", "E SAME-AS A"];

describe("mappings of a code system", () => {
  it("are in order of code, map type and weight, without the retired ones", async () => {
    const mappings = await ofVersion("HEAD");
    expect(shown(mappings)).toEqual(ALL);
    expect(mappings.totalCount).toBe(5);
  });

  it("are in each version those of that version", async () => {
    expect(shown(await ofVersion("1"))).toEqual(ALL.slice(0, 4));
    const data = await dataOf<{ codeSystem: object }>(
      ask(`{ codeSystem(slug: "vis") { activeConcepts activeMappings mappings { totalCount } } }`),
    );
    expect(data.codeSystem).toEqual({
      activeConcepts: 4,
      activeMappings: 4,
      mappings: { totalCount: 4 },
    });
  });

  it.each<readonly [string, readonly string[]]>([
    ["includeRetired: true", [...ALL.slice(0, 3), "B SAME-AS B", ...ALL.slice(3)]],
    ['mapType: ["Broader"]', ["A Broader D"]],
    ["mapType: []", []],
    ['fromConcept: "A"', ALL.slice(0, 3)],
    ['fromConcept: "/orgs/CDC-NCIRD/sources/VIS/concepts/A/"', ALL.slice(0, 3)],
    ['fromConcept: "/orgs/CDC-NCIRD/sources/MVX/concepts/A/"', []],
    ['toConcept: "C"', ["A SAME-AS C"]],
    ['toCodeSystem: "mvx", includeRetired: true', ["B SAME-AS B"]],
    ['toCodeSystem: "mvx"', []],
    ['toCodeSystem: "urn:later"', ["C SAME-AS 7"]],
    ['toCodeSystem: "nowhere"', []],
    ['fromCodeSystem: "vis", toConcept: "B"', ["A SAME-AS B"]],
    ['fromCodeSystem: "mvx", fromConcept: "/orgs/CDC-NCIRD/sources/VIS/concepts/A/"', []],
    ['updatedSince: "2026-02-01T00:00:00Z"', ["E SAME-AS A"]],
    ['updatedSince: "2026-02-01T00:00:01Z"', []],
    ['q: "broad"', ["A Broader D"]],
    ['q: "7"', ["C SAME-AS 7"]],
    ['q: "dwarfs"', ["C SAME-AS 7"]],
    ['q: "dwar"', []],
    ['q: "name of d"', ["A Broader D"]],
    ['q: "\\u0000"', []],
  ])("that meet %s", async (filter, expected) => {
    if (filter.includes("u0000")) {
      const text = `{ codeSystem(slug: "vis") { mappings(filter: { ${filter} }) { totalCount } } }`;
      expect(await errorsOf(ask(text))).toEqual([
        "BAD_USER_INPUT: q holds a character that is not text.",
      ]);
      return;
    }
    const mappings = await ofVersion("HEAD", `(filter: { ${filter} })`);
    expect(shown(mappings)).toEqual(expected);
    expect(mappings.totalCount).toBe(expected.length);
  });

  it("are read in pages and by cursor, from both ends", async () => {
    expect(shown(await ofVersion("HEAD", "(pageSize: 2, pageNumber: 2)"))).toEqual(ALL.slice(2, 4));
    const first = await ofVersion("HEAD", "(first: 2)");
    const rest = `(first: 9, after: "${first.pageInfo.endCursor}")`;
    expect(shown(await ofVersion("HEAD", rest))).toEqual(ALL.slice(2));
    expect(shown(await ofVersion("HEAD", "(last: 2)"))).toEqual(ALL.slice(3));
  });
});

describe("mappings of a concept", () => {
  it("are its own at the version it was reached through, and others' of today", async () => {
    const at = (version: string) => `codeSystem: "vis", code: "A", version: "${version}"`;
    expect(shown(await ofConcept(at("1"), "mappings"))).toEqual(ALL.slice(0, 3));
    expect(shown(await ofConcept(at("1"), "inverseMappings"))).toEqual([]);
    expect(shown(await ofConcept(at("HEAD"), "inverseMappings"))).toEqual(["E SAME-AS A"]);
    const released = 'codeSystem: "mvx", code: "A", version: "HEAD"';
    const mvx = await ofConcept(released, "mappings");
    expect([shown(mvx), mvx.totalCount]).toEqual([["A Broader A"], 1]);
    await importConcepts(database, { codeSystem: "mvx", version: "2" }, ["A", "B", "C", "D", "F"]);
    const inverse = await ofConcept(at("1"), "inverseMappings");
    expect([shown(inverse), inverse.totalCount]).toEqual([["A Broader A"], 1]);
  });

  it("link themselves when the code system appears", async () => {
    const target = 'codeSystem: "vis", code: "C", version: "HEAD"';
    expect((await ofConcept(target, "mappings")).nodes[0]?.toName).toBe("Seven dwarfs");
    await database.reads.execute(
      "update repository set canonical_url = 'urn:later' where short_code = 'MVX'",
    );
    await importConcepts(database, { codeSystem: "mvx", version: "3" }, ["A", "B", "7"]);
    expect((await ofConcept(target, "mappings")).nodes[0]?.toName).toBe("Name of 7");
    const seven = 'codeSystem: "mvx", code: "7"';
    expect(shown(await ofConcept(seven, "inverseMappings"))).toEqual(["C SAME-AS 7"]);
  });

  it("cost the same statements for one concept and for many", async () => {
    const read = async (first: number) => {
      takeStatements();
      await dataOf(
        ask(`{ codeSystem(slug: "vis") { atVersion { concepts(first: ${first}) { nodes {
          mappings { ${FIELDS} nodes { toConcept { display } fromConcept { display } toCodeSystem { slug } createdAt } }
          inverseMappings { ${FIELDS} } } } } } }`),
      );
      return takeStatements().toSorted();
    };
    // System, concepts, two lists with their counts, ends with their systems, revisions.
    const one = await read(1);
    expect(one).toHaveLength(10);
    expect(await read(5)).toEqual(one);
  });
});
