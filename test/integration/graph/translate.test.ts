import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { mutationsAs } from "../../support/crosswalkGraph.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, grantLicence, memberOf } from "../../support/viewers.js";

const { database, takeStatements } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
const mutate = mutationsAs(ask, () => as);
const FIRST = new Date("2026-02-01T10:00:00.000Z");
const SECOND = new Date("2026-03-01T10:00:00.000Z");
const ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm";
/** In the order of their identifiers. */
let crosswalks: readonly string[];

/** Version 1: A00.0 -> ndc b; 2: A00.0 -> ndc a and b, A00.1 -> loinc l, not B01, C00 a no-map; 3 a draft. */
async function make(): Promise<string> {
  const icd = (sourceCode: string) => ({ sourceCodeSystem: "icd10cm", sourceCode });
  const toNdc = { ...icd("A000"), targetCodeSystem: "ndc" };
  const identifier = await makeCrosswalk(commandsOf(database, as, FIRST), {
    mappings: [{ ...toNdc, targets: [{ targetCode: "b", relationship: "EQUIVALENT" }] }],
  });
  const unrelated = { targetCode: "n", relationship: "NOT_RELATED_TO" };
  const mappings = [
    { ...toNdc, targets: [{ targetCode: "a" }, unrelated] },
    { ...icd("A00.1"), targetCodeSystem: "loinc", targets: [{ targetCode: "l" }] },
    { ...icd("B01"), targetCodeSystem: "ndc", targets: [unrelated] },
    { ...icd("C00"), targetCodeSystem: "ndc", noMap: true },
  ];
  await mutate("addCrosswalkMappings", { identifier, version: 1, mappings }, SECOND);
  const draft = [{ ...toNdc, targets: [{ targetCode: "draft" }] }];
  await mutate("addCrosswalkMappings", { identifier, version: 2, draft: true, mappings: draft });
  return identifier;
}

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  await importConcepts(database, { codeSystem: "icd10cm", version: "1" }, [
    "A00.0",
    "A00.1",
    "B01",
    "C00",
    "D00",
  ]);
  await importConcepts(database, { codeSystem: "cdt", version: "1" }, ["D0001"]);
  crosswalks = [await make(), await make()].toSorted();
});

interface Translation {
  readonly coding: { readonly system: string; readonly code: string };
  readonly reason: string | null;
  readonly matches: readonly {
    readonly sourceCode: string;
    readonly targetCode: string;
    readonly crosswalkVersion: { readonly version: number; crosswalk: { identifier: string } };
  }[];
}

const QUERY = `query ($input: TranslateInput!) { translate(input: $input) {
  coding { system code } reason
  matches { sourceCode targetCode crosswalkVersion { version crosswalk { identifier } } } } }`;

function run(codings: readonly (readonly [string, string])[], more: object = {}, viewer = as) {
  const input = { codings: codings.map(([system, code]) => ({ system, code })), ...more };
  return ask(QUERY, { as: viewer, variables: { input } });
}

/** Each coding's matches as `A00.0->b @0.2`: crosswalk and version; or its reason. */
async function translated(...given: Parameters<typeof run>): Promise<readonly string[]> {
  const { translate } = await dataOf<{ translate: readonly Translation[] }>(run(...given));
  expect(translate.map(({ coding }) => coding.system)).toEqual(given[0].map(([system]) => system));
  return translate.map(({ matches, reason, coding }) => {
    if (matches.length === 0) return `${coding.code}: ${reason}`;
    expect(reason).toBeNull();
    const shown = matches.map(({ sourceCode, targetCode, crosswalkVersion }) => {
      const { version, crosswalk } = crosswalkVersion;
      return `${sourceCode}->${targetCode} @${crosswalks.indexOf(crosswalk.identifier)}.${version}`;
    });
    return shown.join(", ");
  });
}

const A000 = ["icd10cm", "A000"] as const;
const BOTH = "A00.0->a @0.2, A00.0->b @0.2, A00.0->a @1.2, A00.0->b @1.2";

