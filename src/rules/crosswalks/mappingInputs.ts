import { type Failure, fieldInvalid } from "../failure.js";
import { type AttributeInput, attributeFaults } from "./attributes.js";
import type { MapRelationship } from "./content.js";
import { PAIRS_PER_MUTATION } from "./limits.js";

export interface TargetInput {
  readonly targetCode?: string | null | undefined;
  readonly customAttributes?: readonly AttributeInput[] | null | undefined;
  readonly relationship?: MapRelationship | null | undefined;
}

/** One source code with its targets, as a caller writes it. An incomplete one is skipped, not refused. */
export interface MappingInput {
  readonly sourceCodeSystem?: string | null | undefined;
  readonly sourceCode?: string | null | undefined;
  readonly targetCodeSystem?: string | null | undefined;
  readonly noMap?: boolean | null | undefined;
  readonly targets?: readonly TargetInput[] | null | undefined;
}

/** Whether a list has more pairs than one mutation takes; such a list is looked at no further. */
export function tooManyPairs(mappings: readonly MappingInput[]): readonly Failure[] {
  const pairs = mappings.reduce((sum, { targets }) => sum + Math.max(1, targets?.length ?? 0), 0);
  if (pairs <= PAIRS_PER_MUTATION) return [];
  return [
    fieldInvalid(
      ["mappings"],
      `Mappings: ${pairs} pairs are given; at most ${PAIRS_PER_MUTATION} are allowed in one request`,
    ),
  ];
}

/**
 * What refuses the whole list as it is written: a faulty attribute (inside a row that would be skipped
 * too), a no-map that has targets.
 */
export function mappingFaults(mappings: readonly MappingInput[]): readonly Failure[] {
  return mappings.flatMap((mapping, index) => oneMappingFaults(mapping, ["mappings", `${index}`]));
}

function oneMappingFaults(mapping: MappingInput, path: readonly string[]): readonly Failure[] {
  const targets = mapping.targets ?? [];
  return [
    ...(mapping.noMap && targets.length > 0
      ? [
          fieldInvalid(
            [...path, "noMap"],
            "A mapping that states that nothing corresponds can't have targets",
          ),
        ]
      : []),
    ...targets.flatMap((target, index) =>
      attributeFaults(target.customAttributes, [
        ...path,
        "targets",
        `${index}`,
        "customAttributes",
      ]),
    ),
  ];
}
