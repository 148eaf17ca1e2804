/** One name of a concept. A null `nameType` is a synonym. */
export interface ConceptName {
  readonly name: string;
  /** BCP 47 language tag. */
  readonly locale: string;
  readonly localePreferred: boolean;
  /** `FULLY_SPECIFIED`, `SHORT`, `INDEX_TERM` or the publisher's own word. */
  readonly nameType: string | null;
  readonly externalId: string | null;
}

/** One description of a concept: a definition, a note, a comment. */
export interface ConceptDescription {
  readonly description: string;
  /** BCP 47 language tag. */
  readonly locale: string;
  readonly localePreferred: boolean;
  readonly descriptionType: string | null;
  readonly externalId: string | null;
}

/** How a release maps a concept to another one. */
export interface ReleasedMapping {
  /** The publisher's word. */
  readonly mapType: string;
  /** Canonical or relative URL; left out: the concept's own code system. */
  readonly toSystem?: string;
  readonly toCode: string;
  readonly toName: string | null;
  /** JSON values only. */
  readonly extras: Readonly<Record<string, unknown>>;
}

/** What a code means in one release of its code system, without the history around it. */
export interface ConceptContent {
  /** In the code system's own form: `A00.0`, not `A000`. */
  readonly code: string;
  readonly conceptClass: string;
  readonly datatype: string;
  /** At least one. */
  readonly names: readonly ConceptName[];
  readonly descriptions: readonly ConceptDescription[];
  /** Codes of the direct parents, in the same code system. */
  readonly parents: readonly string[];
  readonly retired: boolean;
  readonly externalId: string | null;
  /** Publisher's further fields. JSON values only. */
  readonly extras: Readonly<Record<string, unknown>>;
}

/** A concept as a release brings it. */
export interface ReleasedConcept extends ConceptContent {
  readonly mappings?: readonly ReleasedMapping[];
}
