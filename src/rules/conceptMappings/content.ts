/** One end of a mapping: a concept of a code system, whether or not it is here. */
export interface ConceptEnd {
  /** `/orgs/CDC/sources/ICD-10-CM/`, or a canonical URL. */
  readonly system: string;
  readonly code: string;
}

/** What a concept mapping says, without the history around it. */
export interface ConceptMappingContent {
  readonly mapType: string;
  readonly fromSystem: string;
  readonly fromCode: string;
  readonly toSystem: string;
  readonly toCode: string;
  readonly toName: string | null;
  readonly retired: boolean;
  readonly sortWeight: number | null;
  readonly externalId: string | null;
  readonly extras: Readonly<Record<string, unknown>>;
}

const FIELDS: readonly (keyof ConceptMappingContent)[] = [
  "mapType",
  "fromSystem",
  "fromCode",
  "toSystem",
  "toCode",
  "toName",
  "retired",
  "sortWeight",
  "externalId",
];

/** Whether two versions of a mapping say the same. The order of keys in extras says nothing. */
export function sameMapping(one: ConceptMappingContent, other: ConceptMappingContent): boolean {
  return (
    FIELDS.every((field) => one[field] === other[field]) &&
    canonicalJson(one.extras) === canonicalJson(other.extras)
  );
}

/** A JSON value as a text that is the same whatever the order of its keys. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [two]) => (one < two ? -1 : 1)))
      : part,
  );
}
