/**
 * What a caller can mend, as data. Each kind is a `UserError` type of the graph; `path` starts below
 * `input`, indices as texts.
 */
export type Failure = { readonly message: string; readonly path: readonly string[] } & (
  | { readonly kind: "FieldInvalid" }
  | { readonly kind: "ResourceNotFound" }
  | { readonly kind: "ResourceArchived" }
  | { readonly kind: "NotPermitted" }
  | { readonly kind: "AlreadyExists" }
  | { readonly kind: "ReleasedVersionLocked" }
  | { readonly kind: "LicenseRequired"; readonly codeSystem: string; readonly licensor: string }
  | { readonly kind: "LatestVersionIsDraft"; readonly draftVersion: number }
  | { readonly kind: "NotLatestVersion"; readonly latestVersion: number }
  | { readonly kind: "NotADraft"; readonly latestVersion: number }
);

/** Why a command did nothing. Never empty. */
export type Failures = readonly [Failure, ...Failure[]];

export function fieldInvalid(path: readonly string[], message: string): Failure {
  return { kind: "FieldInvalid", path, message };
}

export function resourceNotFound(path: readonly string[], message: string): Failure {
  return { kind: "ResourceNotFound", path, message };
}

export function resourceArchived(path: readonly string[], message: string): Failure {
  return { kind: "ResourceArchived", path, message };
}

export function notPermitted(path: readonly string[], message: string): Failure {
  return { kind: "NotPermitted", path, message };
}

export function alreadyExists(path: readonly string[], message: string): Failure {
  return { kind: "AlreadyExists", path, message };
}

/** Whether only fields are at fault: such failures are reported together with all others of their kind. */
export function areFieldFaults(failures: Failures): boolean {
  return failures.every(({ kind }) => kind === "FieldInvalid");
}

/** The list as a refusal, or null where nothing is wrong. */
export function refusal(faults: readonly Failure[]): Failures | null {
  const [first, ...others] = faults;
  return first === undefined ? null : [first, ...others];
}
