import { isArray, isObject, type Json, plain } from "../json.js";
import type { Elements } from "./outline.js";

/** What a property says beside its value: of the hierarchy, or whether the concept is in use. */
export type Role = "PARENT" | "CHILD" | "STATUS" | "INACTIVE";

const STANDARD = "http://hl7.org/fhir/concept-properties#";

/** The properties that FHIR defines for all code systems, by their URIs. */
const ROLES_BY_URI: Readonly<Record<string, Role>> = {
  [`${STANDARD}parent`]: "PARENT",
  [`${STANDARD}child`]: "CHILD",
  [`${STANDARD}status`]: "STATUS",
  [`${STANDARD}inactive`]: "INACTIVE",
};

/** The same by the codes that they usually have, where no URI says otherwise. */
const ROLES_BY_CODE: Readonly<Record<string, Role>> = {
  parent: "PARENT",
  subsumedBy: "PARENT",
  child: "CHILD",
  status: "STATUS",
  inactive: "INACTIVE",
  retired: "INACTIVE",
  deprecated: "INACTIVE",
};

/** What the code system's properties mean, by their codes. */
export type Roles = ReadonlyMap<string, Role>;

/** Reads `CodeSystem.property`. */
export function rolesOf(elements: Elements): Roles {
  const roles = new Map(Object.entries(ROLES_BY_CODE));
  const definitions = elements.get("property");
  for (const definition of isArray(definitions) ? definitions : []) {
    if (!isObject(definition)) continue;
    const [code, uri] = [definition.get("code"), definition.get("uri")];
    const role = typeof uri === "string" ? ROLES_BY_URI[uri] : undefined;
    if (typeof code === "string" && role !== undefined) roles.set(code, role);
  }
  return roles;
}

/** A property of a concept: its code, and its value whatever its type. */
export interface Property {
  readonly code: string;
  readonly value: Json;
}

const VALUE = /^value(?:Code|Coding|String|Integer|Boolean|DateTime|Decimal)$/;

/** The properties of a concept, or where which of them can't be read, and why. */
export function readProperties(
  given: Json | undefined,
): readonly Property[] | { readonly at: string; readonly fault: string } {
  if (given === undefined || given === null) return [];
  if (!isArray(given)) return { at: "property", fault: "it is no array" };
  const properties: Property[] = [];
  for (const [index, one] of given.entries()) {
    const at = `property[${index}]`;
    if (!isObject(one)) return { at, fault: "it is no object" };
    const code = one.get("code");
    if (typeof code !== "string" || code === "") return { at, fault: "it has no code" };
    const name = [...one.keys()].find((key) => VALUE.test(key));
    const value = name === undefined ? undefined : one.get(name);
    // A property whose value is left out on purpose has an extension in the value's place.
    if (value === undefined || value === null) continue;
    properties.push({ code, value });
  }
  return properties;
}

/** The code that a property of the hierarchy names; null where it names none. */
export function codeNamed(value: Json): string | null {
  const code = isObject(value) ? value.get("code") : value;
  return typeof code === "string" && code !== "" ? code : null;
}

const OUT_OF_USE: ReadonlySet<Json> = new Set([
  ...["deprecated", "retired", "inactive", "obsolete", "withdrawn"],
]);

/** Whether a property takes its concept out of use. */
export function takesOut(role: Role | undefined, value: Json): boolean {
  if (role === "INACTIVE") return value === true || value === "true";
  return role === "STATUS" && OUT_OF_USE.has(typeof value === "string" ? value.toLowerCase() : "");
}

/** Properties as JSON values by their codes; one that comes several times as an array. */
export function asExtras(properties: readonly Property[]): Readonly<Record<string, unknown>> {
  const values = new Map<string, unknown[]>();
  for (const { code, value } of properties) {
    values.set(code, [...(values.get(code) ?? []), plain(value)]);
  }
  return Object.fromEntries(
    [...values].map(([code, all]) => [code, all.length === 1 ? all[0] : all]),
  );
}
