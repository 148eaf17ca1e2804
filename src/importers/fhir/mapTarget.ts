import type { CustomAttribute, MapRelationship } from "../../rules/crosswalks/content.js";
import { conditionsIn } from "../../rules/crosswalks/forms/fhirConditions.js";
import type { MapRelease } from "../../rules/crosswalks/forms/fhirHeader.js";
import {
  COMMENT,
  DEPENDS_ON,
  EQUIVALENCE,
  PRODUCT,
  propertyKey,
  TARGET_DISPLAY,
} from "../../rules/crosswalks/forms/fhirSlots.js";
import type { Losses } from "../../rules/crosswalks/forms/losses.js";
import { textPieces } from "../../rules/crosswalks/forms/pieces.js";
import {
  equivalences,
  noMapEquivalences,
  relationshipCodes,
  relationshipOfCode,
  relationshipOfEquivalence,
  usualEquivalence,
} from "../../rules/crosswalks/forms/relationships.js";
import { isArray, isObject, type Json, type JsonObject, plain } from "../json.js";
import { ownAttributes } from "./ownExtensions.js";

/** What is known when a target is read. */
export interface TargetContext {
  /** What the file is of; null where nothing has told yet. */
  release: MapRelease | null;
  /** Types of the properties, by their codes. */
  readonly types: ReadonlyMap<string, string>;
  readonly losses: Losses;
}

/** What a target says. */
export interface FhirTarget {
  /** Null: nothing corresponds. */
  readonly code: string | null;
  readonly relationship: MapRelationship | null;
  readonly attributes: readonly CustomAttribute[];
}

/** Thrown for what makes a mapping unreadable: its path, and why. */
export class Unreadable extends Error {
  constructor(path: string, why: string) {
    super(`${path}: ${why}`);
  }
}

const READ = new Set([
  ..."code display relationship equivalence comment property dependsOn product extension".split(
    " ",
  ),
  ..."_relationship _equivalence id".split(" "),
]);
const ONLY_IN: Readonly<Record<string, MapRelease>> = {
  relationship: "R5",
  property: "R5",
  valueSet: "R5",
  noMap: "R5",
  equivalence: "R4",
};

/** A text of an object, trimmed; null where there is none. */
export function textIn(object: JsonObject, name: string, path: string): string | null {
  const value = object.get(name) ?? null;
  if (value !== null && typeof value !== "string") {
    throw new Unreadable(`${path}.${name}`, "it is no text");
  }
  const text = value?.trim() ?? "";
  return text === "" ? null : text;
}

/** Sees to it that a mapping is of one release alone, and that nothing changes its meaning unseen. */
export function checkMembers(object: JsonObject, path: string, context: TargetContext): void {
  for (const name of object.keys()) {
    const own = ONLY_IN[name];
    if (own !== undefined && context.release !== null && own !== context.release) {
      const why = `${context.release} does not have it; the file is of ${own}`;
      throw new Unreadable(`${path}.${name}`, why);
    }
    if (own !== undefined) context.release = own;
    if (name === "modifierExtension") {
      throw new Unreadable(`${path}.${name}`, "it changes the meaning, and is not known here");
    }
  }
}

/** Tells of the members that are not read. */
export function tellUnread(
  object: JsonObject,
  read: ReadonlySet<string>,
  { path, losses }: { readonly path: string; readonly losses: Losses },
): void {
  for (const name of object.keys()) {
    if (read.has(name)) continue;
    const element = `${path}.${name}`.replaceAll(/\[\d+\]/g, "").replace(/^ConceptMap\./, "");
    losses.add("LEFT_OUT", element, "A crosswalk has no place for it.", `${path}.${name}`);
  }
}

