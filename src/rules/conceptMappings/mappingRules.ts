import { alreadyExists, type Failure, fieldInvalid } from "../failure.js";
import { characters } from "../text.js";
import type { ConceptMappingContent } from "./content.js";
import { OPENMRS_EXTERNAL_ID_LIMIT } from "./limits.js";

/** What else is mapped from the same concept, as far as a mapping's uniqueness depends on it. */
export interface MappingSiblings {
  /** Another active mapping with the same ends and map type. */
  readonly same: boolean;
  /** Another active mapping with the same ends. */
  readonly sameEnds: boolean;
  /** The greatest weight of active mappings of the concept with the same map type; null: they have none. */
  readonly greatestWeight: number | null;
}

/** What refuses a mapping where its code system has it. Retired ones are not looked at. */
export function mappingFaults(
  mapping: ConceptMappingContent,
  siblings: MappingSiblings,
  { schema, mapTypes }: { readonly schema: string | null; readonly mapTypes: ReadonlySet<string> },
): readonly Failure[] {
  if (mapping.retired) return [];
  const faults: Failure[] = siblings.same
    ? [
        alreadyExists(
          ["toConcept"],
          "Parent, map_type, from_concept, to_source, to_concept_code must be unique.",
        ),
      ]
    : [];
  if (schema !== "OpenMRS") return faults;
  if (siblings.sameEnds && !siblings.same) {
    faults.push(
      alreadyExists(["toConcept"], "There can be only one mapping between two concepts."),
    );
  }
  if (!mapTypes.has(mapping.mapType)) {
    faults.push(fieldInvalid(["mapType"], `${mapping.mapType} is none of the map types.`));
  }
  if (characters(mapping.externalId ?? "") > OPENMRS_EXTERNAL_ID_LIMIT) {
    const message = `External ID cannot be more than ${OPENMRS_EXTERNAL_ID_LIMIT} characters.`;
    faults.push(fieldInvalid(["externalId"], message));
  }
  return faults;
}

/** The weight of a new mapping that was given none: next after its siblings, where they have one. */
export function nextWeight({ greatestWeight }: MappingSiblings): number | null {
  return greatestWeight === null ? null : Math.floor(greatestWeight) + 1;
}
