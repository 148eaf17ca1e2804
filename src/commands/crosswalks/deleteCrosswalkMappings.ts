import { failed, ok, type Result } from "../../kernel/result.js";
import { pairKeyText } from "../../rules/crosswalks/content.js";
import {
  type DeletionInput,
  deletionFaults,
  judgeDeletions,
  type ResolvedDeletion,
  resolveDeletions,
  targetsToCheck,
} from "../../rules/crosswalks/deletions.js";
import { isSkip, keyOf, namedSystems } from "../../rules/crosswalks/resolveMappings.js";
import { type Failures, refusal } from "../../rules/failure.js";
import { isStorable } from "../../rules/text.js";
import { existingCodes, systemsForWriting } from "../../store/codeSystems/checks.js";
import { openPairs, openPairsOfMappings, writePairs } from "../../store/crosswalks/pairWrites.js";
import type { Queries } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import { type CrosswalkEdit, editCrosswalk } from "./editCrosswalk.js";
import type { MappingsOutcome } from "./outcome.js";

export interface DeleteCrosswalkMappings extends CrosswalkEdit {
  readonly mappings?: readonly DeletionInput[] | null | undefined;
}

/** Deletes pairs of a crosswalk. Those that are not there are reported, not refused. */
export async function deleteCrosswalkMappings(
  context: CommandContext,
  input: DeleteCrosswalkMappings,
): Promise<Result<MappingsOutcome, Failures>> {
  return await editCrosswalk(context, input, async (queries, crosswalk) => {
    const mappings = input.mappings ?? [];
    const faults = refusal(deletionFaults(mappings));
    if (faults) return failed(faults);
    const slugs = namedSystems(mappings).filter(isStorable);
    const systems = await systemsForWriting(queries, context.viewer, slugs);
    const resolved = resolveDeletions(mappings, systems);
    const named = resolved.filter((item): item is ResolvedDeletion => !isSkip(item));
    const possible = named.filter(({ key }) => Object.values(key).every(isStorable));
    const keys = new Map(possible.map(({ key }) => [pairKeyText(key), key]));
    const whole = possible.filter(({ written }) => written === null).map(({ key }) => key);
    const present = [
      ...(await openPairs(queries, crosswalk.containerId, [...keys.values()])),
      ...(await openPairsOfMappings(queries, crosswalk.containerId, whole)),
    ];
    const existing = await existingCodes(queries, targetsToCheck(resolved, present, systems));
    const judged = judgeDeletions(resolved, present, systems, new Set(existing.map(keyOf)));
    const { closed, skipped, invalidCodes } = judged;
    return ok({
      kind: "MAPPINGS_DELETED",
      message: "Target codes deleted successfully.",
      changes: closed.length > 0,
      write: (inside: Queries, containerId: number, revision: number) =>
        writePairs(inside, containerId, revision, { closed, opened: [] }),
      report: { skipped, invalidCodes },
    });
  });
}
