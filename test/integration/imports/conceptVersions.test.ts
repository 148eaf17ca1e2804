import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { importCodeSystem } from "../../../src/commands/imports/importCodeSystem.js";
import { FIXED_NOW } from "../../support/clock.js";
import { fingerprint } from "../../support/fingerprint.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { conceptsOf, versionsOf } from "./content.js";
import { conceptFormat, name } from "./formats.js";

const { database } = useTestDatabase();

type Concepts = Parameters<typeof conceptFormat>[1];

interface How {
  readonly older?: boolean;
  readonly released?: boolean;
}

async function attempt(slug: string, version: string, concepts: Concepts, how: How = {}) {
  return await importCodeSystem(database, {
    codeSystem: slug,
    version,
    format: conceptFormat(slug, concepts),
    files: [],
    released: true,
    older: false,
    skipBadLines: false,
    dryRun: false,
    by: "tester",
    now: FIXED_NOW,
    ...how,
  });
}

/** Puts a release in; answers added, changed, removed, retired. */
async function release(slug: string, version: string, concepts: Concepts, how: How = {}) {
  const result = await attempt(slug, version, concepts, how);
  if (!result.ok) throw new Error(result.failure.message);
  const { added, changed, removed, retired } = result.value;
  return [added, changed, removed, retired];
}

describe("from release to release", () => {
  const slug = "loinc";

  test("a concept that stays as it is keeps its version, every other gets the next", async () => {
    expect(await release(slug, "1", ["A", "B", "C"])).toEqual([3, 0, 0, 0]);
    const second = ["A", { code: "B", names: [name("Another B")] }, "D"];
    expect(await release(slug, "2", second)).toEqual([1, 1, 1, 0]);
    expect(await conceptsOf(database, slug)).toEqual([
      'A v1 "The A"',
      'B v2 "Another B"',
      'D v1 "The D"',
    ]);
  });

  test("what comes back goes on from the version it had, and was made when it was first", async () => {
    expect(await release(slug, "3", ["A", "B", "C", "D"])).toEqual([1, 1, 0, 0]);
    expect(await conceptsOf(database, slug)).toEqual([
      'A v1 "The A"',
      'B v3 "The B"',
      'C v2 "The C"',
      'D v1 "The D"',
    ]);
    const [row] = await database.reads.execute(
      sql`select first_revision from concept where code = 'C' and version = 2`,
    );
    expect(row).toEqual({ first_revision: 1 });
  });

  test("other parents alone make another version", async () => {
    const under = (...parents: string[]) => ["A", "B", { code: "C", parents }, "D"];
    expect(await release(slug, "4", under("A", "B"))).toEqual([0, 1, 0, 0]);
    expect(await release(slug, "5", under("B", "D"))).toEqual([0, 1, 0, 0]);
    expect(await release(slug, "6", under("D", "B"))).toEqual([0, 0, 0, 0]);
    const [, , third] = await conceptsOf(database, slug);
    expect(third).toBe('C v4 "The C" < B D');
    const [, , before] = await conceptsOf(database, slug, "4");
    expect(before).toBe('C v3 "The C" < A B');
  });

  test.each([
    ["class", { conceptClass: "Other" }],
    ["datatype", { datatype: "Numeric" }],
    ["external id", { externalId: "x" }],
    ["extras", { extras: { billable: true } }],
    [
      "descriptions",
      {
        descriptions: [
          {
            description: "Long",
            locale: "en",
            localePreferred: false,
            descriptionType: null,
            externalId: null,
          },
        ],
      },
    ],
    ["a name's type", { names: [{ ...name("The A"), nameType: "SHORT" }] }],
  ])("another %s makes another version", async (what, change) => {
    const label = what.replaceAll(/\W/g, "-");
    const usual = ["A", "B", "D"];
    await release(slug, `${label}.0`, usual);
    const other = [{ code: "A", ...change }, "B", "D"];
    expect(await release(slug, `${label}.1`, other)).toEqual([0, 1, 0, 0]);
  });

  test("who is retired and comes back is counted once", async () => {
    const retired = { code: "A", retired: true };
    expect(await release(slug, "r1", ["A", "B"])).toEqual([0, 1, 1, 0]);
    expect(await release(slug, "r2", [retired, "B"])).toEqual([0, 1, 0, 1]);
    expect(await release(slug, "r3", [retired, "B", { code: "N", retired: true }])).toEqual([
      ...[1, 0, 0, 1],
    ]);
    expect(await release(slug, "r4", ["A", "B"])).toEqual([0, 1, 1, 0]);
  });

  test("every version reads as it was", async () => {
    expect(await conceptsOf(database, slug, "1")).toEqual([
      ...['A v1 "The A"', 'B v1 "The B"', 'C v1 "The C"'],
    ]);
    expect(await conceptsOf(database, slug, "2")).toEqual([
      ...['A v1 "The A"', 'B v2 "Another B"', 'D v1 "The D"'],
    ]);
  });
});

