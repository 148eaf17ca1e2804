import type { PropertyValue } from "./fhirSlots.js";

type Types = ReadonlyMap<string, string>;

const STRING = "string";

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value of a type that a text stands for; undefined where it stands for none. */
function meantBy(text: string, type: string): unknown {
  const value = ["code", STRING, "dateTime"].includes(type) ? text : parsed(text);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const fits: Readonly<Record<string, boolean>> = {
    Coding: isObject && JSON.stringify(value) === text,
    integer: Number.isSafeInteger(value) && String(value) === text,
    decimal: typeof value === "number" && String(value) === text,
    boolean: typeof value === "boolean",
    code: /^[^\s]+( [^\s]+)*$/.test(text),
    dateTime: /^\d{4}/.test(text),
    [STRING]: true,
  };
  return fits[type] ? value : undefined;
}

function typeOf(code: string, types: Types): string {
  return types.get(code) ?? STRING;
}

/** Tells which texts can be values of properties of these types. */
export function fitsType(types: Types): (property: PropertyValue) => boolean {
  return ({ code, text }) => meantBy(text, typeOf(code, types)) !== undefined;
}

/** A property as R5 has it. */
export function propertyValue(
  { code, text }: PropertyValue,
  types: Types,
): Readonly<Record<string, unknown>> {
  const type = typeOf(code, types);
  return { code, [`value${type[0]?.toUpperCase()}${type.slice(1)}`]: meantBy(text, type) };
}
