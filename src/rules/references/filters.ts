import {
  FILTER_OPS,
  type FilterOp,
  type ReferenceFilter,
  type ReferenceType,
} from "./definition.js";
import { patternFault } from "./patterns.js";

const WORD_OPS: readonly FilterOp[] = ["=", "in", "not-in", "regex"];
const HIERARCHY_OPS: readonly FilterOp[] = ["is-a", "descendent-of", "is-not-a", "generalizes"];

type Kind = Exclude<ReferenceType, "ALL">;

interface Property {
  readonly of: readonly Kind[];
  readonly ops: readonly FilterOp[];
}

const both: readonly Kind[] = ["CONCEPTS", "MAPPINGS"];

/** What concepts and mappings can be filtered by, besides `extras.NAME`. */
const properties: ReadonlyMap<string, Property> = new Map(
  Object.entries<Property>({
    q: { of: both, ops: ["="] },
    externalId: { of: both, ops: [...WORD_OPS, "exists"] },
    retired: { of: both, ops: ["="] },
    code: { of: ["CONCEPTS"], ops: [...WORD_OPS, ...HIERARCHY_OPS] },
    name: { of: ["CONCEPTS"], ops: WORD_OPS },
    conceptClass: { of: ["CONCEPTS"], ops: WORD_OPS },
    datatype: { of: ["CONCEPTS"], ops: WORD_OPS },
    locale: { of: ["CONCEPTS"], ops: ["=", "in", "not-in"] },
    parent: { of: ["CONCEPTS"], ops: ["=", "in", "not-in", "exists"] },
    child: { of: ["CONCEPTS"], ops: ["=", "in", "not-in", "exists"] },
    mapType: { of: ["MAPPINGS"], ops: WORD_OPS },
    fromConcept: { of: ["MAPPINGS"], ops: ["=", "in", "not-in"] },
    toConcept: { of: ["MAPPINGS"], ops: ["=", "in", "not-in"] },
    fromCodeSystem: { of: ["MAPPINGS"], ops: ["=", "in", "not-in"] },
    toCodeSystem: { of: ["MAPPINGS"], ops: ["=", "in", "not-in"] },
  }),
);
const anyExtra: Property = { of: both, ops: [...WORD_OPS, "exists"] };

/** Other names of properties and parameters. FHIR calls a concept's place in the hierarchy `concept`. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ["class", "conceptClass"],
  ["concept", "code"],
  ["id", "code"],
  ["fromSource", "fromCodeSystem"],
  ["toSource", "toCodeSystem"],
  ["valueSet", "valueset"],
]);

/** A property by its one name: `concept_class` and `class` are `conceptClass`. Extras stay as they are. */
export function propertyNamed(name: string): string {
  if (name.startsWith("extras.")) return name;
  const camel = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return otherNames.get(camel) ?? camel;
}

/** The values of a filter: those between the commas of `in` and `not-in`; a comma of a value is `\,`. */
export function filterValues({ op, value }: ReferenceFilter): readonly string[] {
  if (op !== "in" && op !== "not-in") return [value];
  const parts = value.match(/(?:\\[\\,]|[^,])+/g) ?? [];
  const values = parts.map((part) => part.replaceAll(/\\([\\,])/g, "$1").trim());
  return [...new Set(values.filter((one) => one !== ""))];
}

/** A filter for one or several values: a list of one is equality. */
export function filterOf(
  property: string,
  op: FilterOp,
  values: readonly string[],
): ReferenceFilter {
  const [first = ""] = values;
  if (op !== "in" && op !== "not-in") return { property, op, value: first };
  if (op === "in" && values.length === 1) return { property, op: "=", value: first };
  const escaped = values.map((value) => value.replaceAll(/[\\,]/g, "\\$&"));
  return { property, op, value: escaped.join(",") };
}

/** An operator by its name, null where it is none. */
export function filterOp(name: string): FilterOp | null {
  return FILTER_OPS.find((op) => op === name) ?? null;
}

/** Why a filter can't be on the members of a reference, or null. Its property has its one name. */
export function filterFault(filter: ReferenceFilter, type: ReferenceType): string | null {
  const { property, op, value } = filter;
  const known = /^extras\../.test(property) ? anyExtra : properties.get(property);
  const kinds = type === "ALL" ? both : [type];
  if (!known || !kinds.every((kind) => known.of.includes(kind))) {
    return `${membersNamed(type)} have no property "${property}"; they have ${namesOf(kinds)}`;
  }
  if (!known.ops.includes(op)) {
    return `"${property}" is not compared by "${op}"; it is by ${known.ops.join(", ")}`;
  }
  if (filterValues(filter).join("").trim() === "") return `"${property}" has no value`;
  if ((property === "retired" || op === "exists") && value !== "true" && value !== "false") {
    return `"${property}" is true or false`;
  }
  return op === "regex" ? patternFault(value) : null;
}

/** `Concepts and mappings` */
function membersNamed(type: ReferenceType): string {
  return { CONCEPTS: "Concepts", MAPPINGS: "Mappings", ALL: "Concepts and mappings" }[type];
}

function namesOf(kinds: readonly Kind[]): string {
  const names = [...properties].filter(([, { of }]) => kinds.every((kind) => of.includes(kind)));
  return [...names.map(([name]) => name), "extras.NAME"].join(", ");
}
