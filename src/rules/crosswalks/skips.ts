/** Why a mapping object or a target was left out while the rest went in. */
export type SkipReason =
  | "SOURCE_CODE_SYSTEM_MISSING"
  | "SOURCE_CODE_MISSING"
  | "TARGET_CODE_SYSTEM_MISSING"
  | "TARGET_CODE_MISSING"
  | "CODE_SYSTEM_UNKNOWN"
  | "LICENSE_REQUIRED"
  | "SOURCE_CODE_INVALID"
  | "TARGET_CODE_INVALID"
  | "NOT_MAPPED"
  | "DUPLICATE";

export interface Skip {
  /** Below `input`: `["mappings", "3", "targets", "0"]`. */
  readonly path: readonly string[];
  readonly reason: SkipReason;
  readonly codeSystem: string | null;
  readonly code: string | null;
}
