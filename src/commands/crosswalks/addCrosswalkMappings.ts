import { failed, ok, type Result } from "../../kernel/result.js";
import type { MappingInput } from "../../rules/crosswalks/mappingInputs.js";
import { type Failures, refusal } from "../../rules/failure.js";
import { writePairs } from "../../store/crosswalks/pairWrites.js";
import type { Queries } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import { planAddition } from "./addition.js";
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
    const { faults, judged, changes } = await planAddition(
      queries,
      context.viewer,
      crosswalk,
      mappings,
    );
    const refused = refusal(faults);
    if (refused) return failed(refused);
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
