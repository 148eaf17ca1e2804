import { beforeAll, describe, expect, it } from "vitest";
import { editConcept } from "../../../src/commands/codeSystems/editConcept.js";
import { anonymous } from "../../../src/rules/access/viewer.js";
import { errorsOf } from "../../support/graph.js";
import { LATER, S, useDocumentedWorld } from "../references/documentWorld.js";
import { add, release, sure } from "../references/world.js";

const { ask, context, fresh, freeze, version } = useDocumentedWorld();
const T = "/orgs/Demo/sources/T/";
/** Follows all of S and T, and has mapping 3 of S, pinned. */
let all: string;

beforeAll(async () => {
  all = await fresh();
  const expressions = [`${S}concepts/`, `${S}mappings/`, `${T}concepts/`];
  await add(context(), all, { expressions, mode: "DYNAMIC" });
});

interface Shown {
  readonly concepts: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly concept: { readonly code: string; readonly version: string };
    }[];
  };
  readonly mappings: { readonly nodes: readonly { readonly mapping: { readonly url: string } }[] };
}

const RETIRED = "(filter: { includeRetired: true })";

/** `A.2 B.1 m1`: what an expansion holds, retired or not. */
async function held(parameters: string, url = all): Promise<string> {
  const fields = `expansion(parameters: { ${parameters} }) {
    concepts${RETIRED} { totalCount nodes { concept { code version } } }
    mappings${RETIRED} { nodes { mapping { url } } } }`;
  const { expansion } = (await version(url, fields)) as { expansion: Shown };
  const { concepts, mappings } = expansion;
  expect(concepts.totalCount).toBe(concepts.nodes.length);
  const codes = concepts.nodes.map(({ concept }) => `${concept.code}.${concept.version}`);
  const ids = mappings.nodes.map(({ mapping }) => `m${mapping.url.split("/").at(-2)}`);
  return [...codes, ...ids.toSorted()].join(" ");
}

