/** FHIR R5 concept map relationships, in the graph's spelling. */
export type MapRelationship =
  | "RELATED_TO"
  | "EQUIVALENT"
  | "SOURCE_IS_NARROWER_THAN_TARGET"
  | "SOURCE_IS_BROADER_THAN_TARGET"
  | "NOT_RELATED_TO";

/** A key and its value; keys are case-sensitive and unique within their crosswalk or pair. */
export interface CustomAttribute {
  readonly key: string;
  readonly value: string | null;
}

/** The target code of a pair that states that nothing corresponds to its source code. */
export const NO_MAP = "";

/** One source code with one target code, or with {@link NO_MAP}. Codes in their systems' own forms. */
export interface PairContent {
  /** Slug of the code system of the source code. */
  readonly sourceSystem: string;
  readonly sourceCode: string;
  /** Slug of the code system of the target code. */
  readonly targetSystem: string;
  readonly targetCode: string;
  readonly relationship: MapRelationship | null;
  /** In order of first insertion. */
  readonly attributes: readonly CustomAttribute[];
}
