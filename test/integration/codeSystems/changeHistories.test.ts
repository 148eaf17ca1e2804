import fc from "fast-check";
import { expect, it } from "vitest";
import type { ConceptContent } from "../../../src/rules/codeSystems/content.js";
import { insertCodeSystem } from "../../../src/store/codeSystems/writes.js";
import { FIXED_NOW } from "../../support/clock.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const RUNS = 12;
const TIME_LIMIT = 180_000;

// U+FFFD comes before U+1F600 by its bytes and after it in JavaScript.
const CODES = ["a", "B", "\uFFFD", "\u{1F600}", "z"];

type Content = Omit<ConceptContent, "code">;
type Release = ReadonlyMap<string, Content>;

const text = (name: string) => ({
  name,
  locale: "en",
  localePreferred: false,
  nameType: null,
  externalId: null,
});

const content: fc.Arbitrary<Content> = fc.record({
  conceptClass: fc.constantFrom("Misc", "Other"),
  datatype: fc.constantFrom("N/A", "Text"),
  names: fc.subarray(["one", "two"], { minLength: 1 }).map((names) => names.map(text)),
  descriptions: fc.constantFrom(
    [],
    [
      {
        description: "about",
        locale: "en",
        localePreferred: false,
        descriptionType: null,
        externalId: null,
      },
    ],
  ),
  parents: fc.subarray(["root", "trunk"]),
  retired: fc.boolean(),
  externalId: fc.constantFrom(null, "x"),
  extras: fc.constantFrom<Record<string, unknown>[]>({}, { a: 1 }, { a: null }),
});

const release: fc.Arbitrary<Release> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...CODES), content), { selector: ([code]) => code })
  .map((concepts) => new Map(concepts));

const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);

/** The kinds of a change by looking at both ends; null where nothing differs. */
function kindsOf(before: Content | undefined, after: Content | undefined): string[] | null {
  if (!before && !after) return null;
  if (!before) return ["ADDED"];
  if (!after) return ["REMOVED"];
  const attributes = ({ conceptClass, datatype, extras, externalId }: Content) => [
    ...[conceptClass, datatype, extras, externalId],
  ];
  const words = ({ names, descriptions }: Content) => [names, descriptions];
  const kinds = [
    ...(!before.retired && after.retired ? ["RETIRED"] : []),
    ...(before.retired && !after.retired ? ["REVIVED"] : []),
    ...(differs(words(before), words(after)) ? ["REWORDED"] : []),
    ...(differs(before.parents, after.parents) ? ["REPARENTED"] : []),
    ...(differs(attributes(before), attributes(after)) ? ["ATTRIBUTES_CHANGED"] : []),
  ];
  return kinds.length > 0 ? kinds : null;
}

function expectedChanges(before: Release, after: Release): readonly object[] {
  return CODES.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    .map((code) => ({ code, kinds: kindsOf(before.get(code), after.get(code)) }))
    .filter(({ kinds }) => kinds !== null);
}

async function changesOf(slug: string, version: number, since: number): Promise<unknown> {
  const query = `{ codeSystem(slug: "${slug}") { atVersion(version: "${version}") {
    changes(since: "${since}") { totalCount nodes { code kinds } } } } }`;
  const data = await dataOf<{ codeSystem: { atVersion: { changes: unknown } } }>(ask(query));
  return data.codeSystem.atVersion.changes;
}

let systems = 0;

async function newSystem(): Promise<string> {
  systems += 1;
  const name = `random${systems}`;
  const entry = { slug: name, shortCode: name, name, fullName: name, owner: "CDC" };
  const plain = { canonicalUrl: null, licensor: null, codeNormalization: "NONE" } as const;
  const uid = `00000000-0000-4000-8000-${String(systems).padStart(12, "0")}`;
  await database.write(({ queries }) =>
    insertCodeSystem(queries, { ...entry, ...plain }, { uid, at: FIXED_NOW, by: "test" }),
  );
  return name;
}

it(
  "any two versions of any history differ as their contents do",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(release, { minLength: 2, maxLength: 6 }), async (releases) => {
        const codeSystem = await newSystem();
        for (const [at, concepts] of releases.entries()) {
          const all = [...concepts].map(([code, each]) => ({ code, ...each }));
          await importConcepts(database, { codeSystem, version: String(at) }, [
            ...["root", "trunk"],
            ...all,
          ]);
        }
        for (const [since, before] of releases.entries()) {
          for (const [version, after] of releases.entries()) {
            const nodes = expectedChanges(before, after);
            const changes = await changesOf(codeSystem, version, since);
            expect(changes).toEqual({ totalCount: nodes.length, nodes });
          }
        }
      }),
      { numRuns: RUNS },
    );
  },
  TIME_LIMIT,
);
