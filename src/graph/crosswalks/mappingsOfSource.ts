import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import type { SystemCode } from "../../rules/crosswalks/resolveMappings.js";
import { isStorable } from "../../rules/text.js";
import type { CrosswalkVersionRow } from "../../store/crosswalks/queries.js";
import type { Context } from "../context.js";
import { isGiven } from "../shared/given.js";
import { type ShownMapping, shownMapping } from "./shownMapping.js";

/** The mappings of one source code in a version, however the code is written. */
export async function mappingsOfSource(
  version: CrosswalkVersionRow,
  source: SystemCode,
  targetSystem: string | null | undefined,
  { load }: Context,
): Promise<readonly ShownMapping[]> {
  if (!isStorable(source.system) || !isStorable(source.code)) return [];
  const system = await load.codeSystems.bySlug.load(source.system);
  const { containerId, revision } = version;
  const rows = await load.crosswalks.mappingsOfSource.load({
    containerId,
    revision,
    sourceSystem: source.system,
    sourceCode: normalizeCode(system?.codeNormalization ?? "NONE", source.code),
  });
  return rows
    .filter((row) => !isGiven(targetSystem) || row.targetSystem === targetSystem)
    .map((row) => shownMapping(row, version));
}
