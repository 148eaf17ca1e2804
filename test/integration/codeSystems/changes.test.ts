import { beforeAll, describe, expect, it } from "vitest";
import { importConcepts, type TestConcept } from "../../support/content.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, grantLicence } from "../../support/viewers.js";
import { MARKER, makeCpt } from "../graph/world.js";

const { database, takeStatements } = useTestDatabase();
const ask = graphOver(database);

const named = (name: string) => [
  { name, locale: "en", localePreferred: true, nameType: null, externalId: null },
];
const described = (description: string) => [
  { description, locale: "en", localePreferred: true, descriptionType: null, externalId: null },
];

/** In each release but the first, codes are changed as their own first letters say. */
const releases: Readonly<Record<string, readonly TestConcept[]>> = {
  "1": ["A", "B", "C", "D", "E", "F", "G", "H", "R"],
  "2": [
    { code: "A", names: named("Another") },
    { code: "B", parents: ["A"], retired: true },
    { code: "C", conceptClass: "Header" },
    { code: "D", datatype: "Text", descriptions: described("About D") },
    { code: "E", extras: { billable: true } },
    { code: "F", externalId: "f" },
    { code: "G", parents: ["A"] },
    "N",
    "R",
  ],
  "3": [
    "A",
    { code: "B", parents: ["A", "G"] },
    { code: "C", conceptClass: "Header" },
    "D",
    "E",
    "F",
    "G",
    "H",
    "R",
  ],
};

beforeAll(async () => {
  for (const [version, concepts] of Object.entries(releases)) {
    await importConcepts(database, { codeSystem: "vis", version }, concepts);
  }
  await makeCpt(database);
});

interface Changes {
  readonly totalCount: number;
  readonly currentPage: number | null;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly {
    readonly code: string;
    readonly kinds: readonly string[];
    readonly before: Side;
    readonly after: Side;
  }[];
}
type Side = {
  readonly display: string;
  readonly version: string;
  readonly parents: readonly { readonly code: string }[];
} | null;

const FIELDS = `totalCount currentPage pageInfo { hasNextPage endCursor } nodes { code kinds
  before { display version parents { code } } after { display version parents { code } } }`;

function asked(version: string, since: string, args = "", codeSystem = "vis"): string {
  return `{ codeSystem(slug: "${codeSystem}") { atVersion(version: "${version}") {
    changes(since: "${since}"${args}) { ${FIELDS} } } } }`;
}

async function changesOf(...of: Parameters<typeof asked>): Promise<Changes> {
  const data = await dataOf<{ codeSystem: { atVersion: { changes: Changes } } }>(ask(asked(...of)));
  return data.codeSystem.atVersion.changes;
}

/** `B RETIRED+REPARENTED`, each change on a line of its own. */
function shown({ nodes }: Changes): readonly string[] {
  return nodes.map(({ code, kinds }) => `${code} ${kinds.join("+")}`);
}

const SECOND_SINCE_FIRST = [
  "A REWORDED",
  "B RETIRED+REPARENTED",
  "C ATTRIBUTES_CHANGED",
  "D REWORDED+ATTRIBUTES_CHANGED",
  "E ATTRIBUTES_CHANGED",
  "F ATTRIBUTES_CHANGED",
  "G REPARENTED",
  "H REMOVED",
  "N ADDED",
];