describe("an expansion", () => {
  it("holds without parameters what the version holds", async () => {
    expect(await held("")).toBe("A.2 B.1 C.2 X.1 m1 m2 m3 m4");
    expect(
      await version(all, "expansion { concepts { totalCount } mappings { totalCount } }"),
    ).toEqual({
      expansion: { concepts: { totalCount: 3 }, mappings: { totalCount: 3 } },
    });
  });

  it("takes what is retired out", async () => {
    expect(await held("activeOnly: true")).toBe("A.2 B.1 X.1 m1 m2 m3");
  });

  it("holds what has the words of a filter", async () => {
    expect(await held('filter: "pill mal"')).toBe("A.2");
    expect(await held('filter: "pilule"')).toBe("A.2");
    expect(await held('filter: "ill"')).toBe("");
    expect(await held('filter: "x"')).toBe("X.1 m3");
    expect(await held('filter: "name b"')).toBe("B.1");
    expect(await held('filter: "same as"')).toBe("m1 m2 m3 m4");
    expect(await held('filter: "!"')).toBe("");
    expect(await held('filter: " "')).toBe(await held(""));
  });

  it("leaves code systems, versions and collections out", async () => {
    expect(await held(`excludeSystem: "${T}"`)).toBe("A.2 B.1 C.2 m1 m2 m3 m4");
    expect(await held('excludeSystem: "http://demo.org/S"')).toBe("X.1");
    expect(await held(`systemVersion: "http://demo.org/S|HEAD" excludeSystem: "${S}v1/"`)).toBe(
      "D.1 X.1",
    );
    const other = await fresh();
    const kept = [`${S}concepts/A/`, `${S}mappings/1/`];
    await add(context(), other, { expressions: kept });
    await freeze(other, "1");
    await add(context(), other, { expressions: [`${S}concepts/B/`] });
    expect(await held(`excludeSystem: "${other}1/"`)).toBe("B.1 C.2 X.1 m2 m3 m4");
    expect(await held(`excludeSystem: ["${other}", "${T}"]`)).toBe("C.2 m2 m3 m4");
    expect(await held(`excludeSystem: "${other},${T}"`)).toBe("C.2 m2 m3 m4");
  });

  it("reads the versions of code systems that it is to", async () => {
    expect(await held(`systemVersion: "${S}HEAD/"`)).toBe("A.3 B.1 C.2 D.1 X.1 m1 m2 m3 m4");
    expect(await held('systemVersion: "http://demo.org/S|v1"')).toBe(await held(""));
    const two = 'systemVersion: ["http://demo.org/S|v1", "http://demo.org/S|HEAD"]';
    expect(await held(two)).toBe("A.3 B.1 C.2 D.1 X.1 m1 m2 m3 m4");
  });

  it("lets references keep the versions that they name, but where it is forced", async () => {
    const named = await fresh();
    const expressions = [`${S}v1/concepts/`, `${T}concepts/`];
    await add(context(), named, { expressions, mode: "DYNAMIC" });
    const head = '"http://demo.org/S|HEAD"';
    expect(await held(`systemVersion: ${head}`, named)).toBe("A.2 B.1 C.2 X.1");
    expect(await held(`forceSystemVersion: ${head}`, named)).toBe("A.3 B.1 C.2 D.1 X.1");
    expect(await held('checkSystemVersion: "http://demo.org/S|v1"', named)).toBe("A.2 B.1 C.2 X.1");
    const text = `{ collectionVersion(url: "${named}") {
      expansion(parameters: { checkSystemVersion: ${head} }) { concepts { totalCount } } } }`;
    expect(await errorsOf(ask(text))).toEqual([
      "BAD_USER_INPUT: parameters.checkSystemVersion is http://demo.org/S|HEAD, but references of the " +
        "collection read v1.",
    ]);
  });

  it("holds what was in a release of its code system at a date", async () => {
    expect(await held('date: "2026"')).toBe("A.2 B.1 C.2 m1 m2 m3 m4");
    expect(await held('date: "2025"')).toBe("");
    expect(await held('date: ["2025-01", "2026-07"]')).toBe(await held('date: "2025-01, 2026-07"'));
    expect(await held(`date: "2026" systemVersion: "${S}HEAD/"`)).toBe("B.1 C.2 m1 m2 m3 m4");
  });

  it("takes FHIR's further parameters as they are", async () => {
    const further = `includeDesignations: false includeDefinition: true excludeNested: false
      excludeNotForUI: false excludePostCoordinated: false`;
    expect(await held(further)).toBe(await held(""));
  });

  it("puts parameters together", async () => {
    expect(await held(`systemVersion: "${S}HEAD/" filter: "name" activeOnly: true`)).toBe(
      "B.1 D.1 X.1",
    );
  });
});

