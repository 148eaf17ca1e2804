import type { Failure } from "../failure.js";
import {
  changedRepositoryDetails,
  changedRepositoryFaults,
  newRepositoryDetails,
  newRepositoryFaults,
  type RepositoryDetails,
  type RepositoryInput,
} from "../repositories/details.js";
import { NAME_LIMIT, TEXT_LIMIT } from "../repositories/limits.js";
import {
  type LocalizedText,
  type LocalizedTextInput,
  localizedFaults,
  localizedTexts,
} from "../repositories/localizedTexts.js";
import { shortCodeFaults } from "../repositories/shortCodes.js";
import { textFaults, trimmed } from "../text.js";
import { PREFERRED_SOURCE_LIMIT, TYPE_LIMIT } from "./limits.js";

/** What a collection says of itself. */
export interface CollectionDetails extends RepositoryDetails {
  readonly collectionType: string | null;
  readonly preferredSource: string | null;
  /** Beside `name` and `description`, which are in the default language. */
  readonly names: readonly LocalizedText[];
  readonly descriptions: readonly LocalizedText[];
}

/** The same as a caller gives it. Left out: as it was; null or blank: none. */
export type CollectionInput = RepositoryInput & {
  readonly collectionType?: string | null | undefined;
  readonly preferredSource?: string | null | undefined;
  readonly names?: readonly LocalizedTextInput[] | null | undefined;
  readonly descriptions?: readonly LocalizedTextInput[] | null | undefined;
};

/** What it is to be called for ever, beside what is said of it. */
export type NewCollectionInput = CollectionInput & { readonly shortCode: string };

const WHAT = "Collection";

/** What is wrong with the fields of a collection that is to be made. */
export function newCollectionFaults(input: NewCollectionInput): readonly Failure[] {
  return [
    ...shortCodeFaults(input.shortCode),
    ...newRepositoryFaults(input, WHAT),
    ...ownFaults(input),
  ];
}

/** What is wrong with new values of a collection's fields. */
export function changedCollectionFaults(input: CollectionInput): readonly Failure[] {
  return [...changedRepositoryFaults(input, WHAT), ...ownFaults(input)];
}

function ownFaults(input: CollectionInput): readonly Failure[] {
  const text = (name: "collectionType" | "preferredSource", limit: number) =>
    textFaults(trimmed(input[name]), { name, path: [name], limit });
  return [
    ...text("collectionType", TYPE_LIMIT),
    ...text("preferredSource", PREFERRED_SOURCE_LIMIT),
    ...localizedFaults(input.names, { field: "names", limit: NAME_LIMIT }),
    ...localizedFaults(input.descriptions, { field: "descriptions", limit: TEXT_LIMIT }),
  ];
}

/** A new collection's details. */
export function newCollectionDetails(input: CollectionInput): CollectionDetails {
  return { ...newRepositoryDetails(input), ...ownDetails(input, nothingYet) };
}

const nothingYet = { collectionType: null, preferredSource: null, names: [], descriptions: [] };

/** A collection's details as faultless input leaves them. */
export function changedCollectionDetails(
  input: CollectionInput,
  before: CollectionDetails,
): CollectionDetails {
  return { ...changedRepositoryDetails(input, before), ...ownDetails(input, before) };
}

type OwnDetails = Omit<CollectionDetails, keyof RepositoryDetails>;

function ownDetails(
  { collectionType, preferredSource, names, descriptions }: CollectionInput,
  before: OwnDetails,
): OwnDetails {
  return {
    collectionType: collectionType === undefined ? before.collectionType : trimmed(collectionType),
    preferredSource:
      preferredSource === undefined ? before.preferredSource : trimmed(preferredSource),
    names: names === undefined ? before.names : localizedTexts(names),
    descriptions: descriptions === undefined ? before.descriptions : localizedTexts(descriptions),
  };
}
