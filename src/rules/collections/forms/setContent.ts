import type { ReferenceDefinition } from "../../references/definition.js";
import type { OwnerName } from "../../repositories/urls.js";
import type { CollectionInput } from "../details.js";

type Extras = Readonly<Record<string, unknown>>;

/** What a file says of a reference beside what it brings in. Left out: nothing. */
export interface SaidOfReference {
  /** What the set calls the concept. */
  readonly display?: string;
  /** Further names, as FHIR's `designation` has them. */
  readonly designation?: readonly Extras[];
  readonly extension?: readonly Extras[];
  /** What the file calls the version of the code system, where that is no label. */
  readonly version?: string;
}

/** A line of a collection, with what is said of it. */
export interface SetReference {
  readonly definition: ReferenceDefinition;
  /** Null: nothing. */
  readonly said: SaidOfReference | null;
}

/** The same as a file has it. */
export interface ReadReference extends SetReference {
  /** What it means where what it names by an owner's URL is not here; null: nothing else. */
  readonly otherwise: ReferenceDefinition | null;
}

/** A version as a file describes it. */
export interface SetVersion {
  readonly label: string;
  readonly released: boolean;
  readonly retired: boolean;
  readonly description: string | null;
  readonly externalId: string | null;
  readonly extras: Extras;
}

/** What a file says of the collection that it holds. Null where it does not say. */
export interface SetDescription {
  /** That of a collection which we have written ourselves. */
  readonly uid: string | null;
  readonly owner: OwnerName | null;
  readonly shortCode: string | null;
  readonly publisher: string | null;
  /** The resource's id, where it is one of FHIR's. */
  readonly fhirId: string | null;
  /** FHIR's status. */
  readonly status: string | null;
  /** What is left out stays as it is; extras are beside. */
  readonly details: CollectionInput & { readonly canonicalUrl: string | null };
  readonly extras: Extras;
  /** Whether extras that the file does not have are to go. */
  readonly wholeExtras: boolean;
  /** Null: it names none, HEAD alone is described. */
  readonly version: SetVersion | null;
}

/** The key in a collection's extras of what FHIR says of a value set and nobody else has a place for. */
export const FHIR_EXTRAS = "fhir";

const SNOMED_VERSION = /^http:\/\/snomed\.info\/x?sct\/.*\/version\/(\d+)$/;

/** The label that stands for what a file calls a version: SNOMED CT's URIs are called by their dates. */
export function labelMeant(version: string): string {
  const date = SNOMED_VERSION.exec(version)?.[1];
  return date ?? version.trim().replaceAll(/[^A-Za-z0-9._@-]+/g, "-");
}
