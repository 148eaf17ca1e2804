/** How much content there is. */
export interface Scale {
  readonly name: "full" | "quick";
  readonly sourceConcepts: number;
  readonly targetConcepts: number;
  readonly crosswalks: number;
  /** Source-target pairs of all crosswalks together. */
  readonly pairs: number;
  /** Pairs and versions of the largest crosswalk. */
  readonly largestPairs: number;
  readonly largestVersions: number;
  /** The other crosswalks have from 1 to so many versions. */
  readonly mostVersions: number;
  /** What the codes of the large collections' members begin with, after their letter: a third of them or less. */
  readonly memberStem: string;
  /** Whether publishers' files are loaded too, where they are. */
  readonly realContent: boolean;
  /** Pairs of the small crosswalk that edits are measured on. */
  readonly editedPairs: number;
}

export const fullScale: Scale = {
  name: "full",
  sourceConcepts: 300_000,
  targetConcepts: 100_000,
  crosswalks: 200,
  pairs: 1_000_000,
  largestPairs: 500_000,
  largestVersions: 2000,
  mostVersions: 20,
  memberStem: "0",
  realContent: true,
  editedPairs: 1000,
};

/** For a run that only shows that everything works. */
export const quickScale: Scale = {
  name: "quick",
  sourceConcepts: 6000,
  targetConcepts: 2000,
  crosswalks: 30,
  pairs: 20_000,
  largestPairs: 10_000,
  largestVersions: 60,
  mostVersions: 6,
  memberStem: "000",
  realContent: false,
  editedPairs: 1000,
};

/** Pairs of each crosswalk, the largest first: half of all pairs, then ever fewer. */
export function crosswalkSizes({ crosswalks, pairs, largestPairs }: Scale): number[] {
  const weights = Array.from({ length: crosswalks - 1 }, (_, at) => (at + 4) ** -1.3);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const rest = pairs - largestPairs;
  const sizes = weights.map((weight) => Math.max(10, Math.round((weight / whole) * rest)));
  const excess = sizes.reduce((sum, size) => sum + size, 0) - rest;
  sizes[0] = (sizes[0] ?? 0) - excess;
  return [largestPairs, ...sizes];
}