describe("translate", () => {
  it("answers each coding in input order, by all crosswalks, or says why there is nothing", async () => {
    const codings = [
      ["icd10cm", "C00"],
      A000,
      ["nowhere", "x"],
      ["icd10cm", " A00.1 "],
      ["icd10cm", "B01"],
      ["icd10cm", "D00"],
      ["icd10cm", "Z99.9"],
      ["cdt", "D0001"],
      ["ndc", "anything"],
      ["icd10cm", "A00.0"],
      [ICD10CM, "A000"],
    ] as const;
    expect(await translated(codings)).toEqual([
      "C00: NO_MAP",
      BOTH,
      "x: CODE_SYSTEM_UNKNOWN",
      "A00.1->l @0.2, A00.1->l @1.2",
      "B01: NO_MAP",
      "D00: NO_MAP",
      "Z99.9: CODE_UNKNOWN",
      "D0001: LICENSE_REQUIRED",
      "anything: NO_MAP",
      BOTH,
      BOTH,
    ]);
    expect(await translated([])).toEqual([]);
  });

  it("follows maps backwards", async () => {
    const codings = [["ndc", "b"], ["ndc", "n"], ["loinc", "l"], ["ndc", "draft"], A000] as const;
    expect(await translated(codings, { reverse: true })).toEqual([
      "A00.0->b @0.2, A00.0->b @1.2",
      "n: NO_MAP",
      "A00.1->l @0.2, A00.1->l @1.2",
      "draft: NO_MAP",
      "A00.0: NO_MAP",
    ]);
  });

  it("keeps to the code system of the answer, in both directions, by slug or URL", async () => {
    const both = [A000, ["icd10cm", "A00.1"]] as const;
    expect(await translated(both, { targetCodeSystem: "ndc" })).toEqual([BOTH, "A00.1: NO_MAP"]);
    expect(await translated(both, { targetCodeSystem: "nowhere" })).toEqual([
      "A00.0: NO_MAP",
      "A00.1: NO_MAP",
    ]);
    const back = { reverse: true, targetCodeSystem: ICD10CM };
    expect(await translated([["ndc", "a"]], back)).toEqual(["A00.0->a @0.2, A00.0->a @1.2"]);
    const other = { reverse: true, targetCodeSystem: "loinc" };
    expect(await translated([["ndc", "a"]], other)).toEqual(["a: NO_MAP"]);
  });

  it("keeps to a crosswalk, one of its versions, or what was published at a moment", async () => {
    const [crosswalk] = crosswalks;
    const at = (more: object) => translated([A000], more);
    const newest = ["A00.0->a @0.2, A00.0->b @0.2"];
    const first = ["A00.0->b @0.1"];
    const none = ["A00.0: NO_MAP"];
    expect(await at({ crosswalk })).toEqual(newest);
    expect(await at({ crosswalk: crosswalk?.toUpperCase() })).toEqual(newest);
    expect(await at({ crosswalk, version: null, asOf: null })).toEqual(newest);
    expect(await at({ crosswalk, version: 1 })).toEqual(first);
    expect(await at({ crosswalk, version: 3 })).toEqual([
      "A00.0->a @0.3, A00.0->b @0.3, A00.0->draft @0.3",
    ]);
    expect(await at({ crosswalk, version: 4 })).toEqual(none);
    expect(await at({ crosswalk, asOf: FIRST })).toEqual(first);
    expect(await at({ crosswalk, asOf: SECOND })).toEqual(newest);
    expect(await at({ crosswalk, asOf: "2020-01-01T00:00:00Z" })).toEqual(none);
    expect(await at({ asOf: "2026-02-28T00:00:00Z" })).toEqual(["A00.0->b @0.1, A00.0->b @1.1"]);
    expect(await at({ asOf: "0000-01-01T00:00:00Z" })).toEqual(none);
    expect(await at({ asOf: "9999-12-31T23:59:59-10:00" })).toEqual([BOTH]);
    expect(await at({ crosswalk: "00000000-0000-4000-8000-000000000000" })).toEqual(none);
  });

  it.each([
    [{ version: 1 }, "version needs crosswalk: versions are numbered per crosswalk."],
    [
      { version: 1, asOf: FIRST, crosswalk: "00000000-0000-4000-8000-000000000000" },
      "Give version or asOf, not both.",
    ],
  ])("refuses %j", async (more, message) => {
    expect(await errorsOf(run([A000], more))).toEqual([`BAD_USER_INPUT: ${message}`]);
  });

  it("takes 1,000 codings and refuses 1,001", async () => {
    const codings = (count: number) =>
      Array.from({ length: count }, (_, at) => ["ndc", `code ${at}`] as const);
    const answers = await translated(codings(1000));
    expect(answers).toEqual(codings(1000).map(([, code]) => `${code}: NO_MAP`));
    expect(await errorsOf(run(codings(1001)))).toEqual([
      "BAD_USER_INPUT: codings has 1001 entries; at most 1000 are allowed.",
    ]);
  });

  it("sends as many statements for 1,000 codings as for one", async () => {
    const targets = Array.from({ length: 999 }, (_, at) => mapped(`many ${at}`, `t${at}`));
    const identifier = await makeCrosswalk(commandsOf(database, as), { mappings: targets });
    const count = async (codings: readonly (readonly [string, string])[]) => {
      takeStatements();
      const answers = await translated(codings, { crosswalk: identifier });
      expect(answers.filter((answer) => answer.endsWith("@-1.1"))).toHaveLength(codings.length);
      return takeStatements().length;
    };
    const codings = targets.map(({ sourceCode }) => ["ndc", sourceCode ?? ""] as const);
    // The code system, the pairs, their version and its crosswalk.
    expect(await count(codings.slice(0, 1))).toBe(4);
    expect(await count([...codings, ["ndc", "many 0"]])).toBe(4);
    const unknown = async (codes: readonly string[]) => {
      takeStatements();
      await translated(codes.map((code) => ["icd10cm", code] as const));
      return takeStatements().length;
    };
    // The code system, the pairs and the concepts.
    expect(await unknown(["a"])).toBe(3);
    expect(await unknown(codings.map(([, code]) => code))).toBe(3);
  });

  it("sends a statement for the code systems and one for the pairs, however often it is selected", async () => {
    const [crosswalk] = crosswalks;
    const one = `translate(input: { crosswalk: "${crosswalk}", targetCodeSystem: "ndc",
      codings: [{ system: "icd10cm", code: "A000" }, { system: "${ICD10CM}", code: "B01" }] }) {
      coding { code } matches { targetCode targetCodeSystem relationship } }`;
    const first = { targetCode: "a", targetCodeSystem: "ndc", relationship: null };
    const second = { targetCode: "b", targetCodeSystem: "ndc", relationship: "EQUIVALENT" };
    const answer = [
      { coding: { code: "A00.0" }, matches: [first, second] },
      { coding: { code: "B01" }, matches: [] },
    ];
    takeStatements();
    expect(await dataOf(ask(`{ ${one} }`, { as }))).toEqual({ translate: answer });
    expect(takeStatements()).toHaveLength(2);
    const other = one.replace("A000", "B01");
    expect(await dataOf(ask(`{ ${one} other: ${other} }`, { as }))).toEqual({
      translate: answer,
      other: [answer[1], answer[1]],
    });
    expect(takeStatements()).toHaveLength(2);
  });

  it.each([
    [false, ["icd10cm", "A000"], ["a", "b", "a", "b"]],
    [true, ["ndc", "b"], ["b", "b"]],
  ] as const)("shows all of a pair, backwards %s", async (reverse, [system, code], targets) => {
    const fields = `id identifier sourceCodeSystem sourceCode targetCodeSystem targetCode relationship
      customAttributes { key value } crosswalkVersion { id }`;
    const text = `query ($input: TranslateInput!) { translate(input: $input) { matches { ${fields} } } }`;
    const input = { reverse, codings: [{ system, code }] };
    const data = await dataOf<{ translate: readonly { matches: readonly { id: string }[] }[] }>(
      ask(text, { as, variables: { input } }),
    );
    const matches = data.translate.flatMap((translation) => translation.matches);
    expect(matches).toMatchObject(
      targets.map((targetCode) => ({ sourceCode: "A00.0", targetCode, customAttributes: [] })),
    );
    const node = `query ($id: ID!) { node(id: $id) { ... on CrosswalkTarget { ${fields} } } }`;
    for (const match of matches) {
      expect(await dataOf(ask(node, { as, variables: { id: match.id } }))).toEqual({ node: match });
    }
  });

  it("shows codes of a licensed system without their displays", async () => {
    await grantLicence(database, { to: "Demo", licensor: "ADA", expiresAt: SECOND });
    const licensed = await callerOf(database, { organizations: ["Demo"] }, FIRST);
    const identifier = await makeCrosswalk(commandsOf(database, licensed), {
      mappings: [{ ...mapped("1", "D0001"), targetCodeSystem: "cdt" }],
    });
    const text = `query ($crosswalk: UUID!) { translate(input: { crosswalk: $crosswalk,
      codings: [{ system: "ndc", code: "1" }] }) { matches {
        targetCode targetDisplay targetConcept { code } } } }`;
    const read = (viewer: Viewer) =>
      dataOf(ask(text, { as: viewer, variables: { crosswalk: identifier } }));
    const match = { targetCode: "D0001", targetDisplay: null, targetConcept: null };
    expect(await read(as)).toEqual({ translate: [{ matches: [match] }] });
    expect(await read(licensed)).toEqual({
      translate: [
        {
          matches: [
            {
              targetCode: "D0001",
              targetDisplay: "Name of D0001",
              targetConcept: { code: "D0001" },
            },
          ],
        },
      ],
    });
    expect(await translated([["cdt", "D0001"]], { reverse: true })).toEqual([
      "D0001: LICENSE_REQUIRED",
    ]);
  });
});
