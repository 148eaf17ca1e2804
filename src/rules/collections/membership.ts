/** That a reference brings a version of a concept in, or keeps it out. */
export interface Delivered {
  readonly include: boolean;
  readonly version: number;
  /** An exclusion that is meant for this version alone. */
  readonly exact: boolean;
}

/**
 * The version in which a concept is a member, of all that is delivered of it: what is brought in and not kept
 * out, of several versions the newest. Null: it is no member.
 */
export function memberVersion(delivered: readonly Delivered[]): number | null {
  const keptOut = delivered.filter(({ include }) => !include);
  if (keptOut.some(({ exact }) => !exact)) return null;
  const versions = delivered
    .filter(({ include }) => include)
    .map(({ version }) => version)
    .filter((version) => !keptOut.some((out) => out.version === version));
  return versions.length === 0 ? null : Math.max(...versions);
}
