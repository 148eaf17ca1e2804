import type { RepositoryName } from "../repositories/urls.js";

export type ReferenceType = "CONCEPTS" | "MAPPINGS" | "ALL";
export type Cascade = "NONE" | "SOURCE_MAPPINGS" | "SOURCE_TO_CONCEPTS";

/** FHIR's filter operators. */
export const FILTER_OPS = [
  "=",
  "is-a",
  "descendent-of",
  "is-not-a",
  "regex",
  "in",
  "not-in",
  "generalizes",
  "exists",
] as const;
export type FilterOp = (typeof FILTER_OPS)[number];

/**
 * A condition on the concepts or mappings of a reference; those of one reference hold all together. `in`
 * and `not-in` have commas between values: see `filterValues`.
 */
export interface ReferenceFilter {
  readonly property: string;
  readonly op: FilterOp;
  readonly value: string;
}

/**
 * A code system or collection, as a reference names it: by its owner and short code, or by its canonical
 * URL. `version` is a label or `HEAD`; null: the newest released version, HEAD while there is none.
 */
export interface NamedRepository {
  readonly repository: RepositoryName | { readonly canonicalUrl: string };
  readonly version: string | null;
}

/**
 * What a reference says, whatever it was written like. What no reader would understand can't be made:
 * every one comes from `checkedDefinition`.
 */
export interface ReferenceDefinition {
  readonly referenceType: ReferenceType;
  readonly include: boolean;
  /**
   * The code system, null where a collection or valueset alone is read, or everything. A canonical URL may
   * turn out to be a collection's; a relative URL of a collection is a valueset.
   */
  readonly system: NamedRepository | null;
  /** Only what is a member of every one of these too; of the first where there is no system. */
  readonly valuesets: readonly NamedRepository[];
  /** Code of the one concept, or id of the one mapping; null: a list. */
  readonly code: string | null;
  /** Version of the one concept or mapping, `1`, `2` …; null: it follows its code system. */
  readonly resourceVersion: string | null;
  /** With a code: its mappings from it (DIRECT), and those to it (WITH_INVERSE), not the concept itself. */
  readonly mappingsOf: "DIRECT" | "WITH_INVERSE" | null;
  readonly filters: readonly ReferenceFilter[];
  readonly cascade: Cascade;
}
