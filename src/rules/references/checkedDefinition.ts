import { failed, ok, type Result } from "../../kernel/result.js";
import type { ReferenceDefinition } from "./definition.js";
import { filterFault } from "./filters.js";
import { FILTERS_LIMIT, VALUESETS_LIMIT } from "./limits.js";
import { isCollection, namedRepositoryText } from "./repositories.js";

/** What is wrong with a part of a reference. `path` is below the reference, with the names of its input. */
export interface PartFault {
  readonly path: readonly string[];
  readonly message: string;
}

const RESOURCE_VERSION = /^[1-9]\d{0,8}$/;

/**
 * A reference whose parts go together, with a collection as the first valueset instead of the system and
 * cascades only from concepts; or all that is wrong with it.
 */
export function checkedDefinition(
  given: ReferenceDefinition,
): Result<ReferenceDefinition, readonly PartFault[]> {
  const definition = settled(given);
  const faults = [
    ...scopeFaults(definition),
    ...resourceFaults(definition),
    ...listFaults(definition),
  ];
  return faults.length > 0 ? failed(faults) : ok(definition);
}

function settled(given: ReferenceDefinition): ReferenceDefinition {
  const { system, valuesets, cascade, referenceType } = given;
  const base = system && isCollection(system) ? system : null;
  return {
    ...given,
    system: base ? null : system,
    valuesets: base ? [base, ...valuesets] : valuesets,
    cascade: referenceType === "MAPPINGS" ? "NONE" : cascade,
  };
}

function scopeFaults(definition: ReferenceDefinition): readonly PartFault[] {
  const { system, valuesets, referenceType, code, filters } = definition;
  const faults: PartFault[] = valuesets.flatMap((valueset, at) =>
    "kind" in valueset.repository && !isCollection(valueset)
      ? [
          {
            path: ["valueset", `${at}`],
            message: `"${namedRepositoryText(valueset)}" is no collection`,
          },
        ]
      : [],
  );
  if (valuesets.length > VALUESETS_LIMIT) {
    faults.push({
      path: ["valueset"],
      message: `there are more than ${VALUESETS_LIMIT} valuesets`,
    });
  }
  if (system || valuesets.length > 0) return faults;
  if (referenceType === "ALL" || code !== null || filters.length === 0) {
    const what = code === null ? "a search or filter is missing" : "a code alone is in many";
    return [...faults, { path: ["system"], message: `${what}: name a code system or collection` }];
  }
  return faults;
}

function resourceFaults(definition: ReferenceDefinition): readonly PartFault[] {
  const { code, resourceVersion, mappingsOf, referenceType } = definition;
  const faults: PartFault[] = [];
  if (code !== null && referenceType === "ALL") {
    faults.push({ path: ["referenceType"], message: "a code is of CONCEPTS or of MAPPINGS" });
  }
  if (resourceVersion === null) return faults;
  const path = ["resourceVersion"];
  if (!RESOURCE_VERSION.test(resourceVersion)) {
    const message = `"${resourceVersion}" is no version of a concept or mapping: they are 1, 2, 3`;
    faults.push({ path, message });
  }
  if (code === null) faults.push({ path, message: "a version must be of one concept or mapping" });
  if (mappingsOf !== null)
    faults.push({ path, message: "mappings are not of a concept's version" });
  return faults;
}

function listFaults({ code, mappingsOf, filters, referenceType }: ReferenceDefinition) {
  const faults: PartFault[] = filters.flatMap((filter, at) => {
    const message = filterFault(filter, referenceType);
    return message === null ? [] : [{ path: ["filter", `${at}`], message }];
  });
  if (code !== null && mappingsOf === null && filters.length > 0) {
    faults.push({ path: ["filter"], message: "one concept or mapping is not filtered" });
  }
  if (filters.length > FILTERS_LIMIT) {
    faults.push({ path: ["filter"], message: `there are more than ${FILTERS_LIMIT} filters` });
  }
  return faults;
}