describe("a release older than the newest", () => {
  const slug = "vis";

  test("is a version of its own, and HEAD goes on with the versions it had", async () => {
    await release(slug, "2025", [{ code: "B", parents: ["A"] }, "A"]);
    const head = await conceptsOf(database, slug);
    const earlier = [{ code: "A", names: [name("Early A")] }, "B", "Z"];
    expect(await release(slug, "2024", earlier, { older: true })).toEqual([1, 2, 0, 0]);
    expect(await conceptsOf(database, slug)).toEqual(head);
    expect(head).toEqual(['A v1 "The A"', 'B v1 "The B" < A']);
    expect(await conceptsOf(database, slug, "2024")).toEqual([
      ...['A v2 "Early A"', 'B v2 "The B"', 'Z v1 "The Z"'],
    ]);
    expect(await versionsOf(database, slug)).toEqual([
      ...["2025 r1 released leads", "2024 r2 released"],
    ]);
  });

  test("takes numbers that no later version gets again", async () => {
    const next = [{ code: "A", names: [name("Late A")] }, "B", "Z"];
    expect(await release(slug, "2026", next)).toEqual([1, 2, 0, 0]);
    expect(await conceptsOf(database, slug)).toEqual([
      ...['A v3 "Late A"', 'B v3 "The B"', 'Z v2 "The Z"'],
    ]);
  });

  test("with the content of HEAD is another name that leads nobody", async () => {
    const same = [{ code: "A", names: [name("Late A")] }, "B", "Z"];
    expect(await release(slug, "2023", same, { older: true })).toEqual([0, 0, 0, 0]);
    expect((await versionsOf(database, slug)).slice(-2)).toEqual([
      ...["2026 r4 released leads", "2023 r4 released"],
    ]);
  });
});

describe("the name that is shown", () => {
  test("is chosen by the code system's languages", async () => {
    const slug = "dsm5";
    await database.reads.execute(sql`
      update repository set default_locale = 'fr', supported_locales = '{de,fr}'
      where container_id = (select container_id from code_system where slug = ${slug})`);
    await release(slug, "1", [
      { code: "1", names: [name("en"), name("de"), name("fr", "fr"), name("fr+", "fr", true)] },
      { code: "2", names: [name("en", "en", true), name("de", "de")] },
      { code: "3", names: [name("es", "es"), name("en", "en")] },
      { code: "4", names: [name("es", "es"), name("it", "it", true), name("pt", "pt")] },
      { code: "5", names: [name("es", "es"), name("pt", "pt")] },
    ]);
    expect(await conceptsOf(database, slug)).toEqual([
      ...['1 v1 "fr+"', '2 v1 "de"', '3 v1 "en"', '4 v1 "it"', '5 v1 "pt"'],
    ]);
  });
});

describe("a release that contradicts itself is refused and changes nothing", () => {
  test.each([
    [
      "codes given twice",
      ["A", "B", "A", "B", "A"],
      "The file gives some codes twice",
      ["3 A was given before", "4 B was given before", "5 A was given before"],
    ],
    [
      "parents it does not hold",
      ["A", { code: "B", parents: ["A", "X"] }, { code: "C", parents: ["B", "Y"] }],
      "The file names parents that it does not hold",
      ["2 B is below X", "3 C is below Y"],
    ],
    ["a concept without a name", ["A", { code: "B", names: [] }], "Line 2: B has no name", []],
    ["no codes", [], "The file holds no codes", []],
  ] as const)("%s", async (_, concepts, message, lines) => {
    const before = await fingerprint(database);
    const result = await attempt("cdt", "1", concepts);
    if (result.ok) throw new Error("It went in");
    expect(result.failure.message).toBe(message);
    expect(result.failure.lines.map(({ line, rejected }) => `${line} ${rejected}`)).toEqual(lines);
    expect(await fingerprint(database)).toEqual(before);
  });

  test("a code system that is none", async () => {
    expect(await attempt("icd99", "1", ["A"])).toEqual({
      ok: false,
      failure: { message: "There is no code system icd99", lines: [] },
    });
  });
});

test("of two imports of one release at once, one finds it here", async () => {
  const twice = await Promise.all([
    attempt("ndc", "2026", ["A", "B"]),
    attempt("ndc", "2026", ["A", "B"]),
  ]);
  const outcomes = twice.map((result) => (result.ok ? result.value.outcome : result.failure));
  expect(outcomes.toSorted()).toEqual(["IMPORTED", "UNCHANGED"]);
  expect(await versionsOf(database, "ndc")).toEqual(["2026 r1 released leads"]);
});
