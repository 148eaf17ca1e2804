import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import type { SystemCode } from "../../rules/crosswalks/resolveMappings.js";
import { isStorable } from "../../rules/text.js";
import type { CrosswalkVersionRow } from "../../store/crosswalks/queries.js";
import type { Context } from "../context.js";
import { isGiven } from "../shared/given.js";
import { type ShownMapping, shownMapping } from "./shownMapping.js";

interface Asked {
  readonly source: SystemCode;
  readonly targetCodeSystem: string | null | undefined;
  /** Whether each code comes with its concept. */
  readonly concepts: boolean;
}

/** The mappings of one source code in a version, however the code is written. */
export async function mappingsOfSource(
  version: CrosswalkVersionRow,
  { source, targetCodeSystem, concepts }: Asked,
  { load }: Context,
): Promise<readonly ShownMapping[]> {
  if (!isStorable(source.system) || !isStorable(source.code)) return [];
  const system = await load.codeSystems.normalization.load(source.system);
  const { containerId, revision } = version;
  const sourceCode = normalizeCode(system?.codeNormalization ?? "NONE", source.code);
  const key = { containerId, revision, sourceSystem: source.system, sourceCode };
  const rows = await load.crosswalks.mappingsOfSource.load({ source: key, concepts });
  return rows
    .filter((row) => !isGiven(targetCodeSystem) || row.targetSystem === targetCodeSystem)
    .map((row) => shownMapping(row, version));
}