/** Reads a target of a mapping. @throws Unreadable */
export function readTarget(target: Json, path: string, context: TargetContext): FhirTarget | null {
  if (!isObject(target)) throw new Unreadable(path, "it is no object");
  checkMembers(target, path, context);
  tellUnread(target, READ, { path, losses: context.losses });
  const code = textIn(target, "code", path);
  const said = relationshipIn(target, path);
  const isNoMap = code === null && noMapEquivalences.includes(said.equivalence ?? "");
  if (code === null && !isNoMap) {
    const message = "It has no code; a crosswalk maps codes.";
    context.losses.add("LEFT_OUT", "group.element.target", message, path);
    return null;
  }
  const usual = isNoMap
    ? said.equivalence === noMapEquivalences[0]
    : said.relationship === null || said.equivalence === usualEquivalence(said.relationship);
  const attributes = [
    ...(said.equivalence === null || usual ? [] : [{ key: EQUIVALENCE, value: said.equivalence }]),
    ...textAttribute(target, "display", TARGET_DISPLAY, path),
    ...textAttribute(target, "comment", COMMENT, path),
    ...conditions(target, DEPENDS_ON, path),
    ...conditions(target, PRODUCT, path),
    ...properties(target, path, context),
    ...ownAttributes(target.get("extension"), context.losses, path),
  ];
  return { code, relationship: isNoMap ? null : said.relationship, attributes };
}

function relationshipIn(target: JsonObject, path: string) {
  const none = { relationship: null, equivalence: null };
  const [r5, r4] = [textIn(target, "relationship", path), textIn(target, "equivalence", path)];
  if (r5 !== null) {
    const relationship = relationshipOfCode(r5);
    if (relationship !== null) return { relationship, equivalence: null };
    throw new Unreadable(`${path}.relationship`, noneOf(r5, relationshipCodes));
  }
  if (r4 !== null) {
    const relationship = relationshipOfEquivalence(r4);
    if (relationship !== null) return { relationship, equivalence: r4 };
    throw new Unreadable(`${path}.equivalence`, noneOf(r4, equivalences));
  }
  // What is left out on purpose has an extension in its place.
  if (target.has("_relationship") || target.has("_equivalence")) return none;
  throw new Unreadable(path, "it says neither relationship (R5) nor equivalence (R4)");
}

function noneOf(given: string, known: readonly string[]): string {
  return `${JSON.stringify(given)} is none of ${known.join(", ")}`;
}

/** A text of an object as an attribute, or as several where it is long. */
export function textAttribute(
  object: JsonObject,
  name: string,
  key: string,
  path: string,
): readonly CustomAttribute[] {
  const text = textIn(object, name, path);
  return text === null ? [] : textPieces(key, text);
}

function conditions(target: JsonObject, key: string, path: string): readonly CustomAttribute[] {
  const value = target.get(key);
  if (value === undefined || (isArray(value) && value.length === 0)) return [];
  const text = JSON.stringify(plain(value));
  if (conditionsIn(text) !== null) return textPieces(key, text);
  throw new Unreadable(
    `${path}.${key}`,
    "it is a list of objects with property and value (R4) or attribute (R5)",
  );
}

const VALUE = /^value([A-Z]\w*)$/;

function properties(
  target: JsonObject,
  path: string,
  { types, losses }: TargetContext,
): readonly CustomAttribute[] {
  const given = target.get("property");
  if (given === undefined) return [];
  if (!isArray(given)) throw new Unreadable(`${path}.property`, "it is no array");
  const used = new Set<string>();
  return given.flatMap((one, at) => {
    const where = `${path}.property[${at}]`;
    if (!isObject(one)) throw new Unreadable(where, "it is no object");
    const code = textIn(one, "code", where);
    if (code === null) throw new Unreadable(where, "it has no code");
    const member = [...one.keys()].find((name) => VALUE.test(name));
    const value = member === undefined ? undefined : one.get(member);
    if (member === undefined || value === undefined || value === null) {
      throw new Unreadable(where, "it has no value");
    }
    const type = VALUE.exec(member)?.[1] ?? "";
    if (type.toLowerCase() !== (types.get(code) ?? "string").toLowerCase()) {
      const message = "The value is of another type than the map says of its property.";
      losses.add("REPLACED", "group.element.target.property", message, where);
    }
    const text = typeof value === "object" ? JSON.stringify(plain(value)) : String(value).trim();
    return textPieces(freeKey(code, used), text);
  });
}

function freeKey(code: string, used: Set<string>): string {
  for (let number = 1; ; number += 1) {
    const key = propertyKey(code, number);
    if (used.has(key)) continue;
    used.add(key);
    return key;
  }
}
