import { failed, ok, type Result } from "../../kernel/result.js";
import { changesOfAdding, noMapConflicts, noMapKey } from "../../rules/crosswalks/changes.js";
import { NO_MAP, pairKeyText } from "../../rules/crosswalks/content.js";
import type { JudgedMappings } from "../../rules/crosswalks/judgeMappings.js";
import { type MappingInput, mappingFaults } from "../../rules/crosswalks/mappingInputs.js";
import { type Failures, refusal } from "../../rules/failure.js";
import { mappingsWithTargets, openPairs, writePairs } from "../../store/crosswalks/pairWrites.js";
import type { Queries } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import { admitMappings } from "./admitMappings.js";
import { type CrosswalkEdit, editCrosswalk } from "./editCrosswalk.js";
import type { MappingsOutcome } from "./outcome.js";

export interface AddCrosswalkMappings extends CrosswalkEdit {
  readonly mappings?: readonly MappingInput[] | null | undefined;
}

/**
 * Adds pairs to a crosswalk, or lays attributes over pairs that are there. What can't go in is skipped and
 * reported; a faulty attribute refuses the whole.
 */
export async function addCrosswalkMappings(
  context: CommandContext,
  input: AddCrosswalkMappings,
): Promise<Result<MappingsOutcome, Failures>> {
  return await editCrosswalk(context, input, async (queries, crosswalk) => {
    const mappings = input.mappings ?? [];
    const faults = refusal(mappingFaults(mappings));
    if (faults) return failed(faults);
    const judged = await admitMappings(queries, context.viewer, mappings);
    const conflicts = refusal(await conflictsWith(queries, crosswalk.containerId, judged));
    if (conflicts) return failed(conflicts);
    const keys = [...judged.requests, ...judged.requests.map(noMapKey)];
    const distinct = [...new Map(keys.map((key) => [pairKeyText(key), key])).values()];
    const changes = changesOfAdding(
      crosswalk.identifier,
      judged.requests,
      await openPairs(queries, crosswalk.containerId, distinct),
    );
    return ok({
      kind: "MAPPINGS_ADDED",
      message: "Target codes added successfully.",
      changes: changes.opened.length > 0,
      write: (inside: Queries, containerId: number, revision: number) =>
        writePairs(inside, containerId, revision, changes),
      report: { skipped: judged.skipped, invalidCodes: judged.invalidCodes },
    });
  });
}

async function conflictsWith(queries: Queries, containerId: number, judged: JudgedMappings) {
  const noMaps = judged.requests.filter(({ targetCode }) => targetCode === NO_MAP);
  const withTargets = await mappingsWithTargets(queries, containerId, noMaps);
  return noMapConflicts(judged.requests, new Set(withTargets.map(pairKeyText)));
}
