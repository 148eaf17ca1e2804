import { type Failure, fieldInvalid } from "../failure.js";
import {
  changedVersion,
  type VersionInput,
  type VersionState,
  versionFaults,
} from "../repositories/versionInputs.js";

/** What is said of a collection's version. Left out: as it was. */
export interface CollectionVersionInput extends VersionInput {
  readonly retired?: boolean | null | undefined;
}

/** The same as it stands. */
export interface CollectionVersionState extends VersionState {
  readonly retired: boolean;
}

/** What is wrong with what is said of a collection's version. */
export function collectionVersionFaults(input: CollectionVersionInput): readonly Failure[] {
  const retired =
    input.retired === null ? [fieldInvalid(["retired"], "retired is true or false")] : [];
  return [...versionFaults(input), ...retired];
}

/** A collection's version as faultless input leaves it. */
export function changedCollectionVersion(
  before: CollectionVersionState,
  input: CollectionVersionInput,
  now: Date,
): CollectionVersionState {
  return { ...changedVersion(before, input, now), retired: input.retired ?? before.retired };
}
