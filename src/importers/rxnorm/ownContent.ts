import type { SourceFile } from "../format.js";

/** RxNorm's own content is free; that of the sources beside it needs their licences. */
export const FREE = "RXNORM";
/** What SUPPRESS says of rows that no longer hold. */
export const OBSOLETE = "O";
export const CUI = /^\d{1,8}$/;

/** The full release brings the prescribable content along once more, in a folder of its own. */
const SUBSET = /(?:^|\/)prescribe\//;

/** The files of the full release, or those of the subset where they are alone. */
export function withoutSubset(files: readonly SourceFile[]): readonly SourceFile[] {
  const whole = files.filter(({ name }) => !SUBSET.test(name));
  return whole.length > 0 ? whole : files;
}
