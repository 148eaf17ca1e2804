import type { ReferenceDefinition } from "./definition.js";
import type { ReferenceMode } from "./expandRequest.js";
import { resourceOf } from "./identity.js";

/**
 * Whether a reference is to be written as those to the newest versions of what it brings in: one concept or
 * mapping that has no version yet, neither its own nor its code system's. What is kept out is never pinned.
 */
export function isPinned(definition: ReferenceDefinition, mode: ReferenceMode): boolean {
  const { include, system, resourceVersion } = definition;
  if (mode === "DYNAMIC" || !include || resourceOf(definition) === null) return false;
  return resourceVersion === null && (system?.version ?? "HEAD") === "HEAD";
}

/**
 * Whether a reference is to one concept or mapping as a collection holds it at HEAD, which is to be pinned. A
 * canonical URL may be a collection's.
 */
export function isHeld(definition: ReferenceDefinition, mode: ReferenceMode): boolean {
  const { include, system, valuesets, code, resourceVersion, mappingsOf } = definition;
  if (mode === "DYNAMIC" || !include || code === null) return false;
  const [named, ...others] = [...(system ? [system] : []), ...valuesets];
  if (!named || others.length > 0 || resourceVersion !== null || mappingsOf !== null) return false;
  const mayBe = system === null || "canonicalUrl" in system.repository;
  return mayBe && (named.version ?? "HEAD") === "HEAD";
}

/** A reference to one concept or mapping as it is at one of its versions, and to nothing beside it. */
export function pinnedTo(
  definition: ReferenceDefinition,
  resourceVersion: number,
): ReferenceDefinition {
  const { system } = definition;
  return {
    ...definition,
    system: system && { ...system, version: null },
    resourceVersion: `${resourceVersion}`,
    cascade: "NONE",
  };
}

/** A list as it is in one named version of its code system or collection, for good. */
export function listAt(definition: ReferenceDefinition, label: string): ReferenceDefinition {
  const { system, valuesets } = definition;
  const [first, ...others] = valuesets;
  if (system) return { ...definition, system: { ...system, version: label } };
  return first
    ? { ...definition, valuesets: [{ ...first, version: label }, ...others] }
    : definition;
}
