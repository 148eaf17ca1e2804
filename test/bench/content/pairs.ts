import type { CrosswalkFormat } from "../../../src/importers/format.js";
import type {
  CustomAttribute,
  MapRelationship,
  PairContent,
} from "../../../src/rules/crosswalks/content.js";
import { codeOf, sourceSystem, targetSystem } from "./concepts.js";
import type { Random } from "./random.js";
import type { Scale } from "./scale.js";

/** How many targets a source code has: up to so many, with this share of the source codes. */
const FAN_OUT = [
  [1, 1, 0.5],
  [2, 2, 0.22],
  [3, 3, 0.11],
  [4, 4, 0.06],
  [5, 8, 0.08],
  [9, 20, 0.025],
  [21, 60, 0.005],
] as const;

const RELATIONSHIPS: readonly (MapRelationship | null)[] = [
  "EQUIVALENT",
  "EQUIVALENT",
  "EQUIVALENT",
  "RELATED_TO",
  "SOURCE_IS_NARROWER_THAN_TARGET",
  "SOURCE_IS_BROADER_THAN_TARGET",
  null,
];

function fanOut(random: Random): number {
  let rest = random.next();
  for (const [low, high, share] of FAN_OUT) {
    if (rest < share) return random.between(low, high);
    rest -= share;
  }
  return 1;
}

/** The numbers of targets of as many source codes as it takes to make so many pairs. */
function fanOuts(pairs: number, random: Random): number[] {
  const counts: number[] = [];
  for (let left = pairs; left > 0; ) {
    const count = Math.min(left, fanOut(random));
    counts.push(count);
    left -= count;
  }
  return counts;
}

/** So many different numbers below `end`, ascending. */
function* chosen(count: number, end: number, random: Random): Generator<number> {
  let missing = count;
  for (let number = 0; number < end && missing > 0; number += 1) {
    if (random.next() * (end - number) >= missing) continue;
    missing -= 1;
    yield number;
  }
}

export function attributesFor(random: Random): CustomAttribute[] {
  const count = random.chance(0.85) ? 0 : random.between(1, 2);
  return ["note", "reviewer"]
    .slice(0, count)
    .map((key) => ({ key, value: `${key} ${random.below(10_000)}` }));
}

export function pairOf(source: number, target: number, random: Random): PairContent {
  return {
    sourceSystem: sourceSystem.slug,
    sourceCode: codeOf(sourceSystem, source),
    targetSystem: targetSystem.slug,
    targetCode: codeOf(targetSystem, target),
    relationship: random.pick(RELATIONSHIPS),
    attributes: attributesFor(random),
  };
}

/** The pairs of a synthetic crosswalk, in order of source code. */
export function* syntheticPairs(
  count: number,
  { sourceConcepts, targetConcepts }: Scale,
  random: Random,
): Generator<PairContent> {
  const counts = fanOuts(count, random);
  let at = 0;
  for (const source of chosen(counts.length, sourceConcepts, random)) {
    const first = random.below(targetConcepts);
    const step = random.between(1, Math.floor(targetConcepts / 100));
    for (let nth = 0; nth < (counts[at] ?? 0); nth += 1) {
      yield pairOf(source, (first + nth * step) % targetConcepts, random);
    }
    at += 1;
  }
}

/** Pairs in the shape that the product's import takes. */
export function crosswalkFormat(pairs: Iterable<PairContent>): CrosswalkFormat {
  return {
    kind: "CROSSWALK",
    subject: {
      sourceSystem: sourceSystem.slug,
      targetSystem: targetSystem.slug,
      crosswalkName: "Synthetic",
    },
    name: "synthetic",
    title: "Synthetic crosswalk",
    recognises: () => false,
    read: async function* () {
      let line = 0;
      for (const content of pairs) {
        line += 1;
        yield { line, lines: 1, content };
      }
    },
  };
}
