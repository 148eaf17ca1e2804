import type { FilterOp, ReferenceFilter } from "./definition.js";
import { filterValues } from "./filters.js";

/** The conditions of a list, sorted by how they are looked at. Null: no such condition. */
export interface Conditions {
  readonly classes: readonly string[] | null;
  readonly datatypes: readonly string[] | null;
  readonly codes: readonly string[] | null;
  /** What the whole of a code has to match. */
  readonly pattern: string | null;
  /** Words to search for in codes and names. */
  readonly q: string | null;
  /** Where in the hierarchy: below a concept, or above it. */
  readonly trees: readonly TreeCondition[] | null;
  readonly filters: readonly PropertyCondition[] | null;
}

export interface PropertyCondition {
  readonly property: string;
  readonly op: FilterOp;
  readonly values: readonly string[];
}

export interface TreeCondition {
  /** Tells the conditions of one list apart. */
  readonly n: number;
  readonly op: "is-a" | "descendent-of" | "is-not-a" | "generalizes";
  readonly value: string;
}

const treeOps: ReadonlySet<string> = new Set(["is-a", "descendent-of", "is-not-a", "generalizes"]);
const columns = { conceptClass: "classes", datatype: "datatypes", code: "codes" } as const;
const noColumns: Readonly<
  Record<(typeof columns)[keyof typeof columns], readonly string[] | null>
> = { classes: null, datatypes: null, codes: null };

/** Sorts the filters of a reference. The first condition of a column is looked at there, a further one apart. */
export function conditionsOf(filters: readonly ReferenceFilter[]): Conditions {
  const found = { ...noColumns, q: null as string | null, pattern: null as string | null };
  const trees: TreeCondition[] = [];
  const rest: PropertyCondition[] = [];
  for (const filter of filters) {
    const { property, op, value } = filter;
    const column = columns[property as keyof typeof columns];
    if (property === "q") found.q = found.q === null ? value : `${found.q} ${value}`;
    else if (treeOps.has(op)) {
      trees.push({ n: trees.length, op: op as TreeCondition["op"], value });
    } else if (column && found[column] === null && (op === "=" || op === "in")) {
      found[column] = filterValues(filter);
    } else if (property === "code" && op === "regex" && found.pattern === null) {
      found.pattern = `^(?:${value})$`;
    } else rest.push({ property, op, values: filterValues(filter) });
  }
  return {
    ...found,
    trees: trees.length > 0 ? trees : null,
    filters: rest.length > 0 ? rest : null,
  };
}
