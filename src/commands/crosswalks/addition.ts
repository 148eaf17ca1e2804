import type { Viewer } from "../../rules/access/viewer.js";
import {
  attributeOverflows,
  changesOfAdding,
  noMapConflicts,
  noMapKey,
  type PairChanges,
} from "../../rules/crosswalks/changes.js";
import { NO_MAP, pairKeyText } from "../../rules/crosswalks/content.js";
import type { JudgedMappings, PairRequest } from "../../rules/crosswalks/judgeMappings.js";
import {
  type MappingInput,
  mappingFaults,
  tooManyPairs,
} from "../../rules/crosswalks/mappingInputs.js";
import type { Failure } from "../../rules/failure.js";
import { mappingsWithTargets, openPairs } from "../../store/crosswalks/pairWrites.js";
import type { Queries } from "../../store/database.js";
import { admitMappings } from "./admitMappings.js";

/** What adding mappings to a crosswalk comes to; where there are faults, nothing of it may be done. */
export interface Addition {
  readonly faults: readonly Failure[];
  readonly judged: JudgedMappings;
  readonly changes: PairChanges;
}

const nothing = {
  judged: { requests: [], skipped: [], invalidCodes: [] },
  changes: { closed: [], opened: [] },
} as const;

/**
 * Works out what adding mappings changes, and reports everything at once that refuses them. At most four
 * statements, however many mappings there are.
 * @param crosswalk `containerId` is null while the crosswalk is only being made
 */
export async function planAddition(
  queries: Queries,
  viewer: Viewer,
  crosswalk: { readonly identifier: string; readonly containerId: number | null },
  mappings: readonly MappingInput[],
): Promise<Addition> {
  const tooMany = tooManyPairs(mappings);
  if (tooMany.length > 0) return { ...nothing, faults: tooMany };
  const judged = await admitMappings(queries, viewer, mappings);
  const { requests } = judged;
  const { present, withTargets } = await standing(queries, crosswalk.containerId, requests);
  const changes = changesOfAdding(crosswalk.identifier, requests, present);
  const faults = [
    ...mappingFaults(mappings),
    ...noMapConflicts(requests, withTargets),
    ...attributeOverflows(requests, changes),
  ];
  return { faults, judged, changes };
}

/** What the crosswalk holds of the pairs that are asked for. */
async function standing(
  queries: Queries,
  containerId: number | null,
  requests: readonly PairRequest[],
) {
  if (containerId === null) return { present: [], withTargets: new Set<string>() };
  const keys = [...requests, ...requests.map(noMapKey)];
  const distinct = [...new Map(keys.map((key) => [pairKeyText(key), key])).values()];
  const noMaps = requests.filter(({ targetCode }) => targetCode === NO_MAP);
  const withTargets = await mappingsWithTargets(queries, containerId, noMaps);
  return {
    present: await openPairs(queries, containerId, distinct),
    withTargets: new Set(withTargets.map(pairKeyText)),
  };
}
