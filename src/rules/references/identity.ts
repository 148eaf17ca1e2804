import type { NamedRepository, ReferenceDefinition } from "./definition.js";
import { expressionOf } from "./expressionOf.js";

/** The one concept or mapping that a reference is to, whatever it brings along; null: it is to a list. */
export function resourceOf({
  code,
  mappingsOf,
  referenceType,
  system,
  valuesets,
}: ReferenceDefinition): "CONCEPT" | "MAPPING" | null {
  if (code === null || mappingsOf !== null || !system || valuesets.length > 0) return null;
  return referenceType === "MAPPINGS" ? "MAPPING" : "CONCEPT";
}

/** How what a reference brings in is found: one concept or mapping is looked up, all else is evaluated. */
export function kindOf(definition: ReferenceDefinition): "CONCEPT" | "MAPPING" | "LIST" {
  return definition.cascade === "NONE" ? (resourceOf(definition) ?? "LIST") : "LIST";
}

/**
 * What can be in a collection only once among its includes, and once among its excludes: of a single
 * concept or mapping itself, whatever version or cascade; of a list its expression. What is excluded in a
 * certain version is not the same as in another.
 */
export function identityOf(definition: ReferenceDefinition): string {
  if (resourceOf(definition) === null) return expressionOf(definition);
  const { system, include, resourceVersion } = definition;
  return expressionOf({
    ...definition,
    system: system && { ...system, version: null },
    resourceVersion: include ? null : resourceVersion,
    cascade: "NONE",
  });
}

/** Whether a reference brings in the same for ever, whatever becomes of what it reads. */
export function isStatic(definition: ReferenceDefinition): boolean {
  const { system, valuesets, resourceVersion, cascade } = definition;
  const alone = resourceVersion !== null && cascade === "NONE";
  const read = [...(system && !alone ? [system] : []), ...valuesets];
  return alone || system !== null || valuesets.length > 0 ? read.every(isFrozen) : false;
}

function isFrozen({ version }: NamedRepository): boolean {
  return version !== null && version !== "HEAD";
}