describe("the lists of an expansion", () => {
  const parameters = `parameters: { systemVersion: "${S}HEAD/", excludeSystem: "${T}", activeOnly: true }`;
  const listed = async (fields: string, url = all) =>
    ((await version(url, `expansion(${parameters}) { ${fields} }`)) as { expansion: unknown })
      .expansion;

  it("are searched, sorted and paged among what it holds", async () => {
    expect(
      await listed(`concepts(filter: { q: "name" }, orderBy: { field: ID, direction: DESC }) {
        totalCount nodes { concept { code } } facets { field values { value count } } }`),
    ).toMatchObject({
      concepts: {
        totalCount: 2,
        nodes: [{ concept: { code: "D" } }, { concept: { code: "B" } }],
        facets: expect.arrayContaining([
          { field: "codeSystem", values: [{ value: "s", count: 2 }] },
        ]) as unknown,
      },
    });
    const page =
      "concepts(pageSize: 1, offset: 1) { nodes { concept { code } } pageInfo { hasNextPage } }";
    expect(await listed(page)).toEqual({
      concepts: { nodes: [{ concept: { code: "B" } }], pageInfo: { hasNextPage: true } },
    });
  });

  it("have members with their references, and their mappings in the expansion", async () => {
    const fields = `concepts(filter: { codes: ["A", "D"] }) { nodes { concept { code }
      references { expression } mappings { nodes { mapping { toCode } references { expression } } } } }`;
    expect(await listed(fields)).toEqual({
      concepts: {
        nodes: [
          {
            concept: { code: "A" },
            references: [{ expression: `${S}concepts/` }],
            mappings: {
              nodes: ["B", "X"].map((toCode) => ({
                mapping: { toCode },
                references: [{ expression: `${S}mappings/` }],
              })),
            },
          },
          {
            concept: { code: "D" },
            references: [{ expression: `${S}concepts/` }],
            mappings: { nodes: [] },
          },
        ],
      },
    });
  });

  it("tell the versions that were used", async () => {
    const fields = "resolvedVersions { codeSystemUrl version explicit newerReleased }";
    expect(await listed(fields)).toEqual({
      resolvedVersions: [
        { codeSystemUrl: S, version: "HEAD", explicit: false, newerReleased: "v1" },
        { codeSystemUrl: T, version: "HEAD", explicit: false, newerReleased: null },
      ],
    });
    const forced = `expansion(parameters: { forceSystemVersion: ["${S}v1/", "${S}HEAD/"] }) { ${fields} }`;
    expect(await version(all, forced)).toMatchObject({
      expansion: {
        resolvedVersions: [{ version: "v1" }, { version: "HEAD" }, { version: "HEAD" }],
      },
    });
  });
});

it("of a named version never changes, and of HEAD is never out of date", async () => {
  const growing = await fresh();
  await add(context(), growing, { expressions: [`${T}concepts/`], mode: "DYNAMIC" });
  const frozen = await freeze(growing, "1");
  const like = 'filter: "new"';
  expect(await held(like, growing)).toBe("");
  const names = [{ name: "New name", locale: "en" }];
  sure(await editConcept(context(LATER), { codeSystem: "t", code: "X", names }));
  expect(await held(like, growing)).toBe("X.2");
  expect(await held(like, frozen)).toBe("");
  expect(await held("", frozen)).toBe("X.1");
  await release(context(LATER), "t", "later");
  expect(await held('date: "2026-08-01"', growing)).toBe("X.2");
  expect(await held('date: "2026-08-01"', frozen)).toBe("");
});

describe("parameters are refused", () => {
  it.each([
    [
      'date: "2025-13"',
      'parameters.date: "2025-13" is no date; 2025, 2025-03, 2025-03-01 and 2025-03-01T12:00:00Z are.',
    ],
    [
      'excludeSystem: "loinc"',
      'parameters.excludeSystem: "loinc" should be orgs, users or user, or the beginning of a canonical URL.',
    ],
    [
      'excludeSystem: "http://nowhere.org"',
      "parameters.excludeSystem names http://nowhere.org, which is not there, or not for the caller to see.",
    ],
    [
      'systemVersion: "http://demo.org/S"',
      'parameters.systemVersion: "http://demo.org/S" names no version; http://loinc.org|2.77 does.',
    ],
    [
      'systemVersion: "http://demo.org/S|v9"',
      "parameters.systemVersion names http://demo.org/S|v9, which is not there, or not for the caller to see.",
    ],
    [
      'systemVersion: "/orgs/Demo/collections/K/HEAD/"',
      "parameters.systemVersion names /orgs/Demo/collections/K/HEAD/, which is a collection, not a code system.",
    ],
    [
      'date: "x" systemVersion: "y|1|2"',
      'parameters.date: "x" is no date; 2025, 2025-03, 2025-03-01 and 2025-03-01T12:00:00Z are. ' +
        'parameters.systemVersion: "y|1|2" has more than one |.',
    ],
  ])("%s", async (parameters, message) => {
    const text = `{ collectionVersion(url: "${all}") {
      expansion(parameters: { ${parameters} }) { concepts { totalCount } } } }`;
    expect(await errorsOf(ask(text, { as: anonymous }))).toEqual([`BAD_USER_INPUT: ${message}`]);
  });
});
