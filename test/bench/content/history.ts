import type { CommandContext } from "../../../src/commands/context.js";
import { editCrosswalk } from "../../../src/commands/crosswalks/editCrosswalk.js";
import { ok } from "../../../src/kernel/result.js";
import { type PairChanges, pairIdentifier } from "../../../src/rules/crosswalks/changes.js";
import { type PairContent, pairKeyText } from "../../../src/rules/crosswalks/content.js";
import { writePairs } from "../../../src/store/crosswalks/pairWrites.js";
import { attributesFor, pairOf } from "./pairs.js";
import type { Random } from "./random.js";
import type { Scale } from "./scale.js";

/** Source codes on which a part of the small edits falls, as editors dwell on what they work at. */
const HOT_SOURCES = 20;
const HOT_SHARE = 0.3;

/** What a crosswalk holds while its versions are made. */
export class CrosswalkModel {
  readonly #pairs: PairContent[];
  readonly #keys: Set<string>;
  readonly #random: Random;
  readonly #scale: Scale;

  constructor(pairs: Iterable<PairContent>, scale: Scale, random: Random) {
    this.#pairs = [...pairs];
    this.#keys = new Set(this.#pairs.map(pairKeyText));
    this.#random = random;
    this.#scale = scale;
  }

  /** Changes so many pairs: half of them get other attributes, a quarter is new, a quarter goes. */
  edit(identifier: string, rows: number): PairChanges {
    const closed = new Map<string, PairContent>();
    const opened = new Map<string, PairContent>();
    for (let row = 0; row < rows; row += 1) {
      const kind = this.#random.next();
      const at = this.#random.below(this.#pairs.length);
      const pair = this.#pairs[at];
      // A pair is changed once in an edit.
      if (!pair || opened.has(pairKeyText(pair))) continue;
      if (kind < 0.25) this.#add(opened, closed);
      else if (kind < 0.5 && this.#pairs.length > 10) this.#remove(at, pair, closed);
      else this.#change(at, pair, { closed, opened });
    }
    const withIdentifier = (pair: PairContent) => ({
      ...pair,
      identifier: pairIdentifier(identifier, pair),
    });
    return { closed: [...closed.values()], opened: [...opened.values()].map(withIdentifier) };
  }

  #add(opened: Map<string, PairContent>, closed: ReadonlyMap<string, PairContent>): void {
    const { sourceConcepts, targetConcepts } = this.#scale;
    const source = this.#random.chance(HOT_SHARE)
      ? this.#random.below(HOT_SOURCES)
      : this.#random.below(sourceConcepts);
    const pair = pairOf(source, this.#random.below(targetConcepts), this.#random);
    const key = pairKeyText(pair);
    if (this.#keys.has(key) || closed.has(key)) return;
    this.#keys.add(key);
    this.#pairs.push(pair);
    opened.set(key, pair);
  }

  #remove(at: number, pair: PairContent, closed: Map<string, PairContent>): void {
    const key = pairKeyText(pair);
    this.#keys.delete(key);
    const last = this.#pairs.pop();
    if (last && last !== pair) this.#pairs[at] = last;
    closed.set(key, pair);
  }

  #change(
    at: number,
    pair: PairContent,
    { closed, opened }: { closed: Map<string, PairContent>; opened: Map<string, PairContent> },
  ): void {
    const key = pairKeyText(pair);
    const edited = { key: "edited", value: String(this.#random.below(1_000_000)) };
    const changed = { ...pair, attributes: [...attributesFor(this.#random), edited] };
    this.#pairs[at] = changed;
    closed.set(key, pair);
    opened.set(key, changed);
  }
}

/** Rows of each edit: nine of ten change one, one of a hundred a hundredth of the crosswalk. */
export function* editSizes(edits: number, pairs: number, random: Random): Generator<number> {
  for (let edit = 0; edit < edits; edit += 1) {
    const kind = random.next();
    yield kind < 0.9 ? 1 : kind < 0.99 ? 10 : Math.max(10, Math.floor(pairs / 100));
  }
}

/**
 * Makes a version by the product's own edit command; an edit that comes to nothing makes none.
 * @returns the number of the newest version
 */
export async function makeVersion(
  context: CommandContext,
  crosswalk: { readonly identifier: string; readonly version: number },
  { closed, opened }: PairChanges,
): Promise<number> {
  const { identifier, version } = crosswalk;
  const edit = { identifier, version, draft: false };
  const result = await editCrosswalk(context, edit, async () =>
    ok({
      kind: "MAPPINGS_CHANGED",
      message: "Changed.",
      changes: closed.length + opened.length > 0,
      write: (queries, containerId, revision) =>
        writePairs(queries, containerId, revision, { closed, opened }),
      report: {},
    }),
  );
  if (!result.ok) throw new Error(`A version was not made: ${JSON.stringify(result.failure)}`);
  return result.value.version;
}
