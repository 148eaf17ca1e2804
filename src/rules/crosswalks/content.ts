/** FHIR R5 concept map relationships, in the graph's spelling. */
export const mapRelationships = [
  "RELATED_TO",
  "EQUIVALENT",
  "SOURCE_IS_NARROWER_THAN_TARGET",
  "SOURCE_IS_BROADER_THAN_TARGET",
  "NOT_RELATED_TO",
] as const;

export type MapRelationship = (typeof mapRelationships)[number];

/** A key and its value; keys are case-sensitive and unique within their crosswalk or pair. */
export interface CustomAttribute {
  readonly key: string;
  readonly value: string | null;
}

/** Key of the attribute that says which release of its publisher's a version is. */
export const RELEASE = "release";

/** The target code of a pair that states that nothing corresponds to its source code. */
export const NO_MAP = "";

/** The key of a pair within its crosswalk; codes in their systems' own forms. */
export interface PairKey {
  /** Slug of the code system of the source code. */
  readonly sourceSystem: string;
  readonly sourceCode: string;
  /** Slug of the code system of the target code. */
  readonly targetSystem: string;
  /** {@link NO_MAP} where the pair states that nothing corresponds. */
  readonly targetCode: string;
}

/** One source code with one target code, or with {@link NO_MAP}. */
export interface PairContent extends PairKey {
  readonly relationship: MapRelationship | null;
  /** In order of first insertion. */
  readonly attributes: readonly CustomAttribute[];
}

/** A pair as it stands in a crosswalk, or is to stand. */
export interface Pair extends PairContent {
  /** Stays the same in all versions, also when the pair is deleted and added again. */
  readonly identifier: string;
}

/** A pair's key as one text; U+0000 is in no code. */
export function pairKeyText(key: PairKey): string {
  return [key.sourceSystem, key.sourceCode, key.targetSystem, key.targetCode].join("\u0000");
}
