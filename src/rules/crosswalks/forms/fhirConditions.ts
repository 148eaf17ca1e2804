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

/** The attributes that conditions name, as a map of R5 declares them; takes those that are missing. */
export class AdditionalAttributes {
  readonly declared: AdditionalAttribute[];

  constructor(declared: readonly AdditionalAttribute[]) {
    this.declared = [...declared];
  }

  /** The URI of an attribute, or the code itself where the map does not say it. */
  uriOf(code: string): string {
    return this.declared.find((one) => one.code === code)?.uri ?? code;
  }

  /** The code of an attribute that R4 names by a URI. */
  codeOf(uri: string, type: string): string {
    const present = this.declared.find((one) => one.uri === uri);
    if (present) return present.code;
    const last = uri.split(/[/#:?=&]/).findLast((part) => part.trim() !== "") ?? uri;
    const plain = last.trim().replaceAll(/\s+/g, "-") || "attribute";
    let code = plain;
    for (let number = 2; this.declared.some((one) => one.code === code); number += 1) {
      code = `${plain}-${number}`;
    }
    this.declared.push({ code, uri, type });
    return code;
  }
}

/** An entry of R4 as R5 has it; its attribute is declared. */
export function conditionForR5(condition: Condition, attributes: AdditionalAttributes): Condition {
  const { property, system, value, display } = condition;
  const type = typeof system === "string" ? "Coding" : "string";
  const attribute = attributes.codeOf(String(property), type);
  if (typeof system !== "string") return { attribute, valueString: value };
  const coding = { system, code: value, ...(display === undefined ? {} : { display }) };
  return { attribute, valueCoding: coding };
}

/** An entry of R5 as R4 has it; null where it has no value that R4 could hold. */
export function conditionForR4(
  condition: Condition,
  attributes: AdditionalAttributes,
): Condition | null {
  const property = attributes.uriOf(String(condition.attribute));
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
