import type { Viewer } from "../../rules/access/viewer.js";
import { type JudgedMappings, judgeMappings } from "../../rules/crosswalks/judgeMappings.js";
import type { MappingInput } from "../../rules/crosswalks/mappingInputs.js";
import {
  codesToCheck,
  keyOf,
  namedSystems,
  resolveMappings,
} from "../../rules/crosswalks/resolveMappings.js";
import { isStorable } from "../../rules/text.js";
import { existingCodes, systemsForWriting } from "../../store/codeSystems/checks.js";
import type { Queries } from "../../store/database.js";

/** Which of the mappings may go in, and why the others don't. Two statements, however many there are. */
export async function admitMappings(
  queries: Queries,
  viewer: Viewer,
  mappings: readonly MappingInput[],
): Promise<JudgedMappings> {
  const slugs = namedSystems(mappings).filter(isStorable);
  const systems = await systemsForWriting(queries, viewer, slugs);
  const resolved = resolveMappings(mappings, systems);
  const existing = await existingCodes(queries, codesToCheck(resolved, systems));
  return judgeMappings(resolved, systems, new Set(existing.map(keyOf)));
}
