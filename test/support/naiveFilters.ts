import type { FilterOp, ReferenceFilter } from "../../src/rules/references/definition.js";
import { filterValues } from "../../src/rules/references/filters.js";
import type { NaiveConcept, NaiveContent, NaiveMapping } from "./naiveWorld.js";

/** Words of a text as anybody would tell them apart. */
function wordsOf(text: string): readonly string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^a-z0-9]+/).filter((word) => word !== "");
}

/** Whether every word of a search begins a word of one of the texts. One without words finds nothing. */
function found(q: string, texts: readonly string[]): boolean {
  const asked = wordsOf(q);
  const words = texts.flatMap(wordsOf);
  return asked.length > 0 && asked.every((word) => words.some((one) => one.startsWith(word)));
}

/** Codes from which a walk over a concept's neighbours gets on, itself among them. */
function reached(start: string, next: (code: string) => readonly string[]): ReadonlySet<string> {
  const all = new Set([start]);
  for (const code of all) for (const other of next(code)) all.add(other);
  return all;
}

function inHierarchy(content: NaiveContent, code: string, op: FilterOp, value: string): boolean {
  const parentsOf = (child: string) =>
    content.concepts.find((concept) => concept.code === child)?.parents ?? [];
  const up = (from: string) => reached(from, parentsOf);
  if (op === "generalizes") return up(value).has(code);
  if (op === "is-not-a") return !up(code).has(value);
  return up(code).has(value) && (op === "is-a" || code !== value);
}

function extraValues(extras: Readonly<Record<string, unknown>>, key: string): readonly string[] {
  const value = extras[key];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items
    .filter((item) => item !== undefined && item !== null)
    .map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
}

function compared(values: readonly string[], filter: ReferenceFilter): boolean {
  const asked = filterValues(filter);
  const [first = ""] = asked;
  if (filter.op === "exists") return values.length > 0 === (first === "true");
  if (filter.op === "regex") {
    return values.some((value) => new RegExp(`^(?:${first})$`, "u").test(value));
  }
  const among = values.some((value) => asked.includes(value));
  return filter.op === "not-in" ? !among : among;
}

function given(text: string | null): readonly string[] {
  return text === null ? [] : [text];
}

/** @param content where the concept is read, for the hierarchy */
export function conceptHolds(
  concept: NaiveConcept,
  filter: ReferenceFilter,
  content: NaiveContent,
): boolean {
  const { property, op, value } = filter;
  const { code, names } = concept;
  if (["is-a", "descendent-of", "is-not-a", "generalizes"].includes(op)) {
    return inHierarchy(content, code, op, value);
  }
  if (property === "q") return found(value, [code, ...names.map(({ name }) => name)]);
  const values: Readonly<Record<string, readonly string[]>> = {
    code: [code],
    name: names.map(({ name }) => name),
    locale: names.map(({ locale }) => locale),
    conceptClass: [concept.conceptClass],
    datatype: [concept.datatype],
    retired: [`${concept.retired}`],
    externalId: given(concept.externalId),
    parent: concept.parents,
    child: content.concepts.filter(({ parents }) => parents.includes(code)).map((one) => one.code),
  };
  return compared(
    values[property] ?? extraValues(concept.extras, property.slice("extras.".length)),
    filter,
  );
}

export function mappingHolds(mapping: NaiveMapping, filter: ReferenceFilter): boolean {
  const { property, value } = filter;
  const { fromCode, toCode, fromSystem, toSystem, toName, mapType } = mapping;
  if (property === "q") return found(value, [fromCode, toCode, mapType, ...given(toName)]);
  const values: Readonly<Record<string, readonly string[]>> = {
    mapType: [mapType],
    retired: [`${mapping.retired}`],
    externalId: given(mapping.externalId),
    fromConcept: [fromCode, `${fromSystem}concepts/${fromCode}/`],
    toConcept: [toCode, `${toSystem}concepts/${toCode}/`],
    fromCodeSystem: [fromSystem],
    toCodeSystem: [toSystem],
  };
  return compared(
    values[property] ?? extraValues(mapping.extras, property.slice("extras.".length)),
    filter,
  );
}
