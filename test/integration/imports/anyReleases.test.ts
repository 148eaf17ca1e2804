import fc from "fast-check";
import { expect, test } from "vitest";
import { importCodeSystem } from "../../../src/commands/imports/importCodeSystem.js";
import { FIXED_NOW } from "../../support/clock.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { conceptsOf } from "./content.js";
import { conceptFormat, name } from "./formats.js";

const { database } = useTestDatabase();
const SLUG = "loinc";
const CODES = ["A", "B", "C", "D"];
const RUNS = 25;
/** The history is read whole after every run, which takes its time on a busy machine. */
const LIMIT = 180_000;
const HALF = 5000;

/** For every code what it says in a release, null where the release does not have it. */
type Release = Readonly<Record<string, "plain" | "other" | "retired" | "child" | null>>;
type Shown = ReadonlyMap<string, { readonly text: string; readonly version: number }>;

/** What a history of releases must read as, by doing it the simple way. */
class History {
  readonly #versions = new Map<string, Shown>();
  readonly #newest = new Map<string, number>();
  #head: Shown = new Map();
  #count = 0;

  /** Puts a release in; answers the label that it has. */
  add(release: Release, older: boolean): string {
    this.#count += 1;
    const label = String(older ? HALF - this.#count : HALF + this.#count);
    const shown = this.#shownOf(release);
    this.#versions.set(label, shown);
    if (!older) this.#head = shown;
    return label;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Label and content of every version, HEAD's label being null. */
  expected(): (readonly [string | null, readonly string[]])[] {
    const texts = (shown: Shown) =>
      [...shown].map(([code, { text, version }]) => text.replace("vN", `v${version}`) || code);
    const versions = [...this.#versions].map(([label, shown]) => [label, texts(shown)] as const);
    return [...versions, [null, texts(this.#head)]];
  }

  #shownOf(release: Release): Shown {
    const shown = new Map<string, { text: string; version: number }>();
    for (const [code, text] of textsOf(release)) {
      const present = this.#head.get(code);
      const same = present?.text === text;
      const version = same ? present.version : (this.#newest.get(code) ?? 0) + 1;
      if (!same) this.#newest.set(code, version);
      shown.set(code, { text, version });
    }
    return shown;
  }
}

function conceptsIn(release: Release) {
  const codes = CODES.filter((code) => release[code] !== null);
  return codes.map((code) => ({
    code,
    names: [name(release[code] === "other" ? "other" : "plain")],
    retired: release[code] === "retired",
    parents: release[code] === "child" && codes[0] !== code ? codes.slice(0, 1) : [],
  }));
}

function textsOf(release: Release): (readonly [string, string])[] {
  return conceptsIn(release).map(({ code, names, retired, parents }) => {
    const marks = `${retired ? " (retired)" : ""}${parents.length > 0 ? ` < ${parents}` : ""}`;
    return [code, `${code} vN "${names[0]?.name}"${marks}`];
  });
}

const content = fc.constantFrom("plain" as const, "other" as const, "retired" as const);
const release = fc
  .record({
    A: fc.constant("plain" as const),
    B: fc.option(content),
    C: fc.option(fc.oneof(content, fc.constant("child" as const))),
    D: fc.option(fc.oneof(content, fc.constant("child" as const))),
  })
  .map((each): Release => each);

test(
  "whatever comes after whatever, every version and HEAD read as they must",
  async () => {
    const history = new History();
    const steps = fc.array(fc.tuple(release, fc.boolean()), { minLength: 1, maxLength: 4 });
    const property = fc.asyncProperty(steps, async (given) => {
      for (const [one, asksOlder] of given) {
        const older = asksOlder && !history.isEmpty;
        const version = history.add(one, older);
        const result = await importCodeSystem(database, {
          ...{ codeSystem: SLUG, version, format: conceptFormat(SLUG, conceptsIn(one)), files: [] },
          ...{ released: true, older, skipBadLines: false, dryRun: false },
          ...{ by: "tester", now: FIXED_NOW },
        });
        if (!result.ok) throw new Error(result.failure.message);
      }
      for (const [label, concepts] of history.expected()) {
        expect(await conceptsOf(database, SLUG, label)).toEqual(concepts);
      }
    });
    // One history grows through all runs; a failing one is not to be made smaller.
    await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
  },
  LIMIT,
);
