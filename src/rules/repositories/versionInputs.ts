import { type Extras, extrasFaults } from "../extras.js";
import { type Failure, fieldInvalid } from "../failure.js";
import { textFaults, trimmed } from "../text.js";
import { EXTERNAL_ID_LIMIT, TEXT_LIMIT } from "./limits.js";

/** What is said of a version. Left out: as it was; null or blank: none. */
export interface VersionInput {
  readonly released?: boolean | null | undefined;
  readonly description?: string | null | undefined;
  readonly externalId?: string | null | undefined;
  readonly extras?: Extras | null | undefined;
}

/** The same as it stands. */
export interface VersionState {
  readonly description: string | null;
  readonly externalId: string | null;
  readonly extras: Extras;
  readonly releasedAt: Date | null;
}

/** What is wrong with what is said of a version that is to be made, or is there. */
export function versionFaults(input: VersionInput): readonly Failure[] {
  const { released, description, externalId, extras } = input;
  const text = (name: string, given: string | null | undefined, limit: number) =>
    textFaults(trimmed(given), { name, path: [name], limit });
  return [
    ...(released === null ? [fieldInvalid(["released"], "released is true or false")] : []),
    ...text("description", description, TEXT_LIMIT),
    ...text("externalId", externalId, EXTERNAL_ID_LIMIT),
    ...extrasFaults(extras),
  ];
}

/** A version as faultless input leaves it. What is released already keeps its date. */
export function changedVersion(
  before: VersionState,
  { released, description, externalId, extras }: VersionInput,
  now: Date,
): VersionState {
  const releasedAt = released ? (before.releasedAt ?? now) : null;
  return {
    description: description === undefined ? before.description : trimmed(description),
    externalId: externalId === undefined ? before.externalId : trimmed(externalId),
    extras: extras === undefined ? before.extras : (extras ?? {}),
    releasedAt: released === undefined ? before.releasedAt : releasedAt,
  };
}
