import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import { systemAddress } from "../../rules/conceptMappings/urls.js";
import type { ConceptKey, ConceptRow } from "../../store/codeSystems/concepts.js";
import { currentSnapshot } from "../../store/codeSystems/loaders.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { ConceptMappingRow } from "../../store/conceptMappings/rows.js";
import { conceptUrl } from "../codeSystems/urls.js";
import type { Context } from "../context.js";

/** Which end of a mapping. */
export type Side = "FROM" | "TO";

function endOf(mapping: ConceptMappingRow, side: Side) {
  return side === "FROM"
    ? { system: mapping.fromSystem, code: mapping.fromCode }
    : { system: mapping.toSystem, code: mapping.toCode };
}

/** The code system of an end; null where it is not here, or the viewer does not see it. */
export async function systemAtEnd(
  mapping: ConceptMappingRow,
  side: Side,
  { load }: Context,
): Promise<CodeSystemRow | null> {
  return await load.codeSystems.byAnyUrl.load(endOf(mapping, side).system);
}

/** Where the concept of an end is read: in the mapping's own code system where the mapping was, else today. */
function keyAtEnd(mapping: ConceptMappingRow, side: Side, system: CodeSystemRow): ConceptKey {
  const at = system.containerId === mapping.containerId ? mapping : currentSnapshot(system);
  const code = normalizeCode(system.codeNormalization, endOf(mapping, side).code);
  return { containerId: at.containerId, revision: at.revision, code };
}

/** The concept of an end: of the mapping's own code system where the mapping was read, else of today. */
export async function conceptAtEnd(
  mapping: ConceptMappingRow,
  side: Side,
  context: Context,
): Promise<ConceptRow | null> {
  const system = await systemAtEnd(mapping, side, context);
  if (!system) return null;
  return await context.load.codeSystems.conceptAt.load(keyAtEnd(mapping, side, system));
}

/** What the ends of mappings are called; a name that was given is licensed content where its code system's is. */
export async function namesAtEnd(
  mappings: readonly ConceptMappingRow[],
  side: Side,
  context: Context,
): Promise<readonly (string | null)[]> {
  const systems = await Promise.all(mappings.map((mapping) => systemAtEnd(mapping, side, context)));
  const keys = mappings.map((mapping, at) => {
    const system = systems[at];
    return system?.licensed ? keyAtEnd(mapping, side, system) : null;
  });
  const displays = await context.load.codeSystems.displaysAt.load(keys);
  return mappings.map(({ toName }, at) => {
    if (systems[at]?.licensed === false) return null;
    return displays[at] ?? (side === "TO" ? toName : null);
  });
}

/** The URL of an end; null where nothing tells whose its code system is. */
export async function urlOfEnd(
  mapping: ConceptMappingRow,
  side: Side,
  context: Context,
): Promise<string | null> {
  const { system: named, code } = endOf(mapping, side);
  const system = await systemAtEnd(mapping, side, context);
  if (system) return conceptUrl(system, code);
  return systemAddress(named) ? `${named}concepts/${encodeURIComponent(code)}/` : null;
}