describe("CodeSystemVersion.changes", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["2", "1", SECOND_SINCE_FIRST],
    [
      "1",
      "2",
      SECOND_SINCE_FIRST.map((change) =>
        change
          .replace("RETIRED", "REVIVED")
          .replace("REMOVED", "ADD")
          .replace("ADDED", "REMOVED")
          .replace(/ADD$/, "ADDED"),
      ),
    ],
    ["3", "1", ["B REPARENTED", "C ATTRIBUTES_CHANGED"]],
    ["1", "3", ["B REPARENTED", "C ATTRIBUTES_CHANGED"]],
    [
      "3",
      "2",
      [
        "A REWORDED",
        "B REVIVED+REPARENTED",
        "D REWORDED+ATTRIBUTES_CHANGED",
        "E ATTRIBUTES_CHANGED",
        "F ATTRIBUTES_CHANGED",
        "G REPARENTED",
        "H ADDED",
        "N REMOVED",
      ],
    ],
    ["2", "2", []],
    ["HEAD", "3", []],
    ["HEAD", "1", ["B REPARENTED", "C ATTRIBUTES_CHANGED"]],
    ["1", "HEAD", ["B REPARENTED", "C ATTRIBUTES_CHANGED"]],
    ["1", "latest", ["B REPARENTED", "C ATTRIBUTES_CHANGED"]],
    ["latest", "1", ["B REPARENTED", "C ATTRIBUTES_CHANGED"]],
  ])("of version %s since %s", async (version, since, expected) => {
    const changes = await changesOf(version, since);
    expect(shown(changes)).toEqual(expected);
    expect(changes.totalCount).toBe(expected.length);
  });

  it("shows the concept as it was and as it is, each with its neighbours there", async () => {
    const { nodes } = await changesOf("2", "1");
    const byCode = new Map(nodes.map((node) => [node.code, node]));
    expect(byCode.get("B")).toMatchObject({
      before: { display: "Name of B", version: "1", parents: [] },
      after: { display: "Name of B", version: "2", parents: [{ code: "A" }] },
    });
    expect(byCode.get("H")).toMatchObject({ before: { display: "Name of H" }, after: null });
    expect(byCode.get("N")).toMatchObject({ before: null, after: { display: "Name of N" } });
    const reversed = await changesOf("1", "2");
    expect(reversed.nodes.find(({ code }) => code === "A")).toMatchObject({
      before: { display: "Another", version: "2" },
      after: { display: "Name of A", version: "1" },
    });
  });

  it("does not show what was changed and changed back", async () => {
    const { nodes } = await changesOf("3", "1");
    expect(nodes.map(({ code }) => code)).not.toContain("A");
    const [after] = (await changesOf("3", "2")).nodes;
    expect(after).toMatchObject({ code: "A", after: { display: "Name of A", version: "3" } });
  });

  it.each<readonly [string, string, string, readonly string[]]>([
    ["2", "1", "[ADDED]", ["N"]],
    ["1", "2", "[ADDED]", ["H"]],
    ["1", "2", "[REMOVED]", ["N"]],
    ["2", "1", "[RETIRED]", ["B"]],
    ["1", "2", "[RETIRED]", []],
    ["1", "2", "[REVIVED]", ["B"]],
    ["2", "1", "[REPARENTED]", ["B", "G"]],
    ["2", "1", "[REWORDED, REMOVED]", ["A", "D", "H"]],
    ["2", "1", "[ATTRIBUTES_CHANGED]", ["C", "D", "E", "F"]],
    ["2", "1", "[]", []],
    ["2", "1", "null", ["A", "B", "C", "D", "E", "F", "G", "H", "N"]],
  ])("of version %s since %s, only %s", async (version, since, kinds, codes) => {
    const changes = await changesOf(version, since, `, kinds: ${kinds}`);
    expect(changes.nodes.map(({ code }) => code)).toEqual(codes);
    expect(changes.totalCount).toBe(codes.length);
  });

  it("is read by page number", async () => {
    const second = await changesOf("2", "1", ", pageSize: 4, pageNumber: 2");
    expect(shown(second)).toEqual(SECOND_SINCE_FIRST.slice(4, 8));
    expect(second).toMatchObject({
      totalCount: 9,
      currentPage: 2,
      pageInfo: { hasNextPage: true },
    });
    const past = await changesOf("2", "1", ", pageSize: 4, pageNumber: 4");
    expect(past).toMatchObject({ totalCount: 9, nodes: [] });
  });

  it("is read by cursor, forwards and backwards", async () => {
    const first = await changesOf("1", "2", ", first: 4");
    const rest = await changesOf("1", "2", `, first: 9, after: "${first.pageInfo.endCursor}"`);
    expect([...first.nodes, ...rest.nodes].map(({ code }) => code)).toEqual([..."ABCDEFGHN"]);
    expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
    const last = await changesOf("1", "2", ", last: 2");
    expect(last.nodes.map(({ code }) => code)).toEqual(["H", "N"]);
  });

  it.each(["9", "", "head", "\\u0000"])("refuses since: %j, which is no version", async (since) => {
    const name = since === "\\u0000" ? "\u0000" : since;
    expect(await errorsOf(ask(asked("2", since)))).toEqual([
      `BAD_USER_INPUT: The code system vis has no version ${name}.`,
    ]);
  });

  it("refuses `latest` where nothing is released", async () => {
    const release = { codeSystem: "mvx", version: "1", released: false };
    await importConcepts(database, release, ["A"]);
    expect(await errorsOf(ask(asked("HEAD", "latest", "", "mvx")))).toEqual([
      "BAD_USER_INPUT: The code system mvx has no version latest.",
    ]);
  });

  it("shows nothing of licensed content to those without the licence", async () => {
    const codes = [{ code: "99999", names: named(MARKER) }];
    await importConcepts(database, { codeSystem: "cpt2025", version: "2026" }, codes);
    const text = asked("2026", "2025", "", "cpt2025");
    const answer = JSON.stringify(await dataOf(ask(text)));
    expect(answer).toContain('"totalCount":0');
    expect(answer).not.toContain("9");
    await grantLicence(database, { to: "Demo", licensor: "AMA" });
    const as = await callerOf(database, { organizations: ["Demo"] });
    const seen = await dataOf<{ codeSystem: { atVersion: { changes: Changes } } }>(
      ask(text, { as }),
    );
    expect(shown(seen.codeSystem.atVersion.changes)).toEqual([
      "93303 REMOVED",
      "93304 REMOVED",
      "99999 ADDED",
    ]);
  });

  it("costs the same statements for one version and for many", async () => {
    const read = async (first: number) => {
      takeStatements();
      await dataOf(
        ask(`{ codeSystem(slug: "vis") { versions(first: ${first}) { nodes {
          changes(since: "1") { ${FIELDS} } } } } }`),
      );
      return takeStatements().toSorted();
    };
    // The system, its versions, version 1, the list, the count, concepts and their parents.
    const one = await read(1);
    expect(one).toHaveLength(7);
    expect(await read(3)).toEqual(one);
  });
});
