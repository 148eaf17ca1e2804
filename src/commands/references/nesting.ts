import { nestingOf } from "../../store/collections/referenceTargets.js";
import type { Queries } from "../../store/database.js";
import type { LocatedReference } from "./resolveReferences.js";

const DEPTH = 10;

type Nesting = Pick<LocatedReference, "definition" | "system" | "valuesets">;

/**
 * Why references can't be in a collection, as hints: they would bring it into itself, or are nested too deep. Null
 * for those that can.
 */
export async function nestingFaults(
  queries: Queries,
  containerId: number,
  references: readonly Nesting[],
): Promise<readonly (string | null)[]> {
  const nested = references.map((one) => nestedCollections(one).map(({ id }) => id));
  const found = await nestingOf(queries, [...new Set(nested.flat())], containerId);
  const nesting = new Map(found.map((one) => [one.id, one]));
  return nested.map((ids) => {
    const all = ids.map((id) => nesting.get(id));
    if (all.some((one) => one?.comesBack)) return "it would bring the collection into itself";
    return all.some((one) => (one?.depth ?? 0) >= DEPTH)
      ? `collections would be nested more than ${DEPTH} deep`
      : null;
  });
}

/** Collections that a reference reads at their HEADs, or would where they take a release back. */
function nestedCollections({ definition, system, valuesets }: Nesting) {
  const named = [definition.system, ...definition.valuesets];
  return [system, ...valuesets].flatMap((target, at) => {
    const version = named[at]?.version ?? "HEAD";
    return target?.kind === "COLLECTION" && version === "HEAD" ? [target] : [];
  });
}
