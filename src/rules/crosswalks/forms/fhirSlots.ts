import type { CustomAttribute } from "../content.js";
import { type Condition, conditionsIn } from "./fhirConditions.js";
import { numberedKey, takeText } from "./pieces.js";

/** Attributes that FHIR has elements of its own for, by their keys. */
export const COMMENT = "comment";
export const SOURCE_DISPLAY = "sourceDisplay";
export const TARGET_DISPLAY = "targetDisplay";
export const DEPENDS_ON = "dependsOn";
export const PRODUCT = "product";
/** R4's code where it says more than the relationship. */
export const EQUIVALENCE = "equivalence";

const RESERVED = [COMMENT, SOURCE_DISPLAY, TARGET_DISPLAY, DEPENDS_ON, PRODUCT, EQUIVALENCE];
const PROPERTY = "property:";
const NUMBERED = /^(.+) \[([1-9]\d*)\]$/s;
/** FHIR's `code`. */
const CODE = /^[^\s]+( [^\s]+)*$/;

/** A value of a property that is no more than a text; types are the writer's business. */
export interface PropertyValue {
  readonly code: string;
  readonly text: string;
}

/** The attributes of a pair by where FHIR has them. */
export interface FhirSlots {
  readonly comment: string | null;
  readonly sourceDisplay: string | null;
  readonly targetDisplay: string | null;
  readonly equivalence: string | null;
  readonly dependsOn: readonly Condition[];
  readonly product: readonly Condition[];
  /** One of several values of a property stands there for each of them. */
  readonly properties: readonly PropertyValue[];
  /** What FHIR has no place for. */
  readonly others: readonly CustomAttribute[];
}

/** The attribute that holds the n-th value of a property. */
export function propertyKey(code: string, number: number): string {
  const bare = NUMBERED.exec(code)?.[1] ?? code;
  const reserved = RESERVED.includes(bare) || code.startsWith(PROPERTY);
  return numberedKey(reserved ? PROPERTY + code : code, number);
}

/** The code of the property that an attribute of this key holds the first value of; null: none. */
function codeOfKey(key: string): string | null {
  const code = key.startsWith(PROPERTY) ? key.slice(PROPERTY.length) : key;
  return CODE.test(code) && propertyKey(code, 1) === key ? code : null;
}

/**
 * Finds where FHIR has what a pair's attributes say. What was read from FHIR is found where it was.
 * @param fits whether a text can be a value of a property
 */
export function fhirSlots(
  attributes: readonly CustomAttribute[],
  fits: (property: PropertyValue) => boolean,
): FhirSlots {
  const left = new Map(attributes.map(({ key, value }) => [key, value]));
  const text = (key: string) => takeText(left, key);
  const slots = {
    comment: text(COMMENT),
    sourceDisplay: text(SOURCE_DISPLAY),
    targetDisplay: text(TARGET_DISPLAY),
    equivalence: text(EQUIVALENCE),
    dependsOn: takeConditions(left, DEPENDS_ON),
    product: takeConditions(left, PRODUCT),
  };
  return { ...slots, ...takeProperties(left, fits) };
}

function takeConditions(left: Map<string, string | null>, key: string): readonly Condition[] {
  const rest = new Map(left);
  const text = takeText(rest, key);
  const conditions = text === null ? null : conditionsIn(text);
  // Only what would be written as it stands is taken for FHIR's.
  if (conditions === null || JSON.stringify(conditions) !== text) return [];
  for (const taken of left.keys()) if (!rest.has(taken)) left.delete(taken);
  return conditions;
}

function takeProperties(
  left: ReadonlyMap<string, string | null>,
  fits: (property: PropertyValue) => boolean,
): Pick<FhirSlots, "properties" | "others"> {
  const properties: PropertyValue[] = [];
  const others: CustomAttribute[] = [];
  const counts = new Map<string, number>();
  for (const [key, value] of left) {
    const code = codeOf(key, counts);
    if (code === null || value === null || !fits({ code, text: value }))
      others.push({ key, value });
    else {
      counts.set(code, (counts.get(code) ?? 0) + 1);
      properties.push({ code, text: value });
    }
  }
  return { properties, others };
}

/** The code of the property that an attribute holds a value of, after so many values of each. */
function codeOf(key: string, counts: ReadonlyMap<string, number>): string | null {
  const [, bare = "", number = ""] = NUMBERED.exec(key) ?? [];
  const code = codeOfKey(bare);
  if (code !== null && counts.get(code) === Number(number) - 1) return code;
  return codeOfKey(key);
}
