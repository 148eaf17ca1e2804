import type { MapRelease } from "./fhirHeader.js";

/** An entry of `dependsOn` or `product`, as its release of FHIR has it. */
export type Condition = Readonly<Record<string, unknown>>;

/** What R5 says of the attributes that conditions name. */
export interface AdditionalAttribute {
  readonly code: string;
  readonly uri?: string;
  readonly description?: string;
  readonly type: string;
}

function isRecord(value: unknown): value is Condition {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The entries that a JSON text holds; null where it holds anything else. */
export function conditionsIn(text: string): readonly Condition[] | null {
  try {
    const value: unknown = JSON.parse(text);
    const fits = Array.isArray(value) && value.length > 0 && value.every(isRecord);
    return fits && value.every((one) => releaseOf(one) !== null) ? value : null;
  } catch {
    return null;
  }
}

function releaseOf(condition: Condition): MapRelease | null {
  if (typeof condition.attribute === "string") return "R5";
  return typeof condition.property === "string" && typeof condition.value === "string"
    ? "R4"
    : null;
}

/** Whether an entry is as a release has it. */
export function isOfRelease(condition: Condition, release: MapRelease): boolean {
  return releaseOf(condition) === release;
}

/** The code that R5 needs for an attribute that R4 names by a URI. */
export function attributeCode(property: string): string {
  const last = property.split(/[/#:?=&]/).findLast((part) => part !== "") ?? property;
  return last.trim().replaceAll(/\s+/g, "-") || "attribute";
}

/** An entry of R4 as R5 has it, with the attribute that is to be declared for it. */
export function conditionForR5(condition: Condition): {
  readonly condition: Condition;
  readonly declared: AdditionalAttribute;
} {
  const property = String(condition.property);
  const code = attributeCode(property);
  const { system, value, display } = condition;
  if (typeof system !== "string") {
    return {
      condition: { attribute: code, valueString: value },
      declared: { code, uri: property, type: "string" },
    };
  }
  const coding = { system, code: value, ...(display === undefined ? {} : { display }) };
  return {
    condition: { attribute: code, valueCoding: coding },
    declared: { code, uri: property, type: "Coding" },
  };
}

/**
 * An entry of R5 as R4 has it; null where it has no value that R4 could hold.
 * @param declared what the map says of the attributes that conditions name
 */
export function conditionForR4(
  condition: Condition,
  declared: readonly AdditionalAttribute[],
): Condition | null {
  const attribute = String(condition.attribute);
  const property = declared.find(({ code }) => code === attribute)?.uri ?? attribute;
  const { valueCoding } = condition;
  if (isRecord(valueCoding) && typeof valueCoding.code === "string") {
    const { system, code, display } = valueCoding;
    return {
      property,
      ...(typeof system === "string" ? { system } : {}),
      value: code,
      ...(typeof display === "string" ? { display } : {}),
    };
  }
  const value = condition.valueCode ?? condition.valueString ?? condition.valueBoolean;
  return value === undefined ? null : { property, value: String(value) };
}
