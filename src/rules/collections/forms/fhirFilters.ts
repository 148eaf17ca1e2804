import { failed, ok, type Result } from "../../../kernel/result.js";
import type { ReferenceFilter } from "../../references/definition.js";
import { filterOf, filterOp, filterValues } from "../../references/filters.js";

/** A condition as FHIR writes it. */
export interface FhirFilter {
  readonly property: string;
  readonly op: string;
  readonly value: string;
}

/** FHIR's properties that every code system has, by what we call them; any other is one of the extras. */
const OURS: ReadonlyMap<string, string> = new Map([
  ["concept", "code"],
  ["code", "code"],
  ["display", "name"],
  ["parent", "parent"],
  ["child", "child"],
  ["inactive", "retired"],
  ["retired", "retired"],
  ["concept_class", "conceptClass"],
  ["datatype", "datatype"],
  ["external_id", "externalId"],
  ["locale", "locale"],
]);
const THEIRS: ReadonlyMap<string, string> = new Map(
  [...OURS].filter(([name]) => name !== "code" && name !== "retired").map(([a, b]) => [b, a]),
);
const EXTRAS = "extras.";
const TREE = new Set(["is-a", "descendent-of", "is-not-a", "generalizes"]);

/** Operators that FHIR has since R5. */
export const OPS_SINCE_R5: ReadonlySet<string> = new Set(["child-of", "descendent-leaf"]);

/** What a condition of FHIR asks; R5's `child-of` and `descendent-leaf` are said in other words. */
export function filtersMeant({
  property,
  op,
  value,
}: FhirFilter): Result<readonly ReferenceFilter[], string> {
  const named = OURS.get(property) ?? (property.startsWith(EXTRAS) ? property : EXTRAS + property);
  if (OPS_SINCE_R5.has(op) && named !== "code") {
    return failed(`"${property}" is not compared by "${op}"; "concept" is`);
  }
  if (op === "child-of") return ok([{ property: "parent", op: "=", value }]);
  if (op === "descendent-leaf") {
    return ok([
      { property: "code", op: "descendent-of", value },
      { property: "child", op: "exists", value: "false" },
    ]);
  }
  const known = filterOp(op);
  if (known === null) return failed(`"${op}" is no operator of filters`);
  return ok([filterOf(named, known, filterValues({ property: named, op: known, value }))]);
}

/** A condition in FHIR's words; null where FHIR has none. */
export function fhirFilter({ property, op, value }: ReferenceFilter): FhirFilter | null {
  if (property === "q") return null;
  if (property === "code" && !TREE.has(op)) return { property: "code", op, value };
  const theirs = THEIRS.get(property);
  if (theirs !== undefined) return { property: theirs, op, value };
  const name = property.slice(EXTRAS.length);
  const clear = !OURS.has(name) && !name.startsWith(EXTRAS) && /^[^\s]+$/.test(name);
  return { property: clear ? name : property, op, value };
}
