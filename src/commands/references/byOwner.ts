import type { ReferenceDefinition } from "../../rules/references/definition.js";
import type { LocatedReference } from "./resolveReferences.js";

/**
 * What a reference to one concept or mapping is compared by: its code system by owner and short code,
 * whichever of its URLs it was named by. Lists are as they are.
 */
export function byOwner({
  definition,
  system,
}: Pick<LocatedReference, "definition" | "system">): ReferenceDefinition {
  if (!system || definition.code === null || !definition.system) return definition;
  const { owner, kind, shortCode } = system;
  const { version } = definition.system;
  return { ...definition, system: { repository: { owner, kind, shortCode }, version } };
}
