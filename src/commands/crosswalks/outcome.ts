import type { JudgedMappings } from "../../rules/crosswalks/judgeMappings.js";
import type { Skip } from "../../rules/crosswalks/skips.js";

/** What an edit of a crosswalk answers: where the crosswalk now stands. */
export interface CrosswalkOutcome {
  readonly identifier: string;
  /** The version made or edited, or the newest one when nothing was to change. */
  readonly version: number;
  readonly message: string | null;
}

/** What an edit of mappings answers besides. */
export interface MappingsOutcome extends CrosswalkOutcome {
  readonly skipped: readonly Skip[];
  readonly invalidCodes: readonly string[];
}

export function withJudgement(
  outcome: CrosswalkOutcome,
  { skipped, invalidCodes }: JudgedMappings,
): MappingsOutcome {
  return { ...outcome, skipped, invalidCodes };
}
