import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import { CONCEPT_FACETS, type ConceptFacet, withoutOwn } from "../../store/codeSystems/facets.js";
import type { ConceptList } from "../../store/codeSystems/searchLoaders.js";
import type { ListedSystem } from "../../store/codeSystems/searchScope.js";
import type { Context } from "../context.js";
import { countedValues, type Facet } from "../shared/Facet.js";

/**
 * A list of concepts by the values of their fields.
 * @param everywhere the code systems that the list would be of if none were named
 */
export async function conceptFacets(
  { scope, listing }: ConceptList,
  everywhere: () => Promise<readonly ListedSystem[]>,
  { load }: Context,
): Promise<readonly Facet[]> {
  const wider = { ...scope, systems: await everywhere() };
  const lists = CONCEPT_FACETS.map((field) => ({
    scope: field === "codeSystem" ? wider : scope,
    listing: withoutOwn(field, listing),
  }));
  const texts = lists.map((list) => JSON.stringify(list));
  // Fields whose lists are the same are counted together.
  const fieldsOf = (text: string): readonly ConceptFacet[] =>
    CONCEPT_FACETS.filter((_, at) => texts[at] === text);
  const counted = await Promise.all(
    lists.map((list, at) =>
      load.codeSystems.conceptFacets({ ...list, fields: fieldsOf(texts[at] ?? "") }),
    ),
  );
  return CONCEPT_FACETS.map((field, at) => ({
    field,
    values: (counted[at] ?? []).filter((row) => row.field === field),
  }));
}

const valuesOf: Readonly<Record<ConceptFacet, (concept: ConceptRow) => readonly string[]>> = {
  conceptClass: ({ conceptClass }) => [conceptClass],
  datatype: ({ datatype }) => [datatype],
  codeSystem: ({ slug }) => [slug],
  locale: ({ names }) => [...new Set(names.map(({ locale }) => locale))],
  retired: ({ retired }) => [String(retired)],
};

/** Concepts that are at hand, by the values of their fields. */
export function facetsOfRows(rows: readonly ConceptRow[]): readonly Facet[] {
  return CONCEPT_FACETS.map((field) => ({
    field,
    values: countedValues(rows.flatMap(valuesOf[field])),
  }));
}
