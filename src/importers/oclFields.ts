import { isStorable } from "../rules/text.js";

/** An object of an OCL file. */
export type OclJson = Readonly<Record<string, unknown>>;

/** Why a record is of no use. */
export class Unusable extends Error {}

/** What can be part of a URL. */
export const NAME = /^[A-Za-z0-9._@-]{1,255}$/;
/** The languages of a repository, the default first. */
export function locales(object: OclJson, defaultLocale: string): readonly string[] {
  const given = object.supported_locales;
  const items = Array.isArray(given) ? given.map(String) : String(given ?? "").split(",");
  return [...new Set([defaultLocale, ...items.map((item) => item.trim()).filter(Boolean)])];
}

/** Whose something is. */
export function owner(object: OclJson) {
  const name = named(object, ["owner", "owner_id"]);
  const isUser = (text(object, "owner_type") ?? "Organization").toLowerCase() === "user";
  return { ownerKind: isUser ? "users" : "orgs", owner: name } as const;
}

/** The first of some fields that says a name that can stand in a URL. */
export function named(object: OclJson, fields: readonly string[]): string {
  const found = fields.map((field) => text(object, field)).find((one) => one !== null) ?? null;
  if (found === null) throw new Unusable(`${fields.join(" or ")} is missing`);
  if (!NAME.test(found)) throw new Unusable(`${found} can't be part of a URL`);
  return found;
}

/** A field as a text, trimmed; null where it is blank or none. */
export function text(object: OclJson, field: string): string | null {
  const value = object[field];
  if (typeof value === "number") return String(value);
  const trimmed = typeof value === "string" ? value.trim() : "";
  return trimmed === "" ? null : trimmed;
}

/** A field that is true, or says so. */
export function flag(object: OclJson, field: string): boolean {
  const value = object[field];
  return value === true || (typeof value === "string" && value.trim().toLowerCase() === "true");
}

/** The objects of a list; none where it is no list. */
export function list(object: OclJson, field: string): readonly OclJson[] {
  const value = object[field];
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** Further fields. */
export function extras(object: OclJson): OclJson {
  return isJson(object.extras) ? object.extras : {};
}

/** Whether a value is an object. */
export function isJson(value: unknown): value is OclJson {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the database keeps all texts of a value. */
export function isStorableJson(value: unknown): boolean {
  if (typeof value === "string") return isStorable(value);
  if (value === null || typeof value !== "object") return true;
  return Object.entries(value).every(([key, part]) => isStorable(key) && isStorableJson(part));
}

/** Whether a line takes something away. */
export function isDeletion(object: OclJson): boolean {
  return text(object, "__action")?.toUpperCase() === "DELETE";
}
